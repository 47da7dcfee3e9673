"""Every test that takes `url` runs on SQLite and on PostgreSQL."""

from __future__ import annotations

import os
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest

from bot.cases.migrate import migrate
from bot.cases.repository import CaseStore
from tests.integration.postgres import PostgresServer, programs

# A Monday morning; where `clock` begins.
NOW = datetime(2026, 11, 23, 9, 0)
NO_POSTGRES = "PostgreSQL's programs are not installed (Debian: apt install postgresql)"


@pytest.fixture(scope="session")
def postgres() -> Iterator[PostgresServer]:
    """A private PostgreSQL server; skipped where its programs are missing, except in CI."""
    folder = programs()
    if folder is None:
        (pytest.fail if os.environ.get("CI") else pytest.skip)(NO_POSTGRES)
    server = PostgresServer(folder)
    try:
        server.start()
        yield server
    finally:
        server.stop()


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The address of an empty database of this test's own."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'database.db'}"
    server: PostgresServer = request.getfixturevalue("postgres")
    return server.new_database()


class Clock:
    """A clock that a test moves."""

    def __init__(self) -> None:
        self.now = NOW

    def __call__(self) -> datetime:
        return self.now


@pytest.fixture
def clock() -> Clock:
    """The clock of `cases`."""
    return Clock()


@pytest.fixture
def cases(url: str, clock: Clock) -> Iterator[CaseStore]:
    """An empty case store whose clock a test moves."""
    migrate(url)
    store = CaseStore(url, clock)
    yield store
    store.close()


@pytest.fixture
def store(url: str) -> Iterator[CaseStore]:
    """An empty case store."""
    migrate(url)
    store = CaseStore(url)
    yield store
    store.close()
