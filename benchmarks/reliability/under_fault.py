"""People who talk on while something is broken under them, and what became of their messages."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

from benchmarks.reliability.adviser import Count, Talker, count, crowd
from benchmarks.reliability.pair import Pair

PEOPLE = 8
# Each has opened a question before anything breaks, and goes on a little when all works again.
FIRST_TURNS, AFTERWARDS_SECONDS = 2, 3.0


@dataclass(frozen=True)
class Outcome:
    """What people saw, and what the database holds."""

    count: Count
    acknowledged: int
    failed: dict[int, int]
    errors: int
    silent: int
    without_retry_after: int
    longest_wait: float
    overlapping: int

    @property
    def lost(self) -> int:
        """Acknowledged and not stored, or answered with nothing."""
        return self.count.lost + self.silent

    def __str__(self) -> str:
        failures = ", ".join(f"{times} x {status or 'no answer'}" for status, times in sorted(self.failed.items()))
        sent = f"{self.acknowledged} acknowledged ({failures or 'no failure'})"
        return f"{sent}, lost {self.lost}, twice {self.count.twice}"


def talk_while(pair: Pair, name: str, fault: Callable[[], None]) -> Outcome:
    """Let people talk while `fault` breaks something and mends it."""
    done = threading.Event()
    with ThreadPoolExecutor(1) as pool:
        talking = pool.submit(crowd, pair.url, PEOPLE, FIRST_TURNS, name, done)
        try:
            time.sleep(1)
            fault()
            time.sleep(AFTERWARDS_SECONDS)
        finally:
            done.set()
        return outcome(pair, talking.result())


def outcome(pair: Pair, talkers: Sequence[Talker]) -> Outcome:
    """Count what these people saw."""
    statuses = [status for talker in talkers for status in talker.log.failed]
    return Outcome(
        count=count(pair.settings.trackers_url, talkers),
        acknowledged=sum(len(talker.log.acknowledged) for talker in talkers),
        failed={status: statuses.count(status) for status in set(statuses)},
        errors=sum(talker.log.errors for talker in talkers),
        silent=sum(talker.log.silent for talker in talkers),
        without_retry_after=sum(talker.log.without_retry_after for talker in talkers),
        longest_wait=max((wait for talker in talkers for wait in talker.log.waits), default=0.0),
        overlapping=pair.unfinished(talkers),
    )
