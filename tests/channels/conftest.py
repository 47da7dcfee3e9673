"""A small real bot for the doors, trained once."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from rasa.core.agent import Agent
from rasa.utils.endpoints import EndpointConfig

from bot.advisor.advisor import Advisor
from bot.advisor.planning import show_plan
from bot.cases.repository import CaseStore
from bot.inbox.inbox import Inbox
from bot.model.knowledge import Knowledge
from bot.settings import Settings
from tests.channels.slack_server import SlackServer
from tests.channels.small_bot import ActionServer, train_small
from tests.channels.telegram_server import TelegramServer
from tests.conftest import MakeTurn
from tests.conversations.person import QUICK

# Whose plan it is, and what they told of their firm.
ADDRESS = "rest:anna"
FACTS = {"sector": "food_retail", "country": "France", "hours": 1, "budget": 1, "goal": "stabilise", "team_size": 12}


@pytest.fixture
def inbox(cases: CaseStore) -> Inbox:
    """An empty inbox."""
    return Inbox(cases)


@pytest.fixture
def telegram() -> Iterator[TelegramServer]:
    """Telegram's side of the Bot API."""
    server = TelegramServer().start()
    yield server
    server.stop()


@pytest.fixture
def slack() -> Iterator[SlackServer]:
    """Slack's side: its Web API and its sockets."""
    server = SlackServer().start()
    yield server
    server.stop()


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


@pytest.fixture
def settings(tmp_path: Path, cases_url: str, store_url: str) -> Settings:
    """An installation of this test's own."""
    own = {"LEVELFIELD_VAR": str(tmp_path / "var"), "LEVELFIELD_CASES_URL": cases_url}
    return Settings.from_env({**own, "LEVELFIELD_STORE_URL": store_url})


@pytest.fixture
def links(knowledge: Knowledge, cases: CaseStore, make_turn: MakeTurn) -> dict[str, str]:
    """The links of somebody's plan, as the plan card has them."""
    case = cases.case_of(ADDRESS)
    for question, value in {**QUICK, "X1": "personal", "X2": "custom", "X3": "association"}.items():
        cases.record_answer(case.id, question, value, f"m-{question}")
    for name, value in FACTS.items():
        cases.record_fact(case.id, name, value, f"m-{name}")
    reply = show_plan(Advisor(knowledge, cases), make_turn("plan"))
    found: dict[str, str] = reply.messages[0].data["links"]
    return found
