"""Chooses which strategies a plan holds, and in which order of merit."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from bot.diagnosis.scoring import answer_score
from bot.model.case import Answers, Facts, Ranking
from bot.model.knowledge import Knowledge

FIRST_STEP = "strategy.automation.pain_points"
BUFFER = "ext.finance.buffer"
SAFETY = "ext.cyber.baseline"
# Each plan speaks to these three, whatever else the profile calls for.
ALWAYS = ("niche", "collaboration", "automation")
# The four rows of the automation table: a pain named there is answered there.
TABLE_ROWS = {name: f"strategy.automation.{name}" for name in ("service", "marketing", "sales", "operations")}


def choose(
    knowledge: Knowledge,
    ranking: Ranking,
    facts: Facts,
    answers: Answers,
    accepted: Iterable[str],
    edited: Iterable[str] = (),
) -> list[str]:
    """The strategies of the plan, best first, prerequisites included.

    Args:
        accepted: what the person chose; it comes first.
        edited: what the person gave an owner, a date or a place; it stays, where its merit puts it or at the end.
    """
    chosen = [name for name in accepted if ranking.entry(name)]
    families: Counter[str] = Counter(knowledge.strategies[name].family for name in chosen)
    most, per_family = int(knowledge.weight("plan.items")), int(knowledge.weight("plan.per_family"))
    for entry in ranking.ranked:
        family = knowledge.strategies[entry.strategy].family
        if entry.strategy in chosen or entry.score <= 0 or entry.strategy == FIRST_STEP:
            continue
        if len(chosen) < most and families[family] < per_family:
            chosen.append(entry.strategy)
            families[family] += 1
    chosen += [name for name in _required(knowledge, ranking, facts, answers, families) if name not in chosen]
    chosen += [name for name in edited if name not in chosen and ranking.entry(name)]
    return _with_prerequisites(knowledge, ranking, chosen)


def _required(
    knowledge: Knowledge, ranking: Ranking, facts: Facts, answers: Answers, families: Counter[str]
) -> Iterable[str]:
    for family in ALWAYS:
        if not families[family]:
            yield from _best_of(knowledge, ranking, family)
    for pain in facts.pains:
        row = TABLE_ROWS.get(pain, "")
        if ranking.entry(row):
            yield row
    safety = answer_score(knowledge.questions["G4"], answers)
    if safety is not None and safety >= knowledge.weight("plan.hot_answer") and ranking.entry(SAFETY):
        yield SAFETY


def _best_of(knowledge: Knowledge, ranking: Ranking, family: str) -> Iterable[str]:
    for entry in ranking.ranked:
        if knowledge.strategies[entry.strategy].family == family and entry.strategy != FIRST_STEP:
            yield entry.strategy
            return


def _with_prerequisites(knowledge: Knowledge, ranking: Ranking, chosen: list[str]) -> list[str]:
    """Each strategy after what it builds on; a prerequisite that does not fit is left out."""
    ordered: list[str] = []

    def add(name: str) -> None:
        if name in ordered or not ranking.entry(name):
            return
        for before in knowledge.strategies[name].after:
            add(before)
        ordered.append(name)

    for name in chosen:
        add(name)
    return ordered
