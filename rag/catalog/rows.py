"""Domain values turned into rows of the tables, and rows turned back into domain values."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import asdict
from datetime import date
from typing import Any

from sqlalchemy import Row

from rag.domain import (
    AgendaItem,
    Attendance,
    Chunk,
    Deadline,
    DocumentType,
    Meeting,
    Outcome,
    Participant,
    Section,
    SectionKind,
    Source,
)

Values = dict[str, Any]


def meeting_values(meeting: Meeting, *, complete: bool) -> Values:
    """Return the row of a meeting."""
    return {
        "id": meeting.id,
        "path": meeting.source.path,
        "name": meeting.source.name,
        "content_hash": meeting.source.content_hash,
        "complete": complete,
        "document_type": meeting.document_type.value,
        "forum": meeting.forum,
        "title": meeting.title,
        "held_on": meeting.date,
        "starts_at": meeting.start,
        "ends_at": meeting.end,
        "place": meeting.place,
        "participants": [asdict(participant) for participant in meeting.participants],
        "language": meeting.language,
    }


def item_values(meeting: Meeting) -> Iterator[Values]:
    """Yield the rows of a meeting's items."""
    for item in meeting.items:
        yield {
            "id": item.id,
            "meeting_id": meeting.id,
            "number": item.number,
            "ordinal": item.ordinal,
            "title": item.title,
            "time_slot": item.time_slot,
            "case_number": item.case_number,
            "closed": item.closed,
            "outcome": item.outcome.value,
            "presenters": list(item.presenters),
            "responsible": list(item.responsible),
            "deadlines": [asdict(deadline) | {"due": deadline.due.isoformat()} for deadline in item.deadlines],
            "attachments": list(item.attachments),
        }


def section_values(meeting: Meeting) -> Iterator[Values]:
    """Yield the rows of the sections of all items of a meeting."""
    for item in meeting.items:
        for position, section in enumerate(item.sections):
            yield {
                "id": section.id,
                "item_id": item.id,
                "position": position,
                "kind": section.kind.value,
                "heading": section.heading,
                "text": section.text,
                "page": section.page,
            }


def chunk_values(chunks: Iterable[Chunk]) -> Iterator[Values]:
    """Yield the rows of chunks; their words stay in the section."""
    for chunk in chunks:
        yield {
            "id": chunk.id,
            "section_id": chunk.section_id,
            "ordinal": chunk.ordinal,
            "header": chunk.header,
            "first": chunk.start,
            "past_last": chunk.end,
        }


def meeting_of(row: Row[Any]) -> Meeting:
    """Return the meeting of a row, without items."""
    return Meeting(
        id=row.id,
        source=Source(path=row.path, name=row.name, content_hash=row.content_hash),
        document_type=DocumentType(row.document_type),
        forum=row.forum,
        title=row.title,
        date=row.held_on,
        start=row.starts_at,
        end=row.ends_at,
        place=row.place,
        participants=tuple(map(_participant_of, row.participants)),
        language=row.language,
    )


def _participant_of(values: Values) -> Participant:
    return Participant(
        name=values["name"],
        role=values["role"],
        organisation=values["organisation"],
        status=Attendance(values["status"]),
    )


def item_of(row: Row[Any], *, sections: Iterable[Section] = ()) -> AgendaItem:
    """Return the agenda item of a row with the given sections."""
    return AgendaItem(
        id=row.id,
        number=row.number,
        ordinal=row.ordinal,
        title=row.title,
        time_slot=row.time_slot,
        case_number=row.case_number,
        closed=row.closed,
        outcome=Outcome(row.outcome),
        presenters=tuple(row.presenters),
        responsible=tuple(row.responsible),
        deadlines=tuple(map(_deadline_of, row.deadlines)),
        attachments=tuple(row.attachments),
        sections=tuple(sections),
    )


def _deadline_of(values: Values) -> Deadline:
    return Deadline(
        due=date.fromisoformat(values["due"]),
        words=values["words"],
        kind=SectionKind(values["kind"]),
        section_id=values["section_id"],
    )


def section_of(row: Row[Any]) -> Section:
    """Return the section of a row."""
    return Section(id=row.id, kind=SectionKind(row.kind), heading=row.heading, text=row.text, page=row.page)


def chunk_of(row: Row[Any]) -> Chunk:
    """Return the chunk of a row that carries its section's text and the ids of its item and meeting."""
    return Chunk(
        id=row.id,
        meeting_id=row.meeting_id,
        item_id=row.item_id,
        section_id=row.section_id,
        ordinal=row.ordinal,
        header=row.header,
        text=row.text[row.first : row.past_last],
        start=row.first,
        end=row.past_last,
    )
