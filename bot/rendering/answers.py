"""Answers out of the knowledge, each with its sources and its level, long ones in steps."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from textwrap import shorten

from bot.model.document import AddedDocument, Passage
from bot.model.knowledge import (
    Concept,
    Dimension,
    Figure,
    GlossaryTerm,
    Item,
    Knowledge,
    KnowledgeTable,
    Refusal,
    Strategy,
    TableRow,
)
from bot.model.message import Button, Message
from bot.rendering.evidence import evidence_message, footer
from bot.rendering.phrases import button, lines, listed, say

Record = Strategy | Dimension | Item | Concept | KnowledgeTable | TableRow | Figure

# A button's title, as far as the narrowest channel shows it.
_LONGEST_TITLE = 70
# Strategies that an idea leads to, before the list is more than a choice.
_LEADS = 4
LEVELS = ("fundamentals", "intermediate", "advanced")
# The token of a level's table of contents is `explain:level.fundamentals`.
LEVEL = "level."


def find_record(knowledge: Knowledge, name: str) -> Record | None:
    """The record of an id that can be an answer."""
    groups: tuple[Mapping[str, Record], ...] = (
        *(knowledge.dimensions, knowledge.concepts, knowledge.items, knowledge.strategies),
        *(knowledge.tables, knowledge.figures),
    )
    for group in groups:
        if name in group:
            return group[name]
    return next((row for table in knowledge.tables.values() for row in table.rows if row.id == name), None)


def title_of(knowledge: Knowledge, name: str) -> str:
    """The human title of a record."""
    record = find_record(knowledge, name)
    if isinstance(record, Figure):
        return shorten(record.statement, _LONGEST_TITLE, placeholder=" ...")
    if isinstance(record, TableRow):
        return f"{_table_of(knowledge, record).title}: {record.title}"
    return record.title if record else name


def topic_payload(name: str) -> str:
    """The token that opens a record."""
    return f"explain:{name}"


def _step_payload(name: str, step: int) -> str:
    """The token that goes on reading a record."""
    return f"read:{name}/{step}"


def answer_message(
    knowledge: Knowledge, name: str, confidence: float, today: date, *, part: str = "", step: int = 0
) -> Message:
    """What a record says, in its own words.

    Args:
        part: the section that was asked for, where the record has it; else the short answer.
        step: which of the record's further sections to go on with, from 1; 0 is the first answer.
    """
    record = find_record(knowledge, name)
    if record is None:
        return unknown_message(knowledge, name, ())
    if isinstance(record, Figure):
        return evidence_message(knowledge, [record], today)
    if isinstance(record, KnowledgeTable):
        return _table_message(knowledge, record, confidence)
    if isinstance(record, TableRow):
        return _row_message(knowledge, record, confidence)
    steps = _steps(record, part)
    place = min(step, len(steps) - 1)
    heading, text = steps[place]
    body = lines(f"**{record.title}**" if not heading else f"**{record.title}: {heading.lower()}**", text)
    sources = _sources(knowledge, record)
    # A button knows no part: behind the one that was asked for, reading begins with the short answer.
    following = 0 if heading and place == 0 else place + 1
    ways = [button(knowledge, "read_on", _step_payload(name, following))] if place + 1 < len(steps) else []
    data = {"confidence": round(confidence, 2), "level": record.level, "title": record.title, "step": place}
    if isinstance(record, Dimension) and place == 0:
        ways += [Button(item.title, topic_payload(item.id)) for item in _items_of(knowledge, record.id)]
    return Message(
        "answer",
        lines(body, footer(knowledge, sources, record.level, record.origin)),
        (name,),
        sources,
        (*ways, *_ways_on(knowledge, record)),
        {**data, "steps": len(steps)},
    )


def term_message(knowledge: Knowledge, term: GlossaryTerm, today: date, *, in_check_up: bool = False) -> Message:
    """A word explained, by itself or by the record that is about it; a check-up is offered where none is under way."""
    if term.opens:
        return answer_message(knowledge, term.opens, 1.0, today)
    leads = [Button(title_of(knowledge, name), _lead_payload(knowledge, name)) for name in term.leads_to[:_LEADS]]
    text = lines(f"**{term.title}**", term.text)
    ways = tuple(leads) if in_check_up else (*leads, button(knowledge, "check", "menu.check"))
    return Message("answer", text, (term.id,), ("levelfield",), ways, {"confidence": 1.0, "title": term.title})


def _steps(record: Strategy | Dimension | Item | Concept, part: str) -> list[tuple[str, str]]:
    """The sections of a record in the order in which they are read; what was asked for comes first."""
    if isinstance(record, Item):
        return [("", record.text)]
    first = part if part in record.parts else "In short"
    rest = [name for name in record.parts if name not in {first, "In short"}]
    if isinstance(record, Strategy):
        # The card has all the rest, each thing under its name.
        rest = ["Why it helps"]
    elif first != "In short":
        rest = ["In short", *rest]
    heading = "" if first == "In short" else first
    return [(heading, record.parts[first]), *((name, record.parts[name]) for name in rest if name in record.parts)]


def _items_of(knowledge: Knowledge, dimension: str) -> list[Item]:
    return [item for item in knowledge.items.values() if item.dimension == dimension]


def _sources(knowledge: Knowledge, record: Strategy | Dimension | Item | Concept) -> tuple[str, ...]:
    if isinstance(record, Item):
        return knowledge.dimensions[record.dimension].sources if record.origin == "article" else ("levelfield",)
    return record.sources


def _ways_on(knowledge: Knowledge, record: Strategy | Dimension | Item | Concept | TableRow) -> tuple[Button, ...]:
    ways: list[Button] = []
    if isinstance(record, Concept | TableRow):
        ways = [Button(title_of(knowledge, name), _lead_payload(knowledge, name)) for name in record.leads_to[:_LEADS]]
    elif isinstance(record, Strategy):
        ways = [button(knowledge, "more", f"more:{record.id}", title=record.title)]
    elif isinstance(record, Item):
        dimension = knowledge.dimensions[record.dimension]
        ways = [Button(dimension.title, topic_payload(dimension.id))]
    return (*ways, button(knowledge, "check", "menu.check"))


def _lead_payload(knowledge: Knowledge, name: str) -> str:
    """The token that opens what a record leads to: a strategy's card, or the answer of any other record."""
    return f"more:{name}" if name in knowledge.strategies else topic_payload(name)


def _table_message(knowledge: Knowledge, table: KnowledgeTable, confidence: float) -> Message:
    """A table, row by row: a terminal and a phone show it as well as a page does; the cells are in the data."""
    rows = [_row_text(table, row) for row in table.rows]
    text = lines(f"**{table.title}**", table.intro, *rows, footer(knowledge, table.sources, table.level, table.origin))
    data = {"confidence": round(confidence, 2), "level": table.level, "title": table.title, "table": _table_data(table)}
    ways = (*(Button(row.title, topic_payload(row.id)) for row in table.rows), button(knowledge, "check", "menu.check"))
    return Message("answer", text, (table.id, *(row.id for row in table.rows)), table.sources, ways, data)


def _table_data(table: KnowledgeTable) -> dict[str, object]:
    rows = [{"id": row.id, "cells": [row.title, *row.cells]} for row in table.rows]
    return {"columns": list(table.columns), "rows": rows}


def _row_text(table: KnowledgeTable, row: TableRow) -> str:
    cells = [f"- {name}: {cell}" for name, cell in zip(table.columns[1:], row.cells, strict=True)]
    return listed([f"**{row.title}**", *cells])


def _row_message(knowledge: Knowledge, row: TableRow, confidence: float) -> Message:
    table = _table_of(knowledge, row)
    text = lines(_row_text(table, row), footer(knowledge, table.sources, table.level, table.origin))
    data = {"confidence": round(confidence, 2), "level": table.level, "title": row.title}
    whole = Button(table.title, topic_payload(table.id))
    return Message("answer", text, (row.id,), table.sources, (whole, *_ways_on(knowledge, row)), data)


def _table_of(knowledge: Knowledge, row: TableRow) -> KnowledgeTable:
    return next(table for table in knowledge.tables.values() if row in table.rows)


def contents_message(knowledge: Knowledge, level: str) -> Message:
    """What there is to read at one level, and the way to the others."""
    groups: tuple[Iterable[Concept | Dimension | KnowledgeTable], ...] = (
        *(knowledge.dimensions.values(), knowledge.concepts.values(), knowledge.tables.values()),
    )
    here = [record for group in groups for record in group if record.level == level]
    others = [button(knowledge, f"level_{name}", topic_payload(f"{LEVEL}{name}")) for name in LEVELS if name != level]
    ways = (*(Button(record.title, topic_payload(record.id)) for record in here), *others)
    rows = listed(f"- {record.title}" for record in here)
    text = lines(say(knowledge, f"answer.contents_{level}"), rows)
    return Message("menu", text, tuple(record.id for record in here), buttons=ways, data={"level": level})


def which_message(knowledge: Knowledge, names: Sequence[str], phrase: str, question: str) -> Message:
    """Which of a few topics was meant, by their human titles."""
    ways = tuple(Button(title_of(knowledge, name), topic_payload(name)) for name in names)
    text = lines(say(knowledge, phrase), _titles(knowledge, names))
    return Message("unknown", text, tuple(names), buttons=ways, data={"question": question[:200]})


def unknown_message(knowledge: Knowledge, question: str, nearest: Sequence[str]) -> Message:
    """That the adviser does not know, with the nearest topics it does know."""
    phrase = "answer.nearest" if nearest else "answer.unknown"
    ways = (
        *(Button(title_of(knowledge, n), topic_payload(n)) for n in nearest),
        button(knowledge, "check", "menu.check"),
    )
    text = lines(say(knowledge, phrase), _titles(knowledge, nearest))
    return Message("unknown", text, tuple(nearest), buttons=ways, data={"question": question[:200]})


def _titles(knowledge: Knowledge, names: Sequence[str]) -> str:
    return listed(f"- {title_of(knowledge, name)}" for name in names)


def refusal_message(knowledge: Knowledge, refusal: Refusal) -> Message:
    """What is not said or done, by which rule (its text names it), where to check, and what there is instead."""
    source = knowledge.sources[refusal.source]
    where = say(knowledge, "answer.rule_source", title=source.title, publisher=source.publisher, year=source.year or "")
    text = lines(refusal.text, where)
    ways = tuple(Button(title_of(knowledge, name), topic_payload(name)) for name in refusal.leads_to[:_LEADS])
    data = {"refused": refusal.kind, "rule": refusal.rule, "title": refusal.title}
    return Message("notice", text, (refusal.id,), (refusal.source,), ways, data)


def quote_message(knowledge: Knowledge, document: AddedDocument, passages: Sequence[Passage], score: float) -> Message:
    """What a document of the operator says, word by word, and where."""
    first = passages[0]
    heading = " › ".join((*first.path, *((first.name,) if first.name else ())))
    about = ", ".join(part for part in (document.title, document.date, document.licence) if part)
    source = say(knowledge, "answer.document", about=about)
    address = say(knowledge, "answer.document_address", address=document.address) if document.address else ""
    text = lines(f"**{heading}**" if heading else "", first.text, " ".join(part for part in (source, address) if part))
    data = {
        "confidence": round(score, 2),
        "title": document.title,
        "document": {
            "id": document.id,
            "address": document.address,
            "date": document.date,
            "licence": document.licence,
        },
        "path": list(first.path),
    }
    about_ids = tuple(passage.id for passage in passages)
    return Message("answer", text, about_ids, (document.id,), (button(knowledge, "check", "menu.check"),), data)
