"""The words of a decision turned into what became of the item."""

from __future__ import annotations

import re

from rag.domain import Outcome

_PATTERNS: tuple[tuple[Outcome, str], ...] = (
    (
        Outcome.POSTPONED,
        (
            r"\b(?:punktet|sagen|sagerne|drøftelsen|behandlingen|beslutningen|dette punkt)\b[^.]{0,40}"
            r"\b(?:udsættes|udsat|udskydes|udskudt|flyttes|flyttet|genoptages|overføres)\b"
            r"|^(?:udsat|udsættes|udskudt|udskydes)\b|sætte[rs]? punktet på (?:dagsordenen|dagsorden)[^.]*næste møde"
            r"|\b(?:blev|bliver) (?:udsat|udskudt)\b"
        ),
    ),
    (
        Outcome.REJECTED,
        (
            r"\b(?:afvist|afvises|forkastet|forkastes|ikke godkendt|blev ikke godkendt|godkendte ikke|ikke imødekommet"
            r"|indstillingen blev ikke (?:fulgt|vedtaget)|kunne ikke (?:godkende|tilslutte sig|tiltræde)|afviste"
            r"|stemt ned)\b"
        ),
    ),
    (
        Outcome.APPROVED,
        (
            r"\b(?:godkendt|godkendes|godkendte|godkender|tiltrådt|tiltrådte|tiltrædes|kunne tiltræde"
            r"|vedtaget|vedtog|imødekommet"
            r"|tilsluttede sig|tilslutter sig|anbefales|anbefalet|anbefalede|anbefaler)\b"
        ),
    ),
    (
        Outcome.DECIDED,
        (
            r"\b(?:beslutte\w*|aftalt|aftales|aftalte|enighed om at|der nedsættes|nedsatte"
            r"|prioriterede|prioriteres|udpeget|udpeges|udpegede|igangsættes|fastsættes|afsættes)\b"
        ),
    ),
    (
        Outcome.NOTED,
        r"\btil efterretning\b|\bblev orienteret\b|\btaget? til orientering\b|\btog[^.]{0,40}til orientering\b",
    ),
    (
        Outcome.DISCUSSED,
        r"\b(?:drøftet|drøftede|debatteret|diskuteret)\b|\bdrøftes\b(?! (?:på|igen|i|med|til|nærmere)\b)",
    ),
)
_DECIDES = re.compile(
    r"\b(?:besluttede|beslutter|valgte at|det (?:blev|bliver) (?:i stedet )?besluttet|der besluttes|blev enige? om)\b",
    re.IGNORECASE,
)
_POSTPONES = re.compile(
    r"\bbeslutte\w*(?: \w+){0,3} at (?:udsætte|udskyde)\b|\bsagens behandling (?:blev )?uds", re.IGNORECASE
)
_DISSENT = re.compile(
    r"(?:^|(?<=[.!?]\s))(?:(?!\b(?:udvalget|rådet|byrådet|styregruppen|klyngestyregruppen|fokusgruppen|regionsrådet"
    r"|kommunalbestyrelsen|bestyrelsen|flertal)\b)[^.!?])*\bkunne ikke (?:godkende|tilslutte sig|tiltræde)\b[^.!?]*"
    r"(?:[.!?]|$)",
    re.IGNORECASE,
)
"""A sentence in which members or parties, not the body, say no."""
_TASK = re.compile(
    r"\b(?:følge[rs]? op|undersøge[rs]|præsenterer|fremsende[rs]|udarbejde[rs]|informerer|inviteres|varetage[rs]"
    r"|sætter|sættes på|arbejde[rs] videre|arbejdes videre|videreformidles|planlægge[rs]|afholdes|kommer med"
    r"|vender tilbage"
    r"|melde[rs]|tages (?:videre|op)|indkalde[rs]|er ansvarlige?)\b",
    re.IGNORECASE,
)
"""Words that give somebody a task."""
_RULES = [(outcome, re.compile(pattern, re.IGNORECASE | re.MULTILINE)) for outcome, pattern in _PATTERNS]


def classify_outcome(decision: str, *, headed_decision: bool = True, discussed: bool = False) -> Outcome:
    """Return what the words of a decision say became of the item.

    A decision that calls itself one is `besluttet`, unless it is to postpone. Else the rules are tried in order of
    consequence, on the first sentence before the rest: postponed, rejected, approved, noted, discussed. Words of
    another kind are `besluttet` under a heading that says so (`headed_decision`); under "Referat" only where they
    give somebody a task, else `drøftet`. No words at all are `drøftet` where the item holds a discussion, else
    `ikke oplyst`.
    """
    text = " ".join(decision.split())
    text = _DISSENT.sub("", text).strip() or text
    if not text:
        return Outcome.DISCUSSED if discussed else Outcome.NOT_STATED
    opening = re.split(r"(?<=[.!?])\s", text, maxsplit=1)[0]
    if _RULES[0][1].search(opening) or _POSTPONES.search(text):
        return Outcome.POSTPONED
    if _DECIDES.search(text):
        return Outcome.DECIDED
    for passage in (opening, text):
        for outcome, rule in _RULES:
            if rule.search(passage):
                return outcome
    if re.fullmatch(r"\W*(?:intet|ingen|-)\b.{0,40}", text, re.IGNORECASE):
        return Outcome.NOT_STATED
    return Outcome.DECIDED if headed_decision or _TASK.search(text) else Outcome.DISCUSSED
