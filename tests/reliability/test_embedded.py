"""T1, T3, T8, T10, T14 and T24 in their short form, on SQLite and without Redis."""

from __future__ import annotations

from types import ModuleType

import pytest

from benchmarks.reliability import (
    t01_load_single,
    t03_long_talk,
    t08_kill_actions,
    t10_disk_full,
    t14_widget_takeover,
    t24_query_count,
)
from benchmarks.reliability.adviser import Count, compare
from benchmarks.reliability.t08_kill_actions import AdviserBehind
from tests.reliability.conftest import Judge


@pytest.mark.parametrize(
    "scenario",
    [t01_load_single, t03_long_talk, t08_kill_actions, t10_disk_full, t14_widget_takeover, t24_query_count],
    ids=lambda module: module.__name__.rsplit(".", 1)[-1],
)
def test_scenario(adviser: AdviserBehind, judge: Judge, scenario: ModuleType) -> None:
    judge(scenario.measure(adviser, *scenario.SHORT))


def test_the_count_of_lost_and_doubled_messages_sees_each() -> None:
    told = ["a", "b", "c"]
    assert compare(told, ["a", "b", "c"]) == Count(0, 0, 0, 3)
    assert compare(told, ["a", "b", "b", "c"]) == Count(0, 1, 0, 4)
    assert compare(told, ["a", "b", "c", "c"]) == Count(0, 1, 0, 4)
    assert compare(told, ["a", "b"]) == Count(1, 0, 0, 2)
    assert compare(told, ["b", "a", "c"]).lost > 0
    assert compare(told, ["a", "b", "c", "x"]) == Count(0, 0, 1, 4)
