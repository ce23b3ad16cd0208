"""A meeting with every field set, and its chunks, for tests of the catalog."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, time
from pathlib import Path

from rag.catalog import Catalog
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
    stable_id,
)


def make_meeting(
    path: str = "/arkiv/2021-06-08.txt",
    *,
    forum: str = "Fokusgruppen Sundhed, Fjordklyngen",
    held_on: date | None = date(2021, 6, 8),
    document_type: DocumentType = DocumentType.MINUTES,
    decision: str = "Gruppen godkendte forslaget.\nDet træder i kraft straks. 🙂",
) -> Meeting:
    """Build a meeting with text outside the items and two items, all fields set somewhere."""
    meeting_id = stable_id("meeting", path)
    last = _item(meeting_id, 2, (SectionKind.CASE, "Sagen blev fremlagt."), (SectionKind.DECISION, decision))
    return Meeting(
        id=meeting_id,
        source=Source(path=path, name=Path(path).name, content_hash="a1b2"),
        document_type=document_type,
        forum=forum,
        title="Referat af møde",
        date=held_on,
        start=time(13, 0),
        end=time(15, 30),
        place="Mødelokale Å",
        participants=(
            Participant(name="Lægen", role="formand", organisation="Regionen"),
            Participant(name="Sygeplejersken", status=Attendance.ABSENT),
        ),
        items=(
            _item(meeting_id, 0, (SectionKind.PARTICIPANTS, "Lægen, Sygeplejersken")),
            _item(meeting_id, 1, (SectionKind.OTHER, "Intet at bemærke.")),
            _with_all_details(last),
        ),
    )


def _item(meeting_id: str, ordinal: int, *texts: tuple[SectionKind, str]) -> AgendaItem:
    number = str(ordinal)
    item_id = stable_id(meeting_id, number)
    return AgendaItem(
        id=item_id,
        number=number,
        ordinal=ordinal,
        title=f"Punkt {number} på dagsordenen",
        sections=tuple(
            Section(id=stable_id(item_id, str(n)), kind=kind, heading=kind.title(), text=text, page=n or None)
            for n, (kind, text) in enumerate(texts)
        ),
    )


def _with_all_details(item: AgendaItem) -> AgendaItem:
    """Return the item with all set that stands beside its text."""
    return replace(
        item,
        time_slot="13.45-14.00",
        case_number="1-00-3-21",
        closed=True,
        outcome=Outcome.APPROVED,
        presenters=("Anne Berg",),
        responsible=("Sekretariatet",),
        deadlines=(
            Deadline(
                due=date(2021, 9, 1),
                words="Svar senest 1. september.",
                kind=SectionKind.DECISION,
                section_id=item.sections[0].id,
            ),
        ),
        attachments=("Bilag 1: Økonomi",),
    )


def make_chunks(meeting: Meeting) -> list[Chunk]:
    """Cut every section in two, in reading order."""
    pieces = [
        (item, section, start, end)
        for item in meeting.items
        for section in item.sections
        for start, end in ((0, 7), (7, len(section.text)))
    ]
    return [
        Chunk(
            id=stable_id(section.id, str(start)),
            meeting_id=meeting.id,
            item_id=item.id,
            section_id=section.id,
            ordinal=ordinal,
            header=f"{meeting.forum} · {item.title}",
            text=section.text[start:end],
            start=start,
            end=end,
        )
        for ordinal, (item, section, start, end) in enumerate(pieces)
    ]


def store(catalog: Catalog, *meetings: Meeting) -> None:
    """Store meetings with their chunks and two words each."""
    for meeting in meetings:
        catalog.store_meeting(meeting, make_chunks(meeting), {"møde": 3, meeting.source.name: 1})
