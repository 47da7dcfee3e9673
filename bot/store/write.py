"""Writes the knowledge into the strategy store, all of it in one transaction."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from sqlalchemy import Table, inspect, select
from sqlalchemy.engine import Connection

from bot.model.knowledge import Knowledge, Question
from bot.store import tables
from bot.store.engine import open_engine

# Raised when a table changes, so that an older store is rebuilt and not misread.
LAYOUT = "4"
Row = tuple[Table, Mapping[str, Any]]


def write_store(knowledge: Knowledge, url: str) -> None:
    """Replace the store at `url` by this knowledge; a reader sees the old or the new one, never a mixture.

    Added documents stay, unless the tables have another layout: then they go, to be read anew from the shelf.
    """
    rows: dict[Table, list[Mapping[str, Any]]] = {}
    for table, row in _rows(knowledge):
        rows.setdefault(table, []).append(row)
    engine = open_engine(url, to_write=True)
    try:
        with engine.begin() as connection:
            if _layout(connection) != LAYOUT:
                tables.metadata.drop_all(connection)
                tables.metadata.create_all(connection)
            for table in tables.metadata.sorted_tables:
                if table not in (*tables.DOCUMENT_TABLES, tables.meta):
                    connection.execute(table.delete())
            connection.execute(tables.meta.delete().where(tables.meta.c.name.in_(("version", "layout"))))
            for table, values in rows.items():
                connection.execute(table.insert(), values)
    finally:
        engine.dispose()


def _layout(connection: Connection) -> str | None:
    """The layout of the tables that are there; emptying them keeps readers from waiting, dropping them does not."""
    if not inspect(connection).has_table(tables.meta.name):
        return None
    columns = {column["name"] for column in inspect(connection).get_columns(tables.meta.name)}
    if columns != set(tables.meta.columns.keys()):
        return None
    wanted = select(tables.meta.c.value).where(tables.meta.c.name == "layout")
    found: str | None = connection.execute(wanted).scalar_one_or_none()
    return found


def _rows(knowledge: Knowledge) -> Iterator[Row]:
    yield tables.meta, {"name": "version", "value": knowledge.version}
    yield tables.meta, {"name": "layout", "value": LAYOUT}
    yield from _strategies(knowledge)
    yield from _topics(knowledge)
    yield from _help(knowledge)
    yield from _glossary(knowledge)
    for place, question in enumerate(knowledge.questions.values()):
        yield from _question(question, place)
    yield from _evidence(knowledge)
    yield from _vocabularies(knowledge)
    for name, entry in knowledge.weights.items():
        yield tables.weight, {"name": name, "value": entry.value, "reason": entry.reason}
    for name, text in knowledge.wording.items():
        yield tables.wording, {"name": name, "text": text}
    for kind in ("signs", "despair", "not_signs"):
        yield from _listed(tables.distress, {"kind": kind}, "text", getattr(knowledge.distress, kind))
    for kind in ("distress_text", "despair_text"):
        yield tables.distress, {"kind": kind, "place": 0, "text": getattr(knowledge.distress, kind)}


def _fields(record: Any, *names: str) -> dict[str, Any]:
    return {name: getattr(record, name) for name in names}


def _listed(table: Table, owner: Mapping[str, Any], column: str, values: Iterable[Any]) -> Iterator[Row]:
    for place, value in enumerate(values):
        yield table, {**owner, "place": place, column: value}


def _common(record: Any) -> Iterator[Row]:
    for place, (name, text) in enumerate(getattr(record, "parts", {}).items()):
        yield tables.part, {"record": record.id, "place": place, "name": name, "text": text}
    owner = {"record": record.id}
    yield from _listed(tables.alias, owner, "text", record.aliases)
    yield from _listed(tables.record_question, owner, "text", getattr(record, "questions", ()))
    yield from _listed(tables.record_fill, owner, "gap", getattr(record, "fills", ()))
    yield from _listed(tables.record_source, owner, "source", getattr(record, "sources", ()))
    yield from _listed(tables.record_lead, owner, "target", getattr(record, "leads_to", ()))


def _strategies(knowledge: Knowledge) -> Iterator[Row]:
    for strategy in knowledge.strategies.values():
        plain = {name: getattr(strategy, name) for name in ("id", "title", "family", "level", "origin", "effort")}
        yield tables.strategy, {**plain, "cost_tier": strategy.cost.tier, "cost_note": strategy.cost.note}
        owner = {"strategy": strategy.id}
        for dimension, relief in strategy.relief.items():
            yield tables.strategy_relief, {**owner, "dimension": dimension, "relief": relief}
        for dimension, service in strategy.services.items():
            yield tables.strategy_service, {**owner, "dimension": dimension, "service": service}
        for kind in ("functions", "strong", "weak", "needs", "after", "evidence"):
            yield from _listed(tables.strategy_link, {**owner, "kind": kind}, "target", getattr(strategy, kind))
        yield from _common(strategy)


def _topics(knowledge: Knowledge) -> Iterator[Row]:
    for place, dimension in enumerate(knowledge.dimensions.values()):
        plain = {name: getattr(dimension, name) for name in ("id", "title", "plain", "level", "origin")}
        yield tables.dimension, {**plain, "place": place}
        yield from _common(dimension)
    for item in knowledge.items.values():
        names = ("id", "dimension", "title", "origin", "level", "text")
        yield tables.item, {name: getattr(item, name) for name in names}
        yield from _common(item)
    for concept in knowledge.concepts.values():
        yield tables.concept, {name: getattr(concept, name) for name in ("id", "title", "level", "origin", "sector")}
        yield from _common(concept)
    for table in knowledge.tables.values():
        yield tables.comparison, _fields(table, "id", "title", "level", "origin", "intro")
        yield from _listed(tables.comparison_column, {"comparison": table.id}, "name", table.columns)
        yield from _common(table)
        for place, line in enumerate(table.rows):
            yield tables.comparison_row, {"id": line.id, "comparison": table.id, "place": place, "title": line.title}
            yield from _listed(tables.comparison_cell, {"row": line.id}, "text", line.cells)
            yield from _common(line)


def _help(knowledge: Knowledge) -> Iterator[Row]:
    """Who helps, and what is refused."""
    for place, service in enumerate(knowledge.services.values()):
        plain = _fields(service, "id", "title", "helps", "for_whom", "where", "contact", "check_by", "own", "demo")
        yield tables.service, {**plain, "place": place}
        for kind in ("dimensions", "strategies", "countries"):
            yield from _listed(
                tables.service_link, {"service": service.id, "kind": kind}, "target", getattr(service, kind)
            )
        yield from _common(service)
    for place, refusal in enumerate(knowledge.refusals.values()):
        plain = _fields(refusal, "id", "kind", "source", "title", "rule", "text")
        yield tables.refusal, {**plain, "place": place}
        yield from _listed(tables.record_lead, {"record": refusal.id}, "target", refusal.leads_to)
        for kind in ("examples", "not_examples"):
            yield from _listed(
                tables.refusal_example, {"refusal": refusal.id, "kind": kind}, "text", getattr(refusal, kind)
            )


def _glossary(knowledge: Knowledge) -> Iterator[Row]:
    for place, term in enumerate(knowledge.glossary.values()):
        yield tables.glossary, {**_fields(term, "id", "title", "text", "opens"), "place": place}
        yield from _listed(tables.alias, {"record": term.id}, "text", term.words)
        yield from _listed(tables.record_lead, {"record": term.id}, "target", term.leads_to)


def _question(question: Question, place: int) -> Iterator[Row]:
    names = (
        *("id", "kind", "dimension", "weight", "quick", "most", "vocabulary", "free", "reason", "subject", "text"),
        *("reworded", "why", "meaning", "large_rival", "privacy", "doesnt_apply"),
    )
    scale = question.scale
    yield (
        tables.question,
        {
            **{name: getattr(question, name) for name in names},
            "place": place,
            "scale_unit": scale.unit if scale else None,
            "scale_descending": scale.descending if scale else None,
        },
    )
    if scale:
        yield from _listed(tables.question_bound, {"question": question.id}, "upper", scale.upper)
    for number, option in enumerate(question.options):
        plain = {name: getattr(option, name) for name in ("value", "score", "label", "says")}
        yield tables.option, {"question": question.id, "place": number, **plain}
        owner = {"question": question.id, "value": option.value}
        yield from _listed(tables.option_example, owner, "text", option.examples)
        yield from _listed(tables.option_feed, owner, "strategy", option.feeds)
        for name, holds in option.sets.items():
            yield tables.flag, {"owner": f"{question.id}:{option.value}", "flag": name, "holds": holds}


def _evidence(knowledge: Knowledge) -> Iterator[Row]:
    for source in knowledge.sources.values():
        names = ("id", "title", "publisher", "year", "kind", "note")
        yield tables.source, {name: getattr(source, name) for name in names}
    for figure in knowledge.figures.values():
        plain = ("id", "source", "year", "check_by", "statement", "number", "population", "via", "interest")
        yield tables.figure, {name: getattr(figure, name) for name in plain}
        yield from _listed(tables.record_question, {"record": figure.id}, "text", figure.questions)
        yield from _listed(tables.figure_dimension, {"figure": figure.id}, "dimension", figure.dimensions)
        for place, support in enumerate(figure.supports):
            link = {"strategy": support.strategy, "nearness": support.nearness, "why": support.why}
            yield tables.figure_support, {"figure": figure.id, "place": place, **link}
    for place, coupling in enumerate(knowledge.couplings):
        link = {"source": coupling.source, "target": coupling.target, "origin": coupling.origin}
        yield tables.coupling, {**link, "place": place, "strength": coupling.strength, "reason": coupling.reason}
    for place, clash in enumerate(knowledge.clashes):
        yield tables.clash, {"id": clash.id, "place": place, "ask": clash.ask}
        for number, condition in enumerate(clash.conditions):
            yield (
                tables.clash_condition,
                {
                    "clash": clash.id,
                    "place": number,
                    "question": condition.question,
                    "at_least": condition.at_least,
                    "at_most": condition.at_most,
                    "one_of": "\n".join(condition.one_of),
                },
            )


def _vocabularies(knowledge: Knowledge) -> Iterator[Row]:
    for vocabulary, terms in knowledge.terms.items():
        for place, term in enumerate(terms.values()):
            owner = {"vocabulary": vocabulary, "id": term.id}
            yield tables.term, {**owner, "place": place, "title": term.title, "description": term.description}
            for kind in ("words", "case_sensitive", "examples"):
                link = {"vocabulary": vocabulary, "term": term.id, "kind": kind}
                yield from _listed(tables.term_word, link, "word", getattr(term, kind))
            for name, holds in term.sets.items():
                yield tables.flag, {"owner": f"{vocabulary}:{term.id}", "flag": name, "holds": holds}
