"""Two things in one message, and another language than English."""

from __future__ import annotations

import pytest

from bot.advisor.advisor import Advisor
from bot.advisor.asides import with_asides
from bot.advisor.foreign import english_only, is_foreign
from bot.advisor.interview import listen
from bot.model.message import Message
from bot.model.turn import Reply, Turn
from tests.conftest import MakeTurn

TROUBLE = (("E1", 4, 0.9),)


def answering(advisor: Advisor, turn: Turn) -> Reply:
    """A use case that answers."""
    return Reply((Message("answer", "Rules weigh more on the small.", about=("dimension.regulatory",)),))


def test_facts_come_first_then_the_answer_then_the_trouble_is_asked_back(advisor: Advisor, make_turn: MakeTurn) -> None:
    turn = make_turn(
        "we're 12 people and banks keep turning us down, what's regulatory asymmetry?",
        intent="ask_dimension",
        facts={"team_size": 12},
        problems=TROUBLE,
        says_and_asks=True,
    )
    reply = with_asides(answering)(advisor, turn)
    assert [message.kind for message in reply.messages] == ["noted", "answer", "noted"]
    assert reply.messages[2].data["confirmed"] is False and reply.opens["proposal"] == "E1:4"
    case = advisor.case(turn)
    assert case.facts.team_size == 12 and "E1" not in case.answers


@pytest.mark.parametrize(
    "parts",
    [
        {"says_and_asks": False, "problems": TROUBLE, "facts": {"team_size": 12}},
        {"says_and_asks": True, "problems": (("E1", 4, 0.1),)},
        {"says_and_asks": True, "problems": TROUBLE, "token": "plan"},
    ],
    ids=["a question alone", "no plain trouble", "a button"],
)
def test_what_only_asks_is_only_answered(advisor: Advisor, make_turn: MakeTurn, parts: dict[str, object]) -> None:
    reply = with_asides(answering)(advisor, make_turn("what's regulatory asymmetry?", **parts))
    assert [message.kind for message in reply.messages] == ["answer"] and not reply.opens


def test_a_trouble_that_was_answered_before_is_not_asked_back(advisor: Advisor, make_turn: MakeTurn) -> None:
    turn = make_turn("banks say no, what can i do?", problems=TROUBLE, says_and_asks=True)
    advisor.cases.record_answer(advisor.case(turn).id, "E1", "3", "earlier")
    assert [message.kind for message in with_asides(answering)(advisor, turn).messages] == ["answer"]


def test_each_fact_that_was_noted_has_a_button_that_changes_it(advisor: Advisor, make_turn: MakeTurn) -> None:
    facts = {"team_size": 12, "sector": "retail"}
    turn = make_turn("12 of us, a shop, what now?", facts=facts, says_and_asks=True)
    noted = with_asides(answering)(advisor, turn).messages[0]
    assert [button.payload for button in noted.buttons] == ["ask:fact.team_size", "ask:fact.sector"]


def test_another_language_is_told_in_that_language_and_in_english(advisor: Advisor, make_turn: MakeTurn) -> None:
    turn = make_turn("hola, tengo una panadería", intent="nlu_fallback", language="es")
    (message,) = english_only(answering)(advisor, turn).messages
    assert "solo entiendo inglés" in message.text and "English only" in message.text
    assert message.kind == "notice" and message.buttons and message.data == {"language": "es"}


def test_a_language_without_a_text_of_its_own_is_told_in_english(advisor: Advisor, make_turn: MakeTurn) -> None:
    (message,) = english_only(answering)(advisor, make_turn("czy mówisz po polsku", language="pl")).messages
    assert message.text.startswith("For now I speak English only")


def test_what_was_understood_in_spite_of_it_is_answered(advisor: Advisor, make_turn: MakeTurn) -> None:
    turn = make_turn("export to pdf", intent="export_plan", confidence=0.99, language="de")
    assert not is_foreign(advisor.knowledge, turn)
    assert [message.kind for message in english_only(answering)(advisor, turn).messages] == ["answer"]


def test_while_a_question_is_open_it_is_put_again_and_no_attempt_is_lost(advisor: Advisor, make_turn: MakeTurn) -> None:
    turn = make_turn("no hablo inglés", language="es", open={"question": "E1", "phase": "quick", "attempts": 1})
    heard, reply = listen(advisor, turn)
    assert heard.kind == "again" and not reply.opens
    assert [message.data for message in reply.messages] == [{"language": "es"}]
