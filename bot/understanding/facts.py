"""The business facts that a message states of its own accord."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Mapping, Sequence
from typing import Any

from bot.model.knowledge import Question

# Naming a part of the work is not complaining of it: "we do marketing for hotels" names no pain.
_PAIN = re.compile(
    r"\b(?:swamped|drown\w*|struggl\w*|trouble|problems?|pains?|painful|hard|hate|headaches?|nightmare|mess"
    r"|too (?:much|many|slow)|overwhelm\w*|can'?t (?:cope|keep up|handle|find)|behind (?:on|with)|eats?|eating"
    r"|takes? (?:forever|all|up|hours|ages)|slow\w*|kills?|killing|stress\w*|worst|chaos|losing|stuck|suffer\w*"
    r"|weigh\w*|bother\w*|annoy\w*|no time for|help with)\b",
    re.IGNORECASE,
)
# "I can spare five hours a week" offers time; "paperwork takes five hours a week" does not.
_TIME_TO_GIVE = re.compile(
    r"\b(?:spare|give|have|put (?:in|aside)|set aside|free|available|afford|manage|invest|find|time for (?:this|it))\b",
    re.IGNORECASE,
)


def stated_facts(text: str, entities: Sequence[Mapping[str, Any]], questions: Mapping[str, Question]) -> dict[str, Any]:
    """The facts in a text by name: sector, country, team_size, pains; budget and hours as steps of their scales.

    Args:
        text: what was typed.
        entities: what the extractor found in it, in the order of the text.
        questions: the questionnaire by id; its scales turn amounts into steps.
    """
    first: dict[str, Mapping[str, Any]] = {}
    for entity in entities:
        first.setdefault(entity["entity"], entity)
    facts: dict[str, Any] = {name: first[name]["value"] for name in ("sector", "country", "team_size") if name in first}
    pains = list(dict.fromkeys(entity["value"] for entity in entities if entity["entity"] == "business_function"))
    if pains and _PAIN.search(text):
        facts["pains"] = pains[: questions["fact.pains"].most if "fact.pains" in questions else 2]
    if "budget" in first:
        _add_step(facts, "budget", first["budget"]["value"], questions)
    if "hours" in first and (_is_all(text, first["hours"]) or _TIME_TO_GIVE.search(text)):
        _add_step(facts, "hours", first["hours"]["value"], questions)
    return facts


def _is_all(text: str, entity: Mapping[str, Any]) -> bool:
    return bool(entity["end"] - entity["start"] >= len(text.strip(" .!")) - len("about "))


def _add_step(facts: dict[str, Any], name: str, amount: float, questions: Mapping[str, Question]) -> None:
    question = questions.get(f"fact.{name}")
    if question and question.scale:
        # A bound belongs to the step below it, as in the diagnosis.
        facts[name] = bisect_left(question.scale.upper, amount)
