"""How much a firm can take on at once."""

from __future__ import annotations

import math

from bot.diagnosis.scoring import answer_score
from bot.model.case import Answers, Facts
from bot.model.knowledge import Knowledge


def capacity(knowledge: Knowledge, facts: Facts, answers: Answers) -> int | None:
    """1 (hardly anything) to 5, from budget, hours and skill, with the hours as a ceiling.

    What is not known stays out of the mean; None where none of the three is known.
    """
    skill = answer_score(knowledge.questions["T3"], answers)
    known = [n for n in (facts.budget, facts.hours, None if skill is None else 4 - skill) if n is not None]
    if not known:
        return None
    found = 1 + math.floor(sum(known) / len(known) + 0.5)
    ceiling = 5 if facts.hours is None else facts.hours + 1
    return min(found, ceiling)
