"""The brief for a human adviser: shown first, sent on a yes only, admissions out unless ticked, its fate told."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.advisor import handing_over, noting, planning, proposals, reminding, talking
from bot.advisor.advisor import Advisor, Outlets
from bot.advisor.news import with_news
from bot.model.knowledge import Knowledge
from bot.model.letter import MAIL, WEBHOOK
from bot.model.message import Message
from bot.model.turn import Reply
from bot.rendering.letters import admissions
from bot.rendering.questions import label_of
from tests.conftest import MakeTurn
from tests.contract import check
from tests.unit.advisor.conftest import Talk


@pytest.fixture
def sending(advisor: Advisor, make_turn: MakeTurn) -> Talk:
    """A person with a plan, at an installation that sends briefs by mail and webhook."""
    outlets = Outlets(True, "https://chamber.example", "adviser@chamber.example", True)
    talk = Talk(replace(advisor, outlets=outlets), make_turn)
    talk.check_up("3", I1="skip")
    talk.advisor.cases.record_fact(talk.case.id, "sector", "food_retail", "f1")
    talk.begin("plan")
    talk.answer_all("1")
    talk.do(planning.show_plan)
    talk.advisor.cases.record_unanswered(talk.case.id, "how does the brexit thingy touch our flour", "u1")
    return talk


def show(talk: Talk, token: str = "") -> Message:
    (message,) = talk.do(handing_over.hand_over, token=token, intent="ask_for_human")
    return message


def tokens(message: Message) -> list[str]:
    return [button.payload for button in message.buttons]


def letters(talk: Talk) -> list[str]:
    return [letter.via for letter in talk.advisor.outbox.letters()]


def news(talk: Talk) -> list[Message]:
    reply = with_news(talk.advisor, talk.turn("hello"), Reply((Message("notice", "x"),)))
    check(talk.advisor.knowledge, *reply.messages)
    return list(reply.messages[:-1])


def labels(knowledge: Knowledge, value: str = "3") -> list[str]:
    return [label_of(knowledge, knowledge.questions[name], value) for name in admissions(knowledge)]


def test_it_is_shown_first_and_nothing_is_sent(sending: Talk, knowledge: Knowledge) -> None:
    message = show(sending)
    assert message.kind == "handoff" and message.data["sent"] is False and letters(sending) == []
    page = str(message.data["brief"])
    assert page in message.text and len(page.split()) < 400, "one page"
    step = knowledge.strategies[sending.case.steps[0].strategy]
    for part in (
        "food shops and bakeries",
        "brexit thingy touch our flour",
        step.title,
        knowledge.questions["I1"].reworded,
    ):
        assert part in page
    assert sending.case.resume_code not in page


def test_admissions_stay_out_and_the_figures_do_not_tell_them(sending: Talk, knowledge: Knowledge) -> None:
    page = str(show(sending).data["brief"])
    assert [label for label in labels(knowledge) if label in page] == []
    sending.advisor.cases.record_answer(sending.case.id, "E4", "0", "x1")
    sending.advisor.cases.record_answer(sending.case.id, "E1", "0", "x2")
    assert str(show(sending).data["brief"]) == page


def test_each_admission_or_all_can_be_added_and_taken_out_again(sending: Talk, knowledge: Knowledge) -> None:
    first = show(sending)
    for name in admissions(knowledge):
        assert f"brief:{name}" in tokens(first)
    one = show(sending, "brief:E1")
    assert [label in str(one.data["brief"]) for label in labels(knowledge)] == [True, False, False]
    assert "brief:E1.R1" in tokens(one) and "brief:none" in tokens(one)
    everything = show(sending, f"brief:{'.'.join(admissions(knowledge))}")
    assert all(label in str(everything.data["brief"]) for label in labels(knowledge))
    assert everything.data["ticked"] == list(admissions(knowledge))
    assert show(sending, "brief:none").data["ticked"] == []
    assert show(sending, "brief:T1.X9.reach").data["ticked"] == []


@pytest.mark.parametrize("way", ["button", "yes"])
def test_a_button_or_a_yes_sends_exactly_what_was_shown(sending: Talk, way: str) -> None:
    shown = show(sending, "brief:E1")
    if way == "yes":
        (message,) = sending.do(proposals.accept, "yes", intent="affirm")
    else:
        message = show(sending, tokens(shown)[0])
    assert message.data["sent"] is False and message.data["state"] == "waiting"
    by_mail, by_hook = sending.advisor.outbox.letters()
    assert {by_mail.via, by_hook.via} == {MAIL, WEBHOOK} and by_mail.body == by_hook.body == shown.data["brief"]
    assert not sending.slots.get("confirming")


def test_no_is_no(sending: Talk) -> None:
    show(sending)
    sending.do(noting.keep, "no", intent="deny")
    assert letters(sending) == [] and not sending.slots.get("proposal")


def test_sending_twice_sends_once(sending: Talk) -> None:
    token = tokens(show(sending))[0]
    show(sending, token)
    again = show(sending, token)
    assert sorted(letters(sending)) == [MAIL, WEBHOOK] and "once only" in again.text


def test_a_repeated_turn_sends_once_and_says_the_same(sending: Talk) -> None:
    turn = sending.turn(token=tokens(show(sending))[0], intent="ask_for_human")
    first, second = (handing_over.hand_over(sending.advisor, turn) for _ in range(2))
    assert first == second and len(letters(sending)) == 2


def test_an_old_page_is_not_sent_but_shown_as_it_is_now(sending: Talk) -> None:
    token = tokens(show(sending))[0]
    sending.advisor.cases.record_answer(sending.case.id, "T1", "0", "x1")
    message = show(sending, token)
    assert letters(sending) == [] and message.data["state"] == "shown" and tokens(message)[0] != token


def test_where_nobody_receives_it_it_is_shown_to_copy(advisor: Advisor, make_turn: MakeTurn) -> None:
    talk = Talk(advisor, make_turn)
    talk.check_up()
    message = show(talk)
    assert message.data["state"] == "cannot_send" and "the front desk" in message.text
    assert not any(token.startswith("send_brief") for token in tokens(message))
    assert show(talk, "send_brief:12345678").data["state"] == "cannot_send" and letters(talk) == []


def test_with_nothing_told_there_is_nothing_to_hand_over(talk: Talk) -> None:
    message = show(talk)
    assert message.kind == "handoff" and "the front desk" in message.text and tokens(message) == ["menu.check"]


def test_the_address_is_in_it_only_if_ticked(sending: Talk) -> None:
    sending.do(reminding.remind, "anna@bakery.example", intent="remind_me")
    given = sending.advisor.reminders.address_of(sending.case.id)
    assert given and "brief:reach" not in tokens(show(sending))
    sending.advisor.reminders.confirm(given.confirm_token)
    shown = show(sending)
    assert "brief:reach" in tokens(shown) and "anna@" not in str(shown.data["brief"])
    assert "anna@bakery.example" in str(show(sending, "brief:reach").data["brief"])


def test_its_fate_is_told_once_at_the_next_turn(sending: Talk) -> None:
    show(sending, tokens(show(sending))[0])
    assert news(sending) == []
    outbox = sending.advisor.outbox
    first = outbox.take([MAIL])
    assert first
    outbox.mark_failed(first, "SMTP 451")
    second = outbox.take([WEBHOOK])
    assert second
    outbox.mark_sent(second)
    sent, late = news(sending)
    assert sent.data["sent"] is True and "message board" in sent.text
    assert late.data["sent"] is False and "nobody knows" in late.text and "the front desk" in late.text
    assert news(sending) == []


def test_a_sending_that_failed_for_good_is_told_and_kept(sending: Talk) -> None:
    show(sending, tokens(show(sending))[0])
    letter = sending.advisor.outbox.take([WEBHOOK])
    assert letter
    sending.advisor.outbox.mark_failed(letter, "HTTP 404", for_good=True)
    (dead,) = news(sending)
    assert "nobody has been told" in dead.text and dead.data["sent"] is False
    assert [one.body != "" for one in sending.advisor.outbox.letters("dead")] == [True]


def test_deleting_says_what_there_was_and_that_nothing_is_left(sending: Talk, knowledge: Knowledge) -> None:
    sending.do(reminding.remind, "remind me on friday", intent="remind_me")
    sending.do(reminding.remind, "anna@bakery.example", intent="remind_me")
    case_id, answers = sending.case.id, len(sending.case.answers)
    (message,) = sending.do(talking.delete_data, "yes", intent="affirm")
    deleted = dict(message.data["deleted"])  # type: ignore[call-overload]
    kinds = ("answers", "reminders", "mail_addresses", "outbox")
    assert [deleted[kind] for kind in kinds] == [answers, 1, 1, 2]
    assert message.data["left"] == 0 and f"answers: {answers}" in message.text
    assert knowledge.wording["talk.nothing_left"] in message.text
    assert not any(sending.advisor.cases.rows_of(case_id).values()) and letters(sending) == []


def test_what_was_sent_before_is_said_to_be_with_them(sending: Talk, knowledge: Knowledge) -> None:
    show(sending, tokens(show(sending))[0])
    letter = sending.advisor.outbox.take([MAIL])
    assert letter
    sending.advisor.outbox.mark_sent(letter)
    (message,) = sending.do(talking.delete_data, "yes", intent="affirm")
    assert knowledge.wording["talk.brief_is_gone"] in message.text
