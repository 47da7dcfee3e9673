"""The plan: now, next, later, also named, left out; what was done."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from bot.language.dates import as_date
from bot.model.case import Lift, Plan, Step
from bot.model.knowledge import Knowledge
from bot.model.message import Button, Message
from bot.rendering.phrases import button, joined, lines, listed, say
from bot.rendering.questions import label_of
from bot.rendering.strategies import View, because, reason_phrase

WAVES = ("now", "next", "later")
# What a plan can be taken away as, below its page.
FILES = {"pdf": "levelfield.pdf", "markdown": "levelfield.md", "calendar": "levelfield.ics", "json": "levelfield.json"}
# The left-out list is long and of little use as a whole; these are the ones one would ask about.
_LEFT_OUT = 2


@dataclass(frozen=True, slots=True)
class Since:
    """What is different from the kept plan: entered, left, moved to another wave; by answers alone or not."""

    entered: Sequence[str] = ()
    left: Sequence[str] = ()
    moved: Sequence[tuple[str, str, str]] = ()
    by_answers: bool = False


@dataclass(frozen=True, slots=True)
class Kept:
    """The kept side of a plan: the code to come back with, each step with owner, date and state, and what changed.

    `page` is where the plan's page lies below the adviser's own address (`plan/<code>`); `home` is that address, where
    it is known.
    """

    resume_code: str
    steps: Mapping[str, Step]
    since: Since | None = None
    page: str = ""
    home: str = ""


def plan_message(view: View, kept: Kept, lift: Lift | None = None, *, whole_steps: bool = False) -> Message:
    """The plan as one would print it.

    Args:
        lift: what a little more money or time would lift most.
        whole_steps: each step with how one knows that it works, for taking it away; else those of now.
    """
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
        _under_way(view),
        *(_wave(view, kept, name, whole_steps=whole_steps) for name in WAVES),
        _sensitivity(view, lift),
        _also_named(view),
        _left_out(view),
        _page(knowledge, kept),
        say(knowledge, "plan.links", code=kept.resume_code),
    )
    data = _data(knowledge, plan, kept, lift)
    return Message("plan", text, plan.items, ("levelfield",), _ways_on(view), data)


def _page(knowledge: Knowledge, kept: Kept) -> str:
    """Where the plan can be read as a page; nothing where nobody has said how the adviser is reached."""
    return say(knowledge, "plan.page", link=f"{kept.home}/{kept.page}") if kept.page and kept.home else ""


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
    return listed([say(knowledge, "plan.changed_answers" if since.by_answers else "plan.changed"), *rows])


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
    change = (button(knowledge, "change_plan", "change"),) if plan.items else ()
    return (*ways, *change, button(knowledge, "export", "export"), button(knowledge, "profile", "profile"))


def _under_way(view: View) -> str:
    """What the firm does already: no step to take, and part of the plan all the same."""
    names = view.assessment.plan.under_way
    titles = joined(view.knowledge.strategies[name].title for name in names)
    return say(view.knowledge, "plan.under_way", titles=titles) if names else ""


def _sensitivity(view: View, lift: Lift | None) -> str:
    """What a little more money or time would change, or that it would change little."""
    knowledge, facts = view.knowledge, view.facts
    if view.assessment.plan.status != "ready":
        return ""
    if lift is None:
        asked = facts.budget is None and facts.hours is None
        return say(knowledge, "plan.lift_unknown" if asked else "plan.lift_none")
    more = label_of(knowledge, knowledge.questions[f"fact.{lift.fact}"], str(lift.value)).lower()
    fields = {"more": more, "title": knowledge.strategies[lift.strategy].title}
    return say(knowledge, f"plan.lift_{lift.fact}", **fields, before=lift.before, after=lift.after)


def owner_phrase(knowledge: Knowledge, owner: str) -> str:
    """Who does a step: "me" and "my sister" are said the other way round."""
    if not owner:
        return ""
    if owner in {"me", "us"}:
        return say(knowledge, "plan.owner_you")
    turned = re.sub(r"\b(?:my|our)\b", "your", owner, flags=re.IGNORECASE)
    return say(knowledge, "plan.owner", owner=turned[:1].upper() + turned[1:])


def due_sentence(view: View, due: str) -> str:
    """By when a step is to be done, as a sentence of its own."""
    return say(view.knowledge, "plan.due_on", date=_date(view, due)) if due else ""


def due_phrase(view: View, due: str) -> str:
    """By when a step is to be done."""
    return say(view.knowledge, "plan.due", date=_date(view, due)) if due else ""


def _date(view: View, due: str) -> str:
    return as_date(date.fromisoformat(due), view.today)


def _wave(view: View, kept: Kept, wave: str, *, whole_steps: bool) -> str:
    """What is to be done in one wave, numbered through the plan; of the first it says why, and how to begin."""
    knowledge, plan = view.knowledge, view.assessment.plan
    names: Sequence[str] = getattr(plan, wave)
    if not names:
        return ""
    dates = {step.due for name in names if (step := kept.steps.get(name))}
    # A date that all of them have is said once.
    shared = next(iter(dates)) if len(dates) == 1 and all(name in kept.steps for name in names) else ""
    heading = say(knowledge, f"plan.by_{wave}", date=_date(view, shared)) if shared else say(knowledge, f"plan.{wave}")
    steps = [_step(view, kept, name, dated=not shared) for name in names]
    if wave != WAVES[0] and not whole_steps:
        return listed([heading, *steps])
    measures = [
        say(
            knowledge,
            "plan.measure_of",
            place=plan.items.index(name) + 1,
            measure=knowledge.strategies[name].parts["How you know it works"],
        )
        for name in names
    ]
    told = lines(heading, *steps) if wave == WAVES[0] else listed([heading, *steps])
    return lines(told, listed([say(knowledge, "plan.measures"), *measures]))


def _step(view: View, kept: Kept, name: str, *, dated: bool) -> str:
    """One step: its number and title, by when and who; one of now with its reason and how to begin."""
    knowledge, plan, strategy = view.knowledge, view.assessment.plan, view.knowledge.strategies[name]
    step = kept.steps.get(name)
    due = due_phrase(view, step.due) if step and dated else ""
    who = owner_phrase(knowledge, step.owner) if step else ""
    fields = {"place": plan.items.index(name) + 1, "title": strategy.title}
    if name not in plan.now:
        title = say(knowledge, "plan.item_later", **fields)
        return " ".join(part for part in (f"{title}." if who else title, due, who) if part)
    why = because(knowledge, view.assessment.ranking.entry(name), 1)
    reason = say(knowledge, "plan.because", because=why) if why else ""
    return listed(
        line
        for line in (
            " ".join(part for part in (say(knowledge, "plan.item", **fields), due) if part),
            " ".join(part for part in (reason, who) if part),
            say(knowledge, "plan.first", first=strategy.parts["First step this week"]),
        )
        if line
    )


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
            "subject": knowledge.questions[entry.question].subject,
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
        "under_way": list(plan.under_way),
        "left_out": [{"id": e.strategy, "reason": reason_phrase(knowledge, e.reason)} for e in plan.left_out],
    }


def _data(knowledge: Knowledge, plan: Plan, kept: Kept, lift: Lift | None = None) -> dict[str, object]:
    steps = [
        {
            "id": s.strategy,
            "title": knowledge.strategies[s.strategy].title,
            "wave": s.wave,
            "status": s.status,
            "owner": s.owner,
            "due": s.due,
            "measure": knowledge.strategies[s.strategy].parts["How you know it works"],
        }
        for s in kept.steps.values()
        if s.strategy in knowledge.strategies
    ]
    links = {"page": kept.page, **{kind: f"{kept.page}/{name}" for kind, name in FILES.items()}} if kept.page else {}
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
    lifted = (
        {"fact": lift.fact, "value": lift.value, "id": lift.strategy, "from": lift.before, "to": lift.after}
        if lift
        else None
    )
    return {**plan_data(knowledge, plan), **extra, "sensitivity": lifted}


def export_message(view: View, kept: Kept) -> Message:
    """The plan as Markdown to copy."""
    plan = plan_message(view, kept, whole_steps=True)
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
