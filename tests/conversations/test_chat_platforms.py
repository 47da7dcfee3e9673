"""The whole way in Slack and Telegram, on the trained model: check-up by buttons, plan, and on with the code."""

from __future__ import annotations

import json
import re
import sqlite3
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing
from typing import Any, Protocol

import pytest

from tests.channels.slack_server import SIGNING_SECRET, TEAM, SlackServer
from tests.channels.slack_server import TOKEN as SLACK_TOKEN
from tests.channels.telegram_server import TOKEN as TELEGRAM_TOKEN
from tests.channels.telegram_server import TelegramServer
from tests.conversations.person import CHOICES, MOST_QUESTIONS, kinds
from tests.conversations.running_bot import RunningBot

pytestmark = pytest.mark.trained

CODE = re.compile(r"LF-[A-Z0-9]{4}-[A-Z0-9]{4}")
REPLY_SECONDS = 30
Message = dict[str, Any]


class Platform(Protocol):
    """What a talk needs of a platform."""

    def write(self, user: int, text: str) -> None: ...
    def push(self, user: int, message: Message, payload: str) -> None: ...
    def told(self, user: int) -> list[Message]: ...
    def payloads(self, message: Message) -> list[str]: ...


class InTelegram:
    """Telegram, by polling."""

    name = "telegram"

    def __init__(self) -> None:
        self.server = TelegramServer().start()
        self.environment = {"LEVELFIELD_TELEGRAM_TOKEN": TELEGRAM_TOKEN, "LEVELFIELD_TELEGRAM_API": self.server.url}

    def write(self, user: int, text: str) -> None:
        self.server.say(user, text)

    def push(self, user: int, message: Message, payload: str) -> None:
        self.server.deliver(self.server.update(callback_query=self.server.press(user, message, payload)))

    def told(self, user: int) -> list[Message]:
        return self.server.to(user)

    def payloads(self, message: Message) -> list[str]:
        rows = (message.get("reply_markup") or {}).get("inline_keyboard") or ()
        return [cell["callback_data"] for row in rows for cell in row]


class InSlack:
    """Slack, by HTTP."""

    name = "slack"

    def __init__(self) -> None:
        self.server, self.url = SlackServer().start(), ""
        self.environment = {"LEVELFIELD_SLACK_TOKEN": SLACK_TOKEN, "LEVELFIELD_SLACK_API": self.server.url}
        self.environment |= {"LEVELFIELD_SLACK_SIGNING_SECRET": SIGNING_SECRET}

    def write(self, user: int, text: str) -> None:
        event = self.server.event(self.server.message(f"U{user}", text))
        assert self.server.deliver(f"{self.url}/events", event) == 200

    def push(self, user: int, message: Message, payload: str) -> None:
        form = {"payload": json.dumps(self.server.press(f"U{user}", message, payload))}
        assert self.server.deliver(f"{self.url}/interactivity", form, form=True) == 200

    def told(self, user: int) -> list[Message]:
        return self.server.to(f"D{user}")

    def payloads(self, message: Message) -> list[str]:
        elements = [e for block in message["blocks"] if block["type"] == "actions" for e in block["elements"]]
        values = [e["value"] for e in elements if "value" in e]
        return [*values, *(option["value"] for e in elements for option in e.get("options", ()))]


@pytest.fixture(scope="module")
def platforms() -> Iterator[Mapping[str, InTelegram | InSlack]]:
    found: dict[str, InTelegram | InSlack] = {"telegram": InTelegram(), "slack": InSlack()}
    yield found
    for platform in found.values():
        platform.server.stop()


@pytest.fixture(scope="module")
def bot(
    platforms: Mapping[str, InTelegram | InSlack], tmp_path_factory: pytest.TempPathFactory
) -> Iterator[RunningBot]:
    with pytest.MonkeyPatch.context() as patch:
        for platform in platforms.values():
            for name, value in platform.environment.items():
                patch.setenv(name, value)
        with RunningBot(tmp_path_factory.mktemp("platforms") / "var") as running:
            platforms["slack"].url = f"{running.url}/webhooks/slack"  # type: ignore[union-attr]
            yield running


class Talk:
    """Somebody who talks to the adviser on a platform."""

    def __init__(self, bot: RunningBot, platform: Platform, user: int) -> None:
        self.bot, self.platform, self.user = bot, platform, user
        self.heard: list[Message] = []

    def say(self, text: str) -> None:
        """Write something, and wait until the reply is all there."""
        self._wait(lambda: self.platform.write(self.user, text))

    def press(self, payload: str) -> None:
        """Press a button that stands on the screen."""
        offering = [m for m in self.platform.told(self.user) if payload in self.platform.payloads(m)]
        self._wait(lambda: self.platform.push(self.user, offering[-1], payload))

    def _wait(self, act: Callable[[], None]) -> None:
        before, deadline = len(self.platform.told(self.user)), time.monotonic() + REPLY_SECONDS
        act()
        while len(self.platform.told(self.user)) == before or not self._all_done():
            assert time.monotonic() < deadline, [message["text"] for message in self.platform.told(self.user)][-3:]
            time.sleep(0.02)
        self.heard = self.platform.told(self.user)[before:]

    def _all_done(self) -> bool:
        with closing(sqlite3.connect(self.bot.settings.cases_url.removeprefix("sqlite:///"))) as connection:
            unfinished = "SELECT count(*) FROM inbox WHERE state NOT IN ('done', 'dead')"
            return bool(connection.execute(unfinished).fetchone()[0] == 0)

    @property
    def offered(self) -> list[str]:
        """The tokens below the last reply."""
        return [payload for message in self.heard for payload in self.platform.payloads(message)]

    @property
    def text(self) -> str:
        """All of the last reply."""
        return "\n".join(message["text"] for message in self.heard)

    def answer_all(self) -> list[str]:
        """Answer every question by its button until none is asked; what was asked."""
        asked: list[str] = []
        for _ in range(MOST_QUESTIONS):
            names = [payload.partition(":")[0] for payload in self.offered]
            question = next((name for name in CHOICES if name in names and name not in asked), "")
            if not question:
                break
            asked.append(question)
            self.press(f"{question}:{CHOICES[question]}")
        return asked


@pytest.mark.parametrize("name", ["telegram", "slack"])
def test_from_hello_to_the_plan_and_on_elsewhere(
    bot: RunningBot, platforms: Mapping[str, InTelegram | InSlack], name: str
) -> None:
    anna, ben = Talk(bot, platforms[name], 71), Talk(bot, platforms[name], 72)
    anna.say("hello")
    assert "menu.check" in anna.offered
    anna.press("menu.check")
    asked = anna.answer_all()
    assert {"E1", "T1", "G1"} <= set(asked), asked
    assert "recommend" in anna.offered, anna.text
    ben.say("show my plan")
    assert not CODE.search(ben.text), "what one person told is nobody else's"
    anna.say("plan")
    anna.answer_all()
    found = CODE.search(anna.text)
    assert found, anna.text
    assert bot.say(f"{name}-anna-at-home", found[0])
    assert "plan" in kinds(bot.say(f"{name}-anna-at-home", "plan"))


@pytest.mark.parametrize("name", ["telegram", "slack"])
def test_a_question_in_between_and_deletion(
    bot: RunningBot, platforms: Mapping[str, InTelegram | InSlack], name: str
) -> None:
    carla = Talk(bot, platforms[name], 73)
    carla.say("we're a 12-person bakery in Lyon, where do we stand?")
    carla.say("why do you ask?")
    assert carla.offered, "the question stands below its reason"
    carla.say("delete my data")
    carla.press("delete.yes")
    with closing(sqlite3.connect(bot.settings.cases_url.removeprefix("sqlite:///"))) as connection:
        left = connection.execute("SELECT count(*) FROM people WHERE address LIKE ?", (f"{name}:%73",)).fetchone()[0]
        kept = connection.execute("SELECT body, reply FROM inbox WHERE person LIKE ?", (f"{name}:%73",)).fetchall()
    assert left == 0 and len(kept) == 4 and set(kept) == {("{}", "[]")}


@pytest.mark.parametrize(("name", "word"), [("telegram", "/stop"), ("telegram", "unsubscribe"), ("slack", "stop")])
def test_a_reminder_comes_here_once_and_one_word_ends_the_others(
    bot: RunningBot, platforms: Mapping[str, InTelegram | InSlack], name: str, word: str
) -> None:
    user = {"/stop": 81, "unsubscribe": 82, "stop": 83}[word]
    dora = Talk(bot, platforms[name], user)
    person = f"telegram:{user}" if name == "telegram" else f"slack:{TEAM}:U{user}"
    dora.say("remind me on monday to call the bank")
    assert "write to you here" in dora.text and "mail" not in dora.text
    dora.say("remind me tomorrow about the invoice")
    with closing(sqlite3.connect(bot.settings.cases_url.removeprefix("sqlite:///"), timeout=30)) as connection:
        # The day has come, and it is day: at any hour at which this runs.
        due = "UPDATE outbox SET due_at = '2020-01-01 00:00:00.000000', hours = '' WHERE recipient = ? AND number = 1"
        assert connection.execute(due, (person,)).rowcount == 1
        connection.commit()
    before, deadline = len(dora.platform.told(user)), time.monotonic() + REPLY_SECONDS
    while len(dora.platform.told(user)) == before:
        assert time.monotonic() < deadline, "the reminder has not come"
        time.sleep(0.05)
    assert "call the bank" in dora.platform.told(user)[before]["text"]
    dora.say(word)
    assert len(dora.heard) == 1 and "called off: 1" in dora.text, dora.text
    dora.say("show my reminders")
    assert sum("call the bank" in message["text"] for message in dora.platform.told(user)[before:]) == 1, dora.text
