"""The check-up from its first question to the profile."""

from __future__ import annotations

import pytest

from bot.advisor import noting, results
from bot.model.knowledge import Knowledge
from bot.model.turn import Found
from tests.unit.advisor.conftest import Talk

# What search finds where a text is plainly about a record.
KNOWN = Found(records=(("concept.asymmetry.basic", 0.9),))
QUICK = ["E1", "E4", "T1", "P1", "R1", "I1", "S2", "G1"]


def asked(talk: Talk) -> list[str]:
    """Every question of the phase, in order, answered with a 2 or skipped."""
    names = []
    while not talk.complete:
        names.append(talk.question)
        known = talk.advisor.knowledge.questions[talk.question].option("2")
        talk.press(f"{talk.question}:{'2' if known else 'skip'}")
    return names


def test_a_check_up_begins_with_a_question_in_the_same_reply(talk: Talk) -> None:
    (message,) = talk.start()
    assert message.kind == "question" and message.about == ("fact.sector",)
    assert (message.data["done"], message.data["of"], message.data["mode"]) == (0, 10, "quick")


def test_at_most_three_facts_come_before_the_first_question_and_eight_questions_make_a_profile(talk: Talk) -> None:
    talk.start()
    names = asked(talk)
    assert names[-8:] == QUICK and all(name.startswith("fact.") for name in names[:-8])
    assert len(names[:-8]) <= 3
    (profile,) = talk.do(results.show_profile)
    assert profile.kind == "profile" and len(profile.about) == 7
    assert talk.slots["stage"] == "profile" and talk.advisor.cases.profiles(talk.case.id)


def test_facts_in_the_opening_line_are_noted_and_not_asked(talk: Talk) -> None:
    facts = {"sector": "food_retail", "team_size": 12, "country": "France", "pains": ["service"], "rival": "economic"}
    noted, question = talk.start("we're a 12-person bakery in Lyon, swamped with phone orders", facts=facts)
    assert noted.kind == "noted" and set(noted.about) == {f"fact.{name}" for name in facts}
    assert question.about == ("E1",)
    assert talk.case.facts.team_size == 12 and talk.case.facts.pains == ("service",)


def test_the_answer_to_what_one_does_may_hold_more_facts(talk: Talk) -> None:
    talk.start()
    noted, question = talk.say("bakery, 12 of us", facts={"sector": "food_retail", "team_size": 12})
    assert "12 people" in noted.text and question.about == ("fact.rival",)


@pytest.mark.parametrize("text", ["Kenya?", "in Kenya", "it's kenya i think"])
def test_a_country_that_is_named_answers_where_one_is(talk: Talk, text: str) -> None:
    talk.start()
    talk.slots["open_question"] = "fact.country"
    talk.say(text, entities=(("country", "Kenya"),))
    assert talk.case.facts.country == "Kenya"


def test_a_country_that_one_sells_to_is_not_where_one_is(talk: Talk) -> None:
    talk.start()
    talk.slots["open_question"] = "fact.country"
    talk.say("we sell to Norway", entities=(("country", "Norway"),), facts={"market_countries": ["Norway"]})
    assert talk.case.facts.country is None


def test_the_dimension_in_which_the_rival_hurts_is_asked_first(talk: Talk) -> None:
    talk.start()
    talk.press("fact.sector:retail")
    (question,) = talk.press("fact.rival:platform")
    assert question.about == ("P1",)


def test_progress_is_counted(talk: Talk) -> None:
    talk.start()
    done = []
    while not talk.complete:
        messages = talk.press(f"{talk.question}:skip")
        done += [message.data["done"] for message in messages if message.kind == "question"]
    assert done == list(range(1, 10))


@pytest.mark.parametrize(("typed", "value"), [("b", "1"), ("b)", "1"), (" B. ", "1"), ("e", "4")])
def test_a_letter_picks_an_option_and_is_said_back(talk: Talk, typed: str, value: str) -> None:
    talk.start(facts={"sector": "retail", "rival": "none"})
    noted = talk.say(typed)[0]
    assert talk.case.answers["E1"] == value
    assert noted.kind == "noted" and noted.data["answers"] == {"E1": value}


@pytest.mark.parametrize(
    "typed",
    ["Half to three quarters", "e) Half to three quarters", "HALF TO THREE QUARTERS"],
)
def test_the_whole_wording_of_an_option_picks_it_whatever_number_is_in_it(talk: Talk, typed: str) -> None:
    talk.start(facts={"sector": "retail", "rival": "platform"})
    assert talk.question == "P1"
    talk.say(typed)
    assert talk.case.answers == {"P1": "3"}


def test_an_option_may_be_followed_by_more(talk: Talk) -> None:
    talk.start(facts={"sector": "retail", "rival": "technological"})
    assert talk.question == "T1"
    talk.say("most of it, my sister types everything", problems=(("G2", 4, 0.98),), options={"T1": (("4", 0.4),)})
    assert talk.case.answers == {"T1": "3"}


def test_what_a_plain_no_was_taken_for_is_said_back(talk: Talk) -> None:
    talk.start(facts={"sector": "retail", "rival": "none"})
    replies = talk.say("no", token="no", intent="deny", options={"E1": (("4", 0.9),)})
    assert replies[0].kind == "noted" and replies[0].data["answers"] == talk.case.answers == {"E1": "4"}


def test_a_letter_beyond_the_list_picks_nothing(talk: Talk) -> None:
    talk.start(facts={"sector": "retail", "rival": "none"})
    talk.say("z")
    assert "E1" not in talk.case.answers and talk.heard == "unclear"


@pytest.mark.parametrize(("intent", "value"), [("skip", "skip"), ("dont_know", "dont_know")])
def test_a_question_can_be_left_open_in_words(talk: Talk, intent: str, value: str) -> None:
    talk.start(facts={"sector": "retail", "rival": "none"})
    noted, question = talk.say("pass", intent=intent)
    assert talk.case.answers == {"E1": value}
    assert "left open" in noted.text.lower() and question.about == ("E4",)


def test_a_fact_can_be_left_open_and_is_not_asked_again(talk: Talk) -> None:
    talk.start()
    talk.say("rather not", intent="skip")
    assert talk.question == "fact.rival" and talk.case.facts.sector is None
    talk.start()
    assert talk.question == "fact.rival"


def test_doesnt_apply_is_taken_where_it_is_offered_and_is_a_skip_elsewhere(talk: Talk) -> None:
    talk.start(facts={"sector": "retail", "rival": "systemic"})
    talk.say("we have no such thing", intent="not_applicable")
    talk.say("that isn't for us", intent="not_applicable")
    assert talk.case.answers == {"S2": "na", "E1": "skip"}


@pytest.mark.parametrize(
    ("typed", "value"), [("about 70 percent", "3"), ("none", "0"), ("95%", "4"), ("a quarter", "1")]
)
def test_a_number_answers_a_question_that_has_a_scale(talk: Talk, typed: str, value: str) -> None:
    talk.start(facts={"sector": "retail", "rival": "technological"})
    talk.say(typed)
    assert talk.case.answers == {"T1": value}


def test_an_answer_in_free_words_is_noted_as_understood(talk: Talk) -> None:
    talk.start(facts={"sector": "retail", "rival": "none"})
    noted = talk.say("bank laughed at us", options={"E1": (("4", 0.9), ("2", 0.3))})[0]
    assert talk.case.answers == {"E1": "4"} and "«" in noted.text


def test_what_is_not_understood_is_asked_in_other_words_then_explained_then_left_open(
    talk: Talk, knowledge: Knowledge
) -> None:
    talk.start(facts={"sector": "retail", "rival": "none"})
    question = knowledge.questions["E1"]
    (again,) = talk.say("blue elephants")
    assert question.reworded in again.text and again.about == ("E1",)
    (explained,) = talk.say("purple ones")
    assert question.meaning in explained.text and "skip" in explained.text
    left, following = talk.say("green ones")
    assert left.kind == "notice" and following.about == ("E4",)
    assert talk.case.answers == {"E1": "skip"}


def test_attempts_are_counted_for_each_question_anew(talk: Talk, knowledge: Knowledge) -> None:
    talk.start(facts={"sector": "retail", "rival": "none"})
    talk.say("blue elephants")
    talk.press("E1:2")
    (again,) = talk.say("blue elephants")
    assert knowledge.questions["E4"].reworded in again.text


def test_what_is_not_understood_while_something_is_asked_back_is_no_attempt_at_the_question_behind(talk: Talk) -> None:
    talk.start(facts={"sector": "retail", "rival": "none"})
    talk.say("blue elephants")
    talk.say("purple ones")
    (asked_back,) = talk.say("customs sat on our container", problems=(("R1", "3", 0.9),))
    assert asked_back.data["confirmed"] is False
    (question,) = talk.say("green ones")
    assert question.about == ("E1",) and "E1" not in talk.case.answers


@pytest.mark.parametrize(
    "text", ["next", "Next question please", "ok, next one", "nxt", "let's move on to the next one"]
)
def test_next_leaves_a_question_open(talk: Talk, text: str) -> None:
    talk.start(facts={"sector": "retail", "rival": "none"})
    left, question = talk.say(text, intent="go_on")
    assert left.kind == "noted" and talk.case.answers == {"E1": "skip"} and question.about == ("E4",)


@pytest.mark.parametrize("text", ["nope", "None at all", "nobody", "no one", "well, nothing really", "zero"])
@pytest.mark.parametrize(("name", "value"), [("P1", "none"), ("R3", "4"), ("X1", "none"), ("E2", "0")])
def test_a_bare_none_answers_where_one_option_says_so(talk: Talk, name: str, value: str, text: str) -> None:
    talk.start(facts={"sector": "retail", "rival": "none"})
    talk.slots["open_question"] = name
    talk.say(text, intent="deny")
    assert talk.case.answers == {name: value}


def test_a_bare_none_answers_nothing_where_no_option_says_so(talk: Talk) -> None:
    talk.start(facts={"sector": "retail", "rival": "none"})
    talk.say("none")
    assert "E1" not in talk.case.answers


def test_few_words_where_the_large_one_is_asked_for_tell_nothing_of_the_firm(talk: Talk) -> None:
    talk.start(facts={"sector": "food_retail"})
    (again,) = talk.say("big chains", facts={"sells": "goods", "customers": "through_others"}, found=KNOWN)
    assert again.about == ("fact.rival",) and talk.slots["attempts"] == 1
    assert (talk.case.facts.sells, talk.case.facts.customers) == (None, None)


def test_more_words_of_ours_may_tell_of_the_firm_there(talk: Talk) -> None:
    talk.start(facts={"sector": "food_retail"})
    noted, question = talk.say("the chains, we sell bread to them", facts={"customers": "through_others"})
    assert noted.kind == "noted" and question.about == ("fact.rival",)


@pytest.mark.parametrize("text", ["go on", "the chains next town", "next month it gets better"])
def test_what_has_a_next_in_it_need_not_leave_a_question_open(talk: Talk, text: str) -> None:
    talk.start(facts={"sector": "retail", "rival": "none"})
    talk.say(text)
    assert "E1" not in talk.case.answers


def test_two_likely_answers_are_offered_and_one_is_chosen_by_its_letter_or_button(talk: Talk) -> None:
    for choose in ("b)", "E1:1"):
        talk.start(facts={"sector": "retail", "rival": "none"})
        (which,) = talk.say("sort of from the bank", options={"E1": (("1", 0.48), ("2", 0.46))})
        assert [button.payload for button in which.buttons[:2]] == ["E1:1", "E1:2"]
        assert "b) " in which.text and "c) " in which.text and "a) " not in which.text
        talk.press(choose) if ":" in choose else talk.say(choose)
        assert talk.case.answers == {"E1": "1"} and talk.question == "E4"
        talk.advisor.cases.erase(talk.case.id)
        talk.slots.clear()


def test_the_first_heavy_answer_gets_a_word_of_understanding_and_no_other(talk: Talk) -> None:
    talk.start(facts={"sector": "retail", "rival": "none"})
    first, second = talk.press("E1:4"), talk.press("E4:3")
    assert [message.kind for message in first] == ["notice", "question"]
    third = talk.press("T1:4")
    assert [message.kind for message in (*second, *third)] == ["question", "question"]


def test_a_button_that_was_pressed_is_not_said_back(talk: Talk) -> None:
    talk.start(facts={"sector": "retail", "rival": "none"})
    assert [message.kind for message in talk.press("E1:2")] == ["question"]


def test_going_deeper_asks_four_more_the_most_telling_first(talk: Talk) -> None:
    talk.check_up()
    best = talk.advisor.assess(talk.case).next_question
    notice, question = talk.start()
    assert notice.kind == "notice" and question.about == (best,) and question.data["mode"] == "deep"
    names = asked(talk)
    assert len(names) == 4 and not set(names) & set(QUICK)


def test_rounds_of_going_deeper_end_when_all_24_are_answered(talk: Talk) -> None:
    talk.check_up()
    names = []
    for _ in range(4):
        talk.start()
        names += asked(talk)
    assert len(names) == len(set(names)) == 16
    assert talk.start() == () and talk.complete
    assert all(score.confidence == 1 for score in talk.advisor.assess(talk.case).profile.scores.values())


def test_an_answer_is_kept_whatever_happens_to_the_conversation(talk: Talk) -> None:
    talk.start(facts={"sector": "retail", "rival": "none"})
    talk.press("E1:3")
    talk.slots.clear()
    (question,) = talk.start()
    assert question.about == ("E4",) and talk.case.answers == {"E1": "3"}


def test_before_advice_come_pains_and_strengths_and_only_facts_that_settle_something(talk: Talk) -> None:
    talk.check_up("3")
    notice, question = talk.begin("guidance")
    assert notice.kind == "notice" and question.about == ("fact.pains",)
    names = asked(talk)
    assert names[:4] == ["fact.pains", "X1", "X2", "X3"]
    assert set(names[4:]) <= {"fact.sells", "fact.customers", "fact.markets"} and names[4:]


def test_a_fact_that_is_known_is_not_asked_before_the_advice(talk: Talk) -> None:
    known = {"sells": "goods", "customers": "mixed", "markets": "home", "pains": ["sales"]}
    talk.start(facts={"sector": "retail", "rival": "none", **known})
    talk.answer_all("3")
    talk.begin("guidance")
    assert asked(talk) == ["X1", "X2", "X3"]


def test_budget_and_hours_are_asked_just_before_the_plan(talk: Talk) -> None:
    talk.check_up()
    talk.begin("plan")
    assert asked(talk) == ["fact.hours", "fact.budget", "fact.goal"]
    assert (talk.case.facts.hours, talk.case.facts.budget) == (2, 2)


def test_a_phase_without_open_questions_says_nothing_and_goes_on(talk: Talk) -> None:
    talk.check_up()
    talk.begin("plan")
    talk.answer_all()
    assert talk.begin("plan") == () and talk.complete


def test_the_same_message_twice_is_one_answer(talk: Talk) -> None:
    talk.start(facts={"sector": "retail", "rival": "none"})
    for value in ("3", "0"):
        talk.slots.update(open_question="E1")
        talk.say(token=f"E1:{value}", intent="inform", message_id="the same")
    assert talk.case.answers == {"E1": "3"}


def test_a_number_in_a_trouble_decides_what_is_asked_back(talk: Talk) -> None:
    (message,) = talk.do(
        noting.note_problem, "the delivery app takes a third of every order", problems=(("P2", 4, 0.9),)
    )
    assert message.data["answers"] == {"P2": "3"}


@pytest.mark.parametrize(
    ("text", "parts", "intent"),
    [
        ("service", (), "inform"),
        ("customer service", ("service",), "ask_for_human"),
        ("the paperwork", ("compliance",), "inform"),
        ("marketing and sales", ("marketing", "sales"), "inform"),
    ],
)
def test_a_part_of_the_work_is_named_in_few_words(talk: Talk, text: str, parts: tuple[str, ...], intent: str) -> None:
    talk.check_up()
    talk.begin("guidance")
    assert talk.question == "fact.pains"
    talk.say(text, intent=intent, entities=tuple(("business_function", part) for part in parts))
    assert talk.case.facts.pains == (parts or ("service",))
