"""A further check-up: nothing is forgotten, and then and now are shown; coming back by code goes on where one was."""

from __future__ import annotations

from bot.advisor import interview, noting, pausing, planning, results, talking
from bot.rendering.parting import as_said
from tests.unit.advisor.conftest import Talk


def again(talk: Talk) -> None:
    talk.do(interview.start, token="menu.again", intent="start_diagnosis")
    talk.ask()


def test_the_profile_and_the_comparison_offer_it_once_the_first_is_through(known: Talk) -> None:
    for use_case in (results.show_profile, results.compare_progress, pausing.ask_start_over):
        (message,) = known.do(use_case)
        assert "menu.again" in [button.payload for button in message.buttons], use_case
    known.do(pausing.start_over)
    (message,) = known.do(results.show_profile)
    assert "menu.again" not in [button.payload for button in message.buttons]


def test_a_further_check_up_asks_the_quick_questions_and_forgets_nothing(known: Talk) -> None:
    known.do(planning.show_plan)
    before, quick = known.case, [q.id for q in known.advisor.knowledge.of_kind("diagnosis") if q.quick]
    again(known)
    asked = []
    while not known.complete:
        asked.append(known.question)
        known.press(f"{known.question}:skip")
    assert sorted(asked) == sorted(quick)
    assert known.case.answers == before.answers and known.case.steps == before.steps
    messages = known.do(results.show_profile)
    assert [m.kind for m in messages] == ["profile", "progress"] and "has moved" in messages[1].text


def test_no_question_comes_in_the_same_words_a_third_time_however_long_it_is(known: Talk) -> None:
    again(known)
    # With the answer given before, and how a large one fares, it is too long for one message.
    known.slots["open_question"] = "E1"
    (question,) = known.ask()
    assert len(as_said(question)) > 1
    known.slots["twice"] = as_said(question)
    (reworded,) = known.ask()
    assert reworded.about == question.about and reworded.text != question.text


def test_then_and_now_are_shown_after_it(known: Talk) -> None:
    again(known)
    known.answer_all("0")
    profile, progress = known.do(results.show_profile)
    moved = progress.data["moved"].values()
    assert profile.kind == "profile" and any(pair["now"] < pair["then"] for pair in moved)
    (later,) = known.do(results.compare_progress)
    assert later.data["moved"] == progress.data["moved"]


def test_a_code_leads_back_to_the_plan_with_its_state(known: Talk, other_channel: Talk) -> None:
    known.do(planning.show_plan)
    step = known.case.steps[0].strategy
    known.do(planning.report_progress, token=f"done:{step}")
    code = (("resume_code", known.case.resume_code),)
    (message,) = other_channel.do(pausing.resume, entities=code)
    assert f"open {len(known.case.steps) - 1}, done 1" in message.text
    assert other_channel.complete and other_channel.slots["phase"] == "plan"


def test_a_code_leads_back_to_the_profile(known: Talk, other_channel: Talk) -> None:
    (message,) = other_channel.do(pausing.resume, entities=(("resume_code", known.case.resume_code),))
    assert "profile" in message.text and other_channel.complete and other_channel.slots["phase"] == "quick"


def test_a_wrong_code_is_said_to_be_wrong(known: Talk) -> None:
    messages = known.do(pausing.resume, entities=(("resume_code", "LF-2222-2222"),))
    assert "LF-2222-2222" in messages[0].text


def test_ones_own_code_is_told(known: Talk) -> None:
    (message,) = known.do(talking.say_fixed, token="code", intent="ask_privacy")
    assert known.case.resume_code in message.text


def test_a_further_check_up_asked_for_at_a_later_question_begins_and_keeps_all(known: Talk) -> None:
    known.begin("guidance")
    answers = known.case.answers
    known.do(pausing.anew_first(noting.note_business), token="menu.again", intent="start_diagnosis")
    (question,) = known.ask()
    assert question.about == ("E1",) and known.case.answers == answers
