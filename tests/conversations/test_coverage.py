"""Everything the adviser knows is reached by asking: two differently worded questions for each record, over REST."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from bot.documents.load import load_knowledge
from bot.rendering.answers import find_record
from bot.settings import ROOT
from tests.conversations.person import Person
from tests.conversations.running_bot import RunningBot

pytestmark = pytest.mark.trained

COVERAGE = yaml.safe_load((Path(__file__).parent / "coverage.yml").read_text(encoding="utf-8"))
# How many different questions must lead to a record.
LEAST = 2
LEVELS = {"fundamentals", "intermediate", "advanced"}


@pytest.mark.parametrize("name", COVERAGE)
def test_two_questions_reach_the_record(bot: RunningBot, name: str) -> None:
    reached, said = 0, []
    for number, question in enumerate(COVERAGE[name]):
        messages = Person(bot, f"cover-{name}-{number}").say(question)
        answers = [message for message in messages if message["custom"]["about"][:1] == [name]]
        said.append((question, [message["custom"]["about"][:1] for message in messages]))
        if answers:
            reached += 1
            custom = answers[0]["custom"]
            assert custom["sources"], f"no source: {answers[0]}"
            assert custom["data"].get("level") in LEVELS, f"no level: {answers[0]}"
    assert reached >= LEAST, said


def test_every_record_is_asked_for() -> None:
    knowledge = load_knowledge(ROOT / "knowledge")
    rows = [row.id for table in knowledge.tables.values() for row in table.rows]
    groups = (knowledge.strategies, knowledge.dimensions, knowledge.items, knowledge.concepts, knowledge.tables, rows)
    assert [name for group in groups for name in group if name not in COVERAGE] == []
    assert [name for name in COVERAGE if find_record(knowledge, name) is None] == []


def test_no_question_stands_among_the_phrases_that_search_learns_from() -> None:
    from bot.understanding import vocabulary
    from bot.understanding.phrases import other_phrases, record_phrases

    known = vocabulary.read(ROOT / "knowledge")
    learnt = {" ".join(text.lower().split()) for _, text in (*record_phrases(known), *other_phrases(known))}
    asked = [question for questions in COVERAGE.values() for question in questions]
    assert [question for question in asked if " ".join(question.lower().split()) in learnt] == []
