"""Tells letters hit at random from words: "asdkjh qwe lkj"."""

from __future__ import annotations

import re
import string

_WORD = re.compile(r"[^\W\d_]+")
# Hands on the keys run along a row, one way or the other, or stay where they are.
_ROWS = ("qwertyuiop", "asdfghjkl", "zxcvbnm")
# Two neighbours stand in half of all words.
_SHORTEST_RUN = 3
_ALONG_A_ROW = {
    way[start:end]
    for row in _ROWS
    for way in (row, row[::-1])
    for start in range(len(row))
    for end in range(start + _SHORTEST_RUN, len(row) + 1)
}
# One letter held down: however long, it is made of threes, fours and fives.
_HELD_DOWN = {letter * times for letter in string.ascii_lowercase for times in (3, 4, 5)}
_RUNS = _ALONG_A_ROW | _HELD_DOWN
_LENGTHS = sorted({len(run) for run in _RUNS})


def hit_at_random(text: str) -> bool:
    """Whether more than half of the words of a text are runs of neighbouring keys: one alone may be "wer" or "tre"."""
    words = _WORD.findall(text.lower())
    return 2 * sum(map(_is_made_of_runs, words)) > len(words)


def _is_made_of_runs(word: str) -> bool:
    """Whether a word can be cut into runs.

    Worked out place by place: a pattern would try one letter, fifty times in a row, in every way in which that can be
    cut, which takes longer than anybody lives.
    """
    reached = [True]
    for end in range(1, len(word) + 1):
        starts = (end - length for length in _LENGTHS if length <= end)
        reached.append(any(reached[start] and word[start:end] in _RUNS for start in starts))
    return reached[-1]
