"""What is said while a question is open and answers no question: asked of the adviser, told of means, "a lot"."""

from __future__ import annotations

import re

from bot.advisor.few_words import says_same
from bot.language.quantities import find_hours_a_week, find_money
from bot.model.knowledge import Question

# "How sure are you", "what's your take on it": a verb before "you" asks the adviser, with or without a question mark.
_ASKS_YOU = re.compile(
    r"\W*(?:(?:and|so|but|ok(?:ay)?|hey|well|hm+|sorry)\W+)*"
    r"(?:(?:(?:why|how|what|which|who|where|when)(?: \w+){0,2} )?(?:are|r|do|does|did|can|could|should|would|will|have)"
    r" (?:you|u|ya)\b|wh?at(?:'?s| is| are| r) (?:your|ur)\b)",
    re.IGNORECASE,
)
# More words tell something besides.
_FEW_WORDS = 9
# How much of something: nothing to a question that asks for no amount.
_HOW_MUCH = re.compile(
    r"\W*(?:quite |just |really )?(?:a (?:lot|bit|little)|lots|loads|plenty|much|some|many)\W*", re.IGNORECASE
)
# "We do that already" points at what was shown, and names no option.
_ALREADY = re.compile(
    r"\W*(?:(?:yes|yep|no|nah|but|well|oh)\W+)*(?:we|i)(?:'?ve| have|'?re| are)?(?: already)?"
    r" (?:do|have|got|did|doing|done) (?:this|that|it|so)(?: one)?(?: already)?(?: too)?\W*",
    re.IGNORECASE,
)
# "Swap 1 and 2" is a wish about the plan, and names no number of anything.
_ORDER = re.compile(
    r"\W*(?:(?:please|pls|ok|now|can you)\W+)*(?:swap|switch|exchange|move|reorder)\b.{0,16}?"
    r"\b(?:\d|one|two|three|first|second|third|last)\b",
    re.IGNORECASE,
)
# What stands around the hours and the money a firm has, and says nothing else.
_NO_TIME = re.compile(r"\bno (?:time|hours?)(?: for (?:it|that|this))?(?: at all)?\b", re.IGNORECASE)
_AROUND_MEANS = frozenset(
    {
        *(
            "we",
            "i",
            "have",
            "got",
            "and",
            "about",
            "around",
            "maybe",
            "only",
            "just",
            "can",
            "could",
            "spare",
            "spend",
        ),
        *("a", "an", "the", "per", "each", "every", "week", "month", "or", "so", "at", "most", "not", "more", "than"),
        *("is", "are", "there's", "it's", "up", "to", "of", "for", "this", "that", "with", "plus"),
    }
)
# "I'm a florist" tells of the teller; "they've an app" and "supermarket, cheap roses" of somebody else.
_OF_SELF = re.compile(r"\W*(?:(?:no|nope|actually|sorry|but|well)\W+)*(?:i'?m|i am|we'?re|we are)\b", re.IGNORECASE)
_OF_THEM = re.compile(r"\W*(?:(?:but|and|because|cos|well)\W+)*(?:they|their|theirs|them)\b", re.IGNORECASE)


def asks_adviser(text: str) -> bool:
    """Whether a few words ask the adviser itself, so that they answer nothing."""
    return len(text.split()) <= _FEW_WORDS and bool(_ASKS_YOU.match(text))


def tells_of_self(text: str) -> bool:
    """Whether a text begins by saying what the teller is: "im a florist not food"."""
    return bool(_OF_SELF.match(text))


def tells_of_them(text: str) -> bool:
    """Whether a text begins with the others: "they know everything with their app"."""
    return bool(_OF_THEM.match(text))


def says_something_else(text: str, question: Question) -> bool:
    """Whether a text, though it may resemble an option, plainly says something other than an answer to a question."""
    if asks_adviser(text) or _ALREADY.fullmatch(text) or says_same(text):
        return True
    if _ORDER.match(text) and len(text.split()) <= _FEW_WORDS:
        return True
    if question.scale is None and _HOW_MUCH.fullmatch(text):
        return True
    return question.id not in {"fact.hours", "fact.budget"} and tells_only_means(text)


def tells_only_means(text: str) -> bool:
    """Whether a text tells hours or money to work with, and nothing else: "4 hours a week and 200 euro a month"."""
    rest, told = _NO_TIME.subn(" ", text)
    for find in (find_hours_a_week, find_money):
        found = find(rest)
        if found is not None:
            rest, told = f"{rest[: found.start]} {rest[found.end :]}", told + 1
    return bool(told) and not set(re.findall(r"[a-z']+", rest.lower())) - _AROUND_MEANS
