"""Marks the countries that a message names: countries, regions and towns, and words such as "german"."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from bot.understanding.places import DEMONYM, LAND
from bot.understanding.typed import Mark
from bot.understanding.vocabulary import Place

# "Based in nice", "from bath": what stands before an everyday word that is meant as a town.
_BEFORE_TOWN = r"\b(?:in|from|near|outside|around)\s+"
# "In vilnus" is 0.857 like Vilnius, "in march" 0.833 like Marche.
_LIKE = 0.85
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
_STATES = "United States"


class Countries:
    """Finds what the gazetteer leaves out: towns that are everyday words, and which words are demonyms."""

    def __init__(self, places: Iterable[Place]) -> None:
        """Index the countries' words."""
        self._demonyms: set[str] = set()
        towns: dict[str, str] = {}
        small: dict[str, str] = {}
        for place in places:
            self._demonyms.update(word.lower() for word in place.demonyms)
            towns.update((town.lower(), place.name) for town in place.behind_in)
            # "Polish" and "Danish" are found in capitals: in small letters they may be verbs and pastries.
            small.update((word.lower(), place.name) for word in place.demonyms if not word.islower())
        self._towns, self._small = towns, small
        self._in_town = re.compile(rf"{_BEFORE_TOWN}({_any_of(towns)})(?![\w-])", re.IGNORECASE)
        self._in_small = re.compile(rf"(?<!\w){_NO_DEMONYM}({_any_of(small)})(?!\w){_NO_DEMONYM_BEHIND}")

    def _meant(self, text: str, entity: Mapping[str, Any]) -> bool:
        """Whether a name is meant: a misspelt one only where a place may stand ("in vilnus", not "old volvos")."""
        likeness, before = float(entity.get("confidence_entity", 1.0)), text[: int(entity["start"])]
        behind_in = re.search(_BEFORE_TOWN + "$", before, re.IGNORECASE) is not None
        return likeness >= 1.0 or (likeness >= _LIKE and behind_in)

    def marks(self, text: str, entities: Sequence[Mapping[str, Any]]) -> Iterator[Mark]:
        """Every country named in a text as `_land` or `_demonym`.

        Args:
            text: what was typed.
            entities: the names found in it.
        """
        for entity in entities:
            if entity["entity"] == "country" and self._meant(text, entity):
                start, end = int(entity["start"]), int(entity["end"])
                word = text[start:end].lower()
                demonym = word in self._demonyms or word.removesuffix("s") in self._demonyms
                yield Mark(DEMONYM if demonym else LAND, str(entity["value"]), start, end)
                states = _US.match(text, end)
                if states and not demonym:
                    yield Mark(LAND, _STATES, *states.span(1))
        for match in self._in_town.finditer(text):
            yield Mark(LAND, self._towns[match.group(1).lower()], *match.span(1))
        for match in self._in_small.finditer(text):
            yield Mark(DEMONYM, self._small[match.group(1).lower()], *match.span(1))


def _any_of(names: Mapping[str, str]) -> str:
    return "|".join(re.escape(name) for name in sorted(names, key=len, reverse=True)) or "(?!)"
