"""What a person decides and changes about strategies and the plan, said back."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bot.model.case import Edit, Step
from bot.model.knowledge import Knowledge
from bot.model.message import Button, Message
from bot.plan.edit import WAVES, wave_of
from bot.rendering.phrases import button, joined, lines, say
from bot.rendering.plans import Kept, due_phrase, due_sentence, owner_phrase, plan_message
from bot.rendering.strategies import REASONS, View, because

# In two weeks, a month, a quarter: what a button can offer; any other day is said in words.
_DUE_DAYS = (14, 30, 90)


@dataclass(frozen=True, slots=True)
class Changed:
    """What was changed about one step, what moved because of it, what it builds on and what it stands in for."""

    step: Step | None
    edits: tuple[Edit, ...]
    moved: tuple[tuple[str, str], ...]
    builds_on: tuple[str, ...]
    instead_of: str = ""


def _title(knowledge: Knowledge, name: str) -> str:
    return f"«{knowledge.strategies[name].title}»"


def _titles(knowledge: Knowledge, names: Sequence[str]) -> str:
    return joined(_title(knowledge, name) for name in names)


def _on(knowledge: Knowledge) -> tuple[Button, ...]:
    return (button(knowledge, "next", "next"), button(knowledge, "show_plan", "plan"))


def accepted_message(knowledge: Knowledge, names: Sequence[str]) -> Message:
    """What is on the plan now."""
    text = say(knowledge, "strategy.accepted", title=_titles(knowledge, names))
    return Message("notice", text, tuple(names), (), _on(knowledge))


def rejected_message(view: View, name: str, instead: Sequence[str], reason: str, *, ask: bool) -> Message:
    """That it is off the list and what comes in its place; asked why once, with a way not to say."""
    knowledge = view.knowledge
    noted = say(knowledge, "strategy.reason_noted", reason=_reason(knowledge, reason)) if reason else ""
    text = lines(
        " ".join(part for part in (say(knowledge, "strategy.rejected", title=_title(knowledge, name)), noted) if part),
        say(knowledge, "strategy.instead", titles=_titles(knowledge, instead)) if instead else "",
        say(knowledge, "strategy.why_rejected") if ask else "",
    )
    reasons = [button(knowledge, f"reason_{word}", f"reason:{name}/{number}") for number, word in enumerate(REASONS, 1)]
    ways = tuple(reasons) if ask else _on(knowledge)
    return Message("notice", text, (name,), (), (*ways, button(knowledge, "undo", "undo")))


def undone_message(view: View, names: Sequence[str]) -> Message:
    """What stands as before again, and where."""
    knowledge, plan = view.knowledge, view.assessment.plan
    rows = [
        say(knowledge, "change.stands", title=_title(knowledge, name), wave=say(knowledge, f"change.wave_{wave}"))
        if name in plan.items and (wave := wave_of(plan, name))
        else say(knowledge, "change.stands_not", title=_title(knowledge, name))
        for name in names
    ]
    text = " ".join((say(knowledge, "change.undone"), *rows))
    return Message("notice", text, tuple(names), (), _on(knowledge))


def nothing_to_undo_message(view: View) -> Message:
    """That no change of the plan is left to take back."""
    return Message("notice", say(view.knowledge, "change.nothing_undone"), (), (), _on(view.knowledge))


def _reason(knowledge: Knowledge, reason: str) -> str:
    return say(knowledge, f"button.reason_{reason}").lower() if reason in REASONS else f"«{reason}»"


def reason_message(view: View, name: str, reason: str, other: str) -> Message:
    """The reason said back, with no word against it, and what would fit it."""
    knowledge = view.knowledge
    said = reason != "unsaid"
    noted = say(knowledge, "strategy.reason_noted", reason=_reason(knowledge, reason)) if said else ""
    text = lines(
        noted or say(knowledge, "strategy.reason_unsaid"),
        say(knowledge, "strategy.other_best", title=_title(knowledge, other)) if other else "",
    )
    more = (button(knowledge, "more", f"more:{other}", title=knowledge.strategies[other].title),) if other else ()
    return Message("notice", text, (name,), (), (*more, *_on(knowledge)))


def doing_message(view: View, name: str, instead: Sequence[str]) -> Message:
    """That it is under way, and nothing to start."""
    knowledge = view.knowledge
    text = lines(
        say(knowledge, "strategy.doing", title=_title(knowledge, name)),
        say(knowledge, "strategy.instead", titles=_titles(knowledge, instead)) if instead else "",
    )
    ways = (button(knowledge, "done", f"done:{name}"), *_on(knowledge))
    return Message("notice", text, (name,), (), ways)


def step_message(view: View, step: Step) -> Message:
    """One step of the plan with what can be changed about it, and how one knows that it works."""
    knowledge, strategy = view.knowledge, view.knowledge.strategies[step.strategy]
    text = lines(
        say(knowledge, "change.step", title=strategy.title, wave=say(knowledge, f"change.wave_{step.wave}")),
        " ".join(part for part in (owner_phrase(knowledge, step.owner), due_phrase(view, step.due)) if part),
        say(knowledge, "plan.measure", measure=strategy.parts["How you know it works"]),
        say(knowledge, "change.how"),
    )
    elsewhere = [button(knowledge, f"to_{wave}", f"to_{wave}:{strategy.id}") for wave in WAVES if wave != step.wave]
    days = [button(knowledge, "due", f"due:{strategy.id}/{n}", days=n) for n in _DUE_DAYS]
    ways = (
        *elsewhere,
        *days,
        button(knowledge, "mine", f"mine:{strategy.id}"),
        button(knowledge, "swap", f"swap:{strategy.id}"),
        button(knowledge, "doing", f"doing:{strategy.id}"),
        button(knowledge, "drop", f"reject:{strategy.id}"),
    )
    data = {"steps": [{"id": step.strategy, "wave": step.wave, "owner": step.owner, "due": step.due}]}
    return Message("plan", text, (strategy.id,), ("levelfield",), ways, data)


def which_message(view: View, token: str, behind: str, *, asked: bool) -> Message:
    """The steps to choose from."""
    knowledge = view.knowledge
    text = say(knowledge, "change.which" if asked else "change.choose")
    ways = tuple(
        Button(knowledge.strategies[name].title, f"{token}:{name}{behind}") for name in view.assessment.plan.items
    )
    return Message("menu", text, view.assessment.plan.items, (), ways, {"ways": [way.title for way in ways]})


def which_strategy_message(knowledge: Knowledge, names: Sequence[str], token: str) -> Message:
    """Which strategy is meant: those to choose from, as buttons that do what was wished."""
    ways = tuple(Button(knowledge.strategies[name].title, f"{token}:{name}") for name in names)
    text = say(knowledge, "strategy.which")
    return Message("menu", text, tuple(names), (), ways, {"ways": [way.title for way in ways]})


def not_planned_message(view: View, name: str) -> Message:
    """That a strategy is not on the plan, so that nothing can be changed about it; it can be put there."""
    knowledge = view.knowledge
    doing = name in view.assessment.plan.under_way
    text = say(knowledge, "change.under_way" if doing else "change.not_planned", title=_title(knowledge, name))
    add = () if doing else (button(knowledge, "accept", f"accept:{name}"),)
    ways = (*add, button(knowledge, "more", f"more:{name}", title=knowledge.strategies[name].title), *_on(knowledge))
    return Message("notice", text, (name,), (), ways)


def nothing_instead_message(view: View, old: str, wish: str) -> Message:
    """That nothing fits better."""
    knowledge = view.knowledge
    phrase = f"change.nothing_{wish}" if wish else "change.nothing"
    text = say(knowledge, phrase, title=_title(knowledge, old))
    ways = (button(knowledge, "drop", f"reject:{old}"), button(knowledge, "show_plan", "plan"))
    return Message("notice", text, (old,), (), ways)


def changed_message(view: View, told: Changed, steps: Sequence[Step], code: str) -> Message:
    """What changed, what else moved because of it, and the plan as it stands now as data."""
    knowledge, plan = view.knowledge, view.assessment.plan
    full = plan_message(view, Kept(code, {step.strategy: step for step in steps}))
    text = lines(" ".join(_changes(view, told)), _moved(knowledge, told), _builds_on(knowledge, told))
    again = button(knowledge, "change_plan", "change")
    return Message(
        "plan",
        text,
        plan.items,
        ("levelfield",),
        (button(knowledge, "show_plan", "plan"), again, button(knowledge, "undo", "undo")),
        full.data,
    )


def _changes(view: View, told: Changed) -> list[str]:
    knowledge, step = view.knowledge, told.step
    if step is None:
        return [say(knowledge, "change.gone")]
    title = _title(knowledge, step.strategy)
    if told.instead_of:
        old = _title(knowledge, told.instead_of)
        why = because(knowledge, view.assessment.ranking.entry(step.strategy), 1)
        reason = say(knowledge, "plan.because", because=why) if why else ""
        swapped = say(knowledge, "change.swapped", new=title, old=old)
        return [part for part in (swapped, reason) if part]
    kinds = {edit.kind for edit in told.edits if edit.strategy == step.strategy}
    wave = say(knowledge, f"change.wave_{wave_of(view.assessment.plan, step.strategy)}")
    found = []
    if "place" in kinds:
        found.append(say(knowledge, "change.placed", title=title, wave=wave))
    if kinds & {"owner", "due"}:
        found.append(say(knowledge, "change.about", title=title))
    if "owner" in kinds:
        found.append(owner_phrase(knowledge, step.owner))
    if "due" in kinds:
        found.append(due_sentence(view, step.due))
    return found


def _moved(knowledge: Knowledge, told: Changed) -> str:
    """What went elsewhere; out of now it went since that holds two."""
    parts = []
    for name, wave in told.moved:
        phrase = "change.made_room" if wave == "next" else "change.moved_too"
        where = say(knowledge, f"change.wave_{wave}")
        parts.append(say(knowledge, phrase, title=_title(knowledge, name), wave=where))
    return " ".join(parts)


def _builds_on(knowledge: Knowledge, told: Changed) -> str:
    return say(knowledge, "change.builds_on", titles=_titles(knowledge, told.builds_on)) if told.builds_on else ""
