"""Reads how much time a week a text speaks of where unit and number stand apart, or where no number is said."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable, Iterator

from bot.language.numbers import NUMBER, number
from bot.language.working_time import Time, times, unit_hours

_DAY = r"(?:mon|tues|wednes|thurs|fri|satur|sun)days?"
_PART = r"mornings?|afternoons?|evenings?|nights?"
_WORKING_DAYS = 5
# "Evenings only, say 3 of them": the number counts what was named before.
_OF_THEM = re.compile(
    rf"\b(?P<unit>{_PART}|days|hours)\b[^.!?;\d]{{0,25}}?\b(?P<n>{NUMBER})"
    r" (?:of (?:them|those|these)|(?:an?|per|each|every) week)\b",
    re.I,
)
# "I can do mondays, all day", "all of tuesday": a day without a number.
_WHOLE_DAY = re.compile(
    rf"\b(?:{_DAY}),? (?:all day|the whole day|whole day|full day)\b"
    rf"|\b(?:all day|the whole day|all of|the whole of)(?: on| of| every| each)? (?:{_DAY})\b",
    re.IGNORECASE,
)
# "Monday in the afternoon", "friday after lunch".
_PART_OF_DAY = re.compile(
    rf"\b(?:{_DAY}) (?:in|during) the (?P<part>{_PART})\b|\b(?:{_DAY}) (?P<after>after (?:lunch|noon|closing|work))\b",
    re.IGNORECASE,
)
# "I can do mondays": the plural says every week.
_DAYS = re.compile(rf"\b(?P<day>(?:mon|tues|wednes|thurs|fri|satur|sun)days)\b(?! (?:{_PART}))", re.IGNORECASE)
# "2 hours for day from monday to friday", "an hour a day, six days a week" is read below.
_A_DAY = re.compile(
    rf"(?P<n>\b(?:{NUMBER}|an?|half an)) ?(?:h|hrs?|hours?) (?:for|in|by|on) (?:the |one |every |each |any )?"
    r"(?:working )?day\b",
    re.I,
)
# "Every evening after eight i have an hour".
_EVERY_DAY = re.compile(
    rf"\b(?:every|each) (?:working )?(?:day|evening|night|morning)\b[^.!?;\d]{{0,25}}?\b(?P<n>{NUMBER}|an?|half an)"
    r" ?(?:h|hrs?|hours?)\b",
    re.IGNORECASE,
)
# "Hours: whatever is left, maybe one a week": after the label a bare number is enough.
_LABELLED = re.compile(
    rf"(?:^|[\n.;-]\s*)(?:my |our )?(?:hours|time)\b[^\w\d]{{1,4}}[^.!?;\d\n]{{0,60}}?(?<![\w.,])(?P<n>{NUMBER})"
    r"(?: (?:an?|per|each|every) week\b|(?=\s*(?:$|[.;\n])))",
    re.IGNORECASE,
)
# "Sunday mornings i could do 2 hrs": the number behind says how much of it.
_NEAR = 30


def spare_times(text: str) -> list[Time]:
    """The amounts of time in a sentence, in hours a week and in its order.

    Args:
        text: the sentence, as it was typed.
    """
    own = _apart(_found(text))
    numbered = [time for time in own if time.number]
    plain = _apart(times(text), numbered)
    # A day alone gives way to an amount that holds it: "an hour on fridays".
    days = _apart((time for time in own if not time.number), [*numbered, *plain])
    found = sorted([*numbered, *plain, *days], key=lambda time: time.start)
    return [_counted(time, found[place + 1 :]) for place, time in enumerate(found)]


def _apart(found: Iterable[Time], taken: Iterable[Time] = ()) -> list[Time]:
    """The times that overlap none before them and none of those that are taken."""
    kept: list[Time] = []
    others = list(taken)
    for time in found:
        if all(time.end <= other.start or time.start >= other.end for other in (*others, *kept)):
            kept.append(time)
    return kept


def _found(text: str) -> Iterator[Time]:
    for match in _OF_THEM.finditer(text):
        yield Time(number(match["n"]) * unit_hours(match["unit"]), *match.span(), True)
    for match in itertools.chain(_A_DAY.finditer(text), _EVERY_DAY.finditer(text)):
        each = 0.5 if match["n"].lower().startswith("half") else number(match["n"]) or 1.0
        yield Time(each * _WORKING_DAYS, *match.span(), True)
    for match in _WHOLE_DAY.finditer(text):
        yield Time(unit_hours("day"), *match.span(), True)
    for match in _PART_OF_DAY.finditer(text):
        unit = match["part"] or ("evening" if match["after"].lower().endswith(("closing", "work")) else "afternoon")
        yield Time(unit_hours(unit), *match.span(), True, number=False)
    for match in _LABELLED.finditer(text):
        yield Time(number(match["n"]), match.start("n"), match.end(), True)
    for match in _DAYS.finditer(text):
        yield Time(unit_hours("day"), *match.span(), True, number=False)


def _counted(time: Time, behind: list[Time]) -> Time:
    """A time without a number takes the number that stands close behind it: "sunday mornings i could do 2 hrs"."""
    more = behind[0] if behind else None
    if time.number or more is None or not more.number or more.start - time.end > _NEAR or more.hours > time.hours:
        return time
    return Time(more.hours, time.start, more.end, True, number=False)
