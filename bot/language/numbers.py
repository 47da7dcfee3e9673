"""Reads amounts as people write them: digits, words, ranges, "under 20", "a dozen"."""

from __future__ import annotations

import re
from dataclasses import dataclass

_ONES = {
    word: number
    for number, word in enumerate(
        [
            "zero",
            "one",
            "two",
            "three",
            "four",
            "five",
            "six",
            "seven",
            "eight",
            "nine",
            "ten",
            "eleven",
            "twelve",
            "thirteen",
            "fourteen",
            "fifteen",
            "sixteen",
            "seventeen",
            "eighteen",
            "nineteen",
        ]
    )
}
_TENS = {
    word: 10 * (place + 2)
    for place, word in enumerate(["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"])
}
_GROUPS = {
    "couple": 2,
    "few": 3,
    "dozen": 12,
    "hundred": 100,
    "thousand": 1_000,
    "grand": 1_000,
    "million": 1_000_000,
    # As counted in South Asia and in Indonesia.
    "lakh": 100_000,
    "crore": 10_000_000,
    "juta": 1_000_000,
}
# "fourty" is the misspelling seen most; the rest of the words are short enough to be spelt right.
_VALUES = {**_ONES, **_TENS, "fourty": 40, "a": 1, "an": 1, "half": 0.5}
_SUFFIXES = {"k": 1_000, "m": 1_000_000}

_SMALL = (
    rf"(?:(?:{'|'.join(_TENS)}|fourty)(?:[ -](?:{'|'.join(list(_ONES)[1:10])}))?"
    rf"|{'|'.join(sorted(_ONES, key=len, reverse=True))})\b"
)
_DIGITS = r"(?:\d{1,3}(?:[.,'\u202f ]\d{3})+(?!\d)|\d{1,12}(?:[.,]\d{1,6})?(?![.,]?\d))"
_GROUP = r"(?:hundred|thousand|grand|million|lakh|crore|juta)s?\b"
# An amount as written. A bare "a" or "an" is no amount here; durations allow it before their unit.
NUMBER = (
    rf"(?:half an? dozen|(?:a|{_SMALL}) dozen|dozen\b|(?:a )?couple(?: of)? (?:{_GROUP}|dozen\b)"
    rf"|a couple\b|a few\b(?: {_GROUP}| dozen)?"
    rf"|(?:an?|{_SMALL}) {_GROUP}(?:(?: and)? {_SMALL})?"
    rf"|{_DIGITS}(?: ?(?:k|m)(?![a-z])| {_GROUP}(?: and \d{{1,2}}\b)?)?|{_SMALL})(?: and a half)?"
)
_LESS = r"(?:under|below|less than|fewer than|not even|not quite|short of|<)"
_MORE = r"(?:over|above|more than|beyond|north of|upwards of|>)"
_HEDGE = (
    r"(?:about|around|roughly|approximately|approx\.?|some|maybe|perhaps|probably|nearly|almost|up to|at most|at least"
    r"|circa|ca\.?|like|say|only|just|barely|a good|good|~|i'd say|i think|i guess|it's|its|we have|the)"
)


def amount(name: str, number: str = NUMBER) -> str:
    """A regular expression for an amount with its bound and range, in groups that begin with `name`."""
    low, high, between = f"{name}_low", f"{name}_high", f"{name}_between"
    return (
        rf"(?:(?P<{name}_not>not? )?(?:(?P<{name}_less>{_LESS})|(?P<{name}_more>{_MORE}))\s*)?(?:{_HEDGE}\s*){{0,3}}"
        rf"(?P<{between}>between )?(?<![\w.,])(?P<{low}>{number})"
        rf"(?:\s*(?:-|–|—|\bto\b|\bor\b|(?({between})and|(?!)))\s*(?P<{high}>{number}))?"
    )


# "hm, about 60 I think" is a bare number: these words may stand around an amount without changing it.
FILLER = (
    r"(?:[\s.,!?]|\b(?:hm+|well|oh|so|i think|i guess|or so|ish|tops|max|maximum|at most|probably|maybe|now"
    r"|we are|we're|no|nope|sorry|actually|rather|i mean|make that)\b)*"
)
_WHOLE_NUMBER = re.compile(rf"{FILLER}{amount('n')}{FILLER}", re.IGNORECASE)
# "6, if my brother helps", "twelve hundred would be ok": the number is the answer, what follows a word on it.
_FIRST_NUMBER = re.compile(
    rf"{FILLER}{amount('n')}(?=\s*(?:[,;!]|[-–—.]\s)|\s+(?:if|because|cos|but|when|since|though|unless|would|could|should"
    r"|can|i|we|that's|thats|and that|no more|not more|not a)\b)",
    re.IGNORECASE,
)
# "I could do 80", "we could maybe put 300": it stands last, behind what somebody can do.
_LAST_NUMBER = re.compile(
    rf".*\b(?:could|can|would|might|will|i'd|we'd|i'll|we'll|up to|no more than|not more than|at most|at best)\b"
    rf"(?:\s+[a-z']+){{0,3}}?\s+{amount('n')}{FILLER}",
    re.IGNORECASE,
)
# With more words than these a message tells something besides.
_FEW_WORDS = 12
_ANY_NUMBER = re.compile(rf"(?<![\w.,]){NUMBER}(?!\w)", re.IGNORECASE)
_NOTHING = re.compile(
    rf"{FILLER}(?:none|nothing|zero|nil|not any|no (?:time|money|budget))(?: at all| really)?{FILLER}", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number found in a text, with the place where it stands (character offsets)."""

    value: float
    start: int
    end: int


def number(written: str) -> float:
    """The value of an amount as matched by `NUMBER`; signs and units around the digits are passed over."""
    text = written.lower().strip()
    if text.endswith(" and a half"):
        return number(text.removesuffix(" and a half")) + 0.5
    digits = re.search(_DIGITS, text)
    if digits:
        suffix = re.match(r"([a-z]+)(?: and (\d+))?", text[digits.end() :].lstrip())
        more = float(suffix[2] or 0) if suffix else 0.0
        return _digits(digits.group()) * (_multiplier(suffix[1].rstrip("s")) if suffix else 1) + more
    total, current = 0.0, 0.0
    for written_word in re.split(r"[ -]+", text):
        word = written_word.removesuffix("s") if written_word.removesuffix("s") in _GROUPS else written_word
        if word in {"couple", "few"}:
            current = _GROUPS[word]
        elif word in _GROUPS:
            total, current = total + (current or 1) * _GROUPS[word], 0.0
        elif word in {"a", "an"} and current:
            # "half a dozen": the article adds nothing to the half.
            continue
        else:
            current += _VALUES.get(word, 0)
    return total + current


def _digits(text: str) -> float:
    # Three digits after each mark are thousands ("1,200", "1.200", "10 000"); fewer are decimals ("1.5", "1,5").
    if re.fullmatch(r"\d{1,3}(?:[.,'\u202f ]\d{3})+", text):
        return float(re.sub(r"\D", "", text))
    return float(text.replace(",", "."))


def _multiplier(suffix: str) -> float:
    return _SUFFIXES.get(suffix) or _GROUPS.get(suffix) or 1


def _scale(written: str) -> float:
    words = re.findall(r"[a-z]+", written.lower())
    return max((_multiplier(word) for word in words), default=1)


def amount_value(match: re.Match[str], name: str, scale: float = 1.0, digits: int = 2) -> float:
    """The value of an amount matched by `amount(name)`: the middle of a range, just inside an open bound.

    Args:
        match: the match.
        name: the prefix of the amount's groups.
        scale: what one of the amount's unit counts in the unit wanted.
        digits: how many decimals mean anything in the unit wanted; rounded before the bound is applied.
    """
    low_text, high_text = match.group(f"{name}_low"), match.group(f"{name}_high")
    value = number(low_text)
    if high_text:
        # "20-30k" and "two to three hundred" name the thousand or the hundred once.
        group = _scale(high_text)
        if _scale(low_text) == 1 and value < group:
            value *= group
        value = (value + number(high_text)) / 2
    value = round(value * scale, digits)
    if match.group(f"{name}_not"):
        return value
    # "Under 100" is not 100: an amount on a bound would fall into the wrong class.
    if match.group(f"{name}_less"):
        return round(value * 0.99, 3)
    return round(value * 1.01, 3) if match.group(f"{name}_more") else value


def says_nothing(text: str) -> bool:
    """Whether the whole text is "none", "no money" or the like."""
    return _NOTHING.fullmatch(text) is not None


def answered_number(text: str) -> Quantity | None:
    """The amount that answers whoever asked for one: the whole text, or all the figures that a few words hold."""
    whole = whole_number(text)
    if whole or len(text.split()) > _FEW_WORDS:
        return whole
    match = _FIRST_NUMBER.match(text) or _LAST_NUMBER.fullmatch(text)
    if match is None:
        return None
    others = text[: match.start("n_low")], text[match.end("n_high") if match["n_high"] else match.end("n_low") :]
    # "3, no, 4 of us" may be anything.
    if any(_ANY_NUMBER.search(other) for other in others):
        return None
    return Quantity(amount_value(match, "n"), match.start("n_low"), match.end("n_low"))


def whole_number(text: str) -> Quantity | None:
    """The amount that the whole text is, 0 for "nothing", or None where it says anything more."""
    if says_nothing(text):
        return Quantity(0.0, 0, len(text))
    match = _WHOLE_NUMBER.fullmatch(text)
    return Quantity(amount_value(match, "n"), 0, len(text)) if match else None
