"""Opens the databases that hold what people told: SQLite by default, PostgreSQL by address."""

from __future__ import annotations

import contextlib
from typing import Any

from sqlalchemy import create_engine, event
from sqlalchemy.engine import Engine
from sqlalchemy.pool import QueuePool

_BUSY_MILLISECONDS = 5000
# Whoever empties the log of changes holds up who writes; readers take milliseconds.
_EMPTYING_MILLISECONDS = 200


def open_engine(url: str) -> Engine:
    """An engine whose readers do not wait for the writer, and that overwrites what it deletes.

    SQLite's log of changes keeps what was deleted until somebody empties it: see `empty_log`.
    """
    if not url.startswith("sqlite"):
        return create_engine(url, future=True, pool_pre_ping=True)
    return open_sqlite(url)


def open_sqlite(url: str, **settings: Any) -> Engine:
    """An engine over an SQLite file; `settings` are further ones of the library's."""
    # A file's connections are kept: to open one with its settings, and to close the last one, with which SQLite
    # empties its log, cost a third of a turn of the action server.
    kept: dict[str, Any] = {"poolclass": QueuePool, "connect_args": {"check_same_thread": False}}
    engine = create_engine(url, future=True, **kept, **settings)
    event.listen(engine, "connect", _prepare)
    return engine


def _prepare(connection: Any, _: Any) -> None:
    """Readers do not wait for the writer, deletions cascade, and deleted text is overwritten."""
    for pragma in ("journal_mode=WAL", f"busy_timeout={_BUSY_MILLISECONDS}", "foreign_keys=ON", "secure_delete=ON"):
        connection.execute(f"PRAGMA {pragma}")


def empty_log(engine: Engine) -> bool:
    """Take SQLite's log of changes into its file and empty it, so that nothing deleted stays in it.

    Returns:
        Whether it is empty now: somebody who reads or writes at the same time may prevent it. True for PostgreSQL,
        whose log goes in its own time.
    """
    if engine.dialect.name != "sqlite":
        return True
    connection: Any = engine.raw_connection()
    with contextlib.closing(connection):
        connection.execute(f"PRAGMA busy_timeout={_EMPTYING_MILLISECONDS}")
        try:
            busy, *_rest = connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
        finally:
            connection.execute(f"PRAGMA busy_timeout={_BUSY_MILLISECONDS}")
    return not busy
