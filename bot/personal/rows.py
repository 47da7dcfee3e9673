"""Rows of tables as plain JSON, and back."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import DateTime, Table


def as_plain(row: Mapping[str, Any]) -> dict[str, Any]:
    """A row with its times as text."""
    return {name: value.isoformat() if isinstance(value, datetime) else value for name, value in row.items()}


def as_rows(table: Table, rows: Iterable[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Rows as the table takes them."""
    times = {column.name for column in table.columns if isinstance(column.type, DateTime)}
    return [
        {name: datetime.fromisoformat(value) if name in times and value else value for name, value in row.items()}
        for row in rows
    ]
