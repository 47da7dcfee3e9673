"""A long message said in parts: several bubbles of which none is too long to be read in one go."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from bot.model.message import NEEDS_BUTTONS, REQUIRED_DATA, Message

# About what a phone shows without scrolling.
MOST_WORDS = 90
# What a part more costs, and a cut by where it falls: each bubble more is a little more to scroll, and a list in two
# bubbles is harder to follow, a line in two still more. A list is cut for one bubble less, not for the look of it.
_PART = 3
_BETWEEN_PARAGRAPHS, _BETWEEN_LINES, _BETWEEN_SENTENCES = 0, 1, 2
_SENTENCE = re.compile(r"(?<=[.!?])\s+(?=[^\sa-z])")
# `**A title**`, with a number before it and a date behind it.
_TITLE = re.compile(r"(?:\d+\. )?\*\*.+\*\*(?: \([^)]*\))?")


@dataclass(frozen=True, slots=True)
class _Piece:
    """What stays together; `joint` stands between it and the piece before, `cut` is what a cut there costs."""

    text: str
    joint: str
    cut: int


def word_count(text: str) -> int:
    """Words as anybody counts them: what stands between spaces."""
    return len(text.split())


def parted(message: Message) -> tuple[Message, ...]:
    """A message in parts of at most 90 words, as few as it takes; only a single sentence may be longer.

    Each part has the kind, the ids and the sources of the whole, and says in its data which of how many it is. The
    data stands with the first part, and what the contract requires of the kind with the others too; the buttons
    stand below the last.
    """
    texts = _texts(message.text)
    if len(texts) < 2:
        return (message,)
    required = {name: message.data[name] for name in REQUIRED_DATA.get(message.kind, ()) if name in message.data}
    found = []
    for number, text in enumerate(texts, 1):
        data = {**(message.data if number == 1 else required), "part": number, "parts": len(texts)}
        buttons = message.buttons if number == len(texts) or message.kind in NEEDS_BUTTONS else ()
        found.append(replace(message, text=text, buttons=buttons, data=data))
    return tuple(found)


def as_said(*messages: Message) -> tuple[str, ...]:
    """The texts of messages as the conversation has them: long ones in parts."""
    return tuple(part.text for message in messages for part in parted(message))


def _texts(text: str) -> list[str]:
    """A text cut where it costs least: few parts first, then whole lists and lines, then parts of one length."""
    if word_count(text) <= MOST_WORDS:
        return [text]
    pieces = list(_with_headings(list(_pieces(text))))
    counts = [word_count(piece.text) for piece in pieces]
    # For every beginning of the text: the least cost, and where its last part starts.
    best: list[tuple[tuple[int, int], int]] = [((0, 0), 0)]
    for end in range(1, len(pieces) + 1):
        ways = []
        for start in range(end):
            words = sum(counts[start:end])
            if words <= MOST_WORDS or end - start == 1:
                costs, squares = best[start][0]
                cut = pieces[start].cut if start else 0
                ways.append(((costs + _PART + cut, squares + words * words), start))
        best.append(min(ways))
    found: list[str] = []
    end = len(pieces)
    while end:
        start = best[end][1]
        found.insert(0, _joined(pieces[start:end]))
        end = start
    return found


def _joined(pieces: Sequence[_Piece]) -> str:
    return "".join(f"{piece.joint if number else ''}{piece.text}" for number, piece in enumerate(pieces)).strip()


def _pieces(text: str) -> Iterator[_Piece]:
    """The lines of a text; one that is too long in sentences."""
    for paragraph in re.split(r"\n\s*\n", text.strip()):
        for number, line in enumerate(paragraph.split("\n")):
            joint, cut = ("\n", _BETWEEN_LINES) if number else ("\n\n", _BETWEEN_PARAGRAPHS)
            yield from _sentences(_Piece(line, joint, cut), MOST_WORDS)


def _sentences(piece: _Piece, most: int) -> list[_Piece]:
    """A piece as it is, or in sentences where it has more words than that."""
    if word_count(piece.text) <= most:
        return [piece]
    first, *others = _SENTENCE.split(piece.text)
    return [replace(piece, text=first), *(_Piece(text, " ", _BETWEEN_SENTENCES) for text in others)]


def _with_headings(pieces: Iterable[_Piece]) -> Iterator[_Piece]:
    """The pieces, each heading together with what it is the heading of."""
    left = list(pieces)
    while left:
        piece = left.pop(0)
        while left and _is_heading(piece.text):
            following, *rest = _sentences(left.pop(0), MOST_WORDS - word_count(piece.text))
            piece = replace(piece, text=f"{piece.text}{following.joint}{following.text}")
            left = [*rest, *left]
        yield piece


def _is_heading(text: str) -> bool:
    """Whether the last line of a text says what comes below it."""
    last = text.rpartition("\n")[2].strip()
    return last.endswith(":") or bool(_TITLE.fullmatch(last))
