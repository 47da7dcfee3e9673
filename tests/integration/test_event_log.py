"""The event log on both databases: adds a turn once and whole, and reads from where it was told."""

from __future__ import annotations

import json
import multiprocessing
import random
import sqlite3
from collections.abc import Iterator

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from rasa.core.tracker_store import SQLTrackerStore
from sqlalchemy import create_engine, delete, event, func, inspect, select, text

from bot.cases.migrate import config_for
from bot.trackers.log import Cut, EventLog, Row, TurnOvertaken
from bot.trackers.migrate import MIGRATIONS, migrate
from bot.trackers.tables import VERSION_TABLE, conversations, events, metadata
from tests.integration.postgres import PostgresServer


@pytest.fixture
def log(url: str) -> Iterator[EventLog]:
    """An empty event log."""
    migrate(url)
    log = EventLog(url)
    yield log
    log.close()


def row(name: str, type_name: str = "action") -> Row:
    return Row(type_name, 1.0, f'{{"event": "{type_name}", "name": "{name}"}}', action=name)


def names(log: EventLog, sender: str = "anna") -> list[str]:
    reading = log.read(sender)
    return [] if reading is None else [event["name"] for event in reading.kept]


def test_what_is_added_is_read_in_order(log: EventLog) -> None:
    turns = log.add("anna", None, [row("a"), row("b")])
    log.add("anna", turns, [row("c")])
    log.add("bert", None, [row("x")])
    assert names(log) == ["a", "b", "c"]
    assert names(log, "bert") == ["x"]
    assert sorted(log.senders()) == ["anna", "bert"]
    assert log.read("carl") is None


def test_every_text_and_number_comes_back_as_it_was_written(log: EventLog) -> None:
    chance = random.Random(7)
    letters = [*map(chr, range(1, 128)), "é", "ß", "\u2028", "\U0001f600", "\ud83d"]
    told = [
        {
            "event": "user",
            "text": "".join(chance.choice(letters) for _ in range(40)),
            "timestamp": 1.7e9 + chance.random() * 1e8,
            "numbers": [chance.random() * 10.0 ** chance.randrange(-300, 300), 10**30, -0.0, True, None],
        }
        for _ in range(200)
    ]
    log.add("anna", None, [Row("user", one["timestamp"], json.dumps(one)) for one in told])
    reading = log.read("anna")
    assert reading is not None and repr(list(reading.kept)) == repr(told)


def test_reading_begins_at_the_cut_and_the_whole_stays(log: EventLog) -> None:
    turns = log.add("anna", None, [row("a"), row("b")])
    reading = log.read("anna")
    assert reading is not None
    log.add("anna", turns, [row("c")], Cut(reading.ids[1], '[{"event": "slot", "name": "stage"}]'))
    cut = log.read("anna")
    assert cut is not None and cut.opening == ({"event": "slot", "name": "stage"},)
    assert names(log) == ["b", "c"]
    whole = log.read_all("anna")
    assert whole is not None and len(whole.kept) == 3 and whole.opening == ()


def test_a_new_session_is_read_from_its_start_by_number_and_not_by_time(log: EventLog) -> None:
    turns = log.add("anna", None, [row("a")])
    # The other server's clock is an hour behind: stock Rasa would not find what it just wrote.
    late = Row("session_started", -3600.0, '{"event": "session_started", "name": "start"}')
    log.add("anna", turns, [row("b"), late, row("c")], Cut(None))
    assert names(log) == ["start", "c"]


def test_the_slower_of_two_turns_writes_nothing(log: EventLog) -> None:
    turns = log.add("anna", None, [row("a")])
    log.add("anna", turns, [row("first")])
    with pytest.raises(TurnOvertaken, match="Send the message again"):
        log.add("anna", turns, [row("second")])
    with pytest.raises(TurnOvertaken):
        log.add("anna", None, [row("a stranger with the same name")])
    assert names(log) == ["a", "first"]


def test_a_turn_does_not_write_back_what_was_erased_meanwhile(log: EventLog) -> None:
    turns = log.add("anna", None, [row("a")])
    with log.engine.begin() as connection:
        for table in (conversations, events):
            connection.execute(delete(table).where(table.c.sender_id == "anna"))
    with pytest.raises(TurnOvertaken):
        log.add("anna", turns, [row("b")])
    assert log.read("anna") is None


def test_erasing_only_the_events_leaves_a_stranger(log: EventLog) -> None:
    turns = log.add("anna", None, [row("a"), row("b")])
    reading = log.read("anna")
    assert reading is not None
    log.add("anna", turns, [row("c")], Cut(reading.ids[1], '[{"event": "slot", "name": "secret"}]'))
    with log.engine.begin() as connection:
        connection.execute(delete(events).where(events.c.sender_id == "anna"))
    assert log.read("anna") is None
    with log.engine.connect() as connection:
        assert connection.execute(select(func.count()).select_from(conversations)).scalar_one() == 0
    log.add("anna", None, [row("d")])
    assert names(log) == ["d"]


def test_what_an_erasure_left_behind_does_not_stop_a_newcomer(log: EventLog) -> None:
    log.add("anna", None, [row("a")])
    # No cut yet, so nothing ties the row to the events.
    with log.engine.begin() as connection:
        connection.execute(delete(events).where(events.c.sender_id == "anna"))
    log.add("anna", None, [row("b")])
    assert names(log) == ["b"]


def test_a_sender_that_postgresql_refuses_fails_and_ends_nothing(log: EventLog) -> None:
    if log.engine.dialect.name == "sqlite":
        log.add("a\x00b", None, [row("a")])
        assert names(log, "a\x00b") == ["a"]
        return
    with pytest.raises(ValueError, match="NUL"):
        log.read("a\x00b")
    log.add("anna", None, [row("a")])
    assert names(log) == ["a"]


@pytest.mark.postgres
def test_a_turn_of_an_old_conversation_looks_at_its_end_only(postgres: PostgresServer) -> None:
    url = postgres.new_database()
    migrate(url)
    engine = create_engine(url, future=True)
    with engine.begin() as connection:
        filler = "INSERT INTO events (sender_id, type_name, data) SELECT 'anna', 'action', '{}' "
        connection.execute(text(filler + "FROM generate_series(1, 20000)"))
        connection.execute(text("ANALYZE events"))
        last = connection.execute(select(func.max(events.c.id))).scalar_one()
        query = f"EXPLAIN ANALYZE SELECT id, data FROM events WHERE sender_id = 'anna' AND id >= {last - 5} ORDER BY id"
        plan = "\n".join(connection.execute(text(query)).scalars())
    engine.dispose()
    assert "Index Scan" in plan and "rows=6 " in plan and "Removed by Filter" not in plan, plan


def test_the_statements_of_a_turn_are_counted(log: EventLog) -> None:
    turns = log.add("anna", None, [row("a")])
    said: list[str] = []
    event.listen(log.engine, "before_cursor_execute", lambda *call: said.append(call[2]))
    log.read("anna")
    log.add("anna", turns, [row(str(number)) for number in range(20)])
    assert [statement.split()[0] for statement in said] == ["SELECT", "SELECT", "UPDATE", "INSERT"]


def test_the_migrations_make_what_the_code_expects(url: str) -> None:
    migrate(url)
    engine = create_engine(url, future=True)
    with engine.connect() as connection:
        options = {"version_table": VERSION_TABLE}
        assert compare_metadata(MigrationContext.configure(connection, opts=options), metadata) == []
    engine.dispose()


def test_processes_that_start_at_once_migrate_once(url: str) -> None:
    # Forked children would share this process' connections.
    with multiprocessing.get_context("spawn").Pool(4) as pool:
        pool.map(migrate, [url] * 4)
    log = EventLog(url)
    log.add("anna", None, [row("a")])
    assert names(log) == ["a"]
    log.close()


def test_what_stock_rasa_kept_is_taken_over_and_given_back(url: str) -> None:
    engine = create_engine(url)
    SQLTrackerStore.Base.metadata.create_all(engine)
    with engine.begin() as connection:
        connection.execute(events.insert().values(sender_id="anna", type_name="action", data='{"name": "old"}'))
    migrate(url)
    log = EventLog(url)
    assert names(log) == ["old"]
    log.add("anna", None, [row("new")])
    log.close()
    command.downgrade(config_for(url, MIGRATIONS), "base")
    assert set(inspect(engine).get_table_names()) == {"events", VERSION_TABLE}
    with engine.connect() as connection:
        assert connection.execute(select(func.count()).select_from(events)).scalar_one() == 2
    engine.dispose()


def test_a_store_that_was_not_migrated_says_so(tmp_path: object) -> None:
    log = EventLog(f"sqlite:///{tmp_path}/empty.db")
    with pytest.raises(Exception, match="no such table") as raised:
        log.read("anna")
    assert isinstance(raised.value.__cause__, sqlite3.OperationalError)
    log.close()
