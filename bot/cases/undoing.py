"""The last change about a plan, kept so that it can be taken back."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import delete, func, insert, select
from sqlalchemy.engine import Connection

from bot.cases import tables
from bot.model.case import Edit

# What stood before the last change about the plan, among the choices; it is no choice of anything.
UNDO = "said.before"


def replace(connection: Connection, table: Any, key: Mapping[str, Any], values: Mapping[str, Any]) -> None:
    """Put a row in the place of the one with the same key, if there is one."""
    connection.execute(delete(table).where(*these(table, key)))
    connection.execute(insert(table).values({**key, **values}))


def keep_before(connection: Connection, case_id: str, choices: Iterable[str], edits: Iterable[Edit]) -> None:
    """Keep what stood before a change in place of the change before, so that this one can be taken back."""

    def before(table: Any, key: Mapping[str, str], names: Sequence[str]) -> dict[str, Any] | None:
        found = select(*(table.c[name] for name in names)).where(*these(table, {"case_id": case_id, **key}))
        row = connection.execute(found).mappings().first()
        return dict(row) if row else None

    chosen = [{"strategy": name} for name in choices]
    edited = [{"strategy": edit.strategy, "kind": edit.kind} for edit in edits]
    kept = {
        "choices": [(key, before(tables.choices, key, ("choice", "reason"))) for key in chosen],
        "edits": [(key, before(tables.edits, key, ("value", "number"))) for key in edited],
        "answered": _answered(connection, case_id),
    }
    values = {"choice": "before", "reason": json.dumps(kept)}
    replace(connection, tables.choices, {"case_id": case_id, "strategy": UNDO}, values)


def these(table: Any, key: Mapping[str, Any]) -> list[Any]:
    """What finds the rows with these values."""
    return [table.c[name] == value for name, value in key.items()]


def _answered(connection: Connection, case_id: str) -> int:
    """The place of the last answer, which each further one raises."""
    last = select(func.max(tables.answers.c.place)).where(tables.answers.c.case_id == case_id)
    return connection.execute(last).scalar_one() or 0


def take_back(connection: Connection, case_id: str, *, unless_answered: bool = False) -> tuple[str, ...]:
    """Put back what stood before the last change, once; the strategies that it was about, or none.

    Args:
        unless_answered: whether it stays where a question was answered since.
    """
    key = {"case_id": case_id, "strategy": UNDO}
    found = select(tables.choices.c.reason).where(*these(tables.choices, key))
    before = json.loads(connection.execute(found).scalar_one_or_none() or "{}")
    if unless_answered and before.get("answered", 0) != _answered(connection, case_id):
        return ()
    connection.execute(delete(tables.choices).where(*these(tables.choices, key)))
    names: list[str] = []
    for table, rows in ((tables.choices, before.get("choices", ())), (tables.edits, before.get("edits", ()))):
        for part, values in rows:
            names.append(part["strategy"])
            connection.execute(delete(table).where(*these(table, {"case_id": case_id, **part})))
            if values:
                connection.execute(insert(table).values({"case_id": case_id, **part, **values}))
    return tuple(dict.fromkeys(names))
