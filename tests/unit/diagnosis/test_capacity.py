"""How much a firm can take on."""

from __future__ import annotations

import pytest

from bot.diagnosis.capacity import capacity
from bot.model.case import Facts
from bot.model.knowledge import Knowledge


def of(knowledge: Knowledge, budget: int | None, hours: int | None, skill: str | None) -> int | None:
    """The capacity; `skill` is the answer to T3 (0: own specialist, 4: nobody)."""
    return capacity(knowledge, Facts(budget=budget, hours=hours), {} if skill is None else {"T3": skill})


@pytest.mark.parametrize(
    ("budget", "hours", "skill", "found"),
    [
        (0, 0, "4", 1),
        (4, 4, "0", 5),
        (1, 1, "3", 2),
        (4, 3, "1", 4),
        (2, 2, "2", 3),
        (0, 1, "4", 1),
        (1, 2, "2", 3),
    ],
)
def test_it_is_the_rounded_mean_of_money_hours_and_skill(
    knowledge: Knowledge, budget: int, hours: int, skill: str, found: int
) -> None:
    assert of(knowledge, budget, hours, skill) == found


@pytest.mark.parametrize("hours", range(5))
def test_hours_are_a_ceiling_that_no_money_lifts(knowledge: Knowledge, hours: int) -> None:
    found = of(knowledge, 4, hours, "0")
    assert found is not None and found <= hours + 1


def test_where_nothing_is_known_it_is_not_known(knowledge: Knowledge) -> None:
    assert of(knowledge, None, None, None) is None


@pytest.mark.parametrize("left_open", ["skip", "dont_know"])
def test_a_skill_that_was_left_open_is_not_known(knowledge: Knowledge, left_open: str) -> None:
    assert of(knowledge, None, None, left_open) is None


def test_what_is_not_known_stays_out_of_the_mean_and_is_not_taken_for_nothing(knowledge: Knowledge) -> None:
    assert of(knowledge, 4, None, None) == 5
    assert of(knowledge, None, 2, None) == 3
    assert of(knowledge, None, None, "2") == 3
    assert of(knowledge, 4, None, "2") == 4


def test_it_never_leaves_1_to_5(knowledge: Knowledge) -> None:
    values = [None, 0, 1, 2, 3, 4]
    found = {of(knowledge, b, h, s if s is None else str(s)) for b in values for h in values for s in values}
    assert found == {None, 1, 2, 3, 4, 5}
