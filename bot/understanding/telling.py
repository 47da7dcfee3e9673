"""What of a message tells of the teller's own firm: no question, no request, nothing that is only supposed."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from bot.understanding.signs import Hit, Sign, SignBook
from bot.understanding.typed import BREAK, END, Typed

FIELDS = frozenset({"aside", "ours"})
_ASIDE, _REST = "aside", "rest"
_ASKED = re.compile(r"\?[^\w]*$")
# What is left where an aside stood; the ends of its thoughts stay.
_BLANK = re.compile(r"[^\s.,;:!]")
_QUESTION_MARK = re.compile(r"\?")


@dataclass(frozen=True, slots=True)
class Told:
    """A message with blanks where it tells nothing of a firm: as long as what was typed, so that places stay.

    `beside` says that something was taken out, `ours` that the rest plainly speaks of the teller's own firm.
    """

    text: str
    beside: bool
    ours: bool


class Teller:
    """Finds what is told by the signs `aside` and `ours`."""

    def __init__(self, words: Mapping[str, Sequence[str]], signs: Iterable[Sign]) -> None:
        """Make the signs ready."""
        self._signs = SignBook(words, [sign for sign in signs if sign.field in FIELDS])

    def told(self, said: Typed) -> Told:
        """What of a message tells of a firm."""
        hits = self._signs.find(said)
        ours = [hit for hit in hits if hit.field != _ASIDE]
        aside = set(_voided(said, [hit for hit in hits if hit.field == _ASIDE])) | set(_asked(said, hits))
        if not aside:
            return Told(said.text, False, bool(ours))
        text = said.text
        for i in sorted(aside):
            word = said.words[i]
            text = text[: word.start] + _BLANK.sub(" ", text[word.start : word.end]) + text[word.end :]
        # A mark that stays would make a question of what stands before it.
        return Told(_QUESTION_MARK.sub(".", text), True, any(hit.first not in aside for hit in ours))


def _voided(said: Typed, hits: Iterable[Hit]) -> Iterator[int]:
    """The words that the signs of asides take out."""
    for hit in hits:
        among = said.sentences if hit.value == _REST else said.clauses
        # A sign may begin with the end of the sentence before.
        first = hit.first + (said.words[hit.first].text in (END, BREAK))
        yield from (i for i in range(first, len(said.words)) if among[i] == among[first])
        if hit.value != _REST:
            yield from (i for i in range(first) if among[i] == among[first])


def _asked(said: Typed, hits: Sequence[Hit]) -> Iterator[int]:
    """The words of sentences with a question mark: from where they ask on, else the last clause, else all of it."""
    for sentence in set(said.sentences):
        places = [i for i, other in enumerate(said.sentences) if other == sentence]
        if not _ASKED.search(_end_of(said, places)):
            continue
        here = [hit for hit in hits if said.sentences[hit.first] == sentence]
        asking = [hit.first for hit in here if hit.field == _ASIDE and hit.value == _REST]
        ours = [said.clauses[hit.first] for hit in here if hit.field != _ASIDE]
        last = said.clauses[places[-1]]
        if asking:
            yield from (i for i in places if i >= min(asking))
        elif ours and min(ours) < last:
            yield from (i for i in places if said.clauses[i] == last)
        else:
            yield from places


def _end_of(said: Typed, places: Sequence[int]) -> str:
    """How a sentence ends: its last letters and marks."""
    behind = said.words[places[-1] + 1] if places[-1] + 1 < len(said.words) else said.words[-1]
    return said.text[said.words[places[-1]].start : behind.end]
