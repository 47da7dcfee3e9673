"""Reads shares, durations, working hours and money from what people type; head counts are in `people`."""

from __future__ import annotations

import re

from bot.language.numbers import (
    FILLER,
    NUMBER,
    Quantity,
    amount,
    amount_value,
    answered_number,
    number,
    whole_number,
)
from bot.language.people import find_head_count, head_count
from bot.language.working_time import unit_hours

__all__ = [
    "days",
    "find_head_count",
    "find_hours_a_week",
    "find_money",
    "find_share",
    "head_count",
    "hours_a_week",
    "money",
    "months",
    "share",
]

_PERCENT_SIGN = re.compile(r"%|per ?cent\b|pct\b", re.IGNORECASE)
_PERCENT = re.compile(amount("n", rf"(?:{NUMBER}(?: ?(?:%|per ?cent\b|pct\b))?)"), re.IGNORECASE)
_OUT_OF = re.compile(
    rf"(?<!\w)(?P<part>{NUMBER}) ?(?:out of|in every|of every|in|/) ?(?P<whole>{NUMBER})(?! ?%)(?!\d)", re.IGNORECASE
)
_HALF_PERCENT = re.compile(r"(?<!and )(?<!and a )\bhalf (?:an? |of an? |of one )?(?:per ?cent|%)", re.IGNORECASE)
_FRACTIONS = {"half": 50.0, "third": 100 / 3, "quarter": 25.0, "fifth": 20.0, "tenth": 10.0}
_TIMES = {"two": 2, "three": 3, "four": 4}
_FRACTION = re.compile(
    rf"(?:(?P<less>less than|under|below|not even)\s+|(?P<more>more than|over|above)\s+)?(?:about |around |roughly )?"
    rf"(?:(?:(?P<times>{'|'.join(_TIMES)})[ -]|\b(?<!and )an? (?:good )?|\bone )(?P<part>{'|'.join(_FRACTIONS)})s?"
    rf"|\b(?<!and a )(?P<half>half))\b(?! (?:of )?(?:an? )?(?:year|month|week|day|dozen|hour|party|time))",
    re.IGNORECASE,
)
# "A quarter to a half" lies between the two.
_UP_TO = re.compile(r"\s*(?:to|or|and|-|–)\s*", re.IGNORECASE)
# Vague shares in per cent: near enough to what people mean to choose one of five steps.
_VAGUE = {
    **dict.fromkeys(("none", "nothing", "zero", "not at all"), 0.0),
    **dict.fromkeys(("hardly any", "hardly anything", "almost nothing", "next to nothing", "barely any"), 4.0),
    **dict.fromkeys(("most", "the majority", "the bulk"), 70.0),
    **dict.fromkeys(("nearly all", "almost all", "nearly everything", "almost everything", "pretty much all"), 95.0),
    **dict.fromkeys(("all", "everything", "the lot"), 100.0),
}
_VAGUE_WORD = re.compile(rf"\b(?:{'|'.join(sorted(_VAGUE, key=len, reverse=True))})\b", re.IGNORECASE)
# A vague word counts only in a short answer; in a long message "all" is seldom a share.
_VAGUE_WORDS = 6
# As many things, or places of an option, are as likely meant as so many per cent.
_FEW_THINGS = 5
# "Nothing is automatic" speaks of what there isn't, and its share is all; alone, "nothing really" is a share of none.
_NONE, _NONE_WORDS = {"none", "nothing", "zero"}, 2

_QUARTER_YEAR = re.compile(r"\b(?P<three>three )?quarters?(?: of)? (?:an? )?year\b", re.IGNORECASE)
_DAYS = {"d": 1.0, "w": 7.0, "f": 14.0, "m": 30.4375, "y": 365.25}
# "Four weeks" is a month to whoever says it, as a short month has 28 days. Up to a quarter of a year (12 weeks) the
# difference is less than people mean; beyond it, it adds up: 26 weeks are half a year.
_SHORT_MONTH, _QUARTER_WEEKS = 28.0, 12
_SPAN_NUMBER = rf"(?:half an?\b|{NUMBER}|an?\b)"
_SPAN = re.compile(
    rf"{amount('n', _SPAN_NUMBER)}(?: of)?[\s-]*(?P<unit>days?|weeks?|wks?|fortnights?|mo?nths?|mths?|years?|yrs?)\b"
    rf"(?P<half> and a half| or two)?",
    re.IGNORECASE,
)

_WEEKDAY = r"(?:(?:mon|tues|wednes|thurs|fri|satur|sun)day|week)"
_PERIOD = (
    r"(?:\s*(?:(?:an?|per|each|every|/|for (?:the|a)|in (?:the|a)|over the)\s*"
    r"(?P<period>day|evening|week|wk|month|mo|year)\b"
    r"|(?P<adverb>daily|weekly|monthly|yearly|annually)\b))"
)
# A working week has five days.
_TIMES_A_WEEK = {"d": 5.0, "e": 5.0, "w": 1.0, "m": 12 / 52, "y": 1 / 52, "a": 1 / 52}
_WORK = re.compile(
    rf"{amount('n', _SPAN_NUMBER)}(?: of)?(?: full)?[\s-]*"
    rf"(?P<unit>min(?:ute)?s?|h(?:ou)?rs?|h|days?|mornings?|afternoons?|evenings?|nights?)\b"
    rf"(?P<half> and a half| or two)?{_PERIOD}?",
    re.IGNORECASE,
)
_EVERY = re.compile(rf"\b(?:every|each|one) {_WEEKDAY}(?: (?P<unit>morning|afternoon|evening|night))?\b", re.IGNORECASE)

_CURRENCY = (
    r"(?:[€$£¥₹]|(?<![a-z])(?:euros?|eur|dollars?|usd|bucks|quid|pounds?|gbp|chf|francs?|rupees?|inr|yen|pesos?|rand|naira"
    r"|shillings?|kroner?|kronor|zloty|lira|reais|dirhams?|yuan)\b)"
)
_CURRENCY_SIGN = re.compile(_CURRENCY, re.IGNORECASE)
_SUM = rf"(?:{_CURRENCY}? ?{NUMBER}(?: ?(?:{_CURRENCY}))?)"
_MONEY = re.compile(rf"{amount('n', _SUM)}{_PERIOD}?", re.IGNORECASE)
_WHOLE_MONEY = re.compile(rf"{FILLER}{amount('n', _SUM)}{_PERIOD}?{FILLER}", re.IGNORECASE)
_TIMES_A_MONTH = {"d": 365.25 / 12, "e": 365.25 / 12, "w": 52 / 12, "m": 1.0, "y": 1 / 12, "a": 1 / 12}


def share(text: str, asked: bool = False) -> float | None:
    """The share a text names, in per cent (0 to 100), or None; `asked` lets a bare number count."""
    found = find_share(text, asked)
    return found.value if found else None


def months(text: str, asked: bool = False) -> float | None:
    """The duration a text names, in months, or None; `asked` lets a bare number count as months."""
    return _duration(text, asked, _DAYS["m"], 1)


def days(text: str, asked: bool = False) -> float | None:
    """The duration a text names, in days, or None; `asked` lets a bare number count as days."""
    return _duration(text, asked, 1.0, 0)


def hours_a_week(text: str, asked: bool = False) -> float | None:
    """The working time a text names, in hours a week, or None; `asked` allows leaving out "a week"."""
    found = find_hours_a_week(text, asked)
    return found.value if found else None


def money(text: str, asked: bool = False) -> float | None:
    """The money a text names, a month, in whatever currency it names, or None; `asked` lets a bare number count."""
    found = find_money(text, asked)
    return found.value if found else None


def find_share(text: str, asked: bool = False) -> Quantity | None:
    """The first share with its place, in per cent; per cent first, then "3 out of 4", fractions, vague words."""
    half = _HALF_PERCENT.search(text)
    if half:
        return Quantity(0.5, *half.span())
    for match in _PERCENT.finditer(text):
        if _PERCENT_SIGN.search(match.group()):
            value = amount_value(match, "n")
            return Quantity(value, *match.span()) if value <= 101 else None
    for match in _OUT_OF.finditer(text):
        part, whole = number(match["part"]), number(match["whole"])
        # "5 in 2024" and "12 in 3 shops" are no shares.
        if 0 <= part <= whole <= 100 and whole > 1:
            return Quantity(round(100 * part / whole, 1), *match.span())
    return _fraction(text) or _vague_share(text) or (_answered_share(text) if asked else None)


def _answered_share(text: str) -> Quantity | None:
    """The number that answers for a share; "one, the bank" and "2, the second" count something else."""
    found = answered_number(text)
    few = found is not None and 0 < found.value <= _FEW_THINGS
    return None if few and whole_number(text) is None else found


def _fraction(text: str) -> Quantity | None:
    match = _FRACTION.search(text)
    if match is None:
        return None
    value = _fraction_value(match)
    up_to = _UP_TO.match(text, match.end())
    upper = _FRACTION.match(text, up_to.end()) if up_to else None
    if upper is not None and value < _fraction_value(upper) < 100:
        return Quantity(round((value + _fraction_value(upper)) / 2, 2), match.start(), upper.end())
    if value >= 100:
        return None
    factor = 0.99 if match["less"] else 1.01 if match["more"] else 1.0
    return Quantity(round(value * factor, 2), *match.span())


def _fraction_value(match: re.Match[str]) -> float:
    """A fraction in per cent; "four quarters" is no share, which whoever asks must see to."""
    return _FRACTIONS[(match["part"] or match["half"]).lower()] * _TIMES.get((match["times"] or "").lower(), 1)


def _vague_share(text: str) -> Quantity | None:
    match = _VAGUE_WORD.search(text)
    if match is None or len(text.split()) > _VAGUE_WORDS:
        return None
    if match.group().lower() in _NONE and len(text.split()) > _NONE_WORDS:
        return None
    return Quantity(_VAGUE[match.group().lower()], *match.span())


def _extra(match: re.Match[str], name: str) -> float:
    """What "and a half" or "or two" behind the unit adds to an amount."""
    return 1 + 0.5 / number(match[f"{name}_low"]) if match["half"] else 1.0


def _duration(text: str, asked: bool, days_a_unit: float, digits: int) -> float | None:
    quarter = _QUARTER_YEAR.search(text)
    if quarter:
        return round((3 if quarter["three"] else 1) * _DAYS["y"] / 4 / days_a_unit, digits)
    match = _SPAN.search(text)
    if match:
        unit = _DAYS[match["unit"][0].lower()]
        days = unit * _extra(match, "n")
        scale = days / _as_people_count(amount_value(match, "n", days), unit, days_a_unit)
        return amount_value(match, "n", scale, digits)
    bare = answered_number(text) if asked else None
    return bare.value if bare else None


def _as_people_count(spoken: float, unit: float, days_a_unit: float) -> float:
    """How many days count as one of the unit that is wanted.

    Args:
        spoken: the duration, in days.
        unit: how many days the unit has in which it was said.
        days_a_unit: how many days the unit has that is wanted.
    """
    if days_a_unit != _DAYS["m"] or unit >= _DAYS["m"]:
        return days_a_unit
    in_weeks = unit > _DAYS["d"] and spoken <= _QUARTER_WEEKS * _DAYS["w"]
    return _SHORT_MONTH if in_weeks or spoken == _SHORT_MONTH else days_a_unit


def find_hours_a_week(text: str, asked: bool = False) -> Quantity | None:
    """The first working time with its place, in hours a week."""
    for match in _WORK.finditer(text):
        period = _how_often(match)
        if period or asked:
            scale = unit_hours(match["unit"]) * _extra(match, "n") * _TIMES_A_WEEK[period[0] if period else "w"]
            return Quantity(amount_value(match, "n", scale, 1), *match.span())
    every = _EVERY.search(text)
    if every and (every["unit"] or asked):
        return Quantity(unit_hours(every["unit"] or "day"), *every.span())
    return answered_number(text) if asked else None


def find_money(text: str, asked: bool = False) -> Quantity | None:
    """The first sum with its place, a month; without a period it counts as one month's."""
    whole = _WHOLE_MONEY.fullmatch(text)
    # "1.5k" as a whole message can only be money; "1,500" could be anything unless money was asked for.
    if whole and (asked or re.search(r"\dk\b", text, re.IGNORECASE)):
        return Quantity(_a_month(whole), 0, len(text))
    for match in _MONEY.finditer(text):
        # "4k a month if it really works": asked for money, who says how often needs no currency.
        if _CURRENCY_SIGN.search(match.group()) or (asked and _how_often(match)[:1] in {"m", "y", "a"}):
            return Quantity(_a_month(match), *match.span())
    return answered_number(text) if asked else None


def _a_month(match: re.Match[str]) -> float:
    return amount_value(match, "n", _TIMES_A_MONTH[(_how_often(match) or "month")[0]])


def _how_often(match: re.Match[str]) -> str:
    """The period that an amount is said for, as it is written: "month", "yearly", or nothing."""
    return (match["period"] or match["adverb"] or "").lower()
