"""Troubles, corrections and facts that people mention at any time; and words of distress before everything else."""

from __future__ import annotations

import pytest

from bot.advisor import interview, noting, pausing, planning, supposing, urgent
from bot.advisor.advisor import Advisor
from bot.cases.repository import CaseStore
from bot.model.knowledge import Knowledge
from bot.model.turn import Found
from tests.conftest import MakeTurn
from tests.unit.advisor.conftest import Talk

REFUSED = (("E1", 4, 0.8), ("S2", 3, 0.5))


@pytest.fixture
def asking(talk: Talk) -> Talk:
    """A person who is asked E1."""
    talk.start(facts={"sector": "retail", "rival": "none"})
    return talk


def test_a_trouble_is_said_back_as_an_answer_and_not_yet_filed(talk: Talk, knowledge: Knowledge) -> None:
    (message,) = talk.do(noting.note_problem, "banks turn us down", intent="describe_problem", problems=REFUSED)
    option = knowledge.questions["E1"].option("4")
    assert option and option.label in message.text and message.data["confirmed"] is False
    assert [button.payload for button in message.buttons] == ["E1:4", "ask:E1", "no"]
    assert talk.case.answers == {} and talk.slots["confirming"] == "answer"


def test_a_yes_files_it(talk: Talk) -> None:
    talk.do(noting.note_problem, "banks turn us down", intent="describe_problem", problems=REFUSED)
    (noted,) = talk.do(noting.accept_proposal, "yes", intent="affirm")
    assert talk.case.answers == {"E1": "4"} and noted.data["answers"] == {"E1": "4"}
    assert not talk.slots["confirming"] and not talk.slots["proposal"]


def test_a_no_files_nothing(talk: Talk) -> None:
    talk.do(noting.note_problem, "banks turn us down", intent="describe_problem", problems=REFUSED)
    talk.do(noting.keep, "no", intent="deny")
    assert talk.case.answers == {} and not talk.slots["proposal"]


def test_the_answer_can_be_chosen_by_oneself(asking: Talk) -> None:
    asking.press("E1:2")
    asking.do(noting.note_problem, "customs ate our margin", intent="describe_problem", problems=(("G2", 3, 0.7),))
    asking.do(interview.go_back, token="ask:G2", intent="go_back")
    (question,) = asking.ask()
    assert question.about == ("G2",)
    asking.press("G2:4")
    assert asking.case.answers["G2"] == "4" and asking.question == "E4"


@pytest.mark.parametrize("problems", [(), (("E1", 4, 0.2),)])
def test_a_trouble_that_cannot_be_placed_is_taken_seriously(talk: Talk, problems: tuple[object, ...]) -> None:
    (message,) = talk.do(noting.note_problem, "my neighbour is rude", intent="describe_problem", problems=problems)
    assert message.kind == "menu" and message.buttons and talk.case.answers == {}


def test_a_trouble_that_no_question_asks_about_is_answered_where_a_record_is_plainly_about_it(talk: Talk) -> None:
    found = Found(records=(("ext.finance.trade_finance", 0.99),), outside=0.0)
    said = {"facts": {"pains": ["finance"]}, "found": found}
    noted, answer = talk.do(noting.note_problem, "a client went under with 6000 unpaid", **said)
    assert noted.about == ("fact.pains",) and answer.about[0] == "ext.finance.trade_finance"


def test_facts_in_a_trouble_are_kept_too(talk: Talk) -> None:
    noted, proposed = talk.do(
        noting.note_problem, "we're 5 and banks turn us down", facts={"team_size": 5}, problems=REFUSED
    )
    assert (noted.about, proposed.about) == (("fact.team_size",), ("E1",)) and talk.case.facts.team_size == 5


def test_whoever_tells_trade_and_head_count_with_a_trouble_introduces_the_firm(talk: Talk) -> None:
    said = {"sector": "retail", "team_size": 6, "country": "United Kingdom"}
    talk.do(noting.note_problem, "we're six, banks turn us down", facts=said, problems=REFUSED)
    assert (talk.case.facts.sector, talk.case.facts.country) == ("retail", "United Kingdom")


def test_a_country_or_trade_alone_beside_a_trouble_is_not_where_the_firm_is(talk: Talk) -> None:
    said = {"sector": "retail", "country": "United States"}
    talk.do(noting.note_problem, "our US retail customers pay late", facts=said, problems=REFUSED)
    assert (talk.case.facts.sector, talk.case.facts.country) == (None, None)


def test_a_trouble_of_another_kind_told_at_a_question_is_proposed_and_the_question_waits(asking: Talk) -> None:
    (message,) = asking.say("customs ate our margin", intent="describe_problem", problems=(("G2", 3, 0.7),))
    assert message.about == ("G2",) and asking.question == "E1"
    assert asking.say("yes", intent="affirm") == () and asking.heard == "interruption"
    asking.do(noting.accept_proposal, "yes", intent="affirm")
    (question,) = asking.ask()
    assert question.about == ("E1",) and asking.case.answers == {"G2": "3"}


def test_facts_told_at_a_question_are_noted_and_it_is_asked_again(asking: Talk) -> None:
    noted, question = asking.say("by the way we're 14", intent="describe_business", facts={"team_size": 14})
    assert noted.about == ("fact.team_size",) and question.about == ("E1",)
    assert asking.case.facts.team_size == 14 and asking.slots.get("attempts") == 0


def test_facts_told_outside_of_any_question_are_noted_with_a_way_on(talk: Talk) -> None:
    (message,) = talk.do(noting.note_business, "we're 14", intent="describe_business", facts={"team_size": 14})
    assert message.kind == "noted" and message.buttons


@pytest.mark.parametrize("facts", [{"budget": "3", "hours": 2}, {"budget": 3, "hours": "2"}])
def test_steps_are_kept_as_numbers(talk: Talk, facts: dict[str, object]) -> None:
    talk.do(noting.note_business, facts=facts)
    assert (talk.case.facts.budget, talk.case.facts.hours) == (3, 2)


def test_no_more_than_two_pains_are_kept(talk: Talk) -> None:
    talk.do(noting.note_business, facts={"pains": ["sales", "service", "people"]})
    assert talk.case.facts.pains == ("sales", "service")


def test_a_fact_is_corrected_at_once(asking: Talk) -> None:
    asking.do(noting.note_business, facts={"team_size": 12})
    (message,) = asking.do(noting.correct, "actually we're 14", intent="correct_answer", facts={"team_size": 14})
    assert message.text.startswith("Changed") and asking.case.facts.team_size == 14


def test_an_answer_is_corrected_by_asking_back(asking: Talk) -> None:
    asking.press("E1:2")
    (message,) = asking.do(noting.correct, "no, the bank refused", options={"E1": (("4", 0.7),), "S2": (("3", 0.9),)})
    assert message.about == ("E1",) and asking.case.answers == {"E1": "2"}
    asking.do(noting.accept_proposal, "yes", intent="affirm")
    assert asking.case.answers == {"E1": "4"}


def test_a_correction_of_what_was_answered_takes_the_option_it_means(asking: Talk) -> None:
    asking.press("E1:4")
    said = {"problems": (("E1", 4, 0.8),), "options": {"E1": (("1", 0.7), ("4", 0.1)), "S2": (("3", 0.9),)}}
    (message,) = asking.do(noting.correct, "the bank thing: they did say yes once", intent="correct_answer", **said)
    assert message.data["answers"] == {"E1": "1"}


def test_a_trouble_takes_the_option_that_its_words_plainly_mean(asking: Talk) -> None:
    said = {"problems": (("P1", 4, 0.8),), "options": {"P1": (("1", 0.7), ("4", 0.1))}}
    message, *_ = asking.say("the platform: it got better this year", intent="describe_problem", **said)
    assert message.data["answers"] == {"P1": "1"} and message.data["confirmed"] is False


@pytest.mark.parametrize("words", ["I want to change an answer", "that last answer was wrong", "not what I said"])
def test_what_names_no_question_is_no_correction_of_any(asking: Talk, words: str) -> None:
    asking.press("E1:4")
    said = {"problems": (("E1", 3, 0.85),), "options": {"E1": (("2", 0.9),)}}
    (message,) = asking.do(noting.correct, words, intent="correct_answer", **said)
    assert message.kind == "menu"


def test_a_number_alone_answers_no_question_without_a_scale(asking: Talk) -> None:
    asking.press("E1:1")
    asking.press("E4:1")
    asking.slots["open_question"] = "S2"
    asking.say("42", intent="inform", options={"S2": (("4", 0.9),)})
    assert "S2" not in asking.case.answers


def test_a_correction_about_a_platform_does_not_move_the_rival(asking: Talk) -> None:
    asking.press("P1:0")
    said = {"problems": (("P1", 3, 0.8),), "options": {"P1": (("2", 0.7),)}, "facts": {"rival": "platform"}}
    (message,) = asking.do(noting.correct, "I was wrong about the platform, it's half", intent="correct_answer", **said)
    assert message.data["answers"] == {"P1": "2"} and asking.case.facts.rival != "platform"


def test_a_country_said_beside_is_no_unsure_answer(asking: Talk) -> None:
    asking.say("no wait, we're in Kenya", options={"E1": (("2", 0.34), ("3", 0.3))}, facts={"country": "Kenya"})
    assert not asking.slots.get("offered")


def test_one_word_tells_of_no_trouble(asking: Talk) -> None:
    asking.say("Kenya", problems=(("G2", 3, 0.9),))
    assert not asking.slots.get("confirming")


def test_a_correction_that_names_nothing_offers_the_last_answers(asking: Talk) -> None:
    for token in ("E1:2", "E4:2", "T1:2"):
        asking.press(token)
    (message,) = asking.do(noting.correct, "I want to change an answer", intent="correct_answer")
    assert [button.payload for button in message.buttons] == ["ask:E1", "ask:E4", "ask:T1"]


def test_words_outside_of_a_question_that_say_nothing_get_the_ways_on(talk: Talk) -> None:
    (message,) = talk.do(noting.note_answer, "about half", intent="inform")
    assert message.kind == "unknown" and message.buttons


# Distress


def test_who_cannot_pay_is_helped_before_the_question_goes_on(asking: Talk) -> None:
    (urgent_help,) = asking.say("we can't make payroll", intent="describe_problem", distress=0.9)
    assert urgent_help.about == ("distress.cash", "ext.finance.buffer")
    assert "bank" in urgent_help.text and urgent_help.buttons[-1].payload == "resume"
    assert asking.case.facts.distress is True and asking.question == "E1"
    assert asking.say("go on", intent="go_on")[-1].about == ("E1",)


def test_distress_makes_the_plan_begin_with_cash(talk: Talk) -> None:
    talk.check_up()
    talk.do(urgent.answer_distress, "I can't pay the wages", intent="report_distress", distress=0.7)
    (plan,) = talk.do(planning.show_plan)
    assert plan.data["status"] == "distress" and plan.about[0] == "ext.finance.buffer"


def test_despair_gets_the_fixed_words_and_whom_to_ring_and_no_strategy(asking: Talk, knowledge: Knowledge) -> None:
    message = asking.say("I can't go on", despair=0.9, distress=0.7)[0]
    assert message.about == ("distress.despair",) and [b.payload for b in message.buttons] == ["resume"]
    assert "the night line" in message.text
    assert not any(strategy.title in message.text for strategy in knowledge.strategies.values())


def test_despair_is_heard_whatever_the_words_were_taken_for(talk: Talk) -> None:
    (message,) = talk.do(urgent.despair_first(supposing.what_if), "easier if I wasn't here", despair=0.8)
    assert message.about == ("distress.despair",) and talk.case.facts.distress is True
    (calm,) = talk.do(urgent.despair_first(supposing.what_if), "if I wasn't here in May", despair=0.3)
    assert calm.about == ()
    (pressed,) = talk.do(urgent.despair_first(supposing.what_if), token="plan", despair=0.99)
    assert pressed.about == ()


def test_without_a_crisis_contact_the_words_have_no_gap(
    knowledge: Knowledge, cases: CaseStore, make_turn: MakeTurn
) -> None:
    talk = Talk(Advisor(knowledge, cases), make_turn)
    (message,) = talk.do(urgent.answer_distress, "I can't go on", despair=0.9)
    assert "112" in message.text and "\n\n\n" not in message.text


@pytest.mark.parametrize("told", [{"distress": 0.5}, {"despair": 0.5}, {}])
def test_what_only_sounds_a_little_like_distress_is_no_alarm(asking: Talk, told: dict[str, float]) -> None:
    messages = asking.say("rent goes up every year", **told)
    assert not any("distress" in name for message in messages for name in message.about)
    assert not asking.case.facts.distress


def test_a_step_that_is_done_is_no_cry(asking: Talk) -> None:
    asking.say("we've done the cash list", intent="report_progress", distress=0.8)
    assert not asking.case.facts.distress


@pytest.mark.parametrize(("confidence", "distress", "urgent"), [(0.9, 0.4, True), (0.4, 0.4, False), (0.9, 0.0, False)])
def test_the_intent_alone_is_enough_unless_a_near_miss_is_nearer(
    asking: Talk, confidence: float, distress: float, urgent: bool
) -> None:
    said = {"intent": "report_distress", "confidence": confidence, "distress": distress}
    asking.say("the staff gets nothing this month", options={"E1": (("4", 0.99),)}, **said)
    assert asking.case.facts.distress is urgent


def test_a_trouble_that_only_sounds_like_it_is_placed(talk: Talk) -> None:
    (asked,) = talk.do(
        noting.note_distress, "wages are due", intent="report_distress", confidence=0.9, problems=(("E4", 3, 0.9),)
    )
    assert asked.data["confirmed"] is False and not talk.case.facts.distress


@pytest.mark.parametrize(
    ("text", "urgent"),
    [
        ("a customer of ours went bankrupt and still owes us money", False),
        ("my customer can't pay me, he is bankrupt", False),
        ("our customer went bankrupt and now we can't pay the wages", True),
        ("our biggest customer went bust and now we are insolvent too", True),
        ("we are insolvent", True),
    ],
)
def test_the_insolvency_of_a_customer_is_no_distress_of_ones_own(talk: Talk, text: str, urgent: bool) -> None:
    said = {"intent": "report_distress", "confidence": 0.95, "distress": 0.7, "despair": 0.2}
    talk.do(noting.note_distress, text, **said)
    assert bool(talk.case.facts.distress) is urgent


def test_whoever_is_drawn_in_is_heard_whatever_the_words_were_taken_for(asking: Talk) -> None:
    text = "our biggest customer went bust and now we are insolvent too"
    asking.say(text, intent="describe_problem", confidence=0.9)
    assert asking.case.facts.distress


def test_despair_over_a_customer_is_despair(talk: Talk) -> None:
    text = "our customer went bust and i don't want to live any more"
    (message,) = talk.do(noting.note_distress, text, intent="report_distress", despair=0.8)
    assert message.about == ("distress.despair",)


def test_a_button_is_never_taken_for_distress(asking: Talk) -> None:
    asking.say(token="E1:4", intent="inform", distress=0.99, despair=0.99)
    assert not asking.case.facts.distress


def test_the_words_of_distress_are_kept_over_a_new_conversation_and_cleared_by_starting_over(talk: Talk) -> None:
    talk.do(urgent.answer_distress, "we're broke", distress=0.9)
    talk.slots.clear()
    assert talk.case.facts.distress
    talk.do(pausing.start_over)
    assert not talk.case.facts.distress


def test_what_presses_is_told_in_words(talk: Talk) -> None:
    talk.check_up()
    talk.begin("guidance")
    assert talk.question == "fact.pains"
    noted = talk.say("nobody here can fix the website", intent="describe_problem", facts={"pains": ["marketing"]})[0]
    assert noted.kind == "noted" and talk.case.facts.pains == ("marketing",) and talk.question != "fact.pains"


def test_what_was_asked_back_is_accepted_by_its_button_also_from_a_stranger(talk: Talk) -> None:
    talk.do(noting.note_problem, "the bank turned us down", problems=(("E1", 4, 0.9),))
    (noted,) = talk.do(noting.note_answer, token="E1:4", intent="inform")
    assert noted.kind == "noted" and talk.case.answers == {"E1": "4"}


def test_an_accepted_answer_to_the_open_question_is_not_asked_for_again(asking: Talk) -> None:
    asking.do(noting.note_problem, "the bank turned us down", problems=(("E1", 4, 0.9),))
    asking.do(noting.accept_proposal, "yes", intent="affirm")
    assert asking.ask()[-1].about != ("E1",)


def test_an_old_button_of_a_fact_that_was_skipped_answers_it(talk: Talk) -> None:
    talk.start()
    talk.press("fact.sector:skip")
    talk.do(noting.note_answer, token="fact.sector:retail", intent="inform")
    assert talk.case.facts.sector == "retail" and talk.case.answers["fact.sector"] == "retail"
