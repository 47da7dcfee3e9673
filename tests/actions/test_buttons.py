"""Every button that can be shown is understood when it is pressed."""

from __future__ import annotations

from collections.abc import Iterator

from bot.advisor.assessment import assess
from bot.model.case import Facts
from bot.model.knowledge import Knowledge
from bot.model.message import Message
from bot.nlu.button_tokens import token_intent
from bot.rendering import answers, evidence, plans, profiles, questions, strategies, talk
from bot.rendering.questions import Asking
from bot.rendering.strategies import View
from tests.conftest import TODAY


def messages(knowledge: Knowledge) -> Iterator[Message]:
    """One message of each kind for every record."""
    said = {question.id: "3" for question in knowledge.of_kind("diagnosis")}
    view = View(knowledge, assess(knowledge, Facts(), said), Facts(), said, TODAY)
    for question in knowledge.questions.values():
        yield questions.question_message(knowledge, question, Asking(0, 8, "quick"))
    groups = (knowledge.dimensions, knowledge.items, knowledge.concepts, knowledge.strategies, knowledge.tables)
    rows = [row.id for table in knowledge.tables.values() for row in table.rows]
    for name in (*(name for group in groups for name in group), *rows, *knowledge.figures):
        first = answers.answer_message(knowledge, name, 1.0, TODAY)
        yield first
        for step in range(1, int(str(first.data.get("steps", 1)))):
            yield answers.answer_message(knowledge, name, 1.0, TODAY, step=step)
    for refusal in knowledge.refusals.values():
        yield answers.refusal_message(knowledge, refusal)
    for level in answers.LEVELS:
        yield answers.contents_message(knowledge, level)
    for name in (*knowledge.dimensions, *knowledge.strategies):
        found = evidence.figures_on(knowledge, [name])
        yield from (evidence.evidence_message(knowledge, found, TODAY, about=name, start=s) for s in (0, 3, 6, 9))
    yield evidence.services_message(knowledge, list(knowledge.services.values()), None, TODAY)
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


def test_a_step_behind_an_id_is_understood_and_nothing_else_is(knowledge: Knowledge) -> None:
    assert token_intent("read:dimension.platform/2") == "ask_dimension"
    assert token_intent("figures:dimension.platform/3") == "ask_evidence"
    for text in ("read:dimension.platform/", "read:dimension.platform/x", "read:a/1/2", "read:a b/1", "read:a/1000"):
        assert token_intent(text) is None
