"""The case store: cases with all that belongs to them, and the tables beside them that know people by address."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import datetime, timedelta

from sqlalchemy import delete, func, insert, select

from bot.cases import tables
from bot.cases.erasures import addresses_of
from bot.cases.repository import CaseStore
from bot.model.letter import SENT, WAITING
from bot.personal.cleansing import cleanse
from bot.personal.places import Rows, Subject, sender_of
from bot.personal.rows import as_plain, as_rows

# How long it stays known that somebody was erased: longer than a backup is kept, which then can be put right.
LOG_KEPT = timedelta(days=400)


class CasesPlace:
    """Facts, answers, plans, reminders, the outbox and what was not understood."""

    name = "cases"

    def __init__(self, cases: CaseStore) -> None:
        self._cases = cases

    def export(self, subject: Subject) -> Rows:
        """The rows of the person's cases, parents first."""
        found: dict[str, list[dict[str, object]]] = {}
        for case_id in subject.cases:
            for name, rows in self._cases.everything_of(case_id).items():
                found.setdefault(name, []).extend(as_plain(row) for row in rows)
        order = [table.name for table in tables.metadata.sorted_tables]
        return {name: found[name] for name in sorted(found, key=order.index) if found[name]}

    def load(self, rows: Rows) -> int:
        """Put a case back with its id, its code and its links."""
        known = {table.name: table for table in tables.metadata.sorted_tables}
        with self._cases.changing() as connection:
            for name, some in rows.items():
                connection.execute(insert(known[name]), as_rows(known[name], some))
        return sum(map(len, rows.values()))

    def erase(self, subject: Subject) -> int:
        """Delete the cases, whoever reaches them."""
        return sum(sum(self._cases.erase(case_id).values()) for case_id in subject.cases)

    def active(self, since: datetime) -> Collection[str]:
        """Who changed something; reading a plan changes nothing, so other places may know more."""
        query = select(tables.people.c.address).join(tables.cases).where(tables.cases.c.updated_at >= since)
        with self._cases.reading() as connection:
            return _names(connection.execute(query).scalars())

    def purge(self, before: datetime, active: Collection[str]) -> int:
        """Delete idle cases whole, and of the others what was said and sent long ago."""
        return self._purge_idle(before, active) + self._purge_old(before)

    def _purge_idle(self, before: datetime, active: Collection[str]) -> int:
        # A reminder still to come was asked for, for that very day.
        today = self._cases.clock().date().isoformat()
        waiting = select(tables.reminders.c.case_id)
        waiting = waiting.where(tables.reminders.c.state == WAITING, tables.reminders.c.due >= today)
        old = select(tables.cases.c.id).where(tables.cases.c.updated_at < before, tables.cases.c.id.not_in(waiting))
        with self._cases.reading() as connection:
            found = [str(name) for name in connection.execute(old).scalars()]
        idle = [one for one in found if not _names(addresses_of(self._cases, [one])) & set(active)]
        return sum(sum(self._cases.erase(case_id).values()) for case_id in idle)

    def _purge_old(self, before: datetime) -> int:
        settled = tables.reminders.c.at < before, tables.reminders.c.state != WAITING
        old = [
            delete(tables.unanswered).where(tables.unanswered.c.at < before),
            delete(tables.writes).where(tables.writes.c.at < before),
            delete(tables.feedback).where(tables.feedback.c.at < before),
            delete(tables.outbox).where(tables.outbox.c.state == SENT, tables.outbox.c.sent_at < before),
            delete(tables.reminders).where(*settled),
            delete(tables.erasures).where(tables.erasures.c.done_at < self._cases.clock() - LOG_KEPT),
        ]
        with self._cases.changing() as connection:
            return sum(connection.execute(statement).rowcount for statement in old)

    def cleanse(self, *, thorough: bool) -> None:
        """Rewrite the database."""
        names = [table.name for table in tables.metadata.sorted_tables]
        cleanse(self._cases.engine, names, thorough=thorough)


class AddressedPlace:
    """Tables that know a person by address (`channel:user`) and a row's age by a time."""

    def __init__(self, cases: CaseStore, name: str, found: tuple[tables.Addressed, ...]) -> None:
        self.name, self._cases, self._tables = name, cases, found

    def export(self, subject: Subject) -> Rows:
        """The rows with one of the person's addresses."""
        rows = {}
        with self._cases.reading() as connection:
            for table, address, *_ in self._tables:
                query = select(table).where(table.c[address].in_(subject.addresses))
                query = query.order_by(*table.primary_key.columns)
                rows[table.name] = [as_plain(row) for row in connection.execute(query).mappings()]
        return {name: some for name, some in rows.items() if some}

    def load(self, rows: Rows) -> int:
        """Put them back."""
        with self._cases.changing() as connection:
            for table, *_ in self._tables:
                if rows.get(table.name):
                    connection.execute(insert(table), as_rows(table, rows[table.name]))
        return sum(map(len, rows.values()))

    def erase(self, subject: Subject) -> int:
        """Delete the rows with one of the person's addresses that nobody is working on."""
        count = 0
        with self._cases.changing() as connection:
            for table, address, _, done in self._tables:
                mine = delete(table).where(table.c[address].in_(subject.addresses))
                mine = mine.where(table.c[done].is_not(None)) if done else mine
                count += connection.execute(mine).rowcount
        return count

    def active(self, since: datetime) -> Collection[str]:
        """Whose newest row is younger."""
        found: set[str] = set()
        with self._cases.reading() as connection:
            for table, address, at, _ in self._tables:
                query = select(table.c[address]).group_by(table.c[address]).having(func.max(table.c[at]) >= since)
                found |= _names(connection.execute(query).scalars())
        return found

    def purge(self, before: datetime, active: Collection[str]) -> int:
        """Delete what is older."""
        with self._cases.changing() as connection:
            return sum(
                connection.execute(delete(table).where(table.c[at] < before)).rowcount
                for table, _, at, _ in self._tables
            )

    def cleanse(self, *, thorough: bool) -> None:
        """They lie in the case store's database, which is rewritten as a whole."""


def _names(addresses: Iterable[str]) -> set[str]:
    """How conversations may call these people."""
    return {name for address in addresses for name in (address, sender_of(address))}
