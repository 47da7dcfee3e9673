"""T19, T20, T22 and T25 in their short form, on SQLite."""

from __future__ import annotations

from types import ModuleType

import pytest

from benchmarks.reliability import t19_erase, t20_retention_export, t22_deps, t25_backup_restore
from benchmarks.reliability.t08_kill_actions import AdviserBehind
from tests.reliability.conftest import Judge


@pytest.mark.parametrize(
    "scenario",
    [t19_erase, t20_retention_export, t25_backup_restore],
    ids=lambda module: module.__name__.rsplit(".", 1)[-1],
)
def test_scenario(adviser: AdviserBehind, judge: Judge, scenario: ModuleType) -> None:
    judge(scenario.measure(adviser, *scenario.SHORT))


def test_t22_deps(judge: Judge) -> None:
    judge(t22_deps.run(short=True))
