"""The business facts that a message states of its own accord."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Mapping
from typing import Any

from bot.language.gazetteer import Found
from bot.language.quantities import find_hours_a_week, head_count
from bot.model.knowledge import Question
from bot.nlu.business_extractor import budget

# Naming a part of the work is not complaining of it: "we do marketing for hotels" names no pain.
_PAIN = re.compile(
    r"\b(?:swamped|drown\w*|struggl\w*|trouble|problems?|pains?|painful|hard|hate|headaches?|nightmare|mess|too (?:much|many|slow)"
    r"|overwhelm\w*|can'?t (?:cope|keep up|handle|find)|behind (?:on|with)|eats?|eating|takes? (?:forever|all|up|hours|ages)"
    r"|slow\w*|kills?|killing|stress\w*|worst|chaos|losing|stuck|suffer\w*|weigh\w*|bother\w*|annoy\w*|no time for|help with)\b",
    re.IGNORECASE,
)
# "I can spare five hours a week" offers time; "paperwork takes five hours a week" does not.
_TIME_TO_GIVE = re.compile(
    r"\b(?:spare|give|have|put (?:in|aside)|set aside|free|available|afford|manage|invest|find|time for (?:this|it))\b",
    re.IGNORECASE,
)


def stated_facts(text: str, found: list[Found], questions: Mapping[str, Question]) -> dict[str, Any]:
    """The facts in a text by name: sector, country, team_size, pains, budget and hours as steps.

    Args:
        text: what was typed.
        found: the names that stand in it.
        questions: the questionnaire by id; its scales turn amounts into steps.
    """
    facts: dict[str, Any] = {}
    for entity in ("sector", "country"):
        first = next((hit.value for hit in found if hit.entity == entity), None)
        if first is not None:
            facts[entity] = first
    pains = list(dict.fromkeys(hit.value for hit in found if hit.entity == "business_function"))
    if pains and _PAIN.search(text):
        facts["pains"] = pains[: questions["fact.pains"].most if "fact.pains" in questions else 2]
    sums, hours = budget(text), find_hours_a_week(text)
    if sums:
        _add_step(facts, "budget", sums.value, questions)
    whole = hours is not None and hours.end - hours.start >= len(text.strip(" .!")) - len("about ")
    if hours and (whole or _TIME_TO_GIVE.search(text)):
        _add_step(facts, "hours", hours.value, questions)
    heads = head_count(text)
    if heads is not None:
        facts["team_size"] = heads
    return facts


def _add_step(facts: dict[str, Any], name: str, amount: float, questions: Mapping[str, Question]) -> None:
    question = questions.get(f"fact.{name}")
    if question and question.scale:
        # A bound belongs to the step below it, as in the diagnosis.
        facts[name] = bisect_left(question.scale.upper, amount)
