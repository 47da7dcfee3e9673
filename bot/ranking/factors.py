"""The factors of the ranking, each a number and the reason for it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from bot.diagnosis.scoring import answer_score
from bot.model.case import Answers, Facts, Profile, Reason
from bot.model.knowledge import Knowledge, Strategy

# Relief runs from 0 to 3.
_FULL_RELIEF = 3


def need(knowledge: Knowledge, strategy: Strategy, profile: Profile) -> tuple[float, list[Reason]]:
    """How much it helps where it hurts, 0-100: the best single hit plus a share of the others."""
    hits: list[tuple[float, str]] = []
    for dimension, relief in strategy.relief.items():
        effective = profile.scores[dimension].effective
        if effective:
            hits.append((relief / _FULL_RELIEF * effective, dimension))
    if not hits:
        return 0.0, []
    hits.sort(key=lambda hit: (-hit[0], hit[1]))
    others = sum(value for value, _ in hits[1:])
    total = min(100.0, hits[0][0] + knowledge.weight("ranking.other_hits") * others)
    return total, [Reason("relieves", dimension) for _, dimension in hits[:2]]


def evidence(knowledge: Knowledge, strategy: Strategy, answers: Answers) -> tuple[float, list[Reason]]:
    """What the person's own answers say about it; 1 where nothing relevant was answered."""
    given = [(answer_score(knowledge.questions[name], answers), name) for name in strategy.evidence]
    known = [(score, name) for score, name in given if score is not None]
    if not known:
        return 1.0, []
    worst, question = max(known, key=lambda pair: pair[0])
    factor = knowledge.weight("ranking.evidence_base") + knowledge.weight("ranking.evidence_step") * worst
    reasons = [Reason("because_you_said", question, answers[question])] if worst > 1 else []
    return min(factor, knowledge.weight("ranking.evidence_most")), reasons


def strengths(knowledge: Knowledge, strategy: Strategy, answers: Answers) -> tuple[float, list[Reason]]:
    """A strength the firm named that this strategy builds on."""
    for question in knowledge.of_kind("strength"):
        option = question.option(answers.get(question.id, ""))
        if option and strategy.id in option.feeds:
            return knowledge.weight("ranking.strength"), [Reason("builds_on", question.id, option.value)]
    return 1.0, []


def fit(knowledge: Knowledge, strategy: Strategy, facts: Facts) -> tuple[float, list[Reason]]:
    """How well it suits the pains named and the sector."""
    factor, reasons = 1.0, []
    served = [pain for pain in facts.pains if pain in strategy.functions]
    if served:
        factor *= knowledge.weight("ranking.pain")
        reasons.append(Reason("serves_pain", served[0]))
    if facts.sector in strategy.strong:
        factor *= knowledge.weight("ranking.strong_sector")
        reasons.append(Reason("strong_sector", facts.sector or ""))
    if facts.sector in strategy.weak:
        factor *= knowledge.weight("ranking.weak_sector")
        reasons.append(Reason("weak_sector", facts.sector or ""))
    return factor, reasons


def ease(knowledge: Knowledge, strategy: Strategy) -> float:
    """Less effort counts for more."""
    return knowledge.weight("ranking.ease_base") - knowledge.weight("ranking.ease_step") * strategy.effort


def overreach(knowledge: Knowledge, strategy: Strategy, capacity: int | None) -> tuple[float, list[Reason]]:
    """A penalty for each level of effort above the capacity."""
    if capacity is None or strategy.effort <= capacity:
        return 1.0, []
    beyond = strategy.effort - capacity
    return knowledge.weight("ranking.overreach") ** beyond, [Reason("beyond_capacity", "", str(beyond))]


def breadth(knowledge: Knowledge, strategy: Strategy) -> float:
    """What helps with everything a little is discounted, or it would be everybody's first advice."""
    broad = sum(strategy.relief.values()) >= knowledge.weight("ranking.broad_relief")
    return knowledge.weight("ranking.broad_discount") if broad else 1.0


def goal(knowledge: Knowledge, strategy: Strategy, facts: Facts) -> tuple[float, list[Reason]]:
    """What the firm wants to reach lifts what leads there."""
    factor, reasons = 1.0, []
    if facts.goal == "go_abroad" and strategy.family == "geopolitics":
        factor, reasons = knowledge.weight("goal.go_abroad"), [Reason("goal", "go_abroad")]
    if facts.goal == "survive":
        if strategy.relief.get("dimension.economic", 0) >= knowledge.weight("goal.economic_relief"):
            factor, reasons = knowledge.weight("goal.survive"), [Reason("goal", "survive")]
        if strategy.effort > knowledge.weight("goal.survive_effort"):
            factor *= knowledge.weight("goal.survive_discount")
            reasons.append(Reason("goal_effort", "survive"))
    return factor, reasons


def country(knowledge: Knowledge, strategy: Strategy, facts: Facts) -> tuple[float, list[Reason]]:
    """A body in the firm's own country that is known to help with it makes the first step shorter."""
    if not facts.country:
        return 1.0, []
    for service in knowledge.services.values():
        if facts.country in service.countries and strategy.id in service.strategies and not service.demo:
            return knowledge.weight("ranking.help_in_country"), [Reason("help_in_country", service.id, facts.country)]
    return 1.0, []


def missing_need(strategy: Strategy, flags: Mapping[str, bool | None]) -> Iterator[Reason]:
    """The preconditions that are known to be missing; what is not known never excludes."""
    for name in strategy.needs:
        if flags[name] is False:
            yield Reason("needs", name)
