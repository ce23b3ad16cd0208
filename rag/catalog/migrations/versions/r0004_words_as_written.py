"""Keep the words of each meeting as they are written, which mistyped questions are corrected to."""

from collections import Counter, defaultdict

import sqlalchemy as sa
from alembic import op

from rag.danish.analyse import forms

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create the table and fill it from the stored text."""
    meeting_forms = op.create_table(
        "meeting_forms",
        sa.Column("meeting_id", sa.String(36), nullable=False),
        sa.Column("word", sa.Text, nullable=False),
        sa.Column("item_count", sa.Integer, nullable=False),
        sa.PrimaryKeyConstraint("meeting_id", "word", name="pk_meeting_forms"),
        sa.ForeignKeyConstraint(
            ["meeting_id"], ["meetings.id"], name="fk_meeting_forms_meeting_id", ondelete="CASCADE"
        ),
        sqlite_with_rowid=False,
    )
    rows = [
        {"meeting_id": meeting_id, "word": word, "item_count": count}
        for meeting_id, counts in _stored_forms().items()
        for word, count in counts.items()
    ]
    op.bulk_insert(meeting_forms, rows)


def downgrade() -> None:
    """Drop the table."""
    op.drop_table("meeting_forms")


def _stored_forms() -> dict[str, Counter[str]]:
    """Count for each meeting and word the items that hold it, in their titles and sections."""
    items = sa.table("items", sa.column("id"), sa.column("meeting_id"), sa.column("title"))
    sections = sa.table("sections", sa.column("item_id"), sa.column("text"))
    texts: dict[str, list[str]] = defaultdict(list)
    for item_id, text in op.get_bind().execute(sa.select(sections.c.item_id, sections.c.text)):
        texts[item_id].append(text)
    found: dict[str, Counter[str]] = defaultdict(Counter)
    for item_id, meeting_id, title in op.get_bind().execute(sa.select(items.c.id, items.c.meeting_id, items.c.title)):
        found[meeting_id].update(forms("\n".join([title, *texts[item_id]])))
    return found
