"""Markdown, by CommonMark with tables; what stands in its front matter is taken as what the file says of itself."""

from __future__ import annotations

import re

import yaml
from markdown_it import MarkdownIt

from bot.library.blocks import Content, Heading, iso_date, squeezed
from bot.library.web_page import fragment_blocks

_FRONT_MATTER = re.compile(r"\A\ufeff?---[ \t]*\n(.*?)\n(?:---|\.\.\.)[ \t]*(?:\n|\Z)", re.DOTALL)
# CommonMark's own bound of 20 would drop the inner points of a list that is ten deep.
_DEEPEST = 100


def read_markdown(text: str) -> Content:
    """The blocks of a Markdown text; images are no content, and raw HTML is read as what it shows."""
    about, body = _front_matter(text.replace("\r\n", "\n").replace("\r", "\n"))
    reader = MarkdownIt("commonmark", {"maxNesting": _DEEPEST}).enable("table")
    blocks = fragment_blocks(reader.render(body))
    first = next((block.text for block in blocks if isinstance(block, Heading)), "")
    return Content(
        blocks,
        title=about.get("title", first),
        date=iso_date(about.get("date", "")),
        address=about.get("url", about.get("address", "")),
        licence=about.get("licence", about.get("license", "")),
    )


def _front_matter(text: str) -> tuple[dict[str, str], str]:
    match = _FRONT_MATTER.match(text)
    if match is None:
        return {}, text
    try:
        found = yaml.safe_load(match.group(1))
    except (yaml.YAMLError, ValueError, RecursionError):
        # A rule above and below some text, not front matter; ValueError is a date like 2024-13-45.
        return {}, text
    if not isinstance(found, dict):
        return {}, text
    about = {str(name).lower(): squeezed(str(value)) for name, value in found.items() if value is not None}
    return about, text[match.end() :]
