"""The rules that are found, and the states they are held against, are those that Rasa's own way finds."""

from __future__ import annotations

import json
import logging
import random
from typing import Any

import pytest
from rasa.core.policies.rule_policy import RulePolicy
from rasa.shared.core.constants import SHOULD_NOT_BE_SET
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import (
    ActionExecuted,
    ActionExecutionRejected,
    ActiveLoop,
    Event,
    LoopInterrupted,
    SessionStarted,
    SlotSet,
    UserUtteranceReverted,
    UserUttered,
)
from rasa.shared.core.trackers import DialogueStateTracker

from bot.channels import rule_lookup as rule_lookup

DOMAIN = Domain.from_yaml("""
version: "3.1"
intents: [greet, why, stop]
slots:
  stage: {type: categorical, values: [first, second], mappings: [{type: custom}]}
  note: {type: text, influence_conversation: false, mappings: [{type: custom}]}
forms: {the_form: {required_slots: [note]}}
actions: [action_welcome, action_why]
""")
ACTIONS = ["action_listen", "action_welcome", "action_why", "the_form"]
INTENTS = ["greet", "why", "stop"]


def some_event(chance: random.Random) -> Event:
    kinds: list[Any] = [
        lambda: ActionExecuted(chance.choice(ACTIONS)),
        lambda: ActionExecuted("action_listen"),
        lambda: UserUttered("words", {"name": chance.choice(INTENTS), "confidence": 1.0}),
        lambda: SlotSet("stage", chance.choice(["first", "second", None])),
        lambda: SlotSet("note", "anything"),
        lambda: ActiveLoop(chance.choice(["the_form", None])),
        lambda: ActionExecutionRejected("the_form"),
        lambda: LoopInterrupted(True),
    ]
    rare: list[Any] = [UserUtteranceReverted, SessionStarted]
    event: Event = chance.choice(kinds)() if chance.random() < 0.95 else chance.choice(rare)()
    return event


@pytest.mark.parametrize("seed", range(20))
def test_as_a_conversation_goes_on_its_states_are_rasas(seed: int) -> None:
    chance = random.Random(seed)
    tracker = DialogueStateTracker("ann", DOMAIN.slots)
    for _ in range(60):
        for _ in range(chance.randrange(3)):
            tracker.update(some_event(chance))
        rasas = Domain.states_for_tracker_history.__wrapped__(DOMAIN, tracker)
        ours = tracker.past_states(DOMAIN)
        assert ours == rasas
        # Their order is written into the key of a fallback.
        assert json.dumps(ours) == json.dumps(rasas)


def test_what_rasa_takes_out_of_its_states_stays_out_of_ours() -> None:
    tracker = DialogueStateTracker("ann", DOMAIN.slots)
    tracker.update(ActionExecuted("action_listen"))
    tracker.update(UserUttered("words", {"name": "why", "confidence": 1.0}))
    before = tracker.past_states(DOMAIN)
    before[-1]["user"].clear()
    assert tracker.past_states(DOMAIN)[-1]["user"]["intent"] == "why"


def state(chance: random.Random) -> dict[str, Any]:
    choices = {
        "user": [{}, {"text": "words"}, *({"intent": intent} for intent in (*INTENTS, SHOULD_NOT_BE_SET))],
        "prev_action": [{}, *({"action_name": name} for name in (*ACTIONS, SHOULD_NOT_BE_SET))],
        "slots": [{}, {"stage": (1.0, 0.0)}, {"stage": SHOULD_NOT_BE_SET}],
        "active_loop": [{}, {"name": "the_form"}, {"name": SHOULD_NOT_BE_SET}],
    }
    found = {kind: chance.choice(values) for kind, values in choices.items()}
    return {kind: value for kind, value in found.items() if value}


@pytest.mark.parametrize("seed", range(20))
def test_the_rules_found_are_rasas(seed: int) -> None:
    chance = random.Random(seed)
    policy = object.__new__(RulePolicy)
    rules = [[state(chance) for _ in range(chance.randrange(1, 4))] for _ in range(200)]
    lookup = {json.dumps(rule, sort_keys=True): "action_why" for rule in rules}
    found = 0
    for _ in range(50):
        # As a conversation has them: without what must not be set.
        states = [
            {k: v for k, v in state(chance).items() if SHOULD_NOT_BE_SET not in v.values()}
            for _ in range(chance.randrange(5))
        ]
        ours = policy._get_possible_keys(lookup, states)
        assert ours == RulePolicy._get_possible_keys.__wrapped__(policy, lookup, states)
        found += len(ours)
    assert found


def test_a_table_that_grows_is_looked_through_anew() -> None:
    policy, lookup = object.__new__(RulePolicy), {json.dumps([{"prev_action": {"action_name": "one"}}]): "two"}
    states = [{"prev_action": {"action_name": "three"}}]
    assert policy._get_possible_keys(lookup, states) == set()
    lookup[json.dumps(states)] = "four"
    assert policy._get_possible_keys(lookup, states) == {json.dumps(states)}


def test_states_are_written_out_for_a_log_that_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    states = [{"prev_action": {"action_name": "action_why"}}]
    log = logging.getLogger("rasa.core.policies.rule_policy")
    monkeypatch.setattr(log, "level", logging.WARNING)
    log.manager._clear_cache()
    assert RulePolicy.format_tracker_states(states) == ""
    monkeypatch.setattr(log, "level", logging.DEBUG)
    log.manager._clear_cache()
    assert "action_why" in RulePolicy.format_tracker_states(states)
    monkeypatch.undo()
    log.manager._clear_cache()
