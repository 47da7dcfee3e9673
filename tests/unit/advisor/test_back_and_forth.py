"""Going back, asking why, pausing, coming back, starting over."""

from __future__ import annotations

import pytest

from bot.advisor import interview, noting, pausing, results, talking
from bot.advisor.asking import explain_meaning, explain_why
from bot.model.knowledge import Knowledge
from tests.unit.advisor.conftest import Talk


@pytest.fixture
def asking(talk: Talk) -> Talk:
    """A person who has answered E1, E4 and T1 and is asked P1."""
    talk.start(facts={"sector": "retail", "rival": "none"})
    for token in ("E1:3", "E4:2", "T1:1"):
        talk.press(token)
    return talk


def back(talk: Talk) -> str:
    """Say "back"; gives the question that is then open."""
    talk.do(interview.go_back, "back", intent="go_back")
    talk.ask()
    return talk.question


def test_back_opens_the_question_before_with_what_was_said(asking: Talk, knowledge: Knowledge) -> None:
    assert back(asking) == "T1"
    (question,) = asking.ask()
    assert f"Before, you said: {knowledge.questions['T1'].option('1').label}" in question.text  # type: ignore[union-attr]


def test_back_several_times_goes_back_to_the_first_and_says_so(asking: Talk) -> None:
    assert [back(asking) for _ in range(3)] == ["T1", "E4", "E1"]
    (notice,) = asking.do(interview.go_back, "back", intent="go_back")
    assert "no earlier question" in notice.text and asking.question == "E1"


def test_a_changed_answer_is_said_to_be_changed_and_the_interview_goes_on_where_it_was(asking: Talk) -> None:
    back(asking)
    back(asking)
    changed, question = asking.press("E4:0")
    assert changed.text.startswith("Changed") and question.about == ("P1",)
    assert asking.case.answers == {"E1": "3", "E4": "0", "T1": "1"}


def test_back_before_anything_was_answered_changes_nothing(talk: Talk) -> None:
    talk.start()
    (notice,) = talk.do(interview.go_back, "back", intent="go_back")
    assert notice.kind == "notice" and talk.question == "fact.sector"


def test_a_button_opens_the_question_it_names(asking: Talk) -> None:
    asking.do(interview.go_back, token="ask:E1", intent="go_back")
    (question,) = asking.ask()
    assert question.about == ("E1",)


def test_a_button_opens_its_question_before_any_check_up_which_then_goes_on(talk: Talk) -> None:
    talk.do(interview.go_back, token="ask:P2", intent="go_back")
    (question,) = talk.ask()
    assert question.about == ("P2",) and (talk.slots["stage"], talk.slots["phase"]) == ("diagnosis", "quick")
    talk.press("P2:2")
    assert talk.case.answers == {"P2": "2"} and talk.question == "fact.sector"


def test_back_before_any_check_up_says_that_nothing_lies_before_and_asks_the_first_question(talk: Talk) -> None:
    (notice,) = talk.do(interview.go_back, "back", intent="go_back")
    (question,) = talk.ask()
    assert "no earlier question" in notice.text and question.about == ("fact.sector",)
    assert talk.slots["stage"] == "diagnosis"


def test_a_button_pressed_later_keeps_the_stage(talk: Talk) -> None:
    talk.check_up()
    talk.do(interview.go_back, token="ask:E1", intent="go_back")
    assert talk.slots["stage"] == "profile"


def test_back_after_the_check_up_opens_the_last_question(talk: Talk) -> None:
    talk.check_up()
    assert back(talk) == "G1" and not talk.complete


@pytest.mark.parametrize("explain", [explain_why, explain_meaning])
def test_why_and_what_that_means_are_about_the_open_question_which_stays_open(asking: Talk, explain: object) -> None:
    (message,) = asking.do(explain, "why?", intent="ask_why")
    assert (message.kind, message.about) == ("question", ("P1",))
    (question,) = asking.ask()
    assert question.about == ("P1",) and asking.case.answers.keys() == {"E1", "E4", "T1"}


def test_why_says_what_it_changes_and_what_the_large_have(asking: Talk, knowledge: Knowledge) -> None:
    (message,) = asking.do(explain_why, intent="ask_why")
    assert knowledge.questions["P1"].why in message.text and knowledge.questions["P1"].large_rival in message.text


def test_why_without_an_open_question_shows_the_ways_in(talk: Talk) -> None:
    (message,) = talk.do(explain_why, intent="ask_why")
    assert message.kind == "menu" and message.buttons


@pytest.mark.parametrize("intent", ["ask_asymmetry", "show_plan", "greet", "stop", "delete_my_data"])
def test_another_wish_is_an_interruption_and_no_answer(asking: Talk, intent: str) -> None:
    assert asking.say("something else", intent=intent) == ()
    assert asking.heard == "interruption" and asking.question == "P1"
    assert asking.slots.get("attempts") == 0


def test_a_question_is_never_an_answer_however_much_it_resembles_one(asking: Talk) -> None:
    asking.say("what is a marketplace?", intent="ask_meaning", confidence=0.4, options={"P1": (("3", 0.95),)})
    assert asking.heard == "interruption"


def test_an_unsure_intent_does_not_interrupt(asking: Talk) -> None:
    asking.say("sixty percent", intent="greet", confidence=0.3)
    assert asking.case.answers["P1"] == "3"


@pytest.mark.parametrize("intent", ["go_on", "repeat", "resume"])
def test_going_on_puts_the_open_question_once_more(asking: Talk, intent: str) -> None:
    (question,) = asking.say("go on", intent=intent)
    assert question.about == ("P1",) and question.data["done"] == 5


def test_a_question_that_comes_again_is_shorter(asking: Talk, knowledge: Knowledge) -> None:
    first = asking.press("P1:2")[-1]
    again = asking.say("go on", intent="go_on")[-1]
    assert first.about == again.about == ("R1",)
    assert len(again.text) < len(first.text) and knowledge.questions["R1"].privacy not in again.text


def test_the_profile_can_be_looked_at_while_a_question_stays_open(asking: Talk) -> None:
    (profile,) = asking.do(results.glance_at_profile, intent="show_profile")
    assert profile.kind == "profile" and "dimension.economic" in profile.about
    assert asking.question == "P1" and asking.slots["stage"] == "diagnosis"


def test_an_old_button_of_another_question_counts_and_the_open_one_is_asked_again(asking: Talk) -> None:
    changed, question = asking.press("E1:0")
    assert changed.kind == "noted" and asking.case.answers["E1"] == "0"
    assert question.about == ("P1",)


def test_a_button_that_is_no_option_any_more_is_no_answer(asking: Talk) -> None:
    asking.press("E1:9")
    assert asking.case.answers["E1"] == "3" and asking.heard == "unclear"


def test_an_old_button_after_the_check_up_changes_its_answer(talk: Talk) -> None:
    talk.check_up()
    (message,) = talk.do(noting.note_answer, token="E1:4", intent="inform")
    assert message.kind == "noted" and message.buttons and talk.case.answers["E1"] == "4"


@pytest.mark.parametrize("token", ["E1:3", "fact.sector:retail", "E1:99", "Z9:1"])
def test_an_old_button_of_a_deleted_talk_does_nothing(talk: Talk, token: str) -> None:
    (message,) = talk.do(noting.note_answer, token=token, intent="inform")
    assert message.kind in {"menu", "unknown"} and message.buttons
    assert not talk.case.answers and talk.case.facts.sector is None


@pytest.mark.parametrize("token", ["fact.sector:skip", "fact.budget:dont_know", "fact.pains:skip"])
def test_an_old_skip_button_of_a_fact_is_a_skip_and_no_fact(talk: Talk, token: str) -> None:
    talk.check_up()
    talk.do(noting.note_answer, token=token, intent="inform")
    name, _, value = token.partition(":")
    assert talk.case.answers[name] == value
    assert getattr(talk.case.facts, name.removeprefix("fact.")) in (None, ())


def test_a_pause_names_the_code_and_coming_back_goes_on_at_the_same_question(asking: Talk) -> None:
    (paused,) = asking.do(pausing.pause, "stop", intent="stop")
    assert asking.case.resume_code in paused.text
    (welcome,) = asking.do(pausing.resume, "go on", intent="resume")
    (question,) = asking.ask()
    assert welcome.kind == "notice" and question.about == ("P1",)


def test_the_code_brings_the_case_to_another_channel(asking: Talk, other_channel: Talk) -> None:
    code = asking.case.resume_code
    (joined,) = other_channel.do(pausing.resume, code, intent="resume", entities=(("resume_code", code),))
    (question,) = other_channel.ask()
    assert joined.kind == "notice" and question.about == ("P1",)
    other_channel.press("P1:4")
    assert asking.case.answers["P1"] == "4"


def test_an_unknown_code_is_said_to_be_unknown_and_nothing_is_lost(asking: Talk) -> None:
    before = asking.case
    (message, *_) = asking.do(pausing.resume, intent="resume", entities=(("resume_code", "LF-AAAA-BBBB"),))
    assert "LF-AAAA-BBBB" in message.text and asking.case == before


def test_starting_over_is_asked_back_and_then_clears_everything_but_the_code(talk: Talk) -> None:
    talk.check_up()
    code = talk.case.resume_code
    (question,) = talk.do(pausing.ask_start_over, intent="start_over")
    assert (
        talk.slots["confirming"] == "start_over" and question.buttons[2].payload == "menu.again" and talk.case.answers
    )
    (done,) = talk.do(pausing.start_over, "yes", intent="affirm")
    assert done.kind == "menu" and not talk.case.answers and talk.case.resume_code == code
    assert talk.slots["stage"] is None and not talk.slots["confirming"]
    assert talk.start()[0].about == ("fact.sector",)


def test_a_no_keeps_everything(asking: Talk) -> None:
    asking.do(pausing.ask_start_over, intent="start_over")
    before = asking.case
    asking.do(noting.keep, "no", intent="deny")
    assert asking.case == before and not asking.slots["confirming"]


def test_while_something_is_asked_back_the_open_question_waits(asking: Talk) -> None:
    asking.do(pausing.ask_start_over, intent="start_over")
    assert asking.ask() == () and asking.slots["confirming"] == "start_over"
    assert asking.say("yes", intent="affirm") == () and asking.heard == "interruption"


def test_anything_else_than_yes_or_no_drops_what_was_asked_back(asking: Talk) -> None:
    asking.do(pausing.ask_start_over, intent="start_over")
    asking.press("P1:2")
    assert not asking.slots["confirming"] and asking.case.answers["P1"] == "2"


def test_deleting_is_asked_back_and_leaves_nothing(talk: Talk) -> None:
    talk.check_up()
    before = talk.case
    talk.do(talking.ask_delete, intent="delete_my_data")
    assert talk.slots["confirming"] == "delete" and talk.case == before
    (done,) = talk.do(talking.delete_data, "yes", intent="affirm")
    assert done.kind == "notice" and not any(talk.slots.values())
    assert talk.advisor.cases.join("slack:anna", before.resume_code) is None
    assert talk.case.id != before.id and not talk.case.answers


def test_skip_said_to_what_was_asked_back_skips_no_question(asking: Talk) -> None:
    asking.do(pausing.ask_start_over, "start over", intent="start_over")
    asking.say("skip", token="skip", intent="skip", confidence=1.0)
    assert asking.question == "P1" and "P1" not in asking.case.answers


@pytest.mark.parametrize(
    "typed",
    ["how many questions more", "how many more?", "is it much longer?", "many questions left?", "are we nearly done?"],
)
def test_who_asks_how_many_questions_are_left_is_told(talk: Talk, typed: str) -> None:
    talk.start(facts={"sector": "retail", "rival": "none"})
    left, question = talk.say(typed, intent="complain", confidence=0.9)
    assert left.kind == "notice" and left.data == {"done": 2, "of": 10} and left.text.startswith("8 more")
    assert question.about == (talk.question,)


@pytest.mark.parametrize("typed", ["how much more does it cost", "how many more people do they have than us"])
def test_other_questions_of_how_many_are_left_to_the_rules(talk: Talk, typed: str) -> None:
    talk.start(facts={"sector": "retail", "rival": "none"})
    talk.say(typed, intent="ask_cost", confidence=0.99)
    assert talk.heard == "interruption"


@pytest.mark.parametrize("typed", ["check up again", "a new check-up please", "can we do the check from scratch"])
def test_a_check_up_asked_for_anew_in_the_middle_of_one_asks_whether_to_start_over(talk: Talk, typed: str) -> None:
    talk.start(facts={"sector": "retail", "rival": "none"})
    talk.press("E1:2")
    (asked,) = talk.do(pausing.anew_first(noting.note_business), typed, intent="start_diagnosis")
    assert talk.slots["confirming"] == "start_over" and "restart.yes" in [way.payload for way in asked.buttons]
    assert talk.case.answers == {"E1": "2"}


@pytest.mark.parametrize("typed", ["check my business", "we're a new shop in Lyon, 5 people"])
def test_a_check_up_asked_for_plainly_in_the_middle_of_one_goes_on(talk: Talk, typed: str) -> None:
    talk.start(facts={"sector": "retail", "rival": "none"})
    talk.press("E1:2")
    facts = {"team_size": 5} if "5" in typed else {}
    talk.do(pausing.anew_first(noting.note_business), typed, intent="start_diagnosis", facts=facts)
    assert not talk.slots.get("confirming")
