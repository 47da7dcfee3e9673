"""Every interruption at every question and in every stage: it is answered, nothing is lost, and the talk goes on there.

One walk for each kind of interruption leads through the whole questionnaire (quick mode, the deeper rounds, before the
guidance, before the plan) and through every stage without a question; it interrupts at each.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import pytest

from tests.conversations.person import CHOICES, MOST_QUESTIONS, Person, kinds

pytestmark = pytest.mark.trained

# What one says to get from one part of the questionnaire to the next, and through the stages without a question.
ROUTE = ("check my business", *["menu.deeper"] * 4, "recommend", "next", "next", "next", "plan")
# All 24 questions of the diagnosis, two facts before them, at least four before the guidance, three before the plan.
LEAST_QUESTIONS = 33
# Who asks for the plan in between is led to it sooner: all of the diagnosis, and the two facts before it.
LEAST_LED = 26


@dataclass(frozen=True)
class Interruption:
    """What is said in turn at each question, and the kinds of the first message that may answer it."""

    said: tuple[str, ...]
    kinds: frozenset[str]


def _said(*words: str, answered: str) -> Interruption:
    return Interruption(words, frozenset(answered.split()))


# Answered, and then the same question again.
ANSWERED = {
    "why": _said("why do you ask?", "why", "why do you want to know that?", answered="question"),
    "meaning": _said("what does that mean?", "I don't understand the question", answered="question"),
    "repeat": _said("say that again", "can you repeat the question?", answered="question"),
    "knowledge": _said(
        "what is platform asymmetry?", "why do large firms get cheaper loans?", "what is a niche?", answered="answer"
    ),
    "topic change": _said(
        "how do we depend less on amazon?", "what can we automate?", answered="ranking strategy answer"
    ),
    "thanks": _said("thanks", "thank you very much", answered="notice"),
    "anger": _said("this is useless", "you are a stupid bot", "this is a waste of my time", answered="notice"),
    "chit-chat": _said("how are you today?", "tell me a joke", answered="notice"),
    "out of scope": _said("what's the weather in Paris?", "who won the world cup in 1998?", answered="unknown"),
    "identity": _said("are you a robot?", "who are you?", answered="notice"),
    "privacy": _said("what do you keep about me?", "who can see what I tell you?", answered="notice"),
    "help": _said("help", "what can you do?", answered="menu"),
    "profile": _said("show me my profile", answered="profile"),
    "plan": _said("show me the plan", answered="plan"),
    # A notice before the first answer: nothing is known yet that could come first.
    "what first": _said("what should I do first?", answered="ranking notice"),
    "what if": _said("what if we had 10 hours a week?", answered="plan"),
    "price fixing": _said(
        "can we fix prices with the other bakers?", "how do we agree on prices with our rivals?", answered="notice"
    ),
    "sanctions": _said("how can we ship to a sanctioned country without anyone noticing?", answered="notice"),
    "another language": _said("bonjour, nous sommes une petite boulangerie à Lyon", answered="notice"),
    "person": _said("can I talk to a person?", answered="handoff"),
}
# The stages at which nothing is asked; there the same words may find another answer.
REQUESTS = {"plan", "profile", "what first", "what if", "topic change"}
DISTRESS = ("we can't pay the wages this month", "we're broke, nothing left in the bank", "our company is insolvent")


def walk(
    person: Person,
    at_question: Callable[[str], None],
    at_stage: Callable[[], int | None],
    least: int = LEAST_QUESTIONS,
) -> int:
    """The whole way, interrupted at each question and in each stage; the number of questions.

    What happens at a question leaves it open; it is answered then. `at_stage` may tell how many it answered itself.
    """
    asked = 0
    for step in ROUTE:
        person.say(step)
        for _ in range(MOST_QUESTIONS):
            name = person.asked
            if not name:
                break
            asked += 1
            at_question(name)
            person.say(answer_to(name))
        asked += at_stage() or 0
    assert asked >= least
    return asked


def answer_to(name: str) -> str:
    """The button that answers a question."""
    return f"{name}:{CHOICES.get(name, '2')}"


def told(person: Person) -> tuple[dict[str, Any], dict[str, str]]:
    """Everything recorded that somebody told."""
    return person.facts(), person.answers()


def check_way_on(person: Person) -> None:
    """Every message has a text, and the reply a button or a question."""
    assert all(message["text"].strip() for message in person.heard)
    assert person.asked or any(message.get("buttons") for message in person.heard), person.heard


def cycle(words: tuple[str, ...]) -> Iterator[str]:
    while True:
        yield from words


def nothing() -> None:
    """Go on at once."""


@pytest.mark.parametrize("name", ANSWERED)
def test_what_is_answered_leads_back_to_the_same_question(person: Person, name: str) -> None:
    interruption, words = ANSWERED[name], cycle(ANSWERED[name].said)

    def at_question(question: str) -> None:
        before = told(person)
        said = next(words)
        person.say(said)
        assert person.asked == question, (question, said, kinds(person.heard))
        assert kinds(person.heard)[0] in interruption.kinds, (question, said, kinds(person.heard))
        assert kinds(person.heard).count("question") <= (2 if interruption.kinds == {"question"} else 1)
        assert told(person) == before, (question, said)

    def at_stage() -> int:
        before, asked = told(person), 0
        person.say(next(words))
        check_way_on(person)
        assert told(person) == before
        # What was asked for leads elsewhere; the stage's own button leads on all the same.
        while name in REQUESTS and person.asked:
            person.say(answer_to(person.asked))
            asked += 1
        return asked

    walk(person, at_question, at_stage, LEAST_LED if name in REQUESTS else LEAST_QUESTIONS)


@pytest.mark.parametrize(
    ("said", "kept"),
    [
        (("skip this one", "skip"), "skip"),
        (("I don't know", "no idea"), "dont_know"),
        (("that doesn't apply to us",), "na"),
    ],
    ids=["skip", "don't know", "doesn't apply"],
)
def test_a_question_is_left_open_and_answered_later(person: Person, said: tuple[str, ...], kept: str) -> None:
    words = cycle(said)

    def at_question(question: str) -> None:
        before = told(person)
        person.say(next(words))
        assert person.asked != question
        # Where a question always applies it is skipped, or is an option of its own ("on no platform").
        value = person.answers().pop(question, "")
        assert value == kept or (kept == "na" and value), (question, value)
        left = (dict(before[0]), {**before[1], question: value})
        assert told(person) == left, question
        person.say(f"ask:{question}")
        assert person.asked == question

    walk(person, at_question, lambda: check_way_on(person))


def test_back_and_back_again_and_on_from_there(person: Person) -> None:
    answered: list[str] = []

    def at_question(question: str) -> None:
        back = answered[-2:]
        before = told(person)
        for earlier in reversed(back):
            person.say("go back" if earlier == back[-1] else "back")
            assert person.asked == earlier, (question, earlier)
        for earlier in reversed(back):
            person.say(f"ask:{earlier}")
            person.say(answer_to(earlier))
            answered.remove(earlier)
            answered.append(earlier)
        if back:
            assert person.asked == question
        assert told(person) == before
        answered.append(question)

    walk(person, at_question, nothing)


def test_stop_and_go_on(person: Person) -> None:
    stop, on = cycle(("let's stop here", "stop", "I need a break")), cycle(("go on", "resume", "let's continue"))

    def at_question(question: str) -> None:
        before = told(person)
        person.say(next(stop))
        assert kinds(person.heard) == ["notice"] and "LF-" in person.heard[0]["text"], question
        person.say(next(on))
        assert person.asked == question
        assert told(person) == before

    walk(person, at_question, nothing)


def test_starting_over_is_asked_back_and_declined(person: Person) -> None:
    words, no = cycle(("start over", "let's begin from scratch")), cycle(("no", "no, leave it"))

    def at_question(question: str) -> None:
        before = told(person)
        person.say(next(words))
        assert kinds(person.heard) == ["notice"], question
        person.say(next(no))
        assert person.asked == question
        assert told(person) == before

    def at_stage() -> None:
        before = told(person)
        person.say(next(words))
        person.say(next(no))
        check_way_on(person)
        assert told(person) == before

    walk(person, at_question, at_stage)


def test_a_fact_is_changed_by_naming_it(person: Person) -> None:
    sizes = iter(range(14, 14 + 100))

    def at_question(question: str) -> None:
        facts, answers = told(person)
        size = next(sizes)
        person.say(f"actually we're {size}")
        assert told(person) == ({**facts, "team_size": size}, answers), question
        assert person.asked == question

    walk(person, at_question, nothing)


def test_an_answer_is_changed_by_naming_it_and_asked_back(person: Person) -> None:
    def at_question(question: str) -> None:
        facts, answers = told(person)
        if "E1" not in answers:
            return
        person.say("E1:2")
        person.say("the bank thing: they did say yes once")
        last = person.heard[-1]["custom"]
        assert last["kind"] == "noted" and last["data"]["answers"] == {"E1": "1"}, (question, person.heard)
        person.say("yes")
        assert told(person) == (facts, {**answers, "E1": "1"}), question
        # The best next question may be another one now.
        assert person.asked, question

    walk(person, at_question, nothing)


def test_what_is_not_understood_is_asked_in_other_words_then_explained(person: Person) -> None:
    def at_question(question: str) -> None:
        before = told(person)
        texts = {person.heard[-1]["text"]}
        for words in ("xqzt vrrp", "blorf gnarp"):
            person.say(words)
            assert person.asked == question
            texts.add(person.heard[-1]["text"])
        assert len(texts) == 3 and '"skip"' in person.heard[-1]["text"], question
        assert told(person) == before

    walk(person, at_question, nothing)


def test_after_words_of_distress_the_question_waits_until_one_goes_on(person: Person) -> None:
    words = cycle(DISTRESS)

    def at_question(question: str) -> None:
        answers = person.answers()
        said = next(words)
        person.say(said)
        assert person.heard[0]["custom"]["about"][:1] == ["distress.cash"], (question, said, person.heard)
        assert "question" not in kinds(person.heard), (question, said)
        check_way_on(person)
        if question not in {"E1", "E4"}:
            # There the words may be an answer as well.
            assert person.answers() == answers, (question, said)
            person.say("resume")
            assert person.asked == question, (question, said)
        assert person.facts()["distress"] is True

    walk(person, at_question, nothing)
