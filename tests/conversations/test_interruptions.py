"""What people do instead of answering: ask, stop, correct themselves, chat, tell of a trouble."""

from __future__ import annotations

import re

import pytest

from tests.conversations.person import Person, kinds, payloads

pytestmark = pytest.mark.trained

# One question of every kind: facts at the beginning, before guidance and before the plan, diagnosis, strengths.
EVERY_KIND = ["fact.sector", "fact.rival", "E1", "P1", "S2", "fact.pains", "X1", "fact.hours", "fact.goal"]
KNOWLEDGE_QUESTIONS = {
    "what is platform asymmetry?": "dimension.platform",
    "why do large firms get cheaper loans?": "cause.economic.capital",
    "what is globalization asymmetry?": "concept.asymmetry.basic",
}


@pytest.mark.parametrize("question", EVERY_KIND)
def test_a_knowledge_question_is_answered_with_sources_and_the_question_comes_again(
    person: Person, question: str
) -> None:
    person.walk_to(question)
    before = person.stored()
    for words, about in KNOWLEDGE_QUESTIONS.items():
        person.say(words)
        assert kinds(person.heard) == ["answer", "question"], words
        answer = person.one("answer")["custom"]
        assert answer["sources"] and answer["about"][0] == about
        assert person.asked == question
    assert person.stored() == before


@pytest.mark.parametrize("question", EVERY_KIND)
def test_why_and_what_it_means_are_explained_as_the_same_question(person: Person, question: str) -> None:
    person.walk_to(question)
    put = person.heard[-1]["text"]
    for words in ("why do you ask?", "what does that mean?", "why", "meaning"):
        person.say(words)
        assert kinds(person.heard) == ["question", "question"], words
        explained, again = person.heard
        assert explained["custom"]["about"] == again["custom"]["about"] == [question]
        assert explained["text"] not in put


@pytest.mark.parametrize("question", ["fact.sector", "E1", "X1", "fact.hours"])
@pytest.mark.parametrize(("words", "kept"), [("skip this one", "skip"), ("I don't know", "dont_know")])
def test_a_question_can_be_left_open(person: Person, question: str, words: str, kept: str) -> None:
    person.walk_to(question)
    person.say(words)
    assert person.answers()[question] == kept
    assert question.removeprefix("fact.") not in person.facts()
    assert person.asked != question


@pytest.mark.parametrize("token", ["skip", "dont_know"])
def test_a_question_can_be_left_open_by_button(person: Person, token: str) -> None:
    person.walk_to("E1")
    person.press(f"E1:{token}")
    assert person.answers() == {"E1": token}
    assert person.asked == "E4"


def test_back_twice_opens_the_question_before_the_last_and_an_answer_goes_on_from_there(person: Person) -> None:
    person.walk_to("P1")
    person.say("back")
    assert person.asked == "T1"
    person.say("go back")
    assert person.asked == "E4"
    assert "Two to three months" in person.heard[-1]["text"]
    person.press("E4:0")
    assert person.answers()["E4"] == "0"
    assert person.asked == "P1"


def test_back_at_the_first_question_says_that_there_is_none_before(person: Person) -> None:
    person.say("check my business")
    person.say("back")
    assert kinds(person.heard) == ["notice", "question"]
    assert person.asked == "fact.sector"


def test_a_corrected_fact_is_noted_and_the_same_question_comes_again(person: Person) -> None:
    person.say("check my business")
    person.say("we're a bakery in Lyon, twelve of us")
    person.answer_until("E4")
    person.say("actually we're 14")
    assert person.one("noted")["custom"]["data"]["facts"] == {"team_size": 14}
    assert person.facts()["team_size"] == 14
    assert person.asked == "E4"


def test_an_answer_is_changed_by_its_old_button_and_the_same_question_comes_again(person: Person) -> None:
    person.walk_to("T1")
    person.say("E1:0")
    assert person.one("noted")["custom"]["about"] == ["E1"]
    assert person.answers()["E1"] == "0"
    assert person.asked == "T1"


@pytest.mark.parametrize("words", ["resume", "go on", "yes"])
def test_after_a_stop_everything_is_kept_and_the_same_question_is_open(person: Person, words: str) -> None:
    person.walk_to("T1")
    before = person.answers()
    person.say("let's stop here")
    assert kinds(person.heard) == ["notice"] and "LF-" in person.heard[0]["text"]
    person.say("what is platform asymmetry?")
    assert person.one("answer")
    person.say(words)
    assert person.asked == "T1"
    assert person.answers() == before


@pytest.mark.parametrize(
    "words",
    [
        "{code}",
        "my code is {code}",
        "resume {code}",
    ],
)
def test_a_code_opens_the_same_case_for_whoever_says_it(person: Person, words: str) -> None:
    person.walk_to("T1")
    person.say("let's stop here")
    code = re.search(r"LF-[A-Z0-9]{4}-[A-Z0-9]{4}", person.heard[0]["text"])
    assert code
    elsewhere = Person(person.bot, f"{person.sender}-elsewhere")
    elsewhere.say("hello")
    elsewhere.say(words.format(code=code[0]))
    assert elsewhere.asked == "T1"
    assert elsewhere.stored() == person.stored()


def test_starting_over_is_asked_back_and_declined(person: Person) -> None:
    person.walk_to("T1")
    before = person.stored()
    person.say("start over")
    assert kinds(person.heard) == ["notice"] and payloads(person.heard) == ["restart.yes", "no"]
    person.say("no, leave it")
    assert person.stored() == before
    assert person.asked == "T1"


def test_starting_over_is_asked_back_and_confirmed(person: Person) -> None:
    person.walk_to("T1")
    person.say("start over")
    person.press("restart.yes")
    assert kinds(person.heard) == ["menu"]
    assert person.facts() == {} and person.answers() == {}
    person.press("menu.check")
    assert person.asked == "fact.sector"


def test_what_was_asked_back_is_over_once_something_else_is_said(person: Person) -> None:
    person.walk_to("T1")
    before = person.stored()
    person.say("start over")
    person.say("what is platform asymmetry?")
    assert person.asked == "T1"
    person.say("yes")
    assert person.stored() == before


@pytest.mark.parametrize(
    ("words", "kind"),
    [
        ("show me my profile", "profile"),
        ("show me the plan", "plan"),
        ("what should I do first?", "ranking"),
        ("hello", "menu"),
        ("help", "menu"),
        ("thanks", "notice"),
        ("how are you today?", "notice"),
        ("who are you?", "notice"),
        ("this is useless", "notice"),
        ("is my data safe?", "notice"),
        ("what's the weather in Paris?", "unknown"),
        ("can I talk to a person?", "handoff"),
        ("how did you work that out?", "profile"),
        ("what if we had 10 hours a week?", "plan"),
        ("how do we depend less on amazon?", "ranking"),
        ("compare a cash list and a trade association", "comparison"),
        ("where do you get that from?", "answer"),
    ],
)
def test_the_talk_around_it_is_answered_and_the_same_question_comes_again(
    person: Person, words: str, kind: str
) -> None:
    person.walk_to("P1")
    before = person.stored()
    person.say(words)
    assert kinds(person.heard) == [kind, "question"]
    assert person.asked == "P1"
    assert person.stored() == before


def test_the_glimpse_of_the_profile_follows_the_answers(person: Person) -> None:
    person.walk_to("E1")
    person.say("show me my profile")
    assert person.one("profile")["custom"]["about"] == []
    person.say("E1:4")
    person.say("show me my profile")
    scores = person.one("profile")["custom"]["data"]["dimensions"]
    assert scores["dimension.economic"]["severity"] == 100
    assert scores["dimension.platform"]["severity"] is None


@pytest.mark.parametrize(
    ("words", "question", "value"),
    [
        ("the bank turned us down again", "E1", "4"),
        ("customs sat on our container for five weeks", "R1", "4"),
        ("our goods got stuck at the border over a missing certificate", "R1", "4"),
    ],
)
class TestATroubleToldInTheMiddle:
    """It is taken as the answer to its own question, once the person says that it's right."""

    def test_is_proposed_and_noted_once_confirmed(self, person: Person, words: str, question: str, value: str) -> None:
        person.walk_to("P1")
        before = person.answers()
        person.say(words)
        proposed = person.heard[-1]["custom"]
        assert proposed["kind"] == "noted" and proposed["about"] == [question]
        assert proposed["data"]["answers"] == {question: value} and proposed["data"]["confirmed"] is False
        assert person.answers() == before
        person.say("yes, that's right")
        assert person.answers() == {**before, question: value}
        assert person.asked == "P1"

    def test_is_dropped_once_declined(self, person: Person, words: str, question: str, value: str) -> None:
        person.walk_to("P1")
        before = person.answers()
        person.say(words)
        person.press("no")
        assert person.answers() == before
        assert person.asked == "P1"


def test_a_number_in_a_trouble_is_no_answer_to_the_open_question(person: Person) -> None:
    person.walk_to("E4")
    person.say("customs sat on our container for five weeks")
    assert "E4" not in person.answers()


@pytest.mark.parametrize("question", ["fact.sector", "E1", "T1", "X1", "fact.hours"])
def test_distress_is_answered_with_help_first_and_the_question_waits(person: Person, question: str) -> None:
    person.walk_to(question)
    person.say("we can't pay the wages this month")
    assert kinds(person.heard) == ["notice"]
    help_first = person.heard[0]
    assert help_first["custom"]["about"][0] == "distress.cash"
    assert "bank" in help_first["text"] and "tax office" in help_first["text"]
    assert person.facts()["distress"] is True
    person.press("resume")
    assert person.asked == question


@pytest.mark.parametrize("words", ["we are not broke", "taxes are due soon", "we laid off two people"])
def test_what_only_sounds_like_distress_sets_nothing_off(person: Person, words: str) -> None:
    person.walk_to("T1")
    person.say(words)
    assert "distress" not in person.facts()
    assert not any("distress.cash" in message["custom"]["about"] for message in person.heard)


def test_two_answers_that_do_not_go_together_are_asked_about_once(person: Person) -> None:
    person.walk_to_profile()
    person.say("P1:0")
    person.say("menu.deeper")
    person.say("P3:4")
    clash = "clash.platform_small_yet_dependent"
    assert kinds(person.heard).count("question") == 1 and person.asked == "P3"
    assert payloads(person.heard)[:3] == [f"{clash}:P1", f"{clash}:P3", f"{clash}:both"]
    person.say("what is platform asymmetry?")
    assert payloads(person.heard)[-5:-2] == [f"{clash}:P1", f"{clash}:P3", f"{clash}:both"]
    person.say("both are true")
    assert "both are true" in person.one("noted")["text"] and person.asked != "P3"
    person.say("P3:4")
    assert f"{clash}:both" not in payloads(person.heard)


def test_after_distress_the_plan_begins_with_the_cash_buffer_and_costs_nothing(person: Person) -> None:
    person.walk_to("T1")
    person.say("we can't pay the wages this month")
    person.say("resume")
    person.answer_until("")
    person.say("plan")
    person.answer_until("")
    plan = person.one("plan")["custom"]["data"]
    assert plan["status"] == "distress"
    assert plan["now"][0] == "ext.finance.buffer"


def test_despair_is_answered_with_a_person_to_ring_and_no_strategy(person: Person) -> None:
    person.walk_to("T1")
    person.say("I can't go on, everything is hopeless")
    despair = person.heard[0]
    assert despair["custom"]["about"] == ["distress.despair"] and payloads(person.heard) == ["resume"]
    assert "112" in despair["text"]
