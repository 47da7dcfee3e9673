"""Rasa's tracker store over the event log: what cannot be read or written fails the turn, and the channel says so.

Importing this module lets Rasa remember which class an event's name stands for.
"""

from __future__ import annotations

import asyncio
import functools
import json
import logging
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any, TypeVar

from rasa.core.brokers.broker import EventBroker
from rasa.core.tracker_store import TrackerStore
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import Event, SessionStarted, deserialise_events
from rasa.shared.core.trackers import DialogueStateTracker

from bot.settings import Settings
from bot.trackers.log import POOL_OVERFLOW, POOL_SIZE, Cut, EventLog, Reading, Row
from bot.trackers.window import cut_index, opening_of

logger = logging.getLogger(__name__)

_Result = TypeVar("_Result")

# Rasa goes through all kinds of events for each one that it reads; a turn reads a hundred, which took 2 ms of it.
Event.resolve_by_type = staticmethod(functools.cache(Event.resolve_by_type))


@dataclass(frozen=True, slots=True)
class _Kept:
    """What the database already has of a tracker: the turns written, and how its events are numbered."""

    turns: int | None
    opening: int
    ids: tuple[int, ...]
    # Read whole, a tracker says nothing about where to begin.
    whole: bool = False

    @property
    def events(self) -> int:
        return self.opening + len(self.ids)


class SqlTrackerStore(TrackerStore):  # type: ignore[misc]  # Rasa is untyped
    """Conversations in SQLite or PostgreSQL.

    Unlike Rasa's own it makes no tables, waits for no database at the start, never ends the process, keeps nothing in
    memory instead, and reads only the end of a conversation.
    """

    def __init__(
        self,
        domain: Domain | None = None,
        event_broker: EventBroker | None = None,
        url: str | None = None,
        **kwargs: Any,
    ) -> None:
        """Made by Rasa from `endpoints.yml`, which names the class; the address is a setting unless `url` is given."""
        super().__init__(domain, event_broker)
        self.log = EventLog(url or Settings.from_env().trackers_url)
        # The server's one loop must not stand still while a database takes its time.
        self._threads = ThreadPoolExecutor(POOL_SIZE + POOL_OVERFLOW, thread_name_prefix="trackers")

    def close(self) -> None:
        """Give threads and connections back."""
        self._threads.shutdown()
        self.log.close()

    async def _aside(self, work: Callable[..., _Result], *arguments: Any) -> _Result:
        return await asyncio.get_running_loop().run_in_executor(self._threads, work, *arguments)

    async def retrieve(self, sender_id: str) -> DialogueStateTracker | None:
        """The end of a conversation, as far back as a turn looks; None for somebody new."""
        return self._tracker(sender_id, await self._aside(self.log.read, sender_id))

    async def retrieve_full_tracker(self, conversation_id: str) -> DialogueStateTracker | None:
        """The whole conversation; None for somebody new."""
        return self._tracker(conversation_id, await self._aside(self.log.read_all, conversation_id), whole=True)

    def _tracker(self, sender: str, reading: Reading | None, whole: bool = False) -> DialogueStateTracker | None:
        if reading is None:
            return None
        opening = deserialise_events(list(reading.opening))
        events = opening + deserialise_events(list(reading.kept))
        tracker = DialogueStateTracker.from_events(sender, events, self.domain.slots)
        tracker._levelfield_kept = _Kept(reading.turns, len(opening), reading.ids, whole)
        return tracker

    async def save(self, tracker: DialogueStateTracker) -> None:
        """Add what is new in a tracker.

        Raises:
            TurnOvertaken: the conversation changed meanwhile.
            sqlalchemy.exc.SQLAlchemyError: the database is away, full, or not migrated.
        """
        kept = getattr(tracker, "_levelfield_kept", None) or _Kept(None, 0, ())
        events = list(tracker.events)
        new = events[kept.events :]
        if not new:
            return
        rows, cut = [_row(event) for event in new], self._cut(tracker, events, new, kept)
        turns = await self._aside(self.log.add, tracker.sender_id, kept.turns, rows, cut)
        # Saved again, the same tracker adds only what came after. The numbers of what was added are not known here,
        # so this tracker moves the cut no more.
        unknown = (0,) * (len(events) - kept.opening)
        tracker._levelfield_kept = _Kept(turns, kept.opening, unknown, whole=True)
        await self._tell(tracker.sender_id, new)

    def _cut(
        self, tracker: DialogueStateTracker, events: Sequence[Event], new: Sequence[Event], kept: _Kept
    ) -> Cut | None:
        if kept.ids and any(isinstance(event, SessionStarted) for event in new):
            return Cut(None)
        index = None if kept.whole else cut_index(events)
        # Only what is kept already has a number; a turn adds less than stays behind the cut.
        if index is None or not kept.opening < index < kept.events:
            return None
        opening = opening_of(tracker, events[:index])
        return Cut(kept.ids[index - kept.opening], json.dumps([event.as_dict() for event in opening]))

    async def _tell(self, sender: str, new: list[Event]) -> None:
        if self.event_broker is None:
            return
        try:
            await self._stream_new_events(self.event_broker, new, sender)
        # The turn is kept: to fail it now would have it done twice.
        except Exception as error:
            logger.error("the event broker took nothing: %s", type(error).__name__)

    async def keys(self) -> Iterable[str]:
        """Everybody who has a conversation here."""
        return await self._aside(self.log.senders)


def _row(event: Event) -> Row:
    data = event.as_dict()
    intent = ((data.get("parse_data") or {}).get("intent") or {}).get("name")
    return Row(event.type_name, data["timestamp"], json.dumps(data), intent, data.get("name"))
