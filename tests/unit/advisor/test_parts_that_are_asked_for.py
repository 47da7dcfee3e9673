"""About the strategy in view the one part that is asked for is said, and two of a list are compared."""

from __future__ import annotations

from typing import Any

import pytest

from bot.advisor import answering, guidance, planning, results
from bot.advisor.searching import questions_first
from bot.model.turn import Found
from tests.unit.advisor.conftest import Talk

IN_VIEW = "strategy.collab.associations"


@pytest.fixture
def viewing(known: Talk) -> Talk:
    """A shop that looks at one strategy on the walk."""
    known.slots.update(stage="collaboration", open_strategy=IN_VIEW)
    return known


@pytest.mark.parametrize(
    ("use_case", "said", "begins"),
    [
        (guidance.first_step, "first step?", "First step"),
        (guidance.cost, "how much does it cost", "Effort"),
        (guidance.tell_more, "what speaks against it", "When not to"),
        (guidance.why_not, "what speaks against it?", "When not to"),
        (guidance.tell_more, "is there evidence for it", "Evidence"),
        (guidance.why_this, "why is it first", "It's number"),
    ],
)
def test_only_the_part_is_said_of_the_one_in_view(viewing: Talk, use_case: Any, said: str, begins: str) -> None:
    # A record that the words resemble, and a faint topic.
    found = Found(records=(("guide.choosing", 0.99),))
    (message,) = viewing.do(questions_first(use_case), said, confidence=0.5, found=found)
    _, body = message.text.split("\n\n", 1)
    assert message.about == (IN_VIEW,) and body.startswith(begins), message.text


def test_the_part_of_a_named_one(viewing: Talk) -> None:
    named = (("strategy", "ext.finance.buffer"),)
    (message,) = viewing.do(guidance.tell_more, "what about the cash list evidence", entities=named)
    assert message.about == ("ext.finance.buffer",) and "Evidence" in message.text
    assert "First step" not in message.text


def test_proof_is_that_of_the_one_in_view_or_that_there_is_none(viewing: Talk) -> None:
    knowledge = viewing.advisor.knowledge
    supported = {s.strategy for figure in knowledge.figures.values() for s in figure.supports}
    with_figures = next(name for name in knowledge.strategies if name in supported)
    without = next(name for name in knowledge.strategies if name not in supported)
    for name in (with_figures, without):
        viewing.slots["open_strategy"] = name
        (message,) = viewing.do(
            answering.evidence, "is there any proof", found=Found(records=(("guide.evidence", 0.99),))
        )
        if name == without:
            assert "no outside figure" in message.text and message.about == (name,)
        else:
            assert any(s.strategy == name for s in knowledge.figures[message.about[0]].supports)


@pytest.mark.parametrize("said", ["compare the first and the second", "compare 1 and 2"])
def test_two_of_the_plan_are_compared_by_their_places(known: Talk, said: str) -> None:
    known.do(planning.show_plan)
    (message,) = known.do(guidance.compare, said, intent="compare_strategies", confidence=1.0)
    assert message.kind == "comparison" and message.about == known.advisor.assess(known.case).plan.items[:2]


def test_of_two_families_the_best_are_compared(known: Talk) -> None:
    named = (("topic", "niche"), ("topic", "collaboration"))
    (message,) = known.do(guidance.compare, "difference between niche and collaboration", entities=named)
    strategies = known.advisor.knowledge.strategies
    assert [strategies[name].family for name in message.about] == ["niche", "collaboration"]


@pytest.mark.parametrize(
    ("said", "dimension"),
    [
        ("how was tech worked out", "technological"),
        ("which answers made platforms", "platform"),
        ("how was money worked out", "economic"),
        ("how did you get the rules number", "regulatory"),
    ],
)
def test_the_working_of_the_dimension_that_is_meant(known: Talk, said: str, dimension: str) -> None:
    (message,) = known.do(results.explain_score, said)
    assert message.about == (f"dimension.{dimension}",)


def test_a_plan_that_moves_by_an_answer_says_what_left_and_came(known: Talk) -> None:
    known.do(planning.show_plan)
    known.advisor.cases.record_fact(known.case.id, "hours", 0, "m")
    known.advisor.cases.record_fact(known.case.id, "goal", "survive", "m")
    before = [step.strategy for step in known.case.steps]
    (message,) = known.do(planning.show_plan)
    moved = [step.strategy for step in known.case.steps] != before
    assert moved == message.text.startswith("Your answers have changed")
    assert moved
