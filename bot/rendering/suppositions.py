"""What would move if something were otherwise: before and after of profile and plan."""

from __future__ import annotations

from bot.diagnosis.scoring import is_sure
from bot.model.case import Assessment, Plan
from bot.model.knowledge import Knowledge, Question
from bot.model.message import Button, Message
from bot.rendering.phrases import button, joined, lines, listed, say, whole
from bot.rendering.plans import plan_data
from bot.rendering.profiles import standing

# Of what a supposition moves, two of a kind are read; a strategy counts that was or comes so near the top.
_MOVED, _NEAR_THE_TOP = 2, 7


def what_if_message(
    knowledge: Knowledge, before: Assessment, after: Assessment, noted: str, *, in_between: bool = False
) -> Message:
    """Before and after of profile and plan, what moved most first; nothing is changed, and a button changes it.

    Args:
        in_between: whether another question follows, so that this one only says how it could be made so.
    """
    rows = [*_severities_moved(knowledge, before, after), *_places_moved(knowledge, before, after)]
    first = _first_steps_moved(knowledge, before.plan, after.plan)
    text = lines(
        noted,
        listed(rows) if rows else "" if first else say(knowledge, "plan.what_if_same"),
        first,
        say(knowledge, "plan.what_if_only" if in_between else "plan.what_if"),
    )
    data = {"before": _moment(knowledge, before), "after": _moment(knowledge, after)}
    ways = (button(knowledge, "apply", "try.yes"), *(() if in_between else (button(knowledge, "no", "no"),)))
    return Message("plan", text, after.plan.items, ("levelfield",), ways, data)


def _first_steps_moved(knowledge: Knowledge, before: Plan, after: Plan) -> str:
    """What would come into the first steps, and what would leave them."""
    come = joined(f"«{knowledge.strategies[name].title}»" for name in after.now if name not in before.now)
    gone = joined(f"«{knowledge.strategies[name].title}»" for name in before.now if name not in after.now)
    if come and gone:
        return say(knowledge, "plan.what_if_first", come=come, gone=gone)
    return say(knowledge, "plan.what_if_come", come=come) if come else ""


def _severities_moved(knowledge: Knowledge, before: Assessment, after: Assessment) -> list[str]:
    found = []
    for name, dimension in knowledge.dimensions.items():
        then, now = before.profile.scores[name], after.profile.scores[name]
        if then.severity is None or now.severity is None or whole(then.severity) == whole(now.severity):
            continue
        sure = is_sure(knowledge, then) and is_sure(knowledge, now)
        told = [whole(score.severity) if sure else standing(knowledge, score) for score in (then, now)]
        phrase = "plan.what_if_severity" if sure else "plan.what_if_looks"
        row = say(knowledge, phrase, title=dimension.title, before=told[0], after=told[1])
        found.append((abs(then.severity - now.severity), row))
    return [row for _, row in sorted(found, key=lambda pair: -pair[0])[:_MOVED]]


def _places_moved(knowledge: Knowledge, before: Assessment, after: Assessment) -> list[str]:
    """The strategies that moved most, among the first of either ranking."""
    near = [e.strategy for found in (after, before) for e in found.ranking.ranked[:_NEAR_THE_TOP]]
    found = []
    for name in dict.fromkeys(near):
        then, now = before.ranking.position(name), after.ranking.position(name)
        title = knowledge.strategies[name].title
        if then and now and then != now:
            row = say(knowledge, "plan.what_if_place", title=title, before=then, after=now)
            found.append((abs(then - now), row))
        elif then and not now:
            found.append((len(near), say(knowledge, "plan.what_if_gone", title=title)))
    return [row for _, row in sorted(found, key=lambda pair: -pair[0])[:_MOVED]]


def _moment(knowledge: Knowledge, found: Assessment) -> dict[str, object]:
    """Plan and profile at one side of a what-if."""
    severities = {
        name: None if score.severity is None else round(score.severity, 1)
        for name, score in found.profile.scores.items()
    }
    return {**plan_data(knowledge, found.plan), "profile": severities}


def which_to_try_message(knowledge: Knowledge, question: Question) -> Message:
    """Which answer is to be tried."""
    text = say(knowledge, "plan.what_if_which", question=question.reworded)
    ways = tuple(Button(option.label, f"try:{question.id}/{place}") for place, option in enumerate(question.options))
    return Message("menu", text, (question.id,), (), ways, {"ways": [way.title for way in ways]})
