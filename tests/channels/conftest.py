"""A small real bot for the doors, trained once."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from rasa.core.agent import Agent
from rasa.model_training import train
from rasa.utils.endpoints import EndpointConfig

from tests.channels.small_bot import CONFIG, DATA, DOMAIN, ActionServer


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
    folder = tmp_path_factory.mktemp("small_bot")
    for name, content in (("config.yml", CONFIG), ("domain.yml", DOMAIN), ("data.yml", DATA)):
        (folder / name).write_text(content)
    with pytest.MonkeyPatch.context() as patch:
        # Rasa keeps what it trained; a test leaves nothing in the project.
        patch.setenv("RASA_CACHE_DIRECTORY", str(folder / "cache"))
        patch.setenv("RASA_TELEMETRY_ENABLED", "false")
        files = (str(folder / name) for name in ("domain.yml", "config.yml"))
        result = train(*files, training_files=str(folder / "data.yml"), output=str(folder / "models"))
    return Path(result.model)


@pytest.fixture
def agent(small_model: Path, action_server: ActionServer) -> Agent:
    """The small bot, with its trackers in memory."""
    return Agent.load(small_model, action_endpoint=EndpointConfig(action_server.url))
