"""A turn that reaches the action server twice, as after a lost answer, has no second effect."""

from __future__ import annotations

import json
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from bot.cli.processes import rasa_server
from tests.conversations.person import CHOICES, MOST_QUESTIONS, Person
from tests.conversations.recorder import Recorder, post
from tests.conversations.running_bot import RunningBot

pytestmark = pytest.mark.trained

OPENING = ["check my business", "we're a bakery in Lyon, twelve of us", "actually we're 14"]
# What changes the case store beside answers, each after the reply before; an empty text answers what is asked.
AFTERWARDS = [
    *("the bank turned us down again", "yes, that's right", "recommend", ""),
    *("accept:strategy.niche.community", "reject:strategy.decentral.blockchain", "done:ext.finance.buffer"),
    *("that didn't help me", "plan", "", "we can't pay the wages this month", "plan", "E1:0", "profile"),
    *("plan", "swap the second one for something else", "Maria does the first one", "put the second one first"),
]


class RecordedBot(RunningBot):
    """The adviser with a recorder between its two servers."""

    def __init__(self, var: Path) -> None:
        super().__init__(var)
        self.recorder = Recorder(self.settings.actions_url)
        self._rasa = rasa_server(replace(self.settings, actions_port=self.recorder.port))

    def start(self) -> None:
        self.recorder.start()
        super().start()

    def stop(self) -> None:
        super().stop()
        self.recorder.stop()

    def calls_of(self, person: Person, words: str) -> list[bytes]:
        """Say something, and what it made the Rasa server send to the action server."""
        before = len(self.recorder.calls)
        person.say(words)
        return self.recorder.calls[before:]

    def repeat(self, calls: list[bytes]) -> None:
        """Hand calls to the action server once more."""
        for call in calls:
            status, body = post(self.settings.actions_url, call)
            # 400 is how an action says that it leaves a turn to another one.
            assert status in {200, 400}, f"{status} {body[:500]!r}"


@pytest.fixture(scope="module")
def recorded(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RecordedBot]:
    bot = RecordedBot(tmp_path_factory.mktemp("recorded") / "var")
    try:
        bot.start()
        yield bot
    finally:
        bot.stop()


def _turns(person: Person, script: list[str]) -> Iterator[str]:
    """The script, with the questions that come between answered by buttons."""
    for words in script:
        if words:
            yield words
            continue
        for _ in range(MOST_QUESTIONS):
            if not person.asked:
                break
            yield f"{person.asked}:{CHOICES[person.asked]}"


def test_each_turn_of_a_whole_walk(recorded: RecordedBot, sender: str) -> None:
    person, all_calls = Person(recorded, sender), []
    for words in _turns(person, [*OPENING, "", *AFTERWARDS]):
        calls = recorded.calls_of(person, words)
        after = person.stored()
        assert calls, f"{words} reached no action"
        recorded.repeat(calls)
        assert person.stored() == after, words
        all_calls += calls
    assert all(rows for rows in after.values()), f"the walk left a table empty: {after}"
    # However late a turn is repeated, and in whatever state the case is by then.
    recorded.repeat(all_calls)
    assert person.stored() == after


def test_starting_over_and_deletion(recorded: RecordedBot, sender: str) -> None:
    person = Person(recorded, sender)
    person.walk_to("T1")
    recorded.calls_of(person, "start over")
    calls = recorded.calls_of(person, "yes")
    person.walk_to("T1")
    before = person.stored()
    assert before["answers"]
    recorded.repeat(calls)
    assert person.stored() == before
    person.say("delete my data")
    calls = recorded.calls_of(person, "delete.yes")
    recorded.repeat(calls)
    assert not any(person.stored().values())


def test_a_turn_that_comes_twice_at_the_same_time_is_filed_once(recorded: RecordedBot, sender: str) -> None:
    person = Person(recorded, sender)
    person.walk_to("E1")
    calls = recorded.calls_of(person, "E1:2")
    validation = next(call for call in calls if json.loads(call)["next_action"] == "validate_diagnosis_form")
    before = person.stored()
    for number in range(5):
        body = json.dumps(_as_message(json.loads(validation), f"twice-{number}")).encode()
        with ThreadPoolExecutor(4) as pool:
            statuses = [status for status, _ in pool.map(post, [recorded.settings.actions_url] * 4, [body] * 4)]
        assert statuses == [200] * 4
    after = person.stored()
    assert len(after["writes"]) == len(before["writes"]) + 5
    assert [row[:2] for row in after["answers"]] == [row[:2] for row in before["answers"]]


def _as_message(call: dict[str, Any], message_id: str) -> dict[str, Any]:
    """The same call as if it were another message."""
    call["tracker"]["latest_message"]["message_id"] = message_id
    return call
