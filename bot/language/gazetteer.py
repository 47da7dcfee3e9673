"""Finds the names of known things in a text: as written, and with a typo."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import spacy
from rapidfuzz import process
from rapidfuzz.distance import OSA
from spacy.matcher import PhraseMatcher

from bot.language.common_words import COMMON_WORDS

# One slip in six letters ("bakry") is 0.833. Lower values begin to take one everyday word for another.
FUZZY = 0.83
# Where the first letters differ, or words are joined or split, chance likeness is more frequent.
FUZZY_STRICT = 0.90
SHORTEST_FUZZY = 5
LONGEST_GRAM = 4
# A typo is looked for in the first words only: a name further on in a long story is found if it is spelt right.
FUZZY_WORDS = 40
_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?")
_WITHIN_NAME = re.compile(r"[\s'’&-]*")


class Entry(NamedTuple):
    """A phrase that names a value of an entity; `case_sensitive` for words such as IT and US."""

    entity: str
    value: str
    phrase: str
    case_sensitive: bool = False


@dataclass(frozen=True, slots=True)
class Found:
    """A name found in a text at the character offsets `start` to `end`; `confidence` 1.0 is an exact match."""

    entity: str
    value: str
    start: int
    end: int
    confidence: float


class Gazetteer:
    """Looks up entries in texts: the longest match wins, then likeness finds what is misspelt."""

    def __init__(self, entries: Iterable[Entry | tuple[str, str, str, bool]]) -> None:
        """Index the entries; of two entries of one entity with one phrase, the first counts."""
        self._nlp = spacy.blank("en")
        self._exact = PhraseMatcher(self._nlp.vocab, attr="ORTH")
        self._lower = PhraseMatcher(self._nlp.vocab, attr="LOWER")
        self._entries: list[Entry] = []
        self._named: dict[tuple[str, bool], list[int]] = {}
        for raw in entries:
            self._add(Entry(*raw))
        self._add_patterns()
        self._by_length: dict[int, dict[int, str]] = {}
        for place, entry in enumerate(self._entries):
            plain = _plain(entry.phrase)
            if not entry.case_sensitive and len(plain) >= SHORTEST_FUZZY:
                self._by_length.setdefault(len(plain), {})[place] = plain

    def _add(self, entry: Entry) -> None:
        key = (_key(entry), entry.case_sensitive)
        if all(self._entries[other].entity != entry.entity for other in self._named.get(key, ())):
            self._named.setdefault(key, []).append(len(self._entries))
            self._entries.append(entry)

    def _add_patterns(self) -> None:
        for place, entry in enumerate(self._entries):
            matcher, forms = (
                (self._exact, {entry.phrase}) if entry.case_sensitive else (self._lower, _forms(entry.phrase))
            )
            # One entry at a time: the documents of all of them together take 80 MB that the process never gives back.
            matcher.add(str(place), [self._nlp.make_doc(form) for form in forms])

    def find(self, text: str) -> list[Found]:
        """The names in a text, in the order of the text; two entities may share one place."""
        found = list(self._find_exact(text))
        taken = [(hit.start, hit.end) for hit in found]
        found += self._find_fuzzy(text, taken)
        return sorted(found, key=lambda hit: (hit.start, hit.entity))

    def _find_exact(self, text: str) -> Iterator[Found]:
        doc = self._nlp.make_doc(text)
        matches = [(int(self._nlp.vocab.strings[key]), start, end) for key, start, end in self._lower(doc)]
        # In a text typed in capitals, "IT" and "US" are as likely "it" and "us".
        if not text.isupper():
            matches += [(int(self._nlp.vocab.strings[key]), start, end) for key, start, end in self._exact(doc)]
        taken: dict[int, tuple[int, int]] = {}
        seen: set[tuple[str, int]] = set()
        for place, start, end in sorted(matches, key=lambda match: (match[1] - match[2], match[1], match[0])):
            entry = self._entries[place]
            if any(taken.get(token, (start, end)) != (start, end) for token in range(start, end)):
                continue
            if (entry.entity, start) in seen:
                continue
            seen.add((entry.entity, start))
            taken.update(dict.fromkeys(range(start, end), (start, end)))
            span = doc[start:end]
            yield Found(entry.entity, entry.value, span.start_char, span.end_char, 1.0)

    def _find_fuzzy(self, text: str, taken: Sequence[tuple[int, int]]) -> Iterator[Found]:
        words = [match for match in _WORD.finditer(text)][:FUZZY_WORDS]
        free = [all(word.end() <= start or word.start() >= end for start, end in taken) for word in words]
        hits = []
        for start in range(len(words)):
            for end in range(start + 1, min(start + LONGEST_GRAM, len(words)) + 1):
                gap = text[words[end - 2].end() : words[end - 1].start()] if end - start > 1 else ""
                if not free[end - 1] or not _WITHIN_NAME.fullmatch(gap):
                    break
                hit = self._like([word.group().lower() for word in words[start:end]])
                if hit:
                    hits.append((hit[1], end - start, start, end, hit[0]))
        used: set[int] = set()
        for score, _, start, end, place in sorted(hits, key=lambda hit: (-hit[0], -hit[1], hit[2])):
            if used.isdisjoint(range(start, end)):
                used.update(range(start, end))
                for other in self._named[(_key(self._entries[place]), False)]:
                    entry = self._entries[other]
                    yield Found(entry.entity, entry.value, words[start].start(), words[end - 1].end(), round(score, 3))

    def _like(self, words: list[str]) -> tuple[int, float] | None:
        """The entry most like these words with its likeness, if it is like enough."""
        gram = " ".join(words)
        if len(gram) < SHORTEST_FUZZY or all(word in COMMON_WORDS for word in words):
            return None
        best: tuple[int, float] | None = None
        for length in range(int(FUZZY * len(gram)), int(len(gram) / FUZZY) + 2):
            phrases = self._by_length.get(length)
            hit = phrases and process.extractOne(
                gram, phrases, scorer=OSA.normalized_similarity, score_cutoff=max(FUZZY, best[1] if best else 0.0)
            )
            if hit and _plausible(words, hit[0].split(" "), hit[1]) and (best is None or hit[1] > best[1]):
                best = (hit[2], float(hit[1]))
        return best


def _plausible(words: list[str], phrase: list[str], score: float) -> bool:
    if len(words) != len(phrase):
        return float(OSA.normalized_similarity("".join(words), "".join(phrase))) >= FUZZY_STRICT
    # A common word that is spelt right is not a misspelt name: "these" is no typo of "cheese".
    if any(word != other and word in COMMON_WORDS for word, other in zip(words, phrase, strict=True)):
        return False
    return words[0][0] == phrase[0][0] or score >= FUZZY_STRICT


def _key(entry: Entry) -> str:
    return entry.phrase if entry.case_sensitive else _plain(entry.phrase)


def _plain(phrase: str) -> str:
    return " ".join(match.group() for match in _WORD.finditer(phrase.lower()))


def _forms(phrase: str) -> set[str]:
    """A phrase with and without hyphens, and with the regular plural or singular of its last word."""
    spellings = {phrase, phrase.replace("-", " ")}
    forms = set(spellings)
    for spelling in spellings:
        if re.search(r"[^aeiou]y$", spelling):
            forms.add(spelling[:-1] + "ies")
        elif re.search(r"(?:s|x|z|ch|sh)$", spelling):
            forms.add(spelling + "es")
        else:
            forms.add(spelling + "s")
        # Not "gas", "news" or "business": only where a letter other than s, u or i stands before the s.
        if re.search(r"\w{3}[^suia\W]s$", spelling):
            forms.add(spelling[:-3] + "y" if spelling.endswith("ies") else spelling[:-1])
    return forms
