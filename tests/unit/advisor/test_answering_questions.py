"""Questions of knowledge are answered from the records, or said not to be known."""

from __future__ import annotations

import pytest

from bot.advisor import answering
from bot.model.knowledge import Knowledge
from tests.unit.advisor.conftest import Talk


@pytest.mark.parametrize(
    ("intent", "about"),
    [
        ("ask_asymmetry", "concept.asymmetry.basic"),
        ("ask_importance", "risk.ignoring_asymmetry"),
        ("ask_example", "concept.asymmetry.bakery_example"),
    ],
)
def test_the_great_questions_have_their_text(talk: Talk, intent: str, about: str) -> None:
    (message,) = talk.do(answering.answer_question, "tell me", intent=intent)
    assert message.kind == "answer" and message.about == (about,) and message.sources


@pytest.mark.parametrize(
    "name", ["dimension.platform", "concept.globalization", "cause.platform.concentration", "ext.cyber.baseline"]
)
def test_a_button_opens_any_record(talk: Talk, name: str) -> None:
    (message,) = talk.do(answering.answer_question, token=f"explain:{name}", intent="ask_dimension")
    assert message.about == (name,)


def test_a_dimension_is_known_by_its_name(talk: Talk, knowledge: Knowledge) -> None:
    named = {"entities": (("dimension", "dimension.regulatory"),)}
    (what,) = talk.do(answering.answer_question, "what about rules", intent="ask_dimension", **named)
    (why,) = talk.do(answering.answer_question, "why are they ahead", intent="ask_cause", **named)
    assert what.about == why.about == ("dimension.regulatory",)
    assert knowledge.dimensions["dimension.regulatory"].parts["Why the large are ahead"] in why.text


def test_the_surest_topic_answers(talk: Talk) -> None:
    topics = (("concept.promise", 0.7), ("dimension.economic", 0.5))
    (message,) = talk.do(answering.answer_question, "what does it promise", topics=topics)
    assert message.about == ("concept.promise",) and message.data["confidence"] == 0.7


def test_two_topics_that_are_equally_near_are_asked_back(talk: Talk) -> None:
    topics = (("concept.promise", 0.6), ("dimension.economic", 0.59))
    (message,) = talk.do(answering.answer_question, "that thing", topics=topics)
    assert message.kind == "unknown" and message.about == ("concept.promise", "dimension.economic")
    assert [button.payload for button in message.buttons] == ["explain:concept.promise", "explain:dimension.economic"]


def test_what_is_not_known_is_said_not_to_be_known_with_the_nearest(talk: Talk) -> None:
    topics = (("concept.promise", 0.5), ("dimension.economic", 0.4), ("dimension.platform", 0.1))
    (message,) = talk.do(answering.answer_question, "who won the cup", topics=topics)
    assert message.kind == "unknown" and message.about == ("concept.promise", "dimension.economic")


def test_where_nothing_is_near_nothing_is_offered_but_a_way_on(talk: Talk) -> None:
    (message,) = talk.do(answering.answer_question, "who won the cup", topics=(("concept.promise", 0.1),))
    assert message.kind == "unknown" and not message.about and message.buttons


@pytest.mark.parametrize("use_case", [answering.out_of_scope, answering.not_understood])
def test_what_is_outside_always_has_a_way_on(talk: Talk, use_case: object) -> None:
    for topics in ((), (("concept.promise", 0.4),)):
        (message,) = talk.do(use_case, "x" * 4000, topics=topics)
        assert message.kind == "unknown" and message.buttons and len(str(message.data["question"])) == 200


def test_how_the_dimensions_hang_together_in_all_and_for_one(talk: Talk, knowledge: Knowledge) -> None:
    (all_of_them,) = talk.do(answering.couplings, intent="ask_couplings")
    (one,) = talk.do(answering.couplings, entities=(("dimension", "dimension.platform"),))
    assert "dimension.platform" in one.about and len(one.text) < len(all_of_them.text)


def test_figures_come_with_publisher_and_year_on_what_was_named(talk: Talk, knowledge: Knowledge) -> None:
    (message,) = talk.do(answering.evidence, entities=(("dimension", "dimension.platform"),))
    figures = [knowledge.figures[name] for name in message.about]
    assert figures and all("dimension.platform" in figure.dimensions for figure in figures)
    assert all(str(figure.year) in message.text for figure in figures)


def test_sources_are_those_of_the_strategy_being_talked_about(talk: Talk, knowledge: Knowledge) -> None:
    (general,) = talk.do(answering.sources, intent="ask_sources")
    talk.slots["open_strategy"] = "ext.cyber.baseline"
    (own,) = talk.do(answering.sources, intent="ask_sources")
    assert set(knowledge.strategies["ext.cyber.baseline"].sources) <= set(own.sources)
    assert set(general.sources) == {"article", "levelfield"}
