"""Alembic's door to the tracker store. One process at a time migrates; the next ones find nothing left to do."""

from __future__ import annotations

from typing import Any

from alembic import context
from sqlalchemy import create_engine, event, text

from bot.trackers.tables import VERSION_TABLE, metadata

# Any number that no other program on the same database takes; these are the letters "lvlfld" in ASCII.
LOCK = 0x6C766C666C64
# Another process may be making the tables of a large database.
WAIT_SECONDS = 60


def _leave_transactions_to_us(connection: Any, _: Any) -> None:
    # Python's driver would commit before each CREATE TABLE.
    connection.isolation_level = None


def _begin_alone(connection: Any) -> None:
    connection.exec_driver_sql("BEGIN EXCLUSIVE")


url = context.config.get_main_option("sqlalchemy.url") or ""
sqlite = url.startswith("sqlite")
engine = create_engine(url, future=True, connect_args={"timeout": WAIT_SECONDS} if sqlite else {})
if sqlite:
    event.listen(engine, "connect", _leave_transactions_to_us)
    event.listen(engine, "begin", _begin_alone)
with engine.connect() as connection:
    if not sqlite:
        connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": LOCK})
    context.configure(
        connection=connection,
        target_metadata=metadata,
        render_as_batch=True,
        version_table=VERSION_TABLE,
        transactional_ddl=True,
    )
    with context.begin_transaction():
        context.run_migrations()
    if connection.in_transaction():
        connection.commit()
engine.dispose()
