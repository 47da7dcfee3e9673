"""Answers that do not go together: asked about once each, settled by what the person says, kept among the choices."""

from __future__ import annotations

from collections.abc import Sequence

from bot.model.case import Case, Contradiction
from bot.model.knowledge import CLASH, Clash, Knowledge, Question
from bot.rendering.clashes import clash_question


def is_clash(name: str) -> bool:
    """Whether the name of an open question is that of a contradiction."""
    return name.startswith(CLASH)


def open_clashes(case: Case, found: Sequence[Contradiction]) -> tuple[str, ...]:
    """The contradictions still to be asked about; what was settled once is never asked again."""
    return tuple(name for clash in found if (name := f"{CLASH}{clash.id}") not in case.choices)


def question_named(knowledge: Knowledge, case: Case, name: str) -> Question | None:
    """A question of the questionnaire, or one about a contradiction in this case."""
    if not is_clash(name):
        return knowledge.questions.get(name)
    clash = clash_named(knowledge, name)
    return clash_question(knowledge, clash, case.facts, case.answers) if clash else None


def clash_named(knowledge: Knowledge, name: str) -> Clash | None:
    """The contradiction that a question's id names, or None."""
    return next((clash for clash in knowledge.clashes if f"{CLASH}{clash.id}" == name), None)


def asked_about(case: Case, clash: Clash) -> tuple[str, ...]:
    """The questions of a contradiction, the one answered last first: that answer brought it up."""
    names = [condition.question for condition in clash.conditions]
    return tuple(sorted(names, key=lambda name: -case.order.index(name) if name in case.order else 0))


def other_side(clash: Clash, right: str) -> str:
    """The question to open again once one answer is said to be right."""
    return next(condition.question for condition in clash.conditions if condition.question != right)
