"""Opens the databases that hold what people told: SQLite by default, PostgreSQL by address."""

from __future__ import annotations

from typing import Any

from sqlalchemy import create_engine, event
from sqlalchemy.engine import Engine


def open_engine(url: str) -> Engine:
    """An engine whose readers do not wait for the writer, and that overwrites what it deletes."""
    # A file's connections are closed after each use although that costs milliseconds: with the last one SQLite empties
    # its log of changes, in which addresses that were kept for a turn would stay.
    engine = create_engine(url, future=True, pool_pre_ping=True)
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", prepare_sqlite)
    return engine


def prepare_sqlite(connection: Any, _: Any) -> None:
    """Readers do not wait for the writer, deletions cascade, and deleted text is overwritten."""
    for pragma in ("journal_mode=WAL", "busy_timeout=5000", "foreign_keys=ON", "secure_delete=ON"):
        connection.execute(f"PRAGMA {pragma}")
