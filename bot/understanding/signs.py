"""The signs by which a message states a fact: patterns of words, written in `knowledge/signs/`.

A pattern is words with blanks between them. Beside plain words it may hold

    firm~        the word, or its plural
    cheap*       a word that begins so
    _            any one word
    _n           a number, in digits or as a word
    ..  ...      up to two words of one clause; up to six words of one sentence
    (a|b c)      one of these
    [a b]        this, or nothing
    {name}       one of the words under that name
    !a  !(a|b)   what comes next is not this
    <a b>        what this part finds is told apart
    ^  $         the begin and the end of a clause
"""

from __future__ import annotations

import logging
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from bot.understanding.typed import Typed, plain

logger = logging.getLogger(__name__)

_ITEM = re.compile(r"\.\.\.|\.\.|[()\[\]|<>^$!]|\{[a-z_]+\}|[^\s()\[\]|<>{}!^$]+")
_PLAIN = re.compile(r"[a-z]{2,}")
_NUMBERS = (
    r"(?:\d[^ ]*|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen"
    r"|seventeen|eighteen|nineteen|twenty|thirty|forty|fourty|fifty|sixty|seventy|eighty|ninety|hundred|thousand|dozen"
    r"|couple|few|several|half) "
)
_FIXED = {
    "..": r"(?:[^ .,]+ ){0,2}",
    "...": r"(?:[^ .]+ ){0,6}?",
    "_": r"[^ .,]+ ",
    "_n": _NUMBERS,
    "^": r"(?<=[.,] )",
    "$": r"(?=[.,] )",
}
# Patterns are kept by the first letters of a word that they need; more letters would tell few of them apart.
_KEY = 4


class PatternError(ValueError):
    """A pattern that cannot be read; the message says which and why."""


@dataclass(frozen=True, slots=True)
class Sign:
    """Patterns that state one value of a field; `unless` are patterns that void them in the same sentence."""

    field: str
    value: str
    patterns: tuple[str, ...]
    unless: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Hit:
    """Where a sign was found: its first and last word, and the words of each part told apart."""

    field: str
    value: str
    first: int
    last: int
    parts: tuple[tuple[int, int], ...] = ()


@dataclass(frozen=True, slots=True)
class _Pattern:
    sign: int
    expression: re.Pattern[str]


class SignBook:
    """All signs, ready to be looked for in a message."""

    def __init__(self, words: Mapping[str, Sequence[str]], signs: Iterable[Sign]) -> None:
        """Compile the patterns; one that cannot be read is passed over: `levelfield check` says what is wrong with it.

        Args:
            words: the word lists that patterns name in braces.
            signs: the signs.
        """
        self._signs = tuple(signs)
        self._unless: dict[int, re.Pattern[str]] = {}
        self._by_key: dict[str, list[_Pattern]] = defaultdict(list)
        self._always: list[_Pattern] = []
        lists = _Lists(words)
        for place, sign in enumerate(self._signs):
            bodies = [body for body, _ in _readable(lists, sign.unless)]
            if bodies:
                self._unless[place] = re.compile("(?<= )(?:" + "|".join(f"(?:{body})" for body in bodies) + ")")
            for body, keys in _readable(lists, sign.patterns):
                compiled = _Pattern(place, re.compile("(?<= )" + body))
                if keys is None:
                    self._always.append(compiled)
                for key in keys or ():
                    self._by_key[key].append(compiled)

    def find(self, said: Typed) -> list[Hit]:
        """Every sign in a message, in its order."""
        seen: dict[int, _Pattern] = {id(pattern): pattern for pattern in self._always}
        for word in {word.text for word in said.words}:
            for length in range(1, _KEY + 1):
                seen.update((id(pattern), pattern) for pattern in self._by_key.get(word[:length], ()))
        found = [hit for pattern in seen.values() for hit in self._hits(pattern, said)]
        return sorted(set(found), key=lambda hit: (hit.first, hit.last, hit.field, hit.value))

    def _hits(self, pattern: _Pattern, said: Typed) -> Iterator[Hit]:
        sign = self._signs[pattern.sign]
        for match in pattern.expression.finditer(said.line):
            if match.end() == match.start():
                continue
            first, last = said.word_at(match.start()), said.word_at(match.end() - 1)
            if pattern.sign in self._unless and self._unless[pattern.sign].search(_sentence(said, first, last)):
                continue
            parts = tuple(
                (said.word_at(match.start(group)), said.word_at(match.end(group) - 1))
                for group in range(1, 1 + pattern.expression.groups)
                if match.end(group) > match.start(group) >= 0
            )
            yield Hit(sign.field, sign.value, first, last, parts)


def plain_words(words: Mapping[str, Sequence[str]], signs: Iterable[Sign]) -> frozenset[str]:
    """Every word that a pattern names: what people say, as against names."""
    patterns = (pattern for sign in signs for pattern in sign.patterns)
    named = (entry for entries in words.values() for entry in entries)
    return frozenset(
        form
        for pattern in (*patterns, *named)
        for item in _PLAIN.findall(pattern.lower())
        for form in (item, f"{item}s")
    )


def _readable(lists: _Lists, patterns: Iterable[str]) -> Iterator[tuple[str, frozenset[str] | None]]:
    for pattern in patterns:
        try:
            yield lists.compiled(pattern)
        except PatternError as error:
            logger.warning("A sign is passed over: %s", error)


def _sentence(said: Typed, first: int, last: int) -> str:
    """The words of the sentences in which some words stand, as a line."""
    begin, end = first, last
    while begin > 0 and said.sentences[begin - 1] == said.sentences[first]:
        begin -= 1
    while end + 1 < len(said.words) and said.sentences[end + 1] == said.sentences[last]:
        end += 1
    return " " + "".join(f"{word.text} " for word in said.words[begin : end + 1]) + ". "


class _Lists:
    """Turns patterns into regular expressions, with the beginnings of words one of which must be there."""

    def __init__(self, words: Mapping[str, Sequence[str]]) -> None:
        self._words = words
        self._made: dict[str, tuple[str, frozenset[str] | None]] = {}

    def compiled(self, pattern: str) -> tuple[str, frozenset[str] | None]:
        """The expression of a pattern and its keys; None where it can begin with anything."""
        items = _ITEM.findall(plain(pattern).replace("'", "").replace("-", " "))
        body, keys, rest = self._sequence(items, 0, pattern)
        if rest != len(items):
            raise PatternError(f'"{pattern}": a bracket too many.')
        return body, keys

    def _sequence(self, items: list[str], place: int, pattern: str) -> tuple[str, frozenset[str] | None, int]:
        """One or more alternatives up to a closing bracket."""
        bodies: list[str] = []
        keys: list[frozenset[str] | None] = []
        body, best = "", None
        while place < len(items) and items[place] not in (")", "]", ">"):
            if items[place] == "|":
                bodies.append(body)
                keys.append(best)
                body, best, place = "", None, place + 1
                continue
            part, key, place = self._item(items, place, pattern)
            body += part
            if key is not None and (best is None or _weight(key) < _weight(best)):
                best = key
        bodies.append(body)
        keys.append(best)
        merged = None if any(key is None for key in keys) else frozenset().union(*(key for key in keys if key))
        return (bodies[0] if len(bodies) == 1 else "(?:" + "|".join(bodies) + ")"), merged, place

    def _item(self, items: list[str], place: int, pattern: str) -> tuple[str, frozenset[str] | None, int]:
        item = items[place]
        if item in ("(", "[", "<"):
            body, keys, end = self._sequence(items, place + 1, pattern)
            if end >= len(items) or items[end] != {"(": ")", "[": "]", "<": ">"}[item]:
                raise PatternError(f'"{pattern}": a bracket is not closed.')
            made = {"(": f"(?:{body})", "[": f"(?:{body})?", "<": f"({body})"}[item]
            return made, None if item == "[" else keys, end + 1
        if item == "!":
            if place + 1 >= len(items):
                raise PatternError(f'"{pattern}": nothing stands behind "!".')
            body, _, end = self._item(items, place + 1, pattern)
            return f"(?!{body})", None, end
        if item in _FIXED:
            return _FIXED[item], None, place + 1
        if item.startswith("{"):
            return *self._named(item[1:-1], pattern), place + 1
        return *_word(item), place + 1

    def _named(self, name: str, pattern: str) -> tuple[str, frozenset[str] | None]:
        if name not in self._words:
            raise PatternError(f'"{pattern}": there is no list of words called "{name}".')
        if name not in self._made:
            self._made[name] = ("", None)  # a list that names itself ends here
            parts = [self.compiled(entry) for entry in self._words[name]]
            keys = [key for _, key in parts]
            merged = None if any(key is None for key in keys) else frozenset().union(*(key for key in keys if key))
            # Longer entries first: an alternative that fits ends the search.
            bodies = sorted((body for body, _ in parts), key=len, reverse=True)
            self._made[name] = ("(?:" + "|".join(bodies) + ")", merged)
        return self._made[name]


def _word(item: str) -> tuple[str, frozenset[str]]:
    stem = item.rstrip("*~")
    body = re.escape(stem)
    if item.endswith("*"):
        return f"{body}[^ ]* ", frozenset({stem[:_KEY]})
    if not item.endswith("~"):
        return f"{body} ", frozenset({stem[:_KEY]})
    if re.search(r"[^aeiou]y$", stem):
        return f"{re.escape(stem[:-1])}(?:y|ies) ", frozenset({stem[:-1][:_KEY]})
    ending = "(?:es)?" if re.search(r"(?:s|x|z|ch|sh|o)$", stem) else "s?"
    return f"{body}{'(?:e?s)?' if stem.endswith('o') else ending} ", frozenset({stem[:_KEY]})


def _weight(keys: frozenset[str]) -> int:
    """How much a set of keys lets through: few and long ones come first."""
    return sum(1 if len(key) >= _KEY else 6 for key in keys)
