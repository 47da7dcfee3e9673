"""What came in, until it is answered."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    """Make the table."""
    op.create_table(
        "inbox",
        sa.Column("number", sa.Integer, primary_key=True, autoincrement=True),
        sa.Column("id", sa.String(32), nullable=False, unique=True),
        sa.Column("channel", sa.String(16), nullable=False),
        sa.Column("person", sa.String(255), nullable=False),
        sa.Column("key", sa.String(255), nullable=False),
        sa.Column("reference", sa.String(255), nullable=False),
        sa.Column("body", sa.Text, nullable=False),
        sa.Column("reply", sa.Text, nullable=False),
        sa.Column("sent", sa.Integer, nullable=False),
        sa.Column("state", sa.String(16), nullable=False),
        sa.Column("attempts", sa.Integer, nullable=False),
        sa.Column("due_at", sa.DateTime, nullable=False),
        sa.Column("leased_until", sa.DateTime),
        sa.Column("lease", sa.String(32), nullable=False),
        sa.Column("fault", sa.String(120), nullable=False),
        sa.Column("received_at", sa.DateTime, nullable=False),
        sa.Column("done_at", sa.DateTime),
    )
    op.create_index("ux_inbox_message", "inbox", ["channel", "person", "key"], unique=True)
    op.create_index("ix_inbox_due", "inbox", ["channel", "state", "due_at"])
    op.create_index("ix_inbox_person", "inbox", ["person", "state"])


def downgrade() -> None:
    """Drop the table."""
    op.drop_table("inbox")
