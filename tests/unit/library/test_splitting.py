"""Passages: short enough to be found, with the headings above them, and nothing lost."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from bot.library.blocks import Block, Heading, ListItem, Paragraph, Row
from bot.library.splitting import MOST_WORDS, split
from tests.unit.library.seen import words, words_of

SHORT = "Members pay in May."
LONG = " ".join(f"Sentence {number} of the chapter tells what a member pays and when." for number in range(30))


def test_a_passage_has_the_headings_above_it() -> None:
    blocks = [
        *(Heading("Guide", 0), Heading("Dues", 1), Paragraph(SHORT), Heading("Late", 2), Paragraph("Then more.")),
        *(Heading("Visits", 1), Paragraph("Ring first.")),
    ]
    assert [passage.path for passage in split("d", blocks)] == [
        ("Guide", "Dues"),
        ("Guide", "Dues", "Late"),
        ("Guide", "Visits"),
    ]


def test_ids_count_from_one() -> None:
    found = split("document.guide", [Heading("Dues", 1), Paragraph(LONG)])
    assert [passage.id for passage in found] == [f"document.guide#{number}" for number in range(1, len(found) + 1)]
    assert {passage.document for passage in found} == {"document.guide"}


def test_short_paragraphs_of_one_heading_are_put_together() -> None:
    found = split("d", [Paragraph(SHORT), Paragraph("In cash."), Heading("Visits", 1), Paragraph("Ring first.")])
    assert [passage.text for passage in found] == [f"{SHORT}\nIn cash.", "Ring first."]


def test_long_paragraphs_are_cut_between_sentences() -> None:
    found = split("d", [Paragraph(LONG)])
    assert len(found) > 2
    assert all(passage.text.startswith("Sentence") and passage.text.endswith("when.") for passage in found)
    assert " ".join(passage.text for passage in found) == LONG


def test_quotation_marks_at_the_end_of_a_sentence_stay() -> None:
    text = " ".join('He said "pay in May." Then he left.' for _ in range(20))
    assert " ".join(passage.text for passage in split("d", [Paragraph(text)])) == text


def test_a_sentence_without_end_is_cut_between_words() -> None:
    text = " ".join(f"w{number}" for number in range(MOST_WORDS * 2 + 5))
    found = split("d", [Paragraph(text)])
    assert [len(passage.text.split()) for passage in found] == [MOST_WORDS, MOST_WORDS, 5]


def test_items_and_rows_are_passages_of_their_own_with_a_name() -> None:
    row = Row((("Service", "Carnet"), ("Fee", "60")))
    found = split("d", [ListItem("translate them", "Labels"), ListItem("plain"), row])
    assert [(passage.kind, passage.name, passage.text) for passage in found] == [
        ("item", "Labels", "translate them"),
        ("item", "", "plain"),
        ("row", "Carnet", "Service: Carnet; Fee: 60"),
    ]


def test_a_heading_with_nothing_below_it_says_what_it_says() -> None:
    blocks = [Heading("Closed in August", 2), Heading("Visits", 2), Paragraph("Ring first."), Heading("Ask Anna", 3)]
    assert [(passage.path, passage.text) for passage in split("d", blocks)] == [
        ((), "Closed in August"),
        (("Visits",), "Ring first."),
        (("Visits",), "Ask Anna"),
    ]


def test_headings_alone_are_no_document() -> None:
    assert split("d", [Heading("Dues", 1), Heading("Visits", 1)]) == []
    assert split("d", []) == []


TEXTS = st.text(st.sampled_from("ab. A?!\"'é("), min_size=1, max_size=400).map(lambda text: f"x{text.strip()}")
BLOCKS = st.one_of(
    TEXTS.map(Paragraph),
    st.builds(Heading, TEXTS, st.integers(0, 6)),
    st.builds(ListItem, TEXTS, st.just("") | TEXTS),
    st.lists(st.tuples(TEXTS, TEXTS), min_size=1, max_size=4).map(lambda cells: Row(tuple(cells))),
)


@given(st.lists(BLOCKS, max_size=12))
def test_no_word_is_lost_and_no_passage_is_too_long(blocks: list[Block]) -> None:
    found = split("d", blocks)
    assert all(0 < len(passage.text.split()) <= MOST_WORDS for passage in found)
    if found:
        names = [block.name for block in blocks if isinstance(block, ListItem)]
        assert words_of(found) >= words(*names, *(block.text for block in blocks))
