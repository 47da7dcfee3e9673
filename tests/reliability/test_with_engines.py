"""T2, T4 to T7, T13, T21 and T23 in their short form: two servers on PostgreSQL and Redis behind nginx."""

from __future__ import annotations

import os
from collections.abc import Iterator
from types import ModuleType

import pytest

from benchmarks.reliability import (
    t02_load_pair,
    t04_kill_rasa,
    t05_rolling_restart,
    t06_kill_postgres,
    t07_kill_redis,
    t13_widget_net,
    t19_erase_engines,
    t21_soak,
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


@pytest.mark.parametrize(
    "scenario",
    [
        t19_erase_engines,
        t23_clock_skew,
        t02_load_pair,
        t21_soak,
        t06_kill_postgres,
        t07_kill_redis,
        t13_widget_net,
        t04_kill_rasa,
        t05_rolling_restart,
    ],
    ids=lambda module: module.__name__.rsplit(".", 1)[-1],
)
def test_scenario(pair: Pair, judge: Judge, scenario: ModuleType) -> None:
    judge(scenario.measure(pair, *scenario.SHORT))
