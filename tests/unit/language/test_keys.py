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


@pytest.mark.parametrize("run", ["u", "qwe", "qwertyuiop", "asdfdsa", "aaab"])
def test_a_long_word_that_is_nearly_made_of_runs_takes_no_time(run: str) -> None:
    # Tried in every way in which it can be cut, one such word would hold up everybody for ever.
    assert not hit_at_random(run * 400 + "v")


@pytest.mark.parametrize("text", ["uuuuuuu", "sdfghgf", "qwerttre", "zzzqqqq"])
def test_a_word_may_have_to_be_cut_elsewhere_than_behind_the_longest_run(text: str) -> None:
    assert hit_at_random(text)
