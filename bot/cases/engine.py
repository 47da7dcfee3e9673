"""Opens the databases that hold what people told: SQLite by default, PostgreSQL by address."""

from __future__ import annotations

from typing import Any

from sqlalchemy import create_engine, event
from sqlalchemy.engine import Engine
from sqlalchemy.pool import QueuePool


def open_engine(url: str) -> Engine:
    """An engine whose readers do not wait for the writer, and that overwrites what it deletes."""
    if not url.startswith("sqlite"):
        return create_engine(url, future=True, pool_pre_ping=True)
    # A file's connections are kept, too: opening one with its settings costs more than what a turn reads and writes.
    engine = create_engine(url, future=True, poolclass=QueuePool, connect_args={"check_same_thread": False})
    event.listen(engine, "connect", prepare_sqlite)
    return engine


def prepare_sqlite(connection: Any, _: Any) -> None:
    """Readers do not wait for the writer, deletions cascade, and deleted text is overwritten."""
    for pragma in ("journal_mode=WAL", "busy_timeout=5000", "foreign_keys=ON", "secure_delete=ON"):
        connection.execute(f"PRAGMA {pragma}")
