"""The steps of a plan: with owner and date, and which of them a message means."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from bot.advisor.advisor import Advisor
from bot.advisor.guidance import named_strategies
from bot.advisor.lists import at_places
from bot.advisor.pointing import points_back
from bot.advisor.talking import WALKED
from bot.model.case import Case, Plan, Step
from bot.model.turn import Turn
from bot.plan.edit import WAVES
from bot.rendering.strategies import View

# When each wave is looked at again: what starts this week, what follows in a quarter, what is a project.
_DUE_DAYS = {"now": 14, "next": 90, "later": 180}


def make_steps(advisor: Advisor, case: Case, plan: Plan) -> list[Step]:
    """The plan's steps; what was decided about a step before (owner, date, state) stays, whatever else moved."""
    before = {step.strategy: step for step in case.steps}
    wishes = {(edit.strategy, edit.kind): edit.value for edit in case.edits}
    steps = []
    for wave in WAVES:
        usual = (advisor.today() + timedelta(days=_DUE_DAYS[wave])).isoformat()
        for name in getattr(plan, wave):
            old = before.get(name)
            due = old.due if old and old.wave == wave else usual
            status = case.choices.get(name, old.status if old else "proposed")
            owner = wishes.get((name, "owner"), old.owner if old else "")
            steps.append(Step(name, wave, status, owner, wishes.get((name, "due"), due)))
    return steps


def keep_steps(advisor: Advisor, turn: Turn, case: Case, plan: Plan) -> list[Step]:
    """Keep the plan as it stands now."""
    steps = make_steps(advisor, case, plan)
    advisor.cases.keep_plan(case.id, steps, advisor.knowledge.version, turn.message_id)
    return steps


def keep_after(advisor: Advisor, turn: Turn, view: View) -> None:
    """Keep a plan that was shown as a choice has left it: a dropped step stands in no brief and is not reminded of."""
    case = advisor.case(turn)
    if not case.steps or any(step.knowledge_version not in {"", advisor.knowledge.version} for step in case.steps):
        # With newer knowledge more moves than the choice did; the next plan that is shown says what.
        return
    if [_shape(step) for step in make_steps(advisor, case, view.assessment.plan)] != [_shape(s) for s in case.steps]:
        # A turn that is repeated later finds the plan as it left it.
        keep_steps(advisor, turn, case, view.assessment.plan)


def _shape(step: Step) -> tuple[str, ...]:
    """What a step says, whatever knowledge it was made with."""
    return tuple(str(part) for part in (step.strategy, step.wave, step.status, step.owner, step.due))


def meant(advisor: Advisor, turn: Turn, places: Sequence[int], names: Sequence[str]) -> list[str]:
    """The strategies that a message means, the surest first: named, in view, alike; nothing where none is plain.

    Args:
        places: the places it names in the list.
        names: the list that places refer to, and among which a weaker likeness tells.
    """
    pressed = turn.token_id.partition("/")[0]
    if pressed in advisor.knowledge.strategies:
        return [pressed]
    if turn.token:
        # A button's letters are no words: what it names is meant, or nothing.
        return []
    in_view = [turn.open.strategy] if turn.open.strategy in names else []
    found = [*at_places(names, places), *_by_name(advisor, turn, names)]
    found += [str(value) for value in turn.values("strategy") if value in advisor.knowledge.strategies]
    if not found and points_back(turn.text):
        # "Put it on the plan" resembles some strategy, as everything does.
        return in_view
    found += [strategy.id for strategy in named_strategies(advisor, turn)]
    if not found and turn.open.stage in WALKED:
        # One is being looked at: other words say why, or how.
        found = in_view
    if not found:
        least = advisor.knowledge.weight("topics.nearest")
        found = [n for n, likeness in turn.understanding.topics if n in names and likeness >= least][:1]
    return list(dict.fromkeys(found or in_view))


def _by_name(advisor: Advisor, turn: Turn, names: Sequence[str]) -> list[str]:
    """What of the list is called by its title or by another name of it."""
    said = f" {' '.join(turn.text.lower().split())} "
    found = []
    for name in names:
        strategy = advisor.knowledge.strategies[name]
        if any(f" {called.lower()} " in said for called in (strategy.title, *strategy.aliases)):
            found.append(name)
    return found
