"""Hits for a question across several bodies or times, so that each of these is among the first; pure functions."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from rag.domain import Constraint, Hit, Intent
from rag.domain import ConstraintKind as Kind
from rag.understanding import Query


def parts_of(query: Query) -> tuple[Constraint, ...]:
    """Return the bodies or else the times that a question across meetings names, where there are several."""
    if query.intent is not Intent.ACROSS:
        return ()
    named = (query.of_kind(kind) for kind in (Kind.FORUM, Kind.PERIOD))
    return next((constraints for constraints in named if len(constraints) > 1), ())


def spread(hits: Sequence[Hit], parts: Sequence[Sequence[Hit]]) -> list[Hit]:
    """Return the best hit, then the best of each part by score, then the other hits; each item once."""
    firsts = sorted((part[0] for part in parts if part), key=lambda hit: -hit.score)
    order = {hit.item.id: hit for hit in [*hits[:1], *firsts, *hits[1:]]}
    return [replace(hit, rank=rank) for rank, hit in enumerate(order.values(), start=1)]
