"""Explained abbreviations written for a meeting and read for all, and what is known of forums and their days."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from sqlalchemy import Connection, delete, insert, select

from rag.catalog.schema import abbreviations, items, meetings
from rag.domain import Abbreviation


def replace_glossary(connection: Connection, meeting_id: str, entries: Sequence[Abbreviation]) -> None:
    """Write what the items of a stored meeting explain, in place of what was found before."""
    of_meeting = select(items.c.id).where(items.c.meeting_id == meeting_id)
    connection.execute(delete(abbreviations).where(abbreviations.c.item_id.in_(of_meeting)))
    rows = [{"item_id": it.item_id, "short": it.short, "long": it.long, "count": it.count} for it in entries]
    if rows:
        connection.execute(insert(abbreviations), rows)


def load_glossary(connection: Connection) -> list[Abbreviation]:
    """Return all explained abbreviations, in alphabetical order."""
    query = select(abbreviations).order_by(abbreviations.c.short, abbreviations.c.long, abbreviations.c.item_id)
    return [Abbreviation(**row) for row in connection.execute(query).mappings()]


def load_held(connection: Connection) -> list[tuple[str, date]]:
    """Return each forum with each of the days it met on, once."""
    query = select(meetings.c.forum, meetings.c.held_on).where(meetings.c.held_on.is_not(None)).distinct()
    return [(row.forum, row.held_on) for row in connection.execute(query)]
