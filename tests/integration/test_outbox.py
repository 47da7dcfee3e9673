"""Letters go out once: over real servers that fail, restarts in the middle, and several postmen at once."""

from __future__ import annotations

import logging
import threading
from collections.abc import Iterator
from datetime import date, datetime, timedelta

import pytest

from bot.cases.reminders import ReminderStore
from bot.cases.repository import CaseStore
from bot.inbox.outbox import LEASE, PAUSES, Outbox
from bot.inbox.postman import Postman
from bot.inbox.smtp import Mailer
from bot.inbox.webhook import Webhook, escaped
from bot.model.letter import BRIEF, CONFIRM, DEAD, MAIL, REMINDER, SENDING, SENT, WAITING, WEBHOOK, Letter, MailAddress
from tests.integration.conftest import NOW, Clock
from tests.integration.outside import HookServer, MailServer

ANNA = "anna@bakery.example"


@pytest.fixture
def mail_server() -> Iterator[MailServer]:
    server = MailServer().start()
    yield server
    server.stop()


@pytest.fixture
def hook() -> Iterator[HookServer]:
    server = HookServer().start()
    yield server
    server.stop()


@pytest.fixture
def postman(cases: CaseStore, mail_server: MailServer, hook: HookServer) -> Postman:
    return Postman(
        cases, {MAIL: Mailer(mail_server.url, "The chamber <bot@chamber.example>"), WEBHOOK: Webhook(hook.url)}
    )


def brief(via: str = MAIL, recipient: str = "adviser@chamber.example") -> Letter:
    return Letter(BRIEF, via, "A brief", "What they said: <!channel> & more", NOW, recipient if via == MAIL else "")


def remind(cases: CaseStore, *, confirmed: bool = True, due: str = "2026-11-30") -> tuple[str, MailAddress]:
    """Somebody with a reminder and an address; the letters are in the outbox."""
    case_id, given = cases.case_of("rest:anna").id, MailAddress(ANNA, "what was said")
    store = ReminderStore(cases)
    store.add(case_id, "the cash list", due, "m1")
    link = f"https://chamber.example/mail/stop/{given.stop_token}"
    letters = [
        Letter(CONFIRM, MAIL, "Please confirm", "the link", NOW, ANNA, link),
        Letter(REMINDER, MAIL, "Reminder", "the cash list", datetime(2026, 11, 30, 7), ANNA, link, 1, held=True),
    ]
    store.give_address(case_id, given, letters, "m2")
    if confirmed:
        store.confirm(given.confirm_token)
    return case_id, given


def states(cases: CaseStore) -> list[str]:
    return [letter.state for letter in Outbox(cases).letters()]


def test_a_brief_goes_out_once_by_both_ways(
    cases: CaseStore, postman: Postman, mail_server: MailServer, hook: HookServer
) -> None:
    case_id = cases.case_of("rest:anna").id
    for _ in range(2):
        Outbox(cases).put(case_id, [brief(), brief(WEBHOOK)], "m1", "brief")
    assert postman.deliver() == 2 and postman.deliver() == 0
    (mail,), (call,) = mail_server.mails, hook.taken
    assert mail["To"] == "adviser@chamber.example" and mail["From"] == "The chamber <bot@chamber.example>"
    assert "<!channel> & more" in mail.get_content() and mail["List-Unsubscribe"] is None
    assert "&lt;!channel&gt; &amp; more" in call["text"]
    letters = Outbox(cases).letters()
    assert [letter.state for letter in letters] == [SENT, SENT]
    assert {letter.body + letter.subject for letter in letters} == {""}


def test_nothing_but_the_link_is_mailed_before_it_is_confirmed(
    cases: CaseStore, postman: Postman, mail_server: MailServer, clock: Clock
) -> None:
    _, given = remind(cases, confirmed=False)
    clock.now = datetime(2026, 12, 1)
    assert postman.deliver() == 1
    (mail,) = mail_server.mails
    assert mail["Subject"] == "Please confirm"
    assert ReminderStore(cases).confirm(given.confirm_token)
    assert postman.deliver() == 1 and mail_server.mails[1]["Subject"] == "Reminder"


def test_a_reminder_goes_out_when_it_is_due_with_a_way_to_stop(
    cases: CaseStore, postman: Postman, mail_server: MailServer, clock: Clock
) -> None:
    _, given = remind(cases)
    postman.deliver()
    assert len(mail_server.mails) == 1
    clock.now = datetime(2026, 11, 30, 7)
    assert postman.deliver() == 1 and postman.deliver() == 0
    mail = mail_server.mails[1]
    assert mail["List-Unsubscribe"] == f"<https://chamber.example/mail/stop/{given.stop_token}>"
    assert mail["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert mail["Auto-Submitted"] == "auto-generated" and "the cash list" in mail.get_content()


def test_stopping_deletes_the_address_and_its_letters_and_may_be_repeated(
    cases: CaseStore, postman: Postman, mail_server: MailServer, clock: Clock
) -> None:
    case_id, given = remind(cases)
    postman.deliver()
    for _ in range(2):
        ReminderStore(cases).stop(given.stop_token)
    clock.now = datetime(2026, 12, 24)
    assert postman.deliver() == 0 and len(mail_server.mails) == 1
    assert ReminderStore(cases).address_of(case_id) is None
    assert not ReminderStore(cases).knows(given.stop_token)
    assert ReminderStore(cases).waiting(case_id), "it is still said at the next visit"


def test_cancelling_takes_the_letter_back(cases: CaseStore, postman: Postman, clock: Clock) -> None:
    case_id, _ = remind(cases)
    postman.deliver()
    ReminderStore(cases).cancel(case_id, [1], "m9")
    clock.now = datetime(2026, 12, 24)
    assert postman.deliver() == 0 and ReminderStore(cases).waiting(case_id) == []
    assert ReminderStore(cases).take_due("rest:anna", date(2026, 12, 24), "m10") == []


def test_a_due_reminder_is_said_to_one_of_two_turns(cases: CaseStore) -> None:
    remind(cases)
    store, found = ReminderStore(cases), []
    together = threading.Barrier(4)

    def visit(message: str) -> None:
        together.wait()
        found.extend(store.take_due("rest:anna", date(2026, 11, 30), message))

    threads = [threading.Thread(target=visit, args=(f"v{number}",)) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [reminder.about for reminder in found] == ["the cash list"]


@pytest.mark.parametrize(("way", "failure"), [("CONNECT", "421 later"), ("MAIL", "451 later"), ("END", "452 full")])
def test_a_passing_failure_is_retried_with_growing_pauses(
    cases: CaseStore, postman: Postman, mail_server: MailServer, clock: Clock, way: str, failure: str
) -> None:
    Outbox(cases).put(cases.case_of("rest:anna").id, [brief()], "m1", "brief")
    mail_server.answers = {way: failure}
    for pause in PAUSES[:3]:
        assert postman.deliver() == 0
        clock.now += pause - timedelta(seconds=1)
        assert Outbox(cases).take([MAIL]) is None
        clock.now += timedelta(seconds=1)
    assert Outbox(cases).letters()[0].fault.startswith(f"SMTP {failure[:3]}")
    mail_server.answers = {}
    assert postman.deliver() == 1 and len(mail_server.mails) == 1


def test_a_server_that_is_down_costs_nothing_but_time(
    cases: CaseStore, postman: Postman, mail_server: MailServer, hook: HookServer, clock: Clock
) -> None:
    mail_server.stop()
    hook.stop()
    Outbox(cases).put(cases.case_of("rest:anna").id, [brief(), brief(WEBHOOK)], "m1", "brief")
    assert postman.deliver() == 0
    assert states(cases) == [WAITING, WAITING]
    mail_server.start()
    hook.start()
    clock.now += PAUSES[0]
    assert postman.deliver() == 2 and len(mail_server.mails) == len(hook.taken) == 1


def test_after_the_last_attempt_a_letter_is_dead_and_can_be_tried_again(
    cases: CaseStore, postman: Postman, hook: HookServer, clock: Clock
) -> None:
    Outbox(cases).put(cases.case_of("rest:anna").id, [brief(WEBHOOK)], "m1", "brief")
    hook.status = 503
    for pause in (*PAUSES, timedelta(0)):
        assert postman.deliver() == 0
        clock.now += pause
    (letter,) = Outbox(cases).letters(DEAD)
    assert (letter.fault, letter.attempts, hook.calls) == ("HTTP 503", len(PAUSES) + 1, len(PAUSES) + 1)
    assert letter.body, "it is kept whole"
    hook.status = 200
    assert Outbox(cases).retry(letter.id) and not Outbox(cases).retry(letter.id)
    assert postman.deliver() == 1 and len(hook.taken) == 1


@pytest.mark.parametrize(("status", "state"), [(400, DEAD), (404, DEAD), (302, DEAD), (429, WAITING), (500, WAITING)])
def test_what_the_webhook_refuses_for_good_is_not_sent_again(
    cases: CaseStore, postman: Postman, hook: HookServer, status: int, state: str
) -> None:
    Outbox(cases).put(cases.case_of("rest:anna").id, [brief(WEBHOOK)], "m1", "brief")
    hook.status = status
    postman.deliver()
    assert states(cases) == [state] and hook.calls == 1


def test_an_address_that_does_not_exist_is_not_tried_again(
    cases: CaseStore, postman: Postman, mail_server: MailServer
) -> None:
    Outbox(cases).put(cases.case_of("rest:anna").id, [brief()], "m1", "brief")
    mail_server.answers = {"RCPT": "550 no such user"}
    postman.deliver()
    assert states(cases) == [DEAD]


@pytest.mark.parametrize("farewell", ["500 what", "421 gone"])
def test_a_farewell_that_fails_sends_nothing_twice(
    cases: CaseStore, postman: Postman, mail_server: MailServer, farewell: str
) -> None:
    Outbox(cases).put(cases.case_of("rest:anna").id, [brief()], "m1", "brief")
    mail_server.answers = {"QUIT": farewell}
    assert postman.deliver() == 1 and states(cases) == [SENT]


def test_whoever_dies_with_a_letter_in_hand_leaves_it_to_the_next(
    cases: CaseStore, postman: Postman, mail_server: MailServer, clock: Clock
) -> None:
    Outbox(cases).put(cases.case_of("rest:anna").id, [brief()], "m1", "brief")
    died = Outbox(cases).take([MAIL])
    assert died and died.state == SENDING and postman.deliver() == 0
    clock.now += LEASE + timedelta(seconds=1)
    assert postman.deliver() == 1
    # Were it only slow, its own end must not be written over the other's.
    Outbox(cases).mark_failed(died, "slow")
    assert states(cases) == [SENT]
    assert mail_server.mails[0]["Message-ID"] == f"<{died.id}@chamber.example>"


def test_many_postmen_at_once_send_each_letter_once(
    url: str, cases: CaseStore, postman: Postman, mail_server: MailServer
) -> None:
    for number in range(12):
        Outbox(cases).put(cases.case_of(f"rest:p{number}").id, [brief()], "m1", "brief")
    stores = [CaseStore(url, cases.clock) for _ in range(4)]
    postmen = [Postman(store, {MAIL: Mailer(mail_server.url, "bot@chamber.example")}) for store in stores]
    threads = [threading.Thread(target=one.deliver) for one in postmen]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    for store in stores:
        store.close()
    ids = [mail["Message-ID"] for mail in mail_server.mails]
    assert len(ids) == len(set(ids)) == 12 and set(states(cases)) == {SENT}


def test_no_address_and_no_secret_is_logged(
    cases: CaseStore, mail_server: MailServer, hook: HookServer, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    mail_server.answers, hook.status = {"RCPT": f"550 {ANNA} is unknown"}, 404
    url = mail_server.url.replace("//", "//user:pa55word@")
    letters = [brief(recipient=ANNA), brief(WEBHOOK)]
    Outbox(cases).put(cases.case_of("rest:anna").id, letters, "m1", "brief")
    Postman(cases, {MAIL: Mailer(url, "bot@chamber.example"), WEBHOOK: Webhook(hook.url)}).deliver()
    said = caplog.text + "".join(letter.fault + repr(letter) for letter in Outbox(cases).letters())
    assert [secret for secret in (ANNA, "pa55word", "secret-hook") if secret in said] == []
    assert "was not sent" in caplog.text


def test_what_is_not_confirmed_in_a_week_is_deleted(cases: CaseStore, postman: Postman, clock: Clock) -> None:
    case_id, given = remind(cases, confirmed=False)
    clock.now += timedelta(days=7, minutes=1)
    postman.tidy()
    assert ReminderStore(cases).address_of(case_id) is None and not ReminderStore(cases).confirm(given.confirm_token)
    assert states(cases) == []


def test_the_trace_of_what_went_out_is_deleted_in_the_end(cases: CaseStore, postman: Postman, clock: Clock) -> None:
    Outbox(cases).put(cases.case_of("rest:anna").id, [brief()], "m1", "brief")
    postman.deliver()
    clock.now += timedelta(days=91)
    postman.tidy()
    assert states(cases) == []


def test_links_are_asked_for_a_few_times_a_day_only(cases: CaseStore, clock: Clock) -> None:
    case_id, _ = remind(cases, confirmed=False)
    store = ReminderStore(cases)
    assert store.asked_lately(case_id, ANNA) == 1
    assert store.asked_lately(cases.case_of("rest:ben").id, ANNA) == 1
    assert store.asked_lately(cases.case_of("rest:ben").id, "ben@shop.example") == 0
    clock.now += timedelta(days=2)
    assert store.asked_lately(case_id, ANNA) == 0


def test_it_works_until_it_is_asked_to_stop(cases: CaseStore, postman: Postman, mail_server: MailServer) -> None:
    stopping = threading.Event()
    worker = threading.Thread(target=postman.work, args=(stopping,))
    worker.start()
    Outbox(cases).put(cases.case_of("rest:anna").id, [brief()], "m1", "brief")
    for _ in range(100):
        if mail_server.mails:
            break
        stopping.wait(0.1)
    stopping.set()
    worker.join(10)
    assert len(mail_server.mails) == 1 and not worker.is_alive()


def test_slack_shows_what_was_said_as_it_was_said() -> None:
    assert escaped("a & b <!here>") == "a &amp; b &lt;!here&gt;"
