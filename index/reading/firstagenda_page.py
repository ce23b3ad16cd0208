"""A FirstAgenda web page turned into lines with item marks, and hints about the meeting."""

from __future__ import annotations

import re

from bs4 import BeautifulSoup
from bs4.element import Tag

from index.reading.content import Content
from index.reading.document import Hints, ItemMark, Line
from index.reading.markup import lines_of
from index.reading.organisations import organisation_of
from rag.danish.dates import parse_date, parse_times
from rag.domain import Attendance, DocumentType, Participant

ITEM = ".punktrow"
CLOSED = re.compile(r"lukket\b", re.IGNORECASE)
ORGANISATION = re.compile(r"[A-ZÆØÅ][\w -]* Kommune|Region [A-ZÆØÅ]\w+")
ABSENT = re.compile(r"[\s(:–-]*\b(?:afbud|fraværende)\b\)?", re.IGNORECASE)
DOCUMENT_TYPES = {"referat": DocumentType.MINUTES, "dagsorden": DocumentType.AGENDA}


def read_agenda_page(soup: BeautifulSoup) -> Content | None:
    """Turn a page into its content by the names that FirstAgenda gives its parts; None for any other page."""
    rows = soup.select(ITEM)
    if not rows or not all(row.select_one(".overskrift") for row in rows):
        return None
    heading = [line for part in soup.select(".title, .dagsordeninfo") for line in lines_of(part)]
    items = [line for row in rows for line in _item_lines(row)]
    return Content(lines=(*heading, *items), wrapped=False, hints=_hints(soup))


def _item_lines(row: Tag) -> list[Line]:
    """Return the title of an item with its mark, then its fields."""
    title = _text(row, ".overskrift")
    body = row.select_one(".punkt")
    fields = lines_of(body) if body else []
    mark = ItemMark(
        number=_text(row, ".label-default, .punktnummer"),
        title=title,
        case_number=_text(row, ".sagsnummer"),
        closed=bool(CLOSED.match(title)),
        attachments=tuple(" ".join(link.get_text().split()) for link in row.select(".bilag-link")),
    )
    return [Line(text=title, level=1, mark=mark), *fields]


def _hints(soup: BeautifulSoup) -> Hints:
    heading = _text(soup, "h1")
    when = _text(soup, ".dagsordeninfo .dato") or heading
    start, end = parse_times(when) or (None, None)
    forum = [part for part in (_text(soup, ".udvalg"), _organisation(soup)) if part]
    word = re.match(r"\w+", heading)
    return Hints(
        forum=", ".join(forum),
        date=parse_date(when),
        start=start,
        end=end,
        place=_text(soup, ".dagsordeninfo .sted") or _text(soup, "span.sted"),
        document_type=DOCUMENT_TYPES.get(word[0].lower()) if word else None,
        participants=_participants(soup),
    )


def _organisation(soup: BeautifulSoup) -> str:
    """Return whose site it is: by the text of its logo, its address or the names of its files."""
    stated = (" ".join(str(tag.get("alt")).split()) for tag in soup.select("nav img[alt], header img[alt]"))
    if named := next(filter(ORGANISATION.fullmatch, stated), None):
        return named
    addresses = [str(tag.get("href")) for tag in soup.select("link[rel=canonical]")]
    addresses += [str(tag.get("content")) for tag in soup.select('meta[property="og:url"]')]
    addresses += [str(tag.get("href")) for tag in soup.select("link[rel=stylesheet]")]
    addresses += [str(tag.get("src")) for tag in soup.select("nav img, header img")]
    return next((found for address in addresses if (found := organisation_of(address))), "")


def _participants(soup: BeautifulSoup) -> tuple[Participant, ...]:
    cell = soup.select_one(".deltagere")
    names = [name.strip("• ") for line in lines_of(cell) for name in line.text.split(",")] if cell else []
    return tuple(
        Participant(
            name=ABSENT.sub("", name).strip(),
            status=Attendance.ABSENT if ABSENT.search(name) else Attendance.PRESENT,
        )
        for name in names
        if name
    )


def _text(root: Tag, selector: str) -> str:
    tag = root.select_one(selector)
    return " ".join(tag.get_text().split()) if tag else ""
