"""Who was at a meeting, who was not, and who led it: lists that are quoted whole and told as what they are."""

from __future__ import annotations

import re
from itertools import zip_longest

from rag.answering.choosing import Run
from rag.attendance import ABSENT_HEADING, lists_absent
from rag.danish.sentences import split_sentences
from rag.domain import AgendaItem, Intent, SectionKind
from rag.understanding import PRESENCE, MeetingFact, Query

PEOPLE = re.compile(r"\b(?:deltog|deltagere?|deltager|afbud|mødeleder|fraværende|til ?stede|mødt)\b", re.IGNORECASE)
LEADER = re.compile(r"\b(?:mødeleder|ordstyrer|dirigent)(?:en)?\b", re.IGNORECASE)


def present_runs(query: Query, item: AgendaItem) -> list[Run]:
    """Return the lists that tell what is asked about people at a meeting, whole: half a list is a wrong one.

    Asked who was absent, the lists of those; asked who was present, the others; all of them where there is no such
    list. Who led the meeting is told by the line that says so. Nothing is returned when the question is another one.
    """
    fact = query.meeting_fact
    if fact not in PRESENCE and not (PEOPLE.search(query.question) and query.intent is Intent.WHO):
        return []
    if fact is MeetingFact.CHAIR and (named := _naming_leader(item)):
        return named
    lists = [one for one in item.sections if one.kind is SectionKind.PARTICIPANTS and one.text]
    if fact is MeetingFact.APOLOGIES:
        # A list of those present may say of one that he was not: "Lægen (afbud)".
        asked = [one for one in lists if lists_absent(one) or ABSENT_HEADING.search(one.text)]
    else:
        asked = [one for one in lists if not lists_absent(one)]
    return [Run(section=one, start=0, end=len(one.text), score=1.0) for one in asked or lists]


def _naming_leader(item: AgendaItem) -> list[Run]:
    """Return the lines that name who led the meeting; a label that stands alone takes the next line along."""
    runs = []
    for section in item.sections:
        spans = split_sentences(section.text)
        for span, after in zip_longest(spans, spans[1:]):
            if LEADER.search(section.text, span.start, span.end):
                alone = section.text[: span.end].rstrip().endswith(":") and after is not None
                runs.append(Run(section=section, start=span.start, end=after.end if alone else span.end, score=1.0))
    return runs
