"""Tells letters hit at random from words: "asdkjh qwe lkj"."""

from __future__ import annotations

import re

_WORD = re.compile(r"[^\W\d_]+")
# Hands on the keys run along a row, one way or the other, or stay where they are.
_ROWS = ("qwertyuiop", "asdfghjkl", "zxcvbnm")
# Two neighbours stand in half of all words.
_SHORTEST_RUN = 3
_RUNS = {
    way[start:end]
    for row in _ROWS
    for way in (row, row[::-1])
    for start in range(len(row))
    for end in range(start + _SHORTEST_RUN, len(row) + 1)
}
_AT_RANDOM = re.compile(rf"(?:{'|'.join(sorted(_RUNS, key=len, reverse=True))}|([a-z])\1\1+)+", re.IGNORECASE)


def hit_at_random(text: str) -> bool:
    """Whether more than half of the words of a text are runs of neighbouring keys: one alone may be "wer" or "tre"."""
    words = _WORD.findall(text)
    return 2 * sum(_AT_RANDOM.fullmatch(word) is not None for word in words) > len(words)
