"""How many people a firm has, also where they are told by where they work, by name, or in the singular.

`bot.language.people` reads what a head count looks like beside a question; here stands what only a description tells.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from bot.language.numbers import NUMBER, Quantity, number
from bot.language.people import find_head_count
from bot.language.people_words import JOB

_MOST = 500
# "19 on the vans, 4 inside", "8 in the kitchen 2 drive": people by where they work.
_WHERE = (
    r"(?:on|in|at|behind) (?:the |our )?(?:vans?|boats?|road|shore|desk|front desk|reception|office|kitchen|yard"
    r"|shop floor|floor|counter|shifts?|tools|machines|bar|tills?|phones?|saws?|trucks?|bench(?:es)?|ovens?"
    r"|bus(?:es)?|stills?|still house)|in[- ]house|inside|outside|drive|deliver|cook|serve|sew|pack"
)
_ROLE = (
    rf"(?:(?:{JOB}|technician|employee|worker|staff|people|lad|man|woman|baker|driver|waitress|teacher|trainer)(?:s|es)?"
    r"|physios)"
)
_SPOT = rf"(?:{NUMBER}) (?:{_ROLE} )?(?:{_WHERE})\b"
_PART = rf"(?:{_SPOT}|(?:{NUMBER}) {_ROLE}\b)"
_JOINED = r"(?:\s*(?:,\s*and|,|;|and|plus|&|\+)\s+|\s+)"
_SPOTS = re.compile(rf"(?<![\w.,:]){_PART}(?:{_JOINED}{_PART})*", re.IGNORECASE)
_HAS_SPOT = re.compile(_SPOT, re.IGNORECASE)
# "4 programmer and 1 designer and me": a number and a trade in the singular, by who learnt English late.
_SINGULAR = re.compile(
    rf"(?<![\w.,])(?P<list>(?:{NUMBER}) (?!other\b)(?:{JOB})\b(?:\s*(?:,|and|plus|&|\+)\s*(?:{NUMBER}) (?:{JOB})\b)*)",
    re.IGNORECASE,
)
_EACH_NUMBER = re.compile(rf"(?<![\w.,])({NUMBER})(?= )", re.IGNORECASE)
_AND_ME = re.compile(
    r"\s*(?:,|and|plus|&|\+)\s*(?:and )?(?:then )?(?:there(?:['’]?s| is) )?(?:me|myself)\b", re.IGNORECASE
)
# "3 trainers + reception + me": a place of work that is one person.
_AND_ROLE = re.compile(
    rf"(?<![\w.,])(?P<n>{NUMBER}) [a-z]+s\s*(?:\+|,|and|plus|&)\s*(?:an? |the |one )?"
    r"(?:reception|office|bookkeeping|kitchen|till|front desk|receptionist|bookkeeper|secretary|cleaner)"
    r"\s*(?:\+|,|and|plus|&)\s*(?:and )?(?:me|myself)\b",
    re.IGNORECASE,
)
_COUNT = re.compile(
    rf"\b(?:staff|team|people|head|employee|personnel|manpower) (?:count|number|strength)\s*(?:is|:|=|of)?\s*"
    rf"(?P<n>{NUMBER})\b",
    re.IGNORECASE,
)
_HERE = re.compile(
    r"\b[Tt]here(?:['’]?s| is) (?!an?\b|no\b|also\b|only\b|one\b)(?:[A-Z][\w-]+|me|myself)(?=\s*(?:[,.;!]|and\b|$))"
)
# "There's me and Noreen", "together with Ola I run a studio": one more by name.
_WITH_NAME = re.compile(
    r"\b(?:[Tt]here(?:['’]?s| is)|[Ii]t(?:['’]?s| is)|[Jj]ust) me (?:and|&|\+) (?!I\b)[A-Z][a-z]+\b(?! (?:and|,))"
    r"|\b[Tt]ogether with (?!the\b|my\b)[A-Z][a-z]+,? I (?:run|own|have|lead|manage|make|keep)\b"
)
_ALONE = re.compile(
    r"\bon my tod\b|\b(?:i['’]?m|i am|been|i have been) alone (?:in (?:it|here|the)|here|with it)\b"
    r"|\bonly me and I\b",
    re.IGNORECASE,
)
_BOTH = re.compile(r"\s+(?:and|&)\s+(?:women|men|girls|boys|ladies|lads)\b", re.IGNORECASE)


def heads_of(text: str) -> Quantity | None:
    """The head count of a description with its place, or None.

    Args:
        text: what was typed.
    """
    found = find_head_count(text)
    if found and (both := _BOTH.match(text, found.end)):
        # "112 men and women": the women are no customers.
        found = Quantity(found.value, found.start, both.end())
    for own in _told(text):
        overlap = found is not None and own.start < found.end and found.start < own.end
        if found is None or (overlap and own.value > found.value):
            return own
    return found


def _told(text: str) -> Iterator[Quantity]:
    for match in _AND_ROLE.finditer(text):
        yield from _fit(number(match["n"]) + 2, match)
    for match in _SPOTS.finditer(text):
        if not _HAS_SPOT.search(match.group()):
            continue
        total = sum(number(each.group(1)) for each in _EACH_NUMBER.finditer(match.group()))
        yield from _fit(total + (1 if _AND_ME.match(text, match.end()) else 0), match)
    for match in _SINGULAR.finditer(text):
        numbers = [number(each.group(1)) for each in _EACH_NUMBER.finditer(match["list"])]
        if max(numbers) > 1:
            yield from _fit(sum(numbers) + (1 if _AND_ME.match(text, match.end()) else 0), match)
    for match in _COUNT.finditer(text):
        yield from _fit(number(match["n"]), match)
    here = list(_HERE.finditer(text))
    if len(here) > 1:
        yield Quantity(len(here), here[0].start(), here[-1].end())
    for match in _WITH_NAME.finditer(text):
        yield Quantity(2, *match.span())
    for match in _ALONE.finditer(text):
        yield Quantity(1, *match.span())


def _fit(value: float, match: re.Match[str]) -> Iterator[Quantity]:
    if value % 1 == 0 and 1 <= value <= _MOST:
        yield Quantity(value, *match.span())
