"""Marks the countries that a message names: countries, regions and towns, and words such as "german"."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from itertools import pairwise
from typing import Any

from bot.understanding.places import DEMONYM, LAND
from bot.understanding.towns import Town, Towns
from bot.understanding.typed import Mark, plain
from bot.understanding.vocabulary import Place

# Where a place may stand: behind these a misspelt name may be meant.
_BEFORE_PLACE = re.compile(r"\b(?:in|from|near|outside|around|across)\s+$", re.IGNORECASE)
_BEFORE_COUNTRY = re.compile(r"\b(?:to|into|for|and|or|n)\s+$|[,&+]\s*$", re.IGNORECASE)
# "In vilnus" is 0.857 like Vilnius, "in march" 0.833 like Marche.
_LIKE = 0.85
# So many letters of a misspelt country's name are enough to believe it behind "to" as well: "to germnay".
_LONG = 6
# "Danish firms": in small letters too. "Polish" is a verb and what is polished, unless "german and polish firms".
_VERB = "polish"
_NO_DEMONYM = (
    rf"(?!(?<=\bwe ){_VERB}|(?<=\bi ){_VERB}|(?<=\bto ){_VERB}|(?<=\band ){_VERB}(?! [a-z]+s\b)"
    rf"|(?<=\bnail ){_VERB}|(?<=\bshoe ){_VERB}|(?<=\bcar ){_VERB})"
)
_NO_DEMONYM_BEHIND = (
    r"(?!\s+(?:pastr|floor|stone|nail|shoe|car|silver|glass|the|and (?:our|the|it|them)|our|it|up|metal|lens|wood"
    r"|them)\w*)"
)
# "The uk and us": a country only behind another.
_US = re.compile(r"(?:,| and| or| n| &|/)\s*(?:the )?(us)\b(?! (?:is|are|with|all|both|who|to|too)\b)", re.IGNORECASE)
_THE_US = re.compile(r"\bthe (us)\b(?! (?:and|versus|vs) them)")
# "Stellenbosch SA" is no town of Saudi Arabia: of codes only these are read behind a town of elsewhere.
_CODES = frozenset({"UK", "NZ", "US"})
# What people call so, against the lists of codes.
_ALSO = {"SA": "South Africa"}
_STATES = "United States"
# Names of countries that are goods and beasts as well, by what then stands before or behind them.
_GOODS = re.compile(
    r"(?:(?:bone|fine|fresh|roast|smoked|minced|chicken and|goose and|duck and|guinea|pork and|beef and)\s+$)"
    r"|^(?:turkey|china|guinea|chile|chili|brazil|panama|jersey)\s+(?:breast|farm|meat|sandwich|dinner|egg|poult|cup|plate"
    r"|set|shop|pig|fowl|nut|hat|cow|cattle|herd|milk|cream|fabric|powder|pepper|sauce|oil)",
    re.IGNORECASE,
)
# What hangs on a word such as "german" without a firm or a buyer behind it: "danish pastries", "french fries".
_DISHES = re.compile(
    r"\s+(?:fr(?:y|ies)|press|toast|horn|delight|roll|yog|salad|coffee|wax|manicure|polish|plait|bulldog|shepherd"
    r"|muffin|breakfast|pastr|oak|doors?\b|windows?\b)",
    re.IGNORECASE,
)
# Between the places of a list.
_JOINED = re.compile(r"\s*(?:,|&|/|\band\b|\bor\b|\bplus\b)\s*", re.IGNORECASE)
# Between a town and the country that says which is meant: "perth, scotland", "cordoba in argentina".
_CLARIFIED = re.compile(r"\s*(?:,|\(|/|\bin\b|-)?\s*", re.IGNORECASE)


class Countries:
    """Finds the countries, regions and towns of a text, and says which words are demonyms."""

    def __init__(self, places: Iterable[Place]) -> None:
        """Index the countries' words."""
        self._demonyms: set[str] = set()
        self._names: set[str] = set()
        anywhere: dict[str, str] = {}
        behind_in: dict[str, str] = {}
        small: dict[str, str] = {}
        for place in places:
            self._demonyms.update(word.lower() for word in place.demonyms)
            self._names.update(_spelt(word) for word in (place.name, *place.words))
            anywhere.update((town, place.name) for town in place.towns)
            behind_in.update((town, place.name) for town in place.behind_in)
            # "Polish" and "Danish" are found in capitals: in small letters they may be verbs and pastries.
            small.update((word.lower(), place.name) for word in place.demonyms if not word.islower())
        self._small = small
        self._towns = Towns(anywhere, behind_in)
        self._in_small = re.compile(rf"(?<!\w){_NO_DEMONYM}({_any_of(small)})(?!\w){_NO_DEMONYM_BEHIND}")

    def marks(self, text: str, entities: Sequence[Mapping[str, Any]]) -> Iterator[Mark]:
        """Every country named in a text as `_land` or `_demonym`.

        Args:
            text: what was typed.
            entities: the names found in it.
        """
        towns = list(self._towns.find(text))
        found = sorted(self._found(text, entities, towns), key=lambda mark: (mark.start, -mark.end))
        kept: list[Mark] = []
        for mark in found:
            if not kept or mark.start >= kept[-1].end:
                kept.append(mark)
        kept = list(_other_codes(text, kept))
        shared = {town.start for town in towns if town.shared}
        begins = {mark.start for mark in kept}
        unclear = {
            self._unclear(text, one, other, shared)
            for one, other in pairwise(kept)
            if one.start in shared or not _goes_on(text, other, begins)
        }
        yield from (mark for mark in kept if mark not in unclear)

    def _found(self, text: str, entities: Sequence[Mapping[str, Any]], towns: Iterable[Town]) -> Iterator[Mark]:
        for entity in entities:
            if entity["entity"] != "country":
                continue
            start, end = int(entity["start"]), int(entity["end"])
            word = text[start:end].lower()
            demonym = word in self._demonyms or word.removesuffix("s") in self._demonyms
            if self._meant(text, entity, demonym):
                yield Mark(DEMONYM if demonym else LAND, str(entity["value"]), start, end)
                states = _US.match(text, end)
                if states and not demonym:
                    yield Mark(LAND, _STATES, *states.span(1))
        for town in towns:
            yield Mark(LAND, *town[:3])
        for match in _THE_US.finditer(text):
            yield Mark(LAND, _STATES, *match.span(1))
        for match in self._in_small.finditer(text):
            yield Mark(DEMONYM, self._small[match.group(1).lower()], *match.span(1))

    def _meant(self, text: str, entity: Mapping[str, Any], demonym: bool) -> bool:
        """Whether a name is meant: a misspelt one only where a place may stand ("in vilnus", not "old volvos")."""
        likeness, start, end = float(entity.get("confidence_entity", 1.0)), int(entity["start"]), int(entity["end"])
        word, before = _spelt(text[start:end]), text[:start]
        if likeness >= 1.0:
            if demonym:
                return not _DISHES.match(text, end)
            # "The state" and "jerseys" are no other numbers of the States and of Jersey.
            spelt = word in self._names or text[start:end].isupper()
            return spelt and not _GOODS.search(before) and not _GOODS.match(text[start:])
        if likeness < _LIKE:
            return False
        if _BEFORE_PLACE.search(before):
            return not self._plural(word)
        like_country = word[:2] == _spelt(str(entity["value"]))[:2]
        return like_country and len(word) >= _LONG and _BEFORE_COUNTRY.search(before) is not None

    def _plural(self, word: str) -> bool:
        return word.endswith("s") and word[:-1] in self._names

    def _unclear(self, text: str, one: Mark, other: Mark, shared: Collection[int]) -> Mark | None:
        """Which of a town and the country behind it is not meant: "perth, scotland" is not the one of Australia."""
        town, named = text[one.start : one.end], text[other.start : other.end]
        apart = one.word != LAND or other.word != LAND or one.value == other.value
        if apart or _CLARIFIED.fullmatch(text, one.end, other.start) is None:
            return None
        if town.isupper() or _spelt(town) == _spelt(one.value):
            return None
        if named.isupper() and not text.isupper() and len(named) == 2 and named not in _CODES:
            return other if text[one.end : other.start].strip() == "" else None
        country = one.start in shared or _spelt(named) == _spelt(other.value) or named.isupper()
        return one if country else None


def _goes_on(text: str, mark: Mark, begins: Collection[int]) -> bool:
    """Whether another place follows in the same list: of "dubai, germany and poland" the second explains nothing."""
    joined = _JOINED.match(text, mark.end)
    return joined is not None and joined.end() in begins


def _other_codes(text: str, marks: Sequence[Mark]) -> Iterator[Mark]:
    """The marks, with codes that mean another country where a place of that is named: "durban, all of it in SA"."""
    named = {mark.value for mark in marks}
    for mark in marks:
        other = _ALSO.get(text[mark.start : mark.end])
        yield Mark(mark.word, other, mark.start, mark.end) if other in named and other else mark


def _spelt(name: str) -> str:
    """A name without accents, its hyphens and points as blanks."""
    return " ".join(re.sub(r"[-.]", " ", plain(name).replace("’", "'")).split())


def _any_of(names: Mapping[str, str]) -> str:
    return "|".join(re.escape(name) for name in sorted(names, key=len, reverse=True)) or "(?!)"
