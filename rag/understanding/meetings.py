"""The meeting that a question points to by its order: the latest, the one before it, the first."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from rag.danish.spans import Span


class Order(StrEnum):
    """Which of a forum's meetings is meant."""

    LATEST = "seneste"
    PREVIOUS = "forrige"
    FIRST = "første"


@dataclass(frozen=True, slots=True, kw_only=True)
class MeetingReference:
    """A meeting by its order; `certain` is false for a mere "sidst", which may mean when the topic last came up."""

    order: Order
    certain: bool
    span: Span


_MEETING = r"(?:\w+\s+){0,2}?(?:\w*møde(?:t|r)?s?|\w*moede(?:t)?|referat(?:et)?|meeting(?:'s)?|minutes)\b(?!r)"
_REFERENCES = (
    (
        re.compile(
            rf"\b(?:(?:på|paa|fra|ved|i|til|af|om|at|from|in|of)\s+)?(?:(?:det|den|the|vores)\s+)?"
            rf"(?P<order>seneste|sidste|nyeste|forrige|første|foerste|latest|last|most recent|previous|first)"
            rf"\s+{_MEETING}",
            re.IGNORECASE,
        ),
        True,
    ),
    (
        re.compile(r"\b(?P<order>sidst|senest|last time)\b(?!\s+(?:i|på)\s+(?:måneden|året|listen))", re.IGNORECASE),
        False,
    ),
)
_PLURAL = re.compile(r"(?:møder|meetings)$", re.IGNORECASE)


def find_meeting(text: str) -> MeetingReference | None:
    """Return the meeting that is pointed to; several meetings, or the next one, are none."""
    for pattern, certain in _REFERENCES:
        match = pattern.search(text)
        if match and not _PLURAL.search(match[0]):
            return MeetingReference(order=_order(match["order"]), certain=certain, span=Span(*match.span()))
    return None


def resolve(reference: MeetingReference, days: Sequence[date], *, today: date) -> date | None:
    """Return the day of the meeting among days in order; meetings still to come count for none of them."""
    held = [day for day in days if day <= today]
    if not held:
        return None
    match reference.order:
        case Order.FIRST:
            return held[0]
        case Order.PREVIOUS:
            return held[-2] if len(held) > 1 else None
        case Order.LATEST:
            return held[-1]


def _order(word: str) -> Order:
    word = word.casefold()
    if word.startswith(("f", "p")):
        return Order.FIRST if word in ("første", "foerste", "first") else Order.PREVIOUS
    return Order.LATEST
