"""T21: half an hour at half the load that two servers bear. Memory, open files and connections stay level."""

from __future__ import annotations

import itertools
import statistics
import threading
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import redis
from sqlalchemy import create_engine, text

from benchmarks.reliability.adviser import READ_SECONDS, Talker, circle, count
from benchmarks.reliability.doors import resident
from benchmarks.reliability.pair import Pair
from benchmarks.reliability.result import Result
from bot.trackers.queue import PREFIX

# Seconds; the short form only shows that files and connections are given back, since caches still fill in it.
FULL, SHORT = (1_800,), (30,)
ON = Pair
# Two servers on two cores answered 21 turns a second (T2). So many people who read half a second between two turns
# of a tenth of a second come to about half of that.
PEOPLE = 6
# Then somebody else takes the chair: a server sees new people all day.
TURNS = 20
SAMPLES = 60
MOST_DRIFT = 0.05
# Connections and files come and go with what is under way just then.
FEW = 10
# Twice the lease: by then a lock has run out by itself, also that of a turn that never ended.
AFTER_SECONDS = 15


@dataclass(frozen=True)
class Sample:
    """What the servers hold at one moment: MB of all processes, open files, connections to PostgreSQL."""

    memory: float
    files: int
    connections: int


def measure(pair: Pair, seconds: int) -> list[Result]:
    """Let people talk so long, and look at the servers every now and then."""
    stop, samples = threading.Event(), []
    with ThreadPoolExecutor(PEOPLE) as pool:
        chairs = [pool.submit(_chair, pair.url, f"soak-{seconds}-{number}", stop) for number in range(PEOPLE)]
        for _ in range(SAMPLES):
            time.sleep(seconds / SAMPLES)
            samples.append(_look(pair))
        stop.set()
        talkers = [talker for chair in chairs for talker in chair.result()]
    found, turns = count(pair.settings.trackers_url, talkers), sum(len(one.log.acknowledged) for one in talkers)
    failed = sum(one.log.errors + one.log.silent + len(one.log.failed) for one in talkers)
    time.sleep(AFTER_SECONDS)
    return [
        *_results(f"T21 soak, {seconds / 60:g} min", samples, _locks(pair), seconds == FULL[0]),
        Result(
            f"T21 soak, {seconds / 60:g} min, {turns:,} turns of {len(talkers)} people",
            f"failed {failed}, lost {found.lost}, twice {found.twice}, out of order {found.out_of_order}",
            "0 of each",
            "not measured",
            failed == found.lost == found.twice == found.out_of_order == 0 and turns > 0,
        ),
    ]


def _chair(url: str, name: str, stop: threading.Event) -> list[Talker]:
    """One person after the other."""
    talkers = []
    for number in itertools.count():
        if stop.is_set():
            return talkers
        talker = Talker(url, f"{name}-{number}")
        for words in circle(TURNS):
            if stop.is_set():
                break
            talker.say(words)
            time.sleep(READ_SECONDS)
        talker.close()
        talkers.append(talker)
    raise AssertionError("unreachable")


def _look(pair: Pair) -> Sample:
    engine = create_engine(pair.settings.trackers_url, future=True)
    with engine.connect() as connection:
        clients = "select count(*) from pg_stat_activity where backend_type = 'client backend'"
        open_ones = int(connection.execute(text(clients)).scalar_one())
    engine.dispose()
    files = sum(len(list(Path(f"/proc/{pid}/fd").iterdir())) for pid in pair.processes)
    return Sample(sum(resident(pid) for pid in pair.processes), files, open_ones)


def _locks(pair: Pair) -> int:
    with redis.Redis.from_url(pair.redis.url) as client:
        return sum(1 for _ in client.scan_iter(f"{PREFIX}*"))


def _results(name: str, samples: Sequence[Sample], locks: int, whole: bool) -> list[Result]:
    # The first half fills caches and pools; after that, nothing may grow.
    quarter = len(samples) // 4
    third, last = samples[-2 * quarter : -quarter], samples[-quarter:]

    def grown(attribute: str) -> tuple[float, float]:
        before, after = (statistics.mean(getattr(one, attribute) for one in part) for part in (third, last))
        return before, after - before

    memory, more_memory = grown("memory")
    files, more_files = grown("files")
    connections, more_connections = grown("connections")
    return [
        Result(
            f"{name}, memory from the third quarter to the last",
            f"{memory:.0f} MB, then {more_memory:+.0f} MB ({more_memory / memory:+.1%})",
            f"{MOST_DRIFT:.0%}",
            "grows with each conversation in memory (read)",
            more_memory / memory <= MOST_DRIFT,
            # In half a minute, the caches of the language parts are still filling.
            timed=not whole,
        ),
        Result(
            f"{name}, open files and connections",
            f"{files:.0f} files, then {more_files:+.0f}; {connections:.0f} connections, then {more_connections:+.0f}; "
            f"{locks} locks left",
            f"level (within {FEW}), 0 locks",
            "not measured",
            abs(more_files) <= FEW and abs(more_connections) <= FEW and not locks,
        ),
    ]


def run(short: bool = False) -> list[Result]:
    """Measure on servers of its own."""
    with Pair() as pair:
        return measure(pair, *(SHORT if short else FULL))
