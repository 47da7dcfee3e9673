"""The long article that the knowledge grew from: a scraped page with captions, lists and flattened tables."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.library.blocks import Content, ListItem, Row, squeezed
from bot.library.captions import CaptionDetector
from bot.library.cleaning import cleaned
from bot.library.reading import read_content
from bot.library.splitting import split
from bot.settings import ROOT
from tests.unit.library.seen import words, words_of

ARTICLE = ROOT.parent / "shared" / "source" / "000_84cc38cb18748b6d.txt"
NAVIGATION = "Skip to main"
# The first three words of each caption.
CAPTIONS = (
    *("The modern entrepreneur", "Technology amplifies the", "The image conveys", "An artistic rendering"),
    *("Smooth metal surface", "Against a black", "Elegant reflective streams", "The photo shows"),
    *(
        "The technological orb",
        "Abstract illumination captures",
        "The abstract presentation",
        "Modern space reflecting",
    ),
    *("Geometric shapes are", "Viewed from below", "Abstract lines with", "This arrangement featuring"),
    *("This perspective focuses", "This meticulously arranged", "A modern automation"),
)

pytestmark = pytest.mark.skipif(not ARTICLE.is_file(), reason=f"the article is not part of the project ({ARTICLE})")


@pytest.fixture(scope="module")
def content(captions: CaptionDetector) -> Content:
    """The article as it is added."""
    return cleaned(read_content(ARTICLE.read_bytes(), ARTICLE.name), captions)


def lines() -> list[str]:
    return [squeezed(line) for line in Path(ARTICLE).read_text(encoding="utf-8").splitlines() if line.strip()]


def test_exactly_the_captions_and_the_navigation_are_dropped(content: Content) -> None:
    assert [" ".join(text.split()[:3]).rstrip(",") for text in content.dropped] == [NAVIGATION, *CAPTIONS]


def test_every_other_line_is_in_the_passages_word_by_word(content: Content) -> None:
    shown = [line for line in lines() if not line.startswith((NAVIGATION, *CAPTIONS))]
    found = split("document.article", content.blocks)
    assert len(shown) + len(CAPTIONS) + 1 == len(lines())
    texts = [words_of([passage]) for passage in found]
    for line in shown:
        wanted = words(line)
        # A line may be spread over the passages it was split into, one beside the other.
        assert any(
            wanted - {word for word in wanted if word.isdigit()} <= set().union(*texts[start : start + 5])
            for start in range(len(texts))
        ), line[:40]


def test_no_word_of_a_caption_alone_is_in_the_passages(content: Content) -> None:
    shown = words(*(line for line in lines() if not line.startswith(CAPTIONS)))
    captions_only = words(*(line for line in lines() if line.startswith(CAPTIONS))) - shown
    assert not captions_only & words_of(split("document.article", content.blocks))


def test_both_tables_have_four_rows_of_four_columns(content: Content) -> None:
    rows = [block for block in content.blocks if isinstance(block, Row)]
    assert [len(row.cells) for row in rows] == [4] * 8
    for table in (rows[:4], rows[4:]):
        heads = [[name for name, _ in row.cells] for row in table]
        assert heads == [heads[0]] * 4 and all(heads[0])
        assert all(cell for row in table for _, cell in row.cells)


def test_every_list_item_has_its_name(content: Content) -> None:
    items = [block for block in content.blocks if isinstance(block, ListItem)]
    marked = [line for line in lines() if line.startswith("•") or (line[:1].isdigit() and line[1:2] == ".")]
    assert len(items) == len(marked) > 30
    assert all(item.name and item.text for item in items)
