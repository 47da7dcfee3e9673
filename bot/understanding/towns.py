"""Finds the towns and regions of which no text speaks by chance, and those that count only behind "in"."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from itertools import pairwise
from typing import NamedTuple

from bot.language.common_words import COMMON_WORDS
from bot.understanding.typed import plain

# Hyphens, points and blanks count alike: "Stoke-on-Trent", "st. ives".
_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)?")
_WITHIN_NAME = re.compile(r"[ .-]{1,2}")
# Where a town may stand that is a word too ("based in nice", "from bath"), and what ends its name there.
_BEFORE_TOWN = re.compile(r"\b(?:in|from|near|outside|around)\s+$", re.IGNORECASE)
_ENDS = re.compile(r"\s*(?:[^\w\s]|$|\b(?:and|we|i|is|since|with)\b)", re.IGNORECASE)
_LONGEST = 5


class Town(NamedTuple):
    """A town or region found in a text, with its country; `shared` where its name is no proof of it."""

    country: str
    start: int
    end: int
    shared: bool = False


class Towns:
    """Looks up towns in texts word by word: the longest match wins."""

    def __init__(self, anywhere: Mapping[str, str], behind_in: Mapping[str, str]) -> None:
        """Index the towns: the countries by the towns that count anywhere, and by those that count behind "in"."""
        self._anywhere, self._behind_in = _indexed(anywhere), _indexed(behind_in)
        self._first: dict[str, int] = defaultdict(int)
        for names in (self._anywhere, self._behind_in):
            for name in names:
                first, length = name.split(" ", 1)[0], name.count(" ") + 1
                self._first[first] = min(_LONGEST, max(self._first[first], length))

    def find(self, text: str) -> Iterator[Town]:
        """The towns of a text, in its order."""
        words = list(_WORD.finditer(text))
        letters = [_letters(word.group()) for word in words]
        place = 0
        while place < len(words):
            found = self._at(text, words, letters, place)
            if found:
                yield found[0]
            place += found[1] if found else 1

    def _at(self, text: str, words: list[re.Match[str]], letters: list[str], place: int) -> tuple[Town, int] | None:
        """The longest town that begins with a word, and how many words it has."""
        longest = self._first.get(letters[place], 0)
        for length in range(min(longest, len(words) - place), 0, -1):
            among = words[place : place + length]
            gaps = (text[one.end() : other.start()] for one, other in pairwise(among))
            if not all(_WITHIN_NAME.fullmatch(gap) for gap in gaps):
                continue
            name = " ".join(letters[place : place + length])
            country = self._anywhere.get(name)
            if country:
                return Town(country, among[0].start(), among[-1].end()), length
            country = self._behind_in.get(name)
            if country and _placed(text, name, among[0].start(), among[-1].end()):
                return Town(country, among[0].start(), among[-1].end(), shared=True), length
        return None


def _placed(text: str, name: str, start: int, end: int) -> bool:
    """Whether a word stands where a town may: "in bath". Of "in most" and "in goes" only "in Most, ..." does."""
    if not _BEFORE_TOWN.search(text, max(0, start - 9), start):
        return False
    return name not in COMMON_WORDS or text[start].isupper() or _ENDS.match(text, end) is not None


def _indexed(names: Mapping[str, str]) -> dict[str, str]:
    return {" ".join(_split(name)): country for name, country in names.items()}


def _split(name: str) -> Iterable[str]:
    return (_letters(word.group()) for word in _WORD.finditer(name))


def _letters(word: str) -> str:
    return plain(word).replace("’", "'")
