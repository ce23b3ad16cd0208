"""What speaks for a sentence of an item being the answer."""

from __future__ import annotations

from dataclasses import replace

from rag.answering.weighing import evidence_of, sentences_of
from rag.domain import Section, SectionKind, Topic
from rag.understanding import understand
from tests.fakes import an_item

LISTED = Section(
    id="c",
    kind=SectionKind.CASE,
    heading="Sagsfremstilling",
    text="Planen har tre mål:\n- færre fald\n- kortere ventetid\nFrist:\nMålene følges op i maj.",
)


def seen(question: str, name: str) -> list[float]:
    """Return one kind of evidence for every sentence of the list."""
    item = replace(an_item(), sections=(LISTED,))
    return [each[name] for each in evidence_of(understand(question), item, sentences_of(LISTED))]


def test_a_list_that_is_asked_for_is_known_by_its_lead_in_and_its_points() -> None:
    """A colon leads in where points follow; asked for anything else, neither counts."""
    assert seen("Hvilke mål har planen?", "leads") == [1, 0, 0, 0, 0]
    assert seen("Hvilke mål har planen?", "point") == [0, 1, 1, 0, 0]
    assert seen("Hvorfor har vi planen?", "leads") == seen("Hvorfor har vi planen?", "point") == [0] * 5


def test_what_is_meant_counts_beside_what_is_said() -> None:
    """A sentence that holds another term for a word of the topic holds that share of it; a slip is mended before."""
    item = replace(an_item(), sections=(LISTED,))
    topic = Topic(words={"fald": 2.0, "køtid": 3.0}, instead={"køtid": ((("ventetid",), 3.0),)})
    every = evidence_of(understand("Hvad med fladene og køtiden?"), item, sentences_of(LISTED), topic=topic)
    assert [round(each["words"], 2) for each in every] == [0, 0.5, 0, 0, 0]
    assert [round(each["meant"], 2) for each in every] == [0, 0, 0.5, 0, 0]
    assert not any(seen("Hvad med køtiden?", "meant"))
