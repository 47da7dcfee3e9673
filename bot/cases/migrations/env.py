"""Alembic's door to the case store (online only: migrations run against a real database)."""

from __future__ import annotations

from alembic import context
from sqlalchemy import create_engine

from bot.cases.tables import metadata

engine = create_engine(context.config.get_main_option("sqlalchemy.url") or "", future=True)
with engine.connect() as connection:
    context.configure(connection=connection, target_metadata=metadata, render_as_batch=True)
    with context.begin_transaction():
        context.run_migrations()
    if connection.in_transaction():
        connection.commit()
engine.dispose()
