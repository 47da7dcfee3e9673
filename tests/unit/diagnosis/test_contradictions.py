"""Answers that do not go together are asked about."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.diagnosis.contradictions import find_contradictions
from bot.model.case import Facts
from bot.model.knowledge import Knowledge

# For each contradiction: what makes it fire, and changes of which each alone makes it go away. `markets` is a fact.
CASES: dict[str, tuple[dict[str, str], list[dict[str, str]]]] = {
    "platform_none_yet_dependent": ({"P1": "none", "P3": "3"}, [{"P1": "0"}, {"P1": "1"}, {"P3": "2"}, {"P3": "na"}]),
    "platform_small_yet_dependent": ({"P1": "0", "P3": "4"}, [{"P1": "1"}, {"P3": "3"}, {"P3": "na"}]),
    "home_only_yet_currency": ({"markets": "home", "E2": "3"}, [{"markets": "some_abroad"}, {"E2": "2"}]),
    "home_only_yet_tariffs": ({"markets": "home", "G2": "4"}, [{"markets": "mostly_abroad"}, {"G2": "3"}]),
    "no_hand_work_yet_paper": ({"T1": "0", "T2": "4"}, [{"T1": "1"}, {"T2": "3"}]),
    "data_decisions_without_data": ({"I1": "0", "I2": "4"}, [{"I1": "1"}, {"I2": "3"}]),
    "own_specialist_yet_nobody": ({"R1": "0", "R2": "4", "R3": "4"}, [{"R1": "1"}, {"R2": "3"}, {"R3": "3"}]),
    "terms_ours_yet_locked_in": ({"S2": "0", "G1": "4"}, [{"S2": "1"}, {"S2": "na"}, {"G1": "3"}]),
}


def found(knowledge: Knowledge, said: dict[str, str]) -> set[str]:
    """The contradictions in what was said."""
    answers = {name: value for name, value in said.items() if name != "markets"}
    return {clash.id for clash in find_contradictions(knowledge, Facts(markets=said.get("markets")), answers)}


def test_each_contradiction_has_its_case_here(knowledge: Knowledge) -> None:
    assert {clash.id for clash in knowledge.clashes} == CASES.keys()


@pytest.mark.parametrize("name", CASES)
def test_a_contradiction_is_found_where_all_its_conditions_hold(knowledge: Knowledge, name: str) -> None:
    fires, _ = CASES[name]
    assert name in found(knowledge, fires)
    clash = next(c for c in find_contradictions(knowledge, Facts(), CASES["no_hand_work_yet_paper"][0]))
    assert clash.questions == ("T1", "T2") and clash.wording.endswith("?")


@pytest.mark.parametrize(
    ("name", "change"), [(name, change) for name, (_, changes) in CASES.items() for change in changes]
)
def test_a_contradiction_is_gone_where_one_condition_fails(
    knowledge: Knowledge, name: str, change: dict[str, str]
) -> None:
    assert name not in found(knowledge, {**CASES[name][0], **change})


@pytest.mark.parametrize("name", CASES)
@pytest.mark.parametrize("left_open", ["skip", "dont_know", None])
def test_what_was_left_open_contradicts_nothing(knowledge: Knowledge, name: str, left_open: str | None) -> None:
    fires, _ = CASES[name]
    for question in fires:
        said = {other: value for other, value in fires.items() if other != question}
        if left_open and question != "markets":
            said[question] = left_open
        assert name not in found(knowledge, said)


def test_answers_that_go_together_are_left_alone(knowledge: Knowledge) -> None:
    for value in "01234":
        answers = {question.id: value for question in knowledge.of_kind("diagnosis")}
        assert not find_contradictions(knowledge, Facts(markets="some_abroad"), answers)


def test_several_contradictions_come_in_the_order_of_the_document(knowledge: Knowledge) -> None:
    backwards = replace(knowledge, clashes=knowledge.clashes[::-1])
    said = {"P1": "none", "P3": "4", "T1": "0", "T2": "4"}
    names = [clash.id for clash in find_contradictions(knowledge, Facts(), said)]
    assert names[0] == "platform_none_yet_dependent" and names[-1] == "no_hand_work_yet_paper"
    assert [clash.id for clash in find_contradictions(backwards, Facts(), said)] == names[::-1]
