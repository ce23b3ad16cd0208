"""Whether what a question names tells which meeting is meant ("besluttede Randersklyngen"), or may be its topic."""

from __future__ import annotations

import re
from collections.abc import Iterable

from rag.danish.spans import Span

_TELLS = re.compile(
    # Not "dialogmøde" or "borgermøde": those are what minutes tell of.
    r"(?:\w*(?:klynge|gruppe|udvalgs|råds|bestyrelses))?møde(?:t|r|rne|ts)?|moedet?|referat(?:et|er|erne)?"
    r"|dagsorden(?:en|er)?|beslutning(?:en|er|erne)?|beslut(?:tede|tes|tet|ter)|vedtog(?:es)?|vedtaget|vedtages"
    r"|godkend(?:t|te|tes)|drøft(?:et|ede|edes|es)|behandl(?:et|ede|edes|es)|aftalte?|valgte|afviste|udsatte|tiltrådte"
    r"|indstillede|konkluderede|sagde|sagt|mente|foreslog|meetings?|minutes|decided?|decision|discuss(?:ed)?|approved?|agreed",
    re.IGNORECASE,
)
_SMALL = frozenset(
    "i på paa fra den det de af ved hos for der så man vi dengang blev bliver er har havde siden til"
    " in at of the on by from was did a".split()
)
_MARK = "\N{PILCROW SIGN}"
_TOKEN = re.compile(rf"[^\W_]+|{_MARK}+|[.?!:;]")


def tells_meeting(text: str, span: Span, others: Iterable[Span], *, subject: bool = False) -> bool:
    """Tell whether a span stands with a word for a meeting or what it did, apart from what else is named.

    A `subject`, a forum, may also stand before such a word: "Randersklyngen besluttede".
    """
    marked = text
    for start, end in others:
        marked = marked[:start] + _MARK * (end - start) + marked[end:]
    before = reversed(_TOKEN.findall(marked[: span.start]))
    after = _TOKEN.findall(marked[span.end :]) if subject else []
    return _comes_to_meeting(before) or _comes_to_meeting(after)


def tells_of_meetings(text: str) -> bool:
    """Tell whether a question asks what meetings said or did at all."""
    return any(_TELLS.fullmatch(word) for word in _TOKEN.findall(text))


def _comes_to_meeting(words: Iterable[str]) -> bool:
    """Tell whether the first word of weight is one for a meeting or what it did."""
    telling = (word for word in words if word.casefold() not in _SMALL and not word.startswith(_MARK))
    return _TELLS.fullmatch(next(telling, "")) is not None
