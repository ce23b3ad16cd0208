"""Which of the items that were found an answer tells of: the best one, or across meetings those close to it."""

from __future__ import annotations

from collections.abc import Sequence

from rag.domain import Constraint, ConstraintKind, Hit, Intent
from rag.retrieval.spreading import parts_of
from rag.understanding import Query
from rag.understanding.forums import is_named

ACROSS_ITEMS, ACROSS_MARGIN = 6, 0.9
"""How many items a development over time shows, and how far below the best one's their score may lie."""


def told_of(query: Query, hits: Sequence[Hit]) -> list[Hit]:
    """Return the hits that an answer is made of, best first: one, or across meetings several.

    Where a question names several bodies or times, only their items are told of, and the best of each in any case.
    """
    if query.intent is not Intent.ACROSS:
        return list(hits[:1])
    parts = [[hit for hit in hits if belongs(hit, part)] for part in parts_of(query)]
    firsts = [part[0] for part in parts if part]
    inside = [hit for hit in hits if not firsts or any(hit in part for part in parts)]
    close = [hit for hit in inside if hit in firsts or hit.score >= hits[0].score - ACROSS_MARGIN]
    kept = [*firsts, *(hit for hit in close if hit not in firsts)][:ACROSS_ITEMS]
    return [hit for hit in hits if hit in kept]


def belongs(hit: Hit, part: Constraint) -> bool:
    """Tell whether an item is of a body or time that a question names."""
    if part.kind is ConstraintKind.FORUM:
        return is_named(hit.meeting.forum, part.values[0])
    first, last = part.values
    day = hit.meeting.date.isoformat() if hit.meeting.date else ""
    return bool(day) and (not first or first <= day) and (not last or day <= last)
