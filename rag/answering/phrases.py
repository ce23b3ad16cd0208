"""All Danish words that an answer puts around the minutes' own."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from textwrap import shorten

from rag.attendance import lists_absent
from rag.danish.dates import format_date
from rag.domain import (
    OUTSIDE,
    Abbreviation,
    AgendaItem,
    Attendance,
    DocumentType,
    Meeting,
    Outcome,
    Section,
    SectionKind,
)
from rag.headings import is_motion, tells_earlier
from rag.understanding import MeetingFact

LONGEST_TITLE = 70
"""Characters of a title in an answer; the citation beside it shows all of it."""
EXPLICIT = re.compile(
    r"\b(?:beslut\w*|vedtag\w*|vedtog\w*|nedsæt\w*|nedsat\w*|godkend\w*|aftalt\w*|aftales)\b", re.IGNORECASE
)
PROPOSED = re.compile(r"^\W*(?:et )?(?:forslag|ønske)\b|\bforesl(?:ås|år|og)\b", re.IGNORECASE | re.MULTILINE)
"""What is minuted under a decision may still be a proposal, which is not told as decided."""
REFERRED = re.compile(
    r"\W*(?:(?:sagen|punktet|forslaget|indstillingen)\s+)?(?:blev\s+)?"
    r"(?:(?:frem|over|videre)?send(?:es|t)|henvis(?:es|t|tes))\b(?!\s+ikke\b)(?![^.;\n]*\bhøring)(?=[^.;\n]*\btil\b)",
    re.IGNORECASE,
)
"""How a decision begins that only hands the matter on to another body; to send out for comments is a decision."""
ADOPTED = re.compile(r"\b(?:beslutte[drst]\w*|vedtaget|vedtog|godkendt\w*|tiltr[åæ]d\w*|bevilg\w*)\b", re.IGNORECASE)
"""Verbs alone: "jf. byrådets vedtagelse" tells how the matter was handed on."""
NO_MODEL = "Der er ikke sat en sprogmodel op, så spørgsmålet kan kun besvares med udtræk (mode: extract eller auto)."
EMPTY_QUESTION = "Skriv et spørgsmål."
NOTHING_INDEXED = "Der er endnu ikke indlæst nogen referater."
UNSURE = "Det er usikkert, om referaterne svarer på spørgsmålet. Det nærmeste, der står, er:"
NO_DECISION = "Der står ingen beslutning under punktet."
RESPONSIBLE = "Ansvar for opfølgningen"
NEAREST = "Det nærmeste, jeg har fundet:"
_SECTION = {
    SectionKind.RECOMMENDATION: "Indstillet (forslag, ikke en beslutning)",
    SectionKind.CASE: "Af sagsfremstillingen fremgår",
    SectionKind.DISCUSSION: "Af drøftelsen fremgår",
    SectionKind.DECISION: "Af beslutningen fremgår",
    SectionKind.ATTACHMENTS: "Af listen over bilag fremgår",
    SectionKind.PARTICIPANTS: "Af deltagerlisten fremgår",
    SectionKind.OTHER: "Af referatet fremgår",
}
_MOTION = "Stillet som forslag (ikke en beslutning)"
_EARLIER = "Af sagens tidligere behandling fremgår"
_ABSENT = "Af listen over afbud og fraværende fremgår"
_DOCUMENT = {DocumentType.AGENDA: "Foreslået i dagsordenen", DocumentType.ANNEX: "Af bilaget fremgår"}
_VERB = {
    Outcome.NOTED: "tog den {date} sagen til efterretning",
    Outcome.POSTPONED: "udsatte punktet den {date}",
    Outcome.REJECTED: "sagde nej den {date}",
    Outcome.DISCUSSED: "drøftede sagen den {date}",
}

_WRITTEN = {DocumentType.AGENDA: "Dagsordenen", DocumentType.ANNEX: "Bilaget", DocumentType.MINUTES: "Referatet"}
_NOT_TOLD = {
    MeetingFact.PLACE: ", hvor det blev holdt",
    MeetingFact.TIME: " det tidspunkt, der spørges om",
    MeetingFact.NEXT_MEETING: ", hvornår det næste møde er",
    MeetingFact.PARTICIPANTS: ", hvem der deltog",
    MeetingFact.APOLOGIES: ", hvem der var fraværende",
    MeetingFact.CHAIR: ", hvem der ledede mødet",
}


def nothing_within(limits: Sequence[str]) -> str:
    """Say that there is nothing at all within the limits that a question names."""
    return f"Der er ingen punkter fra det, spørgsmålet nævner: {'; '.join(limits)}."


def treated(subject: Sequence[str], *, items: int, meetings: int) -> str:
    """Say under how many items of how many meetings something is named."""
    points = "ét punkt" if items == 1 else f"{items} punkter"
    where = "ét møde" if meetings == 1 else f"{meetings} møder"
    return f"Ja. {_quoted(subject)} er nævnt under {points} på {where}:"


def no_meeting_fact(meeting: Meeting, fact: MeetingFact) -> str:
    """Say that the minutes of a meeting do not tell a fact about it."""
    return f"{_held(meeting)}: {_WRITTEN[meeting.document_type]} oplyser ikke{_NOT_TOLD[fact]}."


def noted(meeting: Meeting, fact: MeetingFact, *, ended: bool = False) -> str:
    """Say what a document notes of a meeting beside its text: place, hours and people; "" where it notes nothing."""
    people = {Attendance.PRESENT: "deltagere", Attendance.ABSENT: "fraværende", Attendance.PARTIAL: "deltog delvist"}
    asked = {MeetingFact.PARTICIPANTS: tuple(people), MeetingFact.APOLOGIES: (Attendance.ABSENT,)}.get(fact, ())
    told = [
        f"{people[status]}: {', '.join(names)}"
        for status in asked
        if (names := [one.name for one in meeting.participants if one.status is status])
    ]
    if fact is MeetingFact.PLACE and meeting.place:
        told = [f"sted: {meeting.place}"]
    elif fact is MeetingFact.TIME and (ends := meeting.end if ended else meeting.start):
        told = [f"{'slut' if ended else 'begyndelse'}: kl. {ends:%H.%M}"]
    return f"{_held(meeting)}. Af dokumentets mødeoplysninger fremgår {'; '.join(told)}." if told else ""


def _held(meeting: Meeting) -> str:
    """Name a meeting: forum and date."""
    return ", ".join(part for part in (body(meeting.forum) or meeting.title, day(meeting.date)) if part)


def more_items(count: int) -> str:
    """Say how many items are not shown."""
    return "… og ét punkt mere." if count == 1 else f"… og {count} punkter mere."


def unknown_words(words: Sequence[str]) -> str:
    """Say that words are found nowhere."""
    quoted = [f"»{word}«" for word in words]
    if len(quoted) == 1:
        return f"{quoted[0]} står ikke i nogen af dokumenterne."
    return f"Hverken {', '.join(quoted[:-1])} eller {quoted[-1]} står i nogen af dokumenterne."


def treated_elsewhere(subject: Sequence[str], limits: Sequence[str]) -> str:
    """Say that something is named, but not within the limits that a question sets."""
    within = f" ({'; '.join(limits)})" if limits else ""
    return f"{_quoted(subject)} er nævnt andre steder, men ikke inden for det, spørgsmålet nævner{within}."


def _quoted(words: Sequence[str]) -> str:
    quoted = [f"»{word}«" for word in words]
    return " og ".join([", ".join(quoted[:-1]), quoted[-1]]) if len(quoted) > 1 else quoted[0]


def stands_for(entry: Abbreviation) -> str:
    """Say what an abbreviation stands for."""
    return f"{entry.short} står for {entry.long}."


def deadline(due: date) -> str:
    """Introduce the words that set a deadline."""
    return f"Frist {format_date(due)}"


def body(forum: str) -> str:
    """Name a forum in running text: "Klyngestyregruppen i Randersklyngen"."""
    name, _, where = forum.rpartition(", ")
    return f"{name} i {where}" if name and where.endswith(("klyngen", "Kommune", "Region")) else forum


def day(when: date | None) -> str:
    """Write a date out, or say that there is none."""
    return format_date(when) if when else "uden dato"


def point(item: AgendaItem) -> str:
    """Name an item: "punkt 6, »KOL-rehabilitering«"; a long title is cut after a word."""
    if item.number == OUTSIDE:
        return "uden for dagsordenspunkterne"
    return f"punkt {item.number}, »{shorten(item.title, LONGEST_TITLE, placeholder=' …')}«"


def place(meeting: Meeting, item: AgendaItem) -> str:
    """Name the place of an item: forum, date and point."""
    return ", ".join(part for part in (body(meeting.forum) or meeting.title, day(meeting.date), point(item)) if part)


def may_be(meeting: Meeting, item: AgendaItem) -> str:
    """Introduce an item that may as well be the one asked for."""
    return f"Spørgsmålet kan også gælde {place(meeting, item)}:"


def recommended(*, whole: bool, adopted: bool) -> str:
    """Introduce the recommendation beside its decision; one that was not adopted as it stood is a proposal only."""
    if not adopted:
        return _SECTION[SectionKind.RECOMMENDATION]
    return f"Indstillingen, som beslutningen henviser til, lød{'' if whole else ' blandt andet'}"


def later(meeting: Meeting, item: AgendaItem) -> str:
    """Introduce the same matter at a later meeting."""
    return f"Senere behandlet: {place(meeting, item)}:"


def decision_lead(meeting: Meeting, item: AgendaItem, decision: str) -> str:
    """Introduce the words of a decision by what they say was done; never "besluttede" where they do not say so."""
    forum, when = body(meeting.forum), day(meeting.date)
    if not forum or meeting.date is None:
        return f"Af referatet, {place(meeting, item)}, fremgår"
    if item.outcome in _VERB:
        return f"{forum} {_VERB[item.outcome].format(date=when)} ({point(item)})"
    if item.outcome is Outcome.APPROVED and re.search(r"\b(?:anbefal|indstiller\b)", decision, re.IGNORECASE):
        return f"{forum} behandlede sagen den {when} ({point(item)}), og beslutningen lyder"
    if item.outcome is Outcome.DECIDED and REFERRED.match(decision) and not ADOPTED.search(decision):
        return f"{forum} sendte sagen videre den {when} ({point(item)})"
    proposed = PROPOSED.search(decision)
    if item.outcome in (Outcome.APPROVED, Outcome.DECIDED) and EXPLICIT.search(decision) and not proposed:
        return f"{forum} besluttede den {when} ({point(item)})"
    return f"Af referatet fra {forum} den {when} ({point(item)}) fremgår"


def section_lead(meeting: Meeting, section: Section) -> str:
    """Introduce words by where they stand; agendas and annexes are named as what they are.

    What is minuted under "Referat" need not be a decision, so it is not called one; nor is a member's motion, or what
    was said of the matter at other meetings.
    """
    if section.kind is SectionKind.DECISION and "referat" in section.heading.lower():
        return _DOCUMENT.get(meeting.document_type, _SECTION[SectionKind.OTHER])
    if lists_absent(section):
        return _ABSENT
    lead = _SECTION[section.kind]
    if is_motion(section):
        lead = _MOTION
    elif tells_earlier(section):
        lead = _EARLIER
    return _DOCUMENT.get(meeting.document_type, lead)


def silence(*, documents: int, period: tuple[date, date] | None) -> str:
    """Say that the minutes do not tell."""
    count = "det ene indlæste dokument" if documents == 1 else f"de {documents} indlæste dokumenter"
    span = f" ({period[0].year}–{period[1].year})" if period else ""
    return f"Det fremgår ikke af {count}{span}."
