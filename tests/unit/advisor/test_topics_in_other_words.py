"""Advice asked for in a person's own words leads to a strategy, or is asked back."""

from __future__ import annotations

from bot.advisor import guidance
from bot.model.turn import Found
from tests.unit.advisor.conftest import Talk

HACKERS = Found(records=(("cause.geopolitical.cybersecurity", 0.97), ("ext.cyber.baseline", 0.03)))


def test_a_trouble_named_as_a_topic_shows_what_helps(talk: Talk) -> None:
    (message,) = talk.do(guidance.show_guidance, "hackers", intent="ask_guidance", found=HACKERS)
    assert message.kind == "strategy" and message.about == ("ext.cyber.baseline",)


def test_a_question_about_the_same_trouble_is_answered(talk: Talk) -> None:
    text = "why are hackers a problem for small firms?"
    (message,) = talk.do(guidance.show_guidance, text, intent="ask_guidance", found=HACKERS)
    assert message.kind == "answer" and message.about[0] == "cause.geopolitical.cybersecurity"


def test_words_that_search_does_not_know_are_asked_back_by_title(talk: Talk) -> None:
    topics = (("strategy.niche.underserved", 0.5), ("strategy.niche.expertise", 0.3))
    (message,) = talk.do(
        guidance.show_guidance,
        "selling only to vegans",
        intent="ask_guidance",
        topics=topics,
        found=Found(records=(("strategy.niche.underserved", 0.01),), outside=0.98),
    )
    assert message.kind == "unknown" and message.about == ("strategy.niche.underserved",)
    assert "Find the customers the large ones overlook" in message.text and message.buttons


def test_what_resembles_nothing_is_not_asked_back(talk: Talk) -> None:
    topics = (("strategy.niche.underserved", 0.2),)
    (message,) = talk.do(
        guidance.show_guidance, "crypto", intent="ask_guidance", topics=topics, found=Found(outside=0.99)
    )
    assert message.kind == "menu"
