"""A text in parts that a platform takes: cut between lines, else between words, else anywhere."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator


def cut(text: str, most: int, measure: Callable[[str], int], widest: int) -> list[str]:
    """The parts of a text, each of at most `most` as the platform measures it.

    Args:
        measure: how much a piece of the text takes up there.
        widest: the most that one letter takes up.
    """
    parts, part = [], ""
    for piece in _pieces(text, most, measure, widest):
        if part and measure(part + piece) > most:
            parts.append(part)
            part = ""
        part += piece
    found = [stripped for stripped in (part.strip() for part in (*parts, part)) if stripped]
    # A message is never empty there.
    return found or ["…"]


def _pieces(text: str, most: int, measure: Callable[[str], int], widest: int) -> Iterator[str]:
    for line in text.splitlines(keepends=True):
        if measure(line) <= most:
            yield line
            continue
        for word in re.findall(r"\S+\s*|\s+", line):
            step = most // widest if measure(word) > most else len(word)
            yield from (word[start : start + step] for start in range(0, len(word), step))


def shortened(title: str, most: int) -> str:
    """A title of at most so many letters."""
    return title if len(title) <= most else title[: most - 1].rstrip() + "…"
