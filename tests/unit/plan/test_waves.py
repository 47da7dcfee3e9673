"""What comes now, next and later, and what the plan always holds."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable

import pytest

from bot.model.case import Plan
from bot.model.knowledge import Knowledge

MakePlan = Callable[..., Plan]
Everything = Callable[..., dict[str, str]]
CYBER, FIRST_STEP = "ext.cyber.baseline", "strategy.automation.pain_points"


@pytest.mark.parametrize("value", ["1", "2", "3"])
@pytest.mark.parametrize("means", [None, 0, 2, 4])
def test_now_never_holds_more_than_two(plan: MakePlan, everything: Everything, value: str, means: int | None) -> None:
    found = plan(everything(value, [("G4", "4")]), hours=means, budget=means, pains=("service", "operations"))
    assert found.status == "ready" and 1 <= len(found.now) <= 2


def test_now_holds_only_what_is_easy_and_later_what_is_hard(
    plan: MakePlan, everything: Everything, knowledge: Knowledge
) -> None:
    found = plan(everything("3", [("E4", "0")]), pains=("supply",), sector="manufacturing", hours=4, budget=4)
    assert all(knowledge.strategies[name].effort <= 2 for name in found.now)
    assert all(knowledge.strategies[name].effort < 4 for name in found.next)
    assert "strategy.geo.supply_diversification" in found.later


def test_with_little_capacity_now_and_next_together_hold_four(plan: MakePlan, everything: Everything) -> None:
    small = plan(everything("3", [("G4", "4")]), hours=0, budget=0)
    assert len(small.now) + len(small.next) == 4 and small.later
    able = plan(everything("3", [("G4", "4"), ("T3", "0")]), hours=4, budget=4)
    assert len(able.now) + len(able.next) == 6


def test_an_unknown_capacity_is_not_a_small_one(plan: MakePlan, everything: Everything) -> None:
    found = plan(everything("3", [("T3", "skip")]))
    assert len(found.now) + len(found.next) == 6


def test_it_speaks_to_niche_collaboration_and_automation_in_any_case(
    plan: MakePlan, everything: Everything, knowledge: Knowledge
) -> None:
    # Only rules hurt here: none of the three families would come up by itself.
    found = plan(everything("0", [("R1", "4"), ("R2", "4"), ("R3", "3")]))
    families = {knowledge.strategies[name].family for name in found.items}
    assert {"niche", "collaboration", "automation"} <= families


def test_three_remedies_of_one_kind_do_not_crowd_out_the_others(
    plan: MakePlan, everything: Everything, knowledge: Knowledge
) -> None:
    found = plan(everything("3"), markets="some_abroad", customers="consumers_direct", sells="goods")
    families = Counter(knowledge.strategies[name].family for name in found.items if name != FIRST_STEP)
    assert max(families.values()) <= 3, "two a family, and one more that was required"


@pytest.mark.parametrize("pain", ["service", "marketing", "sales", "operations"])
def test_a_named_pain_puts_its_row_of_the_automation_table_into_the_plan(
    plan: MakePlan, everything: Everything, pain: str
) -> None:
    assert f"strategy.automation.{pain}" in plan(everything("1"), pains=(pain,)).items


def test_two_named_pains_put_both_rows_into_the_plan(plan: MakePlan, everything: Everything) -> None:
    items = plan(everything("1"), pains=("service", "sales")).items
    assert {"strategy.automation.service", "strategy.automation.sales"} <= set(items)


def test_a_row_that_does_not_fit_stays_out_and_says_why(plan: MakePlan, everything: Everything) -> None:
    found = plan(everything("1"), pains=("service",), customers="through_others")
    assert "strategy.automation.service" not in found.items
    reasons = {entry.strategy: entry.reason.about for entry in found.left_out}
    assert reasons["strategy.automation.service"] == "direct_customers"


def test_the_first_step_of_automation_takes_no_place_of_its_family(plan: MakePlan, everything: Everything) -> None:
    items = plan(everything("0", [("T1", "4"), ("T2", "4"), ("T3", "3"), ("T4", "4")])).items
    automation = [name for name in items if name.startswith("strategy.automation.")]
    assert FIRST_STEP in automation and len(automation) == 3


@pytest.mark.parametrize(("answer", "planned"), [("2", False), ("3", True), ("4", True)])
def test_weak_protection_puts_the_safety_item_first(
    plan: MakePlan, everything: Everything, answer: str, planned: bool
) -> None:
    found = plan(everything("0", [("E1", "3"), ("I1", "3"), ("P3", "3"), ("G4", answer)]))
    assert (found.now[0] == CYBER) is planned
    assert (CYBER in found.items) is planned


def test_what_builds_on_something_comes_after_it(plan: MakePlan, everything: Everything, knowledge: Knowledge) -> None:
    found = plan(everything("3", [("E4", "0")]), sector="manufacturing", markets="some_abroad", hours=4, budget=4)
    items = found.items
    depending = [name for name in items if knowledge.strategies[name].after]
    assert depending
    for name in depending:
        for before in knowledge.strategies[name].after:
            assert items.index(before) < items.index(name)


def test_what_is_done_counts_as_built_on_and_is_not_planned_again(plan: MakePlan, everything: Everything) -> None:
    answers = everything("0", [("T1", "4"), ("T2", "4"), ("I2", "4")])
    before = plan(answers)
    assert before.now[0] == FIRST_STEP
    after = plan(answers, {FIRST_STEP: "done"})
    assert FIRST_STEP not in after.items
    assert any(name.startswith("strategy.automation.") for name in after.now)


def test_a_rejected_prerequisite_holds_nothing_up(plan: MakePlan, everything: Everything) -> None:
    found = plan(everything("0", [("T1", "4"), ("T2", "4"), ("I2", "4")]), {FIRST_STEP: "rejected"})
    assert FIRST_STEP not in found.items
    assert any(name.startswith("strategy.automation.") for name in found.now)


def test_an_accepted_strategy_is_planned_whatever_its_rank_with_what_it_builds_on(
    plan: MakePlan, everything: Everything
) -> None:
    chain = "strategy.decentral.blockchain"
    answers = everything("2")
    assert chain not in plan(answers).items
    items = plan(answers, {chain: "accepted"}).items
    assert items.index("strategy.ethical.transparency") < items.index(chain)


def test_an_accepted_strategy_that_cannot_fit_is_still_left_out(plan: MakePlan, everything: Everything) -> None:
    channel = "strategy.platform.own_channel"
    found = plan(everything("2", [("P1", "none"), ("P2", "na"), ("P3", "na")]), {channel: "accepted"})
    assert channel not in found.items
    assert channel in {entry.strategy for entry in found.left_out}


def test_a_rejected_strategy_is_left_out_and_something_else_takes_its_place(
    plan: MakePlan, everything: Everything
) -> None:
    answers = everything("2")
    before = plan(answers)
    after = plan(answers, {before.now[0]: "rejected"})
    assert before.now[0] not in after.items and len(after.now) == len(before.now)


def test_nothing_stands_in_the_plan_twice(plan: MakePlan, everything: Everything) -> None:
    choices = {"strategy.automation.cloud": "accepted", CYBER: "accepted"}
    items = plan(everything("3", [("G4", "4")]), choices, pains=("operations", "sales")).items
    assert len(items) == len(set(items))
