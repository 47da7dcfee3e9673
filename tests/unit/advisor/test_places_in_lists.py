"""Places count in what was shown: "the second one" of a list of one means nothing, and takes nothing off."""

from __future__ import annotations

import pytest

from bot.advisor import choosing, guidance, reminding
from tests.unit.advisor.conftest import Talk

# What every text resembles a little.
FAINT = (("strategy.collab.associations", 0.5),)


@pytest.fixture
def early(talk: Talk) -> Talk:
    """A shop with one answer, which was shown the one thing that is worth it in any case."""
    talk.start(facts={"sector": "retail", "rival": "none"})
    talk.press("E1:4")
    talk.do(guidance.recommend)
    return talk


def test_a_place_that_was_not_shown_drops_nothing(early: Talk) -> None:
    (message,) = early.do(choosing.reject, "drop the second one", intent="reject_strategy")
    assert message.kind == "menu" and not {"rejected"} & set(early.case.choices.values())
    assert len(message.buttons) == 1


def test_the_first_is_the_one_that_was_shown(early: Talk) -> None:
    (shown,) = early.do(guidance.recommend)
    (message,) = early.do(guidance.tell_more, "tell me more about the first one", intent="tell_more")
    assert message.about == shown.about


def test_what_names_nothing_is_about_the_only_one_shown(early: Talk) -> None:
    (shown,) = early.do(guidance.recommend)
    (message,) = early.do(
        guidance.cost, "whats it cost", intent="ask_cost", topics=(("strategy.collab.associations", 0.5),)
    )
    assert message.about[0] == shown.about[0]


def test_of_a_list_it_is_asked_which_of_those_shown(known: Talk) -> None:
    (shown,) = known.do(guidance.recommend)
    (message,) = known.do(guidance.cost, "whats it cost", intent="ask_cost", topics=(("guide.tax", 0.5),))
    assert [b.payload for b in message.buttons] == [f"more:{name}" for name in shown.about[:3]]


def test_the_second_of_a_list_is_told_of(known: Talk) -> None:
    (shown,) = known.do(guidance.recommend)
    (message,) = known.do(guidance.tell_more, "tell me more about the second one", intent="tell_more")
    assert message.about == shown.about[1:2]


def test_the_first_two_are_compared(known: Talk) -> None:
    (shown,) = known.do(guidance.recommend)
    (message,) = known.do(guidance.compare, "compare the first two", intent="compare_strategies")
    assert set(message.about) == set(shown.about[:2])


def test_a_reminder_of_the_first_one_says_which_that_is(known: Talk) -> None:
    (shown,) = known.do(guidance.recommend)
    known.do(reminding.remind, "remind me next friday about the first one", intent="remind_me")
    (kept,) = known.advisor.reminders.waiting(known.case.id)
    assert kept.about == known.advisor.knowledge.strategies[shown.about[0]].title
