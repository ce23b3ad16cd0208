"""The words of an agenda item turned into its deadlines, those who present it and those who are to act on it."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta

from rag.danish.dates import MONTH_NAMES, find_dates
from rag.danish.sentences import split_sentences
from rag.domain import AgendaItem, Deadline, Section, SectionKind

_LEAD_IN = r"(?:den\s+|d\.\s*)?(?:(?:man|tirs|ons|tors|fre|lør|søn)dag\s+(?:den\s+|d\.\s*)?)?"
BY = re.compile(rf"\b(?P<word>senest|inden|deadline(?: er)?:?)\s+{_LEAD_IN}", re.IGNORECASE)
"""Words that make the date right after them a deadline."""
TERM = re.compile(
    r"\b(?:tids|svar|hørings|ansøgnings|aflevering?s)?(?:frist|deadline)(?:en)?\b"
    rf"(?:(?!\bfra\b)[^.;\d]){{0,60}}?(?:[:,]\s*|\b(?:er|til|senest|på)\s+|(?=\bden\s))+{_LEAD_IN}",
    re.IGNORECASE,
)
"""The name of a term, with what it is for, right before its date: "Fristen for at svare er den 1. maj"."""
_MONTH = "|".join(MONTH_NAMES)
PERIOD_END = re.compile(
    r"\b(?:senest|inden)\s+(?:(?:ved\s+|med\s+)?(?:udgangen af|ultimo)|i)\s+"
    rf"(?:(?P<month>{_MONTH})(?:\s+(?P<year>20\d\d))?|(?P<whole>20\d\d))\b(?!\s+blev)",
    re.IGNORECASE,
)
"""The end of a month or a year: "inden udgangen af 2025", "senest i april"."""
_NAME = r"[A-ZÆØÅ][\wæøåéü.-]*(?: (?:von |van |de )?[A-ZÆØÅ][\wæøåéü-]+){0,3}"
PRESENTER = re.compile(
    rf"(?:\b[Vv]\s?(?:\./|/|\.)\s?|\b(?:[Oo]plæg(?:sholder)?|[Pp]ræsentation|[Oo]rientering)(?: ved|:) )"
    rf"(?P<who>{_NAME}(?:(?:,| og| &) {_NAME})*)"
)
"""Who presents: "v/ Karen Ersgard", "Oplæg ved Anne Ny og Bo Gammel"."""
ACTOR_WORD = r"(?:opgave|hoved)?ansvar(?:lige?)?|tovholdere?|ansvarlig(?:e)? for opgaven|hvem"
ACTOR_LABEL = re.compile(rf"(?:{ACTOR_WORD})\s*:?\s*", re.IGNORECASE)
ACTOR_LINE = re.compile(rf"[•·*–-]?\s*(?:{ACTOR_WORD})\s*:\s*(?P<who>\S.*)", re.IGNORECASE)
"""Who is to act, by a label: "Ansvarlig: Sekretariatet"."""
ACTS = re.compile(r"(?P<who>[A-ZÆØÅ][^,.;:?!]{1,90}?) (?:er|bliver) (?:ansvarlige?|tovholdere?)\b")
"""Who is to act, at the beginning of a sentence: "Sundhedschefen er ansvarlig for planen"."""
DUE_WORD = re.compile(r"(?:tids|svar)?frist|deadline|hvornår|senest", re.IGNORECASE)
LONGEST_ACTOR = 100
"""Characters of a name or role; what is longer is a sentence."""
MAX_AHEAD = 2
"""Years after the meeting within which a deadline without a year is sought."""
FARTHEST = timedelta(days=300)
"""How far ahead a day without a year may lie: from there on one writes the year, or the day is long past."""
EVERY_YEAR = re.compile(r"\b(?:hvert år|hver år|årligt|normalt)\b", re.IGNORECASE)
"""What comes back each year is a rule and no deadline."""
AHEAD = 30
NOT_SEARCHED = (SectionKind.ATTACHMENTS, SectionKind.PARTICIPANTS)


def with_details(item: AgendaItem, *, held: date | None) -> AgendaItem:
    """Add deadlines, presenters and those responsible; `held` is the meeting's day and gives years left out."""
    sections = [section for section in item.sections if section.kind not in NOT_SEARCHED]
    openings = [item.title, *(section.text.split("\n", 1)[0] for section in sections)]
    presenters = [match["who"].rstrip(".,") for text in openings for match in PRESENTER.finditer(text)]
    actors = [name for section in sections for name in _actors(section)]
    deadlines = [deadline for section in sections for deadline in _deadlines(section, held=held)]
    return replace(
        item,
        presenters=tuple(dict.fromkeys(presenters)),
        responsible=tuple(dict.fromkeys([*item.responsible, *actors])),
        deadlines=tuple(dict.fromkeys(deadlines)),
    )


def _deadlines(section: Section, *, held: date | None) -> Iterator[Deadline]:
    def deadline(due: date, words: str) -> Deadline:
        return Deadline(due=due, words=words, kind=section.kind, section_id=section.id)

    for start, end in split_sentences(section.text):
        sentence = section.text[start:end]
        for due in _dates_due(sentence, held=held):
            yield deadline(due, sentence)
    for row, cell in _column(section.text, DUE_WORD):
        dated = _first_date(cell, held=held)
        if dated is not None:
            yield deadline(dated, row)


def _dates_due(sentence: str, *, held: date | None) -> Iterator[date]:
    """Yield the days by which a sentence wants something done, in its order.

    "Senest" with a day before the meeting tells when something was done last; a term may have run out.
    """
    found: list[tuple[int, date]] = []
    if EVERY_YEAR.search(sentence):
        return
    for pattern in (BY, TERM):
        for match in pattern.finditer(sentence):
            due = _first_date(sentence[match.end() : match.end() + AHEAD], held=held)
            is_past = due is not None and held is not None and due < held
            if due is not None and not (is_past and pattern is BY):
                found.append((match.end(), due))
    for match in PERIOD_END.finditer(sentence):
        due = _end_of(match, held=held)
        if due is not None and (held is None or due >= held):
            found.append((match.end(), due))
    yield from dict.fromkeys(due for _, due in sorted(found))


def _first_date(ahead: str, *, held: date | None) -> date | None:
    """Return the date right at the beginning: without a year the first on or after `held`."""
    years = (None,) if held is None else (None, *range(held.year, held.year + MAX_AHEAD))
    for year in years:
        (start, _), due = next(iter(find_dates(ahead.lstrip(), default_year=year)), ((1, 0), None))
        if due is not None and start == 0 and (year is None or held is None or held <= due <= held + FARTHEST):
            return due
    return None


def _end_of(match: re.Match[str], *, held: date | None) -> date | None:
    """Return the last day of the month or year; without a year that of the first such month after `held`."""
    if match["whole"]:
        # "Senest i 2021" tells what happened last.
        return None if match[0].lower().startswith("senest i ") else date(int(match["whole"]), 12, 31)
    month = MONTH_NAMES.index(match["month"].lower()) + 1
    if not match["year"] and held is None:
        return None
    year = int(match["year"]) if match["year"] else held.year + (month < held.month) if held else 0
    return date(year, month, monthrange(year, month)[1])


def _actors(section: Section) -> Iterator[str]:
    """Yield who is to act: by a label, in a column, or in the sentences of the decision."""
    lines = section.text.split("\n")
    for i, line in enumerate(lines):
        if match := ACTOR_LINE.fullmatch(line):
            yield from _named(match["who"])
        elif ACTOR_LABEL.fullmatch(line) and i + 1 < len(lines):
            yield from _named(lines[i + 1])
    for _, cell in _column(section.text, ACTOR_LABEL):
        yield from _named(cell)
    if section.kind is SectionKind.DECISION:
        for start, end in split_sentences(section.text):
            if match := ACTS.match(section.text[start:end]):
                yield match["who"]


def _named(text: str) -> Iterator[str]:
    """Yield a name or role, unless it is empty or a whole sentence."""
    name = text.strip(" .|–-")
    if any(letter.isalpha() for letter in name) and len(name) <= LONGEST_ACTOR:
        yield name


def _column(text: str, header: re.Pattern[str]) -> Iterator[tuple[str, str]]:
    """Yield row and cell for the column of each table with such a header; cells are parted by " | "."""
    at: int | None = None
    for line in text.split("\n"):
        cells = line.split(" | ")
        if len(cells) < 2:
            at = None
            continue
        headed = next((i for i, cell in enumerate(cells) if header.fullmatch(cell.strip())), None)
        if headed is not None:
            at = headed
        elif at is not None and at < len(cells):
            yield line, cells[at]
