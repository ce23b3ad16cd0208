"""The shipped weights are those of the stored fit."""

from __future__ import annotations

import pytest

from rag.learnt import read_learnt
from rag.retrieval.weights import LEARNT, RankingWeights


def test_the_shipped_weights_are_read_from_the_stored_fit() -> None:
    """Only weights that a fit may change stand in the file, with its date."""
    stored = read_learnt("ranking")
    assert set(stored["weights"]) <= set(LEARNT)
    assert stored["date"]
    shipped = RankingWeights.learnt()
    assert {name: getattr(shipped, name) for name in LEARNT} == dict.fromkeys(LEARNT, 0.0) | stored["weights"]


def test_weights_are_named() -> None:
    """A name that is no evidence is refused."""
    with pytest.raises(TypeError):
        RankingWeights(chunks=1.0)  # type: ignore[call-arg]
