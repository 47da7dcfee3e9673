"""How many messages in what time: by sender, by address, and new senders by address; in this process or in Redis."""

from __future__ import annotations

import asyncio
import functools
import hashlib
import ipaddress
import logging
import math
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from limits import RateLimitItem, parse_many
from limits.storage import MemoryStorage, RedisStorage
from limits.strategies import SlidingWindowCounterRateLimiter

from bot.settings import Settings
from bot.telemetry.metrics import LIMITED, LIMITS_ALONE

logger = logging.getLogger(__name__)

# Redis on the same network answers within a millisecond; a turn must not wait for one that does not.
_REDIS_PATIENCE_SECONDS = 0.25
# After that long without it, Redis is asked again.
_REDIS_PAUSE_SECONDS = 5.0
# Whoever has IPv6 has at least this much of it to send from.
_IPV6_NETWORK = 64
# A sender that was silent for that long counts as new: an hour, as the limit on new ones has it.
_KNOWN = parse_many("1/hour")
# Who writes too fast in a chat is told so once in the longer of the usual times: a notice a message were a flood too.
_TOLD = parse_many("1/10 minutes")
# What becomes of a message in a chat: it is read; it is not, and that is said; it is not, and that was said before.
READ, TOLD, PASSED_OVER = "read", "told", "passed over"


@dataclass(frozen=True, slots=True)
class Exceeded:
    """Which limit (`sender`, `address`, `newcomers`), and in how many seconds to try again."""

    limit: str
    retry_after: int


class Limits:
    """The limits of one installation."""

    def __init__(self, settings: Settings) -> None:
        self._items = {
            "sender": _items(settings.limit_sender),
            "address": _items(settings.limit_address),
            "newcomers": _items(settings.limit_newcomers),
        }
        self._loopback = settings.limits_loopback
        self._here = _Windows(MemoryStorage())
        self._redis_url = settings.redis_url
        self._redis_again = 0.0

    async def of_address(self, address: str) -> Exceeded | None:
        """Count a request from an address; what it exceeds, if anything."""
        key = self._key(address)
        return await self._hit("address", key) if key else None

    async def of_sender(self, sender: str, address: str) -> Exceeded | None:
        """Count a message of `channel:user`; what it exceeds, if anything."""
        return await self._hit("sender", sender) or await self._of_newcomer(sender, address)

    async def in_chat(self, person: str) -> str:
        """Count a message of somebody on a chat platform, whose own address nobody knows; READ, TOLD or PASSED_OVER."""
        if await self._hit("sender", person) is None:
            return READ
        return PASSED_OVER if await self._count(lambda windows: windows.hit(_TOLD, "told", person)) else TOLD

    def require_redis(self) -> None:
        """Ask Redis.

        Raises:
            ConnectionError: it does not answer.
        """
        if not self._in_redis.answers():
            raise ConnectionError("Redis does not answer.")

    async def _of_newcomer(self, sender: str, address: str) -> Exceeded | None:
        key = self._key(address)
        if not key or not self._items["newcomers"] or await self._count(lambda windows: windows.is_known(sender)):
            return None
        exceeded = await self._hit("newcomers", key)
        if exceeded is None:
            # Only who was let in is known: a refused newcomer must not slip in with the second message.
            await self._count(lambda windows: windows.hit(_KNOWN, "known", sender))
        return exceeded

    async def _hit(self, limit: str, key: str) -> Exceeded | None:
        retry_after = await self._count(lambda windows: windows.hit(self._items[limit], limit, key))
        if not retry_after:
            return None
        LIMITED.labels(limit).inc()
        return Exceeded(limit, retry_after)

    async def _count(self, act: Callable[[_Windows], int]) -> int:
        if self._redis_url and time.monotonic() >= self._redis_again:
            try:
                return await asyncio.to_thread(lambda: act(self._in_redis))
            # Whatever is wrong with Redis, each process goes on with limits of its own.
            except Exception as error:
                self._redis_again = time.monotonic() + _REDIS_PAUSE_SECONDS
                LIMITS_ALONE.inc()
                logger.warning("Redis does not answer (%s): limits are kept in this process.", type(error).__name__)
        return act(self._here)

    @functools.cached_property
    def _in_redis(self) -> _Windows:
        patience = _REDIS_PATIENCE_SECONDS
        return _Windows(RedisStorage(self._redis_url, socket_timeout=patience, socket_connect_timeout=patience))

    def _key(self, address: str) -> str:
        """What an address counts as; empty where it does not count."""
        try:
            ip = ipaddress.ip_address(address)
        except ValueError:
            # A local socket has no address; whoever stands behind it is its proxy's business.
            return ""
        if isinstance(ip, ipaddress.IPv6Address):
            ip = ip.ipv4_mapped or ip
        if ip.is_loopback and not self._loopback:
            return ""
        return str(ipaddress.ip_network((ip, _IPV6_NETWORK), strict=False)) if ip.version == 6 else str(ip)


class _Windows:
    """Counts in sliding windows."""

    def __init__(self, storage: MemoryStorage | RedisStorage) -> None:
        self._storage, self._limiter = storage, SlidingWindowCounterRateLimiter(storage)

    def answers(self) -> bool:
        """Whether the counts can be reached."""
        return self._storage.check()

    def hit(self, items: Sequence[RateLimitItem], *names: str) -> int:
        """Count one; 0 where all limits let it in, else in how many seconds to try again."""
        key = _unnamed(names)
        for item in items:
            if not self._limiter.hit(item, key):
                reset = self._limiter.get_window_stats(item, key).reset_time
                return min(max(1, math.ceil(reset - time.time())), item.get_expiry())
        return 0

    def is_known(self, sender: str) -> bool:
        """Whether the sender was let in lately."""
        return not self._limiter.test(_KNOWN[0], _unnamed(("known", sender)))


def _unnamed(names: Sequence[str]) -> str:
    """What is counted, under a name that says nothing of whom: Redis keeps it for up to an hour, an erasure or not."""
    return hashlib.sha256("\0".join(names).encode()).hexdigest()[:32]


def _items(limit: str) -> tuple[RateLimitItem, ...]:
    return tuple(parse_many(limit)) if limit else ()


@functools.cache
def installed_limits() -> Limits:
    """The limits of this installation, shared by all doors of this process."""
    return Limits(Settings.from_env())
