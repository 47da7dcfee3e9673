"""Which question to ask next."""

from __future__ import annotations

from collections.abc import Sequence

from bot.model.case import Answers, Facts, Profile, Ranking
from bot.model.knowledge import DONT_KNOW, SKIP, Knowledge, Question

# The ranking's first five carry the plan; a question that cannot move them is not worth asking first.
_TOP = 5


def quick_questions(knowledge: Knowledge, facts: Facts) -> tuple[str, ...]:
    """The questions of quick mode; the dimension in which the rival hurts most comes first."""
    quick = [q for q in knowledge.of_kind("diagnosis") if q.quick]
    rival = f"dimension.{facts.rival}"
    return tuple(q.id for q in sorted(quick, key=lambda q: q.dimension != rival))


def best_next_question(knowledge: Knowledge, answers: Answers, profile: Profile, ranking: Ranking) -> str | None:
    """The unanswered question whose answer can change the top of the ranking most, or None."""
    top = [entry.strategy for entry in ranking.ranked[:_TOP]]
    open_questions = [q for q in knowledge.of_kind("diagnosis") if q.id not in answers]
    if not open_questions:
        return None
    return max(open_questions, key=lambda q: (_worth(knowledge, q, profile, top), q.quick, -_place(knowledge, q))).id


def _worth(knowledge: Knowledge, question: Question, profile: Profile, top: Sequence[str]) -> float:
    dimension = question.dimension or ""
    doubt = 1 - profile.scores[dimension].confidence
    relief = sum(knowledge.strategies[strategy].relief.get(dimension, 0) for strategy in top)
    return question.weight * doubt * relief


def _place(knowledge: Knowledge, question: Question) -> int:
    return list(knowledge.questions).index(question.id)


def is_given(value: str | None) -> bool:
    """Whether an answer says something, and was not skipped or unknown."""
    return value is not None and value not in {SKIP, DONT_KNOW}
