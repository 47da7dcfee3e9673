"""Which list of strategies places count in ("the second one"), and what stands at them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from bot.plan.choose import ALWAYS
from bot.rendering.strategies import View

# While one of these holds, what is recommended is what the plan has: nobody is shown more.
_ALL_THERE_IS = {"too_early", "distress"}


def listed(view: View, stage: str) -> list[str]:
    """The plan where it is talked about or all there is to recommend; else the ranking, as the stage shows it."""
    plan, known = view.assessment.plan, view.knowledge.strategies
    if plan.items and (stage == "plan" or plan.status in _ALL_THERE_IS):
        return list(plan.items)
    ranked = [entry.strategy for entry in view.assessment.ranking.ranked]
    return [name for name in ranked if known[name].family not in ALWAYS] if stage == "more" else ranked


def at_places(names: Sequence[str], places: Iterable[int]) -> list[str]:
    """The entries of a list at places counted from 1; -1 is the last."""
    found = [place - 1 if place > 0 else len(names) + place for place in places]
    return [names[index] for index in found if 0 <= index < len(names)]
