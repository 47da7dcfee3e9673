"""What few words say: too much for the teller, what they want most, "next", "none", the parts of the work."""

from __future__ import annotations

import re

from bot.advisor.scales import scale_value
from bot.language.asking import is_question
from bot.model.knowledge import SKIP, Knowledge, Question
from bot.model.turn import Turn
from bot.rendering.questions import choices

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
# "Depends, sometimes the bank, sometimes our own money": two answers at once.
_TORN = re.compile(r"\b(?:(?:it |that )?(?:depends|varies)|sometimes\b.+\bsometimes)\b", re.IGNORECASE)
# Said to a question that was answered before.
_SAME = re.compile(
    r"\W*(?:(?:it'?s|its|that'?s|thats|all|still|just|about|much|exactly|pretty much) )*(?:the )?"
    r"(?:same(?: (?:as|like) (?:before|last time|then|ever|always))?|no change|unchanged|as before"
    r"|like (?:before|last time)"
    r"|nothing(?: has|'?s)? changed|(?:hasn'?t|has not|didn'?t) changed?|keep (?:it|that)(?: as it is)?)"
    r"(?: (?:here|really|there))?\W*",
    re.IGNORECASE,
)
# Said to a question, which may wait: "next", "ok, next question please". "Go on" means to come back to it.
_NEXT = re.compile(
    r"\W*(?:ok(?:ay)?\W+|(?:let'?s |can we )?(?:go|move) on to )?(?:the )?ne?xt"
    r"(?: (?:one|question))?(?:\W+(?:please|pls))?\W*",
    re.IGNORECASE,
)
# "Nope", "no one", "none at all", and how the options that they mean begin.
_NONE = re.compile(
    r"\W*(?:(?:oh|well|u+m+|er+|hm+|sorry|no|nope|nah|na)\W+)*"
    r"(?:no|nope|nah|na|none|nobody|no[ -]?one|nothing|nil|nada|zero|zilch"
    r"|not (?:any|one)|none of (?:it|them|that|these|those))"
    r"(?:\W+(?:at all|really|sorry|yet|so far|at the moment|i'?m afraid))?\W*",
    re.IGNORECASE,
)
# "No" alone may answer what was asked; these say how much there is of it.
_NOTHING = re.compile(r"\b(?:none|nothing|nil|nada|zero|zilch)\b", re.IGNORECASE)
_CALLED_NONE = re.compile(r"(?:none|nobody|nothing|not at all)\b", re.IGNORECASE)
# Who speaks of the own firm.
_OURS = re.compile(r"\b(?:i|we|us|our|ours|my|me)\b|\bi'?m\b|\bwe'?re\b", re.IGNORECASE)
# More words say something else besides.
_FEW_WORDS = 9
# "Customer service and the paperwork" names parts of the work; who says more may say something else of them.
_PAINS, _FEWEST_WORDS = "fact.pains", 6


def is_too_much(text: str) -> bool:
    """Whether a text says of what is shown that they have not got the money, the time or the hands for it."""
    return len(text.split()) <= _FEW_WORDS and not is_question(text) and bool(_TOO_MUCH.search(text))


def is_torn(text: str) -> bool:
    """Whether a text gives two answers: "sometimes the bank, sometimes we wait"."""
    return bool(_TORN.search(text))


def says_same(text: str) -> bool:
    """Whether a text says to a question that was answered before that nothing has changed: "same as last time"."""
    return bool(_SAME.fullmatch(text))


def short_answer(knowledge: Knowledge, turn: Turn, question: Question) -> str | None:
    """The value that a word or two give as an answer: "next" leaves a question open, "none" names its nothing.

    A button's word, and what is said to something asked back, answer no question.
    """
    if turn.token or turn.open.confirming:
        return None
    if _NEXT.fullmatch(turn.text):
        return SKIP
    if not _NONE.fullmatch(turn.text):
        return None
    none = [option.value for option in choices(knowledge, question) if _CALLED_NONE.match(option.label)]
    if len(none) != 1 and question.scale and question.scale.unit == "percent" and _NOTHING.search(turn.text):
        # "Nah, none of it" is like "nearly all of it" by its words.
        return scale_value(question, "0")
    return none[0] if len(none) == 1 else None


def is_of_the_rival(turn: Turn) -> bool:
    """Whether few words, said where the large competitor is asked for, are about it alone: "the chains next town"."""
    few = turn.open.question == "fact.rival" and len(turn.text.split()) <= _FEW_WORDS
    return few and not is_question(turn.text) and not _OURS.search(turn.text)


def parts_called(knowledge: Knowledge, turn: Turn, question: Question) -> str | list[str] | None:
    """The parts of the work that a few words name and nothing else, where one is asked for: "customer service".

    "Service" alone is the name of one, and asks to be served elsewhere.
    """
    if question.id != _PAINS or turn.token or is_question(turn.text) or len(turn.text.split()) > _FEWEST_WORDS:
        return None
    known = knowledge.terms["functions"]
    words = [word for word in re.findall(r"[a-z]+", turn.text.lower()) if word in known]
    named = [str(value) for kind, value in turn.entities if kind == "business_function" and value in known]
    found = list(dict.fromkeys((*named, *words)))[: question.most or 1]
    return found if len(found) > 1 else next(iter(found), None)


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
    goal = turn.understanding.likeliest("fact.goal")
    few = len(turn.text.split()) <= _FEW_WORDS
    return few and turn.understanding.facts.get("goal") == goal[0] and goal[1] > trouble
