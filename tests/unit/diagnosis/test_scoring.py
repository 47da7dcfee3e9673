"""From answers to severity, confidence and effective severity."""

from __future__ import annotations

import itertools

import pytest

from bot.diagnosis.scoring import answer_score, confidence_word, is_sure, score_profile
from bot.model.case import DimensionScore
from bot.model.knowledge import Knowledge

ECONOMIC, PLATFORM = "dimension.economic", "dimension.platform"


def economic(knowledge: Knowledge, **answers: str) -> DimensionScore:
    """The score of the economic dimension (weights: E1 2, E2 1, E3 1, E4 2)."""
    return score_profile(knowledge, answers).scores[ECONOMIC]


def test_severity_is_the_weighted_mean_of_the_answers(knowledge: Knowledge) -> None:
    score = economic(knowledge, E1="3", E2="0", E3="1", E4="3")
    assert score.severity == pytest.approx(100 * (2 * 3 + 0 + 1 + 2 * 3) / (4 * 6))
    assert score.confidence == 1
    assert score.effective == score.severity
    assert score.answered == ("E1", "E2", "E3", "E4")


def test_without_answers_a_dimension_is_not_assessed_and_not_zero(knowledge: Knowledge) -> None:
    score = economic(knowledge)
    assert (score.severity, score.effective, score.confidence, score.band) == (None, None, 0.0, "unknown")


@pytest.mark.parametrize("left_open", ["skip", "dont_know"])
def test_what_was_left_open_stays_out_of_the_severity_and_lowers_the_confidence(
    knowledge: Knowledge, left_open: str
) -> None:
    score = economic(knowledge, E1="3", E2=left_open, E3=left_open, E4=left_open)
    assert score == economic(knowledge, E1="3")
    assert score.severity == 75
    assert score.confidence == pytest.approx(2 / 6)


def test_only_left_open_is_not_assessed(knowledge: Knowledge) -> None:
    assert economic(knowledge, E1="skip", E2="dont_know").severity is None


def test_what_does_not_apply_stays_out_of_everything(knowledge: Knowledge) -> None:
    score = economic(knowledge, E1="3", E2="0", E3="na", E4="3")
    assert score.severity == 60
    assert score.confidence == 1


def test_a_dimension_of_which_nothing_applies_is_not_assessed(knowledge: Knowledge) -> None:
    score = score_profile(knowledge, {"P2": "na", "P3": "na"}).scores[PLATFORM]
    assert score.severity is None


def test_an_unsure_score_weighs_less_and_a_sure_one_stays(knowledge: Knowledge) -> None:
    unsure = economic(knowledge, E1="4")
    assert unsure.effective == pytest.approx(100 * (0.5 + 0.5 / 3))
    sure = economic(knowledge, E1="4", E2="4", E3="4", E4="4")
    assert sure.effective == 100


def test_a_platform_that_is_not_used_scores_like_a_tiny_share(knowledge: Knowledge) -> None:
    none, tiny = (score_profile(knowledge, {"P1": value}).scores[PLATFORM] for value in ("none", "0"))
    assert none == tiny and none.severity == 0


@pytest.mark.parametrize(
    ("severity_of", "band"),
    [
        ({"T1": "0"}, "low"),
        ({"T1": "1"}, "moderate"),
        ({"T1": "2"}, "high"),
        ({"T1": "3"}, "severe"),
        ({"T1": "4"}, "severe"),
        ({"T1": "1", "T2": "0"}, "low"),
        ({"T1": "2", "T2": "1"}, "moderate"),
        ({"T1": "3", "T2": "2"}, "high"),
    ],
)
def test_the_band_is_the_quarter_in_which_the_severity_lies(
    knowledge: Knowledge, severity_of: dict[str, str], band: str
) -> None:
    assert score_profile(knowledge, severity_of).scores["dimension.technological"].band == band


def test_confidence_in_words(knowledge: Knowledge) -> None:
    words = [
        confidence_word(knowledge, economic(knowledge, **answers))
        for answers in ({}, {"E1": "2"}, {"E1": "2", "E2": "2"}, {"E1": "2", "E2": "2", "E4": "2"})
    ]
    assert words == ["none", "low", "medium", "high"]


def test_a_number_is_sure_from_half_of_the_weight_on(knowledge: Knowledge) -> None:
    assert not is_sure(knowledge, economic(knowledge, E1="2"))
    assert is_sure(knowledge, economic(knowledge, E1="2", E2="2"))


def test_strengths_and_facts_never_count_as_severity(knowledge: Knowledge) -> None:
    profile = score_profile(knowledge, {"X1": "personal", "X2": "none", "X3": "team", "fact.goal": "skip"})
    assert profile.answered == 0 and not profile.assessed


def test_an_answer_that_is_no_option_is_no_answer(knowledge: Knowledge) -> None:
    assert answer_score(knowledge.questions["E1"], {"E1": "5"}) is None
    assert economic(knowledge, E1="maybe").severity is None


def test_the_order_of_the_answers_does_not_matter(knowledge: Knowledge) -> None:
    answers = {"E1": "3", "T1": "1", "P1": "none", "G4": "4"}
    profiles = [score_profile(knowledge, dict(order)) for order in itertools.permutations(answers.items())]
    assert all(profile == profiles[0] for profile in profiles)


def test_a_worse_answer_never_lowers_the_severity(knowledge: Knowledge) -> None:
    others = {"E2": "1", "E4": "2"}
    severities = [economic(knowledge, E1=str(value), **others).severity for value in range(5)]
    assert severities == sorted(severities, key=lambda severity: severity or 0)


def test_the_worst_dimension_comes_first_and_those_not_assessed_stay_away(knowledge: Knowledge) -> None:
    profile = score_profile(knowledge, {"E1": "1", "T1": "4", "S2": "2"})
    assert [score.dimension for score in profile.assessed] == [
        *("dimension.technological", "dimension.systemic", "dimension.economic")
    ]
    assert profile.answered == 3
