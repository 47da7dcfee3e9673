"""What is true of a firm: yes, no, or not known."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from bot.diagnosis.flags import FLAGS, derive_flags
from bot.model.case import Facts
from bot.model.knowledge import Knowledge


def flags(knowledge: Knowledge, answers: Mapping[str, str] | None = None, **facts: object) -> Mapping[str, bool | None]:
    """The flags of a firm."""
    return derive_flags(knowledge, Facts(**facts), answers or {})  # type: ignore[arg-type]


def test_of_a_firm_that_told_nothing_nothing_is_known(knowledge: Knowledge) -> None:
    assert flags(knowledge) == dict.fromkeys(FLAGS)


@pytest.mark.parametrize("left_open", ["skip", "dont_know"])
def test_what_was_left_open_is_not_known(knowledge: Knowledge, left_open: str) -> None:
    answers = {question.id: left_open for question in knowledge.questions.values()}
    assert flags(knowledge, answers) == dict.fromkeys(FLAGS)


def test_a_word_of_their_own_for_what_they_sell_says_nothing_of_it(knowledge: Knowledge) -> None:
    assert flags(knowledge, sells="sourdough", customers="hotels", markets="Lyon", sector="juggling") == dict.fromkeys(
        FLAGS
    )


@pytest.mark.parametrize(
    ("facts", "flag", "holds"),
    [
        ({"sector": "food_retail"}, "goods", True),
        ({"sector": "saas"}, "goods", False),
        ({"sector": "hospitality"}, "goods", None),
        ({"sells": "goods"}, "goods", True),
        ({"sells": "services"}, "goods", False),
        ({"sells": "mixed"}, "goods", True),
        ({"sector": "saas", "sells": "goods"}, "goods", True),
        ({"customers": "consumers_direct"}, "direct_customers", True),
        ({"customers": "through_others"}, "direct_customers", False),
        ({"markets": "home"}, "sells_abroad", False),
        ({"markets": "home"}, "cross_border", None),
        ({"markets": "home_wants_abroad"}, "sells_abroad", True),
        ({"markets": "some_abroad"}, "cross_border", True),
    ],
)
def test_facts_say_what_they_say_and_no_more(
    knowledge: Knowledge, facts: dict[str, str], flag: str, holds: bool | None
) -> None:
    assert flags(knowledge, **facts)[flag] is holds


@pytest.mark.parametrize(
    ("answers", "flag", "holds"),
    [
        ({"P1": "none"}, "uses_platform", False),
        ({"P1": "0"}, "uses_platform", True),
        ({"P1": "3"}, "uses_platform", True),
        ({"P3": "4"}, "uses_platform", True),
        ({"P2": "na"}, "uses_platform", None),
        ({"P3": "0"}, "uses_platform", None),
        ({"E2": "1"}, "cross_border", True),
        ({"G2": "2"}, "cross_border", True),
        ({"E3": "0"}, "cross_border", True),
        ({"E2": "0"}, "cross_border", None),
        ({"E2": "0", "G2": "0"}, "cross_border", None),
        ({"E3": "na"}, "cross_border", None),
        ({"E2": "0", "G2": "0", "E3": "na"}, "cross_border", False),
        ({"T3": "0"}, "own_it_skill", True),
        ({"T3": "1"}, "own_it_skill", True),
        ({"T3": "2"}, "own_it_skill", False),
        ({"T3": "3"}, "some_it_skill", True),
        ({"T3": "4"}, "some_it_skill", False),
    ],
)
def test_answers_say_what_they_say_and_no_more(
    knowledge: Knowledge, answers: dict[str, str], flag: str, holds: bool | None
) -> None:
    assert flags(knowledge, answers)[flag] is holds


def test_selling_at_home_does_not_undo_buying_abroad(knowledge: Knowledge) -> None:
    found = flags(knowledge, {"E2": "3"}, markets="home")
    assert (found["cross_border"], found["sells_abroad"]) == (True, False)


def test_given_flags_replace_the_derived_ones(knowledge: Knowledge) -> None:
    found = flags(knowledge, {"P1": "4", "E2": "4"}, sector="food_retail", flags=frozenset({"direct_customers"}))
    assert found["direct_customers"] is True
    assert [name for name in ("goods", "uses_platform", "cross_border", "sells_abroad") if found[name]] == []


def test_skill_is_known_from_its_question_even_where_flags_are_given(knowledge: Knowledge) -> None:
    given = frozenset({"goods"})
    assert flags(knowledge, {"T3": "0"}, flags=given)["own_it_skill"] is True
    assert flags(knowledge, {"T3": "4"}, flags=given)["some_it_skill"] is False


def test_skill_that_was_not_asked_is_not_known_even_where_flags_are_given(knowledge: Knowledge) -> None:
    found = flags(knowledge, flags=frozenset({"goods"}))
    assert (found["some_it_skill"], found["own_it_skill"]) == (None, None)
    assert flags(knowledge, flags=frozenset({"own_it_skill"}))["own_it_skill"] is True
