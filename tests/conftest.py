"""What all tests share: the project's knowledge, an adviser on a case store of its own, and turns to give it."""

from __future__ import annotations

import itertools
import shutil
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from bot import no_networks as no_networks  # before anything of Rasa's is imported
from bot.advisor.advisor import Advisor, Operator
from bot.cases.migrate import migrate
from bot.cases.repository import CaseStore
from bot.documents.load import load_knowledge
from bot.language.encoder import SentenceEncoder, shared_encoder
from bot.model.knowledge import Knowledge
from bot.model.turn import Open, Turn, Understanding
from bot.settings import ROOT
from bot.store.write import write_store

# What counts as today in tests, so that dates and "due for a check" do not change from day to day.
TODAY = date(2026, 11, 23)
MakeTurn = Callable[..., Turn]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Files that take minutes come first, then those of many tests: else one of two workers ends with them alone.

    The order within a file stays.
    """
    tests = Counter(item.path for item in items)
    items.sort(key=lambda item: (item.get_closest_marker("long") is None, -tests[item.path], item.path))


@pytest.fixture(scope="session")
def knowledge() -> Knowledge:
    """What the project knows, straight from its documents."""
    return load_knowledge(ROOT / "knowledge")


@pytest.fixture(scope="session")
def empty_cases(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A case store with all migrations and no case, to be copied."""
    path = tmp_path_factory.mktemp("cases") / "empty.db"
    migrate(f"sqlite:///{path}")
    return path


@pytest.fixture
def cases_url(empty_cases: Path, tmp_path: Path) -> str:
    """The address of an empty case store of this test's own."""
    return f"sqlite:///{shutil.copy(empty_cases, tmp_path / 'cases.db')}"


@pytest.fixture
def cases(cases_url: str) -> Iterator[CaseStore]:
    """An empty case store."""
    store = CaseStore(cases_url)
    yield store
    store.close()


@pytest.fixture
def advisor(knowledge: Knowledge, cases: CaseStore) -> Advisor:
    """An adviser that nobody has talked to yet, run by a chamber with a crisis line."""
    operator = Operator(name="The chamber", contact="the front desk", crisis_contact="the night line")
    return Advisor(knowledge, cases, operator, today=lambda: TODAY)


@pytest.fixture
def make_turn() -> MakeTurn:
    """Makes turns, each with a message id of its own unless one is given."""
    numbers = itertools.count(1)

    def turn(text: str = "", **parts: Any) -> Turn:
        understanding = {name: parts.pop(name) for name in Understanding.__slots__ if name in parts}
        opened = parts.pop("open", {})
        return Turn(
            **{
                "address": "rest:anna",
                "message_id": f"m{next(numbers)}",
                "text": text or parts.get("token", ""),
                "confidence": 1.0 if parts.get("intent") else 0.0,
                "understanding": Understanding(**understanding),
                "open": opened if isinstance(opened, Open) else Open(**opened),
                **parts,
            }
        )

    return turn


@pytest.fixture(scope="session")
def encoder() -> SentenceEncoder:
    """The one encoder of this process."""
    return shared_encoder()


@pytest.fixture(scope="session")
def empty_store(knowledge: Knowledge, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A strategy store without any added document, to be copied."""
    path = tmp_path_factory.mktemp("store") / "strategies.db"
    write_store(knowledge, f"sqlite:///{path}")
    return path


@pytest.fixture
def store_url(empty_store: Path, tmp_path: Path) -> str:
    """The address of a strategy store of this test's own, with no document added."""
    return f"sqlite:///{shutil.copy(empty_store, tmp_path / 'strategies.db')}"
