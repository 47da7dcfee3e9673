"""What is typed leaves no trace where it must not, over REST on the trained model."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.conversations.person import Person
from tests.conversations.running_bot import RunningBot

pytestmark = pytest.mark.trained


def holding(folder: Path, text: str) -> list[str]:
    """The files below a folder that hold a text."""
    return [path.name for path in sorted(folder.rglob("*")) if path.is_file() and text.encode() in path.read_bytes()]


def test_numbers_and_addresses_are_stored_nowhere(bot: RunningBot, person: Person) -> None:
    person.say("we're a bakery in Lyon, 12 of us, call me on 0170 7654321 or mail zoe.quark@bakery.example")
    person.say("our account is DE89 3704 0044 0532 0130 00, the card 4111 1111 1111 1111")
    facts = person.facts()
    assert facts["team_size"] == 12 and facts["country"] == "France"
    for text in ("7654321", "zoe.quark", "0532 0130", "4111 1111"):
        assert holding(bot.settings.var, text) == []


def test_delete_my_data_takes_the_log_of_the_talk_along(bot: RunningBot, person: Person) -> None:
    marker = "zyxomma"
    person.say("check my business")
    person.say(f"we make {marker} nets, 7 of us in Malmö")
    person.say(f"{marker} qwertz {marker}")
    assert holding(bot.settings.var, marker) != []
    person.say("delete my data")
    done = person.say("yes")[0]
    assert done["custom"]["data"]["left"] == 0 and "This talk goes too" in done["text"]
    assert holding(bot.settings.var, marker) == []
    assert holding(bot.settings.var, person.sender) == []
    # And the talk goes on as with somebody new.
    assert person.say("check my business")[-1]["custom"]["kind"] == "question"
