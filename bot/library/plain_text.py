"""Plain text, as people paste it and as web pages are scraped: headings, lists and tables found by their look."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from bot.library.blocks import BULLET, Block, Content, Heading, Paragraph, Row, joined, named_item, squeezed
from bot.library.furniture import is_navigation
from bot.library.tables import table_rows

_NUMBERED_HEADING = re.compile(r"^(\d+(?:\.\d+)*)\.?\s+(\S.*)$")
_UNDERLINE = re.compile(r"^\s*(=+|-+|~+)\s*$")
# A heading is short and no sentence; the longest of our example texts has 11 words.
_LONGEST_HEADING = 12
# A table whose rows came out as lines repeats its column names; two rows are the least that shows it.
_LEAST_ROWS = 2
_MOST_COLUMNS, _LEAST_COLUMNS = 8, 2
# Nobody wraps lines wider than this; a longer one is a whole paragraph.
_WRAPPED = 130
# What parts the cells of a table that was pasted from a sheet or drawn with letters.
_CELLS = re.compile(r"\s*\t\s*|\s*\|\s*|\s{3,}")


def read_plain_text(text: str) -> Content:
    """The blocks of a text whose paragraphs are parted by blank lines or stand on one line each."""
    blocks: list[Block] = []
    for group in _groups(text):
        blocks += _Group(group).blocks()
    return Content(tuple(blocks))


def _groups(text: str) -> Iterator[list[str]]:
    """The lines between blank ones; a form feed begins a new page."""
    group: list[str] = []
    for line in re.split(r"\r\n|[\r\n\f\v\x85\u2028\u2029]", text):
        if squeezed(line):
            group.append(line.rstrip())
        elif group:
            yield group
            group = []
    if group:
        yield group


class _Group:
    """Lines without a blank one between them."""

    def __init__(self, lines: Sequence[str]) -> None:
        self._lines = lines
        self._words = [line.split() for line in lines]

    def blocks(self) -> Iterator[Block]:
        """Headings, tables, list items and running text, in the order of the lines."""
        lines, place = self._lines, 0
        while place < len(lines):
            line = lines[place]
            rows, end = self._table(place)
            if rows:
                yield from rows
            elif is_navigation(line):
                yield Paragraph(squeezed(line))
                end = place + 1
            elif self._is_underlined(place):
                yield Heading(squeezed(line), 1 if lines[place + 1].strip().startswith("=") else 2)
                end = place + 2
            elif BULLET.match(line) and not self._is_numbered_heading(line):
                end = self._item_end(place)
                yield named_item(BULLET.sub("", joined(lines[place:end]), count=1))
            elif self._is_heading(place):
                yield _heading(line)
                end = place + 1
            else:
                end = self._paragraph_end(place)
                text = joined(lines[place:end])
                # A line drawn across the page says nothing.
                if any(letter.isalnum() for letter in text):
                    yield Paragraph(text)
            place = end

    def _is_underlined(self, place: int) -> bool:
        lines = self._lines
        if place + 1 >= len(lines) or not _UNDERLINE.match(lines[place + 1]) or _UNDERLINE.match(lines[place]):
            return False
        # A rule below the last line of a paragraph ends it; one below a heading is about as long as that.
        return len(lines[place].split()) <= _LONGEST_HEADING and len(lines[place + 1].strip()) > 1

    def _is_numbered_heading(self, line: str) -> bool:
        """`2.1 Getting paid` on a line of its own; a list has more than one numbered line."""
        return len(self._lines) == 1 and bool(_NUMBERED_HEADING.match(line.strip())) and _looks_like_title(line)

    def _is_heading(self, place: int) -> bool:
        """A short line that is no sentence and stands alone or above what follows, not amid running text."""
        lines, line = self._lines, self._lines[place]
        if not _looks_like_title(line):
            return False
        if len(lines) == 1:
            return line.strip()[:1].isupper() or line.strip()[:1].isdigit()
        if place or BULLET.match(lines[1]):
            return not place and (line.isupper() or _title_case(line))
        return (line.isupper() or _title_case(line)) and not _looks_like_title(lines[1])

    def _item_end(self, place: int) -> int:
        """Where an item ends: its own continuation lines are indented, or go on in the middle of a sentence."""
        lines, end = self._lines, place + 1
        indent = len(lines[place]) - len(lines[place].lstrip())
        while end < len(lines) and not BULLET.match(lines[end]):
            indented = len(lines[end]) - len(lines[end].lstrip()) > indent
            if not indented and not lines[end].strip()[:1].islower():
                break
            end += 1
        return end

    def _paragraph_end(self, place: int) -> int:
        """Where a paragraph ends: at something else, or after a line that is a whole one by itself (scraped)."""
        lines, end = self._lines, place + 1
        while end < len(lines) and not BULLET.match(lines[end]) and not is_navigation(lines[end]):
            before = lines[end - 1].rstrip()
            if before.endswith((".", "!", "?", ":")) and len(before) > _WRAPPED:
                break
            if self._is_underlined(end) or _UNDERLINE.match(before) or self._table(end)[0]:
                break
            end += 1
        return end

    def _table(self, place: int) -> tuple[list[Row], int]:
        """The rows of a table that begins at a line, and where it ends."""
        rows, end = self._drawn_table(place)
        return (rows, end) if rows else self._flattened_table(place)

    def _drawn_table(self, place: int) -> tuple[list[Row], int]:
        """A table with its cells side by side: the same number of them, two at least, on each line."""
        grid: list[list[str]] = []
        width, end = 0, place
        while end < len(self._lines):
            line = self._lines[end]
            if not any(letter.isalnum() for letter in line) and grid:
                end += 1
                continue
            cells = [squeezed(cell) for cell in _CELLS.split(line.strip().strip("|").strip(" "))]
            width = width or len(cells)
            if len(cells) != width or width < _LEAST_COLUMNS or BULLET.match(line):
                break
            grid.append(cells)
            end += 1
        return (list(table_rows(grid)), end) if len(grid) >= _LEAST_ROWS else ([], place)

    def _flattened_table(self, place: int) -> tuple[list[Row], int]:
        """A table that was scraped as `Column cell` lines, one cell a line.

        The column names come back in the same order in each row, which running text doesn't do.
        """
        left = len(self._lines) - place
        for columns in range(_LEAST_COLUMNS, min(_MOST_COLUMNS, left // _LEAST_ROWS) + 1):
            if self._words[place][0] != self._words[place + columns][0]:
                continue
            names = [
                self._shared_start(place + column, place + _LEAST_ROWS * columns, columns) for column in range(columns)
            ]
            if not all(names) or len(set(names)) < columns:
                continue
            end = place
            while end + columns <= len(self._lines) and all(
                squeezed(self._lines[end + column]).startswith(names[column] + " ") for column in range(columns)
            ):
                end += columns
            if end - place >= _LEAST_ROWS * columns:
                names = [self._shared_start(place + column, end, columns) for column in range(columns)]
                starts = range(place, end, columns)
                return [_row(self._lines[start : start + columns], names) for start in starts], end
        return [], place

    def _shared_start(self, start: int, end: int, step: int) -> str:
        """The words that all lines begin with; at least one word of each is left for the cell."""
        if BULLET.match(self._lines[start]):
            return ""
        shared: list[str] = []
        for words in zip(*(words[:-1] for words in self._words[start:end:step]), strict=False):
            if len(set(words)) > 1:
                break
            shared.append(words[0])
        return " ".join(shared)


def _looks_like_title(line: str) -> bool:
    words = line.split()
    return 0 < len(words) <= _LONGEST_HEADING and not line.rstrip().endswith((".", "!", ";", ",", ":"))


def _title_case(line: str) -> bool:
    long = [word for word in line.split() if len(word) > 3]
    return bool(long) and all(word[:1].isupper() or not word[:1].isalpha() for word in long)


def _heading(line: str) -> Heading:
    text = squeezed(line)
    numbered = _NUMBERED_HEADING.match(text)
    if numbered:
        return Heading(numbered.group(2), numbered.group(1).count(".") + 1)
    return Heading(text, 1 if text.isupper() else 2)


def _row(lines: Sequence[str], names: Sequence[str]) -> Row:
    cells = [squeezed(line)[len(name) :].strip() for line, name in zip(lines, names, strict=True)]
    return Row(tuple(zip(names, cells, strict=True)))
