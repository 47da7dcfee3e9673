"""Everything that follows from a case, in one go: profile, capacity, ranking, plan, contradictions, next question."""

from __future__ import annotations

from collections.abc import Mapping

from bot.diagnosis.capacity import capacity
from bot.diagnosis.contradictions import find_contradictions
from bot.diagnosis.flags import derive_flags
from bot.diagnosis.questions import best_next_question
from bot.diagnosis.scoring import score_profile
from bot.model.case import Answers, Assessment, Facts
from bot.model.knowledge import CLASH, Knowledge
from bot.plan.build import build_plan
from bot.ranking.rank import rank

ACCEPTED, REJECTED, DONE = "accepted", "rejected", "done"


def assess(
    knowledge: Knowledge, facts: Facts, answers: Answers, choices: Mapping[str, str] | None = None
) -> Assessment:
    """Assess a firm from its facts, answers and choices (strategy -> accepted, rejected or done)."""
    chosen = choices or {}
    profile = score_profile(knowledge, answers)
    means = capacity(knowledge, facts, answers)
    ranking = rank(
        knowledge,
        profile,
        facts=facts,
        answers=answers,
        flags=derive_flags(knowledge, facts, answers),
        capacity=means,
        rejected=frozenset(name for name, choice in chosen.items() if choice == REJECTED),
    )
    plan = build_plan(
        knowledge,
        profile,
        ranking,
        facts=facts,
        answers=answers,
        capacity=means,
        accepted=[name for name, choice in chosen.items() if choice == ACCEPTED],
        done=[name for name, choice in chosen.items() if choice == DONE],
    )
    found = find_contradictions(knowledge, facts, answers)
    # What was settled once is no longer held against the answers.
    standing = (clash for clash in found if f"{CLASH}{clash.id}" not in chosen)
    return Assessment(
        profile=profile,
        capacity=means,
        ranking=ranking,
        plan=plan,
        contradictions=tuple(standing),
        next_question=best_next_question(knowledge, answers, profile, ranking),
    )
