"""Removes the traces that deleted rows leave in a database's files."""

from __future__ import annotations

import time
from collections.abc import Iterable
from pathlib import Path

from sqlalchemy.engine import Engine

from bot.cases.engine import empty_log

# Rewriting so much takes well under a second; more waits for the daily purge, which nobody waits for.
QUICK_BYTES = 64_000_000
# A reader holds the log of changes for milliseconds.
_TRIES, _PAUSE_SECONDS = 50, 0.1


def cleanse(engine: Engine, tables: Iterable[str], *, thorough: bool) -> None:
    """Let no deleted text remain in a database's files.

    SQLite's file is rewritten and its log of changes emptied; a large file only with `thorough`. PostgreSQL's tables
    are rewritten with `thorough` alone, since that locks each meanwhile; its log of changes goes in its
    own time.
    """
    is_sqlite = engine.dialect.name == "sqlite"
    if not is_sqlite and not thorough:
        # PostgreSQL does by itself what is left to do, in its own time.
        return
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        if is_sqlite:
            path = Path(engine.url.database or "")
            if thorough or (path.is_file() and path.stat().st_size <= QUICK_BYTES):
                connection.exec_driver_sql("VACUUM")
            for _ in range(_TRIES):
                if empty_log(engine):
                    break
                time.sleep(_PAUSE_SECONDS)
            return
        names = ", ".join(engine.dialect.identifier_preparer.quote(name) for name in tables)
        connection.exec_driver_sql(f"VACUUM (FULL, ANALYZE) {names}")
        # The statistics quote values of columns.
        connection.exec_driver_sql("VACUUM (FULL) pg_catalog.pg_statistic")
        connection.exec_driver_sql("CHECKPOINT")
