"""Who helps: where the firm is or asks about, with what was named."""

from __future__ import annotations

import pytest

from bot.advisor import answering, guidance, handing_over, noting
from bot.model.knowledge import Knowledge
from bot.model.message import Message
from bot.model.turn import Found
from tests.unit.advisor.conftest import Talk

HELP = Found((("services", 0.9),))


def serve(knowledge: Knowledge, message: Message, *countries: str) -> bool:
    """Whether all who are named help in one of these countries."""
    return all(set(countries) & set(knowledge.services[name].countries) for name in message.about)


def test_who_helps_is_named_for_the_country_of_the_firm(talk: Talk, knowledge: Knowledge) -> None:
    talk.do(noting.note_business, facts={"country": "Kenya"})
    (message,) = talk.do(answering.who_helps, "who can help us", intent="ask_who_helps")
    assert message.data["country"] == "Kenya" and "service.keproba" in message.about
    assert serve(knowledge, message, "any", "Kenya") and 0 < len(message.about) <= 4


def test_the_country_that_is_asked_about_goes_before_the_firms_own(talk: Talk, knowledge: Knowledge) -> None:
    talk.do(noting.note_business, facts={"country": "Kenya"})
    (message,) = talk.do(answering.who_helps, "who helps in Chile", entities=(("country", "Chile"),))
    assert message.data["country"] == "Chile" and serve(knowledge, message, "any", "Chile")
    assert talk.case.facts.country == "Kenya"


def test_without_a_country_only_those_for_everybody_are_named(talk: Talk, knowledge: Knowledge) -> None:
    (message,) = talk.do(answering.who_helps, "who helps", intent="ask_who_helps")
    assert message.data["country"] is None and serve(knowledge, message, "any")


@pytest.mark.parametrize(
    "named",
    [
        {"entities": (("strategy", "ext.cyber.baseline"),)},
        {"token": "services:ext.cyber.baseline"},
        {"found": Found((("services", 0.5), ("ext.cyber.baseline", 0.4)))},
    ],
)
def test_who_helps_with_a_strategy_is_named_first(talk: Talk, knowledge: Knowledge, named: dict[str, object]) -> None:
    (message,) = talk.do(answering.who_helps, "who helps with that", **named)
    real = [knowledge.services[name] for name in message.about if not knowledge.services[name].demo]
    assert "ext.cyber.baseline" in real[0].strategies
    relieved = {d for d, relief in knowledge.strategies["ext.cyber.baseline"].relief.items() if relief > 1}
    assert all(set(entry.dimensions) & relieved or "ext.cyber.baseline" in entry.strategies for entry in real)


@pytest.mark.parametrize(
    "named",
    [
        {"entities": (("dimension", "dimension.regulatory"),)},
        {"found": Found((("services", 0.5), ("dimension.regulatory", 0.3)))},
        {"found": Found((("services", 0.5), ("cause.regulatory.labyrinth", 0.3)))},
    ],
)
def test_who_helps_with_a_trouble_is_named(talk: Talk, knowledge: Knowledge, named: dict[str, object]) -> None:
    (message,) = talk.do(answering.who_helps, "who helps with rules", **named)
    assert message.about
    assert all("dimension.regulatory" in knowledge.services[name].dimensions for name in message.about)


def test_the_card_of_a_strategy_leads_to_who_helps_with_it(talk: Talk) -> None:
    (card,) = talk.do(guidance.tell_more, token="more:ext.cyber.baseline")
    assert "services:ext.cyber.baseline" in [button.payload for button in card.buttons]


@pytest.mark.parametrize(
    "use_case", [answering.answer_question, answering.out_of_scope, answering.not_understood, handing_over.hand_over]
)
def test_whatever_the_intent_says_who_asks_for_help_with_a_matter_is_told_who_helps(
    talk: Talk, use_case: object
) -> None:
    (message,) = talk.do(use_case, "is there anyone we can turn to", found=HELP)
    assert message.kind == "answer" and message.about[0].startswith("service.")


def test_who_wants_a_human_adviser_is_handed_over(talk: Talk) -> None:
    for found in (Found(), Found((("services", 0.3), ("guide.public_help", 0.2))), Found((("guide.tax", 0.9),))):
        (message,) = talk.do(handing_over.hand_over, "let me talk to a person", intent="ask_for_human", found=found)
        assert message.kind == "handoff"


def test_two_who_are_as_near_as_each_other_are_no_question_where_one_of_them_is_who_helps(talk: Talk) -> None:
    (first,) = talk.do(answering.answer_question, "x", found=Found((("services", 0.36), ("guide.tax", 0.34))))
    (second,) = talk.do(answering.answer_question, "x", found=Found((("guide.tax", 0.36), ("services", 0.34))))
    assert first.about[0].startswith("service.") and second.about == ("guide.tax",)
