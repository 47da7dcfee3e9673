"""What is no answer is not taken for one: refusals, requests, other quantities, letters; and what was told is kept."""

from __future__ import annotations

import pytest

from bot.advisor import interview, noting, talking
from bot.advisor.advisor import Advisor
from bot.advisor.foreign import is_foreign
from bot.model.knowledge import Knowledge
from bot.model.turn import Found
from tests.conftest import MakeTurn
from tests.unit.advisor.conftest import Talk

# What search finds in "we fix prices with the other print shop": shape as `Understanding.found`.
PRICE_FIXING = Found(refusals=(("refusal.price_fixing", 1.0),))


@pytest.fixture
def asking(talk: Talk) -> Talk:
    """A person who is asked E1, which no number answers."""
    talk.start(facts={"sector": "retail", "rival": "none"})
    return talk


@pytest.fixture
def asked_share(talk: Talk) -> Talk:
    """A person who is asked T1, which a share answers."""
    talk.start(facts={"sector": "retail", "rival": "technological"})
    assert talk.question == "T1"
    return talk


@pytest.mark.parametrize(
    "typed, value",
    [("the third", "2"), ("third one", "2"), ("option c", "2"), ("number 4", "3"), ("the last one", "4")],
)
def test_a_place_in_the_list_picks_its_option(asking: Talk, typed: str, value: str) -> None:
    asking.say(typed, intent="go_back", confidence=0.7)
    assert asking.case.answers == {"E1": value}


def test_a_bare_number_picks_from_the_list_where_no_number_is_asked_for(asking: Talk) -> None:
    asking.say("4")
    assert asking.case.answers == {"E1": "3"}


def test_a_bare_number_that_may_be_a_share_or_a_place_is_asked_back(asked_share: Talk) -> None:
    (which,) = asked_share.say("4")
    assert [button.payload for button in which.buttons[:2]] == ["T1:0", "T1:3"] and asked_share.case.answers == {}


@pytest.mark.parametrize("typed", ["none", "0", "0 percent"])
def test_none_of_a_share_is_the_option_that_says_so(talk: Talk, typed: str) -> None:
    talk.start(facts={"sector": "retail", "rival": "platform"})
    talk.say(typed)
    assert talk.case.answers == {"P1": "none"}


def test_what_tells_of_a_forbidden_deal_is_refused_and_no_answer(asking: Talk) -> None:
    said = {"options": {"E1": (("3", 0.48),)}, "facts": {"team_size": 4}, "found": PRICE_FIXING}
    first, *_ = asking.say("we fix prices with the other print shop, everybody does it", intent="inform", **said)
    assert first.about[0] == "refusal.price_fixing" and first.kind == "notice"
    assert asking.case.answers == {} and asking.case.facts.team_size is None


def test_what_plainly_names_an_option_is_an_answer_whatever_it_resembles(asking: Talk) -> None:
    asking.say("the bank's credit line", options={"E1": (("0", 0.8),)}, found=PRICE_FIXING)
    assert asking.case.answers == {"E1": "0"}


def test_a_quantity_of_another_kind_is_asked_back(asked_share: Talk) -> None:
    (which,) = asked_share.say("3 weeks", options={"T1": (("1", 0.53), ("0", 0.26))})
    assert which.kind == "question" and asked_share.case.answers == {}


# What was typed, and how near it is to the open question E1, to a strength, and to a trouble with the terms.
KNOWS_ITS_TRADE = {"options": {"E1": (("3", 0.41), ("0", 0.32)), "X1": (("expertise", 0.8),)}}


def test_what_names_an_option_of_another_question_is_asked_back(asking: Talk) -> None:
    (question,) = asking.say("we know our trade", intent="inform", **KNOWS_ITS_TRADE)
    assert asking.case.answers == {} and question.about == ("E1",)


@pytest.mark.parametrize(
    ("typed", "more"),
    [
        ("by hand", {"options": {"E1": (("3", 0.52), ("0", 0.32)), "X1": (("expertise", 0.8),)}}),  # few words
        ("we know our trade", {"problems": (("E1", 3, 0.9),)}),  # a trouble that this question asks about
        ("we know our trade", {"options": {"E1": (("3", 0.62), ("0", 0.3)), "X1": (("expertise", 0.8),)}}),
        ("we know our trade", {"options": {"E1": (("3", 0.41), ("0", 0.32)), "X1": (("expertise", 0.49),)}}),
        # Likelier than not, and the other not much nearer.
        ("we know our trade", {"options": {"E1": (("3", 0.51), ("0", 0.3)), "X1": (("expertise", 0.62),)}}),
    ],
)
def test_what_is_as_near_to_the_open_question_answers_it(asking: Talk, typed: str, more: dict[str, object]) -> None:
    asking.say(typed, intent="inform", **{**KNOWS_ITS_TRADE, **more})
    assert asking.case.answers == {"E1": "3"}


def test_a_word_that_is_hardly_like_any_option_is_asked_back(asking: Talk) -> None:
    asking.say("a bit", intent="inform", **KNOWS_ITS_TRADE)
    assert asking.case.answers == {}


@pytest.mark.parametrize(("elsewhere", "kept"), [({"P1": (("none", 0.9),)}, {}), ({}, {"S2": "na"})])
def test_we_dont_answers_nothing_where_another_field_is_meant(talk: Talk, elsewhere: dict, kept: dict) -> None:
    talk.start(facts={"sector": "retail", "rival": "systemic"})
    assert talk.question == "S2"
    talk.say("we dont sell online", intent="not_applicable", confidence=0.8, options=elsewhere)
    assert talk.case.answers == kept


def test_that_it_does_not_apply_is_heard_whatever_it_resembles(talk: Talk) -> None:
    talk.start(facts={"sector": "retail", "rival": "systemic"})
    elsewhere = {"P1": (("none", 0.9),)}
    talk.say("that doesn't apply to us", intent="not_applicable", confidence=0.99, options=elsewhere)
    assert talk.case.answers == {"S2": "na"}


def test_a_number_said_to_what_was_asked_back_is_meant_for_it(asking: Talk) -> None:
    asking.slots.update(confirming="answer", proposal="T1:4")
    asking.say("maybe 60 percent", intent="inform", options={"E1": (("2", 0.7), ("1", 0.1))})
    assert asking.case.answers == {"T1": "2"} and asking.question == "E1"


@pytest.mark.parametrize(("intent", "kept"), [("affirm", {"E1": "4"}), ("deny", {})])
def test_yes_takes_the_answer_that_was_heard_before(asking: Talk, intent: str, kept: dict[str, str]) -> None:
    asking.advisor.cases.record_choice(asking.case.id, "heard.E1", "4", "m")
    asking.say("yes" if intent == "affirm" else "no", intent=intent, confidence=0.95)
    assert asking.case.answers == kept


def test_yes_as_it_stands_is_a_buttons_word_and_takes_it_too(asking: Talk) -> None:
    asking.advisor.cases.record_choice(asking.case.id, "heard.E1", "4", "m")
    asking.say("yes", token="yes", intent="affirm", confidence=1.0)
    assert asking.case.answers == {"E1": "4"}


@pytest.mark.parametrize(
    ("typed", "likeliest", "kept"),
    [
        ("all of our staff left", ("4", 0.32), {}),
        ("we do it all by hand somehow", ("3", 0.6), {"T1": "3"}),  # what it is like, and not the "all"
        ("nearly all of the paperwork", ("3", 0.42), {"T1": "4"}),
        ("all of our orders by phone", ("4", 0.6), {"T1": "4"}),
        ("all of it", ("3", 0.42), {"T1": "4"}),
    ],
)
def test_all_of_something_else_is_no_share(
    asked_share: Talk, typed: str, likeliest: tuple[str, float], kept: dict[str, str]
) -> None:
    asked_share.say(typed, intent="inform", confidence=0.9, options={"T1": (likeliest, ("0", 0.25))})
    assert asked_share.case.answers == kept


def test_what_signs_and_the_options_both_say_of_a_fact_answers_it(talk: Talk) -> None:
    talk.start(facts={"sector": "food_export"})
    assert talk.question == "fact.rival"
    near = {"fact.rival": (("economic", 0.46), ("systemic", 0.44)), "P1": (("2", 0.58),)}
    talk.say("they pay a fifth less for sugar", intent="nlu_fallback", options=near, facts={"rival": "economic"})
    assert talk.case.facts.rival == "economic" and talk.question != "fact.rival"


@pytest.mark.parametrize(("likeness", "kept"), [(0.57, {"E1": "3"}), (0.68, {})])
def test_a_number_of_another_question_counts_only_where_it_is_plainly_nearer(
    asking: Talk, likeness: float, kept: dict[str, str]
) -> None:
    near = {"E1": (("3", 0.52), ("0", 0.2)), "E4": (("0", likeness), ("1", 0.2))}
    asking.say("thirty years of our own savings", intent="inform", options=near)
    assert asking.case.answers == kept


@pytest.mark.parametrize(("typed", "kept"), [("sometimes the bank, sometimes we wait", {}), ("the bank", {"E1": "2"})])
def test_two_answers_at_once_are_both_offered(asking: Talk, typed: str, kept: dict[str, str]) -> None:
    asking.say(typed, intent="inform", options={"E1": (("2", 0.6), ("0", 0.36))})
    assert asking.case.answers == kept and (kept or asking.slots["offered"] == ["2", "0"])


def test_asking_for_the_check_up_while_something_is_asked_back_welcomes_nobody_anew(asking: Talk) -> None:
    asking.slots.update(confirming="answer", proposal="E1:3", open_question=None)
    assert asking.do(noting.note_business, "check my business", intent="start_diagnosis") == ()


def test_what_is_known_is_not_noted_again(asking: Talk) -> None:
    said = {"facts": {"rival_name": "DHL"}, "intent": "describe_problem"}
    first, *_ = asking.say("dhl undercuts us every week", **said)
    assert first.kind == "noted"
    first, *_ = asking.say("dhl undercuts us every week", **said)
    assert first.kind == "question"


def test_a_fact_said_anew_is_changed(asking: Talk) -> None:
    asking.do(noting.note_business, "22 people", facts={"team_size": 22}, intent="describe_business")
    (changed,) = asking.do(noting.note_business, "14 people", facts={"team_size": 14}, intent="describe_business")
    assert changed.text.startswith("Changed: 14 people")


def test_a_number_is_no_word_to_tell_a_language_by(knowledge: Knowledge, make_turn: MakeTurn) -> None:
    said = {"intent": "correct_answer", "confidence": 0.64, "language": "fr"}
    assert not is_foreign(knowledge, make_turn("no wait 3", **said))
    assert is_foreign(knowledge, make_turn("non attendez trois", **said))


def test_hours_are_no_months(asking: Talk) -> None:
    asking.press("E1:0")
    assert asking.question == "E4"
    asking.say("8 hours", intent="inform", options={"E4": (("4", 0.7), ("3", 0.2))})
    assert "E4" not in asking.case.answers


def test_letters_that_say_nothing_are_no_answer(asking: Talk) -> None:
    asking.say("asdfgh", intent="nlu_fallback", confidence=0.2, options={"E1": (("4", 0.47), ("3", 0.15))})
    assert asking.case.answers == {}


def test_what_asks_for_something_else_is_no_answer(asking: Talk) -> None:
    asking.say("whats the point", intent="ask_why", confidence=0.49, options={"E1": (("4", 0.47), ("3", 0.2))})
    assert asking.case.answers == {}


def test_progress_is_no_answer_where_it_names_no_option(asking: Talk) -> None:
    asking.say("i did the cash list!", intent="report_progress", confidence=0.99, options={"E1": (("2", 0.51),)})
    assert asking.heard == "interruption"


def test_what_presses_is_not_noted_beside_an_answer(asking: Talk) -> None:
    asking.say("blue elephants, gdpr is fine", intent="inform", facts={"pains": ("compliance",)})
    assert asking.case.facts.pains == ()


def test_what_was_told_of_the_rival_is_not_changed_by_the_way(asking: Talk) -> None:
    asking.say("without instagram we'd have nobody", intent="describe_problem", facts={"rival": "platform"})
    assert asking.case.facts.rival == "none"


def test_what_was_asked_back_and_passed_over_is_said_when_the_question_comes(talk: Talk, knowledge: Knowledge) -> None:
    talk.do(noting.note_problem, "booking takes 18%", intent="describe_problem", problems=(("E1", 4, 0.9),))
    *_, question = talk.start(facts={"sector": "retail", "rival": "none"})
    option = knowledge.questions["E1"].option("4")
    assert option and question.about == ("E1",) and option.label in question.text.split("a) ")[0]


def test_what_was_declined_is_not_said_again(talk: Talk, knowledge: Knowledge) -> None:
    talk.do(noting.note_problem, "booking takes 18%", intent="describe_problem", problems=(("E1", 4, 0.9),))
    talk.do(noting.keep, "no", intent="deny")
    *_, question = talk.start(facts={"sector": "retail", "rival": "none"})
    option = knowledge.questions["E1"].option("4")
    assert option and option.label not in question.text.split("a) ")[0]


@pytest.mark.parametrize("text", ["the terms question, that's wrong: both sides together", "the terms thing: together"])
def test_a_correction_that_names_its_question_is_about_that_one(asking: Talk, text: str) -> None:
    asking.press("E1:2")
    asking.press("S2:4")
    said = {"options": {"S2": (("1", 0.4),), "E1": (("3", 0.7),)}}
    (message,) = asking.do(noting.correct, text, intent="correct_answer", **said)
    assert message.data["answers"] == {"S2": "1"}


def test_a_short_correction_of_the_head_count_needs_no_word_for_people(asking: Talk) -> None:
    asking.do(noting.note_business, facts={"team_size": 2})
    (message,) = asking.do(noting.correct, "we're actually 3 now", intent="correct_answer")
    assert asking.case.facts.team_size == 3 and message.text.startswith("Changed")


def test_whoever_introduces_the_firm_is_heard_whatever_the_intent(talk: Talk) -> None:
    said = {"intent": "not_applicable", "confidence": 0.3, "facts": {"sector": "retail", "team_size": 4}}
    (message,) = talk.do(noting.introduced_first(talking.show_menu), "alright. little bike shop, 4 of us", **said)
    assert message.kind == "noted" and talk.case.facts.team_size == 4


def test_who_is_taken_to_tell_of_the_firm_is_led_into_the_check_up(talk: Talk) -> None:
    said = {"intent": "describe_business", "confidence": 0.4, "facts": {"sector": "retail", "team_size": 4}}
    talk.do(noting.introduced_first(interview.start), "alright. little bike shop, 4 of us", **said)
    assert talk.slots["stage"] == "diagnosis" and talk.case.facts.team_size == 4


def test_by_feel_is_no_burden_and_no_money_is(talk: Talk) -> None:
    talk.start(facts={"sector": "retail", "rival": "informational"})
    assert talk.question == "I1"
    assert [message.kind for message in talk.press("I1:4")] == ["question"]
    talk.slots["open_question"] = "E1"
    assert [message.kind for message in talk.press("E1:4")] == ["notice", "question"]


def test_a_greeting_in_the_middle_is_answered_and_begins_nothing_anew(asking: Talk, knowledge: Knowledge) -> None:
    (message,) = asking.do(talking.show_menu, "hello?", intent="greet")
    assert message.text == knowledge.wording["ask.still_here"]


def test_two_words_are_too_few_to_tell_a_language_by(advisor: Advisor, make_turn: MakeTurn) -> None:
    said = {"intent": "deny", "confidence": 0.84, "language": "fr"}
    assert not is_foreign(advisor.knowledge, make_turn("nah wait", **said))
    assert is_foreign(advisor.knowledge, make_turn("nous sommes une petite boulangerie", **said))


def test_who_said_once_that_they_cannot_go_on_need_not_say_it_better(asking: Talk) -> None:
    (calm, *_) = asking.say("i think about jumping", intent="go_back", confidence=0.27, despair=0.55)
    assert calm.about[:1] != ("distress.despair",)
    asking.say("I can't go on", despair=0.9)
    (again, *_) = asking.say("i think about jumping", intent="go_back", confidence=0.27, despair=0.55)
    assert again.about == ("distress.despair",)


def test_a_large_one_with_more_cash_is_no_distress(asking: Talk) -> None:
    said = {"intent": "report_distress", "confidence": 0.6, "distress": 0.7, "options": {"E1": (("3", 0.8),)}}
    asking.say("they've got way more cash than us", **said)
    assert asking.heard == "answer" and not asking.case.facts.distress


@pytest.mark.parametrize("typed", ["9 months runway", "cash for about half a year", "we could hold out eight months"])
def test_a_number_that_another_question_asks_for_is_asked_back_there(asked_share: Talk, typed: str) -> None:
    near = {"T1": (("1", 0.4), ("0", 0.3)), "E4": (("0", 0.62), ("1", 0.2))}
    (asked_back,) = asked_share.say(typed, intent="inform", options=near)
    assert asked_back.data["answers"] == {"E4": "0" if "half" not in typed else "1"} and not asked_share.case.answers


@pytest.mark.parametrize("typed", ["about a third", "roughly 30 percent i'd say", "maybe half of it"])
def test_a_bare_share_is_no_answer_to_another_question(talk: Talk, typed: str) -> None:
    talk.start(facts={"sector": "retail", "rival": "geopolitical"})
    assert talk.question == "G1"
    (question,) = talk.say(typed, problems=(("P1", 2, 0.9),), options={"P1": (("2", 0.9),)})
    assert question.kind == "question" and question.about == ("G1",) and not talk.case.choices


def test_a_share_of_something_is_still_asked_back(talk: Talk) -> None:
    talk.start(facts={"sector": "retail", "rival": "geopolitical"})
    told = "a third of our sales come from etsy"
    (asked_back,) = talk.say(told, problems=(("P1", 2, 0.9),), options={"P1": (("2", 0.9),)})
    assert asked_back.data["answers"] == {"P1": "2"}


def test_a_strength_named_at_the_question_of_the_rival_is_no_rival(talk: Talk) -> None:
    talk.start(facts={"sector": "retail"})
    near = {"fact.rival": (("none", 0.42), ("economic", 0.2)), "X3": (("team", 0.89),)}
    (question,) = talk.say("our team", intent="inform", options=near)
    assert question.about == ("fact.rival",) and talk.case.facts.rival is None


def test_what_a_rival_does_answers_though_it_is_nearer_to_a_question_of_the_own_firm(talk: Talk) -> None:
    talk.start(facts={"sector": "retail"})
    near = {"fact.rival": (("informational", 0.5), ("economic", 0.2)), "I2": (("0", 0.7),)}
    talk.say("they have all the data", intent="inform", options=near)
    assert talk.case.facts.rival == "informational"


@pytest.mark.parametrize("typed", ["3 hours", "100 euros", "we just want to stay alive"])
def test_a_fact_said_at_another_question_is_noted_and_answers_nothing(asking: Talk, typed: str) -> None:
    facts = {"3 hours": {"hours": 2}, "100 euros": {"budget": 2}}.get(typed, {"goal": "survive"})
    first, question = asking.say(typed, intent="inform", facts=facts, options={"E1": (("2", 0.45), ("3", 0.42))})
    assert first.kind == "noted" and question.about == ("E1",) and asking.case.answers == {}


@pytest.mark.parametrize("typed", ["to dear for us", "cant afford it", "no time for that"])
def test_what_is_too_much_answers_no_question_of_markets(talk: Talk, typed: str) -> None:
    talk.start(facts={"sector": "retail", "rival": "none"})
    talk.slots["open_question"] = "fact.markets"
    talk.say(typed, intent="thank", confidence=0.7, options={"fact.markets": (("home", 0.5),)})
    assert talk.heard == "unclear" and talk.case.facts.markets is None


def test_a_line_that_is_too_small_is_no_refusal(asked_share: Talk) -> None:
    told = {"problems": (("E1", 4, 0.77),), "options": {"E1": (("2", 0.48), ("1", 0.4))}}
    (asked_back,) = asked_share.do(noting.note_problem, "bank gives us a line but its tiny", **told)
    assert asked_back.data["answers"] == {"E1": "2"}


@pytest.mark.parametrize(
    ("typed", "facts"),
    [
        ("we want new markets abroad", {"goal": "go_abroad"}),
        ("machine shop near brno, bosch sets the prices", {"sector": "manufacturing", "rival": "systemic"}),
    ],
)
def test_a_wish_and_a_rival_are_no_trouble(talk: Talk, typed: str, facts: dict[str, str]) -> None:
    near = {"fact.goal": (("go_abroad", 0.83),)} if "goal" in facts else {}
    talk.start(typed, facts=facts, problems=(("I1", 2, 0.68),), options=near)
    assert not talk.slots.get("confirming") and not talk.case.choices


@pytest.mark.parametrize("typed", ["same as before", "no change", "still the same", "it's the same as last time."])
def test_the_same_as_before_keeps_the_answer(asking: Talk, typed: str) -> None:
    asking.press("E1:3")
    asking.do(interview.go_back, intent="go_back", token="ask:E1")
    asking.say(typed, intent="compare_progress", confidence=0.9)
    assert asking.case.answers == {"E1": "3"} and asking.question != "E1"


def test_the_same_said_to_a_question_that_was_never_answered_is_no_answer(asking: Talk) -> None:
    asking.say("no change", intent="inform")
    assert asking.case.answers == {}


def test_a_cry_for_help_that_is_taken_for_an_answer_is_heard(talk: Talk) -> None:
    (help_first,) = talk.do(noting.note_answer, "we got a fine and cant pay it", intent="inform", distress=0.85)
    assert help_first.about[0] == "distress.cash" and talk.case.facts.distress
