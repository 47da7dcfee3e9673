"""What a page may have missed, which of its messages were taken, and the pages of plans."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"

_ADDRESS = sa.String(255)


def upgrade() -> None:
    """Make the tables."""
    op.create_table(
        "website_messages",
        sa.Column("address", _ADDRESS, primary_key=True),
        sa.Column("number", sa.BigInteger, primary_key=True, autoincrement=False),
        sa.Column("body", sa.Text, nullable=False),
        sa.Column("at", sa.DateTime, nullable=False),
    )
    op.create_index("ix_website_messages_at", "website_messages", ["at"])
    op.create_table(
        "website_turns",
        sa.Column("address", _ADDRESS, primary_key=True),
        sa.Column("message", sa.String(64), primary_key=True),
        sa.Column("state", sa.String(16), nullable=False),
        sa.Column("leased_until", sa.DateTime, nullable=False),
        sa.Column("at", sa.DateTime, nullable=False),
    )
    op.create_index("ix_website_turns_at", "website_turns", ["at"])
    op.create_table(
        "plan_pages",
        sa.Column("case_id", sa.String(36), sa.ForeignKey("cases.id", ondelete="CASCADE"), primary_key=True),
        sa.Column("code", sa.String(64), nullable=False, unique=True),
        sa.Column("until", sa.DateTime, nullable=False),
    )


def downgrade() -> None:
    """Drop them."""
    for name in ("plan_pages", "website_turns", "website_messages"):
        op.drop_table(name)
