"""Finds what firms sell and who buys: nouns of known kinds, each of which the signs see as one word."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

from bot.understanding.signs import Hit
from bot.understanding.typed import Mark, Typed, typed

# A list "noun_wear" makes the mark "_wear".
_LIST = "noun_"
BUYERS = frozenset({"_person", "_folk", "_firms", "_shops"})
# Behind one of these stands a verb, or what belongs to a verb: "we fish", "they plant".
_SUBJECTS = frozenset({"i", "we", "they", "you", "he", "she", "who", "to", "cant", "dont", "nobody"})
_VERBS = frozenset(
    {
        *("fish", "plants", "plant", "pack", "packs", "can", "cans", "paint", "paints", "tiles", "tile", "fences"),
        *("fence", "bags", "bag", "roof", "shoe", "coat", "coats", "lights", "pots", "pumps", "pump", "filters"),
        *("filter", "labels", "label", "signs", "sign", "records", "locks", "boxes", "seals", "springs", "drains"),
        *("floors", "ties", "rings", "cups", "curtains", "watches", "clocks", "bolts", "hops", "guests", "squash"),
        *("felt", "rice"),
    }
)


class Nouns:
    """The nouns of every kind, in the singular and the plural."""

    def __init__(
        self,
        lists: Mapping[str, Sequence[str]],
        spellings: Mapping[str, Sequence[str]],
        without: Collection[str] = (),
    ) -> None:
        """Take in the lists whose names begin with `noun_`.

        Args:
            lists: lists of words by name; of two that hold the same noun, the first counts.
            spellings: what short and wrong spellings stand for.
            without: kinds that are left out, such as "_firms".
        """
        self._kinds: dict[tuple[str, ...], str] = {}
        self._longest: dict[str, int] = {}
        for name, phrases in lists.items():
            kind = f"_{name.removeprefix(_LIST)}"
            if name.startswith(_LIST) and kind not in without:
                for phrase in phrases:
                    self._add(kind, phrase, spellings)

    def _add(self, kind: str, phrase: str, spellings: Mapping[str, Sequence[str]]) -> None:
        for form in _forms(phrase.lower()):
            key = tuple(word.text for word in typed(form.replace("-", " "), (), spellings).words[1:-1])
            if key:
                self._kinds.setdefault(key, kind)
                self._longest[key[0]] = max(len(key), self._longest.get(key[0], 0))

    def marks(self, said: Typed, taken: Iterable[tuple[int, int]] = ()) -> list[Mark]:
        """The nouns of a message as marks.

        Args:
            said: the message.
            taken: words, by their numbers, that are no such nouns: from the first to the last.
        """
        closed = {i for first, last in taken for i in range(first, last + 1)}
        found: list[tuple[int, int, str]] = []
        for first, last, kind in self._found(said, closed):
            merged = _merged(said, found[-1], (first, last, kind)) if found else None
            found[-1:] = [merged] if merged else [*found[-1:], (first, last, kind)]
        words = said.words
        return [
            Mark(kind, said.text[words[first].start : words[last].end], words[first].start, words[last].end)
            for first, last, kind in found
        ]

    def _found(self, said: Typed, closed: set[int]) -> Iterator[tuple[int, int, str]]:
        words = said.words
        place = 0
        while place < len(words):
            end = self._end(said, place, closed)
            if end is None:
                place += 1
                continue
            yield place, end - 1, self._kinds[tuple(word.text for word in words[place:end])]
            place = end

    def _end(self, said: Typed, place: int, closed: set[int]) -> int | None:
        words = said.words
        for length in range(self._longest.get(words[place].text, 0), 0, -1):
            key = tuple(word.text for word in words[place : place + length])
            if len(key) < length or key not in self._kinds or closed & set(range(place, place + length)):
                continue
            if length == 1 and key[0] in _VERBS and place and words[place - 1].text in _SUBJECTS:
                return None
            return place + length
        return None


def moved(hits: Iterable[Hit], source: Typed, target: Typed) -> list[Hit]:
    """Hits found in one form of a message, by the words of another form of it."""
    places: dict[int, int] = {}
    for number, word in enumerate(target.words):
        places.update((at, number) for at in range(word.start, max(word.end, word.start + 1)) if at not in places)

    def there(first: int, last: int) -> tuple[int, int]:
        begin, end = source.words[first], source.words[last]
        return places.get(begin.start, 0), places.get(max(end.end - 1, end.start), 0)

    return [
        Hit(hit.field, hit.value, *there(hit.first, hit.last), tuple(there(*part) for part in hit.parts))
        for hit in hits
    ]


def _merged(said: Typed, before: tuple[int, int, str], noun: tuple[int, int, str]) -> tuple[int, int, str] | None:
    """Two neighbours as one noun: "leather bags", "women's shoes", "bike shops"; "fish farmers" stay two."""
    between = [word.text for word in said.words[before[1] + 1 : noun[0]]]
    if between not in ([], ["s"]) or noun[2] == "_firms" or (before[2] in BUYERS and noun[2] in BUYERS):
        return None
    if before[2] in ("_firms", "_shops"):
        return None
    return before[0], noun[1], noun[2]


def _forms(phrase: str) -> tuple[str, ...]:
    """A noun as it is written and, unless it ends like one, its plural."""
    if re.search(r"[^s]s$", phrase):
        return (phrase,)
    if re.search(r"[^aeiou]y$", phrase):
        return phrase, phrase[:-1] + "ies"
    if re.search(r"(?:ss|x|z|ch|sh|[^aeiou]o)$", phrase):
        return phrase, phrase + "es", phrase + "s"
    return phrase, phrase + "s"
