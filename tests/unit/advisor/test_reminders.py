"""Reminders: asked for, asked back, said back, listed, called off, mailed where wanted, and said at the next visit."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from bot.advisor import pausing, planning, proposals, reminding, talking
from bot.advisor.advisor import Advisor, Outlets
from bot.advisor.news import with_news
from bot.model.knowledge import Knowledge
from bot.model.letter import CONFIRM, HELD, REMINDER, WAITING
from bot.model.message import Message
from bot.model.turn import Reply
from tests.conftest import TODAY, MakeTurn
from tests.contract import check
from tests.unit.advisor.conftest import Talk

ANNA = "anna@bakery.example"


@pytest.fixture
def mailing(advisor: Advisor, make_turn: MakeTurn) -> Talk:
    """A person at an installation that sends mail."""
    return Talk(replace(advisor, outlets=Outlets(mails=True, public_url="https://chamber.example")), make_turn)


def remind(talk: Talk, text: str = "", **parts: object) -> tuple[Message, ...]:
    return talk.do(reminding.remind, text, intent="remind_me", **parts)


def kept(talk: Talk) -> list[tuple[str, str]]:
    return [(one.due, one.about) for one in talk.advisor.reminders.waiting(talk.case.id)]


def visit(talk: Talk, day: date, *messages: Message) -> tuple[Message, ...]:
    """The next visit, on a later day."""
    reply = with_news(replace(talk.advisor, today=lambda: day), talk.turn("hello"), Reply(messages))
    check(talk.advisor.knowledge, *reply.messages)
    return reply.messages


@pytest.mark.parametrize(
    ("text", "due", "about"),
    [
        ("remind me on Monday", "2026-11-30", "your check-up"),
        ("remind me in two weeks to call the supplier", "2026-12-07", "call the supplier"),
        ("remind me about the cash list on Friday please", "2026-11-27", "the cash list"),
        ("on 3 March remind me of the tax letter", "2027-03-03", "the tax letter"),
        ("nudge me next month", "2026-12-01", "your check-up"),
        ("could you remind us about the Second Supplier tomorrow at 9am, thanks", "2026-11-24", "the Second Supplier"),
        ("remind me of it on friday", "2026-11-27", "your check-up"),
    ],
)
def test_a_reminder_is_kept_and_said_back_with_its_day(talk: Talk, text: str, due: str, about: str) -> None:
    (message,) = remind(talk, text)
    assert kept(talk) == [(due, about)]
    assert about in message.text and str(date.fromisoformat(due).year) in message.text
    assert message.data["reminder"] == {"due": due, "about": about}


def test_without_a_plain_day_it_is_asked_back_and_a_day_alone_is_the_answer(talk: Talk) -> None:
    (asking,) = remind(talk, "remind me about the cash list")
    assert kept(talk) == [] and "the cash list" in asking.text and len(asking.buttons) == 4
    turn = talk.turn("on friday", intent="nlu_fallback")
    assert reminding.is_awaited(talk.advisor, turn)
    talk.take(proposals.answered_first(talking.show_menu)(talk.advisor, turn))
    assert kept(talk) == [("2026-11-27", "the cash list")]


def test_a_button_chooses_the_day(talk: Talk) -> None:
    (asking,) = remind(talk, "remind me to ring the bank")
    remind(talk, token=asking.buttons[1].payload)
    assert kept(talk) == [("2026-12-07", "ring the bank")]


@pytest.mark.parametrize("token", ["remind:2020-01-01", "remind:yesterday", "remind:2026-11-23"])
def test_an_old_or_broken_button_asks_again(talk: Talk, token: str) -> None:
    (asking,) = remind(talk, token=token)
    assert kept(talk) == [] and asking.buttons


def test_another_message_after_asking_when_is_taken_as_itself(talk: Talk) -> None:
    remind(talk, "remind me")
    assert not reminding.is_awaited(talk.advisor, talk.turn("what is asymmetry"))
    long = "by the way our largest customer only ever pays at the end of june and we cannot wait that long"
    assert not reminding.is_awaited(talk.advisor, talk.turn(long))


def test_yes_to_when_asks_once_more_and_yes_to_the_offer_asks_where(mailing: Talk) -> None:
    remind(mailing, "remind me about the cash list")
    (again,) = mailing.do(proposals.accept, "yes", intent="affirm")
    assert "the cash list" in again.text
    remind(mailing, "on friday")
    (where,) = mailing.do(proposals.accept, "yes", intent="affirm")
    assert "address" in where.text and mailing.slots["proposal"] == reminding.ASKING_WHERE


def test_a_day_that_is_told_while_a_question_is_open_keeps_the_question(talk: Talk) -> None:
    talk.start()
    talk.press("fact.sector:retail")
    before = talk.question
    remind(talk, "remind me about the cash list")
    messages = talk.say("friday", intent="nlu_fallback")
    assert kept(talk) == [("2026-11-27", "the cash list")]
    assert messages[0].kind == "notice" and messages[-1].about == (before,)


def test_the_next_step_s_own_day_is_known(talk: Talk) -> None:
    talk.check_up()
    talk.begin("plan")
    talk.answer_all()
    talk.do(planning.show_plan)
    first = min(talk.case.steps, key=lambda step: step.due)
    remind(talk, "remind me when the next step is due")
    assert kept(talk)[0][0] == first.due


def test_wanting_it_every_week_is_told_that_it_comes_once(talk: Talk, knowledge: Knowledge) -> None:
    (message,) = remind(talk, "remind me every friday")
    assert knowledge.wording["remind.once"] in message.text


def test_the_same_reminder_twice_is_one(talk: Talk) -> None:
    for _ in range(2):
        remind(talk, "remind me about the cash list on friday")
    assert len(kept(talk)) == 1


def test_a_repeated_turn_keeps_one_and_says_the_same(advisor: Advisor, make_turn: MakeTurn) -> None:
    turn = make_turn("remind me on friday", intent="remind_me")
    first, second = (reminding.remind(advisor, turn) for _ in range(2))
    assert first == second and len(advisor.reminders.waiting(advisor.case(turn).id)) == 1


def test_they_are_listed_and_called_off_one_by_one_or_all(talk: Talk) -> None:
    for text in ("remind me to call Ben on friday", "remind me of the tax letter on 3 march", "remind me tomorrow"):
        remind(talk, text)
    (listed,) = remind(talk, "which reminders do I have?")
    assert [one["due"] for one in listed.data["reminders"]] == ["2026-11-24", "2026-11-27", "2027-03-03"]
    remind(talk, token="cancel_reminder:1")
    assert len(kept(talk)) == 2
    (again,) = remind(talk, token="cancel_reminder:1")
    assert len(again.data["reminders"]) == 2, "an old button shows what there is"
    (stopped,) = remind(talk, "stop the reminders")
    assert stopped.data["cancelled"] == 2 and kept(talk) == []
    (none,) = remind(talk, "show my reminders")
    assert none.data["reminders"] == []


@pytest.mark.parametrize(
    "text",
    ["stop the reminders", "turn reminders off please", "no more reminders", "cancel my reminder", "no reminders"],
)
def test_stopping_is_understood(talk: Talk, text: str) -> None:
    remind(talk, "remind me on friday")
    remind(talk, text)
    assert kept(talk) == []


@pytest.mark.parametrize(
    "text",
    [
        "no, remind me on friday",
        "don't forget to remind me on friday",
        "i'll forget so remind me friday",
        "no reminders on weekends pls",
    ],
)
def test_what_only_sounds_like_stopping_stops_nothing(talk: Talk, text: str) -> None:
    remind(talk, "remind me about the cash list in a week")
    remind(talk, text)
    assert ("2026-11-30", "the cash list") in kept(talk)


def test_one_of_several_is_called_off_by_its_day_or_chosen_from_the_list(talk: Talk) -> None:
    remind(talk, "remind me to call Ben on friday")
    remind(talk, "remind me of the tax letter on 3 march")
    (listed,) = remind(talk, "cancel the reminder")
    assert len(listed.data["reminders"]) == 2 and len(kept(talk)) == 2
    remind(talk, "cancel the reminder on friday")
    assert kept(talk) == [("2027-03-03", "the tax letter")]


def test_a_reminder_is_moved_where_there_is_only_one(talk: Talk) -> None:
    remind(talk, "remind me to call Ben on friday")
    remind(talk, "move the reminder to wednesday")
    assert kept(talk) == [("2026-11-25", "call Ben")]
    remind(talk, "remind me of the tax letter on 3 march")
    remind(talk, "move the reminder to thursday")
    assert len(kept(talk)) == 2 and kept(talk)[0][0] == "2026-11-25"


def test_where_no_mail_is_sent_that_is_said_and_an_address_is_not_kept(talk: Talk, knowledge: Knowledge) -> None:
    (message,) = remind(talk, "remind me on friday")
    assert knowledge.wording["remind.no_mail"] in message.text and not talk.slots.get("proposal")
    (refused,) = remind(talk, ANNA)
    assert refused.text == knowledge.wording["remind.no_mail_kept"]
    assert talk.advisor.reminders.address_of(talk.case.id) is None and talk.advisor.outbox.letters() == []


def test_an_address_gets_one_letter_and_the_reminders_are_held(mailing: Talk, knowledge: Knowledge) -> None:
    (message,) = remind(mailing, "remind me about the cash list on friday")
    assert knowledge.wording["remind.offer_mail"] in message.text
    (sent,) = mailing.take(
        proposals.answered_first(talking.show_menu)(mailing.advisor, mailing.turn(f"ok, {ANNA} please"))
    )
    assert "a…@bakery.example" in sent.text and ANNA not in sent.text
    link, reminder = mailing.advisor.outbox.letters()
    assert (link.kind, link.state, reminder.kind, reminder.state) == (CONFIRM, WAITING, REMINDER, HELD)
    given = mailing.advisor.reminders.address_of(mailing.case.id)
    assert given and given.told == knowledge.wording["remind.offer_mail"] and not given.confirmed
    assert f"https://chamber.example/mail/confirm/{given.confirm_token}" in link.body
    assert link.stop_url == f"https://chamber.example/mail/stop/{given.stop_token}" and link.stop_url in link.body
    assert "The chamber" in link.body and "cash list" not in link.body + link.subject
    assert "cash list" in reminder.body and reminder.due_at.isoformat() == "2026-11-27T07:00:00"
    assert ANNA not in repr((given, link))


def test_an_address_and_a_day_in_one_message(mailing: Talk) -> None:
    messages = remind(mailing, f"remind me about the cash list on friday at {ANNA}")
    assert len(messages) == 2 and kept(mailing) == [("2026-11-27", "the cash list")]
    assert [letter.kind for letter in mailing.advisor.outbox.letters()].count(REMINDER) == 1


def test_once_confirmed_later_reminders_go_out_too(mailing: Talk) -> None:
    remind(mailing, ANNA)
    given = mailing.advisor.reminders.address_of(mailing.case.id)
    assert given and mailing.advisor.reminders.confirm(given.confirm_token)
    (message,) = remind(mailing, "remind me on friday")
    assert "a…@bakery.example" in message.text
    assert [one.state for one in mailing.advisor.outbox.letters() if one.kind == REMINDER] == [WAITING]
    (known,) = remind(mailing, ANNA.upper().lower())
    assert "confirmed already" in known.text


def test_stopping_in_the_talk_deletes_the_address(mailing: Talk, knowledge: Knowledge) -> None:
    remind(mailing, "remind me on friday")
    remind(mailing, ANNA)
    (message,) = remind(mailing, token="remind.stop")
    assert knowledge.wording["remind.address_gone"] in message.text
    assert mailing.advisor.reminders.address_of(mailing.case.id) is None and mailing.advisor.outbox.letters() == []


def test_nobody_s_letter_box_is_filled_with_links(mailing: Talk, knowledge: Knowledge) -> None:
    for _ in range(3):
        remind(mailing, ANNA)
    (refused,) = remind(mailing, "ben@shop.example")
    assert refused.text == knowledge.wording["remind.too_many_links"]
    given = mailing.advisor.reminders.address_of(mailing.case.id)
    assert given and given.address == ANNA


def test_a_due_reminder_is_said_once_at_the_next_visit(talk: Talk) -> None:
    remind(talk, "remind me about the cash list on friday")
    answer = Message("notice", "the answer")
    assert visit(talk, TODAY + timedelta(days=3), answer) == (answer,)
    said, after = visit(talk, TODAY + timedelta(days=9), answer)
    assert "the cash list" in said.text and after == answer
    assert visit(talk, TODAY + timedelta(days=10), answer) == (answer,)


def test_help_in_distress_comes_without_any_reminder_beside_it(talk: Talk) -> None:
    remind(talk, "remind me about the cash list on friday")
    urgent = Message("notice", "help", about=("distress.cash",))
    assert visit(talk, TODAY + timedelta(days=9), urgent) == (urgent,)
    assert len(visit(talk, TODAY + timedelta(days=9), Message("notice", "x"))) == 2


def test_a_visit_of_somebody_new_opens_no_case(talk: Talk, advisor: Advisor) -> None:
    visit(talk, TODAY, Message("notice", "hello"))
    assert advisor.reminders.take_due("rest:nobody", TODAY, "m") == []


def test_it_comes_on_the_other_channel_too(talk: Talk, other_channel: Talk, advisor: Advisor) -> None:
    remind(talk, "remind me on friday")
    advisor.cases.join(other_channel.address, talk.case.resume_code)
    assert len(visit(other_channel, TODAY + timedelta(days=9), Message("notice", "x"))) == 2


def test_cancel_it_below_the_reminders_asks_which_of_them_and_pauses_nothing(talk: Talk) -> None:
    talk.do(reminding.remind, "remind me in a week", intent="remind_me")
    shown = talk.do(reminding.remind, "my reminders", intent="remind_me")
    talk.slots["shown"] = tuple(button.payload for message in shown for button in message.buttons)
    (message,) = talk.do(proposals.answered_first(pausing.pause), "cancel it", intent="stop")
    assert "call one of them off" in message.text
    assert any(button.payload.startswith("cancel_reminder:") for button in message.buttons)
    talk.slots["shown"] = ()
    (paused,) = talk.do(proposals.answered_first(pausing.pause), "cancel it", intent="stop")
    assert "under the code" in paused.text
