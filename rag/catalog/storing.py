"""Meetings, chunks and words written in place of what was stored before, and the marks that follow from them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

from sqlalchemy import Connection, Table, delete, exists, func, insert, or_, select, update

from rag.catalog import schema
from rag.catalog.rows import chunk_values, item_values, meeting_values, section_values
from rag.danish.analyse import forms
from rag.domain import Chunk, DocumentType, Meeting


def replace_meeting(
    connection: Connection, meeting: Meeting, *, chunks: Sequence[Chunk], words: Mapping[str, int], origin: str
) -> None:
    """Write the meeting, incomplete, after removing the one with its id or its source path."""
    table = schema.meetings
    same = or_(table.c.id == meeting.id, table.c.path == meeting.source.path)
    connection.execute(delete(table).where(same))
    connection.execute(insert(table), {**meeting_values(meeting, complete=False), "origin": origin})
    for child, rows in ((schema.items, list(item_values(meeting))), (schema.sections, list(section_values(meeting)))):
        # An insert without rows would write one row of defaults.
        if rows:
            connection.execute(insert(child), rows)
    _insert_words(connection, schema.meeting_forms, meeting.id, words=_count_forms(meeting))
    _insert_chunks(connection, meeting.id, chunks=chunks, words=words)
    mark_superseded(connection)


def replace_chunks(
    connection: Connection, meeting_id: str, *, chunks: Sequence[Chunk], words: Mapping[str, int]
) -> None:
    """Write the chunks and words of a stored meeting, which is incomplete from then on."""
    of_meeting = (
        select(schema.sections.c.id)
        .select_from(schema.sections.join(schema.items))
        .where(schema.items.c.meeting_id == meeting_id)
    )
    connection.execute(delete(schema.chunks).where(schema.chunks.c.section_id.in_(of_meeting)))
    connection.execute(delete(schema.meeting_words).where(schema.meeting_words.c.meeting_id == meeting_id))
    connection.execute(update(schema.meetings).where(schema.meetings.c.id == meeting_id).values(complete=False))
    _insert_chunks(connection, meeting_id, chunks=chunks, words=words)


def mark_superseded(connection: Connection) -> None:
    """Mark the agendas of meetings whose minutes are complete, and no others.

    A meeting is told by forum and date; upper and lower case count alike.
    """
    table = schema.meetings
    minutes = table.alias("minutes")
    replaced = exists().where(
        minutes.c.document_type == DocumentType.MINUTES.value,
        minutes.c.complete,
        minutes.c.held_on == table.c.held_on,
        func.lower(minutes.c.forum) == func.lower(table.c.forum),
    )
    wanted = (table.c.document_type == DocumentType.AGENDA.value) & (table.c.forum != "") & replaced
    connection.execute(update(table).where(table.c.superseded != wanted).values(superseded=~table.c.superseded))


def _insert_chunks(
    connection: Connection, meeting_id: str, *, chunks: Sequence[Chunk], words: Mapping[str, int]
) -> None:
    if rows := list(chunk_values(chunks)):
        connection.execute(insert(schema.chunks), rows)
    _insert_words(connection, schema.meeting_words, meeting_id, words=words)


def _insert_words(connection: Connection, table: Table, meeting_id: str, *, words: Mapping[str, int]) -> None:
    rows = [{"meeting_id": meeting_id, "word": word, "item_count": count} for word, count in words.items()]
    if rows:
        connection.execute(insert(table), rows)


def _count_forms(meeting: Meeting) -> Counter[str]:
    """Count for each word as it is written the items that hold it."""
    texts = ("\n".join([item.title, *(section.text for section in item.sections)]) for item in meeting.items)
    return Counter(form for text in texts for form in forms(text))
