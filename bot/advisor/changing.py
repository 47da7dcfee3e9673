"""Changing the plan: owner, date, place, another step instead; said in words or by a button."""

from __future__ import annotations

from datetime import timedelta

from bot.advisor import choosing, taking_back
from bot.advisor.advisor import Advisor
from bot.advisor.agenda import SETTLED
from bot.advisor.assessment import ACCEPTED, SWAPPED
from bot.advisor.pointing import points_back
from bot.advisor.steps import keep_steps, make_steps, meant
from bot.language.plan_changes import PlanChange, moves_a_step, read_change
from bot.model.case import Case, Edit, Plan
from bot.model.turn import Reply, Turn
from bot.plan.edit import END, WAVES, built_on_later, moves, place, place_of, wave_of
from bot.rendering import changes as render
from bot.rendering import strategies as render_strategies
from bot.rendering import talk
from bot.rendering.phrases import button
from bot.rendering.strategies import View

# The button and what it means.
_PRESSED = {
    "to_now": PlanChange("move", to="now"),
    "to_next": PlanChange("move", to="next"),
    "to_later": PlanChange("move", to="later"),
    "mine": PlanChange("owner", owner="me"),
    "swap": PlanChange("swap"),
    "doing": PlanChange("doing"),
}
# A step that is due later than so many days from today doesn't begin in this wave.
_LONGEST = {"now": 45, "next": 120}


def change_plan(advisor: Advisor, turn: Turn) -> Reply:
    """Do what is wished about the plan; say what moved, or ask which step is meant."""
    if turn.token == "undo":
        return taking_back.undo(advisor, turn)
    case = advisor.case(turn)
    view = advisor.view(case)
    plan = view.assessment.plan
    change = _wished(advisor, turn)
    elsewhere = {"add": choosing.accept, "drop": choosing.reject, "doing": choosing.doing}
    if change.kind in elsewhere:
        return elsewhere[change.kind](advisor, turn)
    if not plan.items:
        return Reply((talk.notice(advisor.knowledge, "plan.none", (button(advisor.knowledge, "plan", "plan"),)),))
    named = meant(advisor, turn, change.steps, plan.items)
    if change.kind == "swap":
        return _swap(advisor, turn, view, case, change, named)
    planned = [name for name in named if name in plan.items]
    if named and not planned:
        return Reply((render.not_planned_message(view, named[0]),), {"open_strategy": named[0]})
    if not planned:
        return _which(view, change, not turn.token)
    if not change.kind:
        steps = make_steps(advisor, case, plan)
        step = next(step for step in steps if step.strategy == planned[0])
        return Reply((render.step_message(view, step),), {"open_strategy": planned[0]})
    return _apply(advisor, turn, view, case, planned[0], _edits(advisor, plan, change, planned))


def agree(advisor: Advisor, turn: Turn) -> Reply:
    """Put what is meant on the plan; "put the second one first", which sounds like it, moves a step."""
    moving = not turn.token and moves_a_step(turn.text, advisor.today())
    return change_plan(advisor, turn) if moving else choosing.accept(advisor, turn)


def decline(advisor: Advisor, turn: Turn) -> Reply:
    """Whoever declines a step may want another one in its place: "swap it for something easier"."""
    if not turn.token and read_change(turn.text, advisor.today()).kind == "swap" and advisor.case(turn).steps:
        return change_plan(advisor, turn)
    return choosing.reject(advisor, turn)


def _wished(advisor: Advisor, turn: Turn) -> PlanChange:
    name, _, rest = turn.token.partition(":")
    if name in _PRESSED:
        return _PRESSED[name]
    days = rest.partition("/")[2]
    if name == "due" and days:
        return PlanChange("due", due=advisor.today() + timedelta(days=int(days)))
    return PlanChange() if turn.token else read_change(turn.text, advisor.today())


def _edits(advisor: Advisor, plan: Plan, change: PlanChange, planned: list[str]) -> list[Edit]:
    """What is to be kept of a wish about one step: several things may be said at once."""
    name = planned[0]
    edits = []
    if change.owner:
        edits.append(Edit(name, "owner", change.owner))
    if change.due:
        edits.append(Edit(name, "due", change.due.isoformat()))
    where = _where(plan, name, change, planned[1] if len(planned) > 1 else "")
    if not where and change.due:
        where = _by_date(plan, name, (change.due - advisor.today()).days)
    if where:
        edits.append(Edit(name, "place", where))
    return edits


def _where(plan: Plan, name: str, change: PlanChange, other: str) -> str:
    """The place that is wished for, or nothing."""
    if change.side and other:
        wave = wave_of(plan, other)
        beside = [one for one in getattr(plan, wave) if one != name]
        return place(wave, beside.index(other) + (change.side == "after"))
    here = WAVES.index(wave_of(plan, name))
    wave = {
        "back": WAVES[min(here + 1, len(WAVES) - 1)],
        "sooner": WAVES[max(here - 1, 0)],
    }.get(change.to, change.to)
    if change.end:
        wave = wave or ("now" if change.end == "first" else "later")
        return place(wave, 0 if change.end == "first" else END)
    return place(wave, END) if wave else ""


def _by_date(plan: Plan, name: str, days: int) -> str:
    """The wave that a date belongs to, where that is a later one than the step stands in."""
    here = wave_of(plan, name)
    wave = "now" if days <= _LONGEST["now"] else "next" if days <= _LONGEST["next"] else "later"
    return place(wave, END) if WAVES.index(wave) > WAVES.index(here) else ""


def _apply(
    advisor: Advisor,
    turn: Turn,
    view: View,
    case: Case,
    name: str,
    edits: list[Edit],
    choices: dict[str, str] | None = None,
) -> Reply:
    """Keep the changes, and say them with all that moved."""
    advisor.cases.record_changes(case.id, choices or {}, edits, turn.message_id)
    after_case = advisor.case(turn)
    after = advisor.view(after_case)
    before_plan, plan = view.assessment.plan, after.assessment.plan
    steps = keep_steps(advisor, turn, after_case, plan)
    old = next((one for one, choice in (choices or {}).items() if choice == SWAPPED), "")
    told = render.Changed(
        step=next((step for step in steps if step.strategy == name), None),
        edits=tuple(edits),
        moved=tuple((one, wave) for one, wave in moves(before_plan, plan) if one != name),
        builds_on=tuple(built_on_later(advisor.knowledge, plan, name)) if any(e.kind == "place" for e in edits) else (),
        instead_of=old,
    )
    return Reply((render.changed_message(after, told, steps, case.resume_code),), {**SETTLED, "open_strategy": name})


def _swap(advisor: Advisor, turn: Turn, view: View, case: Case, change: PlanChange, named: list[str]) -> Reply:
    """Another strategy in the place of one, or two of the plan in each other's place."""
    plan = view.assessment.plan
    planned = [name for name in named if name in plan.items]
    others = [name for name in named if name not in plan.items]
    if len(planned) > 1 and not others:
        first, second = planned[:2]
        edits = [Edit(first, "place", place_of(plan, second)), Edit(second, "place", place_of(plan, first))]
        return _apply(advisor, turn, view, case, first, edits)
    if not planned and turn.open.strategy in plan.items and points_back(turn.text):
        # "Swap it for the cash list" names what is to come.
        planned = [turn.open.strategy]
    if not planned:
        return _which(view, change, asked=True)
    old = planned[0]
    left_out = {entry.strategy for entry in view.assessment.ranking.excluded if entry.reason.kind == "needs"}
    if others and others[0] in left_out:
        strategy = advisor.knowledge.strategies[others[0]]
        return Reply((render_strategies.why_message(view, strategy),), {"open_strategy": old})
    new = others[0] if others else choosing.next_best(view, old, change.wish)
    if not new:
        return Reply((render.nothing_instead_message(view, old, change.wish),), {"open_strategy": old})
    edits = [Edit(new, "place", place_of(plan, old))]
    return _apply(advisor, turn, view, case, new, edits, {old: SWAPPED, new: ACCEPTED})


def _which(view: View, change: PlanChange, asked: bool) -> Reply:
    """Which step is meant: the steps as buttons that do what was wished, as far as a button can say it."""
    days = (change.due - view.today).days if change.due else 0
    token = {"due": "due", "swap": "swap"}.get(change.kind, "change")
    if change.kind == "move" and change.to in WAVES:
        token = f"to_{change.to}"
    return Reply((render.which_message(view, token, f"/{days}" if token == "due" else "", asked=asked),))
