"""What was said last is taken back: undone, or said anew in its place, while a question is open and afterwards."""

from __future__ import annotations

import pytest

from bot.advisor import asking, changing, choosing, interview, noting, pausing
from tests.unit.advisor.conftest import Talk


def at_second_question(talk: Talk) -> Talk:
    """Somebody whose first quick question is answered and whose second is open."""
    talk.start(facts={"sector": "retail", "rival": "economic", "team_size": 12})
    assert talk.question == "E1"
    talk.press("E1:0")
    assert talk.question == "E4"
    return talk


@pytest.mark.parametrize("intent", ["correct_answer", "inform", "nlu_fallback", "describe_problem"])
def test_what_is_said_instead_changes_the_answer_just_given_and_the_open_question_stays(
    talk: Talk, intent: str
) -> None:
    at_second_question(talk)
    options = {"E1": (("4", 0.9), ("3", 0.05)), "E4": (("1", 0.2), ("2", 0.1))}
    noted, *_, question = talk.say("wait: actually the bank turned us down", intent=intent, options=options)
    assert talk.case.answers["E1"] == "4" and "E4" not in talk.case.answers
    assert noted.kind == "noted" and question.about == ("E4",)


def test_a_number_instead_answers_the_question_that_it_measures(talk: Talk) -> None:
    at_second_question(talk)
    talk.press("E4:1")
    open_now = talk.question
    noted, *_, question = talk.say("no wait, six weeks", intent="correct_answer")
    assert talk.case.answers["E4"] == "3" and noted.about == ("E4",) and question.about == (open_now,)


def test_a_number_that_measures_nothing_is_the_number_of_people(talk: Talk) -> None:
    at_second_question(talk)
    talk.say("hold on, I meant 14", intent="correct_answer")
    assert talk.case.facts.team_size == 14 and talk.question == "E4"


def after_months(talk: Talk) -> Talk:
    """Somebody of twelve people who has just said that the cash lasts about a month."""
    at_second_question(talk).press("E4:3")
    return talk


@pytest.mark.parametrize(
    ("pressed", "kept"), [("E4:0", ("0", 12)), ("fact.team_size:14", ("3", 14)), ("fact.team_size:1", ("3", 1))]
)
def test_a_number_that_may_be_months_or_people_is_asked_back(talk: Talk, pressed: str, kept: tuple[str, int]) -> None:
    open_now = after_months(talk).question
    (asked_back,) = talk.say("hold on, I meant 14", intent="correct_answer")
    assert asked_back.text.startswith("14 of what?") and asked_back.data["confirmed"] is False
    assert [button.payload for button in asked_back.buttons] == ["E4:0", "fact.team_size:14", "no"]
    assert (talk.case.answers["E4"], talk.case.facts.team_size) == ("3", 12)
    noted, question = talk.press(pressed)
    assert (talk.case.answers["E4"], talk.case.facts.team_size) == kept
    assert noted.kind == "noted" and question.about == (open_now,)


def test_a_number_that_the_months_question_tells_apart_answers_it(talk: Talk) -> None:
    after_months(talk).say("hold on, I meant 3", intent="correct_answer")
    assert (talk.case.answers["E4"], talk.case.facts.team_size) == ("2", 12)


def test_a_number_behind_months_counts_as_months_where_no_head_count_was_told(talk: Talk) -> None:
    talk.start(facts={"sector": "retail", "rival": "economic"})
    talk.press("E1:0")
    talk.press("E4:3")
    talk.say("hold on, I meant 14", intent="correct_answer")
    assert talk.case.answers["E4"] == "0" and talk.case.facts.team_size is None


@pytest.mark.parametrize("forged", ["0", "-3", "many", "99999999999"])
def test_a_head_count_that_nobody_offered_is_not_kept(talk: Talk, forged: str) -> None:
    after_months(talk).press(f"fact.team_size:{forged}")
    assert talk.case.facts.team_size == 12


def test_what_is_said_instead_of_what_is_asked_back_is_meant_for_it(talk: Talk) -> None:
    at_second_question(talk)
    talk.slots.update(confirming="answer", proposal="P2:2")
    talk.say("wait: actually a third", intent="correct_answer")
    assert talk.case.answers["P2"] == "3" and talk.case.answers["E1"] == "0" and talk.question == "E4"


def test_a_request_behind_wait_is_a_request(talk: Talk) -> None:
    at_second_question(talk)
    options = {"E1": (("4", 0.9),), "E4": (("1", 0.2),)}
    talk.say("wait, show me the plan", intent="show_plan", options=options)
    assert talk.heard == "interruption" and talk.case.answers["E1"] == "0"


def test_what_is_said_instead_after_the_last_question_changes_its_answer(known: Talk) -> None:
    last = known.case.order[-1]
    (noted,) = known.do(
        noting.correct, "scratch that, none of it", intent="correct_answer", options={last: (("0", 0.9),)}
    )
    assert known.case.answers[last] == "0" and noted.kind == "noted"


def test_undo_at_a_question_puts_the_one_before_again(talk: Talk) -> None:
    at_second_question(talk)
    talk.do(changing.change_plan, token="undo", intent="change_plan")
    (question,) = talk.ask()
    assert question.about == ("E1",) and "A credit line or trade finance is in place" in question.text


def test_undo_at_a_question_takes_back_a_change_of_the_plan_that_came_last(known: Talk) -> None:
    known.do(interview.enter_phase, phase="plan")
    known.ask()
    name = known.advisor.view(known.case).assessment.plan.items[0]
    known.do(choosing.reject, token=f"reject:{name}")
    (message,) = known.do(changing.change_plan, token="undo", intent="change_plan")
    assert message.text.startswith("Undone") and name not in known.case.choices
    known.press(f"{known.question}:2")
    answered = known.case.order[-1]
    known.do(choosing.reject, token=f"reject:{name}")
    known.press(f"{known.question}:2")
    last = known.case.order[-1]
    known.do(changing.change_plan, token="undo", intent="change_plan")
    assert last != answered and known.question == last and known.case.choices[name] == "rejected"


def test_a_word_is_explained_and_the_question_stays(talk: Talk) -> None:
    at_second_question(talk)
    talk.say("what is a credit line?", token="word:term.credit_line", intent="ask_meaning")
    assert talk.heard == "interruption"
    (message,) = talk.do(asking.explain_meaning, "what is a credit line?", token="word:term.credit_line")
    assert message.kind == "answer" and message.about == ("term.credit_line",)
    # The check-up that is under way is not offered.
    assert "menu.check" not in [button.payload for button in message.buttons]
    (question,) = talk.ask()
    assert question.about == ("E4",)


def test_the_code_of_a_question_is_explained_and_the_open_question_stays(talk: Talk) -> None:
    at_second_question(talk)
    talk.say("T1?", token="word:T1", intent="ask_meaning")
    assert talk.heard == "interruption"
    (message,) = talk.do(asking.explain_meaning, "T1?", token="word:T1", intent="ask_meaning")
    assert message.about == ("T1",) and message.text.startswith("T1 is my question on")
    assert [button.payload for button in message.buttons] == ["ask:T1"]
    (question,) = talk.ask()
    assert question.about == ("E4",)
    (answered,) = talk.do(asking.explain_meaning, "E1?", token="word:E1", intent="ask_meaning")
    assert "Before, you said: A credit line" in answered.text
    (open_now,) = talk.do(asking.explain_meaning, "E4?", token="word:E4", intent="ask_meaning")
    assert open_now.buttons == ()


@pytest.mark.parametrize(
    ("code", "says"), [("LF-7K3M-92QD", "I don't know the code"), ("LF-7K3M-92Q", "LF-7K3M-92Q is no code of mine")]
)
def test_a_code_that_leads_nowhere_is_said_to_and_answers_nothing(talk: Talk, code: str, says: str) -> None:
    at_second_question(talk)
    before = talk.case.answers
    talk.say(code, intent="resume", entities=(("resume_code", code),))
    assert talk.heard == "interruption"
    message = talk.do(pausing.resume, code, intent="resume", entities=(("resume_code", code),))[0]
    assert message.text.startswith(says) and talk.case.answers == before
