"""T15 to T18 in their short form, on one running adviser; timings are shown and decide nothing."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from benchmarks.reliability import t15_bad_input, t16_payload_injection, t17_flood, t18_closed_doors
from benchmarks.reliability.doors import OpenDoors
from tests.reliability.conftest import Judge

pytestmark = pytest.mark.trained


@pytest.fixture(scope="module")
def bot(tmp_path_factory: pytest.TempPathFactory) -> Iterator[OpenDoors]:
    """Both servers with the limits of an installation."""
    with OpenDoors(tmp_path_factory.mktemp("doors") / "var", t18_closed_doors.metrics()) as running:
        yield running


def test_t18_closed_doors(bot: OpenDoors, judge: Judge) -> None:
    judge(t18_closed_doors.measure(bot))


def test_t16_payload_injection(bot: OpenDoors, judge: Judge) -> None:
    judge(t16_payload_injection.measure(bot))


def test_t15_bad_input(bot: OpenDoors, judge: Judge) -> None:
    judge(t15_bad_input.measure(bot, t15_bad_input.SHORT_MUTATIONS))


def test_t17_flood(bot: OpenDoors, judge: Judge) -> None:
    judge(t17_flood.measure(bot, t17_flood.SHORT_SECONDS))
