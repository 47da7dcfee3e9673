"""Finds answers that do not go together, so that they can be asked about and not averaged."""

from __future__ import annotations

from bot.diagnosis.scoring import answer_score
from bot.model.case import Answers, Contradiction, Facts
from bot.model.knowledge import Condition, Knowledge


def find_contradictions(knowledge: Knowledge, facts: Facts, answers: Answers) -> tuple[Contradiction, ...]:
    """Every contradiction all of whose conditions hold."""
    return tuple(
        Contradiction(clash.id, tuple(c.question for c in clash.conditions), clash.ask)
        for clash in knowledge.clashes
        if all(_holds(knowledge, condition, facts, answers) for condition in clash.conditions)
    )


def _holds(knowledge: Knowledge, condition: Condition, facts: Facts, answers: Answers) -> bool:
    if condition.question.startswith("fact."):
        return getattr(facts, condition.question.removeprefix("fact.")) in condition.one_of
    question = knowledge.questions[condition.question]
    if condition.one_of:
        return answers.get(condition.question) in condition.one_of
    score = answer_score(question, answers)
    return score is not None and condition.at_least <= score <= condition.at_most
