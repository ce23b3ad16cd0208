"""What speaks for an answer is weighed to a probability."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from rag.answering.evidence import DEFAULT, confidence
from rag.domain import Hit
from rag.understanding import understand
from tests.fakes import a_hit

QUESTION = understand("Hvad blev besluttet om planen?")


def hit(*, similarity: float = 0.88, coverage: float = 0.5) -> Hit:
    """Return a hit with this much evidence."""
    return replace(a_hit("a.txt", "1"), similarity=similarity, coverage=coverage)


def test_without_hits_nothing_speaks_for_an_answer() -> None:
    """Nothing found is nothing to answer with."""
    assert confidence(QUESTION, []) == 0.0


def test_more_evidence_is_more_probable() -> None:
    """A nearer item, and one that holds more of the question's words, makes an answer more probable."""
    base = confidence(QUESTION, [hit()])
    assert confidence(QUESTION, [hit(similarity=0.92)]) > base
    assert confidence(QUESTION, [hit(coverage=1.0)]) > base


def test_a_year_that_is_not_there_speaks_against_it() -> None:
    """A question about another year than the best item's is less probably answered by it."""
    found = [hit()]
    year = found[0].meeting.date or date.min
    assert confidence(understand(f"Hvad blev besluttet om planen i {year.year}?"), found) == confidence(QUESTION, found)
    assert confidence(understand("Hvad blev besluttet om planen i 1999?"), found) < confidence(QUESTION, found)


def test_the_threshold_lies_below_the_bound_of_being_sure() -> None:
    """Between the two an answer is given, and said to be uncertain."""
    assert 0 < DEFAULT.threshold < DEFAULT.sure < 1
