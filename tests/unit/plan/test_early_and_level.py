"""Too few answers for a plan, and a field that is level."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from bot.advisor.assessment import assess
from bot.model.case import Facts, Plan
from bot.model.knowledge import Knowledge

MakePlan = Callable[..., Plan]
Everything = Callable[..., dict[str, str]]


@pytest.mark.parametrize(
    "answers",
    [
        {},
        {"E1": "3"},
        {"E1": "3", "T1": "3", "P1": "3", "R1": "3"},
        {"E1": "3", "E2": "3", "E3": "3", "T1": "3", "T2": "3", "P1": "3"},
        {"E1": "3", "T1": "3", "P1": "3", "R1": "3", "I1": "skip", "S2": "dont_know", "G1": "skip"},
    ],
)
def test_below_five_answers_in_four_dimensions_there_is_no_plan(plan: MakePlan, answers: dict[str, str]) -> None:
    found = plan(answers)
    assert found.status == "too_early"
    assert len(found.now) <= 1 and not found.next and not found.later


def test_five_answers_in_four_dimensions_are_enough(plan: MakePlan) -> None:
    assert plan({"E1": "3", "E2": "1", "T1": "3", "P1": "3", "R1": "3"}).status == "ready"


def test_instead_of_a_plan_there_is_one_easy_first_step_and_the_next_question(knowledge: Knowledge) -> None:
    found = assess(knowledge, Facts(), {"T1": "4"})
    assert len(found.plan.now) == 1
    step = knowledge.strategies[found.plan.now[0]]
    assert step.effort <= 2 and not step.after and step.relief["dimension.technological"]
    assert found.next_question is not None


def test_the_first_step_is_not_one_that_is_done(plan: MakePlan) -> None:
    first = plan({"T1": "4"}).now[0]
    assert plan({"T1": "4"}, {first: "done"}).now != (first,)


def test_without_any_answer_there_is_no_first_step_to_invent(plan: MakePlan) -> None:
    assert plan({}).items == ()


def test_a_strategy_that_was_accepted_makes_a_plan_before_five_answers(plan: MakePlan) -> None:
    found = plan({"T1": "4"}, {"ext.skills.training": "accepted"})
    assert found.status == "ready" and "ext.skills.training" in found.items


def test_a_hot_answer_is_named_even_when_it_is_too_early(plan: MakePlan) -> None:
    found = plan({"T1": "4", "E1": "4"})
    spoken = {entry.question for entry in found.also_named}
    assert spoken & {"T1", "E1"} and len(spoken) == 1, "the first step speaks to the other"


def test_all_zeros_are_a_level_field_with_nothing_to_repair(plan: MakePlan, everything: Everything) -> None:
    found = plan(everything("0"))
    assert (found.status, found.items, found.also_named) == ("level", (), ())


def test_one_answer_above_zero_is_no_level_field(plan: MakePlan, everything: Everything) -> None:
    assert plan(everything("0", [("S3", "1")])).status == "ready"


def test_a_few_zeros_are_too_early_and_not_level(plan: MakePlan) -> None:
    assert plan({"E1": "0", "T1": "0"}).status == "too_early"


def test_on_a_level_field_a_strategy_can_still_be_chosen(plan: MakePlan, everything: Everything) -> None:
    found = plan(everything("0"), {"strategy.niche.community": "accepted"})
    assert found.status == "ready" and "strategy.niche.community" in found.items
