"""A reply has a way on, and is not said a third time in the same words."""

from __future__ import annotations

from typing import Any

import pytest

from bot.advisor import pausing, talking
from bot.advisor.advisor import Advisor
from bot.advisor.talking import with_way_on
from bot.model.message import Message
from bot.model.turn import Open, Reply
from bot.rendering import talk as render_talk
from tests.conftest import MakeTurn
from tests.unit.advisor.conftest import Talk

WELCOME = "You're welcome."


@pytest.mark.parametrize("stage", ["", "diagnosis", "profile", "niche", "plan"])
@pytest.mark.parametrize("intent", ["thank", "goodbye", "say_helpful"])
def test_where_nothing_is_asked_a_reply_has_buttons(
    advisor: Advisor, make_turn: MakeTurn, stage: str, intent: str
) -> None:
    use_case = talking.note_feedback if intent == "say_helpful" else talking.say_fixed
    reply = with_way_on(use_case)(advisor, make_turn("x", intent=intent, open=Open(stage=stage)))
    assert reply.messages[-1].buttons


def test_after_a_deletion_the_ways_are_those_of_a_stranger(advisor: Advisor, make_turn: MakeTurn) -> None:
    reply = with_way_on(talking.delete_data)(advisor, make_turn("yes", intent="affirm", open=Open(stage="plan")))
    assert reply.messages[-1].buttons == render_talk.ways_in(advisor.knowledge)


@pytest.mark.parametrize("opened", [{"question": "E1"}, {"question": "fact.sector", "phase": "quick"}])
def test_where_a_question_follows_it_is_the_way_on(
    advisor: Advisor, make_turn: MakeTurn, opened: dict[str, Any]
) -> None:
    reply = with_way_on(talking.say_fixed)(advisor, make_turn("thanks", intent="thank", open=Open(**opened)))
    assert [message.text for message in reply.messages] == [WELCOME] and not reply.messages[0].buttons


def test_a_reply_that_was_said_twice_is_not_said_a_third_time(advisor: Advisor, make_turn: MakeTurn) -> None:
    turn = make_turn("thanks", intent="thank", open=Open(twice=(WELCOME,)))
    (message,) = with_way_on(talking.say_fixed)(advisor, turn).messages
    assert message.text.startswith(WELCOME) and "said that twice" in message.text


def test_a_long_reply_is_known_again_by_its_parts(advisor: Advisor, make_turn: MakeTurn) -> None:
    first, second = " ".join(["word"] * 60), " ".join(["more"] * 60)
    reply = Reply((Message("notice", f"{first}\n\n{second}"),))
    turn = make_turn("again", intent="repeat", open=Open(twice=(first, second)))
    (message,) = with_way_on(lambda *_: reply)(advisor, turn).messages
    assert "said that twice" in message.text


def test_a_question_put_twice_in_the_same_words_is_put_in_others(talk: Talk) -> None:
    talk.start()
    (again,) = talk.ask()
    talk.slots["twice"] = ("Thanks.", again.text)
    (other,) = talk.ask()
    assert other.text != again.text and other.about == again.about and "another way" in other.text


def test_after_a_stop_nothing_is_open_and_going_on_finds_the_question_again(talk: Talk) -> None:
    talk.start()
    talk.press("fact.sector:retail")
    talk.do(pausing.pause, intent="stop")
    assert not talk.question
    talk.do(pausing.resume, intent="resume")
    assert talk.ask()[-1].about == ("fact.rival",)
