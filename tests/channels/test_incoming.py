"""What is no text is left out of a message, and nothing else."""

from __future__ import annotations

import pytest

from bot.channels.incoming import clean


@pytest.mark.parametrize(
    ("typed", "left"),
    [
        ("'" * 3_999 + "a", "'" * 20 + "a"),
        ("so" + "_-" * 2_000 + "what", "so" + "_-" * 10 + "what"),
        ("help" + "!" * 20, "help" + "!" * 20),
        ("a'" * 100, "a'" * 100),
        ("a " + "- " * 60 + "b", "a " + "- " * 60 + "b"),
        ("ok 👍👍👍", "ok 👍👍👍"),
        ("/restart", "restart"),
    ],
)
def test_endless_marks_are_cut_and_words_stay(typed: str, left: str) -> None:
    assert clean(typed) == left
