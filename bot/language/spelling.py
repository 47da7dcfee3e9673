"""Puts misspelt words right: a word that nobody knows becomes the known one that is one slip away."""

from __future__ import annotations

import importlib.resources
import re
from collections import Counter
from collections.abc import Iterable

from symspellpy import SymSpell, Verbosity

from bot.language.keys import hit_at_random

# The dictionary that comes with symspellpy: words of English with how often they stand in a large body of texts. Of its
# 83,000 words those below this count are so rare that a slip is likelier ("taif", "tarim").
_DICTIONARY, _LEAST_COUNT = "frequency_dictionary_en_82_765.txt", 100_000
# What our own texts say is likelier here than anywhere: with this factor "tariff" wins against "tarif" of elsewhere.
_OWN_WEIGHT = 5_000_000
# What stands in one or two of our texts may itself be a slip: examples are written as people type.
_OWN_LEAST = 3
# Two slips in one word make nearly any word out of any other.
_SLIPS = 1
# In shorter words one slip is a third of the word, and slang ("ppl", "thx") is no slip.
_SHORTEST = 4
# So many longer words and none of them known: "blorf gnarp". One alone may be a brand.
_GIBBERISH = 2
# Written without their apostrophe, or as spoken; the dictionary has none of them.
_INFORMAL = frozenset(
    {
        *("dont", "cant", "wont", "didnt", "doesnt", "isnt", "arent", "wasnt", "werent", "couldnt", "wouldnt"),
        *("shouldnt", "havent", "hasnt", "hadnt", "aint", "youre", "theyre", "thats", "whats", "wheres", "hows"),
        *("theres", "heres", "youve", "weve", "theyve", "itll", "youll", "gonna", "wanna", "gotta", "dunno", "lemme"),
    }
)
_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?")
_LATIN = re.compile(r"[A-Za-z\u00c0-\u024f]")


class Speller:
    """Corrects words outside of a dictionary and our own texts."""

    def __init__(self, texts: Iterable[str] = (), names: Iterable[str] = ()) -> None:
        """Learn the words of our own texts beside the dictionary's, and names, which are never put right."""
        self._symspell = SymSpell(max_dictionary_edit_distance=_SLIPS, prefix_length=7)
        path = importlib.resources.files("symspellpy") / _DICTIONARY
        counts: Counter[str] = Counter()
        for line in path.read_text(encoding="utf-8-sig").splitlines():
            word, times = line.split()[:2]
            if int(times) >= _LEAST_COUNT:
                counts[word] = int(times)
        own = Counter(word for text in texts for word in set(words(text)))
        counts.update({word: texts_with * _OWN_WEIGHT for word, texts_with in own.items() if texts_with >= _OWN_LEAST})
        for known, count in counts.items():
            self._symspell.create_dictionary_entry(known, count)
        self._known = _INFORMAL | counts.keys() | {word for name in names for word in words(name)}

    def correct(self, text: str) -> str:
        """The text with its misspelt words put right; a word in capitals or with none that is near stays as it is."""
        return _WORD.sub(lambda match: self._corrected(match.group()), text)

    def reads(self, text: str) -> bool:
        """Whether a text may be English: fewer than two longer words in it, or one of them known; in Latin letters.

        Keys hit at random are none, however short.
        """
        if hit_at_random(text) or (any(map(str.isalpha, text)) and not _LATIN.search(text)):
            return False
        longer = [word for word in _WORD.findall(text) if len(word) >= _SHORTEST]
        return len(longer) < _GIBBERISH or any(word in self._known for word in words(" ".join(longer)))

    def _corrected(self, word: str) -> str:
        plain = word.lower().replace("’", "'")
        abbreviated = word.isupper() and len(word) < 2 * _SHORTEST
        if len(plain) < _SHORTEST or plain in self._known or abbreviated:
            return word
        if plain.replace("'", "") in self._known or plain.removesuffix("'s") in self._known:
            return word
        found = self._symspell.lookup(plain, Verbosity.TOP, max_edit_distance=_SLIPS)
        return found[0].term if found else word


def words(text: str) -> list[str]:
    """The words of a text in small letters, those with an apostrophe also without it."""
    found = [match.group().lower().replace("’", "'") for match in _WORD.finditer(text)]
    return found + [word.replace("'", "") for word in found if "'" in word]
