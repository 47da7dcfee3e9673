"""What people change about their plan, and why something is not for them."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"

_ID = sa.String(120)


def upgrade() -> None:
    """Make the table and the column."""
    op.create_table(
        "edits",
        sa.Column("case_id", sa.String(36), sa.ForeignKey("cases.id", ondelete="CASCADE"), primary_key=True),
        sa.Column("strategy", _ID, primary_key=True),
        sa.Column("kind", _ID, primary_key=True),
        sa.Column("value", sa.Text, nullable=False),
        sa.Column("number", sa.Integer, nullable=False),
    )
    op.add_column("choices", sa.Column("reason", sa.Text, nullable=False, server_default=""))


def downgrade() -> None:
    """Drop both."""
    with op.batch_alter_table("choices") as table:
        table.drop_column("reason")
    op.drop_table("edits")
