"""Splits a document into passages that can answer by themselves, each with the headings above it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from bot.library.blocks import Block, Heading, ListItem, Paragraph, Row
from bot.model.document import Passage

# The encoder reads 128 word pieces, which is about 95 words; what follows would not be found by its meaning.
MOST_WORDS = 90
# Shorter paragraphs are put together, or each of them would answer nothing.
_FEW_WORDS = 40
_SENTENCE_END = re.compile(r"(?:(?<=[.!?])|(?<=[.!?][\"”’')]))\s+(?=[\"“‘'(A-Z0-9])")


def split(document: str, blocks: Sequence[Block]) -> list[Passage]:
    """The passages of a document in order; their ids are the document's with a number behind."""
    if all(isinstance(block, Heading) for block in blocks):
        return []
    passages: list[Passage] = []
    for path, kind, name, text in _parts(blocks):
        passages.append(Passage(f"{document}#{len(passages) + 1}", document, path, kind, name, text))
    return passages


def _parts(blocks: Sequence[Block]) -> Iterator[tuple[tuple[str, ...], str, str, str]]:
    above: list[Heading] = []
    pending: list[str] = []
    for block, following in zip(blocks, [*blocks[1:], None], strict=True):
        path = tuple(heading.text for heading in above)
        if isinstance(block, Paragraph) and _words(" ".join([*pending, block.text])) <= MOST_WORDS:
            pending.append(block.text)
            if _words(" ".join(pending)) > _FEW_WORDS:
                yield path, "text", "", "\n".join(pending)
                pending = []
            continue
        if pending:
            yield path, "text", "", "\n".join(pending)
            pending = []
        if isinstance(block, Heading):
            above = [heading for heading in above if heading.level < block.level]
            if following is None or (isinstance(following, Heading) and following.level <= block.level):
                # A heading with nothing below it says what it says.
                yield tuple(heading.text for heading in above), "text", "", block.text
            above.append(block)
            continue
        kind, name = _kind_and_name(block)
        for piece in _pieces(block.text):
            yield path, kind, name, piece
    if pending:
        yield tuple(heading.text for heading in above), "text", "", "\n".join(pending)


def _kind_and_name(block: Block) -> tuple[str, str]:
    if isinstance(block, ListItem):
        return "item", block.name
    if isinstance(block, Row):
        return "row", block.cells[0][1] if block.cells else ""
    return "text", ""


def _words(text: str) -> int:
    return len(text.split())


def _pieces(text: str) -> Iterator[str]:
    """A text in pieces of whole sentences; a sentence that is too long by itself is cut between words."""
    piece: list[str] = []
    for sentence in _SENTENCE_END.split(text):
        words = sentence.split()
        while len(words) > MOST_WORDS:
            if piece:
                yield " ".join(piece)
                piece = []
            yield " ".join(words[:MOST_WORDS])
            words = words[MOST_WORDS:]
        if piece and len(piece) + len(words) > MOST_WORDS:
            yield " ".join(piece)
            piece = []
        piece += words
    if piece:
        yield " ".join(piece)
