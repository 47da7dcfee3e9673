"""Which question comes first, and which is the best next one."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from bot.advisor.assessment import assess
from bot.diagnosis.questions import best_next_question, is_given, quick_questions
from bot.diagnosis.scoring import score_profile
from bot.model.case import Facts, Ranked, Ranking
from bot.model.knowledge import Knowledge


def best(knowledge: Knowledge, answers: Mapping[str, str], top: tuple[str, ...]) -> str | None:
    """The best next question where these strategies lead the ranking."""
    ranking = Ranking(tuple(Ranked(name, 50.0, {}, ()) for name in top), ())
    return best_next_question(knowledge, answers, score_profile(knowledge, answers), ranking)


def test_quick_mode_asks_eight_questions_over_all_seven_dimensions(knowledge: Knowledge) -> None:
    names = quick_questions(knowledge, Facts())
    assert names == ("E1", "E4", "T1", "P1", "R1", "I1", "S2", "G1")
    assert {knowledge.questions[name].dimension for name in names} == set(knowledge.dimensions)


@pytest.mark.parametrize(
    ("rival", "first"),
    [("economic", "E1"), ("platform", "P1"), ("systemic", "S2"), ("geopolitical", "G1")],
)
def test_the_dimension_in_which_the_rival_hurts_most_is_asked_first(
    knowledge: Knowledge, rival: str, first: str
) -> None:
    names = quick_questions(knowledge, Facts(rival=rival))
    assert names[0] == first
    assert sorted(names) == sorted(quick_questions(knowledge, Facts()))


@pytest.mark.parametrize("rival", [None, "none", "the supermarket"])
def test_without_a_dimension_named_the_usual_order_stays(knowledge: Knowledge, rival: str | None) -> None:
    assert quick_questions(knowledge, Facts(rival=rival)) == quick_questions(knowledge, Facts())


def test_the_best_next_question_asks_where_the_leaders_help_and_little_is_known(knowledge: Knowledge) -> None:
    answers = {"R1": "2", "R2": "2", "R3": "2"}
    # Both relieve money trouble by 3; of that dimension nothing is known, of rules everything.
    assert best(knowledge, answers, ("ext.finance.buffer", "ext.compliance.shared")) == "E1"


def test_a_heavier_question_comes_before_a_lighter_one(knowledge: Knowledge) -> None:
    assert best(knowledge, {"T1": "2"}, ("ext.finance.buffer", "ext.skills.training")) == "E1"


def test_a_question_that_was_answered_or_left_open_is_not_asked_again(knowledge: Knowledge) -> None:
    for left_open in ("2", "skip", "dont_know"):
        assert best(knowledge, {"E1": left_open}, ("ext.finance.buffer",)) == "E4"


def test_equal_worth_is_settled_in_favour_of_the_quick_ones_in_their_order(knowledge: Knowledge) -> None:
    assert best(knowledge, {}, ()) == "E1"
    assert best(knowledge, dict.fromkeys(("E1", "E4", "T1", "P1", "R1", "I1", "S2", "G1"), "0"), ()) == "E2"


def test_after_the_last_question_there_is_no_next_one(knowledge: Knowledge) -> None:
    answers = {question.id: "skip" for question in knowledge.of_kind("diagnosis")}
    assert best(knowledge, answers, ("ext.finance.buffer",)) is None


def test_asking_the_best_next_question_again_and_again_asks_each_once(knowledge: Knowledge) -> None:
    answers: dict[str, str] = {}
    while (name := assess(knowledge, Facts(), answers).next_question) is not None:
        assert name not in answers
        answers[name] = "2"
    assert answers.keys() == {question.id for question in knowledge.of_kind("diagnosis")}


def test_skip_and_dont_know_give_nothing(knowledge: Knowledge) -> None:
    assert [is_given(value) for value in (None, "skip", "dont_know", "na", "0")] == [False, False, False, True, True]
