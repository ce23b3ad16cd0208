"""A question turned into what it asks for: intent, topic, limits and expansions, in the light of the conversation."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import date

from rag.domain import Abbreviation, Constraint, DocumentType, Filters, Intent, Turn
from rag.domain import ConstraintKind as Kind
from rag.understanding.intents import MeetingFact, find_intent, find_meeting_fact
from rag.understanding.known import NOTHING, Known
from rag.understanding.limits import constraints_of
from rag.understanding.reading import Reading, read
from rag.understanding.thread import names_no_topic, stand_alone
from rag.understanding.topic import own_words, subject_words, topic_words

YEAR = re.compile(r"\b(?:19|20)\d{2}\b")


@dataclass(frozen=True, slots=True, kw_only=True)
class Query:
    """What a question asks for; `search_text` stands alone, `topic` holds its analysed words that carry meaning.

    `own` are the analysed topic words that the question brings itself, beside what limits it, `subject` the words, as
    they are written, that name what a question whether something was treated is about. `expansions` are the
    other forms of the abbreviations in it, `definitions` what the minutes say they stand for.
    """

    question: str
    search_text: str
    intent: Intent
    topic: tuple[str, ...]
    years: tuple[int, ...]
    own: tuple[str, ...] = ()
    subject: tuple[str, ...] = ()
    constraints: tuple[Constraint, ...] = ()
    expansions: tuple[str, ...] = ()
    definitions: tuple[Abbreviation, ...] = ()
    meeting_fact: MeetingFact | None = None

    def of_kind(self, *kinds: Kind, hard: bool | None = None) -> tuple[Constraint, ...]:
        """Return the constraints of these kinds, or those among them that are hard or are not."""
        return tuple(it for it in self.constraints if it.kind in kinds and hard in (None, it.hard))

    def narrowed(self, filters: Filters) -> Filters:
        """Return filters that the hard constraints narrow further; what a user chose as a filter stays.

        Item and case numbers are no filters of meetings: see `of_kind`.
        """
        for it in self.of_kind(Kind.FORUM, Kind.PERIOD, Kind.MEETING, Kind.DOCUMENT_TYPE, hard=True):
            filters = _narrowed(filters, it)
        return filters


def understand(
    question: str,
    history: Sequence[Turn] = (),
    *,
    known: Known = NOTHING,
    today: date | None = None,
    ignore: Collection[Kind] = (),
) -> Query:
    """Read a question, in the light of the conversation before it.

    `known` is what the catalog knows: without it no forum or abbreviation is found. Words that count from `today`
    name no days without it. Constraints of the kinds in `ignore` are left out, words and all.
    """
    text = stand_alone(question, history, known=known, today=today, ignore=ignore)
    reading = read(text, known=known, today=today)
    return Query(
        question=question,
        search_text=text,
        intent=_intent(question, reading, history, known=known, today=today),
        topic=topic_words(text),
        years=_years(reading),
        own=own_words(read(question, known=known, today=today).without(tuple(Kind))),
        subject=subject_words(reading.without(tuple(Kind))),
        constraints=tuple(constraints_of(reading, known=known, today=today)),
        expansions=known.glossary.expansions(text),
        definitions=known.glossary.mentioned(text),
        meeting_fact=find_meeting_fact(question),
    )


def _intent(question: str, reading: Reading, history: Sequence[Turn], *, known: Known, today: date | None) -> Intent:
    """Return what the question asks for, or what the one it goes on from did: "Hvad med i 2024?"."""
    intent = find_intent(question)
    if intent is Intent.FACT and history and names_no_topic(question, known=known, today=today):
        intent = find_intent(reading.text)
    return Intent.ACROSS if intent in _OF_ONE_MEETING and _names_several(reading) else intent


_OF_ONE_MEETING = (
    Intent.FACT,
    Intent.DECISION,
    Intent.LIST,
    Intent.STATUS,
    Intent.WHO,
    Intent.WHEN,
    Intent.HOW_MANY,
)


def _names_several(reading: Reading) -> bool:
    """Tell whether a question names several bodies or several times, each by itself."""
    named = {forum for it in reading.forums if len(it.forums) == 1 for forum in it.forums}
    return len(named) > 1 or len({(it.date_from, it.date_to) for it in reading.periods}) > 1


def _years(reading: Reading) -> tuple[int, ...]:
    """Return the years that are written, and those that are meant ("sidste år")."""
    written = [int(year) for year in YEAR.findall(reading.text)]
    return tuple(dict.fromkeys([*written, *(it.year for it in reading.periods if it.year)]))


def _narrowed(filters: Filters, constraint: Constraint) -> Filters:
    match constraint.kind:
        case Kind.FORUM:
            return replace(filters, forum=filters.forum or constraint.values[0])
        case Kind.DOCUMENT_TYPE:
            return replace(filters, document_type=filters.document_type or DocumentType(constraint.values[0]))
        case Kind.MEETING:
            day, *forum = constraint.values
            return _within(replace(filters, forum=filters.forum or (forum[0] if forum else None)), day, day)
        case _:
            return _within(filters, *constraint.values)


def _within(filters: Filters, first: str, last: str) -> Filters:
    """Return filters that also keep to the days between the two, "" being open."""
    lower = [day for day in (filters.date_from, date.fromisoformat(first) if first else None) if day]
    upper = [day for day in (filters.date_to, date.fromisoformat(last) if last else None) if day]
    return replace(filters, date_from=max(lower, default=None), date_to=min(upper, default=None))
