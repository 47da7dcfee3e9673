"""The action server goes away in the middle of a diagnosis, and comes back; then everything is restarted."""

from __future__ import annotations

import pytest

from tests.conversations.running_bot import RunningBot

pytestmark = pytest.mark.trained


@pytest.fixture
def actions_stopped(bot: RunningBot, sender: str) -> RunningBot:
    """A diagnosis that has begun, and no action server."""
    assert bot.say(sender, "check my business")[-1]["custom"]["kind"] == "question"
    bot.stop_actions()
    return bot


def test_an_answer_given_meanwhile_is_apologised_for_once_and_the_diagnosis_goes_on(
    actions_stopped: RunningBot, sender: str
) -> None:
    bot = actions_stopped
    try:
        for text in ("we're a bakery in Lyon", "menu.check"):
            (message,) = bot.say(sender, text)
            assert message["custom"]["kind"] == "notice"
            assert message["custom"]["data"]["error"] == "actions_failed"
        assert (ready := bot.get("/ready")).status == 503 and ready.body["missing"] == ["action server"]
        assert bot.get("/health").status == 200
    finally:
        bot.start_actions()
    assert bot.say(sender, "skip")[-1]["custom"]["kind"] == "question"


def test_after_a_restart_of_both_servers_the_same_question_is_open(bot: RunningBot, sender: str) -> None:
    before = bot.say(sender, "check my business")[-1]["custom"]["about"]
    bot.restart()
    assert bot.say(sender, "why do you ask?")[-1]["custom"]["about"] == before
