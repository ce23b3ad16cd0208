"""Where, when and by whom a meeting was held, and when the next one is: looked up in the minutes of just that meeting.

The parser has read its place, hours and people (`Meeting`); the line that tells them is quoted, or where an export
holds them beside the text, they are told from there. Lists of people are told by `answering/presence`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from rag.answering import phrases
from rag.answering.choosing import Run
from rag.answering.presence import LEADER
from rag.attendance import lists_absent
from rag.catalog import Catalog
from rag.danish.analyse import words
from rag.danish.dates import MONTH_NAMES, find_dates, parse_times
from rag.danish.normalise import contains_verbatim
from rag.danish.sentences import split_sentences
from rag.domain import (
    OUTSIDE,
    AgendaItem,
    ConstraintKind,
    DocumentType,
    Filters,
    Hit,
    Meeting,
    Section,
    SectionKind,
)
from rag.retrieval.matching import as_text, lies_within
from rag.understanding import PRESENCE, MeetingFact, Query

LONGEST = 600
"""Characters of a section on meetings to come that is told whole; of a longer one the lines with days are."""
_WHEN = re.compile(
    r"\b(?:hvorn(?:å|aa)r|dato\w*|hvilken dag|hvilke dage|hvad (?:dag|tid|klokken)|hvor længe|when)\b", re.IGNORECASE
)
_ENDS = re.compile(r"\b(?:slut\w*|hæve[ts]\w*|varede|afsluttede\w*)\b", re.IGNORECASE)
"""Words that ask for the end of a meeting."""
_SPAN = re.compile(
    r"\bmødet\s+(?:\w+\s+)?(?:begyndte|startede|sluttede|slut|hævet|hævedes|afsluttet|afsluttedes|åbnet)\b",
    re.IGNORECASE,
)
"""Words on how long a meeting lasted, wherever they stand."""
_NEXT_TITLE = re.compile(
    r"\b(?:næste|kommende|fremtidige)\s+(?:\w+\s+)?\w*møde|\w*møde(?:kalender|datoer|plan|række)"
    r"|\bdatoer\s+for\b.*møde",
    re.IGNORECASE,
)
_NEXT = re.compile(
    r"\b(?:næste|nyt|kommende)\s+(?:\w+\s+){0,2}?\w*møde\w*\b(?!\s+i\s+\w*(?:udvalg|råd|gruppe))", re.IGNORECASE
)
"""The next meeting, but that of another body ("næste møde i Trafiksikkerhedsrådet")."""
_OF_MEETINGS = frozenset(
    words(
        "møde mødet møder mødes mødtes holdt holder holde afholdt afholdes sted stedet lokale lokalet hvor hvornår kl"
        " klokken tid tidspunkt dato datoer dag begyndte begynder startede starter start sluttede slutter slut næste"
        " kommende gang igen længe varede sit deres foregik ikke ved"
        " deltog deltager deltagere mødte stede afbud fraværende meldte ledede ledte mødeleder ordstyrer dirigent sad"
        " referat referatet meeting held next where when attended present absent chaired"
    )
)
"""Words of a question for a meeting's place, time or people, and nothing else."""
_MEETING = tuple(words("møde"))
"""How the word for any meeting ends: "byrådsmødet"."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """The words of a meeting's minutes that tell a fact about it; without any the minutes do not."""

    meeting: Meeting
    fact: MeetingFact
    found: tuple[tuple[Hit, tuple[Run, ...]], ...] = ()
    """The items with the words in them."""
    noted: str = ""
    """What the document tells beside its text, where no line does."""


def find_told(catalog: Catalog, query: Query, *, filters: Filters) -> Told | None:
    """Return what the minutes of the meeting asked about tell; None where the question is not about one meeting.

    It names one body, or a day on which one met, and nothing else than a meeting's time, place or people. The latest
    of several meetings is meant: what older minutes call the next meeting has been held. None also for people where
    the minutes list those: they are told as other items are.
    """
    fact = query.meeting_fact
    if fact is None or query.of_kind(ConstraintKind.ITEM, ConstraintKind.CASE):
        return None
    if fact in (MeetingFact.TIME, MeetingFact.NEXT_MEETING) and not _WHEN.search(query.question):
        return None
    meant = _meant(catalog, query, filters=filters)
    meeting = catalog.meeting(meant.id) if meant else None
    if meeting is None or (fact in PRESENCE and _lists_people(meeting, fact)):
        return None
    ended = fact is MeetingFact.TIME and _ENDS.search(query.question) is not None
    runs = [(item, tuple(_lines(fact, meeting, item, ended=ended))) for item in meeting.items]
    told = [one for one in runs if one[1]]
    if fact is MeetingFact.NEXT_MEETING:
        told = [one for one in told if _NEXT_TITLE.search(one[0].title)] or told
    found = (
        (Hit(rank=rank, item=item, meeting=meeting, score=0.0, similarity=0.0, coverage=1.0), lines)
        for rank, (item, lines) in enumerate(told, start=1)
    )
    noted = "" if told else phrases.noted(meeting, fact, ended=ended)
    return Told(meeting=meeting, fact=fact, found=tuple(found), noted=noted)


def _lists_people(meeting: Meeting, fact: MeetingFact) -> bool:
    """Tell whether the minutes list the people asked for, or name who led the meeting.

    A list of those absent alone does not tell who was there, where the document notes that beside its text.
    """
    sections = [section for item in meeting.items for section in item.sections]
    lists = [section for section in sections if section.kind is SectionKind.PARTICIPANTS and section.text]
    if fact is MeetingFact.PARTICIPANTS and meeting.participants and all(map(lists_absent, lists)):
        return False
    return bool(lists) or any(LEADER.search(section.text) for section in sections)


def _meant(catalog: Catalog, query: Query, *, filters: Filters) -> Meeting | None:
    """Return the meeting that a question is about, the latest of several; None where it asks for something else."""
    named = query.of_kind(ConstraintKind.FORUM, ConstraintKind.PERIOD, ConstraintKind.MEETING)
    meetings = [one for one in catalog.meetings(query.narrowed(filters)) if all(lies_within(one, it) for it in named)]
    meetings = [one for one in meetings if _is_called(one, query.question)] or meetings
    if len({one.forum for one in meetings}) != 1:
        return None
    if query.meeting_fact is MeetingFact.TIME and len({one.date for one in meetings}) > 1:
        return None
    meant = max(meetings, key=lambda one: (one.date or date.min, one.document_type is DocumentType.MINUTES))
    known = {*words(" ".join([meant.forum, meant.title, *MONTH_NAMES])), *_OF_MEETINGS}
    places = as_text(known)
    about = (word for word in query.topic if not word.isdigit() and not word.endswith(_MEETING))
    return meant if all(word in known or f" {word}" in places for word in about) else None


def _is_called(meeting: Meeting, question: str) -> bool:
    """Tell whether a question calls a meeting by its body in one word: "byrådsmødet" for that of the Byråd."""
    body = re.sub(r"(?:e[nt])?$", "", (meeting.forum.casefold().split() or [""])[0].strip(","))
    return bool(body) and re.search(rf"\b{re.escape(body)}\w*møde", question.casefold()) is not None


def _lines(fact: MeetingFact, meeting: Meeting, item: AgendaItem, *, ended: bool) -> Iterator[Run]:
    sections = [one for one in item.sections if one.text and one.kind is not SectionKind.ATTACHMENTS]
    match fact:
        case MeetingFact.NEXT_MEETING:
            yield from (run for section in sections for run in _next(meeting, item, section))
        case MeetingFact.PLACE | MeetingFact.TIME:
            yield from (run for section in sections for run in _held(fact, meeting, item, section, ended=ended))


def _next(meeting: Meeting, item: AgendaItem, section: Section) -> Iterator[Run]:
    """Yield what tells of the next meeting: under an item of that title what has days, else lines that name it."""
    titled = bool(_NEXT_TITLE.search(item.title)) or bool(_NEXT_TITLE.search(section.heading))
    if titled and section.kind is SectionKind.RECOMMENDATION:
        return
    if titled and len(section.text) <= LONGEST and _names_day(section.text, meeting):
        yield Run(section=section, start=0, end=len(section.text), score=1.0)
        return
    spans = split_sentences(section.text)
    for place, span in enumerate(spans):
        text = span.of(section.text)
        label = place + 1 < len(spans) and text.rstrip().endswith(":")
        end = spans[place + 1].end if label else span.end
        if (titled or _NEXT.search(text)) and _names_day(section.text[span.start : end], meeting):
            yield Run(section=section, start=span.start, end=end, score=1.0)


def _held(fact: MeetingFact, meeting: Meeting, item: AgendaItem, section: Section, *, ended: bool) -> Iterator[Run]:
    """Yield the lines that tell where or when the meeting was held: those its place and hours were read from."""
    heading = item.number == OUTSIDE and section.kind is not SectionKind.DECISION
    for span in split_sentences(section.text):
        text = span.of(section.text)
        if fact is MeetingFact.PLACE:
            told = heading and bool(meeting.place) and contains_verbatim(text, meeting.place)
        else:
            lasted = _SPAN.search(text) is not None and (not ended or _ENDS.search(text) is not None)
            told = lasted or (heading and _tells_hours(text, meeting, ended=ended))
        if told:
            yield Run(section=section, start=span.start, end=span.end, score=1.0)


def _tells_hours(text: str, meeting: Meeting, *, ended: bool) -> bool:
    """Tell whether a line gives the hour at which the meeting began, or where that is asked ended."""
    hours = parse_times(text)
    if hours is None or meeting.start is None or hours[0] != meeting.start:
        return False
    return meeting.end is not None and hours[1] == meeting.end if ended else True


def _names_day(text: str, meeting: Meeting) -> bool:
    year = meeting.date.year if meeting.date else None
    months = (rf"\b{month}\b" for month in MONTH_NAMES)
    return bool(find_dates(text, default_year=year)) or bool(re.search("|".join(months), text, re.IGNORECASE))
