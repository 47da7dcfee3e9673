"""Which questions each part of the interview asks, in order."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from bot.advisor.clashes import is_clash, open_clashes
from bot.cases.repository import AGAIN
from bot.diagnosis.flags import derive_flags
from bot.diagnosis.questions import quick_questions
from bot.model.case import Assessment, Case
from bot.model.knowledge import Knowledge
from bot.model.turn import Open

# Asked before the first diagnosis question; the opening line usually answers the first and more.
_OPENING = ("fact.sector", "fact.rival")
_BEFORE_GUIDANCE = ("fact.pains", "X1", "X2", "X3")
_BEFORE_PLAN = ("fact.hours", "fact.budget", "fact.goal")
# Facts that are asked only when a strategy near the top depends on them.
_SETTLES = {
    "goods": "fact.sells",
    "direct_customers": "fact.customers",
    "cross_border": "fact.markets",
    "sells_abroad": "fact.markets",
}
_NEAR_THE_TOP = 10
# Questions in one round of going deeper: enough to move the picture, few enough to end soon.
DEEPER_ROUND = 4
# What the form's slot holds once nothing is left to ask in this phase.
COMPLETE = "complete"
CLEARED: Mapping[str, Any] = {"open_question": None, "attempts": 0, "offered": None}
# Nothing is asked back any more.
SETTLED: Mapping[str, Any] = {"confirming": None, "proposal": None}
PHASES = ("quick", "deeper", "guidance", "plan")


@dataclass(frozen=True, slots=True)
class Agenda:
    """The questions of a phase; those still open, and how many are done; contradictions come before what is open."""

    questions: tuple[str, ...]
    open: tuple[str, ...]
    clashes: tuple[str, ...] = ()

    @property
    def done(self) -> int:
        """How many of its questions are answered."""
        return len(self.questions) - len(self.open)

    @property
    def next(self) -> str:
        """What to ask next, or nothing."""
        return next(iter((*self.clashes, *self.open)), "")

    def still(self, question: str) -> str:
        """The open question, unless it is about a contradiction that is none any more; else what comes next."""
        gone = is_clash(question) and question not in self.clashes
        return self.next if gone or not question else question


def is_answered(case: Case, question: str) -> bool:
    """Whether a question needs no asking: answered, skipped, or a fact that is known, and not to be asked anew."""
    if f"{AGAIN}{question}" in case.choices:
        return False
    if question in case.answers or question in case.choices:
        return True
    return question.startswith("fact.") and bool(_fact(case, question))


def _fact(case: Case, question: str) -> bool:
    value = getattr(case.facts, question.removeprefix("fact."))
    return value is not None and value != ()


def make_agenda(knowledge: Knowledge, case: Case, assessment: Assessment, phase: str, until: int = 0) -> Agenda:
    """The questions of one phase.

    Args:
        until: in the deeper phase, the number of answers at which the round ends.
    """
    clashes = open_clashes(case, assessment.contradictions)
    if phase == "deeper":
        return replace(_deeper(knowledge, case, assessment, until), clashes=clashes)
    if phase == "guidance":
        questions = (*_BEFORE_GUIDANCE, *_settling(knowledge, case, assessment))
    elif phase == "plan":
        questions = _BEFORE_PLAN
    else:
        questions = (*_OPENING, *quick_questions(knowledge, case.facts))
    return Agenda(questions, tuple(name for name in questions if not is_answered(case, name)), clashes)


def _deeper(knowledge: Knowledge, case: Case, assessment: Assessment, until: int) -> Agenda:
    diagnosis = [q.id for q in knowledge.of_kind("diagnosis")]
    answered = tuple(name for name in diagnosis if name in case.answers)
    left = max(0, min(until, len(diagnosis)) - len(answered))
    if not left or assessment.next_question is None:
        return Agenda(answered, ())
    rest = [name for name in diagnosis if name not in case.answers and name != assessment.next_question]
    following = (assessment.next_question, *rest)[:left]
    return Agenda((*answered, *following), following)


def moved_on(knowledge: Knowledge, case: Case, assessment: Assessment, open_now: Open, noted: str) -> dict[str, Any]:
    """What is open after an answer was noted beside the open question: if it was its own, the next one is asked.

    Args:
        noted: the question that was answered.
    """
    if not open_now.question or (open_now.question != noted and not is_clash(open_now.question)):
        return {}
    agenda = make_agenda(knowledge, case, assessment, open_now.phase or "quick", open_now.until)
    if is_clash(open_now.question) and open_now.question in agenda.clashes:
        return {}
    return {**CLEARED, "diagnosis_answer": None if agenda.next else COMPLETE}


def round_end(knowledge: Knowledge, case: Case) -> int:
    """The number of answers at which a round of going deeper that begins now ends."""
    answered = sum(1 for q in knowledge.of_kind("diagnosis") if q.id in case.answers)
    return answered + DEEPER_ROUND


def _settling(knowledge: Knowledge, case: Case, assessment: Assessment) -> tuple[str, ...]:
    """The fact questions that settle whether one of the first strategies fits at all."""
    flags = derive_flags(knowledge, case.facts, case.answers)
    near = (knowledge.strategies[entry.strategy] for entry in assessment.ranking.ranked[:_NEAR_THE_TOP])
    unsettled = (need for strategy in near for need in strategy.needs if flags[need] is None)
    asked = (_SETTLES[need] for need in unsettled if need in _SETTLES)
    answered = (name for name in dict.fromkeys(_SETTLES.values()) if is_answered(case, name))
    return tuple(dict.fromkeys((*answered, *asked)))
