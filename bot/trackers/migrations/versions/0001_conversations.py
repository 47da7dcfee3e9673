"""Rasa's table of events, made or taken over as it is, and where each conversation begins to be read."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None


def upgrade() -> None:
    """Make the tables; what stock Rasa has kept is read on from there."""
    if not sa.inspect(op.get_bind()).has_table("events"):
        op.create_table(
            "events",
            sa.Column("id", sa.Integer, primary_key=True),
            sa.Column("sender_id", sa.String(255), nullable=False),
            sa.Column("type_name", sa.String(255), nullable=False),
            sa.Column("timestamp", sa.Float),
            sa.Column("intent_name", sa.String(255)),
            sa.Column("action_name", sa.String(255)),
            sa.Column("data", sa.Text),
        )
        op.create_index("ix_events_sender_id", "events", ["sender_id"])
    op.create_index("ix_events_sender_id_id", "events", ["sender_id", "id"])
    op.create_table(
        "conversations",
        sa.Column("sender_id", sa.String(255), primary_key=True),
        sa.Column("turns", sa.Integer, nullable=False),
        sa.Column("first_event", sa.Integer, sa.ForeignKey("events.id", ondelete="CASCADE")),
        sa.Column("opening", sa.Text, nullable=False),
    )
    op.create_index("ix_conversations_first_event", "conversations", ["first_event"])


def downgrade() -> None:
    """Leave what stock Rasa reads."""
    op.drop_table("conversations")
    op.drop_index("ix_events_sender_id_id", "events")
