"""DOCX: headings by their style, lists by their numbering, tables as rows."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator

import docx
from docx.document import Document
from docx.oxml import parse_xml
from docx.oxml.ns import qn
from lxml import etree

from bot.errors import DocumentUnreadable
from bot.library.blocks import (
    BULLET,
    LOWEST_LEVEL,
    Block,
    Content,
    Heading,
    Paragraph,
    is_bold_heading,
    named_item,
    squeezed,
)
from bot.library.tables import table_rows
from bot.library.word_styles import WordStyles

# A file of a few KB can unpack to gigabytes. A guide of a thousand pages has 15 MB of text and marks.
LARGEST_TEXT, LARGEST_UNPACKED = 30_000_000, 400_000_000
# What wraps blocks without being one: content controls, tracked insertions, custom marks.
_WRAPPERS = {qn("w:sdt"), qn("w:sdtContent"), qn("w:ins"), qn("w:moveTo"), qn("w:customXml"), qn("w:smartTag")}
# Deleted text that is still tracked, and what older programs are to show in place of a drawing.
_UNSEEN = {qn("w:del"), qn("w:moveFrom"), "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"}
_TEXT_BOX, _PARAGRAPH, _TABLE = qn("w:txbxContent"), qn("w:p"), qn("w:tbl")
_GAPS = {qn("w:tab"), qn("w:br"), qn("w:cr"), _PARAGRAPH}
_HYPHEN = qn("w:noBreakHyphen")


def read_word_file(content: bytes) -> Content:
    """The blocks of a Word document; pictures, headers and footers are no content.

    Raises:
        DocumentUnreadable: it is no Word document, or damaged, or unpacks to too much.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            _check_sizes(archive)
        document = docx.Document(io.BytesIO(content))
        blocks = tuple(_Reader(document).blocks())
        about = document.core_properties
        title, date = squeezed(about.title or ""), about.modified or about.created
    except DocumentUnreadable:
        raise
    except Exception as error:  # What the library meets in a broken file comes out as almost anything.
        raise DocumentUnreadable("is damaged, or no Word document. Open it in Word and save it again.") from error
    return Content(blocks, title=title or _title(blocks), date=date.date().isoformat() if date else "")


def _check_sizes(archive: zipfile.ZipFile) -> None:
    sizes = {entry.filename: entry.file_size for entry in archive.infolist()}
    text = sum(size for name, size in sizes.items() if name.lower().endswith((".xml", ".rels")))
    if text > LARGEST_TEXT:
        raise DocumentUnreadable(f"unpacks to more than {LARGEST_TEXT // 1_000_000} MB of text. Split it.")
    if sum(sizes.values()) > LARGEST_UNPACKED:
        raise DocumentUnreadable(
            f"unpacks to more than {LARGEST_UNPACKED // 1_000_000} MB. Remove its pictures and save it again."
        )


def _title(blocks: tuple[Block, ...]) -> str:
    return next((block.text for block in blocks if isinstance(block, Heading) and block.level == 0), "")


class _Reader:
    """One document with what its styles and notes say."""

    def __init__(self, document: Document) -> None:
        self._body = document.element.body
        self._styles = WordStyles(document.styles.element)
        self._notes = {
            (kind, note.get(qn("w:id"), "")): squeezed(_words(note))
            for kind in ("footnote", "endnote")
            for part in (relation._target for relation in document.part.rels.values() if not relation.is_external)
            if str(part.partname) == f"/word/{kind}s.xml"
            for note in parse_xml(part.blob).iterchildren(qn(f"w:{kind}"))
            if note.get(qn("w:type")) is None
        }

    def blocks(self) -> Iterator[Block]:
        """The blocks of the document's body."""
        yield from self._inside(self._body)

    def _inside(self, parent: etree._Element) -> Iterator[Block]:
        for element in parent:
            if element.tag == _PARAGRAPH:
                yield from self._paragraph(element)
            elif element.tag == _TABLE:
                yield from self._table(element)
            elif element.tag in _WRAPPERS:
                yield from self._inside(element)

    def _paragraph(self, paragraph: etree._Element) -> Iterator[Block]:
        text = squeezed(_words(paragraph))
        style = self._styles.of(paragraph)
        if text and not style.is_contents:
            yield self._block(paragraph, text)
        for box in _seen(paragraph):
            if box.tag == _TEXT_BOX:
                yield from self._inside(box)
        for kind in ("footnote", "endnote"):
            for mark in paragraph.iter(qn(f"w:{kind}Reference")):
                note = self._notes.get((kind, mark.get(qn("w:id"), "")), "")
                if note:
                    yield Paragraph(note)

    def _block(self, paragraph: etree._Element, text: str) -> Block:
        style = self._styles.of(paragraph)
        if style.level is not None:
            return Heading(text, style.level)
        bold = _bold_start(paragraph)
        if style.is_list or self._styles.is_numbered(paragraph):
            return named_item(text, bold)
        match = BULLET.match(text)
        if match and not match.group()[0].isalnum():
            return named_item(text[match.end() :])
        if bold == text and is_bold_heading(text):
            return Heading(text, LOWEST_LEVEL)
        return Paragraph(text)

    def _table(self, table: etree._Element) -> Iterator[Block]:
        rows = [row for row in table.iter(qn("w:tr")) if _table_of(row) is table]
        grid = [self._cells(row) for row in rows]
        # A box around some text, or a page laid out with a table.
        if len(grid) < 2 or max(len(row) for row in grid) < 2:
            for cell in (cell for row in rows for cell in row.iter(qn("w:tc")) if _table_of(cell) is table):
                yield from self._inside(cell)
            return
        above: dict[int, str] = {}
        heads = 0
        for number, row in enumerate(grid):
            for column, (text, reaches_down) in enumerate(row):
                # A cell that goes on from the row above says the same.
                row[column] = (above.get(column, "") if reaches_down else text, False)
                above[column] = row[column][0]
            if number == heads and rows[number].find(f"{qn('w:trPr')}/{qn('w:tblHeader')}") is not None:
                heads += 1
        yield from table_rows([[text for text, _ in row] for row in grid], heads or None)

    def _cells(self, row: etree._Element) -> list[tuple[str, bool]]:
        """The cells of a row: their text, and whether they are the rest of a cell above."""
        cells: list[tuple[str, bool]] = []
        for cell in (cell for cell in row.iter(qn("w:tc")) if _row_of(cell) is row):
            about = cell.find(qn("w:tcPr"))
            merge = about.find(qn("w:vMerge")) if about is not None else None
            span = about.find(qn("w:gridSpan")) if about is not None else None
            text = squeezed(_words(cell, boxes=True))
            cells.append((text, merge is not None and merge.get(qn("w:val"), "continue") == "continue" and not text))
            width = span.get(qn("w:val"), "1") if span is not None else "1"
            cells += [("", False)] * (min(int(width), 64) - 1 if width.isdigit() else 0)
        return cells


def _row_of(cell: etree._Element) -> etree._Element | None:
    return next(cell.iterancestors(qn("w:tr")), None)


def _table_of(part: etree._Element) -> etree._Element | None:
    return next(part.iterancestors(_TABLE), None)


def _seen(element: etree._Element, boxes: bool = False) -> Iterator[etree._Element]:
    """What is shown of an element; a text box is given but not entered unless `boxes`."""
    waiting = [element]
    while waiting:
        current = waiting.pop()
        yield current
        if current is element or (current.tag not in _UNSEEN and (boxes or current.tag != _TEXT_BOX)):
            waiting += reversed([child for child in current if child.tag not in _UNSEEN])


def _words(element: etree._Element, boxes: bool = False) -> str:
    parts: list[str] = []
    for part in _seen(element, boxes):
        if part.tag == qn("w:t"):
            parts.append(part.text or "")
        elif part.tag in _GAPS:
            parts.append(" ")
        elif part.tag == _HYPHEN:
            parts.append("-")
    return "".join(parts)


def _bold_start(paragraph: etree._Element) -> str:
    """The bold words that a paragraph begins with."""
    words: list[str] = []
    for run in _seen(paragraph):
        if run.tag != qn("w:r"):
            continue
        text = _words(run)
        bold = run.find(f"{qn('w:rPr')}/{qn('w:b')}")
        if text.strip() and (bold is None or bold.get(qn("w:val"), "1") in {"0", "false", "off"}):
            break
        words.append(text)
    return squeezed("".join(words))
