"""The words of a decision turned into what became of the item."""

from __future__ import annotations

import re

from rag.domain import Outcome

_PATTERNS: tuple[tuple[Outcome, str], ...] = (
    (
        Outcome.POSTPONED,
        r"\b(?:punktet|sagen|sagerne|drøftelsen|behandlingen|beslutningen|dette punkt)\b[^.]{0,40}"
        r"\b(?:udsættes|udsat|udskydes|udskudt|flyttes|flyttet|genoptages|overføres)\b"
        r"|^(?:udsat|udsættes|udskudt|udskydes)\b|sætte[rs]? punktet på (?:dagsordenen|dagsorden)[^.]*næste møde"
        r"|\b(?:blev|bliver) (?:udsat|udskudt)\b",
    ),
    (
        Outcome.REJECTED,
        r"\b(?:afvist|afvises|forkastet|forkastes|ikke godkendt|blev ikke godkendt|godkendte ikke|ikke imødekommet"
        r"|kunne ikke (?:godkende|tilslutte sig|tiltræde)|afviste|stemt ned)\b",
    ),
    (
        Outcome.APPROVED,
        r"\b(?:godkendt|godkendes|godkendte|godkender|tiltrådt|tiltrådte|tiltrædes|vedtaget|vedtog|imødekommet"
        r"|tilsluttede sig|tilslutter sig|anbefales|anbefalet|anbefalede|anbefaler)\b",
    ),
    (
        Outcome.DECIDED,
        r"\b(?:beslutte\w*|aftalt|aftales|aftalte|enighed om at|der nedsættes|nedsatte"
        r"|prioriterede|prioriteres|udpeget|udpeges|udpegede|igangsættes|fastsættes|afsættes)\b",
    ),
    (Outcome.NOTED, r"\btil efterretning\b|\btaget? til orientering\b|\btog[^.]{0,40}til orientering\b"),
    (Outcome.DISCUSSED, r"\b(?:drøftet|drøftede|debatteret|diskuteret)\b|\bdrøftes\b(?! (?:på|igen|i|med|til|nærmere)\b)"),
)
_TASK = re.compile(
    r"\b(?:følge[rs]? op|undersøge[rs]|præsenterer|fremsende[rs]|udarbejde[rs]|informerer|inviteres|varetage[rs]"
    r"|sætter|sættes på|arbejde[rs] videre|arbejdes videre|videreformidles|planlægge[rs]|afholdes|kommer med|vender tilbage"
    r"|melde[rs]|tages (?:videre|op)|indkalde[rs]|er ansvarlige?)\b",
    re.IGNORECASE,
)
"""Words that give somebody a task."""
_RULES = [(outcome, re.compile(pattern, re.IGNORECASE | re.MULTILINE)) for outcome, pattern in _PATTERNS]


def classify_outcome(decision: str, *, discussed: bool = False) -> Outcome:
    """Return what the words of a decision say became of the item.

    The rules are tried in order of consequence: postponed, rejected, approved, decided, noted, discussed. Words of
    another kind are `besluttet` only where they give somebody a task, else `drøftet`; none at all are `drøftet`
    where the item holds a discussion, else `ikke oplyst`. The first sentence goes before the rest.
    """
    text = " ".join(decision.split())
    if not text:
        return Outcome.DISCUSSED if discussed else Outcome.NOT_STATED
    opening = re.split(r"(?<=[.!?])\s", text, maxsplit=1)[0]
    for passage in (opening, text):
        for outcome, rule in _RULES:
            if rule.search(passage):
                return outcome
    if re.fullmatch(r"\W*(?:intet|ingen|-)\b.{0,40}", text, re.IGNORECASE):
        return Outcome.NOT_STATED
    return Outcome.DECIDED if _TASK.search(text) else Outcome.DISCUSSED
