"""Texts found by their words."""

from __future__ import annotations

import io
import zipfile

import numpy as np
import pytest

from bot.search.lexical import LexicalIndex

TEXTS = (
    "Hedging fixes an exchange rate before the customer pays.",
    "A customer list belongs to you and not to the marketplace.",
    "Lock the doors at night.",
    "",
)


@pytest.fixture
def index() -> LexicalIndex:
    """An index over four texts, the last of them without a word."""
    return LexicalIndex.build(TEXTS)


def test_the_text_that_holds_the_words_comes_first(index: LexicalIndex) -> None:
    shares = index.shares("hedging the exchange rate")
    assert shares.shape == (4,) and int(shares.argmax()) == 0
    assert shares[1] == shares[2] == shares[3] == 0


def test_words_are_found_in_any_form_and_letter_case(index: LexicalIndex) -> None:
    assert index.shares("HEDGED")[0] == index.shares("hedging")[0] > 0


def test_a_rare_word_tells_more_than_a_frequent_one(index: LexicalIndex) -> None:
    both = index.shares("customers who hedge")
    assert both[0] > both[1] > 0, "both texts have the customer, one has the hedging"
    only_rare, only_frequent = index.shares("hedge marketplace"), index.shares("customer marketplace")
    assert only_rare[0] > only_frequent[0]


def test_a_word_that_stands_nowhere_takes_from_the_share(index: LexicalIndex) -> None:
    assert 0 < index.shares("hedging zebras")[0] < index.shares("hedging")[0]


def test_a_word_said_twice_counts_once(index: LexicalIndex) -> None:
    assert index.shares("hedging zebras")[0] == index.shares("hedging hedging hedging zebras")[0]


@pytest.mark.parametrize("text", ["", "what is the", "please tell me what it means", "zebras", "?!", "мы пекарня"])
def test_what_has_no_telling_word_is_in_no_text(index: LexicalIndex, text: str) -> None:
    assert not index.shares(text).any()


@pytest.mark.parametrize("texts", [(), ("",), ("the", "and")])
def test_nothing_to_find_is_no_fault(texts: tuple[str, ...]) -> None:
    index = LexicalIndex.build(texts)
    assert not index.shares("hedging").any() and index.to_bytes() == b""


def test_one_text_alone_can_be_found() -> None:
    assert LexicalIndex.build(["hedging"]).shares("what is hedging?")[0] > 0


def test_an_index_comes_back_from_its_bytes_as_it_was(index: LexicalIndex) -> None:
    back = LexicalIndex.from_bytes(index.to_bytes())
    for text in ("hedging zebras", "customer", "the", "door at night"):
        assert np.array_equal(back.shares(text), index.shares(text))
    assert not LexicalIndex.from_bytes(b"").shares("hedging").any()


def test_nothing_in_the_bytes_of_an_index_is_executed(index: LexicalIndex) -> None:
    altered = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(index.to_bytes())) as old, zipfile.ZipFile(altered, "w") as new:
        for name in old.namelist():
            content = io.BytesIO(old.read(name))
            if name.endswith("indptr.csc.index.npy"):
                content = io.BytesIO()
                np.save(content, np.array([{"a": "pickle"}], dtype=object), allow_pickle=True)
            new.writestr(name, content.getvalue())
    with pytest.raises(ValueError, match="allow_pickle"):
        LexicalIndex.from_bytes(altered.getvalue())
