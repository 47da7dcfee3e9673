"""What is dropped from a document, and what must never be."""

from __future__ import annotations

import pytest

from bot.library.blocks import Block, Content, Heading, ListItem, Paragraph, Row
from bot.library.captions import CaptionDetector
from bot.library.cleaning import cleaned

OPENING = Paragraph("The chamber advises its members on papers and duties.")


def kept(captions: CaptionDetector, *blocks: Block) -> list[str]:
    return [block.text for block in cleaned(Content(blocks), captions).blocks]


@pytest.mark.parametrize(
    "line",
    [
        "Skip to main content",
        "Back to top ↑",
        "Read more »",
        "SHARE",
        "© 2024 The Chamber",
        "Copyright 2024. All rights reserved.",
    ],
)
def test_navigation_is_dropped_and_listed(captions: CaptionDetector, line: str) -> None:
    found = cleaned(Content((OPENING, Paragraph(line), ListItem(line))), captions)
    assert found.blocks == (OPENING,)
    assert found.dropped == (line, line)


def test_a_chapter_that_is_called_like_navigation_stays(captions: CaptionDetector) -> None:
    blocks = (Heading("Search", 2), OPENING, Heading("Share", 2), Heading("Print", 3), ListItem("on paper", "Menu"))
    assert kept(captions, *blocks) == [block.text for block in blocks]


def test_cells_are_never_navigation(captions: CaptionDetector) -> None:
    assert kept(captions, OPENING, Row((("", "Print"),))) == [OPENING.text, "Print"]


def test_what_comes_back_again_and_again_is_dropped(captions: CaptionDetector) -> None:
    again = Paragraph("Ask for our letter to members.")
    found = cleaned(Content((OPENING, again, Heading("Dues", 1), again, OPENING, again)), captions)
    assert [block.text for block in found.blocks] == [OPENING.text, "Dues", OPENING.text]
    assert found.dropped == (again.text,) * 3


def test_items_and_rows_may_come_back(captions: CaptionDetector) -> None:
    blocks = (OPENING, *[ListItem("Passport")] * 4, *[Row((("Fee", "free"),))] * 4)
    assert len(kept(captions, *blocks)) == len(blocks)


@pytest.mark.parametrize(
    "caption",
    [
        "The photo shows a carpenter bending over a bench covered in shavings, lit from a window on the left.",
        "Abstract orange spheres on a grey surface symbolise balance and growth for small companies.",
        "View of the harbour from the roof of the chamber, with the new crane in front.",
    ],
)
def test_a_caption_where_a_picture_stood_is_dropped(captions: CaptionDetector, caption: str) -> None:
    found = cleaned(Content((OPENING, Paragraph(caption), Heading("Dues", 1), OPENING)), captions)
    assert found.dropped == (caption,)


@pytest.mark.parametrize(
    "text",
    [
        "Members who pay late lose their vote at the yearly meeting, but not the right to advice.",
        "Put a photo of every product on your page, taken in daylight on a plain background.",
        "The picture is mixed: exports to the north grew by a tenth, those to the south fell.",
        "Applications close on 31 March. Send the form with a copy of the register to the desk.",
        "Light packaging saves freight, and dark glass keeps oil fresh for longer.",
        "The building opens at eight. Visitors register at the front desk and wear a badge.",
        "A design that is registered may not be copied for five years, and the term can be extended.",
        "Our office is on the second floor, left of the stairs, opposite the post office.",
        "The lighting in a workshop needs at least five hundred lux at the bench.",
        "The red form is for goods that leave the union, the green one for goods that come back.",
        "Colours on a screen differ from those in print, so order a proof.",
        "New technology helps small firms only where somebody has the time to learn it.",
    ],
)
def test_advice_at_the_end_of_a_chapter_stays(captions: CaptionDetector, text: str) -> None:
    assert text in kept(captions, OPENING, Paragraph(text), Heading("Dues", 1), OPENING)


def test_the_only_paragraph_of_a_document_stays(captions: CaptionDetector) -> None:
    caption = "The photo shows a carpenter bending over a bench covered in shavings, lit from the left."
    assert kept(captions, Paragraph(caption)) == [caption]
