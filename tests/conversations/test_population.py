"""Simulated people talk with the adviser (benchmarks/population); a failure shows seed and transcript."""

from __future__ import annotations

import pytest

from benchmarks.population.run import run
from bot.model.knowledge import Knowledge
from tests.conversations.running_bot import RunningBot

# Several thousand turns: five minutes on two quiet cores, and a slow machine decides no test.
pytestmark = [pytest.mark.trained, pytest.mark.long, pytest.mark.timeout(1800)]

# A hundred take four minutes on two quiet cores.
SEED, PEOPLE, AT_ONCE = 5, 100, 4


def test_people_are_served_and_nothing_is_lost(bot: RunningBot, knowledge: Knowledge) -> None:
    talks = run(bot, knowledge, [f"{SEED}-{number}" for number in range(PEOPLE)], AT_ONCE)
    wrong = [talk for talk in talks if talk.faults]
    assert not wrong, "\n\n".join(talk.as_text() for talk in wrong[:3])
    assert sum(talk.turns for talk in talks) > PEOPLE * 20
