"""Opens the strategy store with transactions that hold for reading and for changing tables too."""

from __future__ import annotations

from typing import Any

from sqlalchemy import create_engine, event
from sqlalchemy.engine import Connection, Engine


def open_engine(url: str, *, to_write: bool = False) -> Engine:
    """An engine at `url` whose transactions see the store as it was when they began.

    Python's SQLite driver begins a transaction only before it changes a row, which leaves reads and changes of tables
    outside; PostgreSQL by default shows each statement what was committed meanwhile.
    """
    if not url.startswith("sqlite"):
        return create_engine(url, future=True, isolation_level="REPEATABLE READ")
    engine = create_engine(url, future=True)
    event.listen(engine, "connect", _leave_transactions_to_us)
    event.listen(engine, "begin", _begin_to_write if to_write else _begin)
    return engine


def _leave_transactions_to_us(connection: Any, _: Any) -> None:
    connection.isolation_level = None


def _begin(connection: Connection) -> None:
    connection.exec_driver_sql("BEGIN")


def _begin_to_write(connection: Connection) -> None:
    connection.exec_driver_sql("BEGIN IMMEDIATE")
