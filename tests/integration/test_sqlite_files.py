"""The files of an SQLite case store: opened once, and nothing that was deleted stays in any of them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import event

from bot.cases.engine import empty_log
from bot.cases.erasures import HeldAddresses
from bot.cases.repository import CaseStore
from bot.cli.migrate import migrate_all
from bot.settings import Settings

ADDRESS = "zoe.quark@bakery.example"


@pytest.fixture
def var(tmp_path: Path) -> Path:
    return tmp_path / "var"


@pytest.fixture
def cases(var: Path) -> Iterator[CaseStore]:
    var.mkdir()
    settings = Settings.from_env({"LEVELFIELD_VAR": str(var)})
    migrate_all(settings)
    store = CaseStore(settings.cases_url)
    yield store
    store.close()


def holding(folder: Path, text: str) -> list[str]:
    """The files of a folder that hold a text."""
    return [path.name for path in sorted(folder.iterdir()) if path.is_file() and text.encode() in path.read_bytes()]


def test_a_file_is_opened_once_for_many_reads_and_writes(cases: CaseStore) -> None:
    opened: list[object] = []
    event.listen(cases.engine, "connect", lambda connection, _: opened.append(connection))
    case = cases.case_of("rest:anna")
    for number in range(5):
        cases.record_answer(case.id, "E1", str(number % 5), f"m{number}")
        cases.case(case.id)
    assert len(opened) == 1


def test_an_address_that_was_held_for_a_turn_is_in_no_file_after_it(cases: CaseStore, var: Path) -> None:
    held = HeldAddresses(cases)
    held.hold("rest:anna", "m1", [ADDRESS])
    assert holding(var, ADDRESS)
    held.forget("rest:anna", "m1")
    assert holding(var, ADDRESS) == []


def test_the_log_of_changes_is_emptied_as_soon_as_nobody_reads(cases: CaseStore, var: Path) -> None:
    case = cases.case_of("rest:anna")
    log = var / "cases.db-wal"
    with cases.reading() as reader:
        reader.exec_driver_sql("BEGIN")
        reader.exec_driver_sql("SELECT id FROM cases")
        cases.record_answer(case.id, "E1", "2", "m1")
        assert not empty_log(cases.engine) and log.stat().st_size
    assert empty_log(cases.engine) and not log.stat().st_size
    assert cases.case(case.id).answers == {"E1": "2"}
