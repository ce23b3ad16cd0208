"""Chunks are gathered to items and weighed by all evidence."""

from __future__ import annotations

import pytest

from rag.retrieval import gather, names_forum, share
from rag.store.interface import ScoredPoint


def point(item: str, score: float, chunk: str = "c") -> ScoredPoint:
    """Return a found chunk of an item."""
    return ScoredPoint(id=f"{item}-{chunk}", item_id=item, meeting_id="m", score=score)


def test_an_item_has_its_best_chunks_scores() -> None:
    """Of several chunks of an item the best counts, and the fused order of its chunks is kept."""
    fused = [point("a", 0.09, "2"), point("b", 0.08), point("a", 0.05, "1")]
    cosines = [point("a", 0.9, "2"), point("b", 0.8), point("a", 0.7, "1")]
    found = gather(fused, cosines, [point("b", 12.0)])
    assert (found["a"].similarity, found["a"].fused, found["a"].lexical) == (0.9, 0.09, 0.0)
    assert found["a"].chunk_ids == ("a-2", "a-1")
    assert found["b"].lexical == 12.0


def test_an_item_that_only_words_found_is_at_most_as_similar_as_the_last() -> None:
    """An item outside the nearest chunks gets the lowest cosine seen."""
    found = gather([point("a", 0.1)], [point("b", 0.9), point("c", 0.6)], [])
    assert found["a"].similarity == 0.6


def test_nothing_found_is_nothing_gathered() -> None:
    """Without hits there is no evidence."""
    assert gather([], [], []) == {}


@pytest.mark.parametrize(
    ("tokens", "expected"),
    [(" kol rehabiliter ", 1.0), (" kolrehabiliter ", 0.75), (" rehabiliteringsplan ", 0.75), (" plan ", 0.0)],
)
def test_rare_words_count_more_and_compounds_count(tokens: str, expected: float) -> None:
    """The share is weighted by rarity; a long word is also found in a compound, a short one only alone."""
    assert share(("kol", "rehabiliter"), tokens, {"kol": 1.0, "rehabiliter": 3.0}) == expected


def test_a_question_without_topic_is_not_covered() -> None:
    """Nothing asked for is nothing held."""
    assert share((), " plan ", {}) == 0.0


@pytest.mark.parametrize(
    ("question", "named"),
    [
        ("Hvad sagde klyngestyregruppen i Fjordklyngen?", True),
        ("Hvad skete der i Nordfjord?", False),
        ("Hvad mente gruppen?", False),
    ],
)
def test_a_forum_named_in_the_question(question: str, named: bool) -> None:
    """A forum counts as named when its cluster or its whole body is."""
    assert names_forum(question, "Klyngestyregruppen, Fjordklyngen") is named
