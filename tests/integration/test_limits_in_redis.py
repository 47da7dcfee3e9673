"""Limits that several servers keep together in Redis, and each by itself while Redis is away."""

from __future__ import annotations

import asyncio
import os
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.channels import limits
from bot.channels.limits import Limits
from bot.cli.processes import free_port
from bot.settings import Settings

NO_REDIS = "Redis is not installed (Debian: apt install redis-server)"
START_SECONDS = 20


@pytest.fixture
def port(tmp_path: Path) -> int:
    return free_port()


@pytest.fixture
def redis(port: int, tmp_path: Path) -> Iterator[subprocess.Popen[bytes]]:
    """A private Redis server; skipped where it is not installed, except in CI."""
    program = shutil.which("redis-server", path=f"{os.environ.get('PATH', '')}:/usr/bin:/usr/local/bin")
    if program is None:
        (pytest.fail if os.environ.get("CI") else pytest.skip)(NO_REDIS)
    command = [program, "--port", str(port), "--bind", "127.0.0.1", "--save", "", "--dir", str(tmp_path)]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL)
    deadline = time.monotonic() + START_SECONDS
    while not _listens(port):
        assert process.poll() is None and time.monotonic() < deadline
        time.sleep(0.05)
    yield process
    process.kill()
    process.wait()


def _listens(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


def server(port: int) -> Limits:
    """The limits as one of several servers has them."""
    env = {"LEVELFIELD_REDIS_URL": f"redis://127.0.0.1:{port}", "LEVELFIELD_LIMIT_SENDER": "3/hour"}
    return Limits(Settings.from_env(env))


def say(*servers: Limits) -> list[bool]:
    """One message of the same sender to each; which were let in."""

    async def run() -> list[bool]:
        return [await one.of_sender("rest:ann", "198.51.100.7") is None for one in servers]

    return asyncio.run(run())


def test_several_servers_count_together(redis: subprocess.Popen[bytes], port: int) -> None:
    one, two = server(port), server(port)
    assert say(one, two, one, two, one) == [True, True, True, False, False]
    one.require_redis()


def test_new_senders_are_known_to_all(redis: subprocess.Popen[bytes], port: int) -> None:
    env = {"LEVELFIELD_REDIS_URL": f"redis://127.0.0.1:{port}", "LEVELFIELD_LIMIT_NEWCOMERS": "1/hour"}
    one, two = (Limits(Settings.from_env(env)) for _ in range(2))

    async def run() -> list[bool]:
        asked = [(one, "ann"), (two, "ben"), (two, "ann"), (one, "ben")]
        return [await limit.of_sender(f"rest:{name}", "198.51.100.7") is None for limit, name in asked]

    assert asyncio.run(run()) == [True, False, True, False]


def test_while_redis_is_away_each_keeps_its_own_and_asks_again(
    redis: subprocess.Popen[bytes], port: int, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    one = server(port)
    assert say(one) == [True]
    redis.kill()
    redis.wait()
    assert say(one, one, one, one) == [True, True, True, False]
    assert caplog.text.count("Redis does not answer") == 1 and str(port) not in caplog.text
    with pytest.raises(ConnectionError):
        one.require_redis()
    monkeypatch.setattr(limits, "_REDIS_PAUSE_SECONDS", 0.0)
    one._redis_again = 0.0
    say(one)
    assert caplog.text.count("Redis does not answer") == 2
