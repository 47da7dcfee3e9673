"""T9 in its short form, T11 and T12; timings are shown and decide nothing."""

from __future__ import annotations

from typing import Any

import pytest

from benchmarks.reliability import t09_kill_in_every_step, t11_slack_retry, t12_telegram_retry


def judge(lines: list[dict[str, Any]], capsys: pytest.CaptureFixture[str]) -> None:
    with capsys.disabled():
        for one in lines:
            print(f"\n  {one['name']}: {one['figure']}; to reach {one['to_reach']}; stock Rasa: {one['stock']}", end="")
    assert lines and [one for one in lines if not one["holds"] and not one["timed"]] == []


def test_t09_kill_in_every_step(capsys: pytest.CaptureFixture[str]) -> None:
    judge(t09_kill_in_every_step.run(t09_kill_in_every_step.SHORT), capsys)


def test_t11_slack_retry(capsys: pytest.CaptureFixture[str]) -> None:
    judge(t11_slack_retry.run(), capsys)


def test_t12_telegram_retry(capsys: pytest.CaptureFixture[str]) -> None:
    judge(t12_telegram_retry.run(), capsys)
