"""Letters hit at random, and words that only look like it."""

from __future__ import annotations

import pytest

from bot.language.keys import hit_at_random


@pytest.mark.parametrize("text", ["asdkjh qwe lkj", "qweqwe asdasd zxczxc", "FFFFF ggg hhh", "asdf asdf 12", "lkjhg"])
def test_keys_in_a_row_are_no_words(text: str) -> None:
    assert hit_at_random(text)


@pytest.mark.parametrize("text", ["", "12", "wer weiss", "due e tre", "we were 12", "www.example.com", "hmm", "k"])
def test_a_word_that_lies_on_neighbouring_keys_is_one(text: str) -> None:
    assert not hit_at_random(text)
