"""A broken action server: one apology, the form where it was, the answer kept, and no exception."""

from __future__ import annotations

import asyncio
import logging
from typing import Any

import jsonschema
import pytest
from aiohttp import ClientOSError, ClientPayloadError, ServerDisconnectedError
from rasa.core.actions.action import ActionExecutionRejection, RemoteAction
from rasa.core.agent import Agent
from rasa.core.channels.channel import UserMessage
from rasa.core.nlg import TemplatedNaturalLanguageGenerator
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import ActiveLoop, BotUttered, SlotSet, UserUttered
from rasa.shared.core.slots import AnySlot
from rasa.shared.core.trackers import DialogueStateTracker
from rasa.shared.exceptions import RasaException
from rasa.utils.endpoints import EndpointConfig
from rasa_sdk import Tracker
from rasa_sdk.executor import CollectingDispatcher

from actions.diagnosis_form import ValidateDiagnosisForm
from bot.channels import action_endpoint
from bot.channels.turns import OneObjectOutput
from bot.channels.wording import installed_wording
from tests.channels.small_bot import ActionServer

FAULTS = [
    *("dead", "slow", "error 500", "unknown action", "a web page", "broken JSON", "a list", "unknown events"),
    "garbled rejection",
]
QUESTION = "How much of your costs\n\nare fixed?"


@pytest.fixture(autouse=True)
def _short_patience(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(action_endpoint, "TIMEOUT_SECONDS", 0.4)


def turn(agent: Agent, text: str, channel: str = "rest") -> list[dict[str, Any]]:
    """One turn of the conversation; the bot's messages."""
    output = OneObjectOutput()
    asyncio.run(agent.handle_message(UserMessage(text, output, "ann", input_channel=channel)))
    return output.messages


def tracker_of(agent: Agent) -> DialogueStateTracker:
    tracker = asyncio.run(agent.tracker_store.retrieve("ann"))
    assert tracker is not None
    return tracker


def break_down(server: ActionServer, fault: str) -> None:
    server.fault = fault
    if fault == "dead":
        server.close()


def apologies(messages: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [message for message in messages if message["text"] == installed_wording()["rest.actions_down"]]


@pytest.mark.parametrize("fault", FAULTS)
def test_the_form_stays_and_the_answer_is_kept(
    agent: Agent, action_server: ActionServer, fault: str, caplog: pytest.LogCaptureFixture
) -> None:
    assert [message["text"] for message in turn(agent, "check")] == [QUESTION]
    break_down(action_server, fault)
    with caplog.at_level(logging.WARNING):
        messages = turn(agent, "about half of them")

    assert messages == apologies(messages) and len(messages) == 1
    assert messages[0]["custom"]["kind"] == "notice"
    tracker = tracker_of(agent)
    assert tracker.active_loop_name == "diagnosis_form"
    assert tracker.get_slot("requested_slot") == "diagnosis_answer"
    assert tracker.get_slot("diagnosis_answer") is None
    assert tracker.get_slot("unheard_answer") == "about half of them"
    assert tracker.latest_action_name == "action_listen"
    assert "Encountered an exception" not in caplog.text and "Circuit breaker" not in caplog.text
    assert "half" not in caplog.text


@pytest.mark.parametrize("fault", ["slow", "error 500"])
def test_when_the_server_is_back_the_form_goes_on(agent: Agent, action_server: ActionServer, fault: str) -> None:
    turn(agent, "check")
    action_server.fault = fault
    turn(agent, "about half of them")
    turn(agent, "half, I said")
    assert tracker_of(agent).get_slot("unheard_answer") == "half, I said"
    action_server.fault = None
    assert [message["text"] for message in turn(agent, "half")] == [QUESTION]
    assert tracker_of(agent).active_loop_name == "diagnosis_form"
    turn(agent, "finish")
    assert tracker_of(agent).active_loop_name is None


@pytest.mark.parametrize("fault", FAULTS)
def test_a_form_that_starts_while_the_server_is_broken_is_open_all_the_same(
    agent: Agent, action_server: ActionServer, fault: str
) -> None:
    break_down(action_server, fault)
    messages = turn(agent, "check")
    assert messages == apologies(messages) and len(messages) == 1
    tracker = tracker_of(agent)
    assert tracker.active_loop_name == "diagnosis_form"
    assert tracker.get_slot("requested_slot") == "diagnosis_answer"
    # "check" started the form; it is not an answer to be filed later.
    assert tracker.get_slot("unheard_answer") is None


def test_an_interruption_that_fails_apologises_once_and_is_no_answer(agent: Agent, action_server: ActionServer) -> None:
    turn(agent, "check")
    action_server.fault = "error 500"
    messages = turn(agent, "why")
    assert messages == apologies(messages) and len(messages) == 1
    tracker = tracker_of(agent)
    assert tracker.active_loop_name == "diagnosis_form"
    assert tracker.get_slot("unheard_answer") is None


def test_each_turn_apologises_anew(agent: Agent, action_server: ActionServer) -> None:
    action_server.fault = "error 500"
    assert len(apologies(turn(agent, "why"))) == len(apologies(turn(agent, "why"))) == 1


def test_a_server_that_hangs_is_asked_only_once_in_a_turn(agent: Agent, action_server: ActionServer) -> None:
    turn(agent, "check")
    action_server.calls.clear()
    action_server.fault = "slow"
    turn(agent, "about half of them")
    assert action_server.calls == ["validate_diagnosis_form"]


def test_in_the_shell_the_apology_is_plain_text(agent: Agent, action_server: ActionServer) -> None:
    action_server.fault = "error 500"
    turn(agent, "why", channel="cmdline")
    assert tracker_of(agent).latest_bot_utterance.data["custom"] is None


def run_alone(server: ActionServer) -> Any:
    tracker = DialogueStateTracker.from_events("ann", [])
    action = RemoteAction("action_why", EndpointConfig(server.url))
    generator = TemplatedNaturalLanguageGenerator({})
    return asyncio.run(action.run(OneObjectOutput(), generator, tracker, Domain.empty()))


def test_an_action_may_still_reject(action_server: ActionServer) -> None:
    action_server.fault = "rejection"
    with pytest.raises(ActionExecutionRejection, match="not now"):
        run_alone(action_server)


def test_an_action_that_works_is_left_alone(action_server: ActionServer) -> None:
    (uttered,) = run_alone(action_server)
    assert uttered.text == "Because it weighs most."


@pytest.mark.parametrize(
    "result",
    [
        None,
        [],
        "text",
        {"events": "none"},
        {"events": [{"name": "slot without its kind"}]},
        {"events": [{"event": "nonsense"}]},
        {"events": [{"event": "slot", "timestamp": "yesterday"}]},
        {"responses": {"text": "not a list"}},
        {"responses": ["not an object"]},
        {"events": [{"event": "slot", "name": "a"}]},
        {"events": [{"event": "slot", "name": 1, "value": 1}]},
        {"events": [{"event": "slot", "name": "a", "value": 1, "metadata": []}]},
        {"events": [{"event": "slot", "name": "a", "value": 1, "timestamp": True}]},
        {"events": [{"event": "rewind", "metadata": "text"}]},
        {"events": [["slot"]]},
        {"events": [{"event": ["slot"]}]},
    ],
)
def test_a_bad_result_is_refused_as_rasas_own_check_refuses_it(result: Any) -> None:
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(result, RemoteAction.action_response_format_spec())
    with pytest.raises(jsonschema.ValidationError):
        RemoteAction("any", None)._validate_action_result(result)


@pytest.mark.parametrize(
    "result",
    [
        {},
        {"events": [], "responses": []},
        {"events": [{"event": "slot", "name": "a", "value": {"any": ["thing"]}}], "responses": [{"text": "hello"}]},
        {"events": [{"event": "active_loop", "name": None, "timestamp": None}]},
        {"events": [{"event": "slot", "name": "a", "value": None, "timestamp": 1.5, "metadata": {}}]},
        {"events": [{"event": "action_execution_rejected", "name": "a"}, {"event": "rewind", "timestamp": 1}]},
    ],
)
def test_a_good_result_is_taken_as_rasas_own_check_takes_it(result: Any) -> None:
    jsonschema.validate(result, RemoteAction.action_response_format_spec())
    assert RemoteAction("any", None)._validate_action_result(result)


def test_a_plain_result_is_not_held_against_the_schema(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(action_endpoint, "_validator", lambda: pytest.fail("it was"))
    events = [{"event": "slot", "timestamp": None, "name": "stage", "value": "plan"}, {"event": "rewind"}]
    assert RemoteAction("any", None)._validate_action_result({"events": events, "responses": [{"text": "hello"}]})


def test_the_validator_is_not_called_where_it_has_nothing_to_say(agent: Agent, action_server: ActionServer) -> None:
    turn(agent, "check")
    # This bot takes "why" for no answer; the form asks again.
    turn(agent, "why")
    assert action_server.calls == ["action_ask_diagnosis_answer"] * 2
    turn(agent, "half")
    assert action_server.calls[2:] == ["validate_diagnosis_form", "action_ask_diagnosis_answer"]
    assert tracker_of(agent).active_loop_name == "diagnosis_form"


@pytest.mark.parametrize("value", [None, "complete"])
def test_what_is_said_instead_of_the_validator_is_what_it_would_have_said(value: str | None) -> None:
    slots = [AnySlot("diagnosis_answer", mappings=[])]
    tracker = DialogueStateTracker.from_events("ann", [SlotSet("diagnosis_answer", value)], slots)
    here = RemoteAction("validate_diagnosis_form", None)
    (event,) = asyncio.run(here.run(None, None, tracker, Domain.empty()))
    call = Tracker("ann", {"diagnosis_answer": value}, {}, [], False, None, {}, "action_listen")
    (there,) = asyncio.run(ValidateDiagnosisForm().run(CollectingDispatcher(), call, {}))
    assert (event.key, event.value) == (there["name"], there["value"]) == ("diagnosis_answer", value)


def said(text: str) -> UserUttered:
    parse = {"text": text, "intent": {"name": "inform"}, "intent_ranking": [{"name": "inform"}], "understanding": {}}
    return UserUttered(text, parse_data=parse, input_channel="rest")


def test_actions_are_told_what_they_read_and_no_more() -> None:
    events = [
        said("one"),
        BotUttered("two", data={"buttons": [1]}),
        SlotSet("stage", "plan"),
        said("kept"),
        BotUttered("shown", data={"buttons": [{"title": "Leave it", "payload": "cancel_reminder:1"}]}),
        said("last"),
        SlotSet("attempts", 1),
    ]
    slots = [AnySlot(name, mappings=[]) for name in ("unheard_answer", "stage", "attempts")]
    tracker = DialogueStateTracker.from_events("ann", [*events, SlotSet("unheard_answer", "kept")], slots)
    tracker.update(ActiveLoop("diagnosis_form"))
    call = RemoteAction("any", None)._action_call_format(tracker, Domain.empty())
    told = call["tracker"]["events"]
    assert [event.get("text") for event in told] == ["one", "two", "kept", "shown", "last", None]
    assert ["understanding" in event.get("parse_data", {}) for event in told] == [False, False, True, *[False] * 3]
    assert told[3]["data"] == {"buttons": [{"payload": "cancel_reminder:1"}]}, (
        "the last reply's buttons, by their tokens"
    )
    assert (told[5]["name"], told[5]["value"]) == ("attempts", 1)
    assert told[0]["parse_data"]["intent"]["name"] == "inform" and "data" not in told[1]
    latest, loop = call["tracker"]["latest_message"], call["tracker"]["active_loop"]
    assert (
        latest["text"] == "last" and "understanding" in latest and call["tracker"]["slots"]["unheard_answer"] == "kept"
    )
    assert call["tracker"]["latest_event_time"] == tracker.events[-1].timestamp
    assert call["tracker"]["latest_input_channel"] == "rest" and len(tracker.events) == 9
    assert loop["name"] == "diagnosis_form" and loop["trigger_message"] is None
    assert tracker.events[0].parse_data["intent_ranking"], "the conversation itself keeps all of it"
    assert tracker.active_loop.trigger_message["text"] == "last", "and so does the form"


def test_importing_the_module_again_does_not_wrap_twice() -> None:
    before = RemoteAction.run
    action_endpoint._install()
    assert RemoteAction.run is before


@pytest.mark.parametrize(
    ("cause", "calls"),
    [(ServerDisconnectedError(), 2), (ClientOSError(), 2), (ClientPayloadError(), 1), (ValueError(), 1)],
)
def test_a_kept_connection_that_went_stale_is_tried_once_more(cause: Exception, calls: int) -> None:
    made: list[int] = []

    async def run(*_: Any) -> list[Any]:
        made.append(1)
        if len(made) == 1:
            raise RasaException("the call failed") from cause
        return ["heard"]

    tracker = DialogueStateTracker.from_events("ann", [])
    speaking = action_endpoint._speak_when_it_fails(run)
    events = asyncio.run(speaking(RemoteAction("action_x", None), None, None, tracker, None))
    assert len(made) == calls and (events == ["heard"]) is (calls == 2)
