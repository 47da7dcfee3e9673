"""One turn of a conversation at a time: within this process, or among all servers by Redis.

A lock of Rasa's own belongs to whoever died with it for a minute, is looked at once a second, and two servers can hold
the same ticket. Here a holder that dies is out after `LEASE_SECONDS`, turns come in the order in which they asked, and
a Redis that is away fails the turn.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
import uuid
from collections.abc import AsyncIterator
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from typing import Any

from rasa.core.lock_store import LockError, LockStore
from redis.exceptions import RedisError

from bot.settings import Settings
from bot.trackers.queue import LEASE_SECONDS, LeaseQueue

logger = logging.getLogger(__name__)

# Who has waited this long is told to send the message again: a turn that hangs takes about half of it.
PATIENCE_SECONDS = 30.0
# A lease survives three beats that are late.
BEAT_SECONDS = LEASE_SECONDS / 4
# A turn takes some tens of milliseconds; who waits for a slow one need not ask as often.
POLL_SECONDS, LATER_POLL_SECONDS, POLLS = 0.025, 0.1, 40


class ConversationLocks(LockStore):  # type: ignore[misc]  # Rasa is untyped
    """Rasa's lock store: in this process where no Redis is set, in Redis where one is."""

    def __init__(self, endpoint_config: Any = None, redis_url: str | None = None) -> None:
        """Made by Rasa from `endpoints.yml`, which names the class; the address is a setting unless it is given."""
        super().__init__()
        url = Settings.from_env().redis_url if redis_url is None else redis_url
        self._queue = LeaseQueue(url) if url else None
        self._here: dict[str, tuple[asyncio.Lock, int]] = {}

    async def close(self) -> None:
        """Give the connections back."""
        if self._queue is not None:
            await self._queue.close()

    def lock(
        self, conversation_id: str, lock_lifetime: float = PATIENCE_SECONDS, wait_time_in_seconds: float = POLL_SECONDS
    ) -> AbstractAsyncContextManager[None]:
        """Wait for the conversation to be free, and keep it while the block runs.

        Raises:
            LockError: it was not free in time, or the lease was lost while the block ran.
            redis.RedisError: Redis cannot be asked.
        """
        if self._queue is None:
            return self._lock_here(conversation_id)
        return self._lock_in_redis(self._queue, conversation_id)

    @asynccontextmanager
    async def _lock_here(self, conversation: str) -> AsyncIterator[None]:
        # asyncio's lock serves in order; who waits or holds is counted, so that none is kept for somebody long gone.
        lock, users = self._here.get(conversation, (asyncio.Lock(), 0))
        self._here[conversation] = lock, users + 1
        try:
            try:
                await asyncio.wait_for(lock.acquire(), PATIENCE_SECONDS)
            except TimeoutError:
                raise _busy() from None
            try:
                yield
            finally:
                lock.release()
        finally:
            lock, users = self._here.pop(conversation)
            if users > 1:
                self._here[conversation] = lock, users - 1

    @asynccontextmanager
    async def _lock_in_redis(self, queue: LeaseQueue, conversation: str) -> AsyncIterator[None]:
        token = uuid.uuid4().hex
        try:
            # The limit is moved on by each beat, and reached when they stop: then another server may go on.
            limit = asyncio.timeout_at(await _wait(queue, conversation, token))
            try:
                async with limit, _beating(queue, conversation, token, limit):
                    yield
            except TimeoutError as error:
                if limit.expired():
                    raise LockError("The lease of this conversation was lost while a turn was at work.") from error
                raise
        finally:
            # What cannot be given back runs out by itself.
            with contextlib.suppress(RedisError, OSError):
                await queue.leave(conversation, token)


def _busy() -> LockError:
    return LockError(f"This conversation was not free within {PATIENCE_SECONDS:.0f} seconds.")


async def _wait(queue: LeaseQueue, conversation: str, token: str) -> float:
    """Queue up until it is our turn; returns when the lease runs out, by this loop's clock."""
    loop = asyncio.get_running_loop()
    began, polls = loop.time(), 0
    while True:
        # Counted from before the question: Redis counts from later, so ours runs out first.
        asked = loop.time()
        if await queue.join(conversation, token):
            return asked + LEASE_SECONDS
        if asked - began > PATIENCE_SECONDS:
            raise _busy()
        await asyncio.sleep(POLL_SECONDS if polls < POLLS else LATER_POLL_SECONDS)
        polls += 1


@asynccontextmanager
async def _beating(queue: LeaseQueue, conversation: str, token: str, limit: asyncio.Timeout) -> AsyncIterator[None]:
    beats = asyncio.create_task(_beat(queue, conversation, token, limit))
    try:
        yield
    finally:
        beats.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await beats


async def _beat(queue: LeaseQueue, conversation: str, token: str, limit: asyncio.Timeout) -> None:
    """Renew the lease until cancelled; a lease that is gone ends the turn at once."""
    loop = asyncio.get_running_loop()
    while True:
        await asyncio.sleep(BEAT_SECONDS)
        asked = loop.time()
        try:
            if not await queue.keep(conversation, token):
                limit.reschedule(asked)
                return
        except (RedisError, OSError) as error:
            # Perhaps it is back before the lease has run out; if not, the limit ends the turn.
            logger.warning("a lease could not be renewed: %s", type(error).__name__)
            continue
        limit.reschedule(asked + LEASE_SECONDS)
