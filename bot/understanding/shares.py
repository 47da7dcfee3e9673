"""Finds shares in numbers among the words of a message: "nine parts in ten", "every tenth", "80 percent"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from bot.language.numbers import number
from bot.understanding.typed import Typed

_NUMBER = (
    r"(?:\d[\d.,]*|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|fifteen|twenty|thirty|forty|fifty"
    r"|sixty|seventy|eighty|ninety|hundred)"
)
_PARTS = {"half": 2, "second": 2, "third": 3, "quarter": 4, "fourth": 4, "fifth": 5, "sixth": 6, "seventh": 7}
_PARTS |= {"eighth": 8, "ninth": 9, "tenth": 10, "twentieth": 20}
_PART = "|".join(_PARTS)
# "80 percent", "70 to 80 percent"; not what a portal takes or a tax is.
_PERCENT = re.compile(
    rf"(?<= )(?:{_NUMBER} (?:to|or) )?(?P<n>{_NUMBER}) (?:percent|per cent|pc|prct) "
    r"(?!(?:[^ ]+ )?(?:commission|interest|tax|vat|duty|duties|tariff|discount|cheaper|dearer|less|off|customs|margin"
    r"|fees?|financing|equity) )"
)
# "Nine out of ten", "nine parts in ten", "9 of our 10 clients"; "one in 2024" is none.
_OF = re.compile(
    rf"(?<= )(?P<part>{_NUMBER}) (?!percent )(?:[^ .,]+ )?(?:in|out of|of|in every|of every) (?:every |our |the |my )?"
    rf"(?P<whole>{_NUMBER}) (?!percent |am |pm )"
)
# "Of 100 bags 95 are drunk here": what stands before each verb.
_OUT_OF = re.compile(rf"(?<= )(?:of|out of) (?:every |each )?(?P<whole>{_NUMBER}) [^ .,]+ [, ]*(?P<part>{_NUMBER}) ")
_EVERY = re.compile(rf"(?<= )(?:every|each) (?P<part>{_PART}) (?!year|month|week|day|time|morning)")
_FRACTION = re.compile(
    rf"(?<= )(?:(?P<less>less than|under|below|not even|hardly|nearly|almost) )?(?:(?P<more>more than|over|above) )?"
    rf"(?:(?P<times>two|three|four|2|3|4|nine|seven|eight) |(?:a|one|another|the other|1) (?:good |small |full )?"
    rf"|(?=(?:half|third|quarter|fifth|tenth) (?:of|the|our|goes|is|are) ))(?P<part>{_PART})s? "
    r"(?!(?:generation|year|month|week|day|hour|floor|hand|party|shop|time|child|son|branch|business|store|location) )"
)
_HALF = re.compile(
    r"(?<= )(?P<much>more than |over |less than |under |about |nearly |almost )?half (?!(?:an?|hour|day) )"
)


class Share(NamedTuple):
    """A share in per cent, and the first and last word that say it."""

    percent: float
    first: int
    last: int


def shares(said: Typed) -> list[Share]:
    """The shares that a message names in numbers, in its order; of two that overlap, the longer."""
    found = sorted(_found(said.line), key=lambda hit: (hit[1] - hit[2], hit[1]))
    kept: list[Share] = []
    for percent, start, end in found:
        first, last = said.word_at(start), said.word_at(end - 1)
        if 0 < percent <= 100 and all(last < other.first or first > other.last for other in kept):
            kept.append(Share(percent, first, last))
    return sorted(kept, key=lambda share: share.first)


def _found(line: str) -> Iterator[tuple[float, int, int]]:
    for match in _PERCENT.finditer(line):
        yield number(match["n"]), *match.span()
    for pattern in (_OF, _OUT_OF):
        for match in pattern.finditer(line):
            part, whole = number(match["part"]), number(match["whole"])
            if 0 < part < whole <= 100:
                # The noun of "of 100 bags 95" is no part of its share.
                yield 100 * part / whole, *(match.span() if pattern is _OF else match.span("part"))
    for match in _EVERY.finditer(line):
        yield 100 / _PARTS[match["part"]], *match.span()
    for match in _FRACTION.finditer(line):
        times = number(match["times"]) if match["times"] else 1.0
        tip = 1.01 if match["more"] else 0.99 if match["less"] else 1.0
        yield tip * 100 * times / _PARTS[match["part"]], *match.span()
    for match in _HALF.finditer(line):
        more = (match["much"] or "").strip() in ("more than", "over")
        yield 51.0 if more else 50.0, *match.span()
