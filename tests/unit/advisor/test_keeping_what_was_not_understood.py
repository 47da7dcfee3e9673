"""What was not understood is kept for people to learn from, once, and without what could lead to a person."""

from __future__ import annotations

import logging

import pytest
from sqlalchemy.exc import OperationalError

from bot.advisor import answering, interview, pausing, talking
from bot.advisor.advisor import Advisor
from bot.advisor.learning import keep_unanswered, note_unanswered
from bot.cases.repository import CaseStore
from bot.model.message import Message
from bot.model.turn import Found, Reply, Turn
from bot.model.unanswered import LONGEST, Unanswered
from tests.conftest import MakeTurn

OUTSIDE = Found(outside=0.99)
OPEN = {"phase": "quick", "stage": "diagnosis", "question": "E1"}


def kept(advisor: Advisor) -> list[Unanswered]:
    """Everything that was kept."""
    return advisor.cases.unanswered()


def answer(advisor: Advisor, turn: Turn, guess: tuple[str, float] = ("", 0.0)) -> Reply:
    """What the action does with a message that nothing claimed."""
    reply = answering.not_understood(advisor, turn)
    note_unanswered(advisor, turn, reply, guess)
    return reply


def test_what_was_not_understood_is_kept_with_what_was_guessed(advisor: Advisor, make_turn: MakeTurn) -> None:
    turn = make_turn("flurbl the wozzit", intent="nlu_fallback", found=OUTSIDE)
    (message,) = answer(advisor, turn, ("ask_cost", 0.31)).messages
    assert message.kind == "unknown"
    (entry,) = kept(advisor)
    assert (entry.text, entry.intent, entry.confidence) == ("flurbl the wozzit", "ask_cost", 0.31)
    assert entry.key == (advisor.case(turn).id, turn.message_id)
    assert (entry.nearest, entry.language, entry.label) == ("", "", None)


def test_the_same_message_again_is_kept_once(advisor: Advisor, make_turn: MakeTurn) -> None:
    turn = make_turn("flurbl the wozzit", found=OUTSIDE)
    answer(advisor, turn)
    answer(advisor, turn)
    assert len(kept(advisor)) == 1
    answer(advisor, make_turn("flurbl the wozzit", found=OUTSIDE))
    assert len(kept(advisor)) == 2


def test_what_is_not_known_is_kept_with_the_nearest_record(advisor: Advisor, make_turn: MakeTurn) -> None:
    found = Found(records=(("dimension.platform", 0.2), ("dimension.economic", 0.15)), outside=0.6)
    turn = make_turn("which marketplace has the nicest logo?", intent="ask_dimension", confidence=0.5, found=found)
    reply = answering.answer_question(advisor, turn)
    assert reply.messages[0].kind == "unknown"
    note_unanswered(advisor, turn, reply)
    (entry,) = kept(advisor)
    assert (entry.intent, entry.confidence, entry.nearest) == ("ask_dimension", 0.5, "dimension.platform")


def test_what_lies_outside_is_kept_under_its_intent(advisor: Advisor, make_turn: MakeTurn) -> None:
    turn = make_turn("who wins the cup", intent="out_of_scope", confidence=0.8, found=OUTSIDE)
    note_unanswered(advisor, turn, answering.out_of_scope(advisor, turn))
    assert [entry.intent for entry in kept(advisor)] == ["out_of_scope"]


def test_another_language_is_told(advisor: Advisor, make_turn: MakeTurn) -> None:
    answer(advisor, make_turn("wie finde ich eine Nische für meine kleine Bäckerei", found=OUTSIDE, language="de"))
    assert [entry.language for entry in kept(advisor)] == ["de"]


def test_an_answer_that_was_not_understood_is_kept_with_its_question(advisor: Advisor, make_turn: MakeTurn) -> None:
    for attempts in range(3):
        turn = make_turn(f"flurbl {attempts}", intent="nlu_fallback", open={**OPEN, "attempts": attempts})
        heard, _ = interview.listen(advisor, turn)
        assert heard.kind == "unclear"
    assert [(entry.text, entry.nearest) for entry in kept(advisor)] == [(f"flurbl {n}", "E1") for n in range(3)]


def test_what_was_understood_is_not_kept(advisor: Advisor, make_turn: MakeTurn) -> None:
    interview.listen(advisor, make_turn(token="E1:3", intent="inform", open=OPEN))
    interview.listen(advisor, make_turn("we are 12", facts={"team_size": 12}, open=OPEN))
    turn = make_turn("thanks", intent="thank")
    note_unanswered(advisor, turn, talking.say_fixed(advisor, turn))
    # It was understood as one of two.
    names = (("dimension.platform", 0.38), ("dimension.economic", 0.37))
    turn = make_turn("is it the shops or the banks?", intent="ask_dimension", found=Found(records=names))
    reply = answering.answer_question(advisor, turn)
    assert reply.messages[0].kind == "unknown" and len(reply.messages[0].about) == 2
    note_unanswered(advisor, turn, reply)
    assert kept(advisor) == []


@pytest.mark.parametrize(
    "parts", [{"token": "more:nothing"}, {"text": "   "}, {"text": "i can't go on", "despair": 0.99}]
)
def test_buttons_blanks_and_cries_for_help_are_not_kept(
    advisor: Advisor, make_turn: MakeTurn, parts: dict[str, object]
) -> None:
    note_unanswered(advisor, make_turn(**parts), Reply((Message("unknown", "Hm?"),)))
    assert kept(advisor) == []


def test_what_could_lead_to_a_person_is_taken_out(advisor: Advisor, make_turn: MakeTurn) -> None:
    keep_unanswered(advisor, make_turn("my name is Anna,\nmail a@b.de\x00 or\u00a00170 1234567, we're 12"))
    assert [entry.text for entry in kept(advisor)] == ["my name is <name>, mail <email> or <phone>, we're 12"]


def test_a_long_story_is_cut_behind_what_was_taken_out(advisor: Advisor, make_turn: MakeTurn) -> None:
    keep_unanswered(advisor, make_turn("blah " * 99 + "anna.schmidt@bakery.example"))
    (entry,) = kept(advisor)
    assert len(entry.text) == LONGEST and "anna" not in entry.text


def test_a_failure_to_keep_breaks_no_reply_and_says_nothing_of_the_text(
    advisor: Advisor, make_turn: MakeTurn, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def broken(*_: object, **__: object) -> None:
        raise OperationalError("INSERT", {"text": "my secret"}, Exception("my secret"))

    monkeypatch.setattr(CaseStore, "record_unanswered", broken)
    with caplog.at_level(logging.WARNING):
        (message,) = answer(advisor, make_turn("my secret flurbl", found=OUTSIDE)).messages
    assert message.kind == "unknown"
    assert "could not be kept: OperationalError" in caplog.text and "secret" not in caplog.text


def test_deleting_takes_them_away_and_starting_over_does_not(advisor: Advisor, make_turn: MakeTurn) -> None:
    answer(advisor, make_turn("flurbl the wozzit", found=OUTSIDE))
    answer(advisor, make_turn("another one", found=OUTSIDE, address="rest:ben"))
    pausing.start_over(advisor, make_turn("again", intent="affirm"))
    assert len(kept(advisor)) == 2
    talking.delete_data(advisor, make_turn("yes", intent="affirm"))
    assert [entry.text for entry in advisor.cases.unanswered(labelled=True)] == ["another one"]


def test_what_is_said_about_it_is_true(advisor: Advisor, make_turn: MakeTurn) -> None:
    (privacy,) = talking.say_fixed(advisor, make_turn("privacy?", intent="ask_privacy")).messages
    (asking,) = talking.ask_delete(advisor, make_turn("delete", intent="delete_my_data")).messages
    (deleted,) = talking.delete_data(advisor, make_turn("yes", intent="affirm")).messages
    assert all("didn't understand" in message.text for message in (privacy, asking, deleted))
    assert "taught" in privacy.text and "taught" in deleted.text
