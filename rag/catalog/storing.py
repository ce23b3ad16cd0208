"""A meeting with its chunks and words, written in place of the one stored before."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from sqlalchemy import Connection, delete, insert, or_

from rag.catalog import schema
from rag.catalog.rows import chunk_values, item_values, meeting_values, section_values
from rag.domain import Chunk, Meeting


def replace_meeting(
    connection: Connection, meeting: Meeting, *, chunks: Sequence[Chunk], words: Mapping[str, int]
) -> None:
    """Write the meeting, incomplete, after removing the one with its id or its source path."""
    table = schema.meetings
    same = or_(table.c.id == meeting.id, table.c.path == meeting.source.path)
    connection.execute(delete(table).where(same))
    connection.execute(insert(table), meeting_values(meeting, complete=False))
    counted = [{"meeting_id": meeting.id, "word": word, "item_count": count} for word, count in words.items()]
    for child, rows in (
        (schema.items, list(item_values(meeting))),
        (schema.sections, list(section_values(meeting))),
        (schema.chunks, list(chunk_values(chunks))),
        (schema.meeting_words, counted),
    ):
        # An insert without rows would write one row of defaults.
        if rows:
            connection.execute(insert(child), rows)
