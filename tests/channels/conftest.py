"""A small real bot for the doors, trained once."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from rasa.core.agent import Agent
from rasa.utils.endpoints import EndpointConfig

from bot.cases.repository import CaseStore
from bot.inbox.inbox import Inbox
from tests.channels.small_bot import ActionServer, train_small


@pytest.fixture
def inbox(cases: CaseStore) -> Inbox:
    """An empty inbox."""
    return Inbox(cases)


@pytest.fixture
def action_server() -> Iterator[ActionServer]:
    """An action server that works until told otherwise."""
    server = ActionServer()
    yield server
    if server.fault != "dead":
        server.close()


@pytest.fixture(scope="session")
def small_model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The small bot, trained once."""
    return train_small(tmp_path_factory.mktemp("small_bot"))


@pytest.fixture
def agent(small_model: Path, action_server: ActionServer) -> Agent:
    """The small bot, with its trackers in memory."""
    return Agent.load(small_model, action_endpoint=EndpointConfig(action_server.url))
