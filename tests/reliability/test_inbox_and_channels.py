"""T9 in its short form, T11 and T12; timings are shown and decide nothing."""

from __future__ import annotations

from benchmarks.reliability import t09_kill_in_every_step, t11_slack_retry, t12_telegram_retry
from tests.reliability.conftest import Judge


def test_t09_kill_in_every_step(judge: Judge) -> None:
    judge(t09_kill_in_every_step.run(t09_kill_in_every_step.SHORT))


def test_t11_slack_retry(judge: Judge) -> None:
    judge(t11_slack_retry.run())


def test_t12_telegram_retry(judge: Judge) -> None:
    judge(t12_telegram_retry.run())
