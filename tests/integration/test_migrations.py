"""The case store's layout: up, down, and the same as the code expects."""

from __future__ import annotations

from pathlib import Path

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from sqlalchemy import create_engine, inspect

from bot.cases import migrate as module
from bot.cases import tables
from bot.cases.migrate import migrate
from bot.cases.repository import CaseStore


def table_names(url: str) -> set[str]:
    """The tables that are there."""
    engine = create_engine(url, future=True)
    found = set(inspect(engine).get_table_names())
    engine.dispose()
    return found


def down(url: str) -> None:
    """Undo every migration."""
    config = Config()
    config.set_main_option("script_location", str(Path(module.__file__).parent / "migrations"))
    config.set_main_option("sqlalchemy.url", url.replace("%", "%%"))
    command.downgrade(config, "base")


def test_a_new_store_gets_every_table(url: str) -> None:
    migrate(url)
    assert table_names(url) == {table.name for table in tables.metadata.sorted_tables} | {"alembic_version"}


def test_the_migrations_make_what_the_code_expects(url: str) -> None:
    migrate(url)
    engine = create_engine(url, future=True)
    with engine.connect() as connection:
        differences = compare_metadata(MigrationContext.configure(connection), tables.metadata)
    engine.dispose()
    assert differences == []


def test_migrating_again_changes_nothing(url: str) -> None:
    migrate(url)
    store = CaseStore(url)
    case = store.case_of("rest:anna")
    migrate(url)
    assert store.case_of("rest:anna") == case
    store.close()


def test_down_leaves_nothing_and_up_works_again(url: str) -> None:
    migrate(url)
    down(url)
    assert table_names(url) == {"alembic_version"}
    migrate(url)
    store = CaseStore(url)
    assert store.case_of("rest:anna").answers == {}
    store.close()


def test_the_folder_of_a_new_store_is_made(tmp_path: Path) -> None:
    migrate(f"sqlite:///{tmp_path}/far/away/cases.db")
    assert (tmp_path / "far" / "away" / "cases.db").is_file()


def test_an_address_with_a_percent_sign_works(tmp_path: Path) -> None:
    migrate(f"sqlite:///{tmp_path}/100% ours/cases.db")
    assert (tmp_path / "100% ours" / "cases.db").is_file()


@pytest.mark.parametrize("pragma", [("foreign_keys", 1), ("secure_delete", 1), ("journal_mode", "wal")])
def test_sqlite_deletes_for_good_and_lets_readers_read(tmp_path: Path, pragma: tuple[str, object]) -> None:
    store = CaseStore(f"sqlite:///{tmp_path / 'cases.db'}")
    with store._engine.connect() as connection:
        assert connection.exec_driver_sql(f"PRAGMA {pragma[0]}").scalar_one() == pragma[1]
    store.close()
