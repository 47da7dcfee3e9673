"""Finds what a document proposes: named list items, table rows, headed sections, and what a table cell lists."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from bot.library.blocks import Block, Heading, ListItem, Paragraph, Row

# A cell with three or more short parts is a list ("Repair, resale, refill"); two may be a pair of words.
_LEAST_PARTS, _LONGEST_PART = 3, 5
_MARK = re.compile(r"\s+[●–—]\s+")
_TABLE = re.compile(r"^(table|figure|exhibit)\s+\d+\s*[●:.–—-]?\s*", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Statement:
    """A sentence or a cell of the document that says something of a proposal, and where it stands."""

    quote: str
    place: str
    column: str = ""


@dataclass(frozen=True, slots=True)
class Proposal:
    """Something a document says one could do.

    `group` is the list, table or column it is one of; `heads` the group that stands under a section's heading.
    """

    name: str
    kind: str
    place: str
    statements: tuple[Statement, ...]
    group: str = ""
    heads: str = ""

    @property
    def text(self) -> str:
        """The name with all that is said of it."""
        return ". ".join([self.name, *(statement.quote for statement in self.statements)])


def proposals(blocks: Sequence[Block]) -> list[Proposal]:
    """Every proposal of a document, in its order; whether it is one at all is for the guesser to say."""
    found: list[Proposal] = []
    above: list[Heading] = []
    for place, block in enumerate(blocks):
        path = " › ".join(heading.text for heading in above)
        if isinstance(block, Heading):
            above = [heading for heading in above if heading.level < block.level] + [block]
            found += _section(block, blocks[place + 1 :], " › ".join(heading.text for heading in above))
        elif isinstance(block, ListItem) and block.name:
            said = _statements(block.text, f"{path} › {block.name}")
            found.append(Proposal(block.name, "list item", path, tuple(said), group=path))
        elif isinstance(block, Row) and block.cells:
            found += _row(block, path)
    return found


def _section(heading: Heading, following: Sequence[Block], place: str) -> Iterator[Proposal]:
    """A headed section: its name, and the paragraphs before its first list or the next heading."""
    paragraphs: list[str] = []
    for block in following:
        if not isinstance(block, Paragraph):
            break
        paragraphs.append(block.text)
    name = _MARK.split(heading.text)[0]
    if paragraphs and not _TABLE.match(heading.text):
        said = [statement for text in paragraphs for statement in _statements(text, place)]
        yield Proposal(name, "section", place, tuple(said), heads=place)


def _row(row: Row, path: str) -> Iterator[Proposal]:
    name = row.cells[0][1]
    place = f"{path} › {name}"
    statements = [Statement(cell, place, column) for column, cell in row.cells[1:] if cell]
    if name and statements:
        yield Proposal(name, "table row", path, tuple(statements), group=path)
    for column, cell in row.cells[1:]:
        parts = [part.strip() for part in cell.split(",")]
        if len(parts) >= _LEAST_PARTS and all(0 < len(part.split()) <= _LONGEST_PART for part in parts):
            quote = Statement(cell, place, column)
            group = f"{path} › {column}"
            yield from (Proposal(part, "named in a table cell", place, (quote,), group=group) for part in parts)


def _statements(text: str, place: str) -> list[Statement]:
    sentences = re.split(r"(?<=[.!?])\s+(?=[A-Z\"“(])", text)
    return [Statement(sentence.strip(), place) for sentence in sentences if sentence.strip()]
