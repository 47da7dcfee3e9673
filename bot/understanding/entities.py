"""Finds what a text names: sector, country, function, numbers, dimension, strategy, topic, resume code."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from bot.language.gazetteer import Gazetteer
from bot.language.numbers import Quantity
from bot.language.quantities import find_head_count, find_hours_a_week, find_money
from bot.language.resume_codes import find_codes

Entity = dict[str, Any]

# "200 euros a month" is a budget only where the speaker would spend it; else it may be rent or a loss.
_BUDGET = re.compile(
    r"\b(?:budget|spend|afford|invest|put (?:in|aside|into)|set aside|spare|available)\b", re.IGNORECASE
)


def find_entities(gazetteer: Gazetteer, text: str) -> list[Entity]:
    """The entities of a text in its order, with canonical values: ids, a whole head count, a country's name."""
    return sorted(_entities(gazetteer, text), key=lambda entity: int(entity["start"]))


def _entities(gazetteer: Gazetteer, text: str) -> Iterator[Entity]:
    for hit in gazetteer.find(text):
        yield _entity(hit.entity, hit.value, hit.start, hit.end, hit.confidence)
    yield from _quantities(text)
    for code in find_codes(text):
        yield _entity("resume_code", code.value, code.start, code.end)


def _quantities(text: str) -> Iterator[Entity]:
    heads, hours, money = find_head_count(text), find_hours_a_week(text), _budget(text)
    if heads:
        yield _entity("team_size", round(heads.value), heads.start, heads.end)
    if hours:
        yield _entity("hours", hours.value, hours.start, hours.end)
    if money:
        yield _entity("budget", money.value, money.start, money.end)


def _budget(text: str) -> Quantity | None:
    """A sum of money a month that the speaker could spend, with its place."""
    money = find_money(text)
    if money is None:
        return None
    whole = len(text[: money.start].strip()) + len(text[money.end :].strip(" .!?")) <= len("about ")
    return money if whole or _BUDGET.search(text) else None


def _entity(name: str, value: Any, start: int, end: int, confidence: float = 1.0) -> Entity:
    return {"entity": name, "value": value, "start": start, "end": end, "confidence_entity": confidence}
