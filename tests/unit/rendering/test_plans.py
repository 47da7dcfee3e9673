"""The plan in words, for each state that it can be in."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from bot.advisor.assessment import assess
from bot.model.case import Answers, Facts, Step
from bot.model.knowledge import Knowledge
from bot.rendering import plans, suppositions
from bot.rendering.plans import Kept
from bot.rendering.strategies import View
from tests.conftest import TODAY
from tests.contract import check

MakeView = Callable[..., View]
FIRMS: dict[str, tuple[dict[str, str], dict[str, Any]]] = {
    "nothing told": ({}, {}),
    "too early": ({"T1": "4", "E1": "4"}, {}),
    "ready": ({"E1": "3", "T1": "3", "P1": "3", "R1": "3", "I1": "3", "G1": "4", "G4": "4"}, {"hours": 4, "budget": 4}),
    "small": ({"E1": "3", "T1": "3", "P1": "3", "R1": "3", "I1": "3"}, {"hours": 0, "pains": ("sales",)}),
    "left out": ({"E1": "3", "T1": "3", "P1": "none", "R1": "3", "T3": "4"}, {"customers": "through_others"}),
    "distress": ({"E1": "4", "E4": "4", "G4": "4", "T1": "3"}, {"pains": ("operations",)}),
    "said to be in distress": ({}, {"distress": True}),
}


@pytest.fixture
def view(knowledge: Knowledge) -> MakeView:
    """A firm as the renderers see it."""

    def make(answers: Answers, **facts: Any) -> View:
        known = Facts(**facts)
        return View(knowledge, assess(knowledge, known, answers), known, answers, TODAY)

    return make


@pytest.mark.parametrize("name", FIRMS)
def test_a_plan_of_each_kind_renders(knowledge: Knowledge, view: MakeView, name: str) -> None:
    answers, facts = FIRMS[name]
    firm = view(answers, **facts)
    plan = firm.assessment.plan
    steps = {item: Step(item, "now", due="2026-12-07") for item in plan.items}
    for kept in (Kept("LF-AAAA-BBBB", {}), Kept("LF-AAAA-BBBB", steps)):
        for message in (plans.plan_message(firm, kept), plans.export_message(firm, kept)):
            check(knowledge, message)
            assert message.about == plan.items and "LF-AAAA-BBBB" in message.text
            assert [*message.data["now"], *message.data["next"], *message.data["later"]] == list(plan.items)
            assert all(knowledge.strategies[item].title in message.text for item in plan.items)
    assert text_has_dates(plans.plan_message(firm, Kept("x", steps)).text) is bool(plan.items)


def text_has_dates(text: str) -> bool:
    """Whether a date stands in a text, once for all steps of a wave."""
    return "(by 7 December)" in text


def test_each_step_of_now_has_its_reason_first_step_and_measure(knowledge: Knowledge, view: MakeView) -> None:
    answers, facts = FIRMS["ready"]
    firm = view(answers, **facts)
    text = plans.plan_message(firm, Kept("x", {})).text
    for name in firm.assessment.plan.now:
        parts = knowledge.strategies[name].parts
        assert parts["First step this week"] in text and parts["How you know it works"] in text
    assert text.count("Why: ") == len(firm.assessment.plan.now)


def test_no_more_than_three_also_named_are_shown_and_all_are_in_the_data(knowledge: Knowledge, view: MakeView) -> None:
    firm = view({question.id: "3" for question in knowledge.of_kind("diagnosis")})
    message = plans.plan_message(firm, Kept("x", {}))
    named = firm.assessment.plan.also_named
    shown = [entry for entry in named if knowledge.questions[entry.question].subject in message.text]
    assert len(named) > 3 >= len(shown) > 0
    assert len(message.data["also_named"]) == len(named)


def test_progress_names_what_is_done_and_what_is_open(knowledge: Knowledge) -> None:
    names = list(knowledge.strategies)[:3]
    for done, still, just in (([], names, ""), (names[:1], names[1:], names[0]), (names, [], names[2])):
        message = plans.progress_message(knowledge, done, still, just)
        check(knowledge, message)
        assert (message.data["done"], message.data["due"]) == (done, still)


def test_what_would_move_is_shown_and_nothing_where_nothing_would(knowledge: Knowledge, view: MakeView) -> None:
    answers, facts = FIRMS["ready"]
    before, after = view(answers, **facts).assessment, view({**answers, "E1": "0"}, hours=0).assessment
    moved = suppositions.what_if_message(knowledge, before, after, "Noted: x.")
    same = suppositions.what_if_message(knowledge, before, before, "Noted: x.")
    check(knowledge, moved, same)
    assert ": place " in moved.text and "would move" in same.text
