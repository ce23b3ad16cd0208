"""Which of the items that were found an answer tells of: the best and one that may be as good, or several meetings'."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from rag.domain import OUTSIDE, ConstraintKind, Hit, Intent
from rag.retrieval.matching import lies_within
from rag.retrieval.spreading import parts_of
from rag.understanding import Query

ACROSS_ITEMS, ACROSS_MARGIN = 8, 0.5
"""How many items a development over time shows, and how far below the best one's their score may lie."""
RIVAL_MARGIN = 0.15
"""So far below the best one's lies the score of an item that may as well be the one asked for."""
LONG_TITLE = 30
"""Characters of a title that is the same where another one goes on."""


def told_of(query: Query, hits: Sequence[Hit]) -> list[Hit]:
    """Return the hits that an answer is made of, best first: one and a rival close to it, or across meetings several.

    Where a question names several bodies or times, only their items are told of, and the best of each in any case.
    """
    if query.intent is not Intent.ACROSS:
        later = [hit for hit in hits[1:] if is_later(query, hit, hits[0])]
        rivals = [hit for hit in hits[1:2] if _is_rival(query, hit, hits[0])]
        return [*hits[:1], *([max(later, key=held_on)] if later else rivals)]
    parts = parts_of(query)
    inside = [hit for hit in hits if any(lies_within(hit.meeting, part) for part in parts)] or hits
    firsts = [next((hit for hit in inside if lies_within(hit.meeting, part)), None) for part in parts]
    close = [
        hit
        for hit in hits
        if hit is hits[0]
        or (hit in inside and hit.score >= hits[0].score - ACROSS_MARGIN)
        or (hit.score >= hits[0].score - RIVAL_MARGIN and _tells_of_year(query, hit))
    ]
    kept = list(dict.fromkeys(hit.item.id for hit in [*filter(None, firsts), *close]))[:ACROSS_ITEMS]
    return [hit for hit in hits if hit.item.id in kept]


def is_later(query: Query, hit: Hit, best: Hit) -> bool:
    """Tell whether an item is the best one's matter at a later meeting, where what came of it is asked for at no time.

    It has the same title, and is found near: "Eventuelt" is of every meeting, and seldom about the same.
    """
    timed = query.of_kind(ConstraintKind.PERIOD, ConstraintKind.MEETING, ConstraintKind.FORUM)
    if query.intent not in (Intent.DECISION, Intent.STATUS, Intent.FACT) or timed or query.meeting_fact:
        return False
    near = hit.score >= best.score - ACROSS_MARGIN
    titles = sorted((_title(hit), _title(best)), key=len)
    same = titles[0] == titles[1] or (len(titles[0]) >= LONG_TITLE and titles[1].startswith(titles[0]))
    return near and same and titles[0] != "" and held_on(hit) > held_on(best)


def _title(hit: Hit) -> str:
    return " ".join(hit.item.title.casefold().split())


def held_on(hit: Hit) -> date:
    """Return the day of an item's meeting; the first of all days where it has none."""
    return hit.meeting.date or date.min


def _tells_of_year(query: Query, hit: Hit) -> bool:
    """Tell whether an item names a year that is asked for: the report on a year is often of the next."""
    texts = [hit.item.title, *(section.text for section in hit.item.sections)]
    return any(str(year) in text for year in query.years for text in texts)


def _is_rival(query: Query, hit: Hit, best: Hit) -> bool:
    """Tell whether an item may as well be the one asked for: close to the best, and of the body and time named.

    The heading of a meeting only repeats what the items tell, or names who took part.
    """
    if query.meeting_fact or hit.item.number == OUTSIDE or hit.score < best.score - RIVAL_MARGIN:
        return False
    named = query.of_kind(ConstraintKind.FORUM, ConstraintKind.PERIOD, ConstraintKind.MEETING)
    return all(lies_within(hit.meeting, part) for part in named if lies_within(best.meeting, part))
