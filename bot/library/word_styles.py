"""What the styles of a Word document make of a paragraph: a heading, a list item, a line of its table of contents."""

from __future__ import annotations

import re
from dataclasses import dataclass

from docx.oxml.ns import qn
from lxml import etree

_HEADING = re.compile(r"heading\s*(\d)$", re.IGNORECASE)
_CONTENTS = re.compile(r"(?:toc\s*\d|toc heading|table of figures)$", re.IGNORECASE)
# Styles are based on styles; a broken file may base one on itself.
_LONGEST_CHAIN = 12
# Word's outline levels are 0 to 8, and 9 is body text.
_BODY_TEXT = 9


@dataclass(frozen=True, slots=True)
class Style:
    """What a style makes of its paragraphs; `level` is that of a heading, 0 for the title."""

    level: int | None = None
    is_list: bool = False
    is_contents: bool = False


class WordStyles:
    """The styles of one document."""

    def __init__(self, styles: etree._Element) -> None:
        """Read the styles once; a document has few of them and many paragraphs."""
        self._elements = {style.get(qn("w:styleId"), ""): style for style in styles.iterchildren(qn("w:style"))}
        self._known = {name: self._read(name) for name in self._elements}

    def of(self, paragraph: etree._Element) -> Style:
        """The style of a paragraph, with the outline level that it may have of its own."""
        about = paragraph.find(qn("w:pPr"))
        if about is None:
            return Style()
        named = about.find(qn("w:pStyle"))
        style = self._known.get(named.get(qn("w:val"), ""), Style()) if named is not None else Style()
        level = _outline(about)
        return Style(level, style.is_list, style.is_contents) if style.level is None and level else style

    def is_numbered(self, paragraph: etree._Element) -> bool:
        """Whether a paragraph has a bullet or a number of its own; number 0 takes that of the style away."""
        number = paragraph.find(f"{qn('w:pPr')}/{qn('w:numPr')}/{qn('w:numId')}")
        return number is not None and number.get(qn("w:val")) != "0"

    def _read(self, name: str) -> Style:
        is_list = False
        for _ in range(_LONGEST_CHAIN):
            element = self._elements.get(name)
            if element is None:
                break
            found = element.find(qn("w:name"))
            title = found.get(qn("w:val"), "") if found is not None else ""
            heading = _HEADING.match(title)
            if heading:
                return Style(int(heading.group(1)), is_list)
            if title.lower() == "title":
                return Style(0, is_list)
            if _CONTENTS.match(title):
                return Style(is_contents=True)
            about = element.find(qn("w:pPr"))
            level = _outline(about) if about is not None else None
            if level:
                return Style(level, is_list)
            numbered = about is not None and about.find(qn("w:numPr")) is not None
            is_list = is_list or numbered or (title.lower().startswith("list ") and title.lower() != "list paragraph")
            based = element.find(qn("w:basedOn"))
            name = based.get(qn("w:val"), "") if based is not None else ""
        return Style(is_list=is_list)


def _outline(about: etree._Element) -> int | None:
    level = about.find(qn("w:outlineLvl"))
    value = level.get(qn("w:val"), "") if level is not None else ""
    return int(value) + 1 if value.isdigit() and int(value) < _BODY_TEXT else None
