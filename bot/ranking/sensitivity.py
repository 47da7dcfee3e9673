"""What a little more money or time would lift in the ranking."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from bot.diagnosis.capacity import capacity
from bot.diagnosis.flags import derive_flags
from bot.model.case import Answers, Facts, Lift, Profile, Ranking, Reason
from bot.model.knowledge import Knowledge
from bot.ranking.rank import rank

MEANS = ("budget", "hours")
_MOST = 4


def best_lift(
    knowledge: Knowledge,
    profile: Profile,
    ranking: Ranking,
    *,
    facts: Facts,
    answers: Answers,
    set_aside: Mapping[str, Reason] | None = None,
) -> Lift | None:
    """The strategy that a little more budget or time would lift most, into the places that a plan is made of.

    One step of the one or the other first; where that moves nothing, two steps, and so on.
    """
    for steps in range(1, _MOST + 1):
        lifts = [
            lift
            for fact in MEANS
            if (value := getattr(facts, fact)) is not None and value + steps <= _MOST
            for lift in _lifts(knowledge, profile, ranking, facts, answers, set_aside or {}, (fact, value + steps))
        ]
        if lifts:
            # The largest jump first; among equals the one that ends highest.
            return max(lifts, key=lambda lift: (lift.before - lift.after, -lift.after, lift.strategy))
    return None


def _lifts(
    knowledge: Knowledge,
    profile: Profile,
    ranking: Ranking,
    facts: Facts,
    answers: Answers,
    set_aside: Mapping[str, Reason],
    means: tuple[str, int],
) -> Iterator[Lift]:
    """Every strategy that comes higher with such means, among the first ones."""
    changed: dict[str, Any] = dict([means])
    more = replace(facts, **changed)
    after = rank(
        knowledge,
        profile,
        facts=more,
        answers=answers,
        flags=derive_flags(knowledge, more, answers),
        capacity=capacity(knowledge, more, answers),
        set_aside=set_aside,
    )
    for place, entry in enumerate(after.ranked[: int(knowledge.weight("plan.items"))], 1):
        before = ranking.position(entry.strategy)
        if before and place < before and entry.score > 0:
            yield Lift(*means, entry.strategy, before, place)
