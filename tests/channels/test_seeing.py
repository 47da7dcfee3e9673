"""What is seen of a turn: counted and logged, under a name that nobody can guess back, without a word of it."""

from __future__ import annotations

import asyncio
import json
import logging
import os
import stat
from pathlib import Path
from typing import Any

import aiohttp
import pytest
from prometheus_client import REGISTRY, generate_latest
from rasa.core.agent import Agent
from rasa.core.channels.channel import UserMessage

from bot.channels import turn_log
from bot.channels.site import SiteChannel
from bot.channels.turns import OneObjectOutput
from bot.errors import StoreMissing
from bot.settings import Settings
from bot.telemetry.logs import JsonFormatter, Pseudonyms, TextFormatter, log_event
from tests.channels.small_bot import serving

SECRET = "the marker nobody may read"


@pytest.fixture(autouse=True)
def _own_key(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(turn_log, "pseudonyms", lambda: Pseudonyms(b"key of this test"))


@pytest.fixture
def lines(caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch) -> pytest.LogCaptureFixture:
    """What the event log gets."""
    monkeypatch.setattr(logging.getLogger("levelfield"), "propagate", True)
    caplog.set_level(logging.INFO, "levelfield")
    return caplog


def turn(agent: Agent, text: str) -> None:
    asyncio.run(agent.handle_message(UserMessage(text, OneObjectOutput(), "ann", input_channel="rest")))


def counted(name: str, **labels: str) -> float:
    return REGISTRY.get_sample_value(name, labels) or 0.0


def as_json(caplog: pytest.LogCaptureFixture) -> list[dict[str, Any]]:
    return [json.loads(JsonFormatter().format(record)) for record in caplog.records if record.name == "levelfield"]


def test_a_turn_is_one_line_without_its_text(agent: Agent, lines: pytest.LogCaptureFixture) -> None:
    turn(agent, "why")
    turn(agent, SECRET)
    told = [line for line in as_json(lines) if line["event"] == "turn"]
    assert len(told) == 2
    assert (told[0]["intent"], told[0]["kinds"], told[0]["outcome"]) == ("why", ["notice"], "answered")
    assert told[0]["ms"] >= 0 and told[0]["conversation"] == Pseudonyms(b"key of this test").of_conversation("rest:ann")
    assert told[1]["fallback"] and not told[0]["fallback"]
    assert '"ann"' not in json.dumps(told) and SECRET not in json.dumps(told)


def test_a_turn_is_counted(agent: Agent) -> None:
    labels = {"channel": "rest", "outcome": "answered"}
    before, said = (
        counted("levelfield_turns_total", **labels),
        counted("levelfield_messages_said_total", kind="question"),
    )
    turn(agent, "check")
    assert counted("levelfield_turns_total", **labels) == before + 1
    assert counted("levelfield_messages_said_total", kind="question") == said + 1
    assert counted("levelfield_turn_seconds_count", channel="rest") >= 1
    assert SECRET.encode() not in generate_latest()


def test_a_turn_that_fails_is_counted_as_failed(agent: Agent, monkeypatch: pytest.MonkeyPatch) -> None:
    async def fail(tracker: Any) -> None:
        raise OSError("disk full")

    monkeypatch.setattr(agent.processor.tracker_store, "save", fail)
    before = counted("levelfield_turns_total", channel="rest", outcome="failed")
    with pytest.raises(OSError):
        turn(agent, "why")
    assert counted("levelfield_turns_total", channel="rest", outcome="failed") == before + 1


def test_a_name_needs_the_key(tmp_path: Path) -> None:
    one, same = (Pseudonyms.of(Settings.from_env({"LEVELFIELD_VAR": str(tmp_path)})) for _ in range(2))
    other = Pseudonyms.of(Settings.from_env({"LEVELFIELD_VAR": str(tmp_path), "LEVELFIELD_LOG_KEY": "another"}))
    assert one.of_conversation("rest:ann") == same.of_conversation("rest:ann") != other.of_conversation("rest:ann")
    assert stat.S_IMODE(os.stat(tmp_path / "log.key").st_mode) == 0o600
    assert [path.name for path in tmp_path.iterdir()] == ["log.key"]


def failing_record(error: Exception) -> logging.LogRecord:
    try:
        raise error
    except Exception as raised:
        info = (type(raised), raised, raised.__traceback__)
        return logging.LogRecord("rasa", logging.ERROR, __file__, 1, "%s failed", ("action_x",), info)


@pytest.mark.parametrize("form", [JsonFormatter(), TextFormatter()], ids=["json", "text"])
def test_a_failure_is_logged_with_its_place_and_without_its_message(form: logging.Formatter) -> None:
    line = form.format(failing_record(ValueError(f"cannot store {SECRET}")))
    assert "ValueError" in line and "test_seeing.py" in line and "action_x failed" in line
    assert SECRET not in line
    assert "run the build" in form.format(failing_record(StoreMissing("run the build")))


def test_an_event_in_text_shows_its_fields(lines: pytest.LogCaptureFixture) -> None:
    log_event("refused", status=429, reason="too many", nothing=None)
    assert TextFormatter().format(lines.records[-1]).endswith("refused status=429 reason=too many")


async def _ready(agent: Agent, settings: Settings) -> tuple[int, dict[str, Any]]:
    async with (
        serving(SiteChannel(settings), agent) as address,
        aiohttp.ClientSession() as session,
        session.get(f"{address}/ready") as response,
    ):
        return response.status, await response.json()


@pytest.mark.parametrize(
    ("broken", "part"),
    [
        (None, None),
        ("LEVELFIELD_CASES_URL", "cases"),
        ("LEVELFIELD_STORE_URL", "strategy store"),
        ("LEVELFIELD_KNOWLEDGE", "strategy store"),
        ("LEVELFIELD_REDIS_URL", "redis"),
    ],
)
def test_ready_names_the_part_that_is_missing(
    agent: Agent, cases_url: str, store_url: str, tmp_path: Path, broken: str | None, part: str | None
) -> None:
    (tmp_path / "other").mkdir()
    wrong = {
        "LEVELFIELD_CASES_URL": f"sqlite:///{tmp_path / 'other.db'}",
        "LEVELFIELD_STORE_URL": f"sqlite:///{tmp_path / 'none.db'}",
        "LEVELFIELD_KNOWLEDGE": str(tmp_path / "other"),
        "LEVELFIELD_REDIS_URL": "redis://127.0.0.1:9",
    }
    env = {"LEVELFIELD_CASES_URL": cases_url, "LEVELFIELD_STORE_URL": store_url, "LEVELFIELD_VAR": str(tmp_path)}
    settings = Settings.from_env(env | ({broken: wrong[broken]} if broken else {}))
    status, body = asyncio.run(_ready(agent, settings))
    assert status == (503 if broken else 200)
    assert body.get("missing", []) == ([part] if part else [])
    assert {"model", "action server", "conversations", "cases", "strategy store"} <= set(body["parts"])


def test_ready_sees_that_conversations_cannot_be_kept(
    agent: Agent, cases_url: str, store_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def away(sender_id: str) -> None:
        raise ConnectionError("no database")

    inner = agent.tracker_store
    while hasattr(inner, "_tracker_store"):
        inner = inner._tracker_store
    monkeypatch.setattr(inner, "retrieve", away)
    env = {"LEVELFIELD_CASES_URL": cases_url, "LEVELFIELD_STORE_URL": store_url, "LEVELFIELD_VAR": str(tmp_path)}
    status, body = asyncio.run(_ready(agent, Settings.from_env(env)))
    assert (status, body["missing"]) == (503, ["conversations"])
    assert body["parts"]["conversations"] == "ConnectionError"
