"""The tracker store: the log of conversations, which Rasa needs to go on with them."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime, timezone

from sqlalchemy import and_, delete, func, insert, inspect, select
from sqlalchemy.engine import Connection, Engine

from bot.personal.cleansing import cleanse
from bot.personal.places import Rows, Subject
from bot.trackers.tables import conversations, events, metadata


class TrackersPlace:
    """What was typed and said, event by event."""

    name = "conversations"

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def _is_there(self) -> bool:
        """Whether anybody has talked to this installation yet."""
        return bool(inspect(self._engine).has_table(conversations.name))

    def export(self, subject: Subject) -> Rows:
        """The events without their numbers, which are another database's; where reading begins is counted instead."""
        if not self._is_there():
            return {}
        with self._engine.connect() as connection:
            mine = events.c.sender_id.in_(subject.conversations)
            rows = [
                dict(row) for row in connection.execute(select(events).where(mine).order_by(events.c.id)).mappings()
            ]
            places = {row.pop("id"): place for place, row in enumerate(rows)}
            query = select(conversations).where(conversations.c.sender_id.in_(subject.conversations))
            kept = [dict(row) for row in connection.execute(query.order_by(conversations.c.sender_id)).mappings()]
        for row in kept:
            row["first_event"] = places.get(row["first_event"])
        return {name: found for name, found in (("events", rows), ("conversations", kept)) if found}

    def load(self, rows: Rows) -> int:
        """Put conversations back, with new numbers."""
        with self._engine.begin() as connection:
            numbers = [
                connection.execute(insert(events).values(dict(row))).inserted_primary_key[0]
                for row in rows.get("events", ())
            ]
            for row in rows.get("conversations", ()):
                first = row["first_event"]
                values = {**row, "first_event": None if first is None else numbers[first]}
                connection.execute(insert(conversations).values(values))
        return sum(map(len, rows.values()))

    def erase(self, subject: Subject) -> int:
        """Delete whole conversations: of a part, the slots would be left hanging. A turn that is open then fails."""
        return self._delete(subject.conversations) if self._is_there() else 0

    def _delete(self, senders: Collection[str]) -> int:
        with self._engine.begin() as connection:
            return sum(
                connection.execute(delete(table).where(table.c.sender_id.in_(list(senders)))).rowcount
                for table in (conversations, events)
            )

    def active(self, since: datetime) -> Collection[str]:
        """Who said something."""
        if not self._is_there():
            return ()
        newest = select(events.c.sender_id).group_by(events.c.sender_id)
        with self._engine.connect() as connection:
            found = connection.execute(newest.having(func.max(events.c.timestamp) >= _seconds(since)))
            return {str(name) for name in found.scalars()}

    def purge(self, before: datetime, active: Collection[str]) -> int:
        """Delete idle conversations whole, and of the others what no turn reads any more."""
        if not self._is_there():
            return 0
        oldest = select(events.c.sender_id).group_by(events.c.sender_id)
        with self._engine.connect() as connection:
            found = connection.execute(oldest.having(func.min(events.c.timestamp) < _seconds(before))).scalars().all()
        idle = [name for name in found if name not in active]
        gone = self._delete(idle) if idle else 0
        with self._engine.begin() as connection:
            return gone + sum(_shorten(connection, name, before) for name in found if name in active)

    def cleanse(self, *, thorough: bool) -> None:
        """Rewrite the database."""
        if self._is_there():
            cleanse(self._engine, [table.name for table in metadata.sorted_tables], thorough=thorough)


def _shorten(connection: Connection, sender: str, before: datetime) -> int:
    """Delete the old events from which a turn does not begin to read; none where it reads them all."""
    begins = select(conversations.c.first_event).where(conversations.c.sender_id == sender)
    first = connection.execute(begins).scalar_one_or_none()
    if first is None:
        return 0
    old = and_(events.c.sender_id == sender, events.c.id < first, events.c.timestamp < _seconds(before))
    return int(connection.execute(delete(events).where(old)).rowcount)


def _seconds(at: datetime) -> float:
    """Seconds since 1970 of a time in UTC without a zone."""
    return at.replace(tzinfo=timezone.utc).timestamp()
