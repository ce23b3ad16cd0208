"""Killed at any moment, an index run loses nothing, and the next one ends where an undisturbed one does."""

from __future__ import annotations

from eval.crash.runs import run


def test_runs_killed_at_random_moments_lose_nothing() -> None:
    """Three runs that change, remove, move and add documents are killed; `referat eval crash` kills fifty."""
    report = run(kills=3, seed=7)
    assert report.runs == 3
    assert report.faults == []
