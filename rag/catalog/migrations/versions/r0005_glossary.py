"""Keep the abbreviations that items explain; those of older documents are found with `referat rebuild`."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create the table, empty."""
    op.create_table(
        "abbreviations",
        sa.Column("item_id", sa.String(36), nullable=False),
        sa.Column("short", sa.Text, nullable=False),
        sa.Column("long", sa.Text, nullable=False),
        sa.Column("count", sa.Integer, nullable=False),
        sa.PrimaryKeyConstraint("item_id", "short", "long", name="pk_abbreviations"),
        sa.ForeignKeyConstraint(["item_id"], ["items.id"], name="fk_abbreviations_item_id", ondelete="CASCADE"),
    )


def downgrade() -> None:
    """Drop the table."""
    op.drop_table("abbreviations")
