"""Cash comes before any strategy."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from bot.model.case import Plan
from bot.model.knowledge import Knowledge

MakePlan = Callable[..., Plan]
Everything = Callable[..., dict[str, str]]
BUFFER, CYBER = "ext.finance.buffer", "ext.cyber.baseline"
# A café with less than a month of cash, no protection, and work done by hand.
CAFE = {"E1": "4", "E4": "4", "T1": "4", "T2": "4", "T3": "4", "P1": "2", "R1": "1", "I1": "3", "G1": "1", "G4": "4"}


def test_less_than_a_month_of_cash_is_distress(plan: MakePlan) -> None:
    assert plan({"E4": "4"}).status == "distress"
    assert plan({"E4": "3"}).status == "too_early"


def test_saying_that_one_cannot_pay_is_distress_without_any_answer(plan: MakePlan) -> None:
    found = plan({}, distress=True)
    assert found.status == "distress" and found.now[0] == BUFFER


def test_the_cash_list_comes_first(plan: MakePlan, everything: Everything) -> None:
    for answers in (CAFE, everything("4"), {"E4": "4"}):
        assert plan(answers).now[0] == BUFFER


def test_a_cafe_in_distress_gets_neither_cyber_nor_automation_now(plan: MakePlan, knowledge: Knowledge) -> None:
    found = plan(CAFE, sector="hospitality", pains=("operations", "service"), hours=0, budget=0)
    assert CYBER not in found.now
    assert "automation" not in {knowledge.strategies[name].family for name in found.now}
    assert len(found.now) <= 2


@pytest.mark.parametrize("value", ["1", "2", "3", "4"])
def test_nothing_that_costs_money_comes_now_or_next(
    plan: MakePlan, everything: Everything, knowledge: Knowledge, value: str
) -> None:
    asked = {"ext.cyber.baseline": "accepted", "strategy.automation.cloud": "accepted"}
    for choices in ({}, asked):
        found = plan(everything(value, [("E4", "4")]), choices, pains=("operations", "sales"), sector="retail")
        first = [name for name in (*found.now, *found.next)]
        assert first and all(knowledge.strategies[name].cost.tier == 0 for name in first)


def test_now_and_next_together_hold_four_at_most(plan: MakePlan, everything: Everything) -> None:
    found = plan(everything("4"), hours=4, budget=4)
    assert len(found.now) + len(found.next) <= 4


def test_what_costs_money_and_was_asked_for_waits_under_later(plan: MakePlan) -> None:
    found = plan(CAFE, {CYBER: "accepted"}, pains=("operations",))
    assert CYBER in found.later and "strategy.automation.operations" in found.later


def test_what_costs_money_and_was_not_asked_for_is_left_out_with_the_reason(
    plan: MakePlan, knowledge: Knowledge
) -> None:
    held = [entry for entry in plan(CAFE).left_out if entry.reason.kind == "costs_money"]
    assert held and all(knowledge.strategies[entry.strategy].cost.tier > 0 for entry in held)


def test_a_hot_answer_whose_remedy_costs_money_is_named_for_after_the_cash(
    plan: MakePlan, knowledge: Knowledge
) -> None:
    named = plan(CAFE).also_named
    assert named
    for entry in named:
        assert entry.after_cash is (knowledge.strategies[entry.strategy].cost.tier > 0)


def test_a_cash_list_that_is_done_is_not_asked_for_again(plan: MakePlan) -> None:
    found = plan(CAFE, {BUFFER: "done"})
    assert found.status == "distress" and BUFFER not in found.items and len(found.now) <= 2


def test_a_cash_list_that_was_declined_is_not_brought_up_again(plan: MakePlan) -> None:
    found = plan(CAFE, {BUFFER: "rejected"})
    assert BUFFER not in found.items


def test_what_builds_on_something_comes_after_it_in_distress_too(
    plan: MakePlan, everything: Everything, knowledge: Knowledge
) -> None:
    choices = {"strategy.collab.associations": "accepted", "strategy.geo.policy_advocacy": "accepted"}
    items = plan(everything("3", [("E4", "4")]), choices).items
    assert items.index("strategy.collab.associations") < items.index("strategy.geo.policy_advocacy")
