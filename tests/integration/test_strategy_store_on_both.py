"""The strategy store on SQLite and on PostgreSQL."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from dataclasses import replace

import pytest
from sqlalchemy import create_engine, text
from sqlalchemy.engine import Connection
from sqlalchemy.exc import SQLAlchemyError

from bot.errors import StoreMissing, StoreOutdated
from bot.model.knowledge import Knowledge
from bot.store.read import read_store
from bot.store.write import write_store


@pytest.fixture
def connection(url: str, knowledge: Knowledge) -> Iterator[Connection]:
    """A connection to a built store."""
    write_store(knowledge, url)
    engine = create_engine(url, future=True)
    with engine.connect() as opened:
        yield opened
    engine.dispose()


def test_what_is_read_is_what_was_written(url: str, knowledge: Knowledge) -> None:
    write_store(knowledge, url)
    found = read_store(url, knowledge.version)
    assert found == knowledge


def test_tables_services_refusals_questions_and_fills_come_back_in_their_order(url: str, knowledge: Knowledge) -> None:
    table, service = next(iter(knowledge.tables.values())), next(iter(knowledge.services.values()))
    refusal, concept = next(iter(knowledge.refusals.values())), knowledge.concepts["concept.promise"]
    row = replace(table.rows[0], id="z.row", leads_to=(), aliases=("b", "a"), questions=(), cells=("«x»", "", "鯡"))
    tables = {
        "t.z": replace(
            table, id="t.z", rows=(row, *table.rows[::-1]), fills=("gap.2", "gap.1"), questions=("b?", "a?")
        ),
        "t.a": replace(table, id="t.a", rows=(), columns=("only",), sources=(), aliases=(), questions=(), fills=()),
    }
    bare = replace(service, id="s.a", own=not service.own, demo=not service.demo, countries=("any",), dimensions=())
    asked = {"questions": ("b?", "a?", "b? again"), "fills": ("absence.3", "gap.1"), "sector": "retail"}
    changed = replace(
        knowledge,
        tables=dict(sorted(tables.items())),
        services={"s.z": replace(service, id="s.z"), "s.a": replace(bare, strategies=(), aliases=())},
        refusals={"r.z": replace(refusal, id="r.z", leads_to=()), "r.a": replace(refusal, id="r.a", not_examples=())},
        concepts={**knowledge.concepts, concept.id: replace(concept, **asked)},
    )
    write_store(changed, url)
    found = read_store(url)
    assert found == changed and (list(found.services), list(found.refusals)) == (["s.z", "s.a"], ["r.z", "r.a"])


def test_the_order_in_which_things_are_asked_and_said_is_kept(url: str, knowledge: Knowledge) -> None:
    write_store(knowledge, url)
    found = read_store(url)
    assert list(found.questions) == list(knowledge.questions)
    assert list(found.dimensions) == list(knowledge.dimensions)
    assert [list(terms) for terms in found.terms.values()] == [
        list(knowledge.terms[vocabulary]) for vocabulary in found.terms
    ]
    assert all(
        list(found.strategies[name].parts) == list(strategy.parts) for name, strategy in knowledge.strategies.items()
    )


def test_which_strategies_relieve_regulatory_asymmetry_by_2_or_more_is_one_question(
    connection: Connection, knowledge: Knowledge
) -> None:
    question = text(
        "SELECT strategy FROM strategy_relief"
        " WHERE dimension = 'dimension.regulatory' AND relief >= 2 ORDER BY relief DESC, strategy"
    )
    found = [row.strategy for row in connection.execute(question)]
    known = {name for name, s in knowledge.strategies.items() if s.relief.get("dimension.regulatory", 0) >= 2}
    assert found[:2] == ["ext.compliance.shared", "strategy.collab.associations"]
    assert set(found) == known and len(found) == len(known) > 4


def test_which_free_and_easy_strategies_serve_marketing_is_one_question(connection: Connection) -> None:
    question = text(
        "SELECT strategy.id FROM strategy JOIN strategy_link ON strategy_link.strategy = strategy.id"
        " WHERE kind = 'functions' AND target = 'marketing' AND cost_tier = 0 AND effort <= 2 ORDER BY id"
    )
    found = [row.id for row in connection.execute(question)]
    assert "strategy.niche.underserved" in found and "ext.cyber.baseline" not in found


def test_building_again_gives_the_same_store(url: str, knowledge: Knowledge) -> None:
    for _ in range(2):
        write_store(knowledge, url)
        assert read_store(url) == knowledge


def test_a_database_without_a_store_says_what_to_do(url: str) -> None:
    with pytest.raises(StoreMissing, match="Run `levelfield build`"):
        read_store(url)


def test_an_outdated_store_says_what_to_do(url: str, knowledge: Knowledge) -> None:
    write_store(knowledge, url)
    with pytest.raises(StoreOutdated, match="Run `levelfield build`"):
        read_store(url, "another version")


def test_a_build_that_fails_leaves_the_store_as_it_was(url: str, knowledge: Knowledge) -> None:
    write_store(knowledge, url)
    double = {"again": next(iter(knowledge.sources.values()))}
    with pytest.raises(SQLAlchemyError):
        write_store(replace(knowledge, version="broken", sources={**knowledge.sources, **double}), url)
    assert read_store(url) == knowledge


def test_while_it_is_built_a_reader_sees_the_old_store_or_the_new_one(url: str, knowledge: Knowledge) -> None:
    fewer = replace(knowledge, version="fewer", strategies=dict(list(knowledge.strategies.items())[:5]))
    write_store(knowledge, url)
    stop, seen, failed = threading.Event(), [], []

    def read() -> None:
        while not stop.is_set():
            try:
                seen.append(read_store(url))
            except StoreMissing as error:
                failed.append(error)

    reader = threading.Thread(target=read)
    reader.start()
    try:
        for _ in range(4):
            write_store(fewer, url)
            write_store(knowledge, url)
    finally:
        stop.set()
        reader.join()
    assert not failed
    assert seen and all(found in (knowledge, fewer) for found in seen)
