"""A parsed meeting as the objects of `referat parse --json`, and as lines for a terminal."""

from __future__ import annotations

from typing import Any

from rich.console import Console
from rich.markup import escape

from index.parsing import Parsed
from rag.domain import OUTSIDE, AgendaItem, Meeting

SHOWN = 90
"""Characters of a section shown whole."""


def parsed_to_dict(parsed: Parsed) -> dict[str, Any]:
    """Return a meeting as JSON objects, with confidence and warnings."""
    meeting = meeting_to_dict(parsed.meeting)
    return {
        **meeting,
        "confidence": parsed.confidence,
        "warnings": list(parsed.warnings),
    }


def meeting_to_dict(meeting: Meeting) -> dict[str, Any]:
    """Return a meeting as JSON objects; `outside` holds the text outside the numbered items."""
    return {
        "source": meeting.source.name,
        "document_type": meeting.document_type.value,
        "forum": meeting.forum,
        "title": meeting.title,
        "date": meeting.date.isoformat() if meeting.date else None,
        "start": meeting.start.isoformat("minutes") if meeting.start else None,
        "end": meeting.end.isoformat("minutes") if meeting.end else None,
        "place": meeting.place,
        "participants": [
            {"name": p.name, "role": p.role, "organisation": p.organisation, "status": p.status.value}
            for p in meeting.participants
        ],
        "items": [item_to_dict(item) for item in meeting.numbered_items],
        "outside": [
            section for item in meeting.items if item.number == OUTSIDE for section in item_to_dict(item)["sections"]
        ],
    }


def item_to_dict(item: AgendaItem) -> dict[str, Any]:
    """Return an agenda item as JSON objects."""
    return {
        "number": item.number,
        "title": item.title,
        "time_slot": item.time_slot,
        "case_number": item.case_number,
        "closed": item.closed,
        "outcome": item.outcome.value,
        "presenters": list(item.presenters),
        "responsible": list(item.responsible),
        "deadlines": [
            {"due": deadline.due.isoformat(), "words": deadline.words, "section": deadline.kind.value}
            for deadline in item.deadlines
        ],
        "attachments": list(item.attachments),
        "sections": [{"kind": s.kind.value, "heading": s.heading, "text": s.text} for s in item.sections],
    }


def print_parsed(parsed: Parsed, console: Console) -> None:
    """Print a meeting, and before it how far to trust it."""
    trust = f"confidence {parsed.confidence:.2f}"
    console.print(": ".join((trust, "; ".join(parsed.warnings))) if parsed.warnings else trust, highlight=False)
    print_meeting(parsed.meeting, console)


def print_meeting(meeting: Meeting, console: Console) -> None:
    """Print a meeting item by item, each section with its first and last words; lines are not broken."""
    when = meeting.date.isoformat() if meeting.date else "no date"
    lines = [
        f"[bold]{escape(meeting.forum or meeting.title)}[/] · {when} · {meeting.document_type.value}",
        escape(f"{meeting.title} · {meeting.place} · {len(meeting.participants)} participants"),
    ]
    for item in meeting.items:
        lines.append(f"[bold]{escape(item.number)}[/] {escape(item.title)} [dim]{item.outcome.value}[/]")
        lines += [f"    {section.kind.value:<17} {escape(_shortened(section.text))}" for section in item.sections]
    for line in lines:
        console.print(line, highlight=False, soft_wrap=True)


def _shortened(text: str) -> str:
    words = " ".join(text.split())
    return words if len(words) <= SHOWN else f"{words[:60]} … {words[-25:]}"
