"""Keeps what looks after personal data: held addresses, erasures that are asked for, and leases."""

from __future__ import annotations

import hashlib
import json
import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import delete, insert, or_, select, update
from sqlalchemy.dialects import postgresql, sqlite

from bot.cases.engine import empty_log
from bot.cases.repository import CaseStore
from bot.cases.tables import cases as case_table
from bot.cases.tables import erasures, held_addresses, leases, people

_INSERT = {"sqlite": sqlite.insert, "postgresql": postgresql.insert}
# A turn takes seconds; a message that is answered only after a restart may take minutes.
HELD_FOR = timedelta(hours=1)


class HeldAddresses:
    """E-mail addresses of messages that are being answered."""

    def __init__(self, cases: CaseStore) -> None:
        self._cases = cases

    def hold(self, address: str, message: str, emails: Iterable[str]) -> None:
        """Keep the e-mail addresses of a person's (`channel:user`) message until its turn is over."""
        row = {"message": _key(address, message), "emails": json.dumps(list(emails)), "at": self._cases.clock()}
        with self._cases.changing() as connection:
            # A message that comes again brings the same addresses.
            connection.execute(_INSERT[connection.dialect.name](held_addresses).values(row).on_conflict_do_nothing())

    def of(self, address: str, message: str) -> tuple[str, ...]:
        """The addresses of a message, in their order."""
        with self._cases.reading() as connection:
            wanted = select(held_addresses.c.emails).where(held_addresses.c.message == _key(address, message))
            found = connection.execute(wanted).scalar_one_or_none()
        return tuple(json.loads(found)) if found else ()

    def forget(self, address: str, message: str) -> None:
        """The turn is over."""
        self._forget(held_addresses.c.message == _key(address, message))

    def forget_old(self) -> None:
        """Delete what a turn that never ended left."""
        self._forget(held_addresses.c.at < self._cases.clock() - HELD_FOR)

    def _forget(self, which: Any) -> None:
        with self._cases.changing() as connection:
            forgotten = connection.execute(delete(held_addresses).where(which)).rowcount
        if forgotten:
            empty_log(self._cases.engine)


def _key(address: str, message: str) -> str:
    # Two channels may number their messages alike.
    return hashlib.sha256(f"{address} {message}".encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class Wanted:
    """An erasure that is asked for and not yet done."""

    id: str
    address: str


@dataclass(frozen=True, slots=True)
class Erased:
    """An erasure that is done, without whose."""

    who: str
    reason: str
    rows: int
    asked_at: datetime
    done_at: datetime


class ErasureStore:
    """Erasures, asked for and done."""

    def __init__(self, cases: CaseStore) -> None:
        self._cases = cases

    def ask(self, addresses: Iterable[str], reason: str) -> list[str]:
        """Ask for everything of these people (`channel:user`) to be erased; the ids of what was asked for."""
        now = self._cases.clock()
        rows = [
            {"id": uuid.uuid4().hex, "address": address, "who": "", "reason": reason, "rows": 0, "asked_at": now}
            for address in addresses
        ]
        if rows:
            with self._cases.changing() as connection:
                connection.execute(insert(erasures), rows)
        return [str(row["id"]) for row in rows]

    def wanted(self, address: str = "") -> list[Wanted]:
        """What is still to be done, of everybody or of one person."""
        query = select(erasures.c.id, erasures.c.address).where(erasures.c.done_at.is_(None))
        query = query.where(erasures.c.address == address) if address else query
        with self._cases.reading() as connection:
            return [Wanted(*row) for row in connection.execute(query.order_by(erasures.c.asked_at))]

    def settle(self, wanted: Wanted, who: str, rows: int) -> None:
        """It is done: from now on a hash stands in the place of whose it was."""
        done = {"address": "", "who": who, "rows": rows, "done_at": self._cases.clock()}
        with self._cases.changing() as connection:
            connection.execute(update(erasures).where(erasures.c.id == wanted.id).values(done))

    def note(self, who: str, reason: str, rows: int) -> None:
        """Enter an erasure that nobody had to ask for."""
        now = self._cases.clock()
        row = {"id": uuid.uuid4().hex, "address": "", "who": who, "reason": reason, "rows": rows}
        with self._cases.changing() as connection:
            connection.execute(insert(erasures).values({**row, "asked_at": now, "done_at": now}))

    def log(self) -> list[Erased]:
        """What was erased, oldest first."""
        columns = (erasures.c[name] for name in ("who", "reason", "rows", "asked_at", "done_at"))
        query = select(*columns).where(erasures.c.done_at.is_not(None)).order_by(erasures.c.done_at)
        with self._cases.reading() as connection:
            return [Erased(*row) for row in connection.execute(query)]

    def add_log(self, entries: Iterable[Erased]) -> None:
        """Enter what another log holds and this one does not."""
        known = {(one.who, one.done_at) for one in self.log()}
        with self._cases.changing() as connection:
            for one in entries:
                if (one.who, one.done_at) not in known:
                    row = {"who": one.who, "reason": one.reason, "rows": one.rows, "asked_at": one.asked_at}
                    key = {"id": uuid.uuid4().hex, "address": "", "done_at": one.done_at}
                    connection.execute(insert(erasures).values({**key, **row}))


class LeaseStore:
    """Jobs that one process does at a time."""

    def __init__(self, cases: CaseStore) -> None:
        self._cases = cases

    def take(self, name: str, holder: str, length: timedelta) -> bool:
        """Take a lease, or renew one's own; False where somebody else has it."""
        now = self._cases.clock()
        row = {"name": name, "holder": holder, "until": now + length}
        free = or_(leases.c.until < now, leases.c.holder == holder)
        with self._cases.changing() as connection:
            new = _INSERT[connection.dialect.name](leases).values(row)
            taken = new.on_conflict_do_update(
                index_elements=["name"], set_={"holder": holder, "until": row["until"]}, where=free
            )
            return bool(connection.execute(taken).rowcount)

    def is_taken(self, name: str) -> bool:
        """Whether anybody has it just now."""
        query = select(leases.c.name).where(leases.c.name == name, leases.c.until >= self._cases.clock())
        with self._cases.reading() as connection:
            return connection.execute(query).first() is not None


def case_ids_of(cases: CaseStore, addresses: Iterable[str]) -> list[str]:
    """The cases that these people (`channel:user`) reach."""
    query = select(people.c.case_id).where(people.c.address.in_(list(addresses))).distinct()
    with cases.reading() as connection:
        return [str(name) for name in connection.execute(query).scalars()]


def addresses_of(cases: CaseStore, case_ids: Iterable[str]) -> list[str]:
    """Everybody (`channel:user`) who reaches these cases."""
    query = select(people.c.address).where(people.c.case_id.in_(list(case_ids))).order_by(people.c.address)
    with cases.reading() as connection:
        return [str(address) for address in connection.execute(query).scalars()]


def case_by_code(cases: CaseStore, code: str) -> str | None:
    """The case that a resume code names."""
    query = select(case_table.c.id).where(case_table.c.resume_code == code.upper())
    with cases.reading() as connection:
        found: str | None = connection.execute(query).scalar_one_or_none()
    return found
