"""How well the words of a question and those of an item match; pure functions of values."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence

from rag.danish.compounds import MIN_PART
from rag.domain import AgendaItem, Constraint, Meeting, SectionKind, Topic
from rag.domain import ConstraintKind as Kind
from rag.understanding import PRESENCE, Query
from rag.understanding.forums import is_named

UNDER = re.compile(r"\bunder\s+(?:(?:dagsordens)?punktet\s+|punkt\s+|pkt\.\s*)?[\"'»”]?(?=(?P<title>\w.*))")
"""What stands after "under", which may begin with the title of an item."""
OF_MEETING = re.compile(r"\b(?:mød(?:e|et|er|erne)|meetings?)\b|\w{4,}mødet\b", re.IGNORECASE)
"""Words for a meeting itself."""
EVENTUELT = re.compile(r"\bevt\b\.?")


def as_text(tokens: Collection[str]) -> str:
    """Join tokens so that a word is found with a space before or after it: alone, or beginning or ending a compound."""
    return f" {' '.join(sorted(tokens))} "


def share(topic: Topic, tokens: str) -> float:
    """Return the share of the topic, by weight, that the words hold (0 to 1); 0 without a topic.

    A word of four or more letters also counts as a part of a compound ("rehabiliter" in "kolrehabiliter").
    """
    total = sum(topic.words.values())
    return sum(weight for word, weight in topic.words.items() if _holds(tokens, word)) / total if total else 0.0


def meant_share(topic: Topic, tokens: str) -> float:
    """Return the share of the topic (0 to 1) that the words do not hold, but terms that stand for it."""
    total = sum(topic.words.values())
    missing = (terms for word, terms in topic.instead.items() if not _holds(tokens, word))
    worth = (max((worth for term, worth in terms if _holds_all(tokens, term)), default=0.0) for terms in missing)
    return sum(worth) / total if total else 0.0


def _holds_all(tokens: str, term: Sequence[str]) -> bool:
    return all(_holds(tokens, word) for word in term)


def _holds(tokens: str, word: str) -> bool:
    if len(word) < MIN_PART:
        return f" {word} " in tokens
    return f" {word}" in tokens or f"{word} " in tokens


def of_forum(query: Query, meeting: Meeting) -> bool:
    """Tell whether the meeting is of a body or place that the question names."""
    return any(lies_within(meeting, it) for it in query.of_kind(Kind.FORUM))


def of_period(query: Query, meeting: Meeting) -> bool:
    """Tell whether the meeting was held at a time that the question names."""
    return any(lies_within(meeting, it) for it in query.of_kind(Kind.PERIOD, Kind.MEETING))


def lies_within(meeting: Meeting, limit: Constraint) -> bool:
    """Tell whether the meeting is of the body, or was held at the time, that one constraint names."""
    if limit.kind is Kind.FORUM:
        return is_named(meeting.forum, limit.values[0])
    if meeting.date is None:
        return False
    day = meeting.date.isoformat()
    first, last = limit.values if limit.kind is Kind.PERIOD else (limit.values[0], limit.values[0])
    return (not first or first <= day) and (not last or day <= last)


def by_title(query: Query, item: AgendaItem) -> bool:
    """Tell whether the question names the item by its title: "under Eventuelt", "under punktet »Økonomi«"."""
    title = item.title.casefold().strip(" .:")
    named = (match["title"] for match in UNDER.finditer(EVENTUELT.sub("eventuelt", query.question.casefold())))
    return bool(title) and any(re.match(rf"{re.escape(title)}(?!\w)", words) for words in named)


def by_people(query: Query, item: AgendaItem) -> bool:
    """Tell whether the question is who was at a meeting, or led it, and the item lists them.

    It must speak of a meeting: there are also people who sat in a group, or took part in a course.
    """
    people = (section for section in item.sections if section.kind is SectionKind.PARTICIPANTS and section.text)
    return query.meeting_fact in PRESENCE and bool(OF_MEETING.search(query.question)) and any(people)


def by_number(query: Query, item: AgendaItem, *, placed: bool = False) -> bool:
    """Tell whether the question names the item by its number in a meeting it names too, or by that of its case.

    Where the question names no single meeting, the number counts in those `placed` in the body or time that it names.
    """
    numbers = {it.values[0] for it in query.of_kind(Kind.ITEM) if it.hard or placed}
    cases = {it.values[0] for it in query.of_kind(Kind.CASE)}
    return item.number in numbers or item.case_number in cases
