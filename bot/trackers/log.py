"""The event log: reads the end of a conversation and adds to it, each turn once. Knows SQL and no Rasa."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import ujson
from sqlalchemy import create_engine, func, insert, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.engine import Connection, Engine

from bot.cases.engine import open_sqlite
from bot.errors import LevelfieldError
from bot.trackers.tables import conversations, events

# A turn reads once and writes once, milliseconds each; more connections than cores only wait inside the database.
POOL_SIZE, POOL_OVERFLOW = 5, 5
# Longer than this nobody should wait to be told that the database is away; a healthy one answers in milliseconds.
CONNECT_SECONDS, STATEMENT_SECONDS, POOL_SECONDS = 3, 5, 3
_INSERT = {"sqlite": sqlite.insert, "postgresql": postgresql.insert}


class TurnOvertaken(LevelfieldError):
    """The conversation changed while this turn was at work: another turn was quicker, or it was erased."""


@dataclass(frozen=True, slots=True)
class Row:
    """One event as it is kept: its kind, what can be looked for, and all of it as JSON."""

    type_name: str
    timestamp: float
    data: str
    intent: str | None = None
    action: str | None = None


@dataclass(frozen=True, slots=True)
class Cut:
    """Where reading begins from now on: an event's number (None: the latest start of a session), and what opens it."""

    first_event: int | None
    opening: str = "[]"


@dataclass(frozen=True, slots=True)
class Reading:
    """The end of a conversation. `turns` is None where it has no row yet; `ids` are the numbers of `kept`."""

    turns: int | None
    opening: tuple[dict[str, Any], ...]
    kept: tuple[dict[str, Any], ...]
    ids: tuple[int, ...]


class EventLog:
    """The conversations at one database address. Every failure is raised; nothing is kept elsewhere instead."""

    def __init__(self, url: str) -> None:
        self.engine = _engine(url)
        self._insert = _INSERT[self.engine.dialect.name]

    def close(self) -> None:
        """Give the connections back."""
        self.engine.dispose()

    def read(self, sender: str) -> Reading | None:
        """What a turn needs of a conversation; None where there is none."""
        with self.engine.connect() as connection:
            row = connection.execute(
                select(conversations.c.turns, conversations.c.first_event, conversations.c.opening).where(
                    conversations.c.sender_id == sender
                )
            ).one_or_none()
            found = self._events(connection, sender, row.first_event if row else None)
        if not found:
            # Its events were erased: what is left of it opens nothing.
            return None
        opening = ujson.loads(row.opening) if row else []
        return Reading(row.turns if row else None, tuple(opening), *_split(found))

    def read_all(self, sender: str) -> Reading | None:
        """The whole conversation; None where there is none."""
        with self.engine.connect() as connection:
            turns = connection.execute(
                select(conversations.c.turns).where(conversations.c.sender_id == sender)
            ).scalar_one_or_none()
            found = self._events(connection, sender, None)
        return Reading(turns, (), *_split(found)) if found else None

    @staticmethod
    def _events(connection: Connection, sender: str, first: int | None) -> list[tuple[int, str]]:
        # By number and never by time: the clocks of two servers differ.
        query = select(events.c.id, events.c.data).where(events.c.sender_id == sender).order_by(events.c.id)
        if first is not None:
            query = query.where(events.c.id >= first)
        return [(row.id, row.data) for row in connection.execute(query)]

    def add(self, sender: str, turns: int | None, rows: Sequence[Row], cut: Cut | None = None) -> int:
        """Add a turn's events, all or none.

        Args:
            sender: Whose conversation it is.
            turns: What `read` said; None for a conversation that it did not find.
            rows: The events, in order.
            cut: Where to begin to read from now on, if that changes.

        Returns:
            The number of turns written, to be given with the next one.

        Raises:
            TurnOvertaken: the conversation is no longer as it was read; nothing was added.
        """
        with self.engine.begin() as connection:
            # The row first: it makes a second turn of the same conversation wait here, and then fail.
            self._claim(connection, sender, turns)
            connection.execute(insert(events), [_columns(sender, row) for row in rows])
            if cut is not None:
                first = cut.first_event or _session_start(connection, sender)
                change = update(conversations).where(conversations.c.sender_id == sender)
                connection.execute(change.values(first_event=first, opening=cut.opening))
        return (turns or 0) + 1

    def _claim(self, connection: Connection, sender: str, turns: int | None) -> None:
        if turns is None:
            # A row without events is what an erasure left; one with events belongs to a turn that was quicker.
            left = ~select(events.c.id).where(events.c.sender_id == sender).exists()
            new = self._insert(conversations).values(sender_id=sender, turns=1, first_event=None, opening="[]")
            fresh = {"turns": 1, "first_event": None, "opening": "[]"}
            claim = new.on_conflict_do_update(index_elements=["sender_id"], set_=fresh, where=left)
        else:
            same = (conversations.c.sender_id == sender) & (conversations.c.turns == turns)
            claim = update(conversations).where(same).values(turns=turns + 1)
        if connection.execute(claim).rowcount != 1:
            raise TurnOvertaken("The conversation changed while this turn was at work. Send the message again.")

    def senders(self) -> list[str]:
        """Everybody who has a conversation here."""
        with self.engine.connect() as connection:
            return list(connection.execute(select(events.c.sender_id).distinct()).scalars())


def _session_start(connection: Connection, sender: str) -> int | None:
    started = (events.c.sender_id == sender) & (events.c.type_name == "session_started")
    number: int | None = connection.execute(select(func.max(events.c.id)).where(started)).scalar_one_or_none()
    return number


def _columns(sender: str, row: Row) -> dict[str, Any]:
    known = {"type_name": row.type_name, "timestamp": row.timestamp, "data": row.data}
    return {"sender_id": sender, "intent_name": row.intent, "action_name": row.action, **known}


def _split(found: list[tuple[int, str]]) -> tuple[tuple[dict[str, Any], ...], tuple[int, ...]]:
    # A turn reads up to two hundred events: Sanic's JSON takes half the time of the library's own for them.
    return tuple(ujson.loads(data) for _, data in found), tuple(number for number, _ in found)


def _engine(url: str) -> Engine:
    if url.startswith("sqlite"):
        return open_sqlite(url, hide_parameters=True, pool_timeout=POOL_SECONDS)
    options = f"-c statement_timeout={STATEMENT_SECONDS * 1000} -c lock_timeout={STATEMENT_SECONDS * 1000}"
    # The last three: a machine that vanished without a word is noticed, too.
    alive = {"keepalives_idle": 5, "keepalives_interval": 2, "tcp_user_timeout": STATEMENT_SECONDS * 1000}
    return create_engine(
        url,
        future=True,
        # What people wrote has no place in an error.
        hide_parameters=True,
        # A connection that broke while the database was away is replaced before it is used.
        pool_pre_ping=True,
        pool_size=POOL_SIZE,
        max_overflow=POOL_OVERFLOW,
        pool_timeout=POOL_SECONDS,
        connect_args={"connect_timeout": CONNECT_SECONDS, "options": options, **alive},
    )
