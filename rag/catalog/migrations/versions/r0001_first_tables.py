"""Create the first tables of the catalog."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create meetings, items, sections, chunks, words and state."""
    _create_meetings()
    _create_items()
    _create_sections_and_chunks()
    _create_words_and_state()


def downgrade() -> None:
    """Drop all tables."""
    for table in ("state", "meeting_words", "chunks", "sections", "items", "meetings"):
        op.drop_table(table)


def _id_of(table: str, *, child: str) -> sa.ForeignKeyConstraint:
    column = f"{table[:-1]}_id"
    return sa.ForeignKeyConstraint([column], [f"{table}.id"], name=f"fk_{child}_{column}", ondelete="CASCADE")


def _create_meetings() -> None:
    op.create_table(
        "meetings",
        sa.Column("id", sa.String(36), nullable=False),
        sa.Column("path", sa.Text, nullable=False),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("content_hash", sa.Text, nullable=False),
        sa.Column("complete", sa.Boolean, nullable=False),
        sa.Column("document_type", sa.String(20), nullable=False),
        sa.Column("forum", sa.Text, nullable=False),
        sa.Column("title", sa.Text, nullable=False),
        sa.Column("held_on", sa.Date),
        sa.Column("starts_at", sa.Time),
        sa.Column("ends_at", sa.Time),
        sa.Column("place", sa.Text, nullable=False),
        sa.Column("participants", sa.JSON, nullable=False),
        sa.Column("language", sa.String(20), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_meetings"),
        sa.UniqueConstraint("path", name="uq_meetings_path"),
    )
    op.create_index("ix_meetings_held_on", "meetings", ["held_on"])


def _create_items() -> None:
    op.create_table(
        "items",
        sa.Column("id", sa.String(36), nullable=False),
        sa.Column("meeting_id", sa.String(36), nullable=False),
        sa.Column("number", sa.Text, nullable=False),
        sa.Column("ordinal", sa.Integer, nullable=False),
        sa.Column("title", sa.Text, nullable=False),
        sa.Column("time_slot", sa.Text, nullable=False),
        sa.Column("case_number", sa.Text, nullable=False),
        sa.Column("closed", sa.Boolean, nullable=False),
        sa.Column("outcome", sa.String(20), nullable=False),
        sa.Column("responsible", sa.JSON, nullable=False),
        sa.Column("attachments", sa.JSON, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_items"),
        _id_of("meetings", child="items"),
    )
    op.create_index("ix_items_meeting_id", "items", ["meeting_id", "ordinal"])


def _create_sections_and_chunks() -> None:
    op.create_table(
        "sections",
        sa.Column("id", sa.String(36), nullable=False),
        sa.Column("item_id", sa.String(36), nullable=False),
        sa.Column("position", sa.Integer, nullable=False),
        sa.Column("kind", sa.String(20), nullable=False),
        sa.Column("heading", sa.Text, nullable=False),
        sa.Column("text", sa.Text, nullable=False),
        sa.Column("page", sa.Integer),
        sa.PrimaryKeyConstraint("id", name="pk_sections"),
        _id_of("items", child="sections"),
    )
    op.create_index("ix_sections_item_id", "sections", ["item_id", "position"])
    op.create_table(
        "chunks",
        sa.Column("id", sa.String(36), nullable=False),
        sa.Column("section_id", sa.String(36), nullable=False),
        sa.Column("ordinal", sa.Integer, nullable=False),
        sa.Column("header", sa.Text, nullable=False),
        sa.Column("first", sa.Integer, nullable=False),
        sa.Column("past_last", sa.Integer, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_chunks"),
        _id_of("sections", child="chunks"),
    )
    op.create_index("ix_chunks_section_id", "chunks", ["section_id", "ordinal"])


def _create_words_and_state() -> None:
    op.create_table(
        "meeting_words",
        sa.Column("meeting_id", sa.String(36), nullable=False),
        sa.Column("word", sa.Text, nullable=False),
        sa.Column("item_count", sa.Integer, nullable=False),
        sa.PrimaryKeyConstraint("meeting_id", "word", name="pk_meeting_words"),
        _id_of("meetings", child="meeting_words"),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_meeting_words_word", "meeting_words", ["word", "item_count"])
    op.create_table(
        "state",
        sa.Column("key", sa.String(100), nullable=False),
        sa.Column("value", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("key", name="pk_state"),
    )
