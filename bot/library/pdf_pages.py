"""One page of a PDF file: its lines with their look, column after column, and its ruled tables, from top to bottom."""

from __future__ import annotations

import statistics
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from pdfplumber.page import Page

from bot.library.blocks import squeezed

# Some cells of what looks like a table can come out empty; when letters are missing it is read as lines instead.
_LEAST_LETTERS = 0.99
# Two columns have a gap of at least this many points between them, in the middle half of the text; at least so many
# lines, and this share of the page's, stand side by side, with so many letters on either side.
_GAP, _MIDDLE, _LEAST_LINES, _LEAST_BESIDE, _LEAST_LETTERS_BESIDE = 9, (0.25, 0.75), 4, 0.35, 18


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a page: where it stands on a page of what height, and the size and weight of its letters."""

    text: str
    page: int
    top: float
    bottom: float
    height: float
    size: float
    bold: bool


@dataclass(frozen=True, slots=True)
class Grid:
    """A ruled table: its cells, and where it stands; `sides` are its left and right ends."""

    rows: tuple[tuple[str, ...], ...]
    page: int
    top: float
    bottom: float
    height: float
    sides: tuple[float, float]


def page_parts(page: Page, number: int) -> list[Line | Grid]:
    """The lines and tables of one page in reading order."""
    # Some programs print a letter twice to make it bold.
    page = page.dedupe_chars()
    rest = page
    grids: list[Grid] = []
    for table in page.find_tables():
        rows = tuple(tuple(squeezed(cell or "") for cell in row) for row in table.extract())
        inside = page.crop(table.bbox, strict=False)
        if len(rows) > 1 and max(len(row) for row in rows) > 1 and _holds_all(rows, inside):
            left, top, right, bottom = table.bbox
            grids.append(Grid(_whole(rows), number, top, bottom, page.height, (left, right)))
            rest = rest.filter(_outside(table.bbox))
    parts: list[Line | Grid] = []
    waiting = sorted(grids, key=lambda grid: grid.top)
    for line in _lines(rest, number, waiting):
        while waiting and waiting[0].top < line.top:
            parts.append(waiting.pop(0))
        parts.append(line)
    return [*parts, *waiting]


def _holds_all(rows: Sequence[Sequence[str]], inside: Page) -> bool:
    letters = sum(len(char["text"].strip()) for char in inside.chars)
    return sum(len(cell.replace(" ", "")) for row in rows for cell in row) >= _LEAST_LETTERS * letters


def _whole(rows: Sequence[tuple[str, ...]]) -> tuple[tuple[str, ...], ...]:
    return tuple(row for row in rows if any(row))


def _outside(box: tuple[float, float, float, float]) -> Any:
    """Tells what has its middle outside a box; what only touches it would otherwise be lost."""
    left, top, right, bottom = box

    def outside(part: dict[str, Any]) -> bool:
        across, down = (part["x0"] + part["x1"]) / 2, (part["top"] + part["bottom"]) / 2
        return not (left <= across <= right and top <= down <= bottom)

    return outside


def _lines(page: Page, number: int, grids: Sequence[Grid]) -> Iterator[Line]:
    """The lines of a page; where two columns stand side by side, the left one first."""
    gap = _column_gap(page)
    if gap is None:
        yield from _extracted(page, number)
        return
    crossing = page.filter(lambda part: part["object_type"] == "char")
    rows = crossing.extract_text_lines(return_chars=True, strip=True)
    # A line that runs over the gap ends the columns above it.
    borders = [(row["top"], row["bottom"]) for row in rows if _runs_over(row["chars"], gap)]
    borders += [(grid.top, grid.bottom) for grid in grids]
    above = 0.0
    for top, bottom in [*sorted(borders), (page.bbox[3], page.bbox[3])]:
        for side in (lambda part: _middle(part) < gap, lambda part: _middle(part) >= gap):
            yield from _extracted(page.filter(_between(above, top, side)), number)
        yield from _extracted(page.filter(_between(top, bottom, lambda part: True)), number)
        above = max(above, bottom)


def _middle(part: dict[str, Any]) -> float:
    return float(part["x0"] + part["x1"]) / 2


def _between(top: float, bottom: float, side: Any) -> Any:
    return lambda part: (
        part["object_type"] == "char" and top <= (part["top"] + part["bottom"]) / 2 < bottom and side(part)
    )


def _runs_over(letters: Sequence[dict[str, Any]], gap: float) -> bool:
    """Whether no gap is left at that place of a line."""
    left = [letter["x1"] for letter in letters if _middle(letter) < gap]
    right = [letter["x0"] for letter in letters if _middle(letter) >= gap]
    return bool(left and right) and min(right) - max(left) < _GAP


def _column_gap(page: Page) -> float | None:
    """Where the gap between two columns is; the lines of the right one begin at one place."""
    rows = page.extract_text_lines(return_chars=True, strip=True)
    left, right = min((row["x0"] for row in rows), default=0), max((row["x1"] for row in rows), default=0)
    inner = [left + share * (right - left) for share in _MIDDLE]
    # For each gap in a line: where it ends, and the letters before and after it.
    gaps: list[tuple[int, int, int]] = []
    for row in rows:
        letters = sorted((char for char in row["chars"] if char["text"].strip()), key=lambda char: float(char["x0"]))
        for place, (one, other) in enumerate(pairwise(letters), 1):
            if other["x0"] - one["x1"] >= _GAP and inner[0] <= other["x0"] <= inner[1]:
                gaps.append((round(other["x0"]), place, len(letters) - place))
    if len(gaps) < _LEAST_LINES:
        return None
    start = statistics.mode(place for place, _, _ in gaps)
    beside = [gap for gap in gaps if abs(gap[0] - start) <= 1]
    # Shorter texts side by side are a table without rules, to be read line by line.
    long = min(statistics.mean(gap[side] for gap in beside) for side in (1, 2)) >= _LEAST_LETTERS_BESIDE
    return start - _GAP / 2 if long and len(beside) >= max(_LEAST_LINES, _LEAST_BESIDE * len(rows)) else None


def _extracted(page: Page, number: int) -> Iterator[Line]:
    for line in page.extract_text_lines(return_chars=True, strip=True):
        text = squeezed(line["text"])
        if text:
            letters = line["chars"]
            size = statistics.median(letter["size"] for letter in letters)
            bold = sum("bold" in letter["fontname"].lower() for letter in letters) > len(letters) / 2
            yield Line(text, number, line["top"], line["bottom"], float(page.height), size, bold)
