"""The same phrase as other hands would give it: without capitals or marks, misspelt, longer, with emoji, dictated."""

from __future__ import annotations

import random
import re
from collections.abc import Callable

_WORD = re.compile(r"[^\W\d_]+")
# A word of four letters or more carries content often enough; a slip in "the" changes nothing.
_CONTENT = 4
_KEYS = {
    "a": "sq",
    "b": "vn",
    "c": "xv",
    "d": "sf",
    "e": "wr",
    "f": "dg",
    "g": "fh",
    "h": "gj",
    "i": "uo",
    "j": "hk",
    "k": "jl",
    "l": "k",
    "m": "n",
    "n": "bm",
    "o": "ip",
    "p": "o",
    "q": "wa",
    "r": "et",
    "s": "ad",
    "t": "ry",
    "u": "yi",
    "v": "cb",
    "w": "qe",
    "x": "zc",
    "y": "tu",
    "z": "x",
}
_BEFORE = (
    "sorry to bother you, it's been a long day here and i finally have a minute,",
    "ok so i was just closing the till and thought i'd write,",
    "my cousin told me about you and i'm typing this on the bus,",
    "hope you are well, i'm not very good at writing these things,",
)
_AFTER = (
    "anyway, that's what i wanted to say, hope it's clear enough",
    "i've been thinking about it since this morning to be honest",
    "no rush at all, i'm still serving people while i type",
    "excuse my spelling, big thumbs and a small phone",
)
_EMOJI = ("🙂", "😅", "🙏", "😡", "👍", "🤔", "😩", "🔥")
# What a dictating phone makes of a word.
_HEARD = {
    "your": "you're",
    "you're": "your",
    "their": "there",
    "they're": "their",
    "its": "it's",
    "to": "too",
    "for": "four",
    "by": "buy",
    "our": "are",
    "we're": "where",
    "know": "no",
    "than": "then",
    "two": "to",
    "sell": "cell",
    "sales": "sails",
    "whole": "hole",
    "wait": "weight",
    "week": "weak",
    "rates": "rights",
}
_FILLERS = ("um", "uh", "like", "you know", "so")


def lower_case(text: str, _: random.Random) -> str:
    """Small letters only."""
    return text.lower()


def without_marks(text: str, _: random.Random) -> str:
    """No punctuation; apostrophes go too."""
    return " ".join(re.sub(r"[^\w\s%€$£]", " ", re.sub(r"['’]", "", text)).split()) or text


def misspelt(text: str, chance: random.Random) -> str:
    """One slip in each content word: a letter dropped, doubled, swapped with the next, or a key beside hit."""
    return _WORD.sub(lambda word: _slip(word.group(), chance) if len(word.group()) >= _CONTENT else word.group(), text)


def _slip(word: str, chance: random.Random) -> str:
    # The first letter is seldom the wrong one.
    place, kind = chance.randrange(1, len(word)), chance.randrange(4)
    if kind == 0:
        return word[:place] + word[place + 1 :]
    if kind == 1:
        return word[:place] + word[place] + word[place:]
    if kind == 2 and place + 1 < len(word):
        return word[:place] + word[place + 1] + word[place] + word[place + 2 :]
    return word[:place] + chance.choice(_KEYS.get(word[place].lower(), word[place])) + word[place + 1 :]


def twice_as_long(text: str, chance: random.Random) -> str:
    """Small talk before or behind, at least as long as the phrase where that is short."""
    before, after = chance.choice(_BEFORE), chance.choice(_AFTER)
    if len(text.split()) > len(before.split()):
        return f"{before} {text}. {after}"
    return f"{before} {text}" if chance.random() < 0.5 else f"{text}. {after}"


def with_emoji(text: str, chance: random.Random) -> str:
    """One to three emoji at the end, one of them perhaps in the middle."""
    words = text.split()
    if len(words) > 2 and chance.random() < 0.5:
        words.insert(chance.randrange(1, len(words)), chance.choice(_EMOJI))
    return " ".join([*words, *(chance.choice(_EMOJI) for _ in range(chance.randrange(1, 3)))])


def dictated(text: str, chance: random.Random) -> str:
    """As a phone writes what it hears: no marks, words that sound alike, fillers."""
    words = [_HEARD.get(word, word) for word in without_marks(text.lower().replace("’", "'"), chance).split()]
    words.insert(chance.randrange(len(words) + 1), chance.choice(_FILLERS))
    return " ".join(words)


KINDS: dict[str, Callable[[str, random.Random], str]] = {
    "lower case": lower_case,
    "no punctuation": without_marks,
    "a typo in each content word": misspelt,
    "twice as long": twice_as_long,
    "emoji": with_emoji,
    "dictated": dictated,
}
