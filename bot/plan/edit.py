"""Lays what a person changed about the order of the steps over a plan; never more than two steps are in now."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from bot.model.case import Edit, Plan
from bot.model.knowledge import Knowledge
from bot.plan.choose import BUFFER

WAVES = ("now", "next", "later")
# Behind whatever stands in a wave.
END = 99


def place(wave: str, index: int) -> str:
    """A place in a plan as an edit keeps it."""
    return f"{wave}:{index}"


def wave_of(plan: Plan, strategy: str) -> str:
    """The wave in which a strategy stands, or nothing."""
    return next((wave for wave in WAVES if strategy in getattr(plan, wave)), "")


def place_of(plan: Plan, strategy: str) -> str:
    """The place at which a strategy of the plan stands."""
    wave = wave_of(plan, strategy)
    return place(wave, getattr(plan, wave).index(strategy))


def lay_over(knowledge: Knowledge, plan: Plan, edits: Sequence[Edit]) -> Plan:
    """The plan with each step where the person put it.

    Where two want the same place, the later wish has it. What has no room in now goes to the head of next: first what
    nobody moved, then what was moved longest ago. With the cash at stake, the cash list stays first.
    """
    wishes = [
        (edit, number) for number, edit in enumerate(edits) if edit.kind == "place" and edit.strategy in plan.items
    ]
    if not wishes:
        return plan
    moved = {edit.strategy: number for edit, number in wishes}
    waves = {wave: [name for name in getattr(plan, wave) if name not in moved] for wave in WAVES}
    for edit, _ in sorted(wishes, key=lambda wish: (_index(wish[0]), wish[1])):
        waves[edit.value.partition(":")[0]].insert(_index(edit), edit.strategy)
    if plan.status == "distress" and BUFFER in plan.now:
        for wave in WAVES:
            waves[wave] = [name for name in waves[wave] if name != BUFFER]
        waves["now"].insert(0, BUFFER)
        moved[BUFFER] = len(edits)
    while len(waves["now"]) > int(knowledge.weight("plan.now_most")):
        last = min(reversed(waves["now"]), key=lambda name: moved.get(name, -1))
        waves["now"].remove(last)
        waves["next"].insert(0, last)
    now, following, later = (tuple(waves[wave]) for wave in WAVES)
    return replace(plan, now=now, next=following, later=later)


def _index(edit: Edit) -> int:
    return int(edit.value.partition(":")[2])


def moves(before: Plan, after: Plan) -> list[tuple[str, str]]:
    """Each strategy that stands in another wave than before, with the new one."""
    return [
        (name, wave_of(after, name)) for name in after.items if wave_of(before, name) not in {"", wave_of(after, name)}
    ]


def built_on_later(knowledge: Knowledge, plan: Plan, strategy: str) -> list[str]:
    """What a step builds on and comes after it in the plan, as it may once a person has moved something."""
    order = plan.items
    behind: Iterable[str] = order[order.index(strategy) + 1 :] if strategy in order else ()
    return [name for name in behind if name in knowledge.strategies[strategy].after]
