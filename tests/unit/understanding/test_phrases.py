"""The phrases that search learns from."""

from __future__ import annotations

from collections import Counter, defaultdict

import pytest

from bot.model.knowledge import Knowledge
from bot.rendering.answers import find_record
from bot.search.labels import BESIDE, OUTSIDE, REFUSAL, SERVICES
from bot.understanding.phrases import other_phrases, record_phrases, record_texts
from bot.understanding.vocabulary import Vocabulary


@pytest.fixture(scope="module")
def said(known: Vocabulary) -> dict[str, list[str]]:
    """Every label with its phrases."""
    found = defaultdict(list)
    for label, text in (*record_phrases(known), *other_phrases(known)):
        found[label].append(text)
    return dict(found)


def test_every_record_is_known_by_its_title_and_by_its_questions(known: Vocabulary, said: dict[str, list[str]]) -> None:
    for group in (known.strategies, known.dimensions, known.concepts, known.items, known.tables):
        for record in group:
            assert {record.title, *record.aliases, *record.questions} <= set(said[record.id])
    for figure in known.figures:
        assert {figure.statement, *figure.questions} <= set(said[figure.id])
    for row in (row for table in known.tables for row in table.rows):
        assert {*row.aliases, *row.questions} == set(said[row.id])


def test_every_label_of_a_record_can_be_shown(known: Vocabulary, knowledge: Knowledge) -> None:
    labels = {label for label, _ in record_phrases(known)} - {SERVICES}
    assert {label for label in labels if find_record(knowledge, label) is None} == set()


def test_all_who_help_are_found_under_one_label(known: Vocabulary, said: dict[str, list[str]]) -> None:
    assert {service.title for service in known.services} <= set(said[SERVICES])
    assert {service.helps for service in known.services} | set(known.service_questions) <= set(said[SERVICES])
    assert not any(label.startswith("service.") for label in said)


def test_what_is_refused_is_known_by_its_examples_and_not_by_its_near_misses(
    known: Vocabulary, said: dict[str, list[str]]
) -> None:
    for refusal in known.refusals:
        assert refusal.id.startswith(REFUSAL) and said[refusal.id] == list(dict.fromkeys(refusal.examples))
        assert not set(refusal.not_examples) & set(said[refusal.id])


def test_outside_subjects_are_told_from_records_by_their_label(known: Vocabulary, said: dict[str, list[str]]) -> None:
    assert {label.removeprefix(OUTSIDE) for label in said if label.startswith(OUTSIDE)} == known.outside.keys()
    for subject, examples in known.outside.items():
        assert set(said[f"{OUTSIDE}{subject}"]) == set(examples)


def test_no_phrase_is_empty_or_stands_twice_in_one_group(known: Vocabulary) -> None:
    records = [*record_phrases(known), *other_phrases(known)]
    assert all(text.strip() for _, text in records)
    twice = {pair for pair, times in Counter(records).items() if times > 1}
    # Services of like names share a label; anything else is written down twice.
    assert {label for label, _ in twice} <= {SERVICES}


def test_nothing_that_lies_outside_or_is_refused_is_asked_of_a_record_too(known: Vocabulary) -> None:
    inside = {text.lower() for _, text in record_phrases(known)}
    others = {text for label, text in other_phrases(known) if not label.startswith(BESIDE)}
    assert {text for text in others if text.lower() in inside} == set()


def test_the_words_of_every_record_are_searched(known: Vocabulary, said: dict[str, list[str]]) -> None:
    texts = record_texts(known)
    records = {label for label in said if not label.startswith((OUTSIDE, REFUSAL, BESIDE)) and label != SERVICES}
    assert texts.keys() == records and all(texts.values())
    table = known.tables[0]
    assert all(column in texts[table.id] for column in table.columns)
    assert all(cell in texts[table.rows[0].id] for cell in table.rows[0].cells)
    strategy = known.strategies[0]
    assert all(text in texts[strategy.id] for text in strategy.parts.values())
