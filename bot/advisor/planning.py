"""The plan: shown, kept, taken away, and worked through."""

from __future__ import annotations

from dataclasses import replace

from bot.advisor.advisor import Advisor
from bot.advisor.assessment import DONE, PUT_ASIDE, set_aside
from bot.advisor.guidance import named_strategies, named_strategy
from bot.advisor.lists import at_places
from bot.advisor.steps import keep_steps
from bot.language.plan_changes import read_change
from bot.model.case import Case, Lift
from bot.model.knowledge import Strategy
from bot.model.turn import Reply, Turn
from bot.ranking.sensitivity import best_lift
from bot.rendering import plans, talk
from bot.rendering.phrases import button
from bot.rendering.strategies import View

# One first step, shown while little was known, is no plan that could change.
_FEWEST_STEPS = 2


def show_plan(advisor: Advisor, turn: Turn) -> Reply:
    """Show the plan and keep it, with a date for each step."""
    case = advisor.case(turn)
    view = advisor.view(case)
    steps = keep_steps(advisor, turn, case, view.assessment.plan)
    kept = replace(_kept(case), steps={step.strategy: step for step in steps}, since=_since(advisor, case, view))
    kept = _with_page(advisor, case, kept)
    opens = {"diagnosis_answer": None, "open_question": None, "stage": "plan"}
    return Reply((plans.plan_message(view, kept, _lift(advisor, case, view)),), opens)


def _lift(advisor: Advisor, case: Case, view: View) -> Lift | None:
    return best_lift(
        advisor.knowledge,
        view.assessment.profile,
        view.assessment.ranking,
        facts=case.facts,
        answers=case.answers,
        set_aside=set_aside(case.choices, case.reasons),
    )


def glance_at_plan(advisor: Advisor, turn: Turn) -> Reply:
    """The plan so far, while a question is open."""
    case = advisor.case(turn)
    view = advisor.view(case)
    kept = _with_page(advisor, case, replace(_kept(case), since=_since(advisor, case, view)))
    return Reply((plans.plan_message(view, kept),))


def _since(advisor: Advisor, case: Case, view: View) -> plans.Since | None:
    """What entered, left or moved since the plan was kept, by newer knowledge or changed answers; None if nothing."""
    older = any(step.knowledge_version not in {"", advisor.knowledge.version} for step in case.steps)
    if not older and (len(case.steps) < _FEWEST_STEPS or view.assessment.plan.status != "ready"):
        return None
    then = {step.strategy: step.wave for step in case.steps}
    now = {name: wave for wave in plans.WAVES for name in getattr(view.assessment.plan, wave)}
    # What was done, begun or put aside by the person left for a reason that they know.
    left = tuple(name for name in then if name not in now and case.choices.get(name) not in {DONE, *PUT_ASIDE})
    entered = tuple(name for name in now if name not in then)
    moved = tuple((name, then[name], now[name]) for name in now if name in then and then[name] != now[name])
    return plans.Since(entered, left, moved, by_answers=not older) if entered or left or moved else None


def _kept(case: Case) -> plans.Kept:
    return plans.Kept(case.resume_code, {step.strategy: step for step in case.steps})


def _with_page(advisor: Advisor, case: Case, kept: plans.Kept) -> plans.Kept:
    """The kept side of a plan with its page; a case without steps has none."""
    if not kept.steps:
        return kept
    return replace(kept, page=f"plan/{advisor.plan_pages.code_for(case.id)}", home=advisor.outlets.public_url)


def export_plan(advisor: Advisor, turn: Turn) -> Reply:
    """The plan to take away."""
    case = advisor.case(turn)
    if not case.steps:
        ways = (button(advisor.knowledge, "plan", "plan"),)
        return Reply((talk.notice(advisor.knowledge, "plan.none", ways),))
    return Reply((plans.export_message(advisor.view(case), _with_page(advisor, case, _kept(case))),))


def report_progress(advisor: Advisor, turn: Turn) -> Reply:
    """Something of the plan is done; without a name, the one being talked about or the list to choose from."""
    case = advisor.case(turn)
    places = () if turn.token else read_change(turn.text, advisor.today()).steps
    if places and not case.steps:
        # "The first one" is of a plan that was seen, while a question was open, and not kept.
        keep_steps(advisor, turn, case, advisor.view(case).assessment.plan)
        case = advisor.case(turn)
    planned = [step.strategy for step in case.steps]
    by_place = [advisor.knowledge.strategies[name] for name in at_places(planned, places)]
    named = [s for s in named_strategies(advisor, turn) if s.id in planned or turn.token]
    just = next(iter([*by_place, *named]), None) or _likeliest_step(advisor, turn, planned)
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
