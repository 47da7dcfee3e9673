"""T17: a flood from one address beside ten people. The flood is told to wait, the people are answered."""

from __future__ import annotations

import tempfile
import threading
import time
from collections import Counter
from contextlib import ExitStack
from http.client import HTTPConnection
from pathlib import Path

from limits import parse_many

from benchmarks.reliability.doors import WEBHOOK, GoodUser, OpenDoors, message, percentile
from benchmarks.reliability.result import Result
from bot.settings import LIMIT_ADDRESS, LIMIT_NEWCOMERS

SECONDS, SHORT_SECONDS = 60.0, 6.0
PEOPLE, REQUESTS_A_SECOND, LINES = 10, 500, 4
FLOODER = "198.51.100.66"


class _Flood:
    """Requests from one address over several lines, each with a new sender; a context."""

    def __init__(self, port: int) -> None:
        self._port, self._stop = port, threading.Event()
        self.statuses, self.without_wait = Counter[int](), 0
        self._threads = [threading.Thread(target=self._pour, args=(n,), daemon=True) for n in range(LINES)]

    def __enter__(self) -> _Flood:
        for thread in self._threads:
            thread.start()
        return self

    def __exit__(self, *failure: object) -> None:
        self._stop.set()
        for thread in self._threads:
            thread.join()

    def _pour(self, line_number: int) -> None:
        connection = HTTPConnection("127.0.0.1", self._port, timeout=30)
        headers = {"X-Forwarded-For": FLOODER, "Content-Type": "application/json"}
        sent = 0
        began = time.monotonic()
        while not self._stop.is_set():
            connection.request("POST", WEBHOOK, message(f"flood-{line_number}-{sent}", "hello"), headers)
            with connection.getresponse() as response:
                response.read()
                self.statuses[response.status] += 1
                self.without_wait += response.status == 429 and not response.headers.get("Retry-After")
            sent += 1
            ahead = sent / (REQUESTS_A_SECOND / LINES) - (time.monotonic() - began)
            self._stop.wait(max(0.0, ahead))
        connection.close()


def measure(bot: OpenDoors, seconds: float = SECONDS) -> list[Result]:
    """Pour for so long beside ten people, each from an address of their own."""
    people = [GoodUser(bot.settings.port, f"t17-good-{n}", f"203.0.113.{n}") for n in range(PEOPLE)]
    began = time.monotonic()
    with ExitStack() as stack:
        flood = stack.enter_context(_Flood(bot.settings.port))
        for person in people:
            stack.enter_context(person)
        time.sleep(seconds)
    lasted = time.monotonic() - began
    let_in = flood.statuses[200]
    most = min(_most(LIMIT_ADDRESS, lasted), _most(LIMIT_NEWCOMERS, lasted))
    refused, other = flood.statuses[429], sum(flood.statuses.values()) - let_in - flood.statuses[429]
    waits = [wait for person in people for wait in person.waits]
    failed = sum(len(person.failed) for person in people)
    return [
        Result(
            f"T17 flood, {sum(flood.statuses.values()):,} requests of one address in {lasted:.0f} s",
            f"let in {let_in}, 429 {refused}, other {other}, 429 without Retry-After {flood.without_wait}",
            f"let in at most {most}, all others 429 with Retry-After",
            "no limit: all let in",
            0 < let_in <= most and refused > 0 and other == flood.without_wait == 0 and bot.exits == 0,
        ),
        Result(
            f"T17 {PEOPLE} people beside it",
            f"{len(waits)} messages, {failed} not answered",
            "0 not answered",
            "-",
            len(waits) >= PEOPLE and failed == 0,
        ),
        Result(
            "T17 their wait",
            f"p50 {percentile(waits, 0.5):.2f} s, p99 {percentile(waits, 0.99):.2f} s",
            "p99 1 s",
            "-",
            percentile(waits, 0.99) <= 1,
            timed=True,
        ),
    ]


def _most(limit: str, seconds: float) -> int:
    """How many a limit may let in meanwhile: in each window that was begun, what one window lets in."""
    return min(item.amount * (1 + int(seconds // item.get_expiry())) for item in parse_many(limit))


def run(short: bool = False) -> list[Result]:
    """Measure on servers of its own."""
    with tempfile.TemporaryDirectory() as folder, OpenDoors(Path(folder) / "var") as bot:
        return measure(bot, SHORT_SECONDS if short else SECONDS)
