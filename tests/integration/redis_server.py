"""A private Redis server out of Debian's program, on a port of its own; it keeps nothing on disk."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import pytest
import redis

from bot.cli.processes import free_port

PROGRAM = shutil.which("redis-server")
START_SECONDS = 20


class RedisServer:
    """A server that can be killed and come back empty on the same port."""

    def __init__(self) -> None:
        self.port = free_port()
        self._home = Path(tempfile.mkdtemp(prefix="levelfield-redis-"))
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        """What LEVELFIELD_REDIS_URL would be."""
        return f"redis://127.0.0.1:{self.port}/0"

    def start(self) -> None:
        """Start, and return when it answers."""
        assert PROGRAM is not None
        quiet = ("--save", "", "--appendonly", "no", "--dir", str(self._home), "--loglevel", "warning")
        command = [PROGRAM, "--port", str(self.port), "--bind", "127.0.0.1", *quiet]
        self._process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        deadline = time.monotonic() + START_SECONDS
        with redis.Redis(port=self.port) as client:
            while True:
                try:
                    client.ping()
                    return
                except redis.ConnectionError:
                    assert time.monotonic() < deadline, "Redis did not start"
                    time.sleep(0.05)

    def kill(self) -> None:
        """Be gone at once, with all it knew."""
        if self._process is not None:
            self._process.kill()
            self._process.wait()
            self._process = None

    def stop(self) -> None:
        """End for good."""
        self.kill()
        shutil.rmtree(self._home, ignore_errors=True)


def need_redis() -> None:
    """Skip a test where the program is missing, except in CI, and where this Python is too old for Redis."""
    if sys.version_info < (3, 11, 3):
        pytest.skip("Redis needs Python 3.11.3 or newer")
    if PROGRAM is None:
        reason = "redis-server is not installed (Debian: apt install redis-server)"
        (pytest.fail if os.environ.get("CI") else pytest.skip)(reason)
