"""The words of an agenda item turned into its deadlines and the people who present it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from rag.danish.dates import find_dates
from rag.domain import AgendaItem, SectionKind

BY = re.compile(
    r"\b(?:senest|inden|deadline(?: er)?:?|frist(?:en)?(?: er)?:?|svarfrist:?)\s+(?:den\s+|d\.\s*)?", re.IGNORECASE
)
"""Words that make the date right after them a deadline."""
_NAME = r"[A-ZÆØÅ][\wæøåéü.-]*(?: (?:von |van |de )?[A-ZÆØÅ][\wæøåéü-]+){0,3}"
PRESENTER = re.compile(
    rf"(?:\b[Vv]\s?(?:\./|/|\.)\s?|\b(?:[Oo]plæg(?:sholder)?|[Pp]ræsentation|[Oo]rientering)(?: ved|:) )"
    rf"(?P<who>{_NAME}(?:(?:,| og| &) {_NAME})*)"
)
"""Who presents: "v/ Karen Ersgard", "Oplæg ved Anne Ny og Bo Gammel"."""
MAX_AHEAD = 2
"""Years after the meeting within which a deadline without a year is sought."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Deadline:
    """A day by which something is to be done, with the words that say so."""

    due: date
    words: str
    kind: SectionKind
    """Kind of the section it stands in: only in a `beslutning` is it decided."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Details:
    """What the words of an item say besides its outcome."""

    deadlines: tuple[Deadline, ...] = ()
    presenters: tuple[str, ...] = ()


def read_details(item: AgendaItem, *, held: date | None) -> Details:
    """Read deadlines and presenters of an item; `held` is the day of the meeting and gives years that are left out."""
    sections = [s for s in item.sections if s.kind not in (SectionKind.ATTACHMENTS, SectionKind.PARTICIPANTS)]
    deadlines = [deadline for s in sections for deadline in _deadlines(s.text, kind=s.kind, held=held)]
    openings = [item.title, *(s.text.split("\n", 1)[0] for s in sections)]
    presenters = [match["who"].rstrip(".,") for text in openings for match in PRESENTER.finditer(text)]
    return Details(deadlines=tuple(dict.fromkeys(deadlines)), presenters=tuple(dict.fromkeys(presenters)))


def _deadlines(text: str, *, kind: SectionKind, held: date | None) -> Iterator[Deadline]:
    flat = " ".join(text.split())
    for match in BY.finditer(flat):
        ahead = flat[match.end() : match.end() + 30]
        dated = _first_date(ahead, held=held)
        if dated is not None:
            end, due = dated
            yield Deadline(due=due, words=flat[match.start() : match.end() + end], kind=kind)


def _first_date(ahead: str, *, held: date | None) -> tuple[int, date] | None:
    """Return where the date right at the beginning ends, and the date: without a year the first on or after `held`."""
    years = (None,) if held is None else (None, *range(held.year, held.year + MAX_AHEAD))
    for year in years:
        (start, end), due = next(iter(find_dates(ahead, default_year=year)), ((1, 0), None))
        if due is not None and start == 0 and (year is None or held is None or due >= held):
            return end, due
    return None
