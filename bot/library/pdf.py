"""PDF: lines in reading order, headings by the size of their letters, tables as rows, page furniture left out."""

from __future__ import annotations

import contextlib
import io
import logging
import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from itertools import groupby

import pdfplumber

from bot.errors import DocumentUnreadable
from bot.library.blocks import (
    BULLET,
    LOWEST_LEVEL,
    Block,
    Content,
    Heading,
    Paragraph,
    iso_date,
    joined,
    named_item,
    squeezed,
)
from bot.library.pdf_pages import Grid, Line, page_parts
from bot.library.tables import table_rows

_PAGE_NUMBER = re.compile(
    r"^[-–—|\s]*(?:page|p\.|seite)?\s*(?:\d{1,4}|[ivxl]{1,6})(?:\s*(?:/|of)\s*\d{1,4})?[-–—|\s]*$", re.IGNORECASE
)
# Letters this much larger than the body's make a heading; footnotes and captions are smaller, not larger.
_LARGER = 1.12
_LONGEST_HEADING = 16
# Furniture is among this many lines at the top or the bottom of a page, at one height on at least so many pages
# (or on both pages of a short file).
_EDGE, _LEAST_PAGES = 3, 3
# A gap this much wider than the line's own height begins a new paragraph.
_PARAGRAPH_GAP = 0.75
# A table goes on on the next page when it ends and begins in these parts of the page, with the same columns.
_LOW, _HIGH, _SAME_PLACE = 0.7, 0.3, 3.0
MOST_PAGES = 3_000

_Part = Line | Grid


def read_pdf(content: bytes, progress: Callable[[int, int], None]) -> Content:
    """The blocks of a PDF file.

    Args:
        progress: told after each page how many of how many are read.

    Raises:
        DocumentUnreadable: it is damaged, encrypted, too long, or holds pictures of text only.
    """
    # The library logs a line for everything odd in a file.
    logging.getLogger("pdfminer").setLevel(logging.CRITICAL)
    with _translated():
        # It is not closed: it is in memory, and closing reads broken pages once more.
        file = pdfplumber.open(io.BytesIO(content))
        pages = len(file.pages)
        about = {str(name).lower(): squeezed(str(value)) for name, value in (file.metadata or {}).items()}
    if pages > MOST_PAGES:
        raise DocumentUnreadable(f"has more than {MOST_PAGES:,} pages. Split it.")
    parts: list[_Part] = []
    for number, page in enumerate(file.pages, 1):
        with _translated():
            parts += page_parts(page, number)
            # Each page keeps all its letters until it is told to forget them.
            page.close()
        progress(number, pages)
    if not parts:
        raise DocumentUnreadable("holds no text, perhaps pictures of pages. Run text recognition (OCR) on it first.")
    blocks = tuple(_blocks(_one_table_each(_without_furniture(parts, pages))))
    return Content(blocks, title=about.get("title", ""), date=_date(about))


@contextlib.contextmanager
def _translated() -> Iterator[None]:
    """What the library meets in a broken file comes out as almost anything."""
    try:
        yield
    except Exception as error:
        if re.search("Password|Encrypt", repr(error)):
            raise DocumentUnreadable("is protected by a password. Save a copy without one.") from error
        raise DocumentUnreadable("is damaged, or no PDF. Open it and save it again.") from error


def _without_furniture(parts: Sequence[_Part], pages: int) -> list[_Part]:
    """Without running heads, feet and page numbers."""
    edges = _edges(parts)
    seen = {(_shape(line.text), round(line.top), line.page) for line in edges}
    places = Counter((shape, top) for shape, top, _ in seen)
    often = min(max(pages, 2), _LEAST_PAGES)
    furniture = {id(line) for line in edges if places[(_shape(line.text), round(line.top))] >= often}
    # What is first or last when the repeated lines are gone may still be the page's number.
    rest = [part for part in parts if id(part) not in furniture]
    furniture |= {id(line) for line in _edges(rest, 1) if _PAGE_NUMBER.match(line.text)}
    return [part for part in rest if id(part) not in furniture]


def _edges(parts: Sequence[_Part], count: int = _EDGE) -> list[Line]:
    found: dict[int, Line] = {}
    for _, group in groupby(parts, key=lambda part: part.page):
        page = list(group)
        ends = (*page[:count], *page[-count:])
        found |= {id(part): part for part in ends if isinstance(part, Line) and _is_at_edge(part)}
    return list(found.values())


def _is_at_edge(line: Line) -> bool:
    """Whether a line is in the upper or lower eighth of its page."""
    return line.top < line.height / 8 or line.bottom > line.height * 7 / 8


def _shape(text: str) -> str:
    """A text with its numbers alike: the page number changes, the running head does not."""
    return re.sub(r"\d+", "#", text.lower())


def _one_table_each(parts: Sequence[_Part]) -> Iterator[_Part]:
    """Tables that go on on the next page as one."""
    before: Grid | None = None
    for part in parts:
        if isinstance(part, Grid) and before is not None and _goes_on(before, part):
            again = part.rows[0] == before.rows[0]
            part = Grid((*before.rows, *part.rows[again:]), part.page, part.top, part.bottom, part.height, part.sides)
            before = part
            continue
        if before is not None:
            yield before
            before = None
        if isinstance(part, Grid):
            before = part
        else:
            yield part
    if before is not None:
        yield before


def _goes_on(before: Grid, part: Grid) -> bool:
    return (
        part.page == before.page + 1
        and before.bottom > _LOW * before.height
        and part.top < _HIGH * part.height
        and len(part.rows[0]) == len(before.rows[0])
        and all(abs(a - b) < _SAME_PLACE for a, b in zip(before.sides, part.sides, strict=True))
    )


def _blocks(parts: Iterator[_Part]) -> Iterator[Block]:
    everything = list(parts)
    body = _body_size(everything)
    sizes = sorted({round(part.size) for part in everything if isinstance(part, Line) and part.size > body * _LARGER})
    pending: list[Line] = []
    for part in [*everything, None]:
        if isinstance(part, Line) and pending and not _begins_anew(pending[-1], part, body):
            pending.append(part)
            continue
        if pending:
            yield _block(pending, body, sizes)
        pending = [part] if isinstance(part, Line) else []
        if isinstance(part, Grid):
            yield from table_rows(part.rows)


def _body_size(parts: Sequence[_Part]) -> float:
    letters: Counter[float] = Counter()
    for part in parts:
        if isinstance(part, Line):
            letters[round(part.size, 1)] += len(part.text)
    return letters.most_common(1)[0][0] if letters else 0.0


def _begins_anew(before: Line, line: Line, body: float) -> bool:
    """Whether a line begins a block of its own."""
    if BULLET.match(line.text) or _look(before, body) != _look(line, body):
        return True
    if line.page != before.page or line.top < before.top:
        return _look(line, body) != ("body", False) or before.text.endswith((".", "!", "?", ":"))
    return line.top - before.bottom > _PARAGRAPH_GAP * (before.bottom - before.top)


def _look(line: Line, body: float) -> tuple[str | int, bool]:
    """What tells headings of different levels and the body apart."""
    larger = line.size > body * _LARGER
    return (round(line.size) if larger else "body", line.bold and not larger)


def _block(lines: Sequence[Line], body: float, sizes: Sequence[int]) -> Block:
    text = joined([line.text for line in lines])
    match = BULLET.match(text)
    short = len(text.split()) <= _LONGEST_HEADING and not text.endswith((".", ";", ","))
    size, bold = _look(lines[0], body)
    if short and isinstance(size, int) and (match is None or match.group()[0].isdigit()):
        level = len(sizes) - sizes.index(size) if size in sizes else len(sizes) + 1
        return Heading(text, min(level, LOWEST_LEVEL))
    if match:
        return named_item(text[match.end() :])
    if short and bold and not text.endswith(":"):
        return Heading(text, min(len(sizes) + 1, LOWEST_LEVEL))
    return Paragraph(text)


def _date(about: dict[str, str]) -> str:
    """`D:20240131120000` as an ISO date."""
    match = re.match(r"D:(\d{4})(\d\d)(\d\d)", about.get("moddate") or about.get("creationdate", ""))
    return iso_date("-".join(match.groups())) if match else ""
