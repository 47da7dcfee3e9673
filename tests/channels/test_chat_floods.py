"""Who writes faster than anybody reads in Slack or Telegram is told once; what was let in is answered all the same."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Awaitable, Callable

import pytest
from rasa.core.channels.channel import UserMessage

from bot.channels.limits import Limits
from bot.channels.slack import SlackChannel
from bot.channels.telegram import TelegramChannel
from bot.inbox.inbox import Inbox
from bot.model.letter import CHATS
from bot.model.received import DONE
from bot.settings import Settings
from tests.channels import slack_server, telegram_server
from tests.channels.chat_platform import Echo
from tests.channels.slack_server import SlackServer
from tests.channels.small_bot import serving
from tests.channels.telegram_server import TelegramServer

WORDING = {"chat.too_many": "Too fast.", "chat.kept": "Kept.", "chat.choose": "Choose", "chat.in_direct": "Look there."}
Handler = Callable[[UserMessage], Awaitable[None]]


class Door:
    """One chat with its door; three messages are read. A day, since windows slide: no minute may begin meanwhile."""

    def __init__(self, chat: str, slack: SlackServer, telegram: TelegramServer, inbox: Inbox) -> None:
        self.chat, self.slack, self.telegram, self.inbox = chat, slack, telegram, inbox
        self.address = ""
        self.settings = Settings.from_env(
            {
                "LEVELFIELD_SLACK_TOKEN": slack_server.TOKEN,
                "LEVELFIELD_SLACK_SIGNING_SECRET": slack_server.SIGNING_SECRET,
                "LEVELFIELD_SLACK_API": slack.url,
                "LEVELFIELD_TELEGRAM_TOKEN": telegram_server.TOKEN,
                "LEVELFIELD_TELEGRAM_API": telegram.url,
                "LEVELFIELD_LIMIT_SENDER": "3/day",
            }
        )

    def play(self, handler: Handler, script: Callable[[], None]) -> None:
        """Run the door, as after a start, while a script runs in a thread."""
        channel = {"slack": SlackChannel, "telegram": TelegramChannel}[self.chat](
            self.settings, WORDING, self.inbox, limits=Limits(self.settings)
        )

        async def run() -> None:
            async with serving(channel, handler) as self.address:
                await asyncio.to_thread(script)

        asyncio.run(run())

    def say(self, user: int, text: str) -> None:
        """Somebody writes."""
        if self.chat == "telegram":
            self.telegram.say(user, text)
            return
        event = self.slack.event(self.slack.message(f"U{user}", text))
        assert self.slack.deliver(f"{self.address}/webhooks/slack/events", event) == 200, "acknowledged all the same"

    def press(self, user: int, payload: str) -> None:
        """Somebody presses a button of the last message that has some."""
        if self.chat == "telegram":
            asked = next(m for m in reversed(self.telegram.to(user)) if m["reply_markup"])
            self.telegram.deliver(self.telegram.update(callback_query=self.telegram.press(user, asked, payload)))
            return
        asked = next(m for m in reversed(self.slack.to(f"D{user}")) if len(m["blocks"]) > 1)
        form = {"payload": json.dumps(self.slack.press(f"U{user}", asked, payload))}
        assert self.slack.deliver(f"{self.address}/webhooks/slack/interactivity", form, form=True) == 200

    def told(self, user: int) -> list[str]:
        """What somebody was told."""
        found = self.telegram.to(user) if self.chat == "telegram" else self.slack.to(f"D{user}")
        return [message["text"] for message in found]

    def wait_for(self, condition: Callable[[], bool]) -> None:
        (self.telegram if self.chat == "telegram" else self.slack).wait_for(condition)

    def wait_until_all_is_read(self) -> None:
        """Wait for a second person's answer: what was delivered before it has been looked at."""
        self.say(8, "last")
        self.wait_for(lambda: "heard last" in self.told(8))


@pytest.fixture(params=CHATS)
def door(request: pytest.FixtureRequest, slack: SlackServer, telegram: TelegramServer, inbox: Inbox) -> Door:
    return Door(request.param, slack, telegram, inbox)


def test_whoever_floods_is_told_once_and_others_are_answered(door: Door, inbox: Inbox) -> None:
    echo = Echo()

    def script() -> None:
        for said in ("ask", "two", "three", "four", "five"):
            door.say(7, said)
        door.wait_for(lambda: len(door.told(7)) == 4)
        door.press(7, "E1:1")
        door.say(7, "six")
        door.wait_until_all_is_read()

    door.play(echo, script)
    assert door.told(7) == ["heard ask", "heard two", "heard three", "Too fast."]
    assert [text for person, text in echo.heard if not person.endswith("8")] == ["ask", "two", "three"]
    assert [message.state for message in inbox.messages()] == [DONE] * 5, "what is passed over is not stored"
    assert not any("four" in str(message.body) for message in inbox.messages())


def test_a_press_too_many_presses_nothing(door: Door) -> None:
    echo = Echo()

    def script() -> None:
        for said in ("ask", "two", "three"):
            door.say(7, said)
        door.wait_for(lambda: len(door.told(7)) == 3)
        door.press(7, "E1:1")
        door.wait_for(lambda: len(door.told(7)) == 4)
        door.wait_until_all_is_read()

    door.play(echo, script)
    assert door.told(7)[-1] == "Too fast." and "E1:1" not in echo.texts
    # It still can be pressed when there is time for it.
    assert not door.telegram.edits and not door.slack.updates


def test_what_was_let_in_before_a_crash_is_answered_after_it(door: Door, inbox: Inbox) -> None:
    async def away(message: UserMessage) -> None:
        raise RuntimeError("the database is away")

    def flood() -> None:
        for said in ("one", "two", "three", "four", "five"):
            door.say(7, said)
        door.wait_for(lambda: len(inbox.messages()) == 4)

    echo = Echo()
    door.play(away, flood)
    assert door.told(7) == []
    door.play(echo, lambda: door.wait_for(lambda: len(door.told(7)) == 4))
    assert echo.texts == ["one", "two", "three"] and door.told(7)[-1] == "Too fast."


@pytest.mark.parametrize("door", ["slack"], indirect=True)
def test_a_command_too_many_is_not_promised_an_answer(door: Door) -> None:
    answers: list[bytes] = []

    def script() -> None:
        for _ in range(5):
            form = door.slack.command("U7", "plan")
            assert door.slack.deliver(f"{door.address}/webhooks/slack/commands", form, form=True) == 200
            answers.append(door.slack.answer)
        door.wait_for(lambda: len(door.told(7)) == 4)

    door.play(Echo(), script)
    assert all(b"Look there." in answer for answer in answers[:4]) and answers[4] == b""
