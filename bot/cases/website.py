"""What the website said, kept for a day for pages that missed it, and which of their messages were taken."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone
from typing import Any

from sqlalchemy import delete, func, insert, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.exc import IntegrityError

from bot.cases.repository import CaseStore
from bot.cases.tables import website_messages, website_turns

# Whoever comes back later finds the case, not the talk; so does the widget's own history.
KEPT = timedelta(days=1)
# A turn is renewed while it runs; one that nobody has renewed for this long died with its server.
LEASE = timedelta(seconds=8)
# What a page that was away gets at once; a reply has at most a dozen messages.
MOST_REPLAYED = 200
# Two servers may number a message of one session at the same time; the loser tries the next number.
_TRIES = 20
TAKEN, DONE, NEW, AGAIN = "taken", "done", "new", "again"
_INSERT = {"sqlite": sqlite.insert, "postgresql": postgresql.insert}


@dataclass(frozen=True, slots=True)
class Said:
    """One message with its number, which only ever grows within a session."""

    number: int
    body: Mapping[str, Any]


class WebsiteStore:
    """The messages and turns of all website sessions; `address` is `web:<session id>`."""

    def __init__(self, cases: CaseStore) -> None:
        self._cases = cases

    def keep(self, address: str, body: Mapping[str, Any]) -> Said:
        """Keep a message under the next number.

        Numbers are milliseconds, pushed on where two would be the same: a plain counter would begin anew once its
        rows are gone, and a page that remembers a higher one would take all that follows for old.
        """
        at, text = self._cases.clock(), json.dumps(body, ensure_ascii=False)
        now = int(at.replace(tzinfo=timezone.utc).timestamp() * 1000)
        for _ in range(_TRIES):
            try:
                with self._cases.changing() as connection:
                    mine = website_messages.c.address == address
                    last = connection.execute(select(func.max(website_messages.c.number)).where(mine)).scalar_one()
                    number = max(now, (last or 0) + 1)
                    row = {"address": address, "number": number, "body": text, "at": at}
                    connection.execute(insert(website_messages).values(row))
                return Said(number, body)
            except IntegrityError:
                continue
        raise RuntimeError("no number was free for a message of the website")

    def since(self, address: str, number: int) -> list[Said]:
        """What was said in a session after this number and in the last day, oldest first."""
        columns = website_messages.c
        fresh = columns.at >= self._cases.clock() - KEPT
        wanted = select(columns.number, columns.body).where(columns.address == address, columns.number > number, fresh)
        with self._cases.reading() as connection:
            rows = connection.execute(wanted.order_by(columns.number.desc()).limit(MOST_REPLAYED)).all()
        return [Said(row.number, json.loads(row.body)) for row in reversed(rows)]

    def one(self, address: str, number: int) -> Mapping[str, Any] | None:
        """One message of a session, or None."""
        columns = website_messages.c
        wanted = select(columns.body).where(columns.address == address, columns.number == number)
        with self._cases.reading() as connection:
            body = connection.execute(wanted).scalar_one_or_none()
        return None if body is None else dict(json.loads(body))

    def take(self, address: str, message: str) -> str:
        """Take a message of a page: `new` or `again` where it is to be answered now, else `taken` or `done`.

        `again` where it was taken before, by a server that has died in the meantime or a turn that failed.
        """
        now = self._cases.clock()
        row = {"address": address, "message": message, "state": TAKEN, "leased_until": now + LEASE, "at": now}
        this = website_turns.c.address == address, website_turns.c.message == message
        with self._cases.changing() as connection:
            once = _INSERT[connection.dialect.name](website_turns).values(row).on_conflict_do_nothing()
            if connection.execute(once).rowcount:
                return NEW
            dead = website_turns.c.state == TAKEN, website_turns.c.leased_until < now
            if connection.execute(update(website_turns).where(*this, *dead).values(leased_until=now + LEASE)).rowcount:
                return AGAIN
            return str(connection.execute(select(website_turns.c.state).where(*this)).scalar_one_or_none() or TAKEN)

    def renew(self, address: str, message: str) -> None:
        """Say that a turn is still being worked on."""
        self._change(address, message, leased_until=self._cases.clock() + LEASE)

    def done(self, address: str, message: str) -> None:
        """Say that a turn is over; the same message again has no effect, also where the turn erased its person."""
        now = self._cases.clock()
        row = {"address": address, "message": message, "state": DONE, "leased_until": now, "at": now}
        with self._cases.changing() as connection:
            kept = _INSERT[connection.dialect.name](website_turns).values(row)
            over = kept.on_conflict_do_update(index_elements=["address", "message"], set_={"state": DONE})
            connection.execute(over)

    def failed(self, address: str, message: str) -> None:
        """Let the same message come again."""
        self._change(address, message, leased_until=self._cases.clock() - LEASE)

    def _change(self, address: str, message: str, **values: datetime) -> None:
        this = website_turns.c.address == address, website_turns.c.message == message
        with self._cases.changing() as connection:
            connection.execute(update(website_turns).where(*this).values(values))

    def forget_old(self) -> int:
        """Drop what is older than a day; how many rows."""
        before = self._cases.clock() - KEPT
        with self._cases.changing() as connection:
            tables = website_messages, website_turns
            return sum(connection.execute(delete(table).where(table.c.at < before)).rowcount for table in tables)
