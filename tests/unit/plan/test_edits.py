"""The order of a plan is the person's: what they moved stays, and now never holds more than two."""

from __future__ import annotations

import pytest

from bot.advisor.assessment import assess
from bot.model.case import Edit, Facts, Plan
from bot.model.knowledge import Knowledge
from bot.plan.choose import BUFFER
from bot.plan.edit import END, built_on_later, lay_over, moves, place, place_of, wave_of

PLAN = Plan("ready", ("a", "b"), ("c", "d"), ("e",))


def moved(*wishes: tuple[str, str]) -> list[Edit]:
    return [Edit(name, "place", where) for name, where in wishes]


@pytest.mark.parametrize(
    ("wishes", "now", "following", "later"),
    [
        ([], ("a", "b"), ("c", "d"), ("e",)),
        ([("c", "now:0")], ("c", "a"), ("b", "d"), ("e",)),
        ([("a", "later:99")], ("b",), ("c", "d"), ("e", "a")),
        ([("a", "now:1"), ("b", "now:0")], ("b", "a"), ("c", "d"), ("e",)),
        # The later wish has the place that two want.
        ([("c", "now:0"), ("d", "now:0")], ("d", "c"), ("a", "b"), ("e",)),
        # Of three that were moved into now, the one moved longest ago gives way.
        ([("c", "now:0"), ("d", "now:0"), ("e", "now:0")], ("e", "d"), ("c", "a", "b"), ()),
        ([("gone", "now:0")], ("a", "b"), ("c", "d"), ("e",)),
    ],
)
def test_each_step_stands_where_it_was_put(
    knowledge: Knowledge,
    wishes: list[tuple[str, str]],
    now: tuple[str, ...],
    following: tuple[str, ...],
    later: tuple[str, ...],
) -> None:
    found = lay_over(knowledge, PLAN, moved(*wishes))
    assert (found.now, found.next, found.later) == (now, following, later)
    assert sorted(found.items) == sorted(PLAN.items)


def test_an_owner_or_a_date_moves_nothing(knowledge: Knowledge) -> None:
    assert lay_over(knowledge, PLAN, [Edit("c", "owner", "Maria"), Edit("d", "due", "2027-01-15")]) == PLAN


def test_places_and_moves_are_named() -> None:
    after = Plan("ready", ("c", "a"), ("b", "d"), ("e",))
    assert moves(PLAN, after) == [("c", "now"), ("b", "next")]
    assert place_of(PLAN, "d") == place("next", 1) and wave_of(PLAN, "x") == ""


def test_with_the_cash_at_stake_the_cash_list_stays_first(knowledge: Knowledge) -> None:
    plan = Plan("distress", (BUFFER, "a"), ("b",), ())
    found = lay_over(knowledge, plan, moved((BUFFER, "later:99"), ("b", "now:0")))
    assert found.now == (BUFFER, "b") and found.next == ("a",)


def test_what_it_builds_on_is_known_to_come_later(knowledge: Knowledge) -> None:
    cloud, first = "strategy.automation.cloud", "strategy.automation.pain_points"
    assert built_on_later(knowledge, Plan("ready", (cloud,), (first,), ()), cloud) == [first]
    assert built_on_later(knowledge, Plan("ready", (first,), (cloud,), ()), cloud) == []


def test_what_was_edited_stays_in_a_plan_that_is_computed_anew(knowledge: Knowledge) -> None:
    answers = {question.id: "3" for question in knowledge.of_kind("diagnosis")}
    before = assess(knowledge, Facts(), answers)
    last = before.plan.items[-1]
    edits = [Edit(last, "owner", "Maria"), Edit(last, "place", place("now", END))]
    changed = {**answers, **dict.fromkeys(knowledge.strategies[last].evidence, "0")}
    after = assess(knowledge, Facts(), changed, edits=edits)
    assert last in after.plan.now and len(after.plan.now) <= 2


def test_what_they_do_already_is_under_way_and_nothing_to_start(knowledge: Knowledge) -> None:
    answers = {question.id: "3" for question in knowledge.of_kind("diagnosis")}
    first = assess(knowledge, Facts(), answers).plan.items[0]
    found = assess(knowledge, Facts(), answers, {first: "doing"})
    assert found.plan.under_way == (first,) and first not in found.plan.items
    assert found.ranking.entry(first) is None
    assert first not in {entry.strategy for entry in found.plan.left_out}
    assert first not in {named.strategy for named in found.plan.also_named}
