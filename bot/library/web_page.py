"""HTML: the content of a page with its headings, lists and tables; what the page says of itself by trafilatura."""

from __future__ import annotations

import logging
import re

from lxml import etree, html
from trafilatura.metadata import extract_metadata

from bot.errors import DocumentUnreadable
from bot.library.blocks import Block, Content, iso_date, squeezed
from bot.library.furniture import Furniture
from bot.library.html_blocks import html_blocks

# Tags without a meaning of their own, of which broken pages nest thousands.
_PLAIN_TAGS = re.compile(r"</?(?:div|span|section|center|font)\b[^>]*>", re.IGNORECASE)
_TOO_DEEP = "Excessive depth"


def read_web_page(text: str) -> Content:
    """The content of a page; navigation, footers, scripts, forms' fields and pictures are no content.

    Raises:
        DocumentUnreadable: its elements are nested deeper than can be read.
    """
    page = _parsed(text)
    if page is None:
        return Content(())
    body = page.find("body")
    furniture = Furniture(page if body is None else body)
    blocks = tuple(html_blocks(furniture.content, furniture.holds))
    # Of a page without any metadata the library complains in the log.
    logging.getLogger("trafilatura").setLevel(logging.CRITICAL)
    # Dates are taken from where a page declares them; what else looks like one (a copyright year) is a guess.
    about = extract_metadata(page, extensive=False)
    return Content(
        blocks,
        title=squeezed(about.title or ""),
        date=iso_date(about.date or ""),
        address=squeezed(about.url or ""),
        licence=squeezed(about.license or ""),
    )


def fragment_blocks(text: str) -> tuple[Block, ...]:
    """The blocks of a piece of HTML that has no furniture."""
    page = _parsed(text)
    return () if page is None else tuple(html_blocks(page, _is_unseen))


def _is_unseen(element: etree._Element) -> bool:
    return element.tag in {"script", "style", "template", "head", "img", "svg"}


def _parsed(text: str) -> etree._Element | None:
    page, fault = _tree(text)
    if fault:
        # The parser stopped there: what comes after would be lost.
        page, fault = _tree(_PLAIN_TAGS.sub("<p>", text))
    if fault:
        raise DocumentUnreadable("has elements too deep inside each other. Save its text in a new page.")
    return page


def _tree(text: str) -> tuple[etree._Element | None, bool]:
    # Text is UTF-8 by now, whatever the page says of itself.
    parser = html.HTMLParser(encoding="utf-8", huge_tree=True, remove_comments=True, remove_pis=True)
    try:
        page = html.document_fromstring(text.replace("\0", "").encode("utf-8", "replace"), parser=parser)
    except etree.ParserError:
        # Nothing in it but comments.
        return None, False
    return page, any(_TOO_DEEP in entry.message for entry in parser.error_log)
