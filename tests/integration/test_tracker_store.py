"""Rasa's side of the tracker store: the window rolls, slots and an open form survive, failures come through."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from rasa.core.agent import Agent
from rasa.core.tracker_store import FailSafeTrackerStore
from rasa.shared.core.constants import ACTION_LISTEN_NAME
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import (
    ActionExecuted,
    ActionExecutionRejected,
    ActiveLoop,
    BotUttered,
    Event,
    SessionStarted,
    SlotSet,
    UserUtteranceReverted,
    UserUttered,
)
from rasa.shared.core.trackers import DialogueStateTracker
from sqlalchemy.exc import SQLAlchemyError

from bot.trackers import agent_store as agent_store
from bot.trackers.log import TurnOvertaken
from bot.trackers.migrate import migrate
from bot.trackers.store import SqlTrackerStore
from bot.trackers.window import KEPT_TURNS, MOST_TURNS

DOMAIN = Domain.from_yaml(
    """
version: "3.1"
intents: [inform, ask_why]
slots:
  stage: {type: text, influence_conversation: false, initial_value: start, mappings: [{type: custom}]}
  offered: {type: any, influence_conversation: false, mappings: [{type: custom}]}
  answer: {type: any, influence_conversation: false, mappings: [{type: custom}]}
forms: {form: {required_slots: [answer]}}
actions: [action_why]
"""
)


@pytest.fixture
def store(url: str) -> Iterator[SqlTrackerStore]:
    migrate(url)
    store = SqlTrackerStore(DOMAIN, url=url)
    yield store
    store.close()


def turn(text: str, *more: Event) -> list[Event]:
    said = UserUttered(text, {"name": "inform", "confidence": 1.0})
    return [ActionExecuted(ACTION_LISTEN_NAME), said, *more, BotUttered(f"heard {text}")]


async def talk(store: SqlTrackerStore, events: list[Event]) -> DialogueStateTracker:
    """One turn: read, add, write, as Rasa does it."""
    tracker = await store.get_or_create_tracker("anna", append_action_listen=False)
    tracker.update_with_events(events, DOMAIN)
    await store.save(tracker)
    return tracker


def said(tracker: DialogueStateTracker) -> list[str]:
    return [event.text for event in tracker.events if isinstance(event, UserUttered)]


async def test_what_a_turn_reads_is_bounded_and_nothing_is_lost(store: SqlTrackerStore) -> None:
    lengths = []
    for number in range(100):
        tracker = await talk(store, turn(f"t{number}"))
        lengths.append(len(said(tracker)))
    assert max(lengths) == MOST_TURNS + 1
    assert min(lengths[MOST_TURNS:]) == KEPT_TURNS + 1
    whole = await store.retrieve_full_tracker("anna")
    assert said(whole) == [f"t{number}" for number in range(100)]


async def test_slots_and_an_open_form_survive_any_number_of_turns(store: SqlTrackerStore) -> None:
    opened = [SlotSet("stage", "diagnosis"), SlotSet("offered", ["a", {"b": 1}]), ActiveLoop("form")]
    await talk(store, turn("begin", *opened, SlotSet("requested_slot", "answer")))
    for number in range(3 * MOST_TURNS):
        await talk(store, turn(f"t{number}", ActionExecuted("form")))
    tracker = await store.retrieve("anna")
    assert tracker.active_loop_name == "form" and not tracker.is_active_loop_rejected
    values = {name: tracker.get_slot(name) for name in ("stage", "offered", "answer", "requested_slot")}
    expected = {"stage": "diagnosis", "offered": ["a", {"b": 1}], "answer": None, "requested_slot": "answer"}
    assert values == expected
    # A message taken back makes Rasa work the state out anew from what was read.
    tracker.update_with_events([*turn("taken back"), UserUtteranceReverted()], DOMAIN)
    assert {name: tracker.get_slot(name) for name in values} == expected
    assert tracker.active_loop_name == "form"


async def test_a_slot_emptied_stays_empty_and_a_closed_form_closed(store: SqlTrackerStore) -> None:
    await talk(store, turn("begin", SlotSet("stage", "plan"), ActiveLoop("form")))
    await talk(store, turn("end", SlotSet("stage", None), ActiveLoop(None)))
    for number in range(3 * MOST_TURNS):
        await talk(store, turn(f"t{number}"))
    tracker = await store.retrieve("anna")
    assert tracker.get_slot("stage") is None and tracker.active_loop_name is None


async def test_a_form_that_was_left_for_a_question_stays_left(store: SqlTrackerStore) -> None:
    await talk(store, turn("begin", ActiveLoop("form"), ActionExecutionRejected("form")))
    for number in range(2 * MOST_TURNS):
        await talk(store, turn(f"t{number}", ActionExecuted("action_why")))
    assert (await store.retrieve("anna")).is_active_loop_rejected


async def test_turns_without_end_do_not_stop_the_rolling(store: SqlTrackerStore) -> None:
    # No action_listen between messages, as after an action that failed half-way: there is no place to cut until later.
    for number in range(MOST_TURNS + 3):
        await talk(store, turn(f"broken {number}")[1:])
    for number in range(3 * MOST_TURNS):
        tracker = await talk(store, turn(f"t{number}"))
    assert len(said(tracker)) <= MOST_TURNS + 1


async def test_a_new_session_begins_the_reading_anew(store: SqlTrackerStore) -> None:
    await talk(store, turn("yesterday", SlotSet("stage", "plan")))
    start = [ActionExecuted("action_session_start"), SessionStarted(), SlotSet("stage", "plan")]
    await talk(store, [*start, *turn("today")])
    tracker = await store.retrieve("anna")
    assert said(tracker) == ["today"] and tracker.get_slot("stage") == "plan"
    assert isinstance(tracker.events[0], SessionStarted)


async def test_a_tracker_saved_twice_adds_only_what_came_after(store: SqlTrackerStore) -> None:
    tracker = await talk(store, turn("one"))
    await store.save(tracker)
    tracker.update_with_events(turn("two"), DOMAIN)
    await store.save(tracker)
    assert said(await store.retrieve("anna")) == ["one", "two"]


async def test_of_two_turns_at_once_one_fails_and_none_is_half_written(store: SqlTrackerStore) -> None:
    await talk(store, turn("one"))
    first, second = await store.retrieve("anna"), await store.retrieve("anna")
    first.update_with_events(turn("two"), DOMAIN)
    second.update_with_events(turn("three"), DOMAIN)
    await store.save(first)
    with pytest.raises(TurnOvertaken):
        await store.save(second)
    assert said(await store.retrieve("anna")) == ["one", "two"]


async def test_a_clock_that_jumps_back_hides_nothing(store: SqlTrackerStore, monkeypatch: pytest.MonkeyPatch) -> None:
    clock = {"now": 1_000_000.0}
    monkeypatch.setattr("time.time", lambda: clock["now"])
    start = [ActionExecuted("action_session_start"), SessionStarted()]
    await talk(store, [*start, *turn("one")])
    clock["now"] -= 30
    await talk(store, turn("two"))
    assert said(await store.retrieve("anna")) == ["one", "two"]


class Broker:
    """Takes events, or refuses them."""

    def __init__(self, fault: Exception | None = None) -> None:
        self.fault, self.taken = fault, list[dict[str, Any]]()

    def publish(self, event: dict[str, Any]) -> None:
        if self.fault:
            raise self.fault
        self.taken.append(event)


async def test_an_event_stream_gets_what_was_stored_and_cannot_fail_a_turn(store: SqlTrackerStore) -> None:
    store.event_broker = Broker()
    await talk(store, turn("one"))
    await talk(store, turn("two"))
    assert [event["text"] for event in store.event_broker.taken if event["event"] == "user"] == ["one", "two"]
    store.event_broker = Broker(OSError("no broker"))
    await talk(store, turn("three"))
    assert said(await store.retrieve("anna")) == ["one", "two", "three"]


async def test_a_database_that_is_away_fails_reading_and_writing(tmp_path: Path) -> None:
    store = SqlTrackerStore(DOMAIN, url="postgresql://nobody@127.0.0.1:9/nowhere")
    with pytest.raises(SQLAlchemyError):
        await store.get_or_create_tracker("anna")
    tracker = DialogueStateTracker.from_events("anna", turn("one"), DOMAIN.slots)
    with pytest.raises(SQLAlchemyError):
        await store.save(tracker)
    store.close()


def test_rasas_agent_takes_the_store_as_it_is(tmp_path: Path) -> None:
    store = SqlTrackerStore(url=f"sqlite:///{tmp_path / 'trackers.db'}")
    agent = Agent(domain=DOMAIN, tracker_store=store)
    assert agent.tracker_store is store and store.domain is DOMAIN
    assert not isinstance(Agent(domain=DOMAIN).tracker_store, FailSafeTrackerStore)
    store.close()
