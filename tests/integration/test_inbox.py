"""The inbox on SQLite and PostgreSQL: kept once, handed on once, in order for each person, and nothing lost."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest

from bot.cases.repository import CaseStore
from bot.inbox.inbox import DEAD_KEPT, IDS_KEPT, LEASE, PAUSES, REPLY_KEPT, Inbox
from bot.model.received import ANSWERED, DEAD, DONE, WAITING, Received
from tests.integration.conftest import Clock


@pytest.fixture
def inbox(cases: CaseStore) -> Inbox:
    return Inbox(cases)


def put(inbox: Inbox, person: str = "rest:ann", key: str = "1", text: str = "my words", reference: str = "") -> bool:
    return inbox.put("rest", person, key, {"sender": "ann", "text": text}, reference=reference)


def take(inbox: Inbox) -> Received:
    taken = inbox.take("rest")
    assert taken is not None
    return taken


def test_a_message_that_comes_twice_is_kept_once(inbox: Inbox) -> None:
    assert put(inbox) and not put(inbox, text="other words")
    assert [message.body["text"] for message in inbox.messages()] == ["my words"]
    # The same id of somebody else is another message.
    assert put(inbox, "rest:bob")


def test_the_same_message_at_the_same_time_is_kept_once(inbox: Inbox) -> None:
    with ThreadPoolExecutor(8) as pool:
        kept = list(pool.map(lambda _: put(inbox), range(24)))
    assert kept.count(True) == 1 and len(inbox.messages()) == 1


def test_of_many_workers_one_gets_a_message(inbox: Inbox) -> None:
    for number in range(6):
        put(inbox, f"rest:person{number}")
    with ThreadPoolExecutor(6) as pool:
        taken = list(pool.map(lambda _: inbox.take("rest"), range(12)))
    got = [message.id for message in taken if message is not None]
    assert len(got) == len(set(got))
    while (more := inbox.take("rest")) is not None:
        got.append(more.id)
    assert sorted(got) == sorted(message.id for message in inbox.messages())


def test_a_persons_messages_come_in_order_and_others_do_not_wait(inbox: Inbox) -> None:
    put(inbox, key="1")
    put(inbox, key="2")
    put(inbox, "rest:bob", key="3")
    first, other = take(inbox), take(inbox)
    assert (first.key, other.key) == ("1", "3")
    assert inbox.take("rest") is None
    inbox.keep_reply(first, [{"text": "reply"}])
    assert inbox.take("rest") is None, "the reply to the first has not gone out"
    inbox.mark_done(first)
    assert take(inbox).key == "2"


def test_another_channels_messages_are_left_alone(inbox: Inbox) -> None:
    put(inbox)
    assert inbox.take("slack") is None


def test_who_dies_with_a_message_in_hand_loses_it(inbox: Inbox, clock: Clock) -> None:
    put(inbox)
    dead = take(inbox)
    clock.now += LEASE / 2
    inbox.beat([dead.lease])
    clock.now += LEASE * 0.75
    assert inbox.take("rest") is None, "it was said to be worked on"
    clock.now += LEASE
    again = take(inbox)
    assert (again.id, again.attempts) == (dead.id, 2)
    # Who was only slow finds that it is somebody else's by now.
    assert inbox.keep_reply(dead, [{"text": "late"}]) is None and not inbox.mark_done(dead)
    assert inbox.mark_done(again)


def test_what_was_said_is_dropped_with_the_answer_and_the_reply_when_it_is_out(inbox: Inbox) -> None:
    put(inbox)
    answered = inbox.keep_reply(take(inbox), [{"text": "one"}, {"text": "two"}])
    assert answered is not None and inbox.mark_sent(answered, 1)
    (kept,) = inbox.messages()
    assert (kept.state, kept.sent, dict(kept.body)) == (ANSWERED, 1, {"sender": "ann"})
    inbox.mark_done(answered)
    (kept,) = inbox.messages()
    assert (kept.state, dict(kept.body), kept.reply, kept.key) == (DONE, {}, (), "1")
    assert not put(inbox), "it is still known that it came"


def test_a_reply_that_did_not_go_out_is_not_worked_out_again(inbox: Inbox, clock: Clock) -> None:
    put(inbox)
    answered = inbox.keep_reply(take(inbox), [{"text": "one"}, {"text": "two"}])
    assert answered is not None and inbox.mark_sent(answered, 1)
    clock.now += LEASE * 2
    again = take(inbox)
    assert (again.state, again.sent, again.reply[1]["text"]) == (ANSWERED, 1, "two")


def test_failures_wait_ever_longer_and_end(inbox: Inbox, clock: Clock) -> None:
    put(inbox)
    for pause in PAUSES:
        assert inbox.put_off(take(inbox), "OperationalError")
        assert inbox.take("rest") is None
        clock.now += pause
    assert not inbox.put_off(take(inbox), "OperationalError")
    (dead,) = inbox.messages(DEAD)
    assert dead.body["text"] == "my words"
    assert inbox.retry(dead.id) and not inbox.retry(dead.id)
    assert take(inbox).state == WAITING


def test_a_dead_message_does_not_hold_up_the_next(inbox: Inbox) -> None:
    put(inbox, key="1")
    put(inbox, key="2")
    inbox.put_off(take(inbox), "telegram 403", for_good=True)
    assert take(inbox).key == "2"


def test_a_reply_that_died_is_only_sent_again(inbox: Inbox) -> None:
    put(inbox)
    answered = inbox.keep_reply(take(inbox), [{"text": "one"}])
    assert answered is not None
    inbox.put_off(answered, "telegram 403", for_good=True)
    assert inbox.retry(answered.id) and take(inbox).state == ANSWERED


def test_a_wait_that_the_other_side_asks_for_is_no_attempt(inbox: Inbox, clock: Clock) -> None:
    put(inbox)
    inbox.put_off(take(inbox), "telegram 429", after=30)
    assert inbox.take("rest") is None
    clock.now += timedelta(seconds=30)
    assert take(inbox).attempts == 1


def test_what_is_kept_long_enough_goes(inbox: Inbox, clock: Clock) -> None:
    put(inbox)
    inbox.mark_done(take(inbox), [{"text": "reply"}])
    put(inbox, key="2")
    inbox.put_off(take(inbox), "HTTP 400", for_good=True)
    inbox.tidy()
    assert inbox.messages(DONE)[0].reply
    clock.now += REPLY_KEPT * 2
    inbox.tidy()
    assert not inbox.messages(DONE)[0].reply
    clock.now += IDS_KEPT
    inbox.tidy()
    assert not inbox.messages(DONE) and inbox.messages(DEAD)
    clock.now += DEAD_KEPT
    inbox.tidy()
    assert not inbox.messages()


def test_deleted_data_leaves_no_words_here(inbox: Inbox, cases: CaseStore) -> None:
    case = cases.case_of("rest:ann")
    put(inbox)
    inbox.mark_done(take(inbox), [{"text": "your plan"}])
    put(inbox, key="2")
    inbox.put_off(take(inbox), "HTTP 400", for_good=True)
    put(inbox, "rest:bob")
    cases.erase(case.id)
    mine = [message for message in inbox.messages() if message.person == "rest:ann"]
    assert [(dict(message.body), message.reply) for message in mine] == [({}, ()), ({}, ())]
    assert take(inbox).body["text"] == "my words", "the other's is untouched"


def test_how_long_the_oldest_has_waited(inbox: Inbox, clock: Clock) -> None:
    assert inbox.oldest_unfinished() == 0
    put(inbox)
    clock.now += timedelta(seconds=7)
    assert inbox.oldest_unfinished() == 7


def test_references_are_found(inbox: Inbox) -> None:
    put(inbox, reference="5/17")
    put(inbox, key="2", reference="5/18")
    assert inbox.last_reference("rest:ann") == "5/18" and inbox.last_reference("rest:bob") == ""
    assert inbox.knows_reference("rest", "5/17") and not inbox.knows_reference("slack", "5/17")
