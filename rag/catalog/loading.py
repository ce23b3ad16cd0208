"""Rows that meet conditions, read in one query a table and put together as domain values."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from itertools import islice

from sqlalchemy import Connection, select

from rag.catalog.filtering import Condition
from rag.catalog.rows import chunk_of, item_of, meeting_of, section_of
from rag.catalog.schema import chunks, items, meetings, sections
from rag.domain import AgendaItem, Chunk, Meeting, Section

BATCH = 5000
"""Values per query; SQLite takes 32,766."""

MEETINGS = select(meetings).order_by(meetings.c.held_on.desc().nulls_last(), meetings.c.path)
ITEMS = select(items).order_by(items.c.meeting_id, items.c.ordinal)
SECTIONS = select(sections).join(items).order_by(sections.c.item_id, sections.c.position)
CHUNKS = (
    select(chunks, sections.c.text, sections.c.item_id, items.c.meeting_id)
    .select_from(chunks.join(sections).join(items))
    .order_by(items.c.ordinal, sections.c.position, chunks.c.ordinal)
)


def batches(values: Iterable[str]) -> Iterator[list[str]]:
    """Yield the distinct values in lists that fit one query."""
    rest = iter(dict.fromkeys(values))
    while batch := list(islice(rest, BATCH)):
        yield batch


def load_meetings(connection: Connection, *conditions: Condition) -> list[Meeting]:
    """Return the meetings that meet the conditions, newest first, without items."""
    return [meeting_of(row) for row in connection.execute(MEETINGS.where(*conditions)).all()]


def load_items(
    connection: Connection, *conditions: Condition, with_sections: bool = True
) -> list[tuple[str, AgendaItem]]:
    """Return meeting id and item for the items that meet the conditions, in the order of their meeting."""
    found: dict[str, list[Section]] = defaultdict(list)
    if with_sections:
        for row in connection.execute(SECTIONS.where(*conditions)).all():
            found[row.item_id].append(section_of(row))
    rows = connection.execute(ITEMS.where(*conditions)).all()
    return [(row.meeting_id, item_of(row, sections=found[row.id])) for row in rows]


def load_chunks(connection: Connection, *conditions: Condition) -> list[Chunk]:
    """Return the chunks that meet the conditions, in the order of their meeting."""
    return [chunk_of(row) for row in connection.execute(CHUNKS.where(*conditions)).all()]
