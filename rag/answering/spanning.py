"""Which of the items that were found an answer tells of: the best one, or across meetings those close to it."""

from __future__ import annotations

from collections.abc import Sequence

from rag.domain import Hit, Intent
from rag.retrieval.matching import lies_within
from rag.retrieval.spreading import parts_of
from rag.understanding import Query

ACROSS_ITEMS, ACROSS_MARGIN = 8, 0.5
"""How many items a development over time shows, and how far below the best one's their score may lie."""


def told_of(query: Query, hits: Sequence[Hit]) -> list[Hit]:
    """Return the hits that an answer is made of, best first: one, or across meetings several.

    Where a question names several bodies or times, only their items are told of, and the best of each in any case.
    """
    if query.intent is not Intent.ACROSS:
        return list(hits[:1])
    parts = parts_of(query)
    inside = [hit for hit in hits if any(lies_within(hit.meeting, part) for part in parts)] or hits
    firsts = [next((hit for hit in inside if lies_within(hit.meeting, part)), None) for part in parts]
    # What ranks first is told of in any case: the report on a year is often of the next.
    close = [hit for hit in hits if hit is hits[0] or (hit in inside and hit.score >= hits[0].score - ACROSS_MARGIN)]
    kept = list(dict.fromkeys(hit.item.id for hit in [*filter(None, firsts), *close]))[:ACROSS_ITEMS]
    return [hit for hit in hits if hit.item.id in kept]
