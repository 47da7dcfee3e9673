"""One running adviser for all conversation tests; each test speaks as a sender of its own."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from bot.settings import Settings
from tests.conversations.person import Person
from tests.conversations.running_bot import RunningBot


@pytest.fixture(scope="session")
def bot(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningBot]:
    """The trained adviser, running."""
    models = Settings.from_env().models
    if not any(models.glob("*.tar.gz")):
        pytest.fail(f"there is no trained model in {models}: run `make train` first")
    with RunningBot(tmp_path_factory.mktemp("adviser") / "var") as running:
        yield running


@pytest.fixture
def sender(request: pytest.FixtureRequest) -> str:
    """An id that no other test uses."""
    return f"test-{abs(hash(request.node.nodeid)):x}"


@pytest.fixture
def person(bot: RunningBot, sender: str) -> Person:
    """Somebody whom the adviser has never heard of."""
    return Person(bot, sender)
