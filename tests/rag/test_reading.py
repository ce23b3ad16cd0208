"""The best hits are read: their order, what is read of them, and what is not."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from rag.catalog import Catalog
from rag.domain import Chunk, Hit, Meeting, Section, SectionKind, Topic
from rag.reader import Passage, Reading
from rag.reading import FIRST_LOOK, PASSAGES, HitReader, reading_of
from rag.retrieval import RankingWeights
from rag.understanding import understand
from tests.fakes import a_hit

FACT = understand("Hvor mange pladser er der på holdet?")
WEIGHTS = RankingWeights(answers=1.0, sentence=0.5)


class Scripted:
    """A reader that finds the answer where a word stands, and remembers what it was shown."""

    def __init__(self, word: str) -> None:
        self.word = word
        self.shown: list[Passage] = []
        self.asked: set[str] = set()

    def read(self, question: str, passages: Sequence[Passage]) -> list[Reading]:
        """Return a reading that is sure of the sentences with the word."""
        self.asked.add(question)
        self.shown += passages
        return [self._read(passage) for passage in passages]

    def _read(self, passage: Passage) -> Reading:
        likely = tuple(0.9 if self.word in sentence else 0.05 for sentence in passage.sentences)
        best = max(range(len(likely)), key=lambda place: likely[place])
        start = max(passage.sentences[best].find(self.word), 0)
        return Reading(sentences=likely, answers=max(likely), span=(best, start, start + len(self.word)))


@pytest.fixture
def catalog(tmp_path: Path) -> Iterator[Catalog]:
    """Open an empty catalog."""
    with Catalog.open(f"sqlite:///{tmp_path / 'catalog.db'}") as opened:
        yield opened


def stored(catalog: Catalog, name: str, *texts: str, score: float, kind: SectionKind = SectionKind.CASE) -> Hit:
    """Store a meeting with one item whose sections have these texts, a chunk each, and return the item as a hit."""
    found = a_hit(name, "1")
    sections = tuple(
        Section(id=f"{name}-{place}", kind=kind, heading="", text=text) for place, text in enumerate(texts)
    )
    item = replace(found.item, id=f"item-{name}", sections=sections)
    meeting: Meeting = replace(found.meeting, id=f"meeting-{name}", items=(item,))
    chunks = [
        Chunk(
            id=f"chunk-{section.id}",
            meeting_id=meeting.id,
            item_id=item.id,
            section_id=section.id,
            ordinal=place,
            header=f"header of {name}",
            text=section.text,
            start=0,
            end=len(section.text),
        )
        for place, section in enumerate(sections)
    ]
    catalog.store_meeting(meeting, chunks, {})
    return replace(found, item=item, meeting=meeting, score=score, chunk_ids=tuple(chunk.id for chunk in chunks[:3]))


def test_the_question_is_read_with_its_slips_mended(catalog: Catalog) -> None:
    """What the search made of a mistyped question is what the reader is asked; without a search, what was typed."""
    typed = understand("Hvor mange pladsre er der?")
    found = stored(catalog, "a", "Der er tolv pladser.", score=10.0)
    reader = Scripted("tolv")
    hits = HitReader(reader=reader, catalog=catalog, weights=WEIGHTS)

    hits.read(typed, [replace(found, topic=Topic(text="Hvor mange pladser er der?"))])
    assert reader.asked == {"Hvor mange pladser er der?"}
    hits.read(typed, [found])
    assert typed.search_text in reader.asked


def test_the_item_that_answers_comes_first(catalog: Catalog) -> None:
    """An item with a sentence that answers passes one that ranked a little higher, and keeps its sentences."""
    first = stored(catalog, "a", "Holdet er nyt. Det mødes om mandagen.", score=10.1)
    second = stored(catalog, "b", "Der er tolv pladser. De er besat.", score=10.0)
    reader = HitReader(reader=Scripted("tolv"), catalog=catalog, weights=WEIGHTS)

    hits = reader.read(FACT, [first, second])

    assert [hit.item.id for hit in hits] == ["item-b", "item-a"]
    assert [hit.rank for hit in hits] == [1, 2]
    reading = hits[0].reading
    assert reading is not None
    assert reading.best == reading.answers == 0.9
    text = hits[0].item.sections[0].text
    assert [text[one.start : one.end] for one in reading.sentences] == ["Der er tolv pladser.", "De er besat."]
    assert reading.core is not None
    assert text[reading.core.start : reading.core.end] == "tolv"


def test_an_item_that_was_not_read_counts_as_the_least_of_those_read(catalog: Catalog) -> None:
    """Reading must not push an item behind those that nobody looked at."""
    hits = [stored(catalog, name, "Holdet er nyt.", score=10.0 - place / 100) for place, name in enumerate("abcdef")]
    read = HitReader(reader=Scripted("tolv"), catalog=catalog, weights=WEIGHTS).read(FACT, hits)
    assert [hit.item.id for hit in read] == [hit.item.id for hit in hits]
    assert [hit.reading is not None for hit in read] == [True] * 3 + [False] * 3


def test_no_more_is_read_than_there_is_time_for(catalog: Catalog) -> None:
    """However long the items are, so many passages are read: some of the rivals, the rest of the best."""
    texts = [f"Holdet er nyt for {number}." for number in range(PASSAGES)]
    hits = [stored(catalog, name, *texts, score=10.0 - place / 100) for place, name in enumerate("abcd")]
    scripted = Scripted("tolv")
    read = HitReader(reader=scripted, catalog=catalog, weights=WEIGHTS).read(FACT, hits)
    assert len(scripted.shown) == PASSAGES
    assert read[0].reading is not None
    assert len(read[0].reading.sentences) == PASSAGES - sum(FIRST_LOOK[1:])


def test_an_item_far_ahead_gets_all_passages(catalog: Catalog) -> None:
    """Where there is no rival, only the best item is read."""
    far = stored(catalog, "a", *(f"Holdet er nyt for {number}." for number in range(PASSAGES + 1)), score=15.0)
    near = stored(catalog, "b", "Der er tolv pladser.", score=10.0)
    scripted = Scripted("tolv")
    HitReader(reader=scripted, catalog=catalog, weights=WEIGHTS).read(FACT, [far, near])
    assert {passage.header for passage in scripted.shown} == {"header of a"}
    assert len(scripted.shown) == PASSAGES


def test_across_meetings_each_item_is_looked_into(catalog: Catalog) -> None:
    """A question over time has the best chunk of many items read."""
    hits = [stored(catalog, name, "Et.", "To.", score=10.0) for name in "abcd"]
    scripted = Scripted("tolv")
    across = understand("Hvordan har holdene udviklet sig gennem årene?")
    HitReader(reader=scripted, catalog=catalog, weights=WEIGHTS).read(across, hits)
    assert [passage.sentences for passage in scripted.shown] == [("Et.",)] * 4


def test_a_bare_decision_far_ahead_is_not_read(catalog: Catalog) -> None:
    """What is quoted whole in any case needs no choice of sentences; nothing found needs none either."""
    sure = stored(catalog, "a", "Godkendt.", score=15.0, kind=SectionKind.DECISION)
    scripted = Scripted("tolv")
    reader = HitReader(reader=scripted, catalog=catalog, weights=WEIGHTS)
    decided = understand("Hvad blev besluttet om holdet?")
    assert reader.read(decided, [sure]) == [sure]
    assert reader.read(decided, []) == []
    assert not scripted.shown
    assert reader.read(FACT, [sure])[0].reading is not None


def test_an_item_answers_as_its_best_passage_does() -> None:
    """Without passages there is nothing to gather."""
    with pytest.raises(ValueError, match="empty"):
        reading_of([])
