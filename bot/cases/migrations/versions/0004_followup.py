"""Reminders, the addresses they are mailed to, and what must go out."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"

_CASE = sa.String(36)


def _case(primary: bool = True) -> sa.Column[str]:
    link = sa.ForeignKey("cases.id", ondelete="CASCADE")
    return sa.Column("case_id", _CASE, link, primary_key=primary, nullable=False)


def upgrade() -> None:
    """Make the tables."""
    op.create_table(
        "reminders",
        _case(),
        sa.Column("number", sa.Integer, primary_key=True),
        sa.Column("about", sa.Text, nullable=False),
        sa.Column("due", sa.String(10), nullable=False),
        sa.Column("state", sa.String(16), nullable=False),
        sa.Column("at", sa.DateTime, nullable=False),
    )
    op.create_table(
        "mail_addresses",
        _case(),
        sa.Column("address", sa.String(254), nullable=False),
        sa.Column("told", sa.Text, nullable=False),
        sa.Column("given_at", sa.DateTime, nullable=False),
        sa.Column("confirmed_at", sa.DateTime),
        sa.Column("confirm_token", sa.String(64), nullable=False, unique=True),
        sa.Column("stop_token", sa.String(64), nullable=False, unique=True),
    )
    op.create_table(
        "outbox",
        sa.Column("id", sa.String(32), primary_key=True),
        _case(primary=False),
        sa.Column("kind", sa.String(16), nullable=False),
        sa.Column("via", sa.String(16), nullable=False),
        sa.Column("number", sa.Integer),
        sa.Column("recipient", sa.String(254), nullable=False),
        sa.Column("subject", sa.Text, nullable=False),
        sa.Column("body", sa.Text, nullable=False),
        sa.Column("stop_url", sa.Text, nullable=False),
        sa.Column("state", sa.String(16), nullable=False),
        sa.Column("attempts", sa.Integer, nullable=False),
        sa.Column("due_at", sa.DateTime, nullable=False),
        sa.Column("leased_until", sa.DateTime),
        sa.Column("lease", sa.String(32), nullable=False),
        sa.Column("fault", sa.String(120), nullable=False),
        sa.Column("told", sa.String(16), nullable=False),
        sa.Column("created_at", sa.DateTime, nullable=False),
        sa.Column("sent_at", sa.DateTime),
    )
    op.create_index("ix_outbox_case_id", "outbox", ["case_id"])
    op.create_index("ix_outbox_due", "outbox", ["state", "due_at"])


def downgrade() -> None:
    """Drop the tables."""
    for name in ("outbox", "mail_addresses", "reminders"):
        op.drop_table(name)
