"""Reminders in Slack and Telegram: written there once, by day, and not where they were said or called off before."""

from __future__ import annotations

import multiprocessing
import signal
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from click.testing import CliRunner

from bot.advisor import pausing, reminding
from bot.advisor.advisor import Advisor, Outlets
from bot.cases.reminders import ReminderStore
from bot.cases.repository import CaseStore
from bot.channels.chat_ways import chat_ways
from bot.channels.faults import Fault
from bot.channels.telegram_updates import read_update
from bot.channels.wording import installed_wording
from bot.cli.main import levelfield
from bot.inbox.outbox import LEASE, Outbox
from bot.inbox.postman import Postman
from bot.model.knowledge import Knowledge
from bot.model.letter import CARRYING, CHATS, DEAD, MAIL, REMINDER, SENT, WAITING, Letter, MailAddress
from bot.settings import Settings
from tests.channels import slack_server, telegram_server
from tests.channels.slack_server import SlackServer
from tests.channels.telegram_server import Refused, TelegramServer
from tests.conftest import MakeTurn
from tests.unit.advisor.conftest import Talk

# A Monday morning, and the Monday after, at nine in Paris.
NOW, DUE = datetime(2026, 11, 23, 9, 0), datetime(2026, 11, 30, 8, 0)
# How often a postman is killed at each step.
KILLS = 20
PEOPLE = {"slack": "slack:T01:U0ANN", "telegram": "telegram:7"}


class World:
    """Both chats, one postman, and a clock."""

    def __init__(self, cases_url: str, slack: SlackServer, telegram: TelegramServer) -> None:
        self.now, self.cases_url = NOW, cases_url
        self.slack, self.telegram = slack, telegram
        self.cases = CaseStore(cases_url, clock=lambda: self.now)
        self.environment = {
            "LEVELFIELD_SLACK_TOKEN": slack_server.TOKEN,
            "LEVELFIELD_SLACK_SIGNING_SECRET": slack_server.SIGNING_SECRET,
            "LEVELFIELD_SLACK_API": slack.url,
            "LEVELFIELD_TELEGRAM_TOKEN": telegram_server.TOKEN,
            "LEVELFIELD_TELEGRAM_API": telegram.url,
        }
        self.settings = Settings.from_env(self.environment)

    def postman(self) -> Postman:
        """A postman as a server that has just started has one."""
        return Postman(self.cases, chat_ways(self.settings, installed_wording()))

    def killed(self, step: str) -> int:
        """Let a postman of a process of its own work that dies at a step; what it died of."""

        def work() -> None:
            own = CaseStore(self.cases_url, clock=lambda: self.now)
            Postman(own, chat_ways(self.settings, installed_wording()), Fault(step, 1).reached).deliver()

        # A fork, since a fresh interpreter imports Rasa for seconds; it ends without tidying anything up.
        process = multiprocessing.get_context("fork").Process(target=work)
        process.start()
        process.join(60)
        return process.exitcode or 0

    def written(self, chat: str) -> list[str]:
        """What was written to the person in a chat."""
        if chat == "telegram":
            return [message["text"] for message in self.telegram.to(7)]
        return [message["text"] for message in self.slack.to("D0ANN")]

    @property
    def states(self) -> list[str]:
        return [letter.state for letter in Outbox(self.cases).letters()]


@pytest.fixture
def world(cases_url: str, slack: SlackServer, telegram: TelegramServer) -> Iterator[World]:
    made = World(cases_url, slack, telegram)
    yield made
    made.cases.close()


@pytest.fixture(params=CHATS)
def chat(request: pytest.FixtureRequest) -> str:
    """One chat after the other."""
    return str(request.param)


@pytest.fixture
def talk(world: World, chat: str, knowledge: Knowledge, make_turn: MakeTurn) -> Talk:
    """A French bakery in that chat, at an installation that also sends mail."""
    outlets = Outlets(mails=True, public_url="https://chamber.example", chats=world.settings.chats)
    advisor = Advisor(knowledge, world.cases, today=lambda: world.now.date(), outlets=outlets)
    person = Talk(advisor, make_turn, PEOPLE[chat])
    world.cases.record_fact(person.case.id, "country", "France", "m-country")
    return person


def ask(talk: Talk, text: str = "remind me on monday to call the bank") -> str:
    return "\n".join(message.text for message in talk.do(reminding.remind, text, intent="remind_me"))


def test_it_is_written_there_once_by_day_also_after_a_restart(world: World, chat: str, talk: Talk) -> None:
    assert "write to you here" in ask(talk) and "e-mail" not in ask(talk, "remind me on friday")
    talk.advisor.reminders.cancel(talk.case.id, [2], "m-cancel")
    world.now = DUE - timedelta(minutes=1)
    assert world.postman().deliver() == 0
    world.now = DUE
    assert world.postman().deliver() == 1
    for later in (timedelta(0), LEASE * 2, timedelta(days=1)):
        world.now = DUE + later
        assert world.postman().deliver() == 0
    (text,) = world.written(chat)
    assert "call the bank" in text and world.states == [SENT]
    # It was said in that very talk, and is not said again.
    assert talk.advisor.reminders.take_due(talk.address, world.now.date(), "m-next") == []


def test_what_the_server_slept_through_waits_for_the_morning(world: World, chat: str, talk: Talk) -> None:
    ask(talk)
    world.now = datetime(2026, 11, 30, 22, 30)
    assert world.postman().deliver() == 0 and world.written(chat) == [] and world.states == [WAITING]
    world.now = datetime(2026, 12, 1, 7, 0)
    assert world.postman().deliver() == 1 and len(world.written(chat)) == 1


def test_a_crash_between_writing_and_noting_writes_at_most_once_more(
    world: World, chat: str, talk: Talk, monkeypatch: pytest.MonkeyPatch
) -> None:
    ask(talk)
    world.now = DUE
    dying = world.postman()

    def die(*_: Any) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(dying._reminders, "mark_said", die)
    with pytest.raises(KeyboardInterrupt):
        dying.deliver()
    assert world.postman().deliver() == 0, "the lease holds"
    world.now += LEASE + timedelta(seconds=1)
    assert world.postman().deliver() == 1 and world.postman().deliver() == 0
    assert len(world.written(chat)) == 2


@pytest.mark.parametrize("step", CARRYING)
def test_killed_at_any_step_it_is_written_all_the_same_and_at_most_once_more(
    world: World, chat: str, talk: Talk, step: str
) -> None:
    repeated = 0
    for kill in range(KILLS):
        world.now, before = NOW, len(world.written(chat))
        ask(talk, f"remind me on monday of invoice {kill}")
        world.now = DUE
        assert world.killed(step) == -signal.SIGKILL
        for _ in range(2):
            world.now += LEASE + timedelta(seconds=1)
            world.postman().deliver()
        written = world.written(chat)[before:]
        assert written and all(f"invoice {kill}" in text for text in written)
        repeated += len(written) - 1
        assert talk.advisor.reminders.take_due(talk.address, world.now.date(), f"m-next-{kill}") == []
    # Between handing a letter over and noting that, nobody can tell whether it went: it goes again.
    assert repeated == (KILLS if step == "carried" else 0)
    assert world.states == [SENT] * KILLS


def test_said_in_the_talk_before_it_is_not_written(world: World, chat: str, talk: Talk) -> None:
    ask(talk)
    world.now = DUE - timedelta(hours=2)
    assert len(talk.advisor.reminders.take_due(talk.address, date(2026, 11, 30), "m-visit")) == 1
    world.now = DUE
    assert world.postman().deliver() == 0 and world.written(chat) == []


def test_called_off_it_is_not_written(world: World, chat: str, talk: Talk) -> None:
    ask(talk)
    talk.do(reminding.remind, "", intent="remind_me", token="remind.stop")
    world.now = DUE
    assert world.postman().deliver() == 0 and world.states == []


def test_whoever_confirms_an_address_gets_mail_instead(world: World, chat: str, talk: Talk) -> None:
    ask(talk)
    given = MailAddress("ann@bakery.example", "what was said")
    letter = reminding.letters.reminder_letter(
        talk.advisor.knowledge, given, talk.advisor.reminders.waiting(talk.case.id)[0], "https://chamber.example", "us"
    )
    ReminderStore(world.cases).give_address(talk.case.id, given, [letter], "m-address")
    assert {one.via for one in Outbox(world.cases).letters()} == {chat, MAIL}
    ReminderStore(world.cases).confirm(given.confirm_token)
    assert {one.via for one in Outbox(world.cases).letters()} == {MAIL}
    ask(talk, "remind me on tuesday of the invoice")
    assert {one.via for one in Outbox(world.cases).letters()} == {MAIL}


def test_a_chat_that_asks_to_be_left_alone_is_asked_later_and_a_closed_one_never(
    world: World, chat: str, talk: Talk
) -> None:
    ask(talk)
    if chat == "telegram":
        world.telegram.faults["sendMessage"] = [
            Refused(429, "Too Many Requests", retry_after=30),
            Refused(403, "Forbidden: bot was blocked by the user"),
        ]
    else:
        limited = slack_server.Fault("ratelimited", 429, **{"Retry-After": "30"})
        world.slack.faults["chat.postMessage"] = [limited, slack_server.Fault("user_disabled")]
    world.now = DUE
    assert world.postman().deliver() == 0
    (letter,) = Outbox(world.cases).letters()
    assert letter.attempts == 0 and letter.due_at == DUE + timedelta(seconds=30)
    world.now += timedelta(seconds=30)
    assert world.postman().deliver() == 0 and world.states == [DEAD]
    # It is said at the next visit all the same.
    assert len(talk.advisor.reminders.take_due(talk.address, world.now.date(), "m-visit")) == 1


@pytest.mark.parametrize("words", ["by e-mail", "via email please", "to my mail"])
def test_whoever_wants_mail_says_so_and_is_asked_where_to(world: World, chat: str, talk: Talk, words: str) -> None:
    said = ask(talk, f"remind me on monday {words}")
    assert "type your address" in said and talk.slots["proposal"] == reminding.ASKING_WHERE
    # Until an address is confirmed, it comes here.
    assert [one.via for one in Outbox(world.cases).letters()] == [chat]


@pytest.mark.parametrize("word", ["stop", "Stop!", "STOP"])
def test_one_word_ends_them_and_says_so_in_one_message(world: World, chat: str, talk: Talk, word: str) -> None:
    ask(talk)
    ask(talk, "remind me on tuesday of the invoice")
    (message,) = talk.do(pausing.pause, word, intent="stop")
    assert "called off: 2" in message.text and talk.case.resume_code in message.text
    world.now = DUE + timedelta(days=2)
    assert world.postman().deliver() == 0 and world.written(chat) == [] and world.states == []


def test_the_word_also_deletes_an_address_and_other_words_only_pause(world: World, chat: str, talk: Talk) -> None:
    ask(talk)
    (message,) = talk.do(pausing.pause, "let's stop here for today", intent="stop")
    assert "called off" not in message.text and len(talk.advisor.reminders.waiting(talk.case.id)) == 1
    given = MailAddress("ann@bakery.example", "what was said")
    ReminderStore(world.cases).give_address(talk.case.id, given, [], "m-address")
    (message,) = talk.do(pausing.pause, "stop", intent="stop")
    assert "deleted" in message.text and talk.advisor.reminders.address_of(talk.case.id) is None
    (message,) = talk.do(pausing.pause, "stop", intent="stop")
    assert "called off" not in message.text and talk.case.resume_code in message.text


def test_elsewhere_than_in_chats_the_word_only_pauses(talk: Talk, make_turn: MakeTurn) -> None:
    page = Talk(talk.advisor, make_turn, "rest:ann")
    ask(page)
    page.do(pausing.pause, "stop", intent="stop")
    assert len(page.advisor.reminders.waiting(page.case.id)) == 1


@pytest.mark.parametrize("chat", ["slack"], indirect=True)
def test_slack_says_where_somebody_is_and_nobody_is_woken_there(world: World, talk: Talk) -> None:
    world.slack.zones["U0ANN"] = "America/New_York"
    ask(talk)
    world.now = DUE
    assert world.postman().deliver() == 0, "nine in Paris is three in the morning in New York"
    (letter,) = Outbox(world.cases).letters()
    assert (letter.state, letter.due_at, letter.attempts) == (WAITING, datetime(2026, 11, 30, 13, 0), 0)
    world.now = letter.due_at
    assert world.postman().deliver() == 1 and len(world.written("slack")) == 1


@pytest.mark.parametrize("chat", ["slack"], indirect=True)
@pytest.mark.parametrize("told", ["nothing", "a zone that nobody knows", "missing_scope", "a limit"])
def test_where_slack_does_not_say_the_country_counts(world: World, talk: Talk, told: str) -> None:
    if told == "a zone that nobody knows":
        world.slack.zones["U0ANN"] = "Atlantis/Port"
    elif told == "missing_scope":
        world.slack.faults["users.info"] = [slack_server.Fault("missing_scope")]
    elif told == "a limit":
        world.slack.faults["users.info"] = [slack_server.Fault("ratelimited", 429, **{"Retry-After": "30"})]
    ask(talk)
    world.now = DUE
    if told == "a limit":
        assert world.postman().deliver() == 0
        world.now += timedelta(seconds=30)
    assert world.postman().deliver() == 1 and len(world.written("slack")) == 1


@pytest.mark.parametrize("chat", ["slack"], indirect=True)
def test_it_is_written_though_it_is_never_day_in_both_places(world: World, talk: Talk) -> None:
    # All of Russia is awake from six to eight in UTC, when New York sleeps.
    world.cases.record_fact(talk.case.id, "country", "Russian Federation", "m-far")
    world.slack.zones["U0ANN"] = "America/New_York"
    ask(talk)
    world.now = DUE
    assert world.postman().deliver() == 0
    world.now = datetime(2026, 11, 30, 13, 0)
    assert world.postman().deliver() == 1 and len(world.written("slack")) == 1


GROUP = -1001


@pytest.fixture
def member(world: World, talk: Talk, make_turn: MakeTurn) -> Talk:
    """Somebody who talks to the adviser in a group."""
    person = Talk(talk.advisor, make_turn, f"telegram:{GROUP}:8")
    world.cases.record_fact(person.case.id, "country", "France", "m-country")
    return person


@pytest.mark.parametrize("chat", ["telegram"], indirect=True)
def test_in_a_group_it_says_whom_it_is_for(world: World, member: Talk) -> None:
    ask(member)
    world.now = DUE
    assert world.postman().deliver() == 1
    (message,) = world.telegram.to(GROUP)
    # A mention by number reaches those without a user name too; a name is shown as it is, whatever it holds.
    assert message["text"].startswith("Person <8>:") and "call the bank" in message["text"]
    assert message["raw"].startswith('<a href="tg://user?id=8">Person &lt;8&gt;</a>')


@pytest.mark.parametrize("chat", ["telegram"], indirect=True)
@pytest.mark.parametrize("status", ["left", "kicked"])
def test_who_left_the_group_is_not_spoken_of_there(world: World, member: Talk, status: str) -> None:
    world.telegram.members[GROUP, 8] = status
    ask(member)
    world.now = DUE
    assert world.postman().deliver() == 0
    assert world.telegram.to(GROUP) == [] and world.states == [DEAD]


@pytest.mark.parametrize("chat", ["telegram"], indirect=True)
def test_a_group_that_cannot_be_asked_is_asked_again(world: World, member: Talk) -> None:
    world.telegram.faults["getChatMember"] = [Refused(500, "Internal Server Error")]
    ask(member)
    world.now = DUE
    assert world.postman().deliver() == 0 and world.states == [WAITING]
    world.now += timedelta(hours=1)
    assert world.postman().deliver() == 1 and len(world.telegram.to(GROUP)) == 1


@pytest.mark.parametrize("chat", ["telegram"], indirect=True)
def test_its_buttons_are_for_whom_it_names(world: World, member: Talk) -> None:
    ask(member)
    world.now = DUE
    world.postman().deliver()
    (message,) = world.telegram.to(GROUP)
    for user, unread in ((8, ""), (9, "chat.not_yours")):
        heard = read_update({"update_id": 1, "callback_query": world.telegram.press(user, message, "plan")}, "1", "bot")
        assert heard and heard.unread == unread


def test_a_timer_delivers_to_chats_too(world: World, chat: str, talk: Talk, monkeypatch: pytest.MonkeyPatch) -> None:
    letter = Letter(REMINDER, chat, "", "Call the bank", datetime(2020, 1, 6, 9, 0), PEOPLE[chat])
    Outbox(world.cases).put(talk.case.id, [letter], "m1", "letter")
    for name, value in (world.environment | {"LEVELFIELD_CASES_URL": world.cases_url}).items():
        monkeypatch.setenv(name, value)
    result = CliRunner().invoke(levelfield, ["outbox", "deliver"])
    assert (result.exit_code, result.output) == (0, "one letter was sent.\n")
    assert world.written(chat) == ["Call the bank"] and world.states == [SENT]
