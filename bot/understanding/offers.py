"""What money and time somebody offers for getting better, as steps of the scales."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from bot.language.numbers import amount, amount_value
from bot.language.quantities import find_hours_a_week, find_money
from bot.model.knowledge import Question
from bot.understanding.signs import Hit
from bot.understanding.typed import Typed

# "150 a month" without a currency; in an offer nothing else is counted so.
_A_MONTH = re.compile(
    amount("n") + r"\s*(?:(?:an?|per|each|every|/)\s*(?P<period>month|mth|mo|year|yr|week|quarter)\b"
    r"|(?P<adverb>monthly|yearly|annually|weekly)\b)",
    re.IGNORECASE,
)
_TIMES_A_MONTH = {"m": 1.0, "y": 1 / 12, "a": 1 / 12, "w": 52 / 12, "q": 1 / 3}


def offers(
    said: Typed, hits: Sequence[Hit], questions: Mapping[str, Question], entities: Sequence[Mapping[str, Any]]
) -> dict[str, int]:
    """The steps of `budget` and `hours` that a message offers.

    Args:
        said: the message.
        hits: what was found in it; those of the fields `offer`, `spent`, `budget` and `hours` count.
        questions: the questionnaire by id; its scales turn amounts into steps.
        entities: the amounts found in it; one that is the whole message is an answer, and offered.
    """
    found: dict[str, int] = {}
    for name, kind, amounts in (("budget", "money", _sums), ("hours", "time", _times)):
        question = questions.get(f"fact.{name}")
        if question is None or question.scale is None:
            continue
        offered = list(amounts(_clauses(said, hits, kind))) or _whole(said.text, entities, name)
        stated = [int(hit.value) for hit in hits if hit.field == name]
        if offered:
            # A bound belongs to the step below it, as in the diagnosis.
            found[name] = bisect_left(question.scale.upper, offered[0])
        elif stated:
            found[name] = stated[0]
    return found


def _clauses(said: Typed, hits: Iterable[Hit], kind: str) -> Iterator[str]:
    """The clauses with an offer of a kind and nothing that is spent already, and messages that are one amount."""
    marked = [hit for hit in hits if hit.value == kind]
    offered = {
        clause
        for hit in marked
        if hit.field == "offer"
        for clause in range(said.clauses[hit.first], said.clauses[hit.last] + 1)
    }
    spent = {said.clauses[hit.first] for hit in marked if hit.field == "spent"}
    for clause in sorted(set(said.clauses)):
        places = [i for i, word in enumerate(said.words) if said.clauses[i] == clause and word.text not in ".,"]
        if places and (clause in offered) and clause not in spent:
            yield said.text[said.words[places[0]].start : said.words[places[-1]].end]


def _sums(texts: Iterable[str]) -> Iterator[float]:
    for text in texts:
        money = find_money(text)
        month = _A_MONTH.search(text)
        if money:
            yield money.value
        elif month:
            period = (month["period"] or month["adverb"]).lower()
            yield amount_value(month, "n", _TIMES_A_MONTH[period[0]])


def _times(texts: Iterable[str]) -> Iterator[float]:
    for text in texts:
        hours = find_hours_a_week(text)
        if hours:
            yield hours.value


def _whole(text: str, entities: Sequence[Mapping[str, Any]], name: str) -> list[float]:
    """The amount that a message is, with hardly a word beside it."""
    return [
        float(entity["value"])
        for entity in entities
        if entity["entity"] == name and entity["end"] - entity["start"] >= len(text.strip(" .!")) - len("about ")
    ][:1]
