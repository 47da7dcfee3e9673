"""What the operator added is quoted where no record answers."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.advisor import answering, guidance
from bot.advisor.advisor import Advisor
from bot.advisor.asking import explain_meaning
from bot.model.document import AddedDocument, Passage
from bot.model.turn import Found
from bot.store.documents import DocumentStore
from tests.conftest import MakeTurn
from tests.unit.advisor.conftest import Talk

FISH = AddedDocument("document.fish", "The fish guide", "", "2025-05-01", "", "fish.md", "aa", "2026-11-23")
BOATS = replace(FISH, id="document.boats", title="Boats")
FOUND = Found(outside=0.9, passages=(("document.fish#2", 0.6), ("document.boats#1", 0.55), ("document.fish#1", 0.5)))


def passages(document: AddedDocument, *texts: str) -> list[Passage]:
    """Passages of a document."""
    return [Passage(f"{document.id}#{n}", document.id, (), "text", "", text) for n, text in enumerate(texts, 1)]


@pytest.fixture
def store(store_url: str) -> DocumentStore:
    """A store with two documents."""
    store = DocumentStore(store_url)
    entries = [
        (FISH, "1", passages(FISH, "Salmon.", "Herring."), [b"", b""]),
        (BOATS, "1", passages(BOATS, "Sails."), [b""]),
    ]
    store.put(entries, (), lambda texts: b"")
    return store


@pytest.fixture
def reader(advisor: Advisor, store: DocumentStore, make_turn: MakeTurn) -> Talk:
    """Somebody who talks with an adviser that has documents."""
    return Talk(replace(advisor, documents=store), make_turn)


@pytest.mark.parametrize(
    "use_case",
    [
        *(answering.answer_question, answering.evidence, answering.out_of_scope, answering.not_understood),
        *(guidance.show_guidance, guidance.tell_more, explain_meaning),
    ],
)
def test_the_best_passage_is_quoted_whatever_the_intent_says(reader: Talk, use_case: object) -> None:
    (message,) = reader.do(use_case, "when is herring caught?", found=FOUND)
    assert message.kind == "answer" and message.text.startswith("Herring.") and "The fish guide" in message.text
    assert message.about == ("document.fish#2", "document.fish#1"), "of other documents nothing is cited"
    assert message.sources == ("document.fish",)


def test_a_passage_that_is_gone_meanwhile_gives_way_to_the_next(reader: Talk, store: DocumentStore) -> None:
    store.put((), (FISH.id,), lambda texts: b"")
    (message,) = reader.do(answering.answer_question, "when is herring caught?", found=FOUND)
    assert message.text.startswith("Sails.") and message.sources == (BOATS.id,)


def test_where_all_passages_are_gone_it_is_said_not_to_be_known(reader: Talk, talk: Talk, store: DocumentStore) -> None:
    store.put((), (FISH.id, BOATS.id), lambda texts: b"")
    for person in (reader, talk):
        (message,) = person.do(answering.answer_question, "when is herring caught?", found=FOUND)
        assert message.kind == "unknown" and message.buttons


def test_a_quotation_leaves_the_open_question_open(reader: Talk) -> None:
    reader.start(facts={"sector": "retail", "rival": "none"})
    quoted, question = reader.say("when is herring caught?", found=FOUND)
    assert quoted.sources == (FISH.id,) and question.about == ("E1",) and reader.case.answers == {}
