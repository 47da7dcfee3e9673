"""Every word of the glossary is found in the ways in which people ask for one, and nothing else is taken for that."""

from __future__ import annotations

import pytest

from bot.documents.load import load_knowledge
from bot.model.knowledge import GlossaryTerm
from bot.rendering.answers import find_record
from bot.settings import ROOT
from bot.understanding.glossary import Glossary

KNOWLEDGE = load_knowledge(ROOT / "knowledge")
TERMS = KNOWLEDGE.glossary
MOST_WORDS = 60
ASKINGS = (
    *("what is {}", "what's a {}?", "what does {} mean", "{}?", "explain {}", "don't understand {}"),
    *("sorry, what is {} exactly?", "i don't know what {} means", "what do you mean by {}?", "{}, what is that?"),
    *("never heard of {}", "meaning of {}", "can you explain what {} is?", "What does the word «{}» mean?"),
)


@pytest.fixture(scope="module")
def glossary() -> Glossary:
    return Glossary(TERMS.values(), ["E1", "T1"])


@pytest.mark.parametrize(
    ("text", "code"),
    [
        *(("T1?", "T1"), ("t1", "T1"), ("what is E1?", "E1"), ("whats t1", "T1"), ("what does E1 mean", "E1")),
        *(("T9?", ""), ("we run a T1 line", ""), ("E1 is wrong", ""), ("T1: half", "")),
    ],
)
def test_the_code_of_a_question_asks_what_it_is(glossary: Glossary, text: str, code: str) -> None:
    assert glossary.asked(text) == code


@pytest.mark.parametrize("term", TERMS.values(), ids=TERMS)
def test_a_word_is_found_in_every_asking(glossary: Glossary, term: GlossaryTerm) -> None:
    asked = [asking.format(word) for word in (term.title, *term.words) for asking in ASKINGS]
    assert {text: found for text in asked if (found := glossary.asked(text)) != term.id} == {}


@pytest.mark.parametrize("term", TERMS.values(), ids=TERMS)
def test_a_word_is_explained_in_few_words_or_by_a_record(term: GlossaryTerm) -> None:
    assert len(term.text.split()) <= MOST_WORDS
    assert bool(term.text) != bool(find_record(KNOWLEDGE, term.opens))


@pytest.mark.parametrize(
    "text",
    [
        *("what does that mean?", "what do you mean", "i don't understand the question", "explain please", "why?"),
        *("what is platform asymmetry?", "what's my profile?", "what is the plan", "what if we had 5 hours?"),
        *("a credit line", "gdpr", "we have a credit line", "our cash flow is bad", "what's the score?"),
        *("why is gdpr so hard for us?", "what does a credit line cost us", "explain my score"),
    ],
)
def test_what_asks_for_no_word_alone_is_left_to_the_others(glossary: Glossary, text: str) -> None:
    assert glossary.asked(text) == ""


@pytest.mark.parametrize(
    ("text", "term"),
    [
        ("What are tariffs?", "tariff"),
        ("what the hell is a tariff", "tariff"),
        ("whats a buyers' pool", "buyer_pool"),
        ("Two-factor?", "two_factor"),
    ],
)
def test_plurals_hyphens_and_apostrophes_make_no_difference(glossary: Glossary, text: str, term: str) -> None:
    assert glossary.asked(text) == f"term.{term}"
