"""A queue for each conversation in Redis: who is first holds it, and who stops renewing is dropped.

redis-py has a lock, but it serves whoever asks at the right moment; two messages of one person would change places.
All times are Redis' own, so the servers' clocks do not matter.
"""

from __future__ import annotations

import logging

import redis
from redis.asyncio import Redis
from redis.asyncio.retry import Retry
from redis.backoff import ConstantBackoff
from redis.exceptions import ConnectionError as RedisConnectionError
from redis.exceptions import RedisError
from redis.exceptions import TimeoutError as RedisTimeoutError

logger = logging.getLogger(__name__)

# A holder that died is out after this long: short enough to wait for, and long enough for a server that is very busy.
LEASE_SECONDS = 6.0
# A Redis on the same network answers in a millisecond.
_ANSWER_SECONDS = 2.0
# A kept connection is stale when Redis was away: one more try, on a new one. Every script may come twice.
_RETRY = (ConstantBackoff(0.05), 1)
PREFIX = "levelfield:turn:"
_BORN = "levelfield:turns-since"

# KEYS: the queue (token by place), the leases (token by when it runs out), when this Redis was first asked.
# ARGV: token, lease in ms, 1 to keep a place and 0 to take one. Returns 0 for the first place, or a number to wait for.
#
# A Redis that comes back empty has forgotten who is first, and its holder may still be at work: for as long as a lease,
# nobody new gets in, and who says that it is first is believed.
_ASK = """
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
local lease = tonumber(ARGV[2])
for _, gone in ipairs(redis.call('ZRANGEBYSCORE', KEYS[2], '-inf', now)) do
  redis.call('ZREM', KEYS[1], gone)
  redis.call('ZREM', KEYS[2], gone)
end
local born = redis.call('GET', KEYS[3])
if not born then
  born = now
  redis.call('SET', KEYS[3], now)
end
local young = now < born + lease
if not redis.call('ZSCORE', KEYS[1], ARGV[1]) then
  local place = 0
  if ARGV[3] == '1' then
    if not young then return -1 end
  else
    local last = redis.call('ZRANGE', KEYS[1], -1, -1, 'WITHSCORES')
    place = 1 + (tonumber(last[2]) or 0)
  end
  redis.call('ZADD', KEYS[1], place, ARGV[1])
end
redis.call('ZADD', KEYS[2], now + lease, ARGV[1])
redis.call('PEXPIRE', KEYS[1], lease * 2)
redis.call('PEXPIRE', KEYS[2], lease * 2)
local ahead = redis.call('ZRANK', KEYS[1], ARGV[1])
if young and ARGV[3] == '0' then return ahead + 1 end
return ahead
"""


class LeaseQueue:
    """The queues at one Redis address."""

    def __init__(self, url: str) -> None:
        self._redis: Redis = Redis.from_url(
            url,
            socket_timeout=_ANSWER_SECONDS,
            socket_connect_timeout=_ANSWER_SECONDS,
            retry=Retry(*_RETRY),
            retry_on_error=[RedisConnectionError, RedisTimeoutError],
        )
        self._ask = self._redis.register_script(_ASK)
        _note_birth(url)

    async def close(self) -> None:
        """Give the connections back."""
        await self._redis.close()

    async def join(self, conversation: str, token: str) -> bool:
        """Stand in the queue, and stay alive in it; True once it is this token's turn."""
        return await self._place(conversation, token, "0") == 0

    async def keep(self, conversation: str, token: str) -> bool:
        """Renew the lease of a token whose turn it is; False where it has lost it."""
        return await self._place(conversation, token, "1") == 0

    async def _place(self, conversation: str, token: str, keep: str) -> int:
        answer = await self._ask(keys=_keys(conversation), args=[token, int(LEASE_SECONDS * 1000), keep])
        return int(answer)

    async def leave(self, conversation: str, token: str) -> None:
        """Let the next one go on."""
        places, leases, _ = _keys(conversation)
        async with self._redis.pipeline(transaction=True) as pipeline:
            await pipeline.zrem(places, token).zrem(leases, token).execute()


def _keys(conversation: str) -> list[str]:
    return [f"{PREFIX}{conversation}", f"{PREFIX}{conversation}:leases", _BORN]


def _note_birth(url: str) -> None:
    """Start an empty Redis' first seconds now, while the model loads, and not at the first message."""
    try:
        with redis.Redis.from_url(url, socket_timeout=_ANSWER_SECONDS, socket_connect_timeout=_ANSWER_SECONDS) as once:
            seconds, micros = once.time()
            once.set(_BORN, seconds * 1000 + micros // 1000, nx=True)
    except (RedisError, OSError) as error:
        # It is asked again with every message, and each of them says so.
        logger.warning("Redis cannot be asked yet: %s", type(error).__name__)
