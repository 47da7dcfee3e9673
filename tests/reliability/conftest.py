"""One running adviser for the scenarios that need no engine."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

import pytest

from benchmarks.reliability.result import Result
from benchmarks.reliability.t08_kill_actions import AdviserBehind

Judge = Callable[[Iterable[Result]], None]


@pytest.fixture(scope="session")
def adviser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[AdviserBehind]:
    """Both servers on SQLite, with instruments."""
    with AdviserBehind(tmp_path_factory.mktemp("reliability") / "var") as adviser:
        yield adviser


@pytest.fixture
def judge(capsys: pytest.CaptureFixture[str]) -> Judge:
    """Prints every figure beside the one to reach, and fails for one that was not reached; timings decide nothing."""

    def judge(results: Iterable[Result]) -> None:
        found = list(results)
        with capsys.disabled():
            print("", *found, sep="\n  ")
        assert found and [result for result in found if not result.holds and not result.timed] == []

    return judge
