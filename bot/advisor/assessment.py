"""Everything that follows from a case, in one go: profile, capacity, ranking, plan, contradictions, next question."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Hashable, Mapping, Sequence
from dataclasses import replace

from bot.diagnosis.capacity import capacity
from bot.diagnosis.contradictions import find_contradictions
from bot.diagnosis.flags import derive_flags
from bot.diagnosis.questions import best_next_question
from bot.diagnosis.scoring import score_profile
from bot.model.case import Answers, Assessment, Case, Edit, Facts, Reason
from bot.model.knowledge import CLASH, Knowledge
from bot.plan.build import build_plan
from bot.plan.edit import lay_over
from bot.ranking.rank import rank

ACCEPTED, REJECTED, SWAPPED, DOING, DONE = "accepted", "rejected", "swapped", "doing", "done"
# What leaves the ranking of things to start, and the reason that is said. What is done keeps its place, which shows
# that it was the right thing, and is only not planned again.
PUT_ASIDE = {REJECTED: "not_for_us", SWAPPED: "swapped", DOING: "doing"}
# Neither is left out of the plan: it is what the plan stands on.
_BEHIND = {DOING, DONE}
# A turn wants the same assessment two or three times, 1 ms each; so many people may have one at the same moment.
_RECENT = 32


def set_aside(choices: Mapping[str, str], reasons: Mapping[str, str]) -> dict[str, Reason]:
    """What a person put aside, with the reason to say."""
    return {
        name: Reason(PUT_ASIDE[choice], "", reasons.get(name, ""))
        for name, choice in choices.items()
        if choice in PUT_ASIDE
    }


def assess(
    knowledge: Knowledge,
    facts: Facts,
    answers: Answers,
    choices: Mapping[str, str] | None = None,
    *,
    reasons: Mapping[str, str] | None = None,
    edits: Sequence[Edit] = (),
) -> Assessment:
    """Assess a firm.

    Args:
        choices: strategy -> accepted, rejected, swapped, doing or done.
        reasons: strategy -> why it is not for them.
        edits: what the person changed about the steps, oldest first.
    """
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
        set_aside=set_aside(chosen, reasons or {}),
    )
    plan = build_plan(
        knowledge,
        profile,
        ranking,
        facts=facts,
        answers=answers,
        capacity=means,
        accepted=[name for name, choice in chosen.items() if choice == ACCEPTED],
        done=[name for name, choice in chosen.items() if choice in _BEHIND],
        edited=list(dict.fromkeys(edit.strategy for edit in edits)),
    )
    plan = replace(
        lay_over(knowledge, plan, edits),
        left_out=tuple(e for e in plan.left_out if chosen.get(e.strategy) not in _BEHIND),
        under_way=tuple(name for name, choice in chosen.items() if choice == DOING and name in knowledge.strategies),
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


class Assessments:
    """The assessments of one knowledge; the latest are remembered until others come."""

    def __init__(self, knowledge: Knowledge) -> None:
        self._knowledge = knowledge
        self._recent: OrderedDict[Hashable, Assessment] = OrderedDict()

    def of(self, case: Case) -> Assessment:
        """Everything that follows from a case; the same object where nothing in it has changed."""
        # In their order, which decides between answers that contradict each other.
        given = (case.answers, case.choices, case.reasons)
        key = (case.facts, *(tuple(mapping.items()) for mapping in given), case.edits)
        found = self._recent.get(key)
        if found is None:
            found = assess(
                self._knowledge, case.facts, case.answers, case.choices, reasons=case.reasons, edits=case.edits
            )
        self._recent[key] = found
        self._recent.move_to_end(key)
        if len(self._recent) > _RECENT:
            self._recent.popitem(last=False)
        return found
