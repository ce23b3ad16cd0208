"""A training item, cut into the chunks that the index would make of it, each with its context header."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby

from eval.training.material import Item
from index.chunking.cutting import cut
from index.chunking.headers import header_of
from rag.domain import AgendaItem, DocumentType, Meeting, Section, SectionKind, Source

KINDS = {"Beslutning": SectionKind.DECISION, "Indstilling": SectionKind.RECOMMENDATION}
NOWHERE = Source(path="", name="", content_hash="")


@dataclass(frozen=True, slots=True, kw_only=True)
class TrainingChunk:
    """Consecutive sentences of one section; `first` is the place of the first of them in the item."""

    item: str
    header: str
    first: int
    sentences: tuple[str, ...]

    @property
    def text(self) -> str:
        """The sentences as one text."""
        return " ".join(self.sentences)

    @property
    def embedded(self) -> str:
        """What the embedding model is given: header and sentences."""
        return f"{self.header}\n{self.text}"

    def holds(self, sentence: int) -> bool:
        """Tell whether a sentence of the item stands in the chunk."""
        return self.first <= sentence < self.first + len(self.sentences)


def sections_of(item: Item) -> Iterator[tuple[str, range]]:
    """Yield each section's context header and the places of its sentences."""
    for heading, places in groupby(range(len(item.sentences)), key=item.headings.__getitem__):
        kept = list(places)
        yield _header(item, heading=heading), range(kept[0], kept[-1] + 1)


def chunks_of(item: Item) -> Iterator[TrainingChunk]:
    """Yield the item's chunks in their order; a sentence belongs to the chunk that its start falls in."""
    for header, places in sections_of(item):
        sentences = [item.sentences[place] for place in places]
        starts = [sum(len(sentence) + 1 for sentence in sentences[:index]) for index in range(len(sentences))]
        spans = cut(" ".join(sentences))
        for span in spans:
            inside = [places[index] for index, start in enumerate(starts) if span.start <= start < span.end]
            if inside:
                kept = tuple(item.sentences[place] for place in inside)
                yield TrainingChunk(item=item.id, header=header, first=inside[0], sentences=kept)


def _header(item: Item, *, heading: str) -> str:
    kind = KINDS.get(heading, SectionKind.CASE)
    section = Section(id="", kind=kind, heading=heading, text="")
    agenda_item = AgendaItem(id=item.id, number=item.number, ordinal=0, title=item.title)
    meeting = Meeting(
        id="", source=NOWHERE, document_type=DocumentType.MINUTES, forum=item.forum, title="", date=item.date
    )
    return header_of(meeting, item=agenda_item, section=section)
