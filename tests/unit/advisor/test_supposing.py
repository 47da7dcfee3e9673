"""What if: before and after are shown, and nothing changes until the person says so."""

from __future__ import annotations

from typing import Any

import pytest

from bot.advisor import noting, planning, results, supposing
from bot.language.suppositions import read_supposition
from tests.unit.advisor.conftest import Talk


@pytest.fixture
def known(talk: Talk) -> Talk:
    """A small exporter that sells through a platform."""
    facts = {"sector": "food_export", "rival": "none", "budget": 1, "hours": 1, "goal": "survive"}
    talk.start(facts=facts)
    talk.answer_all("3")
    talk.do(results.show_profile)
    talk.do(planning.show_plan)
    return talk


SUPPOSED: list[tuple[str, dict[str, Any], dict[str, Any], dict[str, str]]] = [
    ("what if we had 5 hours a week", {}, {"hours": 2}, {}),
    ("what if we had 500 a month", {}, {"budget": 2}, {}),
    ("what if we had 3,000 euros a month", {}, {"budget": 4}, {}),
    ("if we were 20", {}, {"team_size": 20}, {}),
    ("what would the plan look like with no budget at all", {}, {"budget": 0}, {}),
    ("and if our budget was double", {}, {"budget": 2}, {}),
    ("what if i had more time", {}, {"hours": 2}, {}),
    ("what if we left Amazon", {}, {}, {"P1": "none", "P2": "na", "P3": "na"}),
    (
        "suppose we stopped selling there",
        {"entities": (("topic", "platform"),)},
        {},
        {"P1": "none", "P2": "na", "P3": "na"},
    ),
    ("what if the bank said yes", {}, {}, {"E1": "1"}),
    ("what if the bank turned us down", {}, {}, {"E1": "4"}),
    ("imagine we got a credit line", {}, {}, {"E1": "0"}),
    ("what if we could bridge five months", {}, {}, {"E4": "1"}),
    ("imagine we had two suppliers instead of one", {}, {}, {"G1": "1"}),
    ("what if we wanted to go abroad", {}, {"goal": "go_abroad"}, {}),
    ("if goal was growth abroad rather than survival", {}, {"goal": "go_abroad"}, {}),
    ("what if we were based in Germany", {"entities": (("country", "Germany"),)}, {"country": "Germany"}, {}),
]


@pytest.mark.parametrize(("text", "parts", "facts", "answers"), SUPPOSED, ids=[case[0] for case in SUPPOSED])
@pytest.mark.parametrize("yes", [True, False])
def test_it_is_tried_and_counts_only_once_they_say_so(
    known: Talk, text: str, parts: dict[str, Any], facts: dict[str, Any], answers: dict[str, str], yes: bool
) -> None:
    before = known.case
    (message,) = known.do(supposing.what_if, text, intent="what_if", **parts)
    assert known.case == before and known.slots["confirming"] == "what_if"
    assert [button.payload for button in message.buttons] == ["try.yes", "no"]
    assert len(message.text.split()) <= 90 and message.data["before"]["profile"] and message.data["after"]["profile"]
    known.do(supposing.apply_what_if if yes else noting.keep, "yes" if yes else "no")
    after = known.case
    assert known.slots["confirming"] is None
    if not yes:
        assert after == before
        return
    assert {name: getattr(after.facts, name) for name in facts} == facts
    assert {name: after.answers[name] for name in answers} == answers
    assert {name for name in after.answers if after.answers[name] != before.answers.get(name)} <= set(answers)


def test_before_and_after_of_profile_and_plan_are_told(known: Talk) -> None:
    (message,) = known.do(supposing.what_if, "what if we left Amazon", intent="what_if")
    then, now = message.data["before"], message.data["after"]
    assert then["profile"]["dimension.platform"] > now["profile"]["dimension.platform"] == 0
    assert "Platform" in message.text and "Before and after" in message.text
    (noted, plan) = known.do(supposing.apply_what_if, "make it so", intent="affirm")
    assert (
        noted.kind == "noted" and plan.kind == "plan" and list(plan.about) == [*now["now"], *now["next"], *now["later"]]
    )


def test_a_likely_question_is_asked_back_with_its_options(known: Talk) -> None:
    (menu,) = known.do(supposing.what_if, "what if that was sorted", intent="what_if", problems=(("S1", 3, 0.6),))
    assert menu.kind == "menu" and menu.buttons[0].payload == "try:S1/0"
    (message,) = known.do(supposing.what_if, token="try:S1/0", intent="what_if")
    assert "«Never»" in message.text and known.case.answers["S1"] != "0" if "S1" in known.case.answers else True
    known.do(supposing.apply_what_if, token="try.yes", intent="affirm")
    assert known.case.answers["S1"] == "0"


def test_a_yes_to_nothing_that_was_tried_changes_nothing(known: Talk) -> None:
    before = known.case
    (message,) = known.do(supposing.apply_what_if, "yes", intent="affirm")
    assert message.kind == "notice" and known.case == before


def test_another_supposition_takes_the_place_of_the_first(known: Talk) -> None:
    known.do(supposing.what_if, "what if we had 5 hours a week", intent="what_if")
    known.do(supposing.what_if, "what if the bank said yes", intent="what_if")
    known.do(supposing.apply_what_if, "yes", intent="affirm")
    assert known.case.facts.hours == 1 and known.case.answers["E1"] == "1"


@pytest.mark.parametrize("text", ["what if pigs could fly", "what if it rains", "if only"])
def test_what_supposes_nothing_known_is_read_as_nothing(text: str) -> None:
    read = read_supposition(text)
    assert not read.answers and not read.steps and not read.goal and not read.money


@pytest.mark.parametrize(
    "said", [{"text": "make it so"}, {"text": "yes do it"}, {"token": "try.yes", "intent": "affirm"}]
)
def test_what_is_tried_at_an_open_question_counts_once_somebody_says_so(talk: Talk, said: dict[str, str]) -> None:
    talk.start(facts={"sector": "retail", "rival": "none"})
    tried, question = talk.do(supposing.what_if, "what if we had 5 hours a week"), talk.ask()
    assert "try.yes" in [button.payload for button in tried[0].buttons] and question[0].about == ("E1",)
    assert talk.case.facts.hours is None
    noted, again = talk.say(**said)
    assert noted.data["facts"] == {"hours": 2} and again.about == ("E1",)
    assert talk.case.facts.hours == 2
    # Once is enough: the same words mean nothing later.
    talk.say("make it so")
    assert talk.heard == "unclear"
