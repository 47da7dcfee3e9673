"""When in the day a letter may go out."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"


def upgrade() -> None:
    """Add the column; what waits already is mail, which goes at any hour."""
    op.add_column("outbox", sa.Column("hours", sa.String(11), nullable=False, server_default=""))


def downgrade() -> None:
    """Drop it."""
    with op.batch_alter_table("outbox") as table:
        table.drop_column("hours")
