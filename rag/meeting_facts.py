"""Where and when a meeting was held, and when the next one is: looked up in the minutes of just that meeting.

Who was there is told from its lists of people (`answering/presence`); here it is seen whether there are any.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from rag.answering.choosing import Run
from rag.answering.presence import LEADER
from rag.catalog import Catalog
from rag.danish.analyse import words
from rag.danish.dates import MONTH_NAMES, find_dates
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
LINE = 200
"""Characters of a line about a meeting itself, at most."""

_LABELLED = {
    MeetingFact.PLACE: re.compile(r"(?:møde)?(?:sted|lokale)\b\s*[:|]?\s*\S|(?:sted|lokale)\s*:\s*$", re.IGNORECASE),
    MeetingFact.TIME: re.compile(r"(?:(?:møde)?tid(?:spunkt)?|(?:møde)?dato|start|slut)\b\W*\S.*\d", re.IGNORECASE),
}
_TOLD = {
    MeetingFact.PLACE: re.compile(
        r"\b(?:i|på|ved|hos|via|over)\s+(?:[\w-]+\s+){0,3}?(?:\w*(?:lokale|sal|salen|stue|kantine|auditori\w+|rådhus\w*|hospital\w*"
        r"|sygehus\w*|hus|huset|center|centret|kontor\w*|skole|gård)|teams|skype|zoom|video\w*)\b|\b(?:virtuelt|online)\b",
        re.IGNORECASE,
    ),
    MeetingFact.TIME: re.compile(r"\bkl\.?\s*\d", re.IGNORECASE),
}
_WHEN = re.compile(
    r"\b(?:hvorn(?:å|aa)r|dato\w*|hvilken dag|hvilke dage|hvad (?:dag|tid|klokken)|hvor længe|when)\b", re.IGNORECASE
)
_ENDS = re.compile(r"\b(?:slut\w*|hæve[ts]\w*|varede|afsluttede\w*)\b", re.IGNORECASE)
"""Words that ask for the end of a meeting, or tell it."""
_TO = re.compile(r"\d\s*(?:[-–]|til)\s*(?:kl\.?\s*)?\d", re.IGNORECASE)
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
    hits: tuple[Hit, ...] = ()
    runs: tuple[tuple[Run, ...], ...] = ()
    """For each hit the words in it."""


def find_told(catalog: Catalog, query: Query, *, filters: Filters) -> Told | None:
    """Return what the minutes of the meeting asked about tell; None where the question is not about one meeting.

    It names one body, or a day on which one met, and nothing else than a meeting's time, place or people. The latest
    of several meetings is meant: what older minutes call the next meeting has been held. None also for people where
    the minutes list any: these are told as other items are.
    """
    fact = query.meeting_fact
    if fact is None or query.of_kind(ConstraintKind.ITEM, ConstraintKind.CASE):
        return None
    if fact in (MeetingFact.TIME, MeetingFact.NEXT_MEETING) and not _WHEN.search(query.question):
        return None
    meeting = _meant(catalog, query, filters=filters)
    if meeting is None:
        return None
    full = catalog.meeting(meeting.id)
    if fact in PRESENCE:
        return None if any(map(_tells_people, full.items)) else Told(meeting=full, fact=fact)
    found = [(item, tuple(_lines(fact, full, item))) for item in full.items]
    if fact is MeetingFact.TIME and _ENDS.search(query.question):
        found = [(item, tuple(run for run in runs if _tells_end(run.quote))) for item, runs in found]
    told = [(item, runs) for item, runs in found if runs]
    if fact is MeetingFact.NEXT_MEETING:
        told = [one for one in told if _NEXT_TITLE.search(one[0].title)] or told
    hits = tuple(
        Hit(rank=rank, item=item, meeting=full, score=0.0, similarity=0.0, coverage=1.0)
        for rank, (item, _) in enumerate(told, start=1)
    )
    return Told(meeting=full, fact=fact, hits=hits, runs=tuple(runs for _, runs in told))


def _tells_end(words: str) -> bool:
    """Tell whether words hold when a meeting ended: a span of hours, or just that."""
    return _TO.search(words) is not None or _ENDS.search(words) is not None


def _tells_people(item: AgendaItem) -> bool:
    """Tell whether an item lists people at the meeting, or names who led it."""
    lists = (section for section in item.sections if section.kind is SectionKind.PARTICIPANTS)
    return any(section.text for section in lists) or any(LEADER.search(section.text) for section in item.sections)


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


def _lines(fact: MeetingFact, meeting: Meeting, item: AgendaItem) -> Iterator[Run]:
    for section in item.sections:
        if section.text and section.kind is not SectionKind.ATTACHMENTS:
            yield from (
                _next(meeting, item, section)
                if fact is MeetingFact.NEXT_MEETING
                else _held(fact, meeting, item, section)
            )


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
        label = place + 1 < len(spans) and len(text) < LINE and text.rstrip().endswith(":")
        end = spans[place + 1].end if label else span.end
        if (titled or _NEXT.search(text)) and _names_day(section.text[span.start : end], meeting):
            yield Run(section=section, start=span.start, end=end, score=1.0)


def _held(fact: MeetingFact, meeting: Meeting, item: AgendaItem, section: Section) -> Iterator[Run]:
    """Yield the lines that tell where or when the meeting was held: with a label, or in the meeting's heading."""
    heading = item.number == OUTSIDE and section.kind is SectionKind.OTHER and not section.heading
    for span in split_sentences(section.text):
        text = span.of(section.text)
        if len(text) > LINE or _is_other_day(text, meeting):
            continue
        labelled = _LABELLED[fact].match(text) and section.kind is not SectionKind.DECISION and item.number == OUTSIDE
        ended = fact is MeetingFact.TIME and _SPAN.search(text)
        if labelled or ended or (heading and _TOLD[fact].search(text)):
            yield Run(section=section, start=span.start, end=span.end, score=1.0)


def _is_other_day(text: str, meeting: Meeting) -> bool:
    """Tell whether a line names days of which none is the meeting's: when a letter was written, say."""
    days = [day for _, day in find_dates(text, default_year=meeting.date.year)] if meeting.date else []
    return bool(days) and meeting.date not in days


def _names_day(text: str, meeting: Meeting) -> bool:
    year = meeting.date.year if meeting.date else None
    months = (rf"\b{month}\b" for month in MONTH_NAMES)
    return bool(find_dates(text, default_year=year)) or bool(re.search("|".join(months), text, re.IGNORECASE))
