"""Actions with a hand-made tracker: thin adapters that speak, file once, and never fall silent."""

from __future__ import annotations

from typing import Any

import pytest
from rasa_sdk import Tracker
from rasa_sdk.executor import ActionExecutor, CollectingDispatcher

from actions import base
from actions.catalogue import USE_CASES
from actions.default_fallback import ActionDefaultFallback
from actions.diagnosis_form import ActionAskDiagnosisAnswer, ValidateDiagnosisForm
from bot.advisor.advisor import Advisor
from bot.cases.repository import CaseStore
from bot.model.knowledge import Knowledge

Events = list[dict[str, Any]]


@pytest.fixture
def advisor(knowledge: Knowledge, cases: CaseStore, monkeypatch: pytest.MonkeyPatch) -> Advisor:
    """The actions' adviser, on a case store of this test's own."""
    made = Advisor(knowledge, cases)
    for module in ("actions.base", "actions.catalogue", "actions.diagnosis_form", "actions.default_fallback"):
        monkeypatch.setattr(f"{module}.advisor", lambda: made)
    return made


def tracker_of(
    text: str, *, message: str = "m1", slots: dict[str, Any] | None = None, events: Events | None = None, **parse: Any
) -> Tracker:
    latest = {
        "text": text,
        "message_id": message,
        "intent": {"name": "inform", "confidence": 0.9},
        "entities": [],
        **parse,
    }
    return Tracker("someone", slots or {}, latest, events or [], False, None, {}, "action_listen")


def token_of(token: str, **more: Any) -> Tracker:
    entity = {"entity": "token", "value": token, "start": 0, "end": len(token)}
    return tracker_of(token, entities=[entity], **more)


async def run(action: Any, tracker: Tracker) -> tuple[list[dict[str, Any]], dict[str, Any], Events]:
    dispatcher = CollectingDispatcher()
    events = await action.run(dispatcher, tracker, {})
    slots = {event["name"]: event["value"] for event in events if event["event"] == "slot"}
    return dispatcher.messages, slots, events


def action_of(name: str) -> Any:
    executor = ActionExecutor()
    executor.register_package("actions")
    return executor.actions[name].__self__


OPEN = {"phase": "quick", "stage": "diagnosis", "open_question": "E1", "diagnosis_answer": "E1:3"}


def test_every_use_case_is_served_under_its_name() -> None:
    executor = ActionExecutor()
    executor.register_package("actions")
    assert {*USE_CASES, "validate_diagnosis_form", "action_ask_diagnosis_answer"} <= set(executor.actions)


async def test_an_answer_is_filed_and_the_next_question_is_free_to_come(advisor: Advisor) -> None:
    messages, slots, _ = await run(ValidateDiagnosisForm(), token_of("E1:3", slots=OPEN))
    assert messages == []
    assert slots["diagnosis_answer"] is None and slots["open_question"] is None
    assert advisor.cases.case_of("rest:someone").answers == {"E1": "3"}


async def test_a_repeated_message_has_no_second_effect(advisor: Advisor) -> None:
    await run(ValidateDiagnosisForm(), token_of("E1:3", slots=OPEN))
    advisor.cases.record_answer(advisor.cases.case_of("rest:someone").id, "E1", "1", "m2")
    await run(ValidateDiagnosisForm(), token_of("E1:3", slots=OPEN))
    assert advisor.cases.case_of("rest:someone").answers == {"E1": "1"}


async def test_an_interruption_is_left_to_the_rules_and_fills_nothing(advisor: Advisor) -> None:
    tracker = tracker_of(
        "hello there", slots={**OPEN, "diagnosis_answer": "hello there"}, intent={"name": "greet", "confidence": 0.98}
    )
    messages, slots, events = await run(ValidateDiagnosisForm(), tracker)
    assert messages == [] and slots == {"diagnosis_answer": None}
    assert [event["event"] for event in events] == ["slot", "action_execution_rejected"]


async def test_coming_back_from_an_interruption_listens_to_nothing(advisor: Advisor) -> None:
    messages, slots, _ = await run(
        ValidateDiagnosisForm(), tracker_of("hello", slots={**OPEN, "diagnosis_answer": None})
    )
    assert messages == [] and slots == {"diagnosis_answer": None}


async def test_the_ask_action_puts_one_question_and_remembers_which(advisor: Advisor) -> None:
    messages, slots, _ = await run(ActionAskDiagnosisAnswer(), tracker_of("", slots={"phase": "quick"}))
    (message,) = messages
    assert message["custom"]["kind"] == "question"
    assert message["custom"]["about"] == [slots["open_question"]] == ["fact.sector"]


async def test_an_answer_that_came_while_the_server_was_away_is_taken_first(advisor: Advisor) -> None:
    earlier = {
        "event": "user",
        "text": "E1:4",
        "message_id": "m0",
        "parse_data": {
            "entities": [{"entity": "token", "value": "E1:4"}],
            "intent": {"name": "inform", "confidence": 1},
        },
    }
    slots = {**OPEN, "unheard_answer": "E1:4", "diagnosis_answer": "E4:2"}
    messages, after, _ = await run(ValidateDiagnosisForm(), token_of("E4:2", slots=slots, events=[earlier]))
    assert advisor.cases.case_of("rest:someone").answers == {"E1": "4", "E4": "2"}
    assert "isn't lost" in messages[0]["text"] and messages[0]["custom"]["kind"] == "noted"
    assert after["unheard_answer"] is None


async def test_a_failure_is_spoken_and_the_text_stays_out_of_the_log(
    advisor: Advisor, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def broken(*_: object) -> None:
        raise RuntimeError("on purpose")

    monkeypatch.setattr(CaseStore, "case_of", broken)
    messages, _, _ = await run(
        ValidateDiagnosisForm(), tracker_of("my secret", slots={**OPEN, "diagnosis_answer": "my secret"})
    )
    assert messages[0]["custom"]["kind"] == "notice" and "sorry" in messages[0]["text"]
    assert "on purpose" in caplog.text and "my secret" not in caplog.text


async def test_the_command_line_gets_text_without_data(advisor: Advisor) -> None:
    told = {"event": "user", "input_channel": "cmdline", "text": "hi"}
    messages, _, _ = await run(action_of("action_show_menu"), tracker_of("hi", events=[told]))
    assert messages[0]["text"] and not messages[0].get("custom")


async def test_what_is_asked_back_is_over_with_any_other_message(advisor: Advisor) -> None:
    _, slots, _ = await run(action_of("action_ask_delete"), tracker_of("delete my data"))
    assert slots["confirming"] == "delete"
    _, slots, _ = await run(action_of("action_show_menu"), tracker_of("hello", slots={"confirming": "delete"}))
    assert slots["confirming"] is None


async def test_when_no_rule_fits_the_ways_on_are_offered_and_the_turn_is_taken_back(advisor: Advisor) -> None:
    messages, _, events = await run(ActionDefaultFallback(), tracker_of("qwertz"))
    assert messages[0]["custom"]["kind"] == "unknown" and messages[0]["buttons"]
    assert events[-1]["event"] == "rewind"


def test_the_adviser_is_made_once_a_process() -> None:
    assert base.advisor.cache_info().maxsize is None


async def test_what_was_not_understood_is_kept_with_the_likeliest_intent(advisor: Advisor) -> None:
    ranking = [{"name": "ask_cost", "confidence": 0.3}, {"name": "greet", "confidence": 0.1}]
    unsure = {"name": "nlu_fallback", "confidence": 0.7}
    for _ in range(2):
        await run(action_of("action_not_understood"), tracker_of("flurbl", intent=unsure, intent_ranking=ranking))
    (entry,) = advisor.cases.unanswered()
    assert (entry.text, entry.message, entry.intent, entry.confidence) == ("flurbl", "m1", "ask_cost", 0.3)
