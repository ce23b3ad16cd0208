"""Meetings and agenda items as the plain objects of the public contract (answers and hits: `rag.wire`)."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from rag.domain import AgendaItem, Meeting
from rag.wire import deadline_to_dict

Json = dict[str, Any]


def meeting_summary(meeting: Meeting) -> Json:
    """Return a meeting without its items."""
    return {
        "id": meeting.id,
        "forum": meeting.forum,
        "title": meeting.title,
        "date": meeting.date,
        "document_type": meeting.document_type,
        "source": meeting.source.name,
        "url": f"/meetings/{meeting.id}",
    }


def meeting_in_full(meeting: Meeting) -> Json:
    """Return a meeting with its participants and its items."""
    return meeting_summary(meeting) | {
        "start": meeting.start,
        "end": meeting.end,
        "place": meeting.place,
        "participants": [asdict(participant) for participant in meeting.participants],
        "items": [item_summary(item) for item in meeting.items],
    }


def item_summary(item: AgendaItem) -> Json:
    """Return an item without its text."""
    return {
        "id": item.id,
        "number": item.number,
        "title": item.title,
        "closed": item.closed,
        "outcome": item.outcome,
        "url": f"/items/{item.id}",
    }


def item_in_full(
    item: AgendaItem, meeting: Meeting, *, neighbours: tuple[AgendaItem | None, AgendaItem | None]
) -> Json:
    """Return an item with all its text, its meeting, and the items before and after it."""
    before, after = neighbours
    return item_summary(item) | {
        "time_slot": item.time_slot,
        "case_number": item.case_number,
        "presenters": item.presenters,
        "responsible": item.responsible,
        "deadlines": [deadline_to_dict(deadline) for deadline in item.deadlines],
        "attachments": item.attachments,
        "sections": [asdict(section) for section in item.sections],
        "meeting": meeting_summary(meeting),
        "previous": item_summary(before) if before else None,
        "next": item_summary(after) if after else None,
    }
