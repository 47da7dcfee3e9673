"""One step more of money or time: the sum is done again, not guessed."""

from __future__ import annotations

from dataclasses import replace

from bot.advisor.assessment import assess, set_aside
from bot.model.case import Facts
from bot.model.knowledge import Knowledge
from bot.ranking.sensitivity import best_lift

# Everything middling, nobody for the technology: hard things lie beyond the means.
ANSWERS = {"E1": "3", "T1": "3", "T2": "3", "T3": "4", "P1": "2", "R1": "2", "I1": "3", "S1": "3", "G1": "4", "G3": "4"}
SMALL = Facts(sector="manufacturing", budget=1, hours=1, customers="firms_direct", sells="goods", markets="some_abroad")


def test_the_named_places_are_those_of_the_two_rankings(knowledge: Knowledge) -> None:
    found = assess(knowledge, SMALL, ANSWERS)
    lift = best_lift(knowledge, found.profile, found.ranking, facts=SMALL, answers=ANSWERS)
    assert lift is not None and lift.after < lift.before and lift.after <= 7
    more = assess(knowledge, replace(SMALL, **{lift.fact: lift.value}), ANSWERS).ranking
    assert (found.ranking.position(lift.strategy), more.position(lift.strategy)) == (lift.before, lift.after)


def test_fewer_steps_would_lift_nothing_and_no_other_means_anything_further(knowledge: Knowledge) -> None:
    found = assess(knowledge, SMALL, ANSWERS)
    lift = best_lift(knowledge, found.profile, found.ranking, facts=SMALL, answers=ANSWERS)
    assert lift is not None
    steps = lift.value - getattr(SMALL, lift.fact)
    for fact in ("budget", "hours"):
        for number in range(1, steps + 1):
            more = assess(knowledge, replace(SMALL, **{fact: getattr(SMALL, fact) + number}), ANSWERS).ranking
            jumps = [(found.ranking.position(e.strategy) or 0) - n for n, e in enumerate(more.ranked[:7], 1)]
            assert max(jumps) <= (lift.before - lift.after if number == steps else 0)


def test_without_means_or_at_the_top_of_them_there_is_nothing_to_say(knowledge: Knowledge) -> None:
    for facts in (Facts(), Facts(budget=4, hours=4)):
        found = assess(knowledge, facts, ANSWERS)
        assert best_lift(knowledge, found.profile, found.ranking, facts=facts, answers=ANSWERS) is None


def test_what_was_put_aside_is_not_brought_up(knowledge: Knowledge) -> None:
    found = assess(knowledge, SMALL, ANSWERS)
    lift = best_lift(knowledge, found.profile, found.ranking, facts=SMALL, answers=ANSWERS)
    assert lift is not None
    choices = {lift.strategy: "rejected"}
    again = assess(knowledge, SMALL, ANSWERS, choices)
    aside = set_aside(choices, {})
    other = best_lift(knowledge, again.profile, again.ranking, facts=SMALL, answers=ANSWERS, set_aside=aside)
    assert other is None or other.strategy != lift.strategy
