"""When something behind an action fails, the person hears of it and can say it once more."""

from __future__ import annotations

import functools
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from rasa_sdk import Tracker
from rasa_sdk.executor import ActionExecutor, CollectingDispatcher

from actions import base
from actions.catalogue import USE_CASES
from bot.settings import Settings


@pytest.fixture
def installation(store_url: str, cases_url: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[Settings]:
    """An installation of this test's own, found through the environment as the action server finds it."""
    monkeypatch.setenv("LEVELFIELD_STORE_URL", store_url)
    monkeypatch.setenv("LEVELFIELD_CASES_URL", cases_url)
    settings = Settings.from_env()
    base.advisor.cache_clear()
    yield settings
    base.advisor().cases.close()
    base.advisor.cache_clear()


@functools.cache
def executor() -> ActionExecutor:
    """Every action as the action server knows them."""
    found = ActionExecutor()
    found.register_package("actions")
    return found


async def act(name: str, text: str = "hello", **slots: Any) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """What an action says, and its events."""
    latest = {"text": text, "message_id": "m1", "intent": {"name": "greet", "confidence": 0.9}, "entities": []}
    tracker = Tracker("anna", slots, latest, [], False, None, {}, "action_listen")
    dispatcher = CollectingDispatcher()
    events = await executor().actions[name](dispatcher, tracker, {})
    return dispatcher.messages, events


@pytest.mark.parametrize("name", sorted(USE_CASES))
async def test_every_action_works_on_a_person_who_has_said_nothing_yet(installation: Settings, name: str) -> None:
    phase = {"phase": "quick", "open_question": "", "proposal": "E1:3"}
    messages, events = await act(name, **phase)
    assert all(message["text"] for message in messages)
    assert not any("went wrong" in message["text"] for message in messages)
    assert {event["event"] for event in events} <= {"slot"}


async def test_the_case_is_named_in_the_conversation_once(installation: Settings) -> None:
    _, events = await act("action_show_menu")
    (name,) = [event["value"] for event in events if event["name"] == "case_id"]
    assert name == base.advisor().cases.case_of("rest:anna").id
    assert (await act("action_show_menu", case_id=name))[1] == []


@pytest.mark.parametrize("name", ["action_show_menu", "action_show_plan", "action_start_diagnosis", "action_tell_more"])
async def test_a_case_store_that_is_gone_is_an_apology_and_the_text_stays_out_of_the_log(
    installation: Settings, tmp_path: Path, name: str, caplog: pytest.LogCaptureFixture
) -> None:
    base.advisor().cases.close()
    for path in tmp_path.glob("cases.db*"):
        path.unlink()
    messages, events = await act(name, "my secret")
    assert [message["custom"]["kind"] for message in messages] == ["notice"]
    assert "sorry" in messages[0]["text"] and events == []
    assert f"{name} failed" in caplog.text and "my secret" not in caplog.text


async def test_after_a_failure_a_yes_still_means_what_was_asked_back(installation: Settings, tmp_path: Path) -> None:
    base.advisor().cases.close()
    for path in tmp_path.glob("cases.db*"):
        path.unlink()
    _, events = await act("action_delete_data", "yes", confirming="delete", case_id="x")
    assert events == []


async def test_deleting_leaves_no_case_behind(installation: Settings) -> None:
    case = base.advisor().cases.case_of("rest:anna")
    _, events = await act("action_delete_data", "yes", confirming="delete", case_id=case.id)
    slots = {event["name"]: event["value"] for event in events}
    assert slots["case_id"] is None and slots["confirming"] is None
    assert base.advisor().cases.join("rest:ben", case.resume_code) is None
