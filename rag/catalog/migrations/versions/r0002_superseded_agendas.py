"""Mark agendas whose minutes are there as well, and keep the path that a meeting's ids were made of."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the two columns and fill them from what is stored."""
    op.add_column("meetings", sa.Column("superseded", sa.Boolean, nullable=False, server_default=sa.false()))
    op.add_column("meetings", sa.Column("origin", sa.Text, nullable=False, server_default=""))
    meetings = sa.table(
        "meetings",
        *(sa.column(name) for name in ("path", "origin", "forum", "held_on", "document_type", "complete")),
        sa.column("superseded", sa.Boolean),
    )
    minutes = meetings.alias("minutes")
    replaced = sa.exists().where(
        minutes.c.document_type == "referat",
        minutes.c.complete,
        minutes.c.forum == meetings.c.forum,
        minutes.c.held_on == meetings.c.held_on,
    )
    op.execute(meetings.update().values(origin=meetings.c.path))
    agendas = sa.and_(meetings.c.document_type == "dagsorden", meetings.c.forum != "", replaced)
    op.execute(meetings.update().where(agendas).values(superseded=True))


def downgrade() -> None:
    """Drop the two columns."""
    op.drop_column("meetings", "origin")
    op.drop_column("meetings", "superseded")
