"""What few words say of the teller's wishes: that something is too much for them, or what they want most."""

from __future__ import annotations

import re

from bot.language.asking import is_question
from bot.model.knowledge import Knowledge
from bot.model.turn import Turn

# "To dear for us", "way too much money", "we can't afford that": few words that turn something down, however they are
# spelt and whatever else they resemble.
_TOO_MUCH = re.compile(
    r"\b(?:to+|so|a bit|bit|way|rather)\s+(?:to+\s+)?(?:dear|expensive|costly|pricey|steep"
    r"|much (?:money|work|effort|time))\b"
    r"|\b(?:can(?:no|')?t|could(?:n'?t| not)|cannot|not able to) (?:afford|pay for) (?:it|that|this)\b"
    r"|\b(?:beyond|over|outside|out of) (?:our|my|the) (?:budget|means|reach|league)\b"
    r"|\b(?:no|not the|haven'?t the|havent the) (?:money|budget|time) for (?:it|that|this|such)\b",
    re.IGNORECASE,
)
# Said to a question that was answered before.
_SAME = re.compile(
    r"\W*(?:(?:it'?s|its|that'?s|thats|all|still|just|about|much|exactly|pretty much) )*(?:the )?"
    r"(?:same(?: (?:as|like) (?:before|last time|then|ever|always))?|no change|unchanged|as before"
    r"|like (?:before|last time)"
    r"|nothing(?: has|'?s)? changed|(?:hasn'?t|has not|didn'?t) changed?|keep (?:it|that)(?: as it is)?)"
    r"(?: (?:here|really|there))?\W*",
    re.IGNORECASE,
)
# More words say something else besides.
_FEW_WORDS = 9


def is_too_much(text: str) -> bool:
    """Whether a text says of what is shown that they have not got the money, the time or the hands for it."""
    return len(text.split()) <= _FEW_WORDS and not is_question(text) and bool(_TOO_MUCH.search(text))


def says_same(text: str) -> bool:
    """Whether a text says to a question that was answered before that nothing has changed: "same as last time"."""
    return bool(_SAME.fullmatch(text))


def says_otherwise(knowledge: Knowledge, turn: Turn, name: str, likelihood: float) -> bool:
    """Whether what resembles a trouble, which the question `name` asks about, tells a wish or of a large competitor.

    "Bosch sets the prices" is near to how the own prices come about, and tells who sets the terms.
    """
    rival = turn.understanding.facts.get("rival")
    elsewhere = rival and knowledge.questions[name].dimension != f"dimension.{rival}"
    of_rival = elsewhere and likelihood < knowledge.weight("answers.problem_of_rival")
    return bool(of_rival) or _wishes(turn, likelihood)


def _wishes(turn: Turn, trouble: float) -> bool:
    """Whether few words tell what is wanted, likelier than a trouble: "we want new markets abroad".

    Args:
        trouble: the likelihood of the likeliest trouble, 0 to 1.
    """
    goal = next(iter(turn.understanding.options.get("fact.goal", ())), ("", 0.0))
    few = len(turn.text.split()) <= _FEW_WORDS
    return few and turn.understanding.facts.get("goal") == goal[0] and goal[1] > trouble
