"""A hot answer that no item of the plan speaks to is named beside the plan."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from bot.model.case import Plan
from bot.model.knowledge import Knowledge

MakePlan = Callable[..., Plan]
Everything = Callable[..., dict[str, str]]


def named(plan: Plan) -> dict[str, str]:
    """Question -> strategy."""
    return {entry.question: entry.strategy for entry in plan.also_named}


def test_one_hot_answer_in_a_mild_dimension_is_not_lost(plan: MakePlan, everything: Everything) -> None:
    answers = everything("0", [("P2", "4"), ("T1", "3"), ("T2", "3"), ("T3", "3"), ("I1", "3"), ("I2", "3")])
    found = plan(answers)
    spoken = named(found).get("P2") or next(name for name in found.items if "terms_fees" in name)
    assert spoken == "strategy.platform.terms_fees"


@pytest.mark.parametrize("question", [d + n for d in "ETPRISG" for n in "1234" if d in "ETG" or n != "4"])
def test_an_answer_of_4_is_met_in_the_plan_or_beside_it(
    plan: MakePlan, everything: Everything, knowledge: Knowledge, question: str
) -> None:
    found = plan(everything("1", [(question, "4")]))
    spoken = {name for item in found.items for name in knowledge.strategies[item].evidence}
    dimensions = {name for item in found.items for name in knowledge.strategies[item].relief}
    asked = knowledge.questions[question].dimension
    assert question in spoken or question in named(found) or asked in dimensions


def test_what_an_item_of_the_plan_speaks_to_is_not_named_again(
    plan: MakePlan, everything: Everything, knowledge: Knowledge
) -> None:
    found = plan(everything("3"))
    spoken = {question for name in found.items for question in knowledge.strategies[name].evidence}
    assert not spoken & named(found).keys()
    assert not set(named(found).values()) & set(found.items)


def test_mild_answers_are_not_named(plan: MakePlan, everything: Everything) -> None:
    assert not plan(everything("2")).also_named


def test_the_worst_answers_come_first(plan: MakePlan, everything: Everything) -> None:
    answers = everything("3", [("E1", "4"), ("T4", "4"), ("S3", "4"), ("P2", "4")])
    scores = [int(answers[entry.question]) for entry in plan(answers).also_named]
    assert len(scores) > 2 and scores == sorted(scores, reverse=True)


def test_nobody_who_can_set_up_a_tool_is_met_by_training(plan: MakePlan, everything: Everything) -> None:
    found = plan(everything("1", [("T3", "4")]))
    assert "ext.skills.training" in (*found.items, *named(found).values())


def test_news_that_come_too_late_are_met_for_a_firm_without_direct_customers(
    plan: MakePlan, everything: Everything
) -> None:
    found = plan(everything("1", [("I3", "4")]), customers="through_others")
    assert "ext.info.evidence_habit" in (*found.items, *named(found).values())


def test_what_is_excluded_is_not_named(plan: MakePlan, everything: Everything) -> None:
    found = plan(everything("1", [("P1", "none"), ("P2", "4"), ("P3", "na")]), flags=frozenset())
    assert "strategy.platform.terms_fees" not in named(found).values()
