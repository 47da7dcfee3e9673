"""HTML as blocks: walks a tree from top to bottom and leaves out what it is told to."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any

from lxml import etree

from bot.library.blocks import LOWEST_LEVEL, Block, Heading, ListItem, Paragraph, is_bold_heading, named_item, squeezed
from bot.library.tables import table_rows

_HEADINGS = {f"h{level}": level for level in range(1, 7)}
_INLINE = {
    *("a", "abbr", "acronym", "b", "bdi", "bdo", "big", "cite", "code", "data", "del", "dfn", "em", "font", "i", "ins"),
    *(
        "kbd",
        "mark",
        "q",
        "s",
        "samp",
        "small",
        "span",
        "strike",
        "strong",
        "sub",
        "sup",
        "time",
        "tt",
        "u",
        "var",
        "wbr",
    ),
}
# Inside a list item or a heading these part words, not blocks.
_SOFT = {"p", "div", "center", "address"}
# What parts the text around it even when it is left out; a button or a picture may stand in a sentence.
_PARTING = {
    "aside",
    "dialog",
    "div",
    "dl",
    "figcaption",
    "footer",
    "form",
    "header",
    "nav",
    "ol",
    "p",
    "section",
    "table",
    "ul",
}
_BOLD = {"b", "strong"}
_LONGEST_CELL = 120
# No table is wider or taller than this; a page may say so all the same.
_WIDEST_SPAN, _TALLEST_SPAN = 100, 1_000
_BREAK = "\n"


def html_blocks(root: etree._Element, left_out: Callable[[etree._Element], bool]) -> Iterator[Block]:
    """The blocks below an element, in order; a subtree that is `left_out` is not walked into."""
    walker = _Walker()
    # Pages can be nested deeper than Python may call; this walk calls nothing again.
    walk: Any = etree.iterwalk(root, events=("start", "end"))
    skipped: Any = None
    for event, element in walk:
        if event == "start" and (left_out(element) or _is_table(element)):
            skipped = element
            walk.skip_subtree()
        elif event == "start":
            yield from walker.start(element)
        else:
            if element is not skipped:
                yield from walker.end(element)
            elif element.tag in _PARTING:
                yield from walker.flushed()
                if element.tag == "table" and not left_out(element):
                    yield from _rows(element, left_out)
            elif element.tag not in _INLINE:
                walker.add(" ")
            if element is not root:
                walker.add(element.tail)
    yield from walker.flushed()


class _Walker:
    """The text since the last block, and what it will become."""

    def __init__(self) -> None:
        self._text: list[str] = []
        # The bold words that the text begins with, for as long as nothing else came.
        self._lead: list[str] = []
        self._only_bold = True
        self._bold = 0
        self._kinds: list[str] = []
        self._term = ""

    def add(self, text: str | None) -> None:
        """More text of the same block."""
        if not text:
            return
        plain = re.sub(r"\s+", " ", text)
        self._text.append(plain)
        if self._bold and self._only_bold:
            self._lead.append(plain)
        elif plain.strip():
            self._only_bold = False

    def start(self, element: etree._Element) -> Iterator[Block]:
        """An element begins."""
        tag = element.tag
        if tag == "br":
            self._text.append(_BREAK)
        elif tag in _BOLD:
            self._bold += 1
        elif tag not in _INLINE:
            if tag in _SOFT and self._kinds and self._kinds[-1]:
                self.add(" ")
            else:
                yield from self.flushed()
            if tag in _HEADINGS or tag in {"li", "dt", "dd", "summary"}:
                self._kinds.append(tag)
            elif tag in {"ul", "ol", "dl", "table", "blockquote"}:
                # What comes next is no longer the item around it.
                self._kinds.append("")
        self.add(element.text)

    def end(self, element: etree._Element) -> Iterator[Block]:
        """An element ends."""
        tag = element.tag
        if tag in _BOLD:
            self._bold -= 1
        elif tag == "br" or tag in _INLINE:
            return
        elif tag in _SOFT and self._kinds and self._kinds[-1]:
            self.add(" ")
        else:
            yield from self.flushed()
            if self._kinds and (tag in _HEADINGS or tag in _OPENED):
                self._kinds.pop()
            if tag == "dl" and self._term:
                yield ListItem(self._term)
                self._term = ""

    def flushed(self) -> Iterator[Block]:
        """What the text since the last block is."""
        text, lead = "".join(self._text), squeezed("".join(self._lead))
        only_bold = self._only_bold
        self._text, self._lead, self._only_bold = [], [], True
        kind = self._kinds[-1] if self._kinds else ""
        if not squeezed(text):
            return
        if kind in _HEADINGS or kind == "summary":
            yield Heading(squeezed(text), _HEADINGS.get(kind, LOWEST_LEVEL))
        elif kind == "li":
            yield named_item(text, lead)
        elif kind == "dt":
            # Two terms may share what is said about them.
            self._term = squeezed(f"{self._term}, {squeezed(text)}" if self._term else text)
        elif kind == "dd":
            yield ListItem(squeezed(text), self._term)
            self._term = ""
        elif only_bold and is_bold_heading(squeezed(text)):
            yield Heading(squeezed(text), LOWEST_LEVEL)
        else:
            # Old pages part paragraphs by empty lines.
            yield from (Paragraph(squeezed(part)) for part in re.split(r"\n\s*\n", text) if squeezed(part))


_OPENED = {"li", "dt", "dd", "summary", "ul", "ol", "dl", "table", "blockquote"}


def _is_table(element: etree._Element) -> bool:
    """Whether an element is a table of facts rather than one that only puts things side by side."""
    if element.tag != "table" or element.get("role") in {"presentation", "none"}:
        return False
    if any(True for _ in element.iterdescendants("table", "h1", "h2", "h3", "h4", "form")):
        return False
    widths = [sum(1 for _ in row.iterchildren("td", "th")) for row in element.iter("tr")]
    if len(widths) < 2 or max(widths) < 2:
        return False
    long = any(len("".join(cell.itertext()).split()) > _LONGEST_CELL for cell in element.iter("td"))
    return not long or any(True for _ in element.iter("th"))


def _rows(table: etree._Element, left_out: Callable[[etree._Element], bool]) -> Iterator[Block]:
    for caption in table.iterchildren("caption"):
        if squeezed(_words(caption, left_out)):
            yield Paragraph(squeezed(_words(caption, left_out)))
    grid: list[list[str]] = []
    heads, marked = 0, False
    # Cells that reach down from a row above: column to (rows left, text).
    reaching: dict[int, tuple[int, str]] = {}
    for row in table.iter("tr"):
        cells = list(row.iterchildren("td", "th"))
        parent = row.getparent()
        in_head = parent is not None and parent.tag == "thead"
        filled = [cell for cell in cells if squeezed("".join(cell.itertext()))]
        is_head = bool(filled) and (in_head or all(cell.tag == "th" for cell in filled))
        marked = marked or any(cell.tag == "th" for cell in cells) or in_head
        if is_head and heads == len(grid):
            heads += 1
        grid.append(_spread(cells, is_head, reaching, left_out))
    yield from table_rows(grid, heads if marked else None)


def _spread(
    cells: list[etree._Element],
    is_head: bool,
    reaching: dict[int, tuple[int, str]],
    left_out: Callable[[etree._Element], bool],
) -> list[str]:
    """One row with a text for each column; a head that spans columns names all of them."""
    row: list[str] = []

    def reach() -> None:
        while len(row) in reaching:
            left, text = reaching.pop(len(row))
            if left > 1:
                reaching[len(row)] = (left - 1, text)
            row.append(text)

    for cell in cells:
        reach()
        text = squeezed(_words(cell, left_out))
        down = _span(cell, "rowspan", _TALLEST_SPAN)
        for number in range(_span(cell, "colspan", _WIDEST_SPAN)):
            if down > 1:
                reaching[len(row)] = (down - 1, text if is_head or number == 0 else "")
            row.append(text if is_head or number == 0 else "")
    reach()
    return row


def _span(cell: etree._Element, name: str, most: int) -> int:
    value = cell.get(name, "1").strip()
    return min(max(int(value), 1), most) if value.isascii() and value.isdigit() and len(value) < 6 else 1


def _words(element: etree._Element, left_out: Callable[[etree._Element], bool]) -> str:
    """The words of a cell; what stands on lines of its own is parted by a space."""
    parts: list[str] = []
    walk = etree.iterwalk(element, events=("start", "end"))
    for event, inner in walk:
        if event == "start":
            if inner is not element and (not isinstance(inner.tag, str) or left_out(inner)):
                walk.skip_subtree()
                continue
            parts.append(" " if inner.tag not in _INLINE else "")
            parts.append(inner.text or "")
        else:
            parts.append(" " if inner.tag not in _INLINE else "")
            if inner is not element:
                parts.append(inner.tail or "")
    return "".join(parts)
