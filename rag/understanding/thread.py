"""A question that leans on the ones before it turned into one that stands alone."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from datetime import date

from rag.danish.spans import Span
from rag.domain import ConstraintKind as Kind
from rag.domain import Intent, Turn
from rag.understanding.intents import find_intent
from rag.understanding.known import NOTHING, Known
from rag.understanding.reading import Reading, read, with_preposition
from rag.understanding.topic import own_words

_CONTINUING = re.compile(
    r"^(?:og|men|så|hvad med|hvad så|uddyb|fortæl mere|mere om|hvorfor ikke|and|what about|tell me more)\b",
    re.IGNORECASE,
)
_PRONOUN = re.compile(
    r"\b(?:det|den|dem|de|dette|disse|deres|dens|dets|han|hun|hans|hendes|it|that|they|them|this|those)\b",
    re.IGNORECASE,
)
_OPEN_QUESTION = re.compile(
    r"^(?:hvorfor|hvem|hvornår|hvordan|hvor|hvad|hvilke\w*|who|when|why|how|where)\b", re.IGNORECASE
)
_NEW_SUBJECT = re.compile(
    r"^(?:noget\s+(?:helt\s+)?andet|et\s+(?:helt\s+)?andet\s+(?:emne|spørgsmål)|nyt\s+(?:emne|spørgsmål)|for\s+resten"
    r"|something\s+else|another\s+question)\b[\s:,.;–-]*",
    re.IGNORECASE,
)
_SAME_MEETING = re.compile(
    r"\b(?:(?:det|samme|dette|that|same|this)\s+(?:møde|meeting|referat)|mødet|the meeting)\b", re.IGNORECASE
)
SHORT, WITH_PRONOUN = 3, 5
"""A question with fewer topic words than this leans on the one before it: any open question, or one with a pronoun."""
REMEMBERED = 3
"""How many earlier questions a chain of follow-ups may go back."""
_OF_MEETING = (Kind.FORUM, Kind.PERIOD, Kind.MEETING)


def stand_alone(
    question: str,
    history: Sequence[Turn],
    *,
    known: Known = NOTHING,
    today: date | None = None,
    ignore: Collection[Kind] = (),
) -> str:
    """Put what the last questions were about before one that leans on them ("Og hvem har ansvaret for det?").

    What the question names itself, as the year in "Hvad med i 2024?", takes the place of what was named before.
    """
    asked = [turn.content for turn in history if turn.role == "user"][-REMEMBERED:]
    new = read(question, known=known, today=today)
    if not asked or not leans_back(new):
        return new.without(ignore) if ignore else question
    earlier = stand_alone(
        asked[-1],
        [Turn(role="user", content=text) for text in asked[:-1]],
        known=known,
        today=today,
        ignore=ignore,
    )
    old = read(earlier, known=known, today=today)
    new = read(new.without(ignore), known=known, today=today) if ignore else new
    if _NEW_SUBJECT.match(question):
        return _of_same_meeting(old, new)
    return _carried_over(old, new)


def leans_back(new: Reading) -> bool:
    """Tell whether a question needs the one before it: it goes on from it, or names little itself."""
    question = new.text.strip()
    if _NEW_SUBJECT.match(question):
        return _SAME_MEETING.search(question) is not None
    own = _own(new)
    if not own or _CONTINUING.search(question):
        return True
    if _PRONOUN.search(question):
        return len(own) < WITH_PRONOUN
    return len(own) < SHORT and bool(_OPEN_QUESTION.search(question))


def names_no_topic(question: str, *, known: Known = NOTHING, today: date | None = None) -> bool:
    """Tell whether a question brings no topic word of its own ("Hvad med i 2024?", "Uddyb")."""
    return not _own(read(question, known=known, today=today))


def _own(reading: Reading) -> tuple[str, ...]:
    return own_words(reading.without(tuple(Kind)))


def _of_same_meeting(old: Reading, new: Reading) -> str:
    """Take over nothing but which meeting it was."""
    kinds = [kind for kind in _OF_MEETING if kind not in new.kinds]
    named = ", ".join(old.text[start:end] for start, end in old.spans(kinds))
    question = _NEW_SUBJECT.sub("", new.text)
    return f"{question} Mødet i {named}." if named else question


def _carried_over(old: Reading, new: Reading) -> str:
    replaced = [kind for kind in new.kinds if old.spans([kind])]
    if {Kind.PERIOD, Kind.MEETING} & new.kinds:
        replaced += [kind for kind in (Kind.PERIOD, Kind.MEETING) if kind not in replaced and old.spans([kind])]
    if not replaced:
        return f"{old.text} {new.text}"
    if _own(new) or not set(replaced) <= new.kinds:
        return f"{old.without(replaced)} {new.text}"
    # In the place of the old, so that it is read as the old was: "besluttede Horsensklyngen" for "… Randersklyngen".
    text, rest = _exchanged(old, new, replaced), new.without(replaced)
    asks = find_intent(rest) is not Intent.FACT
    return f"{text} {rest}" if asks or new.kinds - set(replaced) else text


def _exchanged(old: Reading, new: Reading, kinds: Collection[Kind]) -> str:
    """Return the old text with the new words in the place of the old ones, each kind once."""
    text = old.text
    first = {replaced: old.spans([replaced])[0] for replaced in kinds}
    places = [(span, kind) for kind in kinds for span in old.spans([kind])]
    for span, kind in sorted(places, reverse=True):
        start, end = _place(old, span, kind)
        named = new.spans([kind]) if span == first[kind] else []
        words = " ".join(_place(new, it, kind).of(new.text) for it in named)
        text = text[:start] + words + text[end:]
    return " ".join(text.split())


def _place(reading: Reading, span: Span, kind: Kind) -> Span:
    """Return what is exchanged: a forum alone, a time with its preposition ("den 1. maj" for "i 2019")."""
    return span if kind is Kind.FORUM else with_preposition(reading.text, span)
