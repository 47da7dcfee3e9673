"""One turn at a time: in this process, and among several by a real Redis."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterator
from typing import Any

import pytest
from rasa.core.lock_store import LockError
from redis.exceptions import RedisError

from bot.trackers import locks as module
from bot.trackers.locks import ConversationLocks
from bot.trackers.queue import LEASE_SECONDS, LeaseQueue
from tests.integration.redis_server import RedisServer, need_redis


@pytest.fixture
def redis_server() -> Iterator[RedisServer]:
    need_redis()
    server = RedisServer()
    server.start()
    yield server
    server.stop()


@pytest.fixture(params=["here", "redis"])
async def pair(request: pytest.FixtureRequest) -> AsyncIterator[tuple[ConversationLocks, ConversationLocks]]:
    """Two servers' locks; in one process there is only one."""
    if request.param == "here":
        locks = ConversationLocks(redis_url="")
        yield locks, locks
        return
    url = request.getfixturevalue("redis_server").url
    first = ConversationLocks(redis_url=url)
    await _grow_up(url)
    second = ConversationLocks(redis_url=url)
    yield first, second
    await first.close()
    await second.close()


async def _grow_up(url: str) -> None:
    """Make Redis believe that it was started long ago, so that nobody waits for what it might have forgotten."""
    queue = LeaseQueue(url)
    await queue._redis.set("levelfield:turns-since", 0)
    await queue.close()


Pair = tuple[ConversationLocks, ConversationLocks]


async def test_turns_of_one_conversation_do_not_overlap_and_come_in_order(pair: Pair) -> None:
    inside, order = 0, []

    async def turn(number: int) -> None:
        nonlocal inside
        async with pair[number % 2].lock("anna"):
            inside += 1
            assert inside == 1
            await asyncio.sleep(0.01)
            order.append(number)
            inside -= 1

    # Else the first would still be connecting to Redis when the second comes.
    async with pair[0].lock("bert"), pair[1].lock("cleo"):
        pass
    tasks = []
    for number in range(20):
        tasks.append(asyncio.create_task(turn(number)))
        await asyncio.sleep(0.02)
    await asyncio.gather(*tasks)
    assert order == list(range(20))


async def test_other_conversations_do_not_wait(pair: Pair) -> None:
    async with pair[0].lock("anna"), asyncio.timeout(2), pair[1].lock("bert"):
        pass


async def test_a_turn_that_fails_gives_the_lock_back(pair: Pair) -> None:
    for error in (RuntimeError, TimeoutError):
        with pytest.raises(error):
            async with pair[0].lock("anna"):
                raise error
    async with asyncio.timeout(2), pair[1].lock("anna"):
        pass


async def test_one_who_stops_waiting_is_not_waited_for(pair: Pair) -> None:
    async with pair[0].lock("anna"):
        waiting = asyncio.create_task(_enter(pair[1]))
        await asyncio.sleep(0.1)
        waiting.cancel()
        with pytest.raises(asyncio.CancelledError):
            await waiting
    async with asyncio.timeout(2), pair[0].lock("anna"):
        pass


async def test_who_waits_too_long_is_told(pair: Pair, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "PATIENCE_SECONDS", 0.2)
    async with pair[0].lock("anna"):
        with pytest.raises(LockError, match="not free"):
            await _enter(pair[1])


async def test_nothing_is_kept_of_who_is_gone(pair: Pair) -> None:
    for number in range(10):
        await _enter(pair[0], f"somebody {number}")
    assert pair[0]._here == {}
    if pair[0]._queue is not None:
        assert await pair[0]._queue._redis.keys("levelfield:turn:*") == []


async def test_a_long_turn_keeps_its_lease(redis_server: RedisServer, monkeypatch: pytest.MonkeyPatch) -> None:
    _quick(monkeypatch)
    first, second = await _grown_pair(redis_server)
    async with first.lock("anna"):
        with pytest.raises(TimeoutError):
            async with asyncio.timeout(1.5), second.lock("anna"):
                pytest.fail("two turns at once")
    await first.close()
    await second.close()


async def test_a_dead_holders_lock_is_free_when_its_lease_has_run_out(redis_server: RedisServer) -> None:
    first, second = await _grown_pair(redis_server)
    assert first._queue is not None
    loop = asyncio.get_running_loop()
    # It takes the lock, and is never heard of again.
    assert await first._queue.join("anna", "dead")
    asked = loop.time()
    async with second.lock("anna"):
        waited = loop.time() - asked
    print(f"waited {waited:.1f} s for a dead holder; to reach 10 s; stock Rasa 60 s")
    assert LEASE_SECONDS - 0.5 < waited < 10
    await first.close()
    await second.close()


async def test_a_holder_that_froze_loses_its_turn(redis_server: RedisServer, monkeypatch: pytest.MonkeyPatch) -> None:
    _quick(monkeypatch)
    first, second = await _grown_pair(redis_server)
    with pytest.raises(LockError, match="lost"):
        async with first.lock("anna"):
            # Somebody else's hand: the lease is gone from Redis.
            assert first._queue is not None
            await first._queue._redis.flushdb()
            await _grow_up(redis_server.url)
            await _enter(second)
            await asyncio.sleep(5)
    await first.close()
    await second.close()


async def test_a_redis_that_is_away_fails_the_turn_at_once(redis_server: RedisServer) -> None:
    locks = ConversationLocks(redis_url=redis_server.url)
    redis_server.kill()
    with pytest.raises(RedisError):
        async with asyncio.timeout(5):
            await _enter(locks)
    redis_server.start()
    await _grow_up(redis_server.url)
    async with asyncio.timeout(5):
        await _enter(locks)
    await locks.close()


async def test_a_redis_that_came_back_empty_lets_nobody_in_beside_a_holder(redis_server: RedisServer) -> None:
    first, second = await _grown_pair(redis_server)
    inside = asyncio.Event()

    async def long_turn() -> None:
        async with first.lock("anna"):
            inside.set()
            await asyncio.sleep(3)

    holding = asyncio.create_task(long_turn())
    await inside.wait()
    redis_server.kill()
    redis_server.start()
    async with second.lock("anna"):
        assert holding.done(), "two turns at once"
    await holding
    await first.close()
    await second.close()


def _quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """Leases of half a second, so that tests need not wait for real ones."""
    monkeypatch.setattr(module, "LEASE_SECONDS", 0.5)
    monkeypatch.setattr("bot.trackers.queue.LEASE_SECONDS", 0.5)
    monkeypatch.setattr(module, "BEAT_SECONDS", 0.125)


async def _grown_pair(server: RedisServer) -> Pair:
    pair = ConversationLocks(redis_url=server.url), ConversationLocks(redis_url=server.url)
    await _grow_up(server.url)
    return pair


async def _enter(locks: ConversationLocks, conversation: str = "anna", **_: Any) -> None:
    async with locks.lock(conversation):
        pass
