"""The plan: shown, kept, taken away, worked through, and tried out with other answers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta
from typing import Any

from bot.advisor.advisor import Advisor
from bot.advisor.assessment import DONE, REJECTED, assess
from bot.advisor.guidance import named_strategies, named_strategy
from bot.advisor.hearing import scale_value
from bot.advisor.noting import STEPS, facts_said
from bot.model.case import Case, Facts, Plan, Step
from bot.model.knowledge import Strategy
from bot.model.turn import Reply, Turn
from bot.rendering import plans, talk
from bot.rendering.phrases import button, say
from bot.rendering.questions import answer_phrase, fact_phrase
from bot.rendering.strategies import View

# When each wave is looked at again: what starts this week, what follows in a quarter, what is a project.
_DUE_DAYS = {"now": 14, "next": 90, "later": 180}


def show_plan(advisor: Advisor, turn: Turn) -> Reply:
    """Show the plan and keep it, with a date for each step."""
    case = advisor.case(turn)
    view = advisor.view(case)
    steps = _steps(advisor, case, view.assessment.plan)
    advisor.cases.keep_plan(case.id, steps, advisor.knowledge.version, turn.message_id)
    kept = plans.Kept(case.resume_code, {step.strategy: step for step in steps}, _since(advisor, case, view))
    opens = {"diagnosis_answer": None, "open_question": None, "stage": "plan"}
    return Reply((plans.plan_message(view, kept),), opens)


def glance_at_plan(advisor: Advisor, turn: Turn) -> Reply:
    """The plan so far, while a question is open."""
    case = advisor.case(turn)
    view = advisor.view(case)
    kept = replace(_kept(case), since=_since(advisor, case, view))
    return Reply((plans.plan_message(view, kept),))


def _since(advisor: Advisor, case: Case, view: View) -> plans.Since | None:
    """What entered, left or moved since the plan was kept, where that was with other knowledge; None if nothing."""
    older = [step for step in case.steps if step.knowledge_version not in {"", advisor.knowledge.version}]
    if not older:
        return None
    then = {step.strategy: step.wave for step in case.steps}
    now = {name: wave for wave in plans.WAVES for name in getattr(view.assessment.plan, wave)}
    # What was done, or refused by the person, left for a reason that they know.
    left = tuple(name for name in then if name not in now and case.choices.get(name) not in {DONE, REJECTED})
    entered = tuple(name for name in now if name not in then)
    moved = tuple((name, then[name], now[name]) for name in now if name in then and then[name] != now[name])
    return plans.Since(entered, left, moved) if entered or left or moved else None


def _kept(case: Case) -> plans.Kept:
    return plans.Kept(case.resume_code, {step.strategy: step for step in case.steps})


def _steps(advisor: Advisor, case: Case, plan: Plan) -> list[Step]:
    """The plan's steps; what was decided about a step before (owner, date, state) stays."""
    before = {step.strategy: step for step in case.steps}
    steps = []
    for wave in plans.WAVES:
        due = (advisor.today() + timedelta(days=_DUE_DAYS[wave])).isoformat()
        for name in getattr(plan, wave):
            old = before.get(name)
            steps.append(replace(old, wave=wave) if old else Step(name, wave, due=due))
    return steps


def export_plan(advisor: Advisor, turn: Turn) -> Reply:
    """The plan to take away."""
    case = advisor.case(turn)
    if not case.steps:
        ways = (button(advisor.knowledge, "plan", "plan"),)
        return Reply((talk.notice(advisor.knowledge, "plan.none", ways),))
    return Reply((plans.export_message(advisor.view(case), _kept(case)),))


def report_progress(advisor: Advisor, turn: Turn) -> Reply:
    """Something of the plan is done; without a name, the one being talked about or the list to choose from."""
    case = advisor.case(turn)
    planned = [step.strategy for step in case.steps]
    named = [s for s in named_strategies(advisor, turn) if s.id in planned or turn.token]
    just = next(iter(named), None) or _likeliest_step(advisor, turn, planned)
    if just is None and turn.open.strategy in planned:
        just = named_strategy(advisor, turn)
    if just is not None:
        advisor.cases.record_choice(case.id, just.id, DONE, turn.message_id)
        case = advisor.case(turn)
    done = [name for name, choice in case.choices.items() if choice == DONE]
    still = [name for name in planned if name not in done]
    if just is None and not done and not still:
        ways = (button(advisor.knowledge, "plan", "plan"),)
        return Reply((talk.notice(advisor.knowledge, "plan.none", ways),))
    return Reply((plans.progress_message(advisor.knowledge, done, still, just.id if just else ""),))


def _likeliest_step(advisor: Advisor, turn: Turn, planned: list[str]) -> Strategy | None:
    """The planned strategy that a report comes nearest to: among a few, a weaker likeness tells."""
    least = advisor.knowledge.weight("topics.nearest")
    near = next((n for n, similarity in turn.understanding.topics if n in planned and similarity >= least), "")
    return advisor.knowledge.strategies.get(near)


def what_if(advisor: Advisor, turn: Turn) -> Reply:
    """What would move if a fact or an answer were different; nothing is changed."""
    case, knowledge = advisor.case(turn), advisor.knowledge
    facts = {**_means_said(advisor, turn), **facts_said(knowledge, turn)}
    answers = {} if facts else _supposed_answer(advisor, case, turn)
    if not facts and not answers:
        return Reply((talk.notice(knowledge, "plan.what_if_unclear"),))
    before = advisor.assess(case)
    after = assess(knowledge, _with(case.facts, facts), {**case.answers, **answers}, case.choices)
    supposed = [fact_phrase(knowledge, name, value) for name, value in facts.items()]
    supposed += [answer_phrase(knowledge, knowledge.questions[name], value) for name, value in answers.items()]
    noted = say(knowledge, "noted.answers", what=", ".join(supposed))
    return Reply((plans.what_if_message(knowledge, before, after, noted),))


def _means_said(advisor: Advisor, turn: Turn) -> dict[str, Any]:
    """People, hours and money that a supposition names: who supposes states no fact."""
    heads = next((int(value) for name, value in turn.entities if name == "team_size"), None)
    found = {name: scale_value(advisor.knowledge.questions[f"fact.{name}"], turn.text, asked=False) for name in STEPS}
    means = {name: int(value) for name, value in found.items() if value is not None}
    return means if heads is None else {"team_size": heads, **means}


def _with(facts: Facts, changes: Mapping[str, Any]) -> Facts:
    values: dict[str, Any] = {
        n: int(v) if n in STEPS else tuple(v) if isinstance(v, list) else v for n, v in changes.items()
    }
    return replace(facts, **values)


def _supposed_answer(advisor: Advisor, case: Case, turn: Turn) -> dict[str, str]:
    """The answer that a supposition comes nearest to, among the questions that were answered."""
    least = advisor.knowledge.weight("answers.offer")
    found = [
        (similarity, name, value)
        for name in case.order
        if not name.startswith("fact.")
        for value, similarity in turn.understanding.options.get(name, ())[:1]
        if similarity >= least
    ]
    best = max(found, default=None)
    return {best[1]: best[2]} if best else {}
