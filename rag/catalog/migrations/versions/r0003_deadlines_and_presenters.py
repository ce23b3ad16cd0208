"""Keep deadlines and presenters of agenda items; those of older documents are read with `referat index --again`."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the two columns, empty."""
    for name in ("presenters", "deadlines"):
        op.add_column("items", sa.Column(name, sa.JSON, nullable=False, server_default="[]"))


def downgrade() -> None:
    """Drop the two columns."""
    for name in ("deadlines", "presenters"):
        op.drop_column("items", name)
