"""A meeting in FirstAgenda's publication format (JSON) turned into lines with item marks, and hints."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from index.reading.content import Content
from index.reading.document import Hints, ItemMark, Line
from index.reading.markup import lines_of, parse_fragment
from index.reading.organisations import organisation_of
from rag.domain import Attendance, DocumentType, Participant
from rag.errors import ReadingError

CLOSED = re.compile(r"lukket\b", re.IGNORECASE)
DECISION = re.compile(r"beslutning(?:er)?", re.IGNORECASE)
TERM = re.compile(r"\s+\d{4}\s*[-–]\s*\d{2,4}$")
"""The election period behind the name of a council; it is the same body after the election."""
DENMARK = ZoneInfo("Europe/Copenhagen")
LINK = re.compile(r"https?://[\w.-]+")
SURROGATE = re.compile("[\ud800-\udfff]")
MANY = 10**9
PLAIN_NAMES = {"dagsorden", "referat", ""}

Json = dict[str, Any]


def read_firstagenda(text: str, *, name: str) -> Content:
    """Turn the JSON into lines: each item's title with its mark, then its fields.

    Raises ReadingError for JSON of any other kind.
    """
    meeting = _load(text, name=name)
    items = sorted(_objects(meeting, "Dagsordenpunkter"), key=_place)
    some_open = any(item.get("IsOpen") for item in items)
    lines: list[Line] = []
    for item in items:
        lines += _item_lines(item, some_open=some_open)
    return Content(lines=tuple(lines), wrapped=False, hints=_hints(meeting, lines, text))


def _load(text: str, *, name: str) -> Json:
    try:
        loaded = json.loads(text, object_pairs_hook=_without_surrogates)
    except (ValueError, RecursionError) as error:
        raise ReadingError(f"{name} is not valid JSON.") from error
    if not isinstance(loaded, dict) or not isinstance(loaded.get("Dagsordenpunkter"), list):
        raise ReadingError(f"{name} is JSON, but not a meeting published by FirstAgenda.")
    return loaded


def _without_surrogates(pairs: list[tuple[str, Any]]) -> Json:
    """Replace halves of characters, which JSON can spell and nothing else can write."""
    return {key: SURROGATE.sub("\ufffd", value) if isinstance(value, str) else value for key, value in pairs}


def _objects(parent: Json, key: str) -> list[Json]:
    """Return the objects in a list that may be missing or null."""
    entries = parent.get(key)
    return [entry for entry in entries if isinstance(entry, dict)] if isinstance(entries, list) else []


def _string(parent: Json, *keys: str) -> str:
    """Return the first of several fields that holds something, as one line."""
    return next((" ".join(str(parent[key]).split()) for key in keys if parent.get(key)), "")


def _item_lines(item: Json, *, some_open: bool) -> Iterator[Line]:
    title = _string(item, "Navn", "Caption")
    # Some exports leave IsOpen false everywhere: it tells something only where it differs.
    closed = bool(CLOSED.match(title)) or (some_open and not item.get("IsOpen"))
    mark = ItemMark(
        number=_string(item, "Punktnummer", "Number"),
        title=title,
        case_number=_string(item, "SagsNummer", "CaseNumber"),
        closed=closed,
        attachments=tuple(filter(None, (_string(file, "Navn", "Name") for file in _attachments(item)))),
    )
    yield Line(text=title, level=1, mark=mark)
    for field in _objects(item, "Felter"):
        if heading := _string(field, "Navn"):
            yield Line(text=heading, level=2)
        yield from lines_of(parse_fragment(str(field.get("Html") or field.get("Tekst") or "")))


def _place(item: Json) -> float:
    """Return the place of an item among the others; one without a number stands first."""
    place = item.get("Sorting")
    return float(place) if isinstance(place, (int, float)) and abs(place) < MANY else 0.0


def _attachments(item: Json) -> list[Json]:
    return _objects(item, "Bilag") or _objects(item, "Documents")


def _hints(meeting: Json, lines: list[Line], text: str) -> Hints:
    held = meeting.get("Moede")
    held = held if isinstance(held, dict) else {}
    start = _moment(held, "MeetingBeginUtc", "Dato")
    end = _moment(held, "MeetingEndUtc")
    called = _string(held, "Navn")
    decided = any(line.level and DECISION.fullmatch(line.text) for line in lines)
    return Hints(
        forum=_forum(meeting, text),
        title="" if called.lower() in PLAIN_NAMES else called,
        date=start.date() if start else None,
        start=start.time() if start else None,
        end=end.time() if end else None,
        place=_string(held, "Sted"),
        document_type=DocumentType.MINUTES if decided or held.get("Afsluttet") else DocumentType.AGENDA,
        participants=tuple(map(_participant, _objects(held, "Moededeltagere"))),
    )


def _forum(meeting: Json, text: str) -> str:
    """Return committee and organisation; the organisation shows in the addresses of the documents."""
    committee = meeting.get("Udvalg")
    name = _string(committee, "Navn", "Name") if isinstance(committee, dict) else ""
    found = (organisation_of(address) for address in LINK.findall(text))
    return ", ".join(filter(None, (TERM.sub("", name).strip(" ."), next(filter(None, found), ""))))


def _moment(held: Json, *keys: str) -> datetime | None:
    """Return a point in time by the clock in Denmark; the fields say "Utc" but state their own offset."""
    try:
        moment = datetime.fromisoformat(_string(held, *keys))
        return moment.astimezone(DENMARK) if moment.tzinfo else moment
    except (ValueError, OverflowError):
        return None


def _participant(person: Json) -> Participant:
    absent = person.get("Absent") or person.get("ParticipationCancelled")
    return Participant(
        name=_string(person, "Name", "Navn"),
        role=_string(person, "Role", "Title"),
        status=Attendance.ABSENT if absent else Attendance.PRESENT,
    )
