"""T2, T4 to T7 and T23 in their short form: two servers on PostgreSQL and Redis behind nginx."""

from __future__ import annotations

import os
from collections.abc import Iterator

import pytest

from benchmarks.reliability import (
    t02_load_pair,
    t04_kill_rasa,
    t05_rolling_restart,
    t06_kill_postgres,
    t07_kill_redis,
    t23_clock_skew,
)
from benchmarks.reliability.pair import Pair, missing
from tests.reliability.conftest import Judge


@pytest.fixture(scope="module")
def pair() -> Iterator[Pair]:
    """All of it, running; skipped where a program is missing, except in CI."""
    if lacking := missing():
        reason = f"not installed (Debian: apt install {' '.join(lacking)})"
        (pytest.fail if os.environ.get("CI") else pytest.skip)(reason)
    with Pair() as pair:
        yield pair


def test_t23_clock_skew(pair: Pair, judge: Judge) -> None:
    judge(t23_clock_skew.measure(pair, t23_clock_skew.SHORT_TURNS))


def test_t02_load_pair(pair: Pair, judge: Judge) -> None:
    judge(t02_load_pair.measure(pair, t02_load_pair.SHORT_PEOPLE, t02_load_pair.SHORT_TURNS))


def test_t06_kill_postgres(pair: Pair, judge: Judge) -> None:
    judge(t06_kill_postgres.measure(pair, t06_kill_postgres.SHORT_TIMES, t06_kill_postgres.SHORT_SECONDS))


def test_t07_kill_redis(pair: Pair, judge: Judge) -> None:
    judge(t07_kill_redis.measure(pair, t07_kill_redis.SHORT_TIMES, t07_kill_redis.SHORT_SECONDS))


def test_t04_kill_rasa(pair: Pair, judge: Judge) -> None:
    judge(t04_kill_rasa.measure(pair, t04_kill_rasa.SHORT_KILLS))


def test_t05_rolling_restart(pair: Pair, judge: Judge) -> None:
    judge(t05_rolling_restart.measure(pair, 1))
