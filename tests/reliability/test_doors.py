"""T15 to T18 in their short form, on one running adviser; timings are shown and decide nothing."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from benchmarks.reliability import t15_bad_input, t16_payload_injection, t17_flood, t18_closed_doors
from benchmarks.reliability.doors import Line, OpenDoors

pytestmark = pytest.mark.trained


@pytest.fixture(scope="module")
def bot(tmp_path_factory: pytest.TempPathFactory) -> Iterator[OpenDoors]:
    """Both servers with the limits of an installation."""
    with OpenDoors(tmp_path_factory.mktemp("doors") / "var", t18_closed_doors.metrics()) as running:
        yield running


def show(lines: list[Line], capsys: pytest.CaptureFixture[str]) -> None:
    with capsys.disabled():
        for one in lines:
            print(f"\n  {one['name']}: {one['figure']}; to reach {one['to_reach']}; stock Rasa: {one['stock']}", end="")
    assert lines and [one for one in lines if not one["holds"] and not one["timed"]] == []


def test_t18_closed_doors(bot: OpenDoors, capsys: pytest.CaptureFixture[str]) -> None:
    show(t18_closed_doors.measure(bot), capsys)


def test_t16_payload_injection(bot: OpenDoors, capsys: pytest.CaptureFixture[str]) -> None:
    show(t16_payload_injection.measure(bot), capsys)


def test_t15_bad_input(bot: OpenDoors, capsys: pytest.CaptureFixture[str]) -> None:
    show(t15_bad_input.measure(bot, t15_bad_input.SHORT_MUTATIONS), capsys)


def test_t17_flood(bot: OpenDoors, capsys: pytest.CaptureFixture[str]) -> None:
    show(t17_flood.measure(bot, t17_flood.SHORT_SECONDS), capsys)
