"""Two answers that do not go together are asked about: once, among the questions, and both may be true."""

from __future__ import annotations

import pytest

from bot.advisor import noting, results
from bot.advisor.asking import explain_why
from bot.model.message import Message
from tests.unit.advisor.conftest import Talk

CLASH = "clash.platform_small_yet_dependent"
HEAVY = "That's a heavy one"


def payloads(message: Message) -> list[str]:
    return [button.payload for button in message.buttons]


@pytest.fixture
def clashing(talk: Talk) -> tuple[Message, ...]:
    """The reply to the answer that brought the contradiction up: hardly any sales by a platform, nobody without it."""
    talk.check_up(P1="0")
    talk.start()
    return talk.press("P3:4")


def test_it_comes_before_the_next_question_and_alone(talk: Talk, clashing: tuple[Message, ...]) -> None:
    assert [message.kind for message in clashing].count("question") == 1
    asked = clashing[-1]
    assert talk.question == CLASH and asked.about == ("P3",) and asked.data["contradiction"] in CLASH
    assert payloads(asked)[:3] == [f"{CLASH}:P1", f"{CLASH}:P3", f"{CLASH}:both"]
    assert "You said" in asked.text and "a) «" in asked.text and "Both are true" in asked.text


def test_the_right_answer_stays_and_the_other_is_asked_again(talk: Talk, clashing: tuple[Message, ...]) -> None:
    opened = talk.press(f"{CLASH}:P3")
    assert talk.question == "P1" and "Before, you said" in opened[-1].text
    talk.press("P1:4")
    assert talk.case.answers["P1"] == "4" and talk.case.answers["P3"] == "4"
    assert talk.question not in {CLASH, "P1", "P3"}


@pytest.mark.parametrize(("words", "opens"), [("the first one", "P3"), ("the second is right", "P1"), ("b", "P1")])
def test_a_side_is_named_in_words(talk: Talk, clashing: tuple[Message, ...], words: str, opens: str) -> None:
    talk.say(words, intent="nlu_fallback")
    assert talk.question == opens


@pytest.mark.parametrize("said", ["both are true", "both, really"])
def test_both_may_be_true_and_then_it_is_never_asked_again(
    talk: Talk, clashing: tuple[Message, ...], said: str
) -> None:
    noted, following = talk.say(said, intent="affirm")
    assert noted.kind == "noted" and "both are true" in noted.text and following.kind == "question"
    talk.answer_all()
    (profile,) = talk.do(results.show_profile)
    assert "can't put together" not in profile.text
    talk.press("P3:4")
    assert talk.question != CLASH


def test_said_anew_an_answer_settles_it(talk: Talk, clashing: tuple[Message, ...]) -> None:
    talk.say("about half", intent="inform", options={"P1": (("2", 0.9), ("1", 0.05)), "P3": (("1", 0.3),)})
    assert talk.case.answers["P1"] == "2" and talk.question != CLASH


def test_an_answer_that_changes_nothing_settles_it_too(talk: Talk, clashing: tuple[Message, ...]) -> None:
    talk.press("P3:4")
    assert talk.question != CLASH


@pytest.mark.parametrize("token", ["skip", "dont_know"])
def test_it_can_be_left_open_and_is_not_asked_again(talk: Talk, clashing: tuple[Message, ...], token: str) -> None:
    talk.press(f"{CLASH}:{token}")
    assert talk.question != CLASH
    talk.answer_all()
    assert talk.complete


def test_an_interruption_comes_back_to_it(talk: Talk, clashing: tuple[Message, ...]) -> None:
    (why,) = talk.do(explain_why, "why", intent="ask_why", token="why")
    assert why.about == ("P3",) and "average" in why.text
    assert talk.ask()[-1].data["contradiction"] in CLASH


def test_not_understood_it_is_put_in_other_words_and_then_left(talk: Talk, clashing: tuple[Message, ...]) -> None:
    texts = {clashing[-1].text, *(talk.say("xqzt", intent="nlu_fallback")[-1].text for _ in range(2))}
    assert len(texts) == 3
    talk.say("xqzt", intent="nlu_fallback")
    assert talk.question != CLASH


def test_the_last_answer_of_a_round_brings_it_up_before_the_profile(talk: Talk) -> None:
    talk.start()
    talk.do(noting.note_answer, token="P3:4", intent="inform")
    talk.answer_all(P1="0")
    assert talk.complete and CLASH in talk.case.choices


def test_both_by_a_button_pressed_later(talk: Talk, clashing: tuple[Message, ...]) -> None:
    talk.press(f"{CLASH}:skip")
    (noted,) = talk.do(noting.note_answer, token=f"{CLASH}:both", intent="inform")
    assert noted.kind == "noted" and talk.case.choices[CLASH] == "both"
    (stale,) = talk.do(noting.note_answer, token="clash.no_hand_work_yet_paper:both", intent="inform")
    assert stale.kind == "menu" and "clash.no_hand_work_yet_paper" not in talk.case.choices


def test_understanding_is_said_once_also_after_a_change(talk: Talk) -> None:
    talk.start()
    said = []
    for token in ("fact.sector:food_retail", "fact.rival:economic", "E1:4", "E1:2", "T1:4", "P1:4", "G1:4"):
        said += [message.text for message in talk.press(token)]
    assert sum(text.startswith(HEAVY) for text in said) == 1


def test_little_cash_is_answered_with_what_comes_first(talk: Talk) -> None:
    talk.start()
    talk.press("fact.sector:food_retail")
    talk.press("fact.rival:economic")
    talk.press("E1:4")
    little, question = talk.press("E4:4")
    assert "whom to ring first" in little.text and payloads(little) == ["more:ext.finance.buffer"]
    assert question.kind == "question"
