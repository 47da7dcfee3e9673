"""Drops what is no content: navigation, picture captions, and what comes back on every page."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from bot.library.blocks import Block, Content, Heading, ListItem, Paragraph, Row
from bot.library.captions import CaptionDetector
from bot.library.furniture import is_navigation

# A paragraph that stands this often word by word is furniture ("Subscribe to our newsletter").
_REPEATED = 3
# Where a picture stood: its caption is what comes last before the next heading. There a likely caption is one;
# anywhere else it must be all but certain, since dropping content is worse than keeping a caption. A page that was
# scraped with its captions has many: where this many are likely, what sounds a little like one is another.
_LIKELY, _CERTAIN, _LIKELY_AMONG_MANY, _MANY = 0.7, 0.9, 0.4, 3
_SHORTEST_CAPTION = 6


def cleaned(content: Content, captions: CaptionDetector) -> Content:
    """The content without furniture; what was left out is listed in `dropped`."""
    repeated = _repeated(content.blocks)
    captioned = _captions(content.blocks, captions)
    kept: list[Block] = []
    dropped: list[str] = []
    for place, block in enumerate(content.blocks):
        following = content.blocks[place + 1] if place + 1 < len(content.blocks) else None
        if (
            not block.text.strip()
            or _is_navigation(block, following)
            or (isinstance(block, Paragraph) and block.text in repeated)
            or place in captioned
        ):
            dropped.append(block.text)
        else:
            kept.append(block)
    return replace(content, blocks=tuple(kept), dropped=tuple(text for text in dropped if text))


def _is_navigation(block: Block, following: Block | None) -> bool:
    """Words to press on; a heading with something below it stays, since a guide may have a chapter called "Search"."""
    if isinstance(block, Row) or (isinstance(block, ListItem) and block.name) or not is_navigation(block.text):
        return False
    if isinstance(block, Heading):
        return following is None or (isinstance(following, Heading) and following.level <= block.level)
    return True


def _repeated(blocks: Sequence[Block]) -> set[str]:
    seen = Counter(block.text for block in blocks if isinstance(block, Paragraph))
    return {text for text, times in seen.items() if times >= _REPEATED}


def _captions(blocks: Sequence[Block], captions: CaptionDetector) -> set[int]:
    """The places of the paragraphs that are captions; the first block of a document may be its only one."""
    places = [
        place
        for place, block in enumerate(blocks)
        if isinstance(block, Paragraph) and place > 0 and len(block.text.split()) >= _SHORTEST_CAPTION
    ]
    found = dict(zip(places, captions.likelihoods([blocks[place].text for place in places]), strict=True))
    last = {place for place in places if place + 1 == len(blocks) or isinstance(blocks[place + 1], Heading)}
    many = sum(found[place] >= _LIKELY for place in last) >= _MANY
    bound = _LIKELY_AMONG_MANY if many else _LIKELY
    return {place for place in places if found[place] >= (bound if place in last else _CERTAIN)}
