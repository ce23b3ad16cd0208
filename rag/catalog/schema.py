"""The tables of the catalog; a change here needs a new migration and the new HEAD in database.py."""

from __future__ import annotations

from sqlalchemy import (
    JSON,
    Boolean,
    Column,
    Date,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    String,
    Table,
    Text,
    Time,
    false,
)

metadata = MetaData(
    naming_convention={
        "pk": "pk_%(table_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s",
        "uq": "uq_%(table_name)s_%(column_0_name)s",
    }
)


def _parent(column: str) -> ForeignKey:
    return ForeignKey(column, ondelete="CASCADE")


meetings = Table(
    "meetings",
    metadata,
    Column("id", String(36), primary_key=True),
    Column("path", Text, nullable=False, unique=True),
    Column("name", Text, nullable=False),
    Column("content_hash", Text, nullable=False),
    Column("complete", Boolean, nullable=False),
    Column("document_type", String(20), nullable=False),
    Column("forum", Text, nullable=False),
    Column("title", Text, nullable=False),
    Column("held_on", Date),
    Column("starts_at", Time),
    Column("ends_at", Time),
    Column("place", Text, nullable=False),
    Column("participants", JSON, nullable=False),
    Column("language", String(20), nullable=False),
    Column("superseded", Boolean, nullable=False, server_default=false()),
    Column("origin", Text, nullable=False, server_default=""),
    Index("ix_meetings_held_on", "held_on"),
)

items = Table(
    "items",
    metadata,
    Column("id", String(36), primary_key=True),
    Column("meeting_id", String(36), _parent("meetings.id"), nullable=False),
    Column("number", Text, nullable=False),
    Column("ordinal", Integer, nullable=False),
    Column("title", Text, nullable=False),
    Column("time_slot", Text, nullable=False),
    Column("case_number", Text, nullable=False),
    Column("closed", Boolean, nullable=False),
    Column("outcome", String(20), nullable=False),
    Column("presenters", JSON, nullable=False, server_default="[]"),
    Column("responsible", JSON, nullable=False),
    Column("deadlines", JSON, nullable=False, server_default="[]"),
    Column("attachments", JSON, nullable=False),
    Index("ix_items_meeting_id", "meeting_id", "ordinal"),
)

sections = Table(
    "sections",
    metadata,
    Column("id", String(36), primary_key=True),
    Column("item_id", String(36), _parent("items.id"), nullable=False),
    Column("position", Integer, nullable=False),
    Column("kind", String(20), nullable=False),
    Column("heading", Text, nullable=False),
    Column("text", Text, nullable=False),
    Column("page", Integer),
    Index("ix_sections_item_id", "item_id", "position"),
)

# A chunk's words are cut out of its section when it is read, so they are stored once and deleted once.
chunks = Table(
    "chunks",
    metadata,
    Column("id", String(36), primary_key=True),
    Column("section_id", String(36), _parent("sections.id"), nullable=False),
    Column("ordinal", Integer, nullable=False),
    Column("header", Text, nullable=False),
    Column("first", Integer, nullable=False),
    Column("past_last", Integer, nullable=False),
    Index("ix_chunks_section_id", "section_id", "ordinal"),
)

meeting_words = Table(
    "meeting_words",
    metadata,
    Column("meeting_id", String(36), _parent("meetings.id"), primary_key=True),
    Column("word", Text, primary_key=True),
    Column("item_count", Integer, nullable=False),
    Index("ix_meeting_words_word", "word", "item_count"),
    sqlite_with_rowid=False,
)

# The same words as they are written: a mistyped question is corrected to them, and shows them.
meeting_forms = Table(
    "meeting_forms",
    metadata,
    Column("meeting_id", String(36), _parent("meetings.id"), primary_key=True),
    Column("word", Text, primary_key=True),
    Column("item_count", Integer, nullable=False),
    sqlite_with_rowid=False,
)

# What the items explain; it goes with its item.
abbreviations = Table(
    "abbreviations",
    metadata,
    Column("item_id", String(36), _parent("items.id"), primary_key=True),
    Column("short", Text, primary_key=True),
    Column("long", Text, primary_key=True),
    Column("count", Integer, nullable=False),
)

state = Table(
    "state",
    metadata,
    Column("key", String(100), primary_key=True),
    Column("value", Text, nullable=False),
)
