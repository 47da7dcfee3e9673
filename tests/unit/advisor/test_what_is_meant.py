"""Which strategy a message means: the one in view where none is named, and none by a faint likeness."""

from __future__ import annotations

import pytest

from bot.advisor import changing, choosing, guidance, planning, reminding
from bot.advisor.pointing import names_something, points_back
from bot.advisor.talking import show_menu
from tests.unit.advisor.conftest import Talk

IN_VIEW, OTHER = "strategy.collab.associations", "strategy.automation.sales"
# What every text resembles a little.
FAINT = ((OTHER, 0.4),)


@pytest.fixture
def viewing(known: Talk) -> Talk:
    """A shop that looks at one strategy on the walk."""
    known.slots.update(stage="collaboration", open_strategy=IN_VIEW)
    return known


@pytest.mark.parametrize(
    "said",
    ["ok put it on the plan", "Put it on my plan", "yes this one please", "take that", "add that one to my plan"],
)
def test_it_is_the_strategy_in_view(viewing: Talk, said: str) -> None:
    viewing.do(choosing.accept, said, intent="accept_strategy", topics=FAINT)
    assert viewing.case.choices == {IN_VIEW: "accepted"}


@pytest.mark.parametrize("said", ["We do this already", "already doing that", "we have that already"])
def test_what_is_done_already_is_the_one_in_view_whatever_the_words_were_taken_for(viewing: Talk, said: str) -> None:
    for use_case, intent in ((choosing.accept, "accept_strategy"), (choosing.reject, "reject_strategy")):
        viewing.do(use_case, said, intent=intent, topics=FAINT)
        assert viewing.case.choices == {IN_VIEW: "doing"}


def test_a_reason_said_with_a_no_takes_nothing_else_off(viewing: Talk) -> None:
    viewing.do(choosing.reject, "not for us, the members are rivals", intent="reject_strategy", topics=FAINT)
    assert viewing.case.choices == {IN_VIEW: "rejected"}


def test_one_that_is_named_counts_before_the_one_in_view(viewing: Talk) -> None:
    viewing.do(choosing.accept, "put the other on it", intent="accept_strategy", entities=(("strategy", OTHER),))
    assert viewing.case.choices == {OTHER: "accepted"}


@pytest.mark.parametrize(("use_case", "said"), [("accept", "put it on the plan"), ("doing", "already doing that")])
def test_with_none_in_view_it_is_asked_which(known: Talk, use_case: str, said: str) -> None:
    (message,) = known.do(getattr(choosing, use_case), said, topics=FAINT)
    assert message.kind == "menu" and known.case.choices == {}
    assert {button.payload.partition(":")[0] for button in message.buttons} == {use_case}
    known.do(getattr(choosing, use_case), token=message.buttons[0].payload)
    assert len(known.case.choices) == 1


def test_of_a_list_none_is_in_view(viewing: Talk) -> None:
    viewing.do(choosing.accept, token=f"accept:{IN_VIEW}")
    (shown,) = viewing.do(guidance.show_other_help)
    (message,) = viewing.do(
        choosing.not_for_us_first(show_menu), "not for us", intent="not_applicable", topics=((IN_VIEW, 0.4),)
    )
    assert viewing.case.choices == {IN_VIEW: "accepted"}
    assert [b.payload for b in message.buttons] == [f"reject:{name}" for name in shown.about]


def test_a_no_that_says_why_is_a_reason(viewing: Talk) -> None:
    viewing.do(choosing.reject, token=f"reject:{IN_VIEW}")
    viewing.do(choosing.note_reason, "we have no machine", intent="not_applicable")
    assert viewing.case.reasons == {IN_VIEW: "we have no machine"}


def test_the_button_to_change_the_plan_shows_its_steps(known: Talk) -> None:
    items = known.advisor.assess(known.case).plan.items
    known.slots.update(stage="plan", open_strategy=items[0])
    (message,) = known.do(changing.change_plan, token="change")
    assert [b.payload for b in message.buttons] == [f"change:{name}" for name in items]


def test_a_date_for_what_is_not_planned_is_not_laid_on_something_else(known: Talk) -> None:
    items = known.advisor.assess(known.case).plan.items
    known.slots.update(stage="plan", open_strategy=items[0])
    other = next(name for name in known.advisor.knowledge.strategies if name not in items)
    named = (("strategy", other),)
    (message,) = known.do(changing.change_plan, "due date for that is 3 March", intent="change_plan", entities=named)
    assert f"accept:{other}" in [b.payload for b in message.buttons] and known.case.edits == ()


@pytest.mark.parametrize("said", ["first step?", "why is it first", "how much does it cost", "is there any proof"])
def test_words_of_asking_name_nothing(said: str) -> None:
    assert not names_something(said) and points_back(said)


@pytest.mark.parametrize("said", ["drop the newsletter", "what about the cash list evidence", "that newsletter please"])
def test_a_noun_names_something(said: str) -> None:
    assert names_something(said) and not points_back(said)


def test_the_last_change_is_undone_and_what_stands_is_said(known: Talk) -> None:
    known.do(planning.show_plan)
    before = known.advisor.assess(known.case).plan
    first = before.items[0]
    known.do(changing.decline, "delete the first one", intent="reject_strategy")
    assert first not in [step.strategy for step in known.case.steps]
    (message,) = known.do(changing.change_plan, token="undo")
    assert known.advisor.assess(known.case).plan == before and first in [step.strategy for step in known.case.steps]
    assert known.advisor.knowledge.strategies[first].title in message.text and known.case.choices == {}
    (message,) = known.do(changing.change_plan, token="undo")
    assert "no change" in message.text


def test_a_move_is_undone_too(known: Talk) -> None:
    known.do(planning.show_plan)
    before = known.advisor.assess(known.case).plan
    known.do(changing.change_plan, "move the first one to later", intent="change_plan")
    assert known.case.edits
    known.do(changing.change_plan, token="undo")
    assert known.advisor.assess(known.case).plan == before and known.case.edits == ()


def test_a_dropped_step_is_not_reminded_of_any_more(known: Talk) -> None:
    known.do(planning.show_plan)
    name = known.case.steps[0].strategy
    known.do(changing.change_plan, token=f"change:{name}")
    known.do(reminding.remind, "remind me in two weeks", intent="remind_me")
    assert len(known.advisor.reminders.waiting(known.case.id)) == 1
    known.do(choosing.reject, token=f"reject:{name}")
    assert known.advisor.reminders.waiting(known.case.id) == []
