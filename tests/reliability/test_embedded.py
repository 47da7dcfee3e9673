"""T1, T3, T8, T10 and T24 in their short form, on SQLite and without Redis."""

from __future__ import annotations

from pathlib import Path

from benchmarks.reliability import (
    t01_load_single,
    t03_long_talk,
    t08_kill_actions,
    t10_disk_full,
    t24_query_count,
)
from benchmarks.reliability.adviser import Adviser, Count, compare
from tests.reliability.conftest import Judge


def test_t01_load_single(adviser: Adviser, judge: Judge) -> None:
    judge(t01_load_single.measure(adviser, t01_load_single.SHORT_TURNS))


def test_t03_long_talk(adviser: Adviser, judge: Judge) -> None:
    judge(t03_long_talk.measure(adviser, t03_long_talk.SHORT_TURNS))


def test_t08_kill_actions(tmp_path: Path, judge: Judge) -> None:
    with t08_kill_actions.AdviserBehind(tmp_path / "var") as adviser:
        judge(t08_kill_actions.measure(adviser))


def test_t10_disk_full(adviser: Adviser, judge: Judge) -> None:
    judge(t10_disk_full.measure(adviser, t10_disk_full.SHORT_KILLS))


def test_t24_query_count(adviser: Adviser, judge: Judge) -> None:
    judge(t24_query_count.measure(adviser, t24_query_count.SHORT_TURNS))


def test_the_count_of_lost_and_doubled_messages_sees_each() -> None:
    told = ["a", "b", "c"]
    assert compare(told, ["a", "b", "c"]) == Count(0, 0, 0, 3)
    assert compare(told, ["a", "b", "b", "c"]) == Count(0, 1, 0, 4)
    assert compare(told, ["a", "b", "c", "c"]) == Count(0, 1, 0, 4)
    assert compare(told, ["a", "b"]) == Count(1, 0, 0, 2)
    assert compare(told, ["b", "a", "c"]).lost > 0
    assert compare(told, ["a", "b", "c", "x"]) == Count(0, 0, 1, 4)
