"""A message as the signs see it: plain words without accents, countries and giants as one mark each."""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

# Ends of a thought, and lesser breaks; all others between words count for nothing.
END, BREAK = ".", ","
_PIECE = re.compile(
    r"(?P<word>[^\W_]+(?:(?:(?<=\d)[.,](?=\d)|['’`´])[^\W_]+)*%?)|(?P<end>[.!?;…]+(?=\s|$|[)\"'])|\n+|[!?;…])"
    r"|(?P<break>[,:()|]|\s[-–—]+\s|[–—]|\.)|(?P<sign>[&+%/])"
)
# Who dictates sets no commas: in a stretch of more words than these, a clause begins where one of these is followed by
# one of those, if the clause before has some words.
_LONG_STRETCH, _SOME_WORDS = 24, 4
_JOINING = frozenset({"and", "but", "so", "then", "well", "um", "uh", "because", "or", "though", "okay", "whereas"})
_BEGINNING = frozenset(
    {
        *("i", "we", "it", "there", "they", "he", "she", "you", "the", "my", "our", "what", "that", "this", "people"),
        *("then", "now", "um", "uh", "like", "nobody", "everybody", "some", "most", "if", "when", "well", "so"),
    }
)
# Behind these "i" begins a clause also in a short stretch: "... and i just want a calmer week"; "we" goes on as often.
_ANEW, _MYSELF = frozenset({"and", "but", "so"}), "i"
_SIGNS = {"&": "and", "+": "plus", "%": "percent", "/": "per"}


@dataclass(frozen=True, slots=True)
class Mark:
    """A part of the message that stands as one word, such as `_land`, with what it names."""

    word: str
    value: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Word:
    """A word as the signs see it, where it stands in the message, and the mark that it comes from."""

    text: str
    start: int
    end: int
    mark: Mark | None = None


@dataclass(frozen=True, slots=True)
class Typed:
    """A message in words.

    `line` is the words with one blank behind each and one before the first; `places` says at which of its characters
    each word begins. `clauses` and `sentences` count up with the breaks.
    """

    text: str
    words: tuple[Word, ...]
    line: str
    places: tuple[int, ...]
    clauses: tuple[int, ...]
    sentences: tuple[int, ...]

    def word_at(self, character: int) -> int:
        """The number of the word that holds a character of the line."""
        return max(bisect_right(self.places, character) - 1, 0)


def plain(text: str) -> str:
    """Small letters without accents; as long as the text only where every letter stays one."""
    decomposed = unicodedata.normalize("NFKD", text.lower().replace("ß", "ss").replace("ø", "o").replace("ł", "l"))
    return "".join(letter for letter in decomposed if not unicodedata.combining(letter))


def typed(text: str, marks: Iterable[Mark], spellings: Mapping[str, Sequence[str]]) -> Typed:
    """A message in words.

    Args:
        text: what was typed.
        marks: parts of it that stand as one word each; of two that overlap, the earlier and longer counts.
        spellings: what short and wrong spellings stand for, in plain letters without apostrophes.
    """
    words: list[Word] = [Word(END, 0, 0)]
    position = 0
    for mark in sorted(marks, key=lambda mark: (mark.start, -mark.end)):
        if mark.start < position:
            continue
        words += _words(text, position, mark.start, spellings)
        words.append(Word(mark.word, mark.start, mark.end, mark))
        position = mark.end
    words += _words(text, position, len(text), spellings)
    words.append(Word(END, len(text), len(text)))
    return _assembled(text, tuple(_we_are(words)))


def _we_are(words: Sequence[Word]) -> Iterator[Word]:
    """ "Were a bakery in leeds" is meant as "we're"; nothing else begins with it."""
    for before, word in zip((None, *words), words, strict=False):
        if word.text == "were" and before is not None and before.text in (END, BREAK):
            yield Word("we", word.start, word.end)
            yield Word("are", word.start, word.end)
        else:
            yield word


def _words(text: str, start: int, end: int, spellings: Mapping[str, Sequence[str]]) -> Iterable[Word]:
    for piece in _PIECE.finditer(text, start, end):
        first, last = piece.span()
        if piece["end"]:
            yield Word(END, first, last)
        elif piece["break"]:
            yield Word(BREAK, first, last)
        elif piece["sign"]:
            yield Word(_SIGNS[piece["sign"]], first, last)
        else:
            for word in _spelt(piece["word"], spellings):
                yield Word(word, first, last)


def _spelt(written: str, spellings: Mapping[str, Sequence[str]]) -> Sequence[str]:
    """ "we're" becomes "we are", "10%" becomes "10 percent"."""
    word = re.sub(r"[’`´]", "'", plain(written))
    if word in spellings:
        return spellings[word]
    bare = word.replace("'", "")
    if bare in spellings:
        return spellings[bare]
    if word.endswith("'s"):
        return (word[:-2], "s")
    if bare.endswith("%"):
        return (bare[:-1], "percent")
    return (bare,)


def _assembled(text: str, words: tuple[Word, ...]) -> Typed:
    places, clauses, sentences = [], [], []
    length, clause, sentence = 1, 0, 0
    begins = _begun(words)
    for i, word in enumerate(words):
        places.append(length)
        length += len(word.text) + 1
        clause += word.text in (END, BREAK) or i in begins
        sentence += word.text == END
        clauses.append(clause)
        sentences.append(sentence)
    line = " " + "".join(f"{word.text} " for word in words)
    return Typed(text, words, line, tuple(places), tuple(clauses), tuple(sentences))


def _begun(words: Sequence[Word]) -> set[int]:
    """Where clauses begin in stretches without any mark: "and there is twenty of us and the firms they pay"."""
    ends = [i for i, word in enumerate(words) if word.text in (END, BREAK)]
    begins: set[int] = set()
    for first, last in pairwise(ends):
        long = last - first > _LONG_STRETCH
        begin = first
        for i in range(first + 1, last):
            pair = (words[i].text, words[i + 1].text)
            joined = pair[0] in _JOINING and pair[1] in _BEGINNING if long else pair[0] in _ANEW and pair[1] == _MYSELF
            if joined and i - begin > _SOME_WORDS:
                begins.add(i)
                begin = i
    return begins
