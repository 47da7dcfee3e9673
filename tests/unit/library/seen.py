"""What is seen of a document: its words, its blocks at a glance."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable

from bot.library.blocks import Content, Heading, ListItem
from bot.model.document import Passage

Read = Callable[[bytes | str, str], list[Passage]]


def words(*texts: str) -> set[str]:
    """The words of texts, without marks and in small letters."""
    return set(re.findall(r"\w+", " ".join(texts).lower()))


def words_of(passages: Iterable[Passage]) -> set[str]:
    """Every word that a document's passages show: headings, names and texts."""
    return words(*(part for passage in passages for part in (*passage.path, passage.name, passage.text)))


def looks(content: Content) -> list[str]:
    """The blocks of a document, one line each: `# heading`, `- name: item`, `| row`, or the paragraph as it is."""
    found = []
    for block in content.blocks:
        if isinstance(block, Heading):
            found.append(f"{'#' * block.level} {block.text}".strip())
        elif isinstance(block, ListItem):
            found.append(f"- {block.name}: {block.text}" if block.name else f"- {block.text}")
        else:
            found.append(f"| {block.text}" if type(block).__name__ == "Row" else block.text)
    return found
