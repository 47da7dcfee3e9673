"""What was not understood, for people to learn from."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"

_ID = sa.String(120)


def upgrade() -> None:
    """Make the table."""
    op.create_table(
        "unanswered",
        sa.Column("case_id", sa.String(36), sa.ForeignKey("cases.id", ondelete="CASCADE"), primary_key=True),
        sa.Column("message", _ID, primary_key=True),
        sa.Column("text", sa.String(500), nullable=False),
        sa.Column("intent", _ID, nullable=False),
        sa.Column("confidence", sa.Float, nullable=False),
        sa.Column("nearest", _ID, nullable=False),
        sa.Column("language", sa.String(16), nullable=False),
        sa.Column("at", sa.DateTime, nullable=False),
        sa.Column("label", _ID),
    )


def downgrade() -> None:
    """Drop the table."""
    op.drop_table("unanswered")
