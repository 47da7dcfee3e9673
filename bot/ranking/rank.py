"""Ranks the strategies: how much it helps where it hurts, times what the answers say, times fit, times ease."""

from __future__ import annotations

import math
from collections.abc import Mapping

from bot.model.case import Answers, Excluded, Facts, Profile, Ranked, Ranking, Reason
from bot.model.knowledge import Knowledge, Strategy
from bot.ranking import factors


def rank(
    knowledge: Knowledge,
    profile: Profile,
    *,
    facts: Facts,
    answers: Answers,
    flags: Mapping[str, bool | None],
    capacity: int | None,
    set_aside: Mapping[str, Reason] | None = None,
) -> Ranking:
    """All strategies that fit, best first (ties: less effort, then id), and the excluded with their reason.

    Args:
        set_aside: what the person put aside (not for them, done, under way), each with the reason to say.
    """
    ranked, excluded = [], []
    for strategy in knowledge.strategies.values():
        if set_aside and strategy.id in set_aside:
            excluded.append(Excluded(strategy.id, set_aside[strategy.id]))
            continue
        missing = next(factors.missing_need(strategy, flags), None)
        if missing:
            excluded.append(Excluded(strategy.id, missing))
        else:
            ranked.append(_rank_one(knowledge, strategy, profile, facts, answers, capacity))
    effort = {strategy.id: strategy.effort for strategy in knowledge.strategies.values()}
    ranked.sort(key=lambda entry: (-entry.score, effort[entry.strategy], entry.strategy))
    return Ranking(tuple(ranked), tuple(sorted(excluded, key=lambda entry: entry.strategy)))


def _rank_one(
    knowledge: Knowledge, strategy: Strategy, profile: Profile, facts: Facts, answers: Answers, capacity: int | None
) -> Ranked:
    need, needed = factors.need(knowledge, strategy, profile)
    evidence, said = factors.evidence(knowledge, strategy, answers)
    strength, built_on = factors.strengths(knowledge, strategy, answers)
    fit, fitting = factors.fit(knowledge, strategy, facts)
    overreach, beyond = factors.overreach(knowledge, strategy, capacity)
    goal, aimed = factors.goal(knowledge, strategy, facts)
    country, helped = factors.country(knowledge, strategy, facts)
    parts = {
        "need": need,
        "evidence": evidence,
        "strengths": strength,
        "fit": fit,
        "ease": factors.ease(knowledge, strategy),
        "overreach": overreach,
        "breadth": factors.breadth(knowledge, strategy),
        "goal": goal,
        "country": country,
    }
    score = min(100.0, math.prod(parts.values()) / _most(knowledge))
    return Ranked(strategy.id, score, parts, (*said, *built_on, *needed, *fitting, *aimed, *helped, *beyond))


def _most(knowledge: Knowledge) -> float:
    """The largest product of evidence, fit and ease: it makes the score run from 0 to 100."""
    weight = knowledge.weight
    easiest = weight("ranking.ease_base") - weight("ranking.ease_step")
    return weight("ranking.evidence_most") * weight("ranking.pain") * weight("ranking.strong_sector") * easiest
