"""A question across several bodies or times finds an item of each."""

from __future__ import annotations

from dataclasses import replace

from rag.domain import Constraint, ConstraintKind, Hit, Intent
from rag.retrieval.spreading import parts_of, spread
from rag.understanding import Query, understand
from tests.fakes import a_hit, an_item


def hit(number: str, score: float) -> Hit:
    """Return a hit with a score."""
    return replace(a_hit("a.txt", number), item=an_item(number), score=score)


def asking(intent: Intent, *kinds: ConstraintKind) -> Query:
    """Return a query with a constraint of each kind."""
    constraints = tuple(
        Constraint(kind=kind, label=str(place), hard=False, values=(str(place),)) for place, kind in enumerate(kinds)
    )
    return replace(understand("Hvad skete der?"), intent=intent, constraints=constraints)


def test_several_bodies_or_times_are_parts() -> None:
    """One body is no comparison, and only a question across meetings is searched in parts."""
    forum, period = ConstraintKind.FORUM, ConstraintKind.PERIOD
    assert [it.label for it in parts_of(asking(Intent.ACROSS, forum, period, forum))] == ["0", "2"]
    assert [it.label for it in parts_of(asking(Intent.ACROSS, forum, period, period))] == ["1", "2"]
    assert parts_of(asking(Intent.ACROSS, forum, period)) == ()
    assert parts_of(asking(Intent.FACT, forum, forum)) == ()


def test_the_best_of_each_part_follows_the_best_of_all() -> None:
    """Items keep their order otherwise, stand there once, and are ranked anew."""
    hits = [hit("1", 9), hit("2", 8), hit("3", 7), hit("4", 6)]
    found = spread(hits, [[hit("4", 6), hit("3", 5)], [], [hit("1", 9)], [hit("7", 6.5)]])
    assert [(it.rank, it.item.number) for it in found] == [(1, "1"), (2, "7"), (3, "4"), (4, "2"), (5, "3")]


def test_without_parts_nothing_changes() -> None:
    """The usual question keeps its hits."""
    hits = [hit("1", 9), hit("2", 8)]
    assert [it.item.number for it in spread(hits, [])] == ["1", "2"]
    assert spread([], []) == []
