"""Reads how much time a week a text speaks of: "two hours on a Sunday", "a morning a week", "weekends, six hours"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from bot.language.numbers import NUMBER, amount, amount_value, number

# A working day has eight hours; an evening is what is left of it after closing.
_HOURS = {"mi": 1 / 60, "h": 1.0, "d": 8.0, "mo": 4.0, "a": 4.0, "e": 2.0, "n": 2.0}
_SPAN = (
    rf"(?:half of an?\b|half(?: an?)?\b|(?:a )?quarter of an\b|a couple of\b|couple(?: of)?\b|the odd\b|{NUMBER}|an?\b)"
)
_KIND = (
    r"(?:[\s-]*\b(?:full|whole|good|solid|free|spare|working|entire|man|solid|clear|long|short|decent|max|maximum)\b)?"
)
_UNIT = r"min(?:ute)?s?|h(?:ou)?rs?|h|days?|mornings?|afternoons?|evenings?|nights?"
_DAY = r"(?:mon|tues?|wednes|thurs?|fri|satur|sun)days?|(?:mon|tue|wed|thu|fri|sat|sun)s?|weekends?"
_PART = r"mornings?|afternoons?|evenings?|nights?"
_PERIOD = (
    r"(?:[\s,-]*(?:max(?:imum)?|tops|at most|or so)?[\s-]*(?:"
    r"(?P<other>(?:every|each) (?:other|second)|every two) (?P<two>day|week)s?"
    r"|(?:an?|per|each|every|/|p|in (?:the|an?|one|each|every|any|my|our)|of (?:the|each|every|my)|out of (?:the|each"
    r"|every|my|a)"
    r"|during the|over the|the)[\s-]*(?P<working>working |work )?(?P<period>day|evening|night|week|wk|weekend|wknd"
    r"|month|mo|year|fortnight)\b"
    r"|(?P<adverb>daily|weekly|monthly|nightly)\b|(?P<pw>p\.?w\b|/w\b)"
    rf"|(?:on|at|over|in)? ?(?:(?:an?|the|my|every|each|per|most) (?:quiet |slow |free |good |normal "
    rf"|typical )?)?(?P<named>{_DAY})(?: (?:{_PART}))?\b))"
)
_TIMES = {"d": 5.0, "e": 5.0, "n": 5.0, "w": 1.0, "m": 12 / 52, "y": 1 / 52, "f": 0.5}
_WORK = re.compile(
    rf"{amount('n', _SPAN)}{_KIND}(?: of)?[\s-]*(?P<unit>{_UNIT})\b"
    rf"(?P<half> and a half| or two|,? (?:maybe|perhaps) two,?)?(?! (?:old|ago|later|since|away|from|drive|notice"
    rf"|shift))"
    rf"(?P<worked>[\s,]*(?:of (?:my |our )?(?:work|time))\b)?{_PERIOD}?"
    rf"(?P<days>,?\s*(?P<n_days>{NUMBER}) days\b)?",
    re.IGNORECASE,
)
# "Weekends only, so 6 hrs", "friday afternoon, 3 hrs": the day says how often, the number how much.
_ON_DAYS = re.compile(
    rf"\b(?:{_DAY})(?: (?:{_PART}))?(?: only)?,?(?: (?:so|say|that's|thats|about|maybe|roughly|=)){{0,2}}\s*[(:]?\s*$",
    re.IGNORECASE,
)
# "Hours a week: 2": the label holds the unit.
_LABEL = re.compile(
    r"(?:^|[\n.;,•*(-]\s*)(?:(?:my|our|spare|free|available)\s+)?(?:(?:hours?|hrs|h|time)(?: (?:i|we) have| available"
    r"| to (?:spare|give)"
    r"|[ (]*(?:(?:an?|per|each|/) ?(?:week|wk)|weekly|in h(?:ours)?|h/week|hrs?/w(?:ee)?k)[) ]*)*"
    r"|weekly hours)\s*[:=]\s*"
    rf"(?:about |around |maybe |max\.? )?(?P<n>{NUMBER})(?=\s*(?:$|[.,;!)\n]|max|tops|per week|a week|weekly))",
    re.IGNORECASE,
)
# "A few hours, 4 a week".
_COUNTED = re.compile(
    rf"\b(?:hours?|hrs|time)\b[^.!?;\d]{{0,20}}?(?<![\w.,])(?P<n>{NUMBER}) (?:an?|per|each|every) week\b", re.IGNORECASE
)
_EVERY = re.compile(
    r"\b(?:(?:every|each|on|one|my|our|the|a) )?(?P<day>(?:mon|tues|wednes|thurs|fri|satur|sun)day|week)(?P<many>s)?"
    r"(?: (?P<unit>morning|afternoon|evening|night)(?P<units>s)?)?\b",
    re.IGNORECASE,
)
_MOST = 60.0
# "One day we will": no amount.
_SOME_DAY = re.compile(r"one (?:day|night|morning|evening)\b", re.IGNORECASE)


def unit_hours(unit: str) -> float:
    """The hours of a unit of working time as it is written: "mins", "h", "mornings"."""
    word = unit.lower()
    return _HOURS[word[:2] if word.startswith("m") else word[0]]


@dataclass(frozen=True, slots=True)
class Time:
    """An amount of time with its place; `weekly` says that it was said how often, `number` that it was counted."""

    hours: float
    start: int
    end: int
    weekly: bool
    number: bool = True


def times(text: str) -> Iterator[Time]:
    """The amounts of time in a text, in hours a week, in its order."""
    label = _LABEL.search(text) or _COUNTED.search(text)
    if label and number(label["n"]) <= _MOST:
        yield Time(number(label["n"]), label.start("n"), label.end("n"), True)
    end = 0
    for match in _WORK.finditer(text):
        found = _time(text, match)
        if not found.weekly and _SOME_DAY.match(match.group()):
            continue
        if found.hours <= _MOST:
            yield from _days(text, end, found.start)
            yield found
            end = found.end
    yield from _days(text, end, len(text))


def _days(text: str, start: int, end: int) -> Iterator[Time]:
    """ "Every friday afternoon", "sunday nights": a part of a week without a number."""
    for match in _EVERY.finditer(text, start, end):
        if (match["day"].lower() == "week") or not (
            match["unit"] or re.match(r"every|each|on|one", match.group(), re.I)
        ):
            continue
        yield Time(unit_hours(match["unit"] or "day"), *match.span(), True, number=False)


def _time(text: str, match: re.Match[str]) -> Time:
    hours = unit_hours(match["unit"])
    low = match["n_low"].lower()
    extra = 1.0
    if match["half"]:
        extra = 1 + 0.5 / _number(low)
    how_often = (match["period"] or match["adverb"] or match["pw"] or "").lower()
    often = _TIMES["w" if how_often.startswith(("/", "p", "wk")) else how_often[0]] if how_often else 1.0
    if match["two"]:
        often = 0.5 if match["two"].lower() == "week" else 2.5
    if match["days"] and how_often[:1] == "d":
        often = number(match["n_days"])
    weekly = bool(how_often or match["two"] or match["named"] or _ON_DAYS.search(text[: match.start()]))
    scale = hours * extra * often
    value = amount_value(match, "n", scale, 2) if match["n_high"] or _plain(low) else _number(low) * scale
    if match["n_less"] and not match["n_not"] and not _plain(low):
        value *= 0.99
    end = match.end() if match["days"] is None or how_often[:1] == "d" else match.start("days")
    return Time(round(value, 2), match.start(), end, weekly)


def _plain(low: str) -> bool:
    return not low.startswith(("half", "couple", "the odd", "a quarter", "quarter"))


def _number(low: str) -> float:
    if low.startswith(("half of", "half")) and "dozen" not in low:
        return 0.5
    if "quarter" in low:
        return 0.25
    if "couple" in low:
        return 2.0
    return 1.0 if low.startswith("the odd") else number(low) or 1.0
