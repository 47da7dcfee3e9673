"""What takes back the last answer, and what it says instead."""

from __future__ import annotations

import pytest

from bot.language.taken_back import said_instead, takes_back_plainly
from bot.nlu.button_tokens import plain_token


@pytest.mark.parametrize(
    ("text", "instead", "plainly"),
    [
        ("wait: actually only one mill", "only one mill", True),
        ("hold on, I meant 14", "14", True),
        ("no wait, four weeks", "four weeks", False),
        ("scratch that, we're nine", "we're nine", True),
        ("hm no, rather about a third", "about a third", True),
        ("oh sorry, i meant the second", "the second", True),
        ("Hang on, it should be twice a year", "twice a year", True),
    ],
)
def test_what_is_said_instead(text: str, instead: str, plainly: bool) -> None:
    assert said_instead(text) == instead
    assert takes_back_plainly(text) is plainly


@pytest.mark.parametrize(
    "text", ["wait a minute", "actually only one", "no, four weeks", "we wait four weeks", "hold on"]
)
def test_what_takes_nothing_back(text: str) -> None:
    assert said_instead(text) == ""


@pytest.mark.parametrize(
    "text", ["undo", "put it back", "Undo that, please", "no, take that back", "undo the last answer"]
)
def test_undo_in_words_is_the_button(text: str) -> None:
    assert plain_token(text) == "undo"


@pytest.mark.parametrize("text", ["we can put it back in stock", "customers take it back to the shop"])
def test_undoing_something_else_is_not(text: str) -> None:
    assert plain_token(text) == ""
