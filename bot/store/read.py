"""Reads the strategy store back into the knowledge it was made from."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any, TypeVar

from sqlalchemy import Table, select
from sqlalchemy.engine import Connection
from sqlalchemy.exc import SQLAlchemyError

from bot.errors import StoreMissing, StoreOutdated
from bot.model.knowledge import (
    Clash,
    Concept,
    Condition,
    Cost,
    Coupling,
    Dimension,
    Distress,
    Figure,
    GlossaryTerm,
    Item,
    Knowledge,
    KnowledgeTable,
    Option,
    Question,
    Refusal,
    Scale,
    Service,
    Source,
    Strategy,
    Support,
    TableRow,
    Term,
    Weight,
)
from bot.store import tables
from bot.store.engine import open_engine
from bot.store.write import LAYOUT

Rows = Iterable[Mapping[str, Any]]
_Found = TypeVar("_Found")
_REBUILD = "Run `levelfield build`."


def read_store(url: str, expected_version: str | None = None) -> Knowledge:
    """Read the whole store.

    Args:
        expected_version: the hash of the documents; where given, a store made from others is refused.

    Raises:
        StoreMissing: there is no strategy store at `url`.
        StoreOutdated: the documents changed since it was built.
    """
    return _read(url, expected_version, _knowledge)


def require_store(url: str, expected_version: str) -> None:
    """Check that the store is there and was made from these documents, without reading it.

    Raises:
        StoreMissing, StoreOutdated: as `read_store`.
    """
    _read(url, expected_version, lambda connection, version: None)


def _read(url: str, expected_version: str | None, read: Callable[[Connection, str], _Found]) -> _Found:
    engine = open_engine(url)
    where = engine.url.render_as_string(hide_password=True)
    # Opening a file that is not there would make one.
    if engine.dialect.name == "sqlite" and not Path(engine.url.database or "").is_file():
        raise StoreMissing(f"no strategy store at {where}. {_REBUILD}")
    try:
        with engine.connect() as connection:
            meta = {row["name"]: row["value"] for row in _all(connection, tables.meta, "name")}
            if meta.get("layout") != LAYOUT:
                raise StoreOutdated(f"the strategy store was built by another version of Levelfield. {_REBUILD}")
            if expected_version not in (None, meta["version"]):
                raise StoreOutdated(f"the documents changed after the strategy store was built. {_REBUILD}")
            return read(connection, meta["version"])
    except SQLAlchemyError as error:
        raise StoreMissing(f"no strategy store at {where} ({type(error).__name__}). {_REBUILD}") from error
    finally:
        engine.dispose()


def _all(connection: Connection, table: Table, *order: str) -> Rows:
    found = connection.execute(select(table).order_by(*(table.c[name] for name in order)))
    return [dict(row) for row in found.mappings()]


class _Lists:
    """The lists that belong to records, grouped by owner."""

    def __init__(self, connection: Connection, table: Table, owner: tuple[str, ...], value: str) -> None:
        self._values: dict[tuple[str, ...], list[Any]] = defaultdict(list)
        for row in _all(connection, table, *owner, "place"):
            self._values[tuple(row[name] for name in owner)].append(row[value])

    def of(self, *owner: str) -> tuple[Any, ...]:
        return tuple(self._values.get(owner, ()))


def _maps(rows: Rows, owner: str, key: str, value: str) -> dict[str, dict[str, Any]]:
    found: dict[str, dict[str, Any]] = defaultdict(dict)
    for row in rows:
        found[row[owner]][row[key]] = row[value]
    return found


def _knowledge(connection: Connection, version: str) -> Knowledge:
    parts = _maps(_all(connection, tables.part, "record", "place"), "record", "name", "text")
    aliases = _Lists(connection, tables.alias, ("record",), "text")
    sources = _Lists(connection, tables.record_source, ("record",), "source")
    flags = _maps(_all(connection, tables.flag, "owner", "flag"), "owner", "flag", "holds")
    leads = _Lists(connection, tables.record_lead, ("record",), "target")
    questions = _Lists(connection, tables.record_question, ("record",), "text")
    fills = _Lists(connection, tables.record_fill, ("record",), "gap")

    def asked_of(owner: str) -> dict[str, Any]:
        return {"aliases": aliases.of(owner), "questions": questions.of(owner), "fills": fills.of(owner)}

    def shared(row: Mapping[str, Any]) -> dict[str, Any]:
        return {**_without_place(row), **asked_of(row["id"])}

    def texts(row: Mapping[str, Any]) -> dict[str, Any]:
        return {**shared(row), "sources": sources.of(row["id"]), "parts": parts.get(row["id"], {})}

    return Knowledge(
        version=version,
        strategies=_strategies(connection, texts),
        dimensions={row["id"]: Dimension(**texts(row)) for row in _all(connection, tables.dimension, "place")},
        items={row["id"]: Item(**shared(row)) for row in _all(connection, tables.item, "id")},
        concepts={
            row["id"]: Concept(**texts(row), leads_to=leads.of(row["id"]))
            for row in _all(connection, tables.concept, "id")
        },
        tables=_tables(connection, asked_of, sources, leads),
        services=_services(connection, aliases),
        refusals=_refusals(connection, leads),
        glossary={
            row["id"]: GlossaryTerm(**_without_place(row), words=aliases.of(row["id"]), leads_to=leads.of(row["id"]))
            for row in _all(connection, tables.glossary, "place")
        },
        questions=_questions(connection, flags),
        sources={row["id"]: Source(**row) for row in _all(connection, tables.source, "id")},
        figures=_figures(connection, questions),
        couplings=tuple(Coupling(**_without_place(row)) for row in _all(connection, tables.coupling, "place")),
        clashes=_clashes(connection),
        terms=_terms(connection, flags),
        weights={row["name"]: Weight(row["value"], row["reason"]) for row in _all(connection, tables.weight, "name")},
        wording={row["name"]: row["text"] for row in _all(connection, tables.wording, "name")},
        distress=_distress(connection),
    )


def _without_place(row: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in row.items() if name != "place"}


def _strategies(connection: Connection, texts: Any) -> dict[str, Strategy]:
    relief = _maps(_all(connection, tables.strategy_relief, "strategy"), "strategy", "dimension", "relief")
    services = _maps(_all(connection, tables.strategy_service, "strategy"), "strategy", "dimension", "service")
    links = _Lists(connection, tables.strategy_link, ("strategy", "kind"), "target")
    found = {}
    for row in _all(connection, tables.strategy, "id"):
        fields = texts(row)
        cost = Cost(fields.pop("cost_tier"), fields.pop("cost_note"))
        for kind in ("functions", "strong", "weak", "needs", "after", "evidence"):
            fields[kind] = links.of(row["id"], kind)
        found[row["id"]] = Strategy(
            **fields,
            cost=cost,
            relief=relief.get(row["id"], {}),
            services=services.get(row["id"], {}),
        )
    return found


def _tables(
    connection: Connection, asked_of: Callable[[str], dict[str, Any]], sources: _Lists, leads: _Lists
) -> dict[str, KnowledgeTable]:
    columns = _Lists(connection, tables.comparison_column, ("comparison",), "name")
    cells = _Lists(connection, tables.comparison_cell, ("row",), "text")
    rows: dict[str, list[TableRow]] = defaultdict(list)
    for row in _all(connection, tables.comparison_row, "comparison", "place"):
        name = row["id"]
        asked = asked_of(name)
        rows[row["comparison"]].append(
            TableRow(
                id=name,
                title=row["title"],
                cells=cells.of(name),
                leads_to=leads.of(name),
                aliases=asked["aliases"],
                questions=asked["questions"],
            )
        )
    return {
        row["id"]: KnowledgeTable(
            **row,
            columns=columns.of(row["id"]),
            rows=tuple(rows[row["id"]]),
            **asked_of(row["id"]),
            sources=sources.of(row["id"]),
        )
        for row in _all(connection, tables.comparison, "id")
    }


def _services(connection: Connection, aliases: _Lists) -> dict[str, Service]:
    links = _Lists(connection, tables.service_link, ("service", "kind"), "target")
    found = {}
    for row in _all(connection, tables.service, "place"):
        fields = _without_place(row)
        for kind in ("dimensions", "strategies", "countries"):
            fields[kind] = links.of(row["id"], kind)
        found[row["id"]] = Service(**fields, aliases=aliases.of(row["id"]))
    return found


def _refusals(connection: Connection, leads: _Lists) -> dict[str, Refusal]:
    examples = _Lists(connection, tables.refusal_example, ("refusal", "kind"), "text")
    return {
        row["id"]: Refusal(
            **_without_place(row),
            leads_to=leads.of(row["id"]),
            examples=examples.of(row["id"], "examples"),
            not_examples=examples.of(row["id"], "not_examples"),
        )
        for row in _all(connection, tables.refusal, "place")
    }


def _questions(connection: Connection, flags: Mapping[str, Mapping[str, bool]]) -> dict[str, Question]:
    bounds = _Lists(connection, tables.question_bound, ("question",), "upper")
    examples = _Lists(connection, tables.option_example, ("question", "value"), "text")
    feeds = _Lists(connection, tables.option_feed, ("question", "value"), "strategy")
    options: dict[str, list[Option]] = defaultdict(list)
    for row in _all(connection, tables.option, "question", "place"):
        owner = (row["question"], row["value"])
        options[row["question"]].append(
            Option(
                value=row["value"],
                label=row["label"],
                score=row["score"],
                says=row["says"],
                examples=examples.of(*owner),
                feeds=feeds.of(*owner),
                sets=dict(flags.get(":".join(owner), {})),
            )
        )
    found = {}
    for row in _all(connection, tables.question, "place"):
        fields = _without_place(row)
        unit, descending = fields.pop("scale_unit"), fields.pop("scale_descending")
        scale = Scale(unit, bounds.of(row["id"]), bool(descending)) if unit else None
        found[row["id"]] = Question(**fields, scale=scale, options=tuple(options.get(row["id"], ())))
    return found


def _figures(connection: Connection, questions: _Lists) -> dict[str, Figure]:
    dimensions = _Lists(connection, tables.figure_dimension, ("figure",), "dimension")
    supports: dict[str, list[Support]] = defaultdict(list)
    for row in _all(connection, tables.figure_support, "figure", "place"):
        supports[row["figure"]].append(Support(row["strategy"], row["nearness"], row["why"]))
    return {
        row["id"]: Figure(
            **row,
            questions=questions.of(row["id"]),
            dimensions=dimensions.of(row["id"]),
            supports=tuple(supports[row["id"]]),
        )
        for row in _all(connection, tables.figure, "id")
    }


def _clashes(connection: Connection) -> tuple[Clash, ...]:
    conditions: dict[str, list[Condition]] = defaultdict(list)
    for row in _all(connection, tables.clash_condition, "clash", "place"):
        one_of = tuple(row["one_of"].split("\n")) if row["one_of"] else ()
        conditions[row["clash"]].append(Condition(row["question"], row["at_least"], row["at_most"], one_of))
    return tuple(
        Clash(row["id"], tuple(conditions[row["id"]]), row["ask"]) for row in _all(connection, tables.clash, "place")
    )


def _terms(connection: Connection, flags: Mapping[str, Mapping[str, bool]]) -> dict[str, dict[str, Term]]:
    words = _Lists(connection, tables.term_word, ("vocabulary", "term", "kind"), "word")
    found: dict[str, dict[str, Term]] = defaultdict(dict)
    for row in _all(connection, tables.term, "vocabulary", "place"):
        vocabulary, name = row["vocabulary"], row["id"]
        found[vocabulary][name] = Term(
            id=name,
            vocabulary=vocabulary,
            title=row["title"],
            description=row["description"],
            words=words.of(vocabulary, name, "words"),
            case_sensitive=words.of(vocabulary, name, "case_sensitive"),
            sets=dict(flags.get(f"{vocabulary}:{name}", {})),
            examples=words.of(vocabulary, name, "examples"),
        )
    return dict(found)


def _distress(connection: Connection) -> Distress:
    texts = _Lists(connection, tables.distress, ("kind",), "text")
    return Distress(
        signs=texts.of("signs"),
        despair=texts.of("despair"),
        not_signs=texts.of("not_signs"),
        distress_text=texts.of("distress_text")[0],
        despair_text=texts.of("despair_text")[0],
    )
