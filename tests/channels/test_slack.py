"""The Slack door against a server that speaks Slack's protocols: HTTP and Socket Mode, with the real inbox and SDK."""

from __future__ import annotations

import asyncio
import json
import logging
import threading
import time
from collections.abc import Awaitable, Callable
from typing import Any

import pytest
from rasa.core.agent import Agent
from rasa.core.channels.channel import UserMessage

from bot.channels.slack import SlackChannel
from bot.inbox.inbox import Inbox
from bot.model.received import DEAD
from bot.settings import Settings
from tests.channels.chat_platform import Echo, at_home, shows_plan, shows_profile
from tests.channels.slack_server import APP_TOKEN, BOT_USER, SIGNING_SECRET, TEAM, TOKEN, Fault, SlackServer
from tests.channels.small_bot import serving

WORDING = {
    "chat.text_only": "Text only.",
    "chat.kept": "It is kept.",
    "chat.set_aside": "It is left out.",
    "chat.edited_late": "Too late.",
    "chat.not_yours": "Not yours.",
    "chat.in_direct": "In direct messages.",
    "chat.choose": "Choose one",
}
BY_HTTP = {"LEVELFIELD_SLACK_SIGNING_SECRET": SIGNING_SECRET}
BY_SOCKET = {"LEVELFIELD_SLACK_APP_TOKEN": APP_TOKEN}
ANN, BEN = "U0ANN", "U0BEN"
DM = "D0ANN"


class App:
    """The running door, and Slack's deliveries to it."""

    def __init__(self, slack: SlackServer, address: str) -> None:
        self.slack, self.address = slack, f"{address}/webhooks/slack"

    def event(self, event: dict[str, Any]) -> dict[str, Any]:
        """Deliver an event; its envelope."""
        body = self.slack.event(event)
        assert self.again(body) == 200
        return body

    def again(self, body: dict[str, Any]) -> int:
        return self.slack.deliver(f"{self.address}/events", body)

    def say(self, user: str, text: str, **more: Any) -> dict[str, Any]:
        """Somebody writes to the app; the message."""
        message = self.slack.message(user, text, **more)
        self.event(message)
        return message

    def press(self, user: str, message: dict[str, Any], value: str) -> int:
        payload = {"payload": json.dumps(self.slack.press(user, message, value))}
        return self.slack.deliver(f"{self.address}/interactivity", payload, form=True)

    def command(self, user: str, text: str) -> int:
        return self.slack.deliver(f"{self.address}/commands", self.slack.command(user, text), form=True)


def play(
    slack: SlackServer,
    inbox: Inbox,
    handler: Callable[[UserMessage], Awaitable[None]] | Agent,
    script: Callable[[App], None],
    how: dict[str, str] = BY_HTTP,
) -> None:
    """Run the door while a script runs in a thread."""
    settings = Settings.from_env({"LEVELFIELD_SLACK_TOKEN": TOKEN, "LEVELFIELD_SLACK_API": slack.url, **how})

    async def run() -> None:
        async with serving(SlackChannel(settings, WORDING, inbox), handler) as address:
            await asyncio.to_thread(script, App(slack, address))

    asyncio.run(run())


def test_what_somebody_writes_is_answered(slack: SlackServer, inbox: Inbox) -> None:
    echo = Echo()

    def script(app: App) -> None:
        app.say(ANN, "R&amp;D &lt;here&gt; <https://a.example|our site> <mailto:a@b.example|a@b.example> **me**")
        slack.wait_for(lambda: len(slack.to(DM)) == 1)

    play(slack, inbox, echo, script)
    assert echo.heard == [(f"slack:{TEAM}:{ANN}", "R&D <here> our site a@b.example **me**")]
    (sent,) = slack.to(DM)
    assert sent["text"].startswith("heard R&amp;D") and "*me*" in sent["blocks"][0]["text"]["text"]
    assert "thread_ts" not in sent, "in direct messages one talks plainly"


def test_an_event_that_comes_again_is_one_turn(slack: SlackServer, inbox: Inbox) -> None:
    echo = Echo()

    def script(app: App) -> None:
        body = app.event(slack.message(ANN, "hello"))
        assert [app.again(body) for _ in range(3)] == [200] * 3
        app.say(ANN, "last")
        slack.wait_for(lambda: len(slack.to(DM)) == 2)

    play(slack, inbox, echo, script)
    assert echo.texts == ["hello", "last"] and len(slack.sent) == 2


def test_it_acknowledges_at_once_however_long_the_answer_takes(slack: SlackServer, inbox: Inbox) -> None:
    released = threading.Event()

    async def slow(message: UserMessage) -> None:
        await asyncio.to_thread(released.wait, 30)
        await message.output_channel.send_response(message.sender_id, {"text": "done"})

    def script(app: App) -> None:
        app.say(ANN, "hello")
        assert not slack.sent, "acknowledged before it is answered"
        released.set()
        slack.wait_for(lambda: len(slack.sent) == 1)

    play(slack, inbox, slow, script)


def test_a_pressed_button_shows_what_was_chosen_and_counts_once(slack: SlackServer, inbox: Inbox) -> None:
    echo = Echo()

    def script(app: App) -> None:
        app.say(ANN, "ask")
        slack.wait_for(lambda: len(slack.to(DM)) == 1)
        asked = json.loads(json.dumps(slack.to(DM)[0]))
        for value in ("E1:1", "E1:1", "E1:2"):
            assert app.press(ANN, asked, value) == 200
        slack.wait_for(lambda: len(slack.to(DM)) == 2 and bool(slack.updates))
        app.say(ANN, "menu")
        slack.wait_for(lambda: len(slack.to(DM)) == 3)
        assert slack.to(DM)[2]["blocks"][1]["elements"][0]["type"] == "static_select"
        app.press(ANN, slack.to(DM)[2], "E1:7")
        slack.wait_for(lambda: len(slack.to(DM)) == 4 and len(slack.updates) == 2)

    play(slack, inbox, echo, script)
    assert echo.texts == ["ask", "E1:1", "menu", "E1:7"]
    for update, chosen in zip(slack.updates, ("✓ Option 1", "✓ Option 7"), strict=True):
        assert [block["type"] for block in update["blocks"]] == ["section", "context"]
        assert update["blocks"][1]["elements"][0]["text"] == chosen


def test_a_press_shows_that_it_came_however_long_the_answer_takes(slack: SlackServer, inbox: Inbox) -> None:
    released = threading.Event()

    async def slow(message: UserMessage) -> None:
        if message.text != "ask":
            await asyncio.to_thread(released.wait, 30)
        buttons = [{"title": "Half", "payload": "E1:2"}]
        await message.output_channel.send_response(message.sender_id, {"text": "How much?", "buttons": buttons})

    def script(app: App) -> None:
        app.say(ANN, "ask")
        slack.wait_for(lambda: len(slack.to(DM)) == 1)
        app.say(ANN, "what takes long")
        app.press(ANN, slack.to(DM)[0], "E1:2")
        slack.wait_for(lambda: len(slack.updates) == 1)
        assert len(slack.to(DM)) == 1
        released.set()
        slack.wait_for(lambda: len(slack.to(DM)) == 3)

    play(slack, inbox, slow, script)


def test_a_mention_that_carries_the_name_is_one_turn(slack: SlackServer, inbox: Inbox) -> None:
    echo = Echo()
    in_channel = {"channel": "C0GENERAL", "channel_type": "channel"}

    def script(app: App) -> None:
        first = app.say(ANN, f"<@{BOT_USER}> ask", **in_channel)
        app.event({**first, "type": "app_mention"})
        slack.wait_for(lambda: len(slack.to("C0GENERAL")) == 1)
        said = app.say(ANN, f"<@{BOT_USER}|levelfield> and now?", thread_ts=first["ts"], **in_channel)
        app.event({**said, "type": "app_mention"})
        app.say(ANN, "last", thread_ts=first["ts"], **in_channel)
        slack.wait_for(lambda: len(slack.to("C0GENERAL")) == 3)

    play(slack, inbox, echo, script)
    assert echo.texts == ["ask", "and now?", "last"]


def test_in_a_channel_it_answers_its_name_and_then_in_the_thread(slack: SlackServer, inbox: Inbox) -> None:
    echo = Echo()
    in_channel = {"channel": "C0GENERAL", "channel_type": "channel"}

    def script(app: App) -> None:
        app.say(ANN, "lunch?", **in_channel)
        mention = f"<@{BOT_USER}> ask"
        said = app.say(ANN, mention, **in_channel)
        # The same as a mention, which is the one that counts.
        app.event({**said, "type": "app_mention"})
        slack.wait_for(lambda: len(slack.to("C0GENERAL")) == 1)
        app.say(BEN, "and we?", thread_ts=said["ts"], **in_channel)
        app.say(BEN, "elsewhere", thread_ts="1.000001", **in_channel)
        slack.wait_for(lambda: len(slack.to("C0GENERAL")) == 2)
        assert all(message["thread_ts"] == said["ts"] for message in slack.to("C0GENERAL"))
        # Ann's question is not Ben's to answer.
        app.press(BEN, slack.to("C0GENERAL")[0], "E1:1")
        slack.wait_for(lambda: bool(slack.ephemeral))

    play(slack, inbox, echo, script)
    assert echo.heard == [(f"slack:{TEAM}:{ANN}", "ask"), (f"slack:{TEAM}:{BEN}", "and we?")]
    assert (slack.ephemeral[0]["user"], slack.ephemeral[0]["text"]) == (BEN, "Not yours.")


def test_a_command_is_answered_where_only_that_person_sees_it(slack: SlackServer, inbox: Inbox) -> None:
    echo = Echo()

    def script(app: App) -> None:
        assert app.command(ANN, "plan") == 200
        assert json.loads(slack.answer) == {"response_type": "ephemeral", "text": "In direct messages."}
        assert app.command(ANN, "") == 200
        slack.wait_for(lambda: len(slack.to(DM)) == 2)

    play(slack, inbox, echo, script)
    assert echo.texts == ["plan", "hello"] and not slack.to("C0GENERAL")


def test_a_command_names_people_and_channels_as_one_reads_them(slack: SlackServer, inbox: Inbox) -> None:
    echo = Echo()

    def script(app: App) -> None:
        # As the manifest asks for it (`should_escape`).
        assert app.command(ANN, "R&amp;D with <@U0BEN|ben> in <#C0GENERAL|general>") == 200
        slack.wait_for(lambda: len(slack.to(DM)) == 1)

    play(slack, inbox, echo, script)
    assert echo.texts == ["R&D with ben in general"]


def test_slack_looks_at_the_certificate_without_a_signature(slack: SlackServer, inbox: Inbox) -> None:
    def script(app: App) -> None:
        looked = {"ssl_check": "1", "token": "deprecated"}
        assert slack.deliver(f"{app.address}/commands", looked, form=True, signature="v0=none") == 200
        # It opens nothing: what else stands in such a call is not read.
        forged = {**slack.command(ANN, "plan"), **looked}
        assert slack.deliver(f"{app.address}/commands", forged, form=True, signature="v0=none") == 200
        forged["ssl_check"] = "0"
        assert slack.deliver(f"{app.address}/commands", forged, form=True, signature="v0=none") == 401

    play(slack, inbox, Echo(), script)
    assert not inbox.messages()


def test_edits_files_and_what_is_nothing_for_us(slack: SlackServer, inbox: Inbox) -> None:
    echo = Echo()

    def change(app: App, before: dict[str, Any], text: str) -> None:
        after = {**before, "text": text, "edited": {"user": ANN, "ts": "2.0"}}
        wrapper = {"type": "message", "subtype": "message_changed", "channel": DM, "channel_type": "im"}
        app.event({**wrapper, "message": after, "previous_message": before, "ts": slack.new_ts()})

    def script(app: App) -> None:
        app.say(ANN, "", subtype="file_share", files=[{"id": "F1"}])
        app.say(ANN, "our own", bot_id="B1")
        app.say(ANN, "joined", subtype="channel_join")
        app.say(BOT_USER, "ours")
        app.event({"type": "reaction_added", "user": ANN})
        app.event({"type": "message", "nonsense": True})
        first = app.say(ANN, "we're 12")
        change(app, first, "we're 12")
        change(app, first, "we're 14")
        app.say(ANN, "/restart")
        change(app, first, "we're 16")
        slack.wait_for(lambda: len(slack.to(DM)) == 5)

    play(slack, inbox, echo, script)
    assert echo.texts == ["we're 12", "we're 14", "restart"]
    assert [m["text"] for m in slack.to(DM) if not m["text"].startswith("heard")] == ["Text only.", "Too late."]


def test_a_change_that_comes_before_what_it_changes_counts_in_its_place(slack: SlackServer, inbox: Inbox) -> None:
    echo = Echo()

    def script(app: App) -> None:
        late = slack.message(ANN, "we're 12")
        after = {**late, "text": "we're 14", "edited": {"user": ANN, "ts": "2.0"}}
        wrapper = {"type": "message", "subtype": "message_changed", "channel": DM, "channel_type": "im"}
        app.event({**wrapper, "message": after, "previous_message": late, "ts": slack.new_ts()})
        app.event(late)
        # Of one from yesterday nothing is still to come.
        old = {**late, "ts": f"{time.time() - 86_400:.6f}"}
        app.event({**wrapper, "message": {**after, "ts": old["ts"]}, "previous_message": old, "ts": slack.new_ts()})
        app.say(ANN, "last")
        slack.wait_for(lambda: len(slack.to(DM)) == 3)

    play(slack, inbox, echo, script)
    assert echo.texts == ["we're 14", "last"] and slack.to(DM)[1]["text"] == "Too late."


@pytest.mark.parametrize(
    "faults",
    [
        [Fault("ratelimited", 429, **{"Retry-After": "1"})],
        [Fault("internal_error", 500), Fault("fatal_error")],
        [Fault("", 502)],
    ],
    ids=["429", "500", "a page"],
)
def test_what_slack_does_not_take_is_sent_again(slack: SlackServer, inbox: Inbox, faults: list[Fault]) -> None:
    echo = Echo()
    slack.faults["chat.postMessage"] = faults

    def script(app: App) -> None:
        app.say(ANN, "hello")
        app.say(ANN, "and more")
        slack.wait_for(lambda: len(slack.to(DM)) == 2)

    play(slack, inbox, echo, script)
    assert [message["text"] for message in slack.to(DM)] == ["heard hello", "heard and more"]
    assert echo.texts == ["hello", "and more"], "the turn is not taken again"


def test_slack_may_be_away_and_come_back(slack: SlackServer, inbox: Inbox) -> None:
    echo = Echo()
    slack.stop()

    def script(app: App) -> None:
        app.say(ANN, "hello")
        slack.start()
        slack.wait_for(lambda: len(slack.to(DM)) == 1)

    play(slack, inbox, echo, script)
    assert echo.texts == ["hello"]


def test_a_channel_that_is_gone_is_written_to_no_more(slack: SlackServer, inbox: Inbox) -> None:
    slack.faults["chat.postMessage"] = [Fault("channel_not_found")]
    play(slack, inbox, Echo(), lambda app: (app.say(ANN, "hello"), slack.wait_for(lambda: bool(inbox.messages(DEAD)))))  # type: ignore[func-returns-value]
    assert inbox.messages(DEAD)[0].fault == "slack channel_not_found"


@pytest.mark.parametrize("error", ["invalid_blocks", "invalid_blocks_format", "msg_blocks_too_long"])
def test_blocks_that_slack_refuses_go_out_as_text(slack: SlackServer, inbox: Inbox, error: str) -> None:
    slack.faults["chat.postMessage"] = [Fault(error)]
    play(slack, inbox, Echo(), lambda app: (app.say(ANN, "hello"), slack.wait_for(lambda: bool(slack.sent))))  # type: ignore[func-returns-value]
    assert "blocks" not in slack.sent[0]


def test_a_turn_that_fails_is_taken_again_and_its_text_is_not_logged(
    slack: SlackServer, inbox: Inbox, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.INFO):
        play(
            slack,
            inbox,
            Echo(failures=2),
            lambda app: (app.say(ANN, "my secret"), slack.wait_for(lambda: bool(slack.sent))),  # type: ignore[func-returns-value]
        )
    assert "secret" not in " ".join(record.getMessage() for record in caplog.records)


def test_a_message_that_itself_fails_does_not_hold_up_the_next(slack: SlackServer, inbox: Inbox) -> None:
    def script(app: App) -> None:
        app.say(ANN, "trip")
        app.say(ANN, "hello")
        slack.wait_for(lambda: len(slack.sent) == 2, 30)

    play(slack, inbox, Echo(), script)
    assert [message["text"] for message in slack.sent] == ["It is left out.", "heard hello"]


@pytest.mark.parametrize(
    "how",
    [
        {"secret": "another"},
        {"signature": "v0=0"},
        {"signature": "\u00e4"},
        {"stamp": int(time.time()) - 360},
        {"stamp": int(time.time()) + 3600},
        {"stamp": "soon"},
    ],
    ids=["secret", "signature", "letters", "six minutes old", "from the future", "no time"],
)
def test_what_is_not_signed_just_now_is_refused(slack: SlackServer, inbox: Inbox, how: dict[str, Any]) -> None:
    def script(app: App) -> None:
        for path, form in (("events", False), ("interactivity", True), ("commands", True)):
            body = slack.command(ANN, "plan") if form else slack.event(slack.message(ANN, "forged"))
            signature = {name: str(value).encode("ascii", "replace").decode() for name, value in how.items()}
            assert slack.deliver(f"{app.address}/{path}", body, form=form, **signature) == 401

    play(slack, inbox, Echo(), script)
    assert not inbox.messages()


def test_slack_checks_the_address(slack: SlackServer, inbox: Inbox) -> None:
    def script(app: App) -> None:
        challenge = {"type": "url_verification", "token": "x", "challenge": "3eZbrw1aB"}
        assert slack.deliver(f"{app.address}/events", challenge) == 200
        assert json.loads(slack.answer) == {"challenge": "3eZbrw1aB"}
        assert slack.deliver(f"{app.address}/events", challenge, secret="another") == 401
        for nonsense in ([], None, "x", {"type": "event_callback"}):
            assert slack.deliver(f"{app.address}/events", nonsense) == 200

    play(slack, inbox, Echo(), script)


def test_socket_mode_takes_events_presses_and_commands(slack: SlackServer, inbox: Inbox) -> None:
    echo = Echo()

    def script(app: App) -> None:
        slack.wait_for(lambda: slack.connected)
        body = slack.event(slack.message(ANN, "ask"))
        envelopes = [slack.push("events_api", body) for _ in range(2)]
        slack.wait_for(lambda: len(slack.to(DM)) == 1)
        envelopes.append(slack.push("interactive", slack.press(ANN, slack.to(DM)[0], "E1:1")))
        slack.wait_for(lambda: len(slack.to(DM)) == 2)
        envelopes.append(slack.push("slash_commands", dict(slack.command(ANN, "plan"))))
        slack.wait_for(lambda: len(slack.to(DM)) == 3 and set(envelopes) <= slack.acknowledged.keys())
        assert slack.acknowledged[envelopes[-1]]["text"] == "In direct messages."

    play(slack, inbox, echo, script, BY_SOCKET)
    assert echo.texts == ["ask", "E1:1", "plan"]


def test_socket_mode_starts_without_the_network_and_connects_again(slack: SlackServer, inbox: Inbox) -> None:
    echo = Echo()
    slack.stop()

    def script(app: App) -> None:
        slack.start()
        slack.wait_for(lambda: slack.connected, 30)
        slack.push("events_api", slack.event(slack.message(ANN, "one")))
        slack.wait_for(lambda: len(slack.to(DM)) == 1)
        slack.drop_sockets()
        slack.wait_for(lambda: slack.connected, 30)
        slack.push("events_api", slack.event(slack.message(ANN, "two")))
        slack.wait_for(lambda: len(slack.to(DM)) == 2)

    play(slack, inbox, echo, script, BY_SOCKET)
    assert echo.texts == ["one", "two"]


def test_a_wrong_token_is_named_in_the_log(slack: SlackServer, inbox: Inbox, caplog: pytest.LogCaptureFixture) -> None:
    def script(app: App) -> None:
        slack.wait_for(lambda: "apps.connections.open" in slack.calls)
        app.say(ANN, "hello")
        slack.wait_for(lambda: "chat.postMessage" in slack.calls)
        slack.wait_for(lambda: "LEVELFIELD_SLACK_TOKEN" in caplog.text)

    wrong = {"LEVELFIELD_SLACK_APP_TOKEN": "xapp-guess", "LEVELFIELD_SLACK_TOKEN": "xoxb-guess"}
    play(slack, inbox, Echo(), script, BY_HTTP | wrong)
    assert "does not accept LEVELFIELD_SLACK_APP_TOKEN" in caplog.text and "guess" not in caplog.text


def test_calls_that_are_not_signed_are_told_of_once(
    slack: SlackServer, inbox: Inbox, caplog: pytest.LogCaptureFixture
) -> None:
    def script(app: App) -> None:
        for _ in range(3):
            slack.deliver(f"{app.address}/events", slack.event(slack.message(ANN, "hello")), secret="another")

    play(slack, inbox, Echo(), script)
    assert caplog.text.count("LEVELFIELD_SLACK_SIGNING_SECRET") == 1


def test_an_address_that_slack_gave_out_is_not_tried_for_ever(
    slack: SlackServer, inbox: Inbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.channels.slack_socket.ADDRESS_SECONDS", 1.0)
    slack.faults["socket"] = [Fault("", 503)]
    echo = Echo()

    def script(app: App) -> None:
        slack.wait_for(lambda: slack.connections == 1, 30)
        slack.refresh()
        slack.wait_for(lambda: slack.connections == 2, 30)
        slack.push("events_api", slack.event(slack.message(ANN, "hello")))
        slack.wait_for(lambda: len(slack.to(DM)) == 1)

    play(slack, inbox, echo, script, BY_SOCKET)
    assert echo.texts == ["hello"]


@pytest.mark.parametrize(
    ("env", "missing"),
    [
        ({"LEVELFIELD_SLACK_TOKEN": TOKEN}, "LEVELFIELD_SLACK_SIGNING_SECRET"),
        ({"LEVELFIELD_SLACK_SIGNING_SECRET": SIGNING_SECRET}, "LEVELFIELD_SLACK_TOKEN"),
        ({"LEVELFIELD_SLACK_APP_TOKEN": APP_TOKEN}, "LEVELFIELD_SLACK_TOKEN"),
        ({}, ""),
    ],
)
def test_half_set_it_stays_closed_and_names_what_is_missing(
    inbox: Inbox, caplog: pytest.LogCaptureFixture, env: dict[str, str], missing: str
) -> None:
    async def run() -> None:
        async with serving(SlackChannel(Settings.from_env(env), WORDING, inbox), Echo()):
            await asyncio.sleep(0.05)

    asyncio.run(run())
    assert missing in caplog.text and bool(missing) == ("stays closed" in caplog.text)
    assert not [secret for secret in env.values() if secret in caplog.text]


def test_with_rasa_a_question_comes_with_its_buttons(slack: SlackServer, inbox: Inbox, agent: Agent) -> None:
    def script(app: App) -> None:
        app.say(ANN, "check")
        slack.wait_for(lambda: len(slack.to(DM)) == 1)
        app.press(ANN, slack.to(DM)[0], "E1:2")
        slack.wait_for(lambda: len(slack.to(DM)) == 2)

    play(slack, inbox, agent, script)
    assert slack.to(DM)[0]["text"] == "How much of your costs\n\nare fixed?"


def test_the_profile_comes_with_its_picture(slack: SlackServer, inbox: Inbox) -> None:
    def script(app: App) -> None:
        slack.faults["files.completeUploadExternal"] = [Fault("missing_scope")]
        app.say(ANN, "profile")
        app.say(ANN, "profile")
        slack.wait_for(lambda: len(slack.to(DM)) == 2)

    play(slack, inbox, shows_profile, script)
    (picture,) = slack.files
    assert picture["channel"] == DM and b"PNG" in picture["content"][:400], "a refused one does not keep the text back"


def test_a_file_that_has_no_way_to_slack_does_not_keep_the_text_back(slack: SlackServer, inbox: Inbox) -> None:
    slack.faults["upload"] = [Fault("", 403), Fault("", 403)]

    def script(app: App) -> None:
        app.say(ANN, "profile")
        slack.wait_for(lambda: len(slack.to(DM)) == 1)

    play(slack, inbox, shows_profile, script)
    assert not slack.files


def test_a_file_comes_once_however_often_its_text_is_tried(slack: SlackServer, inbox: Inbox) -> None:
    slack.faults["chat.postMessage"] = [Fault("internal_error", 500), Fault("ratelimited", 429, **{"Retry-After": "1"})]

    def script(app: App) -> None:
        app.say(ANN, "profile")
        slack.wait_for(lambda: len(slack.to(DM)) == 1)

    play(slack, inbox, shows_profile, script)
    assert len(slack.files) == 1


def test_the_plan_comes_with_its_paper(
    slack: SlackServer, inbox: Inbox, settings: Settings, links: dict[str, str]
) -> None:
    def script(app: App) -> None:
        app.say(ANN, "plan")
        slack.wait_for(lambda: len(slack.to(DM)) == 1)

    play(slack, inbox, shows_plan(links), script, BY_HTTP | at_home(settings))
    (paper,) = slack.files
    assert paper["channel"] == DM and b"%PDF" in paper["content"][:400]
