"""Scores the answers: severity, confidence and effective severity of each dimension."""

from __future__ import annotations

from collections.abc import Iterable

from bot.model.case import Answers, DimensionScore, Profile
from bot.model.knowledge import NOT_APPLICABLE, Knowledge, Question


def answer_score(question: Question, answers: Answers) -> int | None:
    """The score 0-4 that was given to a question; None where it was skipped, unknown or does not apply."""
    option = question.option(answers.get(question.id, ""))
    return option.score if option else None


def score_profile(knowledge: Knowledge, answers: Answers) -> Profile:
    """Score every dimension.

    Severity is the weighted mean of the answers, 0-100; what was skipped or not known stays out of it and lowers the
    confidence, what does not apply stays out of everything. Effective severity counts an unsure score for less.
    """
    diagnosis = knowledge.of_kind("diagnosis")
    scores = {
        dimension: _score(knowledge, dimension, [q for q in diagnosis if q.dimension == dimension], answers)
        for dimension in knowledge.dimensions
    }
    return Profile(scores, sum(len(score.answered) for score in scores.values()))


def _score(knowledge: Knowledge, dimension: str, questions: Iterable[Question], answers: Answers) -> DimensionScore:
    applicable = [q for q in questions if answers.get(q.id) != NOT_APPLICABLE]
    answered = [(q, score) for q in applicable if (score := answer_score(q, answers)) is not None]
    possible = sum(q.weight for q in applicable)
    given = sum(q.weight for q, _ in answered)
    if not given:
        return DimensionScore(dimension, None, 0.0, None, "unknown", ())
    severity = 100 * sum(q.weight * score for q, score in answered) / (4 * given)
    confidence = given / possible
    floor = knowledge.weight("scoring.unsure_floor")
    return DimensionScore(
        dimension=dimension,
        severity=severity,
        confidence=confidence,
        effective=severity * (floor + (1 - floor) * confidence),
        band=_band(knowledge, severity),
        answered=tuple(q.id for q, _ in answered),
    )


def _band(knowledge: Knowledge, severity: float) -> str:
    for band in ("severe", "high", "moderate"):
        if severity >= knowledge.weight(f"scoring.band_{band}"):
            return band
    return "low"


def is_sure(knowledge: Knowledge, score: DimensionScore) -> bool:
    """Whether enough was answered to name a number and not only a word."""
    return confidence_word(knowledge, score) in {"medium", "high"}


def confidence_word(knowledge: Knowledge, score: DimensionScore) -> str:
    """high, medium, low or none; low where too few answers carry the score, whatever they weigh."""
    if score.severity is None:
        return "none"
    if len(score.answered) < knowledge.weight("scoring.sure_answers"):
        return "low"
    for word in ("high", "medium"):
        if score.confidence >= knowledge.weight(f"scoring.confidence_{word}"):
            return word
    return "low"
