"""What a question names turned into constraints: certain where it tells which meeting is meant, else a hint."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, timedelta

from rag.domain import Constraint, DocumentType
from rag.domain import ConstraintKind as Kind
from rag.understanding.binding import tells_meeting, tells_of_meetings
from rag.understanding.days import Period
from rag.understanding.forums import ForumMention, Level, is_named
from rag.understanding.intents import MeetingFact, find_meeting_fact
from rag.understanding.known import Known
from rag.understanding.labels import period_label
from rag.understanding.meetings import Order, resolve
from rag.understanding.reading import Reading

_DOCUMENTS = {
    DocumentType.MINUTES: "Kun referater",
    DocumentType.AGENDA: "Dagsordener",
    DocumentType.ANNEX: "Bilag",
}
_ORDERS = {Order.LATEST: "Seneste møde", Order.PREVIOUS: "Forrige møde", Order.FIRST: "Første møde"}

_SPANNING = re.compile(
    r"\b(?:siden|mellem|fra|før|foer|inden|efter|seneste|sidste|since|between|from|before|after|last|past)\b|\d[–-]\d",
    re.IGNORECASE,
)


def constraints_of(reading: Reading, *, known: Known, today: date | None) -> Iterator[Constraint]:
    """Yield the constraints that a question names, in the order they are shown.

    A meeting that cannot be told yet, since no day is known or given, is none.
    """
    forums = list(_forums(reading, known=known))
    yield from forums
    meeting = _meeting(reading, forums, known=known, today=today)
    yield from meeting
    if not any(it.hard for it in meeting):
        yield from _periods(reading, known=known)
    alone = any(it.hard for it in meeting) or any(period.is_day for period in reading.periods)
    for item in reading.items:
        yield Constraint(kind=Kind.ITEM, label=f"Punkt {item.number}", hard=alone, values=(item.number,))
    for case in reading.cases:
        yield Constraint(kind=Kind.CASE, label=f"Sag {case.number}", hard=True, values=(case.number,))
    if document := reading.document:
        yield Constraint(
            kind=Kind.DOCUMENT_TYPE,
            label=_DOCUMENTS[document.document_type],
            hard=document.certain,
            values=(document.document_type.value,),
        )


def _forums(reading: Reading, *, known: Known) -> Iterator[Constraint]:
    """Yield one constraint for a body and its place, else one for each name; several of a kind are hints."""
    mentions = [it for it in _once(reading.forums) if set(it.forums) != set(filter(None, known.forums))]
    several = len(list(filter(None, known.forums))) > 1
    if not several:
        return
    if len(mentions) == 2 and (shared := set(mentions[0].forums) & set(mentions[1].forums)):
        # The whole name of one of them makes the two of them certain: "klyngestyregruppen i Randers".
        certain = any(it.level is Level.WHOLE and _is_told(reading, it) for it in mentions)
        words = " ".join(it.part for it in sorted(mentions, key=lambda it: len(it.forums), reverse=True))
        label = next(iter(shared)) if len(shared) == 1 else ", ".join(it.part for it in mentions)
        yield Constraint(kind=Kind.FORUM, label=label, hard=certain, values=(words,))
        return
    for mention in mentions:
        hard = len(mentions) == 1 and mention.level is Level.WHOLE and _is_told(reading, mention)
        label = mention.forums[0] if len(mention.forums) == 1 and hard else mention.part
        yield Constraint(kind=Kind.FORUM, label=label, hard=hard, values=(mention.part,))


def _once(mentions: tuple[ForumMention, ...]) -> list[ForumMention]:
    """Return the mentions, of each part the most telling one."""
    best: dict[str, ForumMention] = {}
    for mention in mentions:
        if mention.part not in best or mention.level > best[mention.part].level:
            best[mention.part] = mention
    return list(best.values())


def _is_told(reading: Reading, mention: ForumMention) -> bool:
    return tells_meeting(reading.text, mention.span, reading.spans(), subject=True) or reading.meeting is not None


def _meeting(reading: Reading, forums: list[Constraint], *, known: Known, today: date | None) -> list[Constraint]:
    reference = reading.meeting
    if reference is None or today is None or len(forums) > 1:
        return []
    named = tuple(forum for forum in known.forums if forums and is_named(forum, forums[0].values[0]))
    day = resolve(reference, known.days(named), today=today)
    if day is None:
        return []
    one_forum = len(named) == 1 or len(list(filter(None, known.forums))) <= 1
    label = f"{_ORDERS[reference.order]}: {period_label(day, day)}"
    hard = reference.certain and (bool(named) or one_forum) and not reading.periods
    return [
        Constraint(
            kind=Kind.MEETING, label=label, hard=hard, values=(day.isoformat(), *(it.values[0] for it in forums))
        )
    ]


def _periods(reading: Reading, *, known: Known) -> Iterator[Constraint]:
    periods = {(it.date_from, it.date_to): it for it in reading.periods}.values()
    for period in periods:
        hard = len(periods) == 1 and period.certain and _tells_days(reading, period, known=known)
        values = tuple(day.isoformat() if day else "" for day in (period.date_from, period.date_to))
        label = period_label(period.date_from, period.date_to)
        yield Constraint(kind=Kind.PERIOD, label=label, hard=hard, values=values)


def _tells_days(reading: Reading, period: Period, *, known: Known) -> bool:
    """Tell whether a period is that of the meeting: a figure "i 2023" may stand in the minutes of 2024."""
    if find_meeting_fact(reading.text) is MeetingFact.NEXT_MEETING:
        return False  # "datoer for møder i 2014" stand in the minutes of 2013
    if period.is_day and period.date_from in known.days():
        return True
    spans = reading.spans()
    if tells_meeting(reading.text, period.span, [span for span in spans if span != period.span]):
        return True
    return _spans_meetings(period) and tells_of_meetings(reading.text)


def _spans_meetings(period: Period) -> bool:
    """Tell whether a period is a span that many meetings lie in: "siden 2022", but not "efter 1. oktober 2022"."""
    if not _SPANNING.search(period.words):
        return False
    first, last = period.date_from, period.date_to
    return (first is None or first.day == 1 or not period.is_open) and (
        last is None or (last + timedelta(days=1)).day == 1 or not period.is_open
    )
