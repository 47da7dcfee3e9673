"""The strategy store: what is wrong with one is said in one line."""

from __future__ import annotations

import sqlite3
from dataclasses import replace
from pathlib import Path

import pytest

from bot.bootstrap import open_knowledge
from bot.errors import StoreMissing, StoreOutdated
from bot.model.knowledge import Knowledge
from bot.settings import Settings
from bot.store.read import read_store
from bot.store.write import write_store


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Where a store may be built."""
    return tmp_path / "strategies.db"


@pytest.fixture
def url(path: Path) -> str:
    """The same as an address."""
    return f"sqlite:///{path}"


def test_a_store_that_was_not_built_is_named_with_what_to_do(url: str, path: Path) -> None:
    with pytest.raises(
        StoreMissing, match=r"no strategy store at sqlite:///.*/strategies\.db\. Run `levelfield build`"
    ):
        read_store(url)
    assert not path.exists(), "looking for a store must not make one"


def test_a_folder_that_is_not_there_is_a_missing_store(tmp_path: Path) -> None:
    with pytest.raises(StoreMissing, match="Run `levelfield build`"):
        read_store(f"sqlite:///{tmp_path}/nowhere/strategies.db")


def test_a_file_that_is_no_database_is_a_missing_store(url: str, path: Path) -> None:
    path.write_text("not a database, but long enough to be looked at" * 100)
    with pytest.raises(StoreMissing, match="Run `levelfield build`"):
        read_store(url)


def test_another_database_is_a_missing_store(url: str, path: Path) -> None:
    with sqlite3.connect(path) as connection:
        connection.execute("CREATE TABLE recipes (name TEXT)")
    with pytest.raises(StoreMissing):
        read_store(url)


def test_a_password_is_not_printed(tmp_path: Path) -> None:
    with pytest.raises(StoreMissing) as error:
        read_store("postgresql://anna:secret@127.0.0.1:1/levelfield?connect_timeout=1")
    assert "secret" not in str(error.value)


def test_a_store_of_other_documents_is_outdated(url: str, knowledge: Knowledge) -> None:
    write_store(knowledge, url)
    assert read_store(url, knowledge.version).version == knowledge.version
    with pytest.raises(StoreOutdated, match=r"the documents changed .* Run `levelfield build`"):
        read_store(url, "0123456789abcdef")


def test_a_store_of_another_layout_is_outdated(url: str, path: Path, knowledge: Knowledge) -> None:
    write_store(knowledge, url)
    with sqlite3.connect(path) as connection:
        connection.execute("UPDATE meta SET value = '0' WHERE name = 'layout'")
    with pytest.raises(StoreOutdated, match="built by another version"):
        read_store(url)


def test_a_store_of_another_layout_is_built_anew(url: str, path: Path, knowledge: Knowledge) -> None:
    with sqlite3.connect(path) as connection:
        connection.execute("CREATE TABLE strategy (title TEXT)")
        connection.execute("CREATE TABLE meta (name TEXT, value TEXT)")
    write_store(knowledge, url)
    assert read_store(url) == knowledge


def test_building_again_replaces_everything(url: str, knowledge: Knowledge) -> None:
    write_store(knowledge, url)
    fewer = replace(knowledge, version="fewer", strategies=dict(list(knowledge.strategies.items())[:3]))
    write_store(fewer, url)
    assert read_store(url) == fewer


def test_a_build_that_fails_leaves_the_store_as_it_was(url: str, knowledge: Knowledge) -> None:
    write_store(knowledge, url)
    # A source twice: the last rows of the build break a rule of the database.
    double = {"again": next(iter(knowledge.sources.values()))}
    broken = replace(knowledge, version="broken", sources={**knowledge.sources, **double})
    with pytest.raises(Exception, match="UNIQUE"):
        write_store(broken, url)
    assert read_store(url) == knowledge


def test_the_installation_reads_its_store_and_refuses_an_outdated_one(
    url: str, tmp_path: Path, knowledge: Knowledge
) -> None:
    settings = Settings.from_env({"LEVELFIELD_STORE_URL": url})
    write_store(knowledge, url)
    assert open_knowledge(settings) == knowledge
    write_store(replace(knowledge, version="older"), url)
    with pytest.raises(StoreOutdated):
        open_knowledge(settings)


def test_without_the_documents_a_built_store_is_taken_as_it_is(url: str, tmp_path: Path, knowledge: Knowledge) -> None:
    settings = Settings.from_env({"LEVELFIELD_STORE_URL": url, "LEVELFIELD_KNOWLEDGE": str(tmp_path / "gone")})
    write_store(knowledge, url)
    assert open_knowledge(settings).version == knowledge.version
