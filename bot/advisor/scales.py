"""Which option of a question a number in a text falls into, and whether the number may be meant otherwise."""

from __future__ import annotations

import re

from bot.language import quantities
from bot.language.quantities import head_count
from bot.language.taken_back import said_instead
from bot.model.knowledge import Knowledge, Question, Scale
from bot.model.turn import Turn

# An option of its own for those who have none of what a share is asked of.
_NONE = "none"
_READERS = {
    "percent": quantities.share,
    "months": quantities.months,
    "hours": quantities.hours_a_week,
    "money": quantities.money,
}
# Who tells more may say something else besides.
_FEW_WORDS = 12
# "About a third of sales": one word may be of any question.
_FEW_AROUND = 1
# From here on an option is likelier meant than not.
LIKELY = 0.5
# From here on a text names an option, whatever else it resembles: "that doesn't apply" is like many that say none.
NAMED = 0.6
# "About a third of it": words around a share that say nothing of what it is a share of.
_AROUND_A_SHARE = frozenset(
    {
        *("about", "around", "roughly", "maybe", "probably", "perhaps", "say", "or", "so", "of", "it", "them", "that"),
        *("this", "i", "i'd", "think", "guess", "nearly", "almost", "just"),
    }
)
# "All of it", "all through etsy" are shares; more words may say "all" of something else, unless an option agrees.
_ALL = frozenset({"all", "everything", "the lot"})
_FEW_BESIDE_ALL = 3
# What a correction may say before its number: "no wait 60", "sorry, 80 %".
_NUMBER_ALONE = re.compile(
    r"\W*(?:(?:no|sorry|oh|ah|ok|actually|rather)\W+)*(?:\d+(?:[.,]\d+)?\s*(?:%|per ?cent)?)\W*", re.IGNORECASE
)
# What stands around a number that is a whole message.
AROUND_A_NUMBER = " .!"


def by_its_place(question: Question, text: str) -> str | None:
    """The option that a bare number counts to, where the question asks for a share: "4" for the fourth."""
    if question.scale is None or question.scale.unit != "percent" or not text.strip().isdigit():
        return None
    place = int(text)
    return question.options[place - 1].value if 1 <= place <= len(question.options) else None


def measures_otherwise(question: Question, text: str) -> bool:
    """Whether a text tells a quantity of another kind than the question asks for: weeks where a share is asked."""
    if question.scale is None or len(text.split()) > _FEW_WORDS:
        return False
    others = (reader for unit, reader in _READERS.items() if unit != question.scale.unit)
    return any(reader(text, asked=False) is not None for reader in others)


def is_bare_share(text: str) -> bool:
    """Whether a text is a share and says of hardly anything what it is a share of: "about a third", "half, i'd say"."""
    found = quantities.find_share(text)
    if found is None:
        return False
    rest = re.findall(r"[a-z']+", f"{text[: found.start]} {text[found.end :]}".lower())
    return sum(word not in _AROUND_A_SHARE for word in rest) <= _FEW_AROUND


def is_number_alone(text: str) -> bool:
    """Whether what a correction says is a number or a share and no more: "no wait 60", "sorry, 80 %"."""
    return bool(_NUMBER_ALONE.fullmatch(said_instead(text) or text))


def measured_elsewhere(knowledge: Knowledge, turn: Turn, question: Question | None) -> tuple[str, str] | None:
    """The question of another measure that a text answers by its number, and the answer: "9 months runway".

    Its words have to be as likely an answer there as not, and plainly likelier than here.
    """
    if question and _is_told(knowledge, turn, question):
        return None
    here = turn.understanding.likeliest(question.id)[1] if question else 0.0
    least = max(here + knowledge.weight("answers.margin"), LIKELY)
    unit = question.scale.unit if question and question.scale else ""
    found: list[tuple[float, str, str]] = []
    for other in knowledge.of_kind("diagnosis"):
        likelihood = turn.understanding.likeliest(other.id)[1]
        if other.scale is None or other.scale.unit == unit or likelihood <= least:
            continue
        value = scale_value(other, turn.text, asked=False)
        if value is not None:
            found.append((likelihood, other.id, value))
    return max(found)[1:] if found else None


def _is_told(knowledge: Knowledge, turn: Turn, question: Question) -> bool:
    """Whether what is asked for is told, whatever else its numbers measure: "nine in ten clients are domestic"."""
    trouble = next(iter(turn.understanding.problems), ("", 0, 0.0))
    its_trouble = trouble[0] == question.id and trouble[2] >= knowledge.weight("answers.problem_of_rival")
    return its_trouble or is_read_twice(turn, question)


def is_read_twice(turn: Turn, question: Question) -> bool:
    """Whether signs read of the fact that is asked for what the likeliest option says: "four fifths go to Asia"."""
    option, _ = turn.understanding.likeliest(question.id)
    return bool(option) and turn.understanding.facts.get(question.id.removeprefix("fact.")) == option


def said_value(question: Question, turn: Turn) -> str | None:
    """The option that the number in an answer falls into; "all" of something else is none: "all of our staff left"."""
    number = scale_value(question, turn.text)
    if number is None or len(turn.text.split()) <= _FEW_BESIDE_ALL:
        return number
    share = quantities.find_share(turn.text)
    if share is None or turn.text[share.start : share.end].lower() not in _ALL:
        return number
    likely = dict(turn.understanding.options.get(question.id, ())).get(number, 0.0)
    return number if likely >= LIKELY else None


def scale_value(question: Question, text: str, *, asked: bool = True) -> str | None:
    """The option that a number in the text falls into, for questions that a number answers.

    Args:
        asked: whether the question is open, so that a bare number counts.
    """
    if question.scale is None:
        return None
    reader = _READERS.get(question.scale.unit)
    number = reader(text, asked=asked) if reader else None
    if number is None:
        return None
    if number == 0 and any(option.value == _NONE for option in question.options):
        return _NONE
    options = [option for option in question.options if option.value.isdigit()]
    place = _place(question.scale, float(number))
    return options[min(place, len(options) - 1)].value


def told_value(knowledge: Knowledge, turn: Turn, name: str, score: int) -> str:
    """The option that a trouble stands for: the one its number falls into, the one its words plainly mean, or `score`.

    "The bank: they did say yes once" is nearest to the troubles with banks, and plainly the answer of who got it.
    """
    number = scale_value(knowledge.questions[name], turn.text, asked=False)
    found = turn.understanding.options.get(name, ())
    value, likelihood = next(iter(found), (str(score), 0.0))
    # "The bank gives us a line but it's tiny" is near to the troubles of who was turned down, and no such answer.
    unlike = str(score) not in {other for other, _ in found} and likelihood >= knowledge.weight("answers.accept")
    plain = value.isdigit() and (unlike or likelihood >= knowledge.weight("answers.change"))
    return number or (value if plain else str(score))


def _place(scale: Scale, number: float) -> int:
    """Which option holds a number; the bounds belong to the lower option of an ascending scale."""
    if scale.descending:
        beyond = [number > scale.upper[0], *(number >= bound for bound in scale.upper[1:])]
        return next((place for place, holds in enumerate(beyond) if holds), len(scale.upper))
    return next((place for place, bound in enumerate(scale.upper) if number <= bound), len(scale.upper))


def may_be_heads(question: Question, text: str) -> bool:
    """Whether a number alone is as likely a head count: more months of cash than the question tells apart."""
    number, scale = text.strip(AROUND_A_NUMBER), question.scale
    if scale is None or scale.unit != "months" or not number.isdigit() or head_count(number, asked=True) is None:
        return False
    return float(number) > max(scale.upper)
