"""Reads a case whole. Its statements are made once: to build and to compare them took more than to run them."""

from __future__ import annotations

import functools
import json
from collections.abc import Mapping
from typing import Any

from sqlalchemy import bindparam, select
from sqlalchemy.engine import Connection

from bot.cases import tables
from bot.cases.undoing import UNDO
from bot.model.case import Case, Edit, Facts, Step

_CASE, PERSON = "wanted_case", "person"
# The case of whoever is named as `PERSON` when the statement is run (`channel:user`); also a part of other statements.
CASE_OF = select(tables.people.c.case_id).where(tables.people.c.address == bindparam(PERSON))
_CODE = select(tables.cases.c.resume_code).where(tables.cases.c.id == bindparam(_CASE))


def case_id_of(connection: Connection, address: str) -> str | None:
    """The case of a person (`channel:user`); None where they have none."""
    found: str | None = connection.execute(CASE_OF, {PERSON: address}).scalar_one_or_none()
    return found


def rows_of(connection: Connection, table: Any, case_id: str, *order: str) -> list[Mapping[str, Any]]:
    """The rows of a case in one table."""
    return [dict(row) for row in connection.execute(_rows(table, order), {_CASE: case_id}).mappings()]


@functools.cache
def _rows(table: Any, order: tuple[str, ...]) -> Any:
    return select(table).where(table.c.case_id == bindparam(_CASE)).order_by(*(table.c[name] for name in order))


def read_case(connection: Connection, case_id: str) -> Case:
    """One case, whole."""
    facts = {row["name"]: json.loads(row["value"]) for row in rows_of(connection, tables.facts, case_id)}
    answers = rows_of(connection, tables.answers, case_id, "place")
    steps = rows_of(connection, tables.steps, case_id, "place")
    choices = [row for row in rows_of(connection, tables.choices, case_id) if row["strategy"] != UNDO]
    edits = rows_of(connection, tables.edits, case_id, "number")
    return Case(
        id=case_id,
        resume_code=connection.execute(_CODE, {_CASE: case_id}).scalar_one(),
        facts=_facts(facts),
        answers={row["question"]: row["value"] for row in answers},
        order=tuple(row["question"] for row in answers),
        choices={row["strategy"]: row["choice"] for row in choices},
        steps=tuple(
            Step(*(row[name] for name in ("strategy", "wave", "status", "owner", "due", "knowledge_version")))
            for row in steps
        ),
        reasons={row["strategy"]: row["reason"] for row in choices if row["reason"]},
        edits=tuple(Edit(row["strategy"], row["kind"], row["value"]) for row in edits),
    )


def _facts(values: Mapping[str, Any]) -> Facts:
    return Facts(**{name: _hashable(value) for name, value in values.items()})


def _hashable(value: Any) -> Any:
    return tuple(value) if isinstance(value, list) else value
