"""Every button that can be shown is understood when it is pressed."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from bot.advisor.assessment import assess
from bot.model.case import Facts
from bot.model.knowledge import Knowledge
from bot.model.message import Message
from bot.nlu.button_tokens import token_intent
from bot.rendering import answers, plans, profiles, questions, strategies, talk
from bot.rendering.questions import Asking
from bot.rendering.strategies import View


def messages(knowledge: Knowledge) -> Iterator[Message]:
    """One message of each kind for every record."""
    said = {question.id: "3" for question in knowledge.of_kind("diagnosis")}
    view = View(knowledge, assess(knowledge, Facts(), said), Facts(), said, date(2026, 11, 23))
    for question in knowledge.questions.values():
        yield questions.question_message(knowledge, question, Asking(0, 8, "quick"))
    for group in (knowledge.dimensions, knowledge.items, knowledge.concepts, knowledge.strategies):
        yield from (answers.answer_message(knowledge, name, 1.0) for name in group)
    for strategy in knowledge.strategies.values():
        yield strategies.strategy_message(view, strategy, brief=True)
        yield strategies.why_message(view, strategy)
        yield strategies.part_message(view, strategy, "cost")
    yield answers.which_message(knowledge, list(knowledge.dimensions), "answer.which", "x")
    yield strategies.ranking_message(view, view.assessment.ranking.ranked, (), "x")
    yield profiles.profile_message(knowledge, view.assessment, Facts(), said)
    yield plans.plan_message(view, plans.Kept("x", {}))
    yield plans.progress_message(knowledge, [], list(knowledge.strategies)[:3])
    yield talk.menu(knowledge, "talk.welcome", talk.ways_in(knowledge))


def test_every_button_of_every_record_is_understood(knowledge: Knowledge) -> None:
    payloads = {button.payload for message in messages(knowledge) for button in message.buttons}
    assert len(payloads) > 300
    assert {payload for payload in payloads if token_intent(payload) is None} == set()
