"""Makes a message ready to be understood: emoji taken out, misspelt words put right, blanks made one."""

from __future__ import annotations

import random
import re

from bot.language.spelling import Speller

_EMOJI = re.compile("[\U0001f000-\U0001faff\u2600-\u27bf\ufe0f\u200d]+")
_WORD = re.compile(r"[^\W\d_]+")
# A slip in a shorter word is not put right, and such words carry little.
_SHORTEST = 4
# The keys beside each key, as far as a thumb slips.
_BESIDE = {
    key: row[max(0, place - 1) : place] + row[place + 1 : place + 2]
    for row in ("qwertyuiop", "asdfghjkl", "zxcvbnm")
    for place, key in enumerate(row)
}


class Preparer:
    """Prepares messages, and makes the misspelt twins of examples that a classifier learns from besides."""

    def __init__(self, speller: Speller) -> None:
        """Construct the preparer over a speller."""
        self._speller = speller

    def prepare(self, text: str) -> str:
        """The text as it is to be understood; one of emoji alone stays as it is."""
        without = " ".join(_EMOJI.sub(" ", text).split())
        return self._speller.correct(without) if any(map(str.isalnum, without)) else text

    def reads(self, text: str) -> bool:
        """Whether a prepared text may be language, or is letters that nobody knows."""
        return self._speller.reads(text)

    def misspelt_twin(self, text: str, chance: random.Random) -> str:
        """A text with a slip in each longer word, prepared: what is left of it after putting right."""
        slipped = _WORD.sub(lambda match: _slip(match.group(), chance), text)
        return self.prepare(slipped)


def _slip(word: str, chance: random.Random) -> str:
    """A word with one letter left out, doubled, swapped with the next, or hit beside; seldom is it the first."""
    if len(word) < _SHORTEST:
        return word
    place, kind = chance.randrange(1, len(word)), chance.randrange(4)
    letter, rest = word[place], word[place + 1 :]
    if kind == 0:
        return word[:place] + rest
    if kind == 1:
        return word[:place] + 2 * letter + rest
    if kind == 2:
        return word[:place] + rest[:1] + letter + rest[1:]
    return word[:place] + chance.choice(_BESIDE.get(letter.lower(), letter)) + rest
