"""What a turn knows of the talk so far."""

from __future__ import annotations

from typing import Any

import pytest
from rasa_sdk import Tracker
from rasa_sdk.executor import CollectingDispatcher

from actions.turns import turn_from, utter
from bot.model.message import Button, Message


def _turn_after(*said: str) -> tuple[str, ...]:
    """The texts that were said twice, after this talk: `>` is the person, the rest the adviser."""
    events: list[dict[str, Any]] = [
        {"event": "user", "text": text[1:], "parse_data": {}} if text[0] == ">" else {"event": "bot", "text": text}
        for text in said
    ]
    tracker = Tracker("anna", {}, {"text": "again"}, events, False, None, {}, "action_listen")
    return turn_from(tracker).open.twice


@pytest.mark.parametrize(
    ("said", "twice"),
    [
        (["> hi", "a", "b", "> hi", "a", "b", "> hi"], ("a", "b")),
        (["> hi", "a", "b", "> hi", "a", "b", "> hi", "a"], ("a", "b")),
        (["> hi", "a", "> hi", "b", "> hi"], ()),
        (["> hi", "a", "> hi"], ()),
        (["> hi"], ()),
    ],
)
def test_a_reply_that_came_twice_is_known(said: list[str], twice: tuple[str, ...]) -> None:
    assert _turn_after(*said) == twice


def test_a_long_message_is_said_in_parts_with_the_buttons_below_the_last() -> None:
    paragraph = " ".join(["word"] * 60)
    message = Message("plan", f"{paragraph}\n\n{paragraph}", buttons=(Button("Go on", "next"),), data={"now": []})
    dispatcher = CollectingDispatcher()
    utter(dispatcher, Tracker("anna", {}, {}, [], False, None, {}, "action_listen"), message)
    assert [said["text"] for said in dispatcher.messages] == [paragraph, paragraph]
    assert [said["custom"]["data"].get("now") for said in dispatcher.messages] == [[], None]
    assert [len(said["buttons"]) for said in dispatcher.messages] == [0, 1]
