"""First tables of the case store."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None

_CASE, _ID = sa.String(36), sa.String(120)


def _case() -> sa.Column[str]:
    return sa.Column("case_id", _CASE, sa.ForeignKey("cases.id", ondelete="CASCADE"), primary_key=True)


def upgrade() -> None:
    """Make the tables."""
    op.create_table(
        "cases",
        sa.Column("id", _CASE, primary_key=True),
        sa.Column("resume_code", sa.String(16), nullable=False, unique=True),
        sa.Column("created_at", sa.DateTime, nullable=False),
        sa.Column("updated_at", sa.DateTime, nullable=False),
    )
    op.create_table(
        "people",
        sa.Column("address", sa.String(255), primary_key=True),
        sa.Column("case_id", _CASE, sa.ForeignKey("cases.id", ondelete="CASCADE"), nullable=False),
    )
    op.create_index("ix_people_case_id", "people", ["case_id"])
    op.create_table(
        "facts", _case(), sa.Column("name", _ID, primary_key=True), sa.Column("value", sa.Text, nullable=False)
    )
    op.create_table(
        "answers",
        _case(),
        sa.Column("question", _ID, primary_key=True),
        sa.Column("value", _ID, nullable=False),
        sa.Column("place", sa.Integer, nullable=False),
    )
    op.create_table(
        "choices", _case(), sa.Column("strategy", _ID, primary_key=True), sa.Column("choice", _ID, nullable=False)
    )
    op.create_table(
        "steps",
        _case(),
        sa.Column("strategy", _ID, primary_key=True),
        sa.Column("wave", _ID, nullable=False),
        sa.Column("place", sa.Integer, nullable=False),
        sa.Column("status", _ID, nullable=False),
        sa.Column("owner", sa.Text, nullable=False),
        sa.Column("due", sa.String(10), nullable=False),
        sa.Column("knowledge_version", _ID, nullable=False),
    )
    op.create_table(
        "profiles",
        _case(),
        sa.Column("number", sa.Integer, primary_key=True),
        sa.Column("dimension", _ID, primary_key=True),
        sa.Column("severity", sa.Float),
        sa.Column("confidence", sa.Float, nullable=False),
        sa.Column("knowledge_version", _ID, nullable=False),
        sa.Column("at", sa.DateTime, nullable=False),
    )
    op.create_table(
        "feedback",
        _case(),
        sa.Column("message", _ID, primary_key=True),
        sa.Column("about", _ID, nullable=False),
        sa.Column("helpful", sa.Boolean, nullable=False),
        sa.Column("at", sa.DateTime, nullable=False),
    )
    op.create_table(
        "writes",
        _case(),
        sa.Column("message", _ID, primary_key=True),
        sa.Column("record", _ID, primary_key=True),
        sa.Column("at", sa.DateTime, nullable=False),
    )


def downgrade() -> None:
    """Drop the tables."""
    for name in ("writes", "feedback", "profiles", "steps", "choices", "answers", "facts", "people", "cases"):
        op.drop_table(name)
