"""Answers out of the knowledge: in steps, with their level and source, and with a way on."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.model.document import AddedDocument, Passage
from bot.model.knowledge import Concept, Dimension, Knowledge
from bot.model.message import Message
from bot.rendering import answers
from tests.conftest import TODAY
from tests.contract import check

WHY = "Why the large are ahead"


def read(knowledge: Knowledge, name: str, part: str = "") -> list[Message]:
    """A record from its first answer to its last, by the button that reads on."""
    messages = [answers.answer_message(knowledge, name, 1.0, TODAY, part=part)]
    while following := next((b.payload for b in messages[-1].buttons if b.payload.startswith("read:")), ""):
        record, _, step = following.removeprefix("read:").partition("/")
        assert record == name and len(messages) < 12, "reading on ends"
        messages.append(answers.answer_message(knowledge, name, 1.0, TODAY, step=int(step)))
    check(knowledge, *messages)
    return messages


def payloads(message: Message) -> list[str]:
    """The tokens of a message's buttons."""
    return [button.payload for button in message.buttons]


def sectioned(knowledge: Knowledge) -> list[Dimension | Concept]:
    """Every record that is read section by section."""
    return [*knowledge.dimensions.values(), *knowledge.concepts.values()]


def test_reading_on_shows_every_section_once_and_begins_with_the_short_answer(knowledge: Knowledge) -> None:
    for record in sectioned(knowledge):
        messages = read(knowledge, record.id)
        assert record.parts["In short"] in messages[0].text and record.title in messages[0].text
        for name, text in record.parts.items():
            assert sum(text in message.text for message in messages) == 1, f"{record.id}: {name}"
        assert [message.data["step"] for message in messages] == list(range(len(record.parts)))
        assert {message.data["steps"] for message in messages} == {len(record.parts)}


def test_a_strategy_says_why_it_helps_and_leaves_the_rest_to_its_card(knowledge: Knowledge) -> None:
    for strategy in knowledge.strategies.values():
        short, why = read(knowledge, strategy.id)
        assert strategy.parts["In short"] in short.text and strategy.parts["Why it helps"] in why.text
        assert f"more:{strategy.id}" in payloads(short) and f"more:{strategy.id}" in payloads(why)


def test_the_section_that_was_asked_for_comes_first_and_nothing_is_lost_behind_it(knowledge: Knowledge) -> None:
    for dimension in knowledge.dimensions.values():
        first, second, *rest = read(knowledge, dimension.id, WHY)
        assert dimension.parts[WHY] in first.text and dimension.parts["In short"] not in first.text
        assert dimension.parts["In short"] in second.text, "what follows begins with the short answer"
        for text in dimension.parts.values():
            assert any(text in message.text for message in (first, second, *rest))


def test_a_section_that_a_record_lacks_gives_way_to_its_short_answer(knowledge: Knowledge) -> None:
    concept = knowledge.concepts["concept.promise"]
    message = answers.answer_message(knowledge, concept.id, 1.0, TODAY, part=WHY)
    assert concept.parts["In short"] in message.text


@pytest.mark.parametrize("step", [7, 999])
def test_a_step_beyond_the_end_is_the_last_one(knowledge: Knowledge, step: int) -> None:
    message = answers.answer_message(knowledge, "concept.promise", 1.0, TODAY, step=step)
    assert message.data["step"] == int(str(message.data["steps"])) - 1
    assert not any(payload.startswith("read:") for payload in payloads(message))


def test_an_answer_says_where_it_comes_from_and_at_which_level_it_stands_at_each_step(knowledge: Knowledge) -> None:
    for record in sectioned(knowledge):
        for message in read(knowledge, record.id):
            assert message.sources == record.sources and f"Level: {record.level}." in message.text
            assert all(knowledge.sources[name].title in message.text for name in record.sources)
            assert ("Added by us" in message.text) is (record.origin == "added")


def test_a_cause_or_effect_rests_on_what_its_dimension_rests_on(knowledge: Knowledge) -> None:
    for item in knowledge.items.values():
        message = answers.answer_message(knowledge, item.id, 1.0, TODAY)
        own = knowledge.dimensions[item.dimension].sources if item.origin == "article" else ("levelfield",)
        assert message.sources == own and item.text in message.text
        assert f"explain:{item.dimension}" in payloads(message)


def test_a_dimension_leads_to_its_causes_and_effects(knowledge: Knowledge) -> None:
    for name in knowledge.dimensions:
        first, *rest = read(knowledge, name)
        own = {f"explain:{item.id}" for item in knowledge.items.values() if item.dimension == name}
        assert own <= set(payloads(first))
        assert not any(own & set(payloads(message)) for message in rest)


def test_every_lead_opens_and_every_answer_has_a_way_on(knowledge: Knowledge) -> None:
    rows = [row.id for table in knowledge.tables.values() for row in table.rows]
    for name in (*knowledge.strategies, *knowledge.concepts, *knowledge.items, *knowledge.tables, *rows):
        tokens = payloads(answers.answer_message(knowledge, name, 1.0, TODAY))
        assert tokens[-1] == "menu.check"
        for token in tokens[:-1]:
            kind, _, about = token.partition(":")
            about = about.partition("/")[0]
            known = about in knowledge.strategies if kind == "more" else answers.find_record(knowledge, about)
            assert known, f"{name}: {token}"


def test_an_idea_leads_to_its_first_four_strategies_by_their_titles(knowledge: Knowledge) -> None:
    concept = max(knowledge.concepts.values(), key=lambda record: len(record.leads_to))
    assert len(concept.leads_to) > 4
    leads = [b for b in answers.answer_message(knowledge, concept.id, 1.0, TODAY).buttons if b.payload[:5] == "more:"]
    assert [b.payload for b in leads] == [f"more:{name}" for name in concept.leads_to[:4]]
    assert [b.title for b in leads] == [knowledge.strategies[name].title for name in concept.leads_to[:4]]


def test_a_row_that_leads_to_an_idea_opens_its_answer_and_no_card(knowledge: Knowledge) -> None:
    table = next(iter(knowledge.tables.values()))
    row = replace(table.rows[0], leads_to=("concept.promise", "ext.cyber.baseline"))
    known = replace(knowledge, tables={table.id: replace(table, rows=(row,))})
    tokens = payloads(answers.answer_message(known, row.id, 1.0, TODAY))
    assert {"explain:concept.promise", "more:ext.cyber.baseline"} <= set(tokens)


def test_a_table_says_every_cell_under_its_column_and_opens_every_row(knowledge: Knowledge) -> None:
    for table in knowledge.tables.values():
        message = answers.answer_message(knowledge, table.id, 1.0, TODAY)
        assert message.about == (table.id, *(row.id for row in table.rows)) and table.intro in message.text
        for row in table.rows:
            for column, cell in zip(table.columns[1:], row.cells, strict=True):
                assert f"{column}: {cell}" in message.text
            assert f"explain:{row.id}" in payloads(message)
        data = message.data["table"]
        assert data["columns"] == list(table.columns)
        assert data["rows"] == [{"id": row.id, "cells": [row.title, *row.cells]} for row in table.rows]


def test_a_row_stands_alone_and_leads_back_to_its_table(knowledge: Knowledge) -> None:
    for table in knowledge.tables.values():
        for row, other in zip(table.rows, table.rows[1:], strict=False):
            message = answers.answer_message(knowledge, row.id, 1.0, TODAY)
            assert all(cell in message.text for cell in row.cells) and other.cells[0] not in message.text
            assert payloads(message)[0] == f"explain:{table.id}" and message.sources == table.sources
            assert f"Level: {table.level}." in message.text


def test_the_contents_of_the_levels_name_every_idea_dimension_and_table_once(knowledge: Knowledge) -> None:
    listed: list[str] = []
    for level in answers.LEVELS:
        message = answers.contents_message(knowledge, level)
        check(knowledge, message)
        assert all(f"explain:{name}" in payloads(message) for name in message.about)
        assert all(answers.title_of(knowledge, name) in message.text for name in message.about)
        others = {f"explain:level.{other}" for other in answers.LEVELS if other != level}
        assert others <= set(payloads(message)) and f"explain:level.{level}" not in payloads(message)
        listed += message.about
    assert sorted(listed) == sorted((*knowledge.dimensions, *knowledge.concepts, *knowledge.tables))


def test_every_record_has_a_title_of_its_own_to_be_chosen_by(knowledge: Knowledge) -> None:
    rows = [row.id for table in knowledge.tables.values() for row in table.rows]
    groups = (knowledge.strategies, knowledge.dimensions, knowledge.items, knowledge.concepts, knowledge.tables)
    names = [*(name for group in groups for name in group), *rows]
    titles = [answers.title_of(knowledge, name) for name in names]
    assert len(set(titles)) == len(names)
    which = answers.which_message(knowledge, names[:2], "answer.which", "that thing")
    check(knowledge, which)
    assert all(title in which.text for title in titles[:2]) and [b.title for b in which.buttons] == titles[:2]
    nearest = answers.unknown_message(knowledge, "that thing", names[-2:])
    check(knowledge, nearest)
    assert all(title in nearest.text for title in titles[-2:])


@pytest.mark.parametrize("name", ["", "concept.none", "level.none", "E1", "article"])
def test_what_is_no_record_is_not_known(knowledge: Knowledge, name: str) -> None:
    message = answers.answer_message(knowledge, name, 1.0, TODAY)
    check(knowledge, message)
    assert message.kind == "unknown" and payloads(message) == ["menu.check"]


def test_a_refusal_names_the_rule_where_to_check_it_and_what_there_is_instead(knowledge: Knowledge) -> None:
    for refusal in knowledge.refusals.values():
        message = answers.refusal_message(knowledge, refusal)
        source = knowledge.sources[refusal.source]
        assert message.kind == "notice" and message.about == (refusal.id,) and message.sources == (refusal.source,)
        assert all(text in message.text for text in (refusal.text, source.title, source.publisher))
        assert payloads(message) == [f"explain:{name}" for name in refusal.leads_to[:4]]
        assert all(answers.find_record(knowledge, name) for name in refusal.leads_to)
        assert (message.data["refused"], message.data["rule"]) == (refusal.kind, refusal.rule)


DOCUMENT = AddedDocument(
    "document.fish", "The fish guide", "https://x.org/fish", "2025-05-01", "CC BY 4.0", "fish.md", "aa", "2026-11-23"
)
PASSAGE = Passage("document.fish#4", "document.fish", ("Fish", "In spring"), "item", "Herring", "Caught at the coast.")


def test_a_quotation_is_word_for_word_with_its_headings_and_what_is_known_of_its_document(knowledge: Knowledge) -> None:
    more = replace(PASSAGE, id="document.fish#2", text="Something else.")
    message = answers.quote_message(knowledge, DOCUMENT, [PASSAGE, more], 0.613)
    check(knowledge, message)
    assert message.text.startswith("**Fish › In spring › Herring**\n\nCaught at the coast.\n\n")
    for text in ("The fish guide", "2025-05-01", "CC BY 4.0", "https://x.org/fish"):
        assert text in message.text
    assert message.about == ("document.fish#4", "document.fish#2") and message.sources == ("document.fish",)
    assert message.data["document"] == {
        "id": DOCUMENT.id,
        "address": DOCUMENT.address,
        "date": DOCUMENT.date,
        "licence": DOCUMENT.licence,
    }
    assert (message.data["confidence"], message.data["path"]) == (0.61, ["Fish", "In spring"])


def test_a_quotation_has_no_gaps_where_nothing_is_known_of_its_document(knowledge: Knowledge) -> None:
    bare = replace(DOCUMENT, address="", date="", licence="")
    message = answers.quote_message(knowledge, bare, [replace(PASSAGE, path=(), name="")], 1.0)
    check(knowledge, message)
    assert message.text.startswith("Caught at the coast.") and "**" not in message.text
    assert ", ," not in message.text and "The fish guide." in message.text


def test_braces_in_a_document_stay_what_they_are(knowledge: Knowledge) -> None:
    odd = replace(DOCUMENT, title="{title} {0}")
    message = answers.quote_message(knowledge, odd, [replace(PASSAGE, text="Write {name} here.")], 1.0)
    assert "Write {name} here." in message.text and "{title} {0}" in message.text
