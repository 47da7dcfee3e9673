"""The plan: now, next, later, also named, left out; what was done; what would move."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from bot.model.case import Assessment, Plan, Step
from bot.model.knowledge import Knowledge
from bot.model.message import Button, Message
from bot.rendering.phrases import button, joined, lines, listed, say, whole
from bot.rendering.strategies import View, because, reason_phrase

WAVES = ("now", "next", "later")
# The left-out list is long and of little use as a whole; these are the ones one would ask about.
_LEFT_OUT = 3


@dataclass(frozen=True, slots=True)
class Since:
    """What is different from a plan made with older knowledge: entered, left, and moved from one wave to another."""

    entered: Sequence[str] = ()
    left: Sequence[str] = ()
    moved: Sequence[tuple[str, str, str]] = ()


@dataclass(frozen=True, slots=True)
class Kept:
    """The kept side of a plan: the code to come back with, each step with owner, date and state, and what changed."""

    resume_code: str
    steps: Mapping[str, Step]
    since: Since | None = None


def plan_message(view: View, kept: Kept) -> Message:
    """The plan as one would print it."""
    knowledge, plan = view.knowledge, view.assessment.plan
    if plan.status == "level":
        text = lines(
            _changes(knowledge, kept.since),
            say(knowledge, "plan.level"),
            say(knowledge, "plan.links", code=kept.resume_code),
        )
        return Message(
            "plan", text, data=_data(knowledge, plan, kept), buttons=(button(knowledge, "profile", "profile"),)
        )
    text = lines(
        _changes(knowledge, kept.since),
        _opening(view),
        *(_wave(view, kept, name, getattr(plan, name)) for name in WAVES),
        _also_named(view),
        _left_out(view),
        say(knowledge, "plan.links", code=kept.resume_code),
    )
    data = _data(knowledge, plan, kept)
    return Message("plan", text, plan.items, ("levelfield",), _ways_on(view), data)


def _changes(knowledge: Knowledge, since: Since | None) -> str:
    """Then and now of a plan; nothing where nothing moved."""
    if since is None:
        return ""
    rows = [say(knowledge, "plan.entered", title=_title(knowledge, name)) for name in since.entered]
    rows += [say(knowledge, "plan.went", title=_title(knowledge, name)) for name in since.left]
    rows += [
        say(knowledge, "plan.moved", title=_title(knowledge, name), then=then, now=now)
        for name, then, now in since.moved
    ]
    return listed([say(knowledge, "plan.changed"), *rows])


def _title(knowledge: Knowledge, name: str) -> str:
    """A strategy's title; one that was retired since is called by what its id says."""
    strategy = knowledge.strategies.get(name)
    return strategy.title if strategy else name.rpartition(".")[2].replace("_", " ")


def _opening(view: View) -> str:
    knowledge, plan = view.knowledge, view.assessment.plan
    if plan.status == "too_early":
        return say(knowledge, "plan.too_early" if plan.items else "plan.too_early_none")
    small = view.assessment.capacity is not None and view.assessment.capacity <= knowledge.weight("plan.small_capacity")
    hint = (
        say(knowledge, "plan.distress") if plan.status == "distress" else say(knowledge, "plan.small") if small else ""
    )
    return " ".join(part for part in (say(knowledge, "plan.title"), hint) if part)


def _ways_on(view: View) -> tuple[Button, ...]:
    knowledge, plan = view.knowledge, view.assessment.plan
    ways = [button(knowledge, "more", f"more:{name}", title=knowledge.strategies[name].title) for name in plan.now]
    if plan.status == "too_early":
        ways.append(button(knowledge, "check", "menu.check"))
    return (*ways, button(knowledge, "export", "export"), button(knowledge, "profile", "profile"))


def _wave(view: View, kept: Kept, wave: str, strategies: Sequence[str]) -> str:
    if not strategies:
        return ""
    knowledge = view.knowledge
    rows = [say(knowledge, f"plan.{wave}")]
    for name in strategies:
        strategy, step = knowledge.strategies[name], kept.steps.get(name)
        due = say(knowledge, "plan.due", date=step.due) if step and step.due else ""
        if wave != "now":
            rows.append(" ".join(part for part in (f"- {strategy.title}", due) if part))
            continue
        why = because(knowledge, view.assessment.ranking.entry(name), 2)
        body = (
            say(knowledge, "plan.because", because=why) if why else "",
            say(knowledge, "plan.first", first=strategy.parts["First step this week"]),
            say(knowledge, "plan.measure", measure=strategy.parts["How you know it works"]),
            due,
        )
        rows.append(say(knowledge, "plan.item", title=strategy.title, body=" ".join(part for part in body if part)))
    return listed(rows)


def _also_named(view: View) -> str:
    knowledge = view.knowledge
    named = view.assessment.plan.also_named[: int(knowledge.weight("plan.also_shown"))]
    if not named:
        return ""
    rows = [say(knowledge, "plan.also")]
    for entry in named:
        phrase = "plan.also_after_cash" if entry.after_cash else "plan.also_line"
        fields = {
            "title": knowledge.strategies[entry.strategy].title,
            "question": knowledge.questions[entry.question].reworded,
        }
        rows.append(say(knowledge, phrase, **fields))
    return listed(rows)


def _left_out(view: View) -> str:
    knowledge = view.knowledge
    left = view.assessment.plan.left_out[:_LEFT_OUT]
    if not left:
        return ""
    rows = [
        say(
            knowledge,
            "plan.left_line",
            title=knowledge.strategies[e.strategy].title,
            reason=reason_phrase(knowledge, e.reason),
        )
        for e in left
    ]
    return listed([say(knowledge, "plan.left_out"), *rows])


def plan_data(knowledge: Knowledge, plan: Plan) -> dict[str, object]:
    """The plan as data."""
    return {
        "status": plan.status,
        "now": list(plan.now),
        "next": list(plan.next),
        "later": list(plan.later),
        "also_named": [
            {"question": n.question, "strategy": n.strategy, "after_cash": n.after_cash} for n in plan.also_named
        ],
        "left_out": [{"id": e.strategy, "reason": reason_phrase(knowledge, e.reason)} for e in plan.left_out],
    }


def _data(knowledge: Knowledge, plan: Plan, kept: Kept) -> dict[str, object]:
    steps = [
        {"id": s.strategy, "wave": s.wave, "status": s.status, "owner": s.owner, "due": s.due}
        for s in kept.steps.values()
    ]
    links: dict[str, str] = {}
    changed = kept.since and {
        "entered": list(kept.since.entered),
        "left": list(kept.since.left),
        "moved": [{"id": name, "then": then, "now": now} for name, then, now in kept.since.moved],
    }
    extra = {
        "changed": changed,
        "links": links,
        "resume_code": kept.resume_code,
        "steps": steps,
        "knowledge_version": knowledge.version,
    }
    return {**plan_data(knowledge, plan), **extra}


def export_message(view: View, kept: Kept) -> Message:
    """The plan as Markdown to copy."""
    plan = plan_message(view, kept)
    text = lines(say(view.knowledge, "plan.export"), plan.text)
    return Message("plan", text, plan.about, plan.sources, (), {**plan.data, "markdown": plan.text})


def progress_message(knowledge: Knowledge, done: Sequence[str], still: Sequence[str], just: str = "") -> Message:
    """What of the plan is done and what is open."""
    titles = {name: knowledge.strategies[name].title for name in (*done, *still)}
    text = lines(
        say(knowledge, "plan.done", title=titles[just]) if just else "",
        say(
            knowledge,
            "plan.progress",
            done=joined(titles[n] for n in done),
            open=joined(titles[n] for n in still) or say(knowledge, "plan.nothing_open"),
        )
        if done
        else say(knowledge, "plan.progress_none"),
    )
    ways = tuple(Button(titles[name], f"done:{name}") for name in still[:5])
    data = {"done": list(done), "due": list(still), "moved": {}}
    return Message("progress", text, (*done, *still), buttons=ways, data=data)


def what_if_message(knowledge: Knowledge, before: Assessment, after: Assessment, noted: str) -> Message:
    """What would move; nothing is changed."""
    rows = []
    for name, dimension in knowledge.dimensions.items():
        then, now = before.profile.scores[name].severity, after.profile.scores[name].severity
        if then is not None and now is not None and whole(then) != whole(now):
            fields = {"title": dimension.title, "before": whole(then), "after": whole(now)}
            rows.append(say(knowledge, "plan.what_if_severity", **fields))
    for entry in after.ranking.ranked[:5]:
        then_place, now_place = before.ranking.position(entry.strategy), after.ranking.position(entry.strategy)
        if then_place and now_place and then_place != now_place:
            title = knowledge.strategies[entry.strategy].title
            rows.append(say(knowledge, "plan.what_if_place", title=title, before=then_place, after=now_place))
    starts = joined(knowledge.strategies[name].title for name in after.plan.now)
    text = lines(
        say(knowledge, "plan.what_if"),
        noted,
        listed(rows) if rows else say(knowledge, "plan.what_if_same"),
        say(knowledge, "plan.what_if_plan", titles=starts) if starts and rows else "",
    )
    data = {"before": plan_data(knowledge, before.plan), "after": plan_data(knowledge, after.plan)}
    return Message("plan", text, after.plan.items, ("levelfield",), data=data)
