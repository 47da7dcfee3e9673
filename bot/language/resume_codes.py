"""Finds resume codes in a text, also as people copy them: small letters, blanks, a letter too few, O for 0."""

from __future__ import annotations

import re
from dataclasses import dataclass

LENGTH = 8
# A whole code with its dashes or without; and one whose "LF" was left out, with the dash that tells it from words.
_WHOLE = re.compile(r"(?<!\w)[LI1]F ?[-–—:_.]? ?([A-Z0-9]{4}) ?[-–—_.]? ?([A-Z0-9]{4})(?!\w| ?[-–—_]\w)", re.IGNORECASE)
_WITHOUT_LF = re.compile(r"(?<![\w-])([A-Z0-9]{4})[-–—]([A-Z0-9]{4})(?![\w-])")
# Letter by letter, as one reads it out: "L F 7 K 3 M 9 2 Q D".
_SPELT = re.compile(r"(?<!\w)L[ .-]{1,3}F((?:[ .,-]{1,3}[A-Z0-9])+)(?!\w)", re.IGNORECASE)
# What begins as a code and has the wrong length.
_BROKEN = re.compile(r"(?<!\w)LF ?[-–—:_.] ?([A-Z0-9]{1,12}(?: ?[-–—_.] ?[A-Z0-9]{1,12})*)(?!\w)", re.IGNORECASE)
_BROKEN_RUN = re.compile(r"(?<!\w)LF ?([A-Z0-9]{3,11})(?!\w)", re.IGNORECASE)
_DIGIT = re.compile(r"\d")
_LETTER = re.compile(r"[A-Z]", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class FoundCode:
    """A code as it would be printed, with its place in the text; where its length is wrong it is nobody's."""

    value: str
    start: int
    end: int


def find_codes(text: str) -> list[FoundCode]:
    """The codes of a text, well made ones first; none where nothing looks like one.

    "LF-" and a digit at least: "lf that this" is chat. The letters O, I, L and the digits 0, 1 are in no code, so what
    holds one is said to be unknown rather than guessed at: Q, D and 7 are as near.
    """
    found = [_code(match, match[1] + match[2]) for match in _WHOLE.finditer(text) if _DIGIT.search(match[1] + match[2])]
    if not found:
        spelt = ((match, re.sub(r"[^A-Za-z0-9]", "", match[1])) for match in _SPELT.finditer(text))
        found = [_code(match, letters) for match, letters in spelt if _DIGIT.search(letters)]
    if not found:
        bare = ((match, match[1] + match[2]) for match in _WITHOUT_LF.finditer(text))
        found = [_code(match, letters) for match, letters in bare if _DIGIT.search(letters) and _LETTER.search(letters)]
    if not found:
        broken = [(match, re.sub(r"[^A-Za-z0-9]", "", match[1])) for match in _BROKEN.finditer(text)]
        broken += [(match, match[1]) for match in _BROKEN_RUN.finditer(text)]
        found = [_code(match, letters) for match, letters in broken if _DIGIT.search(letters)]
    return found


def is_whole(code: str) -> bool:
    """Whether a code has as many letters as every code."""
    return len(code.removeprefix("LF-").replace("-", "")) == LENGTH


def _code(match: re.Match[str], letters: str) -> FoundCode:
    plain = letters.upper()
    value = f"LF-{plain[:4]}-{plain[4:]}" if len(plain) > LENGTH // 2 else f"LF-{plain}"
    return FoundCode(value, match.start(), match.end())
