"""It comes back: reminders by mail with a link to confirm and one to stop, a brief that is followed, a proven deletion.

Over REST on the trained model, with a real mail server and a real webhook on the other side.
"""

from __future__ import annotations

import re
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta, timezone

import pytest
from sqlalchemy import create_engine, select, update

from bot.cases.tables import outbox, reminders
from bot.language.dates import written_out
from tests.conversations.person import Person, payloads
from tests.conversations.running_bot import RunningBot
from tests.integration.outside import HookServer, MailServer

pytestmark = pytest.mark.trained

PUBLIC = "https://adviser.example"
# Enough for a brief; the form asks on behind it, and a yes or no is to what was asked back all the same.
FIRM = "we're a bakery in Lyon, twelve of us"
# The postman looks every two seconds, and after two failures waits a minute.
PATIENCE_SECONDS = 120


@pytest.fixture(scope="module")
def mail_server() -> Iterator[MailServer]:
    server = MailServer().start()
    yield server
    server.stop()


@pytest.fixture(scope="module")
def hook() -> Iterator[HookServer]:
    server = HookServer().start()
    yield server
    server.stop()


@pytest.fixture(scope="module")
def sending(
    tmp_path_factory: pytest.TempPathFactory, mail_server: MailServer, hook: HookServer
) -> Iterator[RunningBot]:
    """The trained adviser at an installation that sends mails and briefs."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("LEVELFIELD_SMTP_URL", mail_server.url)
        patch.setenv("LEVELFIELD_MAIL_FROM", "Levelfield <bot@chamber.example>")
        patch.setenv("LEVELFIELD_PUBLIC_URL", PUBLIC)
        patch.setenv("LEVELFIELD_BRIEF_TO", "adviser@chamber.example")
        patch.setenv("LEVELFIELD_BRIEF_WEBHOOK", hook.url)
        with RunningBot(tmp_path_factory.mktemp("sending") / "var") as running:
            yield running


@pytest.fixture
def person(sending: RunningBot, sender: str) -> Person:
    return Person(sending, sender)


def text_of(person: Person, words: str) -> str:
    return "\n".join(message["text"] for message in person.say(words))


def until(what: Callable[[], object]) -> None:
    """Wait until something holds."""
    deadline = time.monotonic() + PATIENCE_SECONDS
    while not what():
        assert time.monotonic() < deadline, "it did not happen"
        time.sleep(0.2)


def page(bot: RunningBot, link: str, data: bytes | None = None) -> tuple[int, str]:
    """A link of a mail, followed (or posted to) at the address where this adviser really is."""
    request = urllib.request.Request(link.replace(PUBLIC, bot.url), data=data)
    try:
        with urllib.request.urlopen(request, timeout=20) as response:
            return response.status, response.read().decode()
    except urllib.error.HTTPError as error:
        with error:
            return error.code, error.read().decode()


def make_due(bot: RunningBot) -> None:
    """Let every reminder be due today, as if the days had passed."""
    engine, now = create_engine(bot.settings.cases_url, future=True), datetime.now(timezone.utc).replace(tzinfo=None)
    with engine.begin() as connection:
        connection.execute(update(reminders).values(due=now.date().isoformat()))
        connection.execute(update(outbox).where(outbox.c.state.in_(("waiting", "held"))).values(due_at=now))
    engine.dispose()


def states(bot: RunningBot) -> list[str]:
    engine = create_engine(bot.settings.cases_url, future=True)
    with engine.connect() as connection:
        found = [str(state) for state in connection.execute(select(outbox.c.state)).scalars()]
    engine.dispose()
    return found


def test_a_reminder_by_mail_from_the_wish_to_the_stop(
    person: Person, sending: RunningBot, mail_server: MailServer
) -> None:
    in_two_weeks = datetime.now().date() + timedelta(days=14)
    said = text_of(person, "remind me in two weeks about the cash list")
    assert written_out(in_two_weeks) in said and "the cash list" in said and "e-mail" in said
    address = f"{person.sender}@bakery.example"
    assert "link" in text_of(person, address)
    until(lambda: mail_server.to(address))
    (mail,) = mail_server.to(address)
    confirm, stop = re.findall(rf"{PUBLIC}/mail/\S+", mail.get_content())
    make_due(sending)
    assert page(sending, confirm)[0] == 200
    time.sleep(5)
    assert len(mail_server.to(address)) == 1, "nothing is mailed before the button is pressed"
    assert page(sending, confirm, b"")[0] == 200
    until(lambda: len(mail_server.to(address)) == 2)
    reminder = mail_server.to(address)[1]
    assert "the cash list" in reminder.get_content() and reminder["List-Unsubscribe"] == f"<{stop}>"
    assert "the cash list" in text_of(person, "hello"), "it is said at the next visit as well"
    assert "the cash list" not in text_of(person, "hello"), "once"
    text_of(person, "remind me next month")
    assert page(sending, stop, b"List-Unsubscribe=One-Click")[0] == 200
    make_due(sending)
    time.sleep(5)
    assert len(mail_server.to(address)) == 2 and page(sending, confirm)[0] == 404


def test_a_day_is_asked_back_and_a_day_alone_is_enough_also_amid_questions(person: Person) -> None:
    person.walk_to("E1")
    assert "When shall I remind you" in text_of(person, "remind me to call the supplier")
    assert "call the supplier" in text_of(person, "on friday")
    assert len([p for p in payloads(person.say("show my reminders")) if p.startswith("cancel_reminder:")]) == 1
    assert "reminder" in text_of(person, "cancel it").lower(), "what was shown last is meant, and the talk goes on"
    assert "called off: 1" in text_of(person, "stop the reminders")


def test_a_failed_try_is_asked_in_other_words_and_told_so_once(person: Person) -> None:
    person.walk_to("T1")
    assert "Let me ask it another way" in text_of(person, "we lost the bid")
    assert "Let me ask it another way" not in text_of(person, "why do you ask")


def test_a_brief_goes_out_on_a_typed_yes_and_its_arrival_is_told(
    person: Person, mail_server: MailServer, hook: HookServer
) -> None:
    person.say(FIRM)
    before = len(mail_server.to("adviser@chamber.example")), len(hook.taken)
    person.say("I want to talk to a real person")
    handoff = person.one("handoff")
    assert handoff["custom"]["data"]["sent"] is False and "Nothing has been sent" in handoff["text"]
    time.sleep(4)
    assert (len(mail_server.to("adviser@chamber.example")), len(hook.taken)) == before
    person.say("yes")
    assert person.one("handoff")["custom"]["data"]["state"] == "waiting"
    until(lambda: (len(mail_server.to("adviser@chamber.example")), len(hook.taken)) == (before[0] + 1, before[1] + 1))
    person.say("hello")
    assert person.one("handoff")["custom"]["data"]["sent"] is True
    assert handoff["custom"]["data"]["brief"].splitlines()[0] in mail_server.mails[-1].get_content()


def test_a_brief_outlives_a_dead_receiver_and_a_restart(
    person: Person, sending: RunningBot, mail_server: MailServer, hook: HookServer
) -> None:
    person.say(FIRM)
    until(lambda: not {"waiting", "sending"} & set(states(sending)))
    mails, calls = len(mail_server.mails), len(hook.taken)
    hook.stop()
    mail_server.stop()
    person.say("can I talk to a person?")
    person.press(next(p for p in payloads(person.heard) if p.startswith("send_brief:")))

    def told() -> bool:
        heard = [m["custom"]["data"] for m in person.say("hello") if m["custom"]["kind"] == "handoff"]
        return any(data["sent"] is False for data in heard)

    until(told)
    sending.restart()
    hook.start()
    mail_server.start()
    until(lambda: (len(mail_server.mails), len(hook.taken)) == (mails + 1, calls + 1))
    until(lambda: not {"waiting", "sending"} & set(states(sending)))
    person.say("hello")
    assert person.one("handoff")["custom"]["data"]["sent"] is True
    assert (len(mail_server.mails), len(hook.taken)) == (mails + 1, calls + 1)


def test_deletion_is_counted_and_proven(person: Person) -> None:
    person.say(FIRM)
    person.say("remind me in two weeks")
    person.say(f"{person.sender}@bakery.example")
    person.say("delete my data")
    done = person.say("yes")[0]
    data = done["custom"]["data"]
    assert data["left"] == 0 and data["deleted"]["reminders"] == data["deleted"]["mail_addresses"] == 1
    assert data["deleted"]["facts"] >= 3 and "nothing of your case is left" in done["text"]
    assert not any(person.stored().values())
