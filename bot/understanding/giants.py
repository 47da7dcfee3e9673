"""Finds large competitors by name: those of `knowledge/rivals.yml`, and others that plainly act against us."""

from __future__ import annotations

import itertools
import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

from bot.understanding.typed import Mark
from bot.understanding.vocabulary import Giant

GIANT, PLATFORM = "_giant", "_platform"
_WORD = re.compile(r"(?<![\w@.-])[^\W_]+")
_PART = re.compile(r"[^\W_]+|[^\w\s]")
# "It holds the patents", said of the giant of this sentence or of the one before.
_NEXT = re.compile(r"[^.!?\n]*(?:[.!?\n]+[^.!?\n]*)?")
_CAPITAL = r"[A-ZÀ-ÖØ-ÞĀĆČĎĐĒĚĞĢĪĶĻŁŃŇŌŐŘŚŞŠŤŪŮŰŹŻŽ]"
# One to four capitalised words that stand where a sentence, a clause or a thought begins, with what acts behind them.
_NAMED = re.compile(
    rf"(?P<before>^|[.!?;:,\n]\s*[-–•*]?\s*|[-–•*]\s+|\b(?:when|while|whereas|but|and|because|since|if|as|where|once)\s+)"
    rf"(?P<name>{_CAPITAL}[\w&'’-]*(?:\s+(?:{_CAPITAL}[\w&'’-]*|&|de|of|and(?=\s+{_CAPITAL}))){{0,3}})(?:['’]s)?\s+"
)
# "A chain called Zdrofit", "the giant in our trade is named Sodexo".
_CALLED = re.compile(
    rf"\b(?:chains?|giants?|groups?|portals?|platforms?|discounters?|multinationals?|competitors?|rivals?|corporations?"
    rf"|brands?|app|site|marketplace)\b[^.!?;\n]{{0,20}}?\b(?:called|named)\s+"
    rf"(?P<name>{_CAPITAL}[\w&'’-]*(?:\s+{_CAPITAL}[\w&'’-]*){{0,2}})"
)
# "Danæg is the giant here".
_IS_GIANT = re.compile(
    rf"(?:^|(?<=[.!?;:,\n] ))(?P<name>{_CAPITAL}[\w&'’-]*(?:\s+{_CAPITAL}[\w&'’-]*){{0,2}})\s+(?:is|are)"
    r"\s+(?:the|our|a)\s+(?:big (?:one|player|name)|giant|market leader|leader|monopolist|elephant|number one)\b"
)
# What only somebody large has or does: beside it no "we" is needed.
_LARGE = re.compile(
    r"\b(?:patents?|industry standard|millions?|billions?|lawyers|robots?|algorithms?|interest[- ]free)\b|\d ?%",
    re.IGNORECASE,
)
# Who buys advertisements is a customer there: "fb ads eat my money".
_ADVERTISING = re.compile(r"[- ](?:ads?|adverts?|advertising|campaigns?|posts?|reels?|stories)\b", re.IGNORECASE)
_STARTS = frozenset("\n.!?;:-–•*")
# Who is spoken of so is a person.
_PERSON = re.compile(r"\b(?:he|she|his|her|him)\b", re.IGNORECASE)
_US = re.compile(r"\b(?:i|we|us|me|our|ours|my|mine|ourselves|myself|i'm|we're|i've|we've)\b", re.IGNORECASE)


class Giants:
    """Finds large competitors by name."""

    def __init__(self, giants: Iterable[Giant], acting: Sequence[str], words: Collection[str] = ()) -> None:
        """Index the names.

        Args:
            giants: the names with their spellings.
            acting: words behind a name by which it is somebody who acts: an everyday word counts only there.
            words: plain words: a sentence that begins with one of them begins with no unknown name.
        """
        self._leads: dict[str, str] = {}
        self._plain: dict[str, str] = {}
        self._everyday: dict[str, str] = {}
        for giant in giants:
            self._leads[giant.name] = giant.leads
            for spelling in giant.spellings:
                shy = spelling.lower() in {word.lower() for word in giant.everyday}
                (self._everyday if shy else self._plain).setdefault(_bare(spelling), giant.name)
        self._words = frozenset(words)
        self._by_first = _by_first(spelling for giant in giants for spelling in giant.spellings)
        verbs = "|".join(re.escape(word) for word in acting)
        self._acts = re.compile(rf"(?:['’]s)?,? (?:and \w+ )?(?:{verbs})\b", re.IGNORECASE)
        self._verbs = re.compile(rf"(?:{verbs})\b", re.IGNORECASE)
        self._it = re.compile(
            rf"(?:(?<=[.!?,;:]\s)|(?<=\band\s)|(?<=\bbecause\s)|(?<=\bso\s))"
            rf"(it(?=\s+(?:{verbs})\b)|its(?=\s+\w))",
            re.IGNORECASE,
        )

    def leads(self, name: str) -> str:
        """The dimension in which a large competitor is usually ahead; none for a name that nobody listed."""
        return self._leads.get(name, "")

    def marks(self, text: str, lands: Sequence[Mark] = ()) -> Iterator[Mark]:
        """The large competitors that a text names, as marks; `lands` are its countries, towns and demonyms."""
        known = list(self._listed(text))
        taken = [(mark.start, mark.end) for mark in known]
        unknown = [
            mark
            for mark in self._unlisted(text)
            if all(mark.end <= a or mark.start >= b for a, b in taken) and not _only_lands(mark, lands)
        ]
        for mark in (*known, *unknown):
            yield mark
            yield from self._meant(text, mark)

    def _meant(self, text: str, mark: Mark) -> Iterator[Mark]:
        """Each "it" that means the large competitor named before it."""
        reach = _NEXT.match(text, mark.end)
        for found in self._it.finditer(text, mark.end, reach.end() if reach else mark.end):
            yield Mark(mark.word, mark.value, *found.span(1))

    def _listed(self, text: str) -> Iterator[Mark]:
        end = 0
        for word in _WORD.finditer(text):
            first = word.group().lower()
            pattern = self._by_first.get(first) or self._by_first.get(first.removesuffix("s"))
            if pattern is None or word.start() < end:
                continue
            match = pattern.match(text, word.start())
            if match is None or _ADVERTISING.match(text, match.end()):
                continue
            bare = _bare(match.group(1))
            name = self._plain.get(bare)
            if name is None and self._acts.match(text, match.end()):
                name = self._everyday.get(bare)
            if name is not None:
                end = match.end()
                yield Mark(PLATFORM if self._leads[name] == "platform" else GIANT, name, *match.span(1))

    def _unlisted(self, text: str) -> Iterator[Mark]:
        """Capitalised names that nobody listed, where they act and the same or the next sentence speaks of us."""
        if text.isupper():
            return
        for called in itertools.chain(_CALLED.finditer(text), _IS_GIANT.finditer(text)):
            yield Mark(GIANT, called["name"], *called.span("name"))
        for match in _NAMED.finditer(text):
            name = match["name"]
            if _ADVERTISING.match(text, match.end("name")):
                continue
            if not self._verbs.match(text, match.end()) or not self._is_name(name, match["before"]):
                continue
            reach = _NEXT.match(text, match.end())
            behind = reach.group() if reach else ""
            if (_US.search(behind) or _LARGE.search(behind)) and not _PERSON.search(behind):
                yield Mark(GIANT, name, *match.span("name"))

    def _is_name(self, name: str, before: str) -> bool:
        words = [word for word in re.split(r"[\s-]+", name.lower()) if word]
        strange = [word for word in words if not {re.sub(r"['’]s?$", "", word), re.sub("['’]", "", word)} & self._words]
        if not strange or words[0] in ("i", "we"):
            return False
        starts = not before.strip() or before.strip()[-1] in _STARTS
        return not starts or len(strange) == len(words)


def _only_lands(mark: Mark, lands: Iterable[Mark]) -> bool:
    """Whether a name is made of countries: "shops in Italy and France take most of it"."""
    left = mark.value
    for land in sorted(lands, key=lambda land: -land.start):
        if mark.start <= land.start and land.end <= mark.end:
            left = left[: land.start - mark.start] + left[land.end - mark.start :]
    return not set(left.lower().split()) - {"and", "de", "of"}


def _bare(spelling: str) -> str:
    """A name in small letters without blanks and marks."""
    return re.sub(r"[\s'’.-]", "", spelling.lower())


def _by_first(spellings: Iterable[str]) -> Mapping[str, re.Pattern[str]]:
    """For each first word the names that begin with it, longest first; "mercadolibre" is "mercado libre" too."""
    by_word: dict[str, set[str]] = defaultdict(set)
    for spelling in spellings:
        name = spelling.lower()
        pieces = _PART.findall(name)
        words = name.replace("'", "").split()
        by_word[pieces[0]].add(name)
        if len(words) > 1 and all(word.isalnum() for word in words):
            by_word["".join(words)].add(name)
    return {first: _any_of(names) for first, names in by_word.items()}


def _any_of(names: Iterable[str]) -> re.Pattern[str]:
    longest_first = sorted(names, key=lambda name: (-len(name), name))
    body = "|".join(re.escape(name).replace("'", "['’]?").replace(r"\ ", "[ -]?") for name in longest_first)
    return re.compile(rf"({body})s?(?![\w-])", re.IGNORECASE)
