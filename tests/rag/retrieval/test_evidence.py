"""Points of several searches are gathered to items."""

from __future__ import annotations

import pytest

from rag.retrieval.evidence import RANK_CONSTANT, fuse, gather
from rag.store.interface import ScoredPoint, Space


def point(item: str, score: float, chunk: str = "c") -> ScoredPoint:
    """Return a found chunk of an item."""
    return ScoredPoint(id=f"{item}-{chunk}", item_id=item, meeting_id="m", score=score)


def test_an_item_has_its_best_scores_in_every_space() -> None:
    """Of several chunks of an item the best counts."""
    nearest = [point("a", 0.9, "2"), point("b", 0.8), point("a", 0.7, "1")]
    found = gather({Space.CHUNK: nearest, Space.WORDS: [point("b", 12.0)]})
    assert found["a"].scores == {Space.CHUNK: 0.9, Space.WORDS: 0.0}
    assert found["b"].scores == {Space.CHUNK: 0.8, Space.WORDS: 12.0}


def test_chunks_are_fused_by_rank() -> None:
    """A chunk that both searches find comes before one that is first in a single search."""
    nearest, lexical = [point("a", 0.9), point("b", 0.8)], [point("b", 3.0), point("c", 2.0)]
    fused = fuse({Space.CHUNK: nearest, Space.WORDS: lexical})
    assert [found.item_id for found in fused] == ["b", "a", "c"]
    assert fused[0].score == pytest.approx(1 / (RANK_CONSTANT + 2) + 1 / (RANK_CONSTANT + 1))
    gathered = gather({Space.CHUNK: nearest, Space.WORDS: lexical})
    assert (gathered["b"].fused, gathered["b"].chunk_ids) == (fused[0].score, ("b-c",))


def test_an_item_that_only_words_found_is_at_most_as_similar_as_the_last() -> None:
    """An item outside the nearest chunks gets the lowest cosine seen."""
    found = gather({Space.CHUNK: [point("b", 0.9), point("c", 0.6)], Space.WORDS: [point("a", 1.0)]})
    assert found["a"].scores[Space.CHUNK] == 0.6


def test_nothing_found_is_nothing_gathered() -> None:
    """Without hits there is no evidence."""
    assert gather({Space.CHUNK: [], Space.WORDS: []}) == {}
