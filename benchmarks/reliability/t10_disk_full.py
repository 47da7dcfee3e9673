"""T10: the disk is full, then it is not; and fifty times the power goes while something is written (kill -9)."""

from __future__ import annotations

import random
import resource
import sqlite3
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from benchmarks.reliability.adviser import CIRCLE, Adviser, Talker, circle, count
from benchmarks.reliability.result import Result
from bot.settings import ROOT
from bot.trackers.log import EventLog
from bot.trackers.migrate import migrate

TURNS = 6
# Writers killed.
FULL, SHORT = (50,), (10,)
ON = Adviser
# A writer does some hundred turns in this time; when in it the kill comes, is drawn.
SECONDS_OF_WRITING = 0.3


@contextmanager
def full_disk(adviser: Adviser) -> Iterator[None]:
    """No file of both servers may grow: what a full disk does, without filling this machine's."""
    pids = [server.pid for server in adviser.servers if server.pid]
    # The write-ahead logs begin anew at every checkpoint, so their present size is no limit: nothing may be written.
    before = [resource.prlimit(pid, resource.RLIMIT_FSIZE, (0, resource.RLIM_INFINITY)) for pid in pids]
    try:
        yield
    finally:
        for pid, limits in zip(pids, before, strict=True):
            resource.prlimit(pid, resource.RLIMIT_FSIZE, limits)


def measure(adviser: Adviser, kills: int) -> list[Result]:
    """Fill the disk under a conversation, free it, and then kill writers."""
    return [*_full(adviser), *_killed(kills)]


def _full(adviser: Adviser) -> list[Result]:
    talker = Talker(adviser.url, "disk-full", again=False)
    for text in circle(TURNS):
        talker.say(text)
    with full_disk(adviser):
        for text in CIRCLE[:TURNS]:
            talker.say(text)
    refused = list(talker.log.failed)
    alive = all(server.exit_code is None for server in adviser.servers)
    before = len(talker.log.failed)
    for text in CIRCLE[TURNS - 1 :]:
        talker.say(text)
    talker.close()
    recovered = alive and len(talker.log.failed) == before
    found = count(adviser.settings.trackers_url, [talker])
    sound = all(_integrity(url) for url in (adviser.settings.trackers_url, adviser.settings.cases_url))
    told = refused == [503] * TURNS and talker.log.without_retry_after == 0
    return [
        Result(
            "T10 disk_full, while it is full",
            f"{refused.count(503)} of {TURNS} turns answered 503, lost {found.lost}",
            "503 with Retry-After each, lost 0",
            "acknowledged, and kept in memory until the process ends",
            told and found.lost == found.twice == found.out_of_order == 0,
        ),
        Result(
            "T10 disk_full, afterwards",
            f"integrity_check {'ok' if sound else 'FAILED'}, {'the next turn works' if recovered else 'no turn works'}",
            "ok, the next turn works",
            "not measured",
            sound and recovered,
        ),
    ]


def _killed(kills: int) -> list[Result]:
    drawn = random.Random(7)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "trackers.db"
        url = f"sqlite:///{path}"
        migrate(url)
        acknowledged: list[int] = []
        sound = True
        for _ in range(kills):
            acknowledged += _write_and_die(url, drawn.uniform(0, SECONDS_OF_WRITING))
            sound = sound and _integrity(url)
        log = EventLog(url)
        reading = log.read_all("power-cut")
        stored = [event["number"] for event in reading.kept] if reading else []
        log.close()
    lost, twice = len(set(acknowledged) - set(stored)), len(stored) - len(set(stored))
    return [
        Result(
            f"T10 disk_full, kill -9 {kills} times in writes",
            f"{len(acknowledged)} acknowledged, lost {lost}, twice {twice}, integrity {'ok' if sound else 'FAILED'}",
            "lost 0, twice 0, ok",
            "not measured",
            sound and lost == twice == 0 and bool(acknowledged),
        )
    ]


def _write_and_die(url: str, seconds: float) -> list[int]:
    command = [sys.executable, "-m", "benchmarks.reliability.writer", url, "power-cut"]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        # The first line: it has started, so from now on the time is spent in writing.
        lines = [process.stdout.readline()]
        try:
            process.wait(seconds)
        except subprocess.TimeoutExpired:
            process.kill()
        lines += process.stdout.readlines()
    # The last line may have been cut off in the middle.
    return [int(line) for line in lines if line.endswith("\n")]


def _integrity(url: str) -> bool:
    with closing(sqlite3.connect(url.removeprefix("sqlite:///"))) as connection:
        return connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]


def run(short: bool = False) -> list[Result]:
    """Measure on servers of its own."""
    with tempfile.TemporaryDirectory() as folder, Adviser(Path(folder) / "var") as adviser:
        return measure(adviser, *(SHORT if short else FULL))
