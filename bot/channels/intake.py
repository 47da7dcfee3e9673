"""Works on the inbox of one channel: different people at once, one person's messages in order, each to its end."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import threading
from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import Any

import aiohttp
from sanic import Blueprint

from bot.channels.faults import Fault
from bot.channels.refusals import log_failure
from bot.channels.turns import NoModel
from bot.inbox.inbox import BEAT_SECONDS, Inbox
from bot.model.received import ANSWERED, Received
from bot.trackers.outages import OUTAGES

logger = logging.getLogger(__name__)

# How often it looks for what others left behind; what comes in here is taken at once.
_LOOK_SECONDS = 1.0
# A turn is some ten milliseconds of work and the rest waiting, and one process does one at a time.
_AT_ONCE = 16
_TIDY_SECONDS = 600.0
# After so many failed attempts, eight seconds on, somebody who still waits is told that it is not forgotten.
_TELL_AFTER = 3
# What passes by itself, however long it takes: the same person's later messages wait for it, since an answer that
# overtakes the one before it is noted at the wrong question.
_PASSING = (*OUTAGES, aiohttp.ClientError, NoModel)
# Any other failure that comes this often, eight seconds on, lies in the message itself: it is set aside, as a dead
# letter that the operator can see, and the person is asked for other words.
_SET_ASIDE_AFTER = 4
# Turns in hand are finished before the server goes, if that takes no longer.
_PATIENCE_SECONDS = 5.0

Answer = Callable[[Received, Any], Awaitable[Sequence[Mapping[str, Any]]]]
Deliver = Callable[[Received, Mapping[str, Any]], Awaitable[None]]


class Undelivered(Exception):
    """A message could not be handed over; says what happened without texts and addresses."""

    def __init__(self, fault: str, *, after: float | None = None, for_good: bool = False) -> None:
        super().__init__(fault)
        self.fault, self.after, self.for_good = fault, after, for_good


class Intake:
    """The worker of one channel.

    Args:
        answer: makes the reply to a message; called with Rasa's agent or None.
        deliver: hands one message of the reply over; None where the client fetches the reply itself.
        notices: `kept` is said where the answer takes long, `set_aside` where there will be none; nothing where the
            client is told by its call.
    """

    def __init__(
        self,
        inbox: Inbox,
        channel: str,
        answer: Answer,
        deliver: Deliver | None,
        fault: Fault,
        notices: Mapping[str, Mapping[str, Any]] | None = None,
    ) -> None:
        self._inbox, self._channel, self._answer, self._deliver = inbox, channel, answer, deliver
        self._fault, self._notices = fault, notices or {}
        self._leases: set[str] = set()
        self._tasks: set[asyncio.Task[None]] = set()
        self._listeners: dict[str, set[asyncio.Future[None]]] = {}
        self._stopping = threading.Event()
        self._agent: Any = None

    def attach(self, routes: Blueprint) -> None:
        """Work in the server of these routes, from its start to its end."""

        async def begin(app: Any, loop: Any) -> None:
            self._wake = asyncio.Event()
            self._agent = getattr(app.ctx, "agent", None)
            self._worker = asyncio.ensure_future(self._work())
            threading.Thread(target=self._beat, name=f"{self._channel} inbox", daemon=True).start()

        async def end(app: Any, loop: Any) -> None:
            self._stopping.set()
            self._worker.cancel()
            if self._tasks:
                await asyncio.wait(self._tasks, timeout=_PATIENCE_SECONDS)

        # Before it listens: whoever is answered "taken" is worked on from then on.
        routes.listener("before_server_start")(begin)
        routes.listener("before_server_stop")(end)

    async def put(self, person: str, key: str, body: Mapping[str, Any], *, reference: str = "") -> bool:
        """Keep a message that came in; False where it came before. Raises what the database raises."""
        self._fault.reached("received")
        new = await asyncio.to_thread(self._inbox.put, self._channel, person, key, body, reference=reference)
        self._fault.reached("stored")
        self._wake.set()
        return bool(new)

    async def finished(self, person: str, key: str, seconds: float) -> Received | None:
        """The message once it is done, dead or put off after a failure; None where it is in hand for longer than that.

        Another process may have it in hand, so it is also looked for now and then.
        """
        first = await self._find(person, key)
        if first is None or first.done_at is not None:
            return first
        await asyncio.to_thread(self._inbox.hurry, first)
        self._wake.set()
        deadline = asyncio.get_running_loop().time() + seconds
        while (left := deadline - asyncio.get_running_loop().time()) > 0:
            heard: asyncio.Future[None] = asyncio.get_running_loop().create_future()
            self._listeners.setdefault(first.id, set()).add(heard)
            try:
                # Looked at after the ear is open, so that nothing is missed between the two.
                found = await self._find(person, key)
                failed = found is not None and found.leased_until is None and found.attempts > first.attempts
                if found is None or found.done_at is not None or (failed and found.fault):
                    return found
                await asyncio.wait([heard], timeout=min(left, _LOOK_SECONDS))
            finally:
                self._listeners[first.id].discard(heard)
                if not self._listeners[first.id]:
                    del self._listeners[first.id]
        return None

    async def _find(self, person: str, key: str) -> Received | None:
        found: Received | None = await asyncio.to_thread(self._inbox.find, self._channel, person, key)
        return found

    async def _work(self) -> None:
        tidied = float("-inf")
        while True:
            self._wake.clear()
            try:
                if asyncio.get_running_loop().time() - tidied > _TIDY_SECONDS:
                    await asyncio.to_thread(self._inbox.tidy)
                    tidied = asyncio.get_running_loop().time()
                await self._take_all()
            except Exception as error:
                # The database is away: what it has is kept there, and what comes in is refused at the door.
                logger.error("the inbox of %s cannot be worked on: %s", self._channel, type(error).__name__)
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(self._wake.wait(), _LOOK_SECONDS)

    async def _take_all(self) -> None:
        # Rasa drops messages without a word while it has no model.
        while len(self._tasks) < _AT_ONCE and (self._agent is None or self._agent.is_ready()):
            received = await asyncio.to_thread(self._inbox.take, self._channel)
            if received is None:
                return
            self._leases.add(received.lease)
            task = asyncio.ensure_future(self._see_through(received))
            self._tasks.add(task)
            task.add_done_callback(self._tasks.discard)

    async def _see_through(self, received: Received) -> None:
        try:
            self._fault.reached("handed on")
            await self._handle(received)
        except Exception as error:
            await self._put_off(received, error)
        finally:
            self._leases.discard(received.lease)
            for heard in self._listeners.get(received.id, ()):
                if not heard.done():
                    heard.set_result(None)
            # The same person's next message is free now.
            self._wake.set()

    async def _handle(self, received: Received) -> None:
        if received.state != ANSWERED:
            reply = await self._answer(received, self._agent)
            self._fault.reached("answered")
            if self._deliver is None:
                await asyncio.to_thread(self._inbox.mark_done, received, reply)
                self._fault.reached("done")
                return
            kept = await asyncio.to_thread(self._inbox.keep_reply, received, reply)
            if kept is None:
                return
            received = kept
        for place in range(received.sent, len(received.reply)):
            assert self._deliver is not None
            await self._deliver(received, received.reply[place])
            self._fault.reached("sent")
            if not await asyncio.to_thread(self._inbox.mark_sent, received, place + 1):
                return
        await asyncio.to_thread(self._inbox.mark_done, received)
        self._fault.reached("done")

    async def _put_off(self, received: Received, error: Exception) -> None:
        try:
            if isinstance(error, Undelivered):
                fault = error.fault
                again = await asyncio.to_thread(
                    self._inbox.put_off, received, fault, after=error.after, for_good=error.for_good
                )
            else:
                log_failure(f"a turn of {self._channel} failed", error)
                fault = type(error).__name__
                passing = isinstance(error, _PASSING)
                if passing and received.attempts == _TELL_AFTER:
                    await self._tell(received, "kept")
                set_aside = not passing and received.attempts >= _SET_ASIDE_AFTER
                if set_aside:
                    await self._tell(received, "set_aside")
                again = await asyncio.to_thread(self._inbox.put_off, received, fault, for_good=set_aside)
            level = logging.WARNING if again else logging.ERROR
            logger.log(
                level, "message %s of %s %s: %s", received.id, self._channel, "waits" if again else "died", fault
            )
        except Exception as away:
            # Nothing can be written: the lease runs out, and the message is taken up again.
            logger.error("message %s of %s stays in hand: %s", received.id, self._channel, type(away).__name__)

    async def _tell(self, received: Received, notice: str) -> None:
        if self._deliver is not None and notice in self._notices:
            # Whether that goes out or not, the message is kept.
            with contextlib.suppress(Undelivered):
                await self._deliver(received, self._notices[notice])

    def _beat(self) -> None:
        """In a thread of its own: a turn that keeps the loop busy must not cost a lease."""
        while not self._stopping.wait(BEAT_SECONDS):
            leases = list(self._leases)
            try:
                if leases:
                    self._inbox.beat(leases)
            except Exception as error:
                logger.error("the leases of %s cannot be renewed: %s", self._channel, type(error).__name__)
