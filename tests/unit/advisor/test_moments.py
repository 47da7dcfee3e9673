"""What is said at a question, answers nothing and wants a word: anger, a brush-off, a blow, whose firm is meant."""

from __future__ import annotations

import pytest

from bot.advisor.asking import ask, explain_why
from bot.advisor.moments import SAID
from bot.advisor.noting import correct
from bot.model.knowledge import Knowledge
from bot.model.turn import Moment, Open
from bot.rendering.phrases import say
from bot.rendering.questions import Asking, question_message
from bot.settings import Settings
from bot.understanding import vocabulary
from tests.unit.advisor.conftest import Talk


@pytest.fixture
def asking(talk: Talk) -> Talk:
    """A person who is asked E1."""
    talk.start(facts={"sector": "retail", "rival": "none"})
    return talk


def test_every_moment_has_its_word() -> None:
    known = vocabulary.read(Settings.from_env().knowledge)
    assert {moment.id for moment in known.moments} == SAID.keys()


def test_the_questions_that_a_moment_answers_exist(knowledge: Knowledge) -> None:
    known = vocabulary.read(Settings.from_env().knowledge)
    assert {name for moment in known.moments for name in moment.answers} <= knowledge.questions.keys()


@pytest.mark.parametrize("name", SAID)
def test_a_moment_gets_its_word_the_question_comes_again_and_nothing_is_counted(asking: Talk, name: str) -> None:
    options = {"options": {"E1": (("3", 0.6),)}}
    said, question = asking.say("whatever", intent="inform", moment=Moment(name, 0.8), **options)
    assert said.text == say(asking.advisor.knowledge, SAID[name]) and question.about == ("E1",)
    assert asking.case.answers == {} and not asking.slots.get("attempts")


def test_where_it_is_an_answer_or_hardly_like_one_it_is_heard(asking: Talk) -> None:
    asking.say("whatever", intent="inform", moment=Moment("fined", 0.8, ("E1",)), options={"E1": (("3", 0.6),)})
    assert asking.case.answers == {"E1": "3"}
    asking.say("whatever", intent="inform", moment=Moment("fined", 0.6), options={"E4": (("2", 0.6),)})
    assert asking.case.answers["E4"] == "2"


def test_a_blow_that_plainly_answers_another_question_is_asked_back(asking: Talk) -> None:
    fined = {"moment": Moment("fined", 0.8), "problems": (("R1", 4, 0.95),), "intent": "describe_problem"}
    asked_back, *_ = asking.say("customs held our parcels and we were fined for wrong papers", **fined)
    assert asked_back.about == ("R1",) and asking.slots["proposal"] == "R1:4"


def test_who_surely_wants_to_skip_skips(asking: Talk) -> None:
    asking.say("stupid question, skip", intent="skip", confidence=0.95, moment=Moment("annoyed", 0.8))
    assert asking.case.answers == {"E1": "skip"}


def test_same_at_a_question_without_an_answer_keeps_it_open(asking: Talk) -> None:
    said, question = asking.say("same", intent="stop", confidence=0.62)
    assert "haven't answered" in said.text and question.about == ("E1",) and asking.case.answers == {}


def test_why_explains_what_is_asked_back_and_asks_it_once_more(asking: Talk) -> None:
    asking.slots.update(confirming="answer", proposal="E4:2")
    why, again = asking.do(explain_why, "why do you ask", intent="ask_why")
    assert asking.advisor.knowledge.questions["E4"].why in why.text
    assert again.about == ("E4",) and asking.slots["proposal"] == "E4:2"


def test_that_it_is_asked_another_way_is_said_once(knowledge: Knowledge) -> None:
    question = knowledge.questions["E1"]
    tried = question_message(knowledge, question, Asking(done=0, of=8, mode="quick", attempts=1))
    back = question_message(knowledge, question, Asking(done=0, of=8, mode="quick", attempts=1, returned=True))
    assert "another way" in tried.text and "another way" not in back.text and question.reworded in back.text


def test_a_question_that_one_comes_back_to_is_put_plainly(asking: Talk) -> None:
    turn = asking.turn("what is a niche")
    opened = Open(phase="quick", question="E1", attempts=1, returned=True)
    (message,) = ask(asking.advisor, type(turn)(turn.address, "m-back", "x", open=opened)).messages
    assert "another way" not in message.text


def test_a_goal_is_not_read_out_of_a_cry_for_help(asking: Talk) -> None:
    asking.say("we may have to close down", intent="inform", distress=0.9, facts={"goal": "survive"})
    assert asking.case.facts.goal is None and asking.case.facts.distress


def test_a_plain_trouble_goes_before_a_number_of_something_else(asking: Talk) -> None:
    near = {"options": {"E1": (("2", 0.2),), "E2": (("3", 0.57),)}, "problems": (("E4", 2, 0.97),)}
    asking.say("cash lasts 2 mnths, and half our work is by hand", intent="describe_problem", **near)
    assert asking.slots["proposal"].startswith("E4:")


@pytest.mark.parametrize("typed", ["no wait 60", "sorry, 80 %", "wait, 60 percent"])
def test_a_number_alone_corrects_no_answer_that_it_does_not_name(known: Talk, typed: str) -> None:
    (message,) = known.do(correct, typed, intent="correct_answer", options={"P1": (("3", 0.63),)})
    assert "Which answer do you mean" in message.text
