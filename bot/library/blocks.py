"""What a document is made of once its format no longer matters: headings, paragraphs, list items, table rows."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading; `level` 1 is the highest, and 0 the title above all of them."""

    text: str
    level: int


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Running text."""

    text: str


@dataclass(frozen=True, slots=True)
class ListItem:
    """One point of a list; `name` is what stands before its colon, dash or bullet, where there is such a thing."""

    text: str
    name: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a table: (column, cell) pairs; a column's name is empty where the table has no head."""

    cells: tuple[tuple[str, str], ...]

    @property
    def text(self) -> str:
        """The row as a sentence part each: `Column: cell; ...`."""
        return "; ".join(f"{name}: {cell}" if name else cell for name, cell in self.cells if cell)


Block = Heading | Paragraph | ListItem | Row


@dataclass(frozen=True, slots=True)
class Content:
    """What a reader found: the blocks in order, and what the file says of itself."""

    blocks: Sequence[Block]
    title: str = ""
    date: str = ""
    address: str = ""
    licence: str = ""
    # What was left out as no content, for the person who adds the document to see.
    dropped: Sequence[str] = field(default=())


# The heading that only bold letters make: it stands below every real one.
LOWEST_LEVEL = 6
# "Identifying unserved or underserved niches and groups" has seven words.
LONGEST_NAME = 9
BULLET = re.compile(r"^\s*(?:[•●▪◦‣∙○■□➢✓*·–-]|\d{1,2}[.)]|[a-z][.)])\s+(?=\S)")
_LONGEST_BOLD_HEADING = 12
# Control characters, halves of characters, soft hyphens and marks of no width: nobody sees them, and stores refuse
# some.
_UNSEEN = re.compile("[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\xad\u200b-\u200f\u2060\ufeff\ufffe\uffff\ud800-\udfff]")
_NAME_MARKS = " :.–—-●"


def squeezed(text: str) -> str:
    """A text with every run of white space as one space, and nothing in it that cannot be seen."""
    return " ".join(_UNSEEN.sub("", text).split())


def joined(lines: Sequence[str]) -> str:
    """Lines as running text; a word that was parted at the end of a line is whole again."""
    parts: list[str] = []
    for line in lines:
        line = line.strip()
        if parts and parts[-1][-1:] == "-" and parts[-1][-2:-1].isalpha() and line[:1].islower():
            parts[-1] = parts[-1][:-1] + line
        else:
            parts.append(line)
    return squeezed(" ".join(parts))


def named_item(text: str, bold: str = "") -> ListItem:
    """A list item, its name told apart from what is said about it (`Niche markets: small groups that ...`).

    Args:
        bold: the bold words that the item begins with; writers name an item that way.
    """
    text, bold = squeezed(text), squeezed(bold)
    rest = text[len(bold) :].lstrip(_NAME_MARKS) if bold and text.startswith(bold) else ""
    # Bold words in the middle of a sentence are stress, not a name: "**Never** sign a blank form."
    if rest and (
        bold.endswith(tuple(_NAME_MARKS)) or text[len(bold) :].strip()[:1] in _NAME_MARKS or rest[0].isupper()
    ):
        return ListItem(rest, bold.rstrip(_NAME_MARKS))
    for mark in (" ● ", ": ", " – ", " — "):
        name, found, rest = text.partition(mark)
        # A longer run of words before a colon is a sentence of its own, not a name.
        if found and rest and 0 < len(name.split()) <= LONGEST_NAME and not name.endswith((".", "?", "!")):
            return ListItem(rest.strip(), name.strip())
    return ListItem(text)


def is_bold_heading(text: str) -> bool:
    """Whether a paragraph in nothing but bold letters is a heading rather than a stressed sentence."""
    return len(text.split()) <= _LONGEST_BOLD_HEADING and not text.endswith((".", "!", ";", ",", ":"))


def iso_date(text: str) -> str:
    """The date that a text begins with, or nothing where that is no date."""
    try:
        return date.fromisoformat(text.strip()[:10]).isoformat()
    except ValueError:
        return ""
