"""The Telegram door against a server that speaks the Bot API: by polling and by webhook, with the real inbox."""

from __future__ import annotations

import asyncio
import logging
import threading
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import replace
from typing import Any, ClassVar

import pytest
from rasa.core.agent import Agent
from rasa.core.channels.channel import UserMessage

from bot.channels.telegram import TelegramChannel
from bot.channels.telegram_api import WEBHOOK
from bot.inbox.inbox import Inbox
from bot.model.received import DEAD, DONE
from bot.settings import Settings
from tests.channels import chat_platform
from tests.channels.small_bot import serving
from tests.channels.telegram_server import BOT, TOKEN, Refused, TelegramServer

SECRET = "a-secret_of-the-tests"
WORDING = {
    "chat.text_only": "Text only.",
    "chat.kept": "It is kept.",
    "chat.set_aside": "It is left out.",
    "chat.edited_late": "Too late.",
    "chat.not_yours": "Not yours.",
}
Script = Callable[[], Any]


def settings_for(telegram: TelegramServer, **more: str) -> Settings:
    return Settings.from_env({"LEVELFIELD_TELEGRAM_TOKEN": TOKEN, "LEVELFIELD_TELEGRAM_API": telegram.url} | more)


class Echo(chat_platform.Echo):
    """Asks with more options than a row of Telegram's keyboard holds."""

    BUTTONS: ClassVar[Mapping[str, int]] = {"ask": 6}


def play(
    telegram: TelegramServer,
    inbox: Inbox,
    handler: Callable[[UserMessage], Awaitable[None]] | Agent,
    script: Script,
    **more: str,
) -> None:
    """Run the door while a script runs in a thread."""

    async def run() -> None:
        channel = TelegramChannel(settings_for(telegram, **more), WORDING, inbox)
        async with serving(channel, handler) as address:
            if "LEVELFIELD_TELEGRAM_SECRET" in more:
                # The port is known only now; the door was told another address.
                await asyncio.to_thread(telegram.wait_for, lambda: bool(telegram.webhook))
                telegram.webhook["url"] = address + WEBHOOK
            await asyncio.to_thread(script)

    asyncio.run(run())


BY_WEBHOOK = {"LEVELFIELD_TELEGRAM_SECRET": SECRET, "LEVELFIELD_PUBLIC_URL": "https://adviser.example.org"}


@pytest.mark.parametrize("how", [{}, BY_WEBHOOK], ids=["polling", "webhook"])
def test_what_somebody_writes_is_answered(telegram: TelegramServer, inbox: Inbox, how: dict[str, str]) -> None:
    echo = Echo()

    def script() -> None:
        telegram.say(7, "hello <you> & **me**")
        telegram.wait_for(lambda: len(telegram.to(7)) == 1)
        telegram.wait_for(lambda: [m.state for m in inbox.messages()] == [DONE])

    play(telegram, inbox, echo, script, **how)
    assert echo.heard == [("telegram:7", "hello <you> & **me**")]
    assert telegram.to(7)[0]["text"] == "heard hello <you> & me" and "<b>me</b>" in telegram.to(7)[0]["raw"]
    assert "sendChatAction" in telegram.calls and "setMyCommands" in telegram.calls


@pytest.mark.parametrize("how", [{}, BY_WEBHOOK], ids=["polling", "webhook"])
def test_an_update_that_comes_again_is_one_turn(telegram: TelegramServer, inbox: Inbox, how: dict[str, str]) -> None:
    echo = Echo()

    def script() -> None:
        update = telegram.update(message=telegram.message(7, "hello"))
        for _ in range(4):
            telegram.deliver(update)
        telegram.say(7, "last")
        telegram.wait_for(lambda: len(telegram.to(7)) == 2)

    play(telegram, inbox, echo, script, **how)
    assert echo.texts == ["hello", "last"] and len(telegram.sent) == 2


def test_a_pressed_button_shows_what_was_chosen_and_counts_once(telegram: TelegramServer, inbox: Inbox) -> None:
    echo = Echo()

    def script() -> None:
        telegram.say(7, "ask")
        telegram.wait_for(lambda: len(telegram.to(7)) == 1)
        asked = dict(telegram.to(7)[0])
        assert len(asked["reply_markup"]["inline_keyboard"]) == 2, "short titles share rows"
        # Twice before the buttons have changed, and another one of the same question.
        for payload in ("E1:3", "E1:3", "E1:4"):
            telegram.deliver(telegram.update(callback_query=telegram.press(7, asked, payload)))
        telegram.wait_for(lambda: len(telegram.to(7)) == 2 and bool(telegram.edits))
        assert telegram.edits[-1]["reply_markup"] == {
            "inline_keyboard": [[{"text": "✓ Option 3", "callback_data": "-"}]]
        }
        telegram.deliver(telegram.update(callback_query=telegram.press(7, telegram.to(7)[0], "-")))
        telegram.say(7, "last")
        telegram.wait_for(lambda: len(telegram.to(7)) == 3)
        # Each press, also one that counts for nothing: until then the button shows a clock.
        telegram.wait_for(lambda: len(telegram.answered) == 4)

    play(telegram, inbox, echo, script)
    assert echo.texts == ["ask", "E1:3", "last"]


def test_a_press_shows_that_it_came_however_long_the_answer_takes(telegram: TelegramServer, inbox: Inbox) -> None:
    released = threading.Event()

    async def slow(message: UserMessage) -> None:
        if message.text != "ask":
            await asyncio.to_thread(released.wait, 30)
        buttons = [{"title": "Half", "payload": "E1:2"}]
        await message.output_channel.send_response(message.sender_id, {"text": "How much?", "buttons": buttons})

    def script() -> None:
        telegram.say(7, "ask")
        telegram.wait_for(lambda: len(telegram.to(7)) == 1)
        telegram.say(7, "what takes long")
        telegram.deliver(telegram.update(callback_query=telegram.press(7, telegram.to(7)[0], "E1:2")))
        telegram.wait_for(lambda: len(telegram.answered) == 1 and len(telegram.edits) == 1)
        assert len(telegram.to(7)) == 1
        released.set()
        telegram.wait_for(lambda: len(telegram.to(7)) == 3)

    play(telegram, inbox, slow, script)


def test_buttons_that_settle_nothing_can_each_be_pressed_once(telegram: TelegramServer, inbox: Inbox) -> None:
    echo = Echo()

    def script() -> None:
        telegram.say(7, "card")
        telegram.wait_for(lambda: len(telegram.to(7)) == 1)
        card = dict(telegram.to(7)[0])
        for payload in ("more:x", "why_this:x", "more:x"):
            telegram.deliver(telegram.update(callback_query=telegram.press(7, card, payload)))
        telegram.say(7, "last")
        telegram.wait_for(lambda: len(telegram.to(7)) == 4)

    play(telegram, inbox, echo, script)
    assert echo.texts == ["card", "more:x", "why_this:x", "last"]


def test_commands_edits_media_and_what_is_nothing_for_us(telegram: TelegramServer, inbox: Inbox) -> None:
    echo = Echo()

    def script() -> None:
        telegram.say(7, "/start")
        telegram.say(7, "/start LF-7K3M-92QD")
        telegram.say(7, "/plan@levelfield_bot")
        telegram.say(7, "/delete")
        telegram.say(7, "/restart")
        telegram.say(7, "", voice={"file_id": "f", "duration": 3})
        telegram.say(7, "", photo=[{"file_id": "f"}], caption="our shop in Lyon")
        telegram.deliver(telegram.update(my_chat_member={"chat": {"id": 7}}))
        telegram.deliver(telegram.update(message={"nonsense": True}))
        first = telegram.message(7, "we're 12")
        telegram.deliver(telegram.update(message=first))
        telegram.deliver(telegram.update(edited_message={**first, "text": "we're 14", "edit_date": 1}))
        telegram.say(7, "last")
        telegram.deliver(telegram.update(edited_message={**first, "text": "we're 16", "edit_date": 2}))
        telegram.wait_for(lambda: len(telegram.to(7)) == 11)

    play(telegram, inbox, echo, script)
    said = ["hello", "LF-7K3M-92QD", "plan", "delete my data", "restart", "our shop in Lyon", "we're 12", "we're 14"]
    assert echo.texts == [*said, "last"]
    assert [m["text"] for m in telegram.to(7) if not m["text"].startswith("heard")] == ["Text only.", "Too late."]


def test_in_a_group_each_member_has_a_conversation_of_their_own(telegram: TelegramServer, inbox: Inbox) -> None:
    echo = Echo()
    group = {"id": -100200, "type": "supergroup", "title": "Our firm"}

    def script() -> None:
        telegram.say(7, "lunch?", chat=group)
        telegram.say(7, "ask@nobody @levelfield_bot", chat=group)
        telegram.say(8, "/plan@other_bot", chat=group)
        telegram.say(8, "/plan", chat=group)
        telegram.say(8, "E1:2", chat=group, reply_to_message={"message_id": 1, "from": BOT, "chat": group})
        telegram.wait_for(lambda: len(telegram.to(-100200)) == 3)
        # A button below an answer to somebody else.
        shown = {**telegram.to(-100200)[0], "chat": group, "reply_markup": {"inline_keyboard": []}}
        query = telegram.press(8, shown, "E1:3")
        query["message"]["reply_to_message"] = {"message_id": 2, "from": {"id": 7, "is_bot": False}, "chat": group}
        telegram.deliver(telegram.update(callback_query=query))
        telegram.wait_for(lambda: bool(telegram.answered))

    play(telegram, inbox, echo, script)
    assert echo.heard == [
        ("telegram:-100200:7", "ask@nobody"),
        ("telegram:-100200:8", "plan"),
        ("telegram:-100200:8", "E1:2"),
    ]
    assert all("reply_parameters" in message for message in telegram.to(-100200))
    assert telegram.answered[0]["text"] == "Not yours."


def test_what_is_said_in_a_group_before_its_own_name_is_known_is_delivered_again(
    telegram: TelegramServer, inbox: Inbox
) -> None:
    echo = Echo()
    group = {"id": -100200, "type": "supergroup", "title": "Our firm"}
    telegram.faults["getMe"] = [Refused(500, "Internal Server Error")] * 2

    def script() -> None:
        named = telegram.update(message=telegram.message(7, "/plan@levelfield_bot", chat=group))
        assert telegram.deliver(named) == 503
        assert telegram.deliver(telegram.update(message=telegram.message(8, "hello"))) == 200
        telegram.wait_for(lambda: "setMyCommands" in telegram.calls)
        assert telegram.deliver(named) == 200
        telegram.wait_for(lambda: len(telegram.to(-100200)) == 1)

    play(telegram, inbox, echo, script, **BY_WEBHOOK)
    assert sorted(echo.heard) == [("telegram:-100200:7", "plan"), ("telegram:8", "hello")]


def test_a_group_that_became_a_supergroup_is_answered_there(telegram: TelegramServer, inbox: Inbox) -> None:
    telegram.moved[-200] = -100200
    group = {"id": -200, "type": "group", "title": "Our firm"}

    def script() -> None:
        telegram.say(7, "/plan", chat=group)
        telegram.wait_for(lambda: len(telegram.to(-100200)) == 1)

    play(telegram, inbox, Echo(), script)
    assert not telegram.to(-200) and not inbox.messages(DEAD)


def test_it_starts_without_the_network_and_answers_when_it_is_there(telegram: TelegramServer, inbox: Inbox) -> None:
    echo = Echo()
    telegram.stop()

    def script() -> None:
        telegram.start()
        telegram.say(7, "hello")
        telegram.wait_for(lambda: len(telegram.to(7)) == 1)

    play(telegram, inbox, echo, script)
    assert echo.texts == ["hello"]


def test_it_goes_by_the_proxy_of_the_house(
    telegram: TelegramServer, inbox: Inbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HTTP_PROXY", telegram.url)

    def script() -> None:
        telegram.say(7, "hello")
        telegram.wait_for(lambda: len(telegram.to(7)) == 1)

    play(telegram, inbox, Echo(), script, LEVELFIELD_TELEGRAM_API="http://api.telegram.invalid")


@pytest.mark.parametrize(
    "faults",
    [
        [Refused(429, "Too Many Requests: retry after 1", retry_after=1)],
        [Refused(500, "Internal Server Error"), Refused(502, "Bad Gateway")],
    ],
    ids=["429", "500 and 502"],
)
def test_what_telegram_does_not_take_is_sent_again(
    telegram: TelegramServer, inbox: Inbox, faults: list[Refused | float]
) -> None:
    echo = Echo()
    telegram.faults["sendMessage"] = faults

    def script() -> None:
        telegram.say(7, "hello")
        telegram.say(7, "and more")
        telegram.wait_for(lambda: len(telegram.to(7)) == 2)

    play(telegram, inbox, echo, script)
    assert [message["text"] for message in telegram.to(7)] == ["heard hello", "heard and more"]
    assert echo.texts == ["hello", "and more"], "the turn is not taken again"


def test_who_has_blocked_the_bot_is_written_to_no_more(telegram: TelegramServer, inbox: Inbox) -> None:
    telegram.faults["sendMessage"] = [Refused(403, "Forbidden: bot was blocked by the user")]

    def script() -> None:
        telegram.say(7, "hello")
        telegram.wait_for(lambda: bool(inbox.messages(DEAD)))

    play(telegram, inbox, Echo(), script)
    assert inbox.messages(DEAD)[0].fault == "telegram 403"


def test_a_turn_that_fails_is_taken_again_and_its_text_is_not_logged(
    telegram: TelegramServer, inbox: Inbox, caplog: pytest.LogCaptureFixture
) -> None:
    echo = Echo(failures=2)

    def script() -> None:
        telegram.say(7, "my secret")
        telegram.wait_for(lambda: len(telegram.to(7)) == 1)

    with caplog.at_level(logging.INFO):
        play(telegram, inbox, echo, script)
    ours = [record for record in caplog.records if not record.name.startswith("aiohttp")]
    assert "secret" not in " ".join(record.getMessage() for record in ours) and TOKEN not in caplog.text


def test_who_waits_long_is_told_once_that_the_message_is_kept(telegram: TelegramServer, inbox: Inbox) -> None:
    def script() -> None:
        telegram.say(7, "hello")
        telegram.wait_for(lambda: len(telegram.to(7)) == 2, 30)

    play(telegram, inbox, Echo(failures=4), script)
    assert [message["text"] for message in telegram.to(7)] == ["It is kept.", "heard hello"]


def test_a_message_that_itself_fails_does_not_hold_up_the_next(telegram: TelegramServer, inbox: Inbox) -> None:
    def script() -> None:
        telegram.say(7, "trip")
        telegram.say(7, "hello")
        telegram.wait_for(lambda: len(telegram.to(7)) == 2, 30)

    play(telegram, inbox, Echo(), script)
    assert [message["text"] for message in telegram.to(7)] == ["It is left out.", "heard hello"]
    (dead,) = inbox.messages(DEAD)
    assert (dead.body["text"], dead.fault) == ("trip", "KeyError")


def test_what_waits_for_a_database_is_not_overtaken(telegram: TelegramServer, inbox: Inbox) -> None:
    def script() -> None:
        telegram.say(7, "first")
        telegram.say(7, "second")
        telegram.wait_for(lambda: len(telegram.to(7)) == 3, 40)

    play(telegram, inbox, Echo(failures=4), script)
    assert [message["text"] for message in telegram.to(7)] == ["It is kept.", "heard first", "heard second"]
    assert not inbox.messages(DEAD)


def test_markup_that_telegram_refuses_goes_out_without(telegram: TelegramServer, inbox: Inbox) -> None:
    telegram.faults["sendMessage"] = [Refused(400, "Bad Request: can't parse entities: no reason")]

    def script() -> None:
        telegram.say(7, "**hello**")
        telegram.wait_for(lambda: len(telegram.to(7)) == 1)

    play(telegram, inbox, Echo(), script)
    assert telegram.to(7)[0]["text"] == "heard hello"


@pytest.mark.parametrize("secret", ["", "guess", SECRET[:-1], SECRET + "x", SECRET.upper()])
def test_a_forged_call_of_the_webhook_is_refused(telegram: TelegramServer, inbox: Inbox, secret: str) -> None:
    echo = Echo()

    def script() -> None:
        assert telegram.deliver(telegram.update(message=telegram.message(7, "forged")), secret) == 401

    play(telegram, inbox, echo, script, **BY_WEBHOOK)
    assert not inbox.messages() and not echo.heard


def test_it_stays_closed_without_a_token_and_names_what_else_is_missing(
    telegram: TelegramServer, inbox: Inbox, caplog: pytest.LogCaptureFixture
) -> None:
    async def run(settings: Settings) -> None:
        async with serving(TelegramChannel(settings, WORDING, inbox), Echo()):
            await asyncio.sleep(0.1)

    asyncio.run(run(replace(settings_for(telegram), telegram_token="")))
    asyncio.run(run(settings_for(telegram, LEVELFIELD_TELEGRAM_SECRET=SECRET)))
    assert "LEVELFIELD_PUBLIC_URL" in caplog.text and SECRET not in caplog.text and not telegram.calls


def test_with_rasa_a_question_comes_with_its_buttons(telegram: TelegramServer, inbox: Inbox, agent: Agent) -> None:
    def script() -> None:
        telegram.say(7, "check")
        telegram.wait_for(lambda: len(telegram.to(7)) == 1)
        telegram.deliver(telegram.update(callback_query=telegram.press(7, telegram.to(7)[0], "E1:2")))
        telegram.wait_for(lambda: len(telegram.to(7)) == 2)

    play(telegram, inbox, agent, script)
    assert telegram.to(7)[0]["text"] == "How much of your costs\n\nare fixed?"


def test_the_profile_comes_with_its_picture(telegram: TelegramServer, inbox: Inbox) -> None:
    def script() -> None:
        telegram.faults["sendPhoto"] = [Refused(400, "Bad Request: PHOTO_INVALID_DIMENSIONS")]
        telegram.say(7, "profile")
        telegram.say(7, "profile")
        telegram.wait_for(lambda: len(telegram.to(7)) == 2)

    play(telegram, inbox, chat_platform.shows_profile, script)
    assert [one["chat"] for one in telegram.pictures] == [7], "a refused picture does not keep the text back"


def test_a_file_comes_once_however_often_its_text_is_tried(telegram: TelegramServer, inbox: Inbox) -> None:
    telegram.faults["sendMessage"] = [Refused(500, "Internal Server Error"), Refused(429, "Too Many", retry_after=1)]

    def script() -> None:
        telegram.say(7, "profile")
        telegram.wait_for(lambda: len(telegram.to(7)) == 1)

    play(telegram, inbox, chat_platform.shows_profile, script)
    assert len(telegram.pictures) == 1


def test_the_plan_comes_with_its_paper(
    telegram: TelegramServer, inbox: Inbox, settings: Settings, links: dict[str, str]
) -> None:
    def script() -> None:
        telegram.faults["sendDocument"] = [Refused(400, "Bad Request: file must be non-empty")]
        telegram.say(7, "plan")
        telegram.say(7, "plan")
        telegram.wait_for(lambda: len(telegram.to(7)) == 2)

    play(telegram, inbox, chat_platform.shows_plan(links), script, **BY_WEBHOOK, **chat_platform.at_home(settings))
    (document,) = telegram.documents
    assert document["chat"] == 7 and document["document"].startswith(b"%PDF"), "a refused one keeps no text back"
