"""Whoever has had enough of the questions gets what their answers say, and small signs of where one is."""

from __future__ import annotations

import pytest

from bot.advisor import interview, results
from bot.model.knowledge import Knowledge
from tests.unit.advisor.conftest import Talk

ENOUGH = [
    "ok enough questions just tell me",
    "enough questions, show me",
    "no more questions please",
    "stop asking and tell me what to do",
    "too many questions",
    "just tell me what you think",
]


@pytest.fixture
def asking(talk: Talk) -> Talk:
    """A person who is asked E1."""
    talk.start(facts={"sector": "retail", "rival": "none"})
    return talk


@pytest.mark.parametrize("text", ENOUGH)
def test_the_interview_ends_with_what_the_answers_say(asking: Talk, text: str) -> None:
    asking.press("E1:2")
    (notice,) = asking.say(text)
    assert notice.kind == "notice" and asking.complete and asking.case.answers == {"E1": "2"}
    (profile,) = asking.do(results.show_profile)
    assert profile.kind == "profile"
    # The rest is there whenever it is wanted.
    (question,) = asking.start()
    assert question.about == ("E4",)


@pytest.mark.parametrize("text", ENOUGH)
def test_without_an_answer_the_question_stays(asking: Talk, knowledge: Knowledge, text: str) -> None:
    notice, question = asking.say(text)
    assert notice.text == knowledge.wording["ask.enough_of_nothing"] and question.about == ("E1",)
    assert asking.case.answers == {}


@pytest.mark.parametrize("text", ["do i have to do the whole quiz", "must I really answer all of these?"])
def test_whether_all_must_be_answered_is_told(asking: Talk, text: str) -> None:
    notice, question = asking.say(text)
    assert "stop at any time" in notice.text and question.about == ("E1",)


@pytest.mark.parametrize("text", ["the banks ask too many things", "enough, about six months", "stop asking me that?"])
def test_what_only_sounds_like_it_ends_nothing(asking: Talk, text: str) -> None:
    asking.press("E1:2")
    asking.say(text)
    assert not asking.complete


def test_a_glance_at_the_profile_without_an_answer_begins_no_second_check_up(asking: Talk) -> None:
    (message,) = asking.do(results.glance_at_profile)
    assert message.kind == "profile" and not message.buttons and "none" not in message.text


def test_a_question_that_is_put_once_more_has_its_own_number(asking: Talk) -> None:
    asking.press("E1:2")
    asking.press("E4:2")
    asking.do(interview.go_back, token="ask:E1", intent="go_back")
    (question,) = asking.ask()
    assert question.text.startswith("(3 of 10)")


def test_the_same_answer_once_more_is_no_change(asking: Talk) -> None:
    asking.press("E1:2")
    asking.do(interview.go_back, token="ask:E1", intent="go_back")
    noted, *_ = asking.press("E1:2")
    assert noted.text.startswith("That stays as it was")
