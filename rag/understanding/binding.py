"""Whether what a question names tells which meeting is meant ("besluttede Randersklyngen"), or may be its topic."""

from __future__ import annotations

import re
from collections.abc import Sequence

from rag.danish.spans import Span

_MEETING_WORDS = (
    # Not "dialogmøde" or "borgermøde": those are what minutes tell of.
    r"(?:(?:\w*(?:klynge|gruppe|udvalgs|råds|bestyrelses))?møde(?:t|r|rne|ts)?|moedet?|referat(?:et|er|erne)?"
    r"|dagsorden(?:en|er)?|beslutning(?:en|er|erne)?|beslutted?e?s?"
    r"|besluttet|vedtog(?:es)?|vedtaget|godkendte?s?|drøfted?e?s?|drøftet|behandled?e?s?|behandlet|aftalte|aftalt|valgte|afviste"
    r"|udsatte|tiltrådte|indstillede|konkluderede|sagde|mente|foreslog|meeting|minutes|decided?|decision|discuss(?:ed)?"
    r"|approved?|agreed)"
)
_SMALL = (
    r"(?:i|på|paa|fra|den|det|de|af|ved|hos|for|der|så|man|vi|dengang|blev|er|siden"
    r"|til|in|at|of|the|on|by|from|was|did|a)"
)  # fmt: skip
_MARK = "\N{PILCROW SIGN}"
_BEFORE = re.compile(
    rf"\b{_MEETING_WORDS}(?:\W+{_SMALL}\b)*[\s,(]*(?:{_MARK}+[\s,]*(?:{_SMALL}\b[\s,]*)*)*$", re.IGNORECASE
)
_AFTER = re.compile(
    rf"^[\s,]*(?:{_MARK}+[\s,]*|{_SMALL}\b[\s,]*)*(?:har\s+|havde\s+)?{_MEETING_WORDS}\b", re.IGNORECASE
)
_SAID = re.compile(rf"\b{_MEETING_WORDS}\b", re.IGNORECASE)


def tells_meeting(text: str, span: Span, others: Sequence[Span], *, subject: bool = False) -> bool:
    """Tell whether a span stands with a word for a meeting or what it did, apart from what else is named.

    A `subject`, a forum, may also stand before such a word: "Randersklyngen besluttede".
    """
    marked = text
    for start, end in others:
        marked = marked[:start] + _MARK * (end - start) + marked[end:]
    if _BEFORE.search(marked[: span.start]):
        return True
    return subject and _AFTER.search(marked[span.end :]) is not None


def tells_of_meetings(text: str) -> bool:
    """Tell whether a question asks what meetings said or did at all."""
    return _SAID.search(text) is not None
