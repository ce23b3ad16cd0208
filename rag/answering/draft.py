"""An answer being written: its lines, and the quotations in it, each found again in its section."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field

from rag.answering.choosing import Run, choose_runs, is_block
from rag.answering.weighing import LIST_LINE, Found
from rag.danish.normalise import contains_verbatim
from rag.danish.tables import BAR
from rag.domain import Chunk, Citation, Hit, SectionKind
from rag.understanding import Query

CORE = 0.5
"""A sentence must be as likely as this to belong to the answer for a core of it to be pointed out."""
FOUND_WEIGHTS = (0.35, 0.2, 0.1)
"""What it counts for a sentence to lie in the best, second and third stretch that the search found in its item."""


@dataclass(slots=True, kw_only=True)
class Draft:
    """An answer being written: lines of text, and the citations they point to."""

    query: Query
    chunks: Mapping[str, Chunk] = field(default_factory=dict)
    lines: list[str] = field(default_factory=list)
    citations: list[Citation] = field(default_factory=list)
    dropped: int = 0
    """Quotations that were left out because they do not stand in their section."""

    def places(self, hit: Hit) -> list[Found]:
        """Return the stretches of an item that the search found, with what that counts."""
        chunks = [self.chunks[chunk_id] for chunk_id in hit.chunk_ids if chunk_id in self.chunks]
        return [
            Found(section_id=chunk.section_id, start=chunk.start, end=chunk.end, weight=weight)
            for chunk, weight in zip(chunks, FOUND_WEIGHTS, strict=False)
        ]

    def choose(self, hit: Hit, kinds: Collection[SectionKind], *, budget: int | None = None) -> list[Run]:
        """Choose the runs of an item that answer the question."""
        return choose_runs(
            self.query,
            hit.item,
            kinds=kinds,
            topic=hit.topic,
            found=self.places(hit),
            reading=hit.reading,
            budget=budget,
        )

    def cite(self, hit: Hit, runs: Sequence[Run], *, in_one_line: bool = False) -> str:
        """Add quotations and return them with their numbers; one that is not in its section is left out.

        What stands in lines of its own keeps them, unless all is to stand in one line.
        """
        shown: list[str] = []
        for run in runs:
            quote = run.quote.strip()
            if quote and not contains_verbatim(run.section.text, quote):
                self.dropped += 1
            elif quote:
                number = len(self.citations) + 1
                self.citations.append(
                    Citation(
                        number=number,
                        meeting=hit.meeting,
                        item=hit.item,
                        section=run.section,
                        quote=quote,
                        core=_core(hit, run, quote),
                    )
                )
                keeps = not in_one_line and _is_in_lines(quote)
                shown.append(f"»{quote if keeps else ' '.join(quote.split())}« [{number}]")
        return " … ".join(shown)

    def quotes(self, hit: Hit, words: str) -> bool:
        """Tell whether words of an item are among what is quoted."""
        return any(one.item is hit.item and contains_verbatim(one.quote, words) for one in self.citations)

    def add(self, lead: str, quotes: str) -> None:
        """Add a line of quotations with its lead, if there are any."""
        if quotes:
            self.lines.append(f"{lead}: {quotes}")


def _is_in_lines(quote: str) -> bool:
    """Tell whether a quotation is to keep its lines: points of a list, rows of a table, a block of short lines."""
    lines = [line.strip() for line in quote.split("\n")]
    return len(lines) > 1 and (BAR in quote or any(map(LIST_LINE.match, lines)) or is_block(lines))


def _core(hit: Hit, run: Run, quote: str) -> tuple[int, int] | None:
    """Return where in a quotation the core of the answer stands, None when it stands elsewhere or is all of it."""
    core = hit.reading.core if hit.reading else None
    if run.section.kind is SectionKind.PARTICIPANTS and quote == run.section.text.strip():
        return None  # A whole list of names has no heart: each of them is asked for.
    if core is None or core.section_id != run.section.id or core.probability < CORE:
        return None
    offset = run.start + run.quote.index(quote)
    start, end = core.start - offset, core.end - offset
    return (start, end) if 0 <= start < end <= len(quote) and end - start < len(quote) else None
