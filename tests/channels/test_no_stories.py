"""A policy that remembers no story is not asked, and says what it would have said; one that does is asked as ever."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from rasa.core.policies.memoization import MemoizationPolicy
from rasa.engine.graph import ExecutionContext, GraphSchema
from rasa.engine.storage.local_model_storage import LocalModelStorage
from rasa.engine.storage.resource import Resource
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import ActionExecuted, UserUttered
from rasa.shared.core.generator import TrackerWithCachedStates
from rasa.shared.core.trackers import DialogueStateTracker

from bot.channels import no_stories as no_stories

DOMAIN = Domain.from_yaml("""
version: "3.1"
intents: [greet]
actions: [action_welcome]
""")
SAID = [
    ActionExecuted("action_listen"),
    UserUttered("hello", {"name": "greet", "confidence": 1.0}),
]


def policy(folder: Path, learnt: bool) -> MemoizationPolicy:
    storage, context = LocalModelStorage(folder), ExecutionContext(GraphSchema({}))
    made = MemoizationPolicy(MemoizationPolicy.get_default_config(), storage, Resource("memoization"), context)
    if learnt:
        story = [*SAID, ActionExecuted("action_welcome"), ActionExecuted("action_listen")]
        made.train([TrackerWithCachedStates.from_events("story", story, domain=DOMAIN)], DOMAIN)
    return made


@pytest.mark.parametrize("learnt", [False, True], ids=["no story", "one story"])
def test_it_predicts_what_rasas_own_predicts(tmp_path: Path, learnt: bool) -> None:
    asked, tracker = policy(tmp_path, learnt), DialogueStateTracker.from_events("ann", SAID)
    ours = asked.predict_action_probabilities(tracker, DOMAIN)
    rasas = MemoizationPolicy.predict_action_probabilities.__wrapped__(asked, tracker, DOMAIN)
    assert ours == rasas
    assert max(ours.probabilities) == (1.0 if learnt else 0.0)


@pytest.mark.parametrize("learnt", [False, True], ids=["no story", "one story"])
def test_states_are_worked_out_only_where_a_story_may_hold(
    tmp_path: Path, learnt: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked, worked_out = policy(tmp_path, learnt), []
    states = MemoizationPolicy._prediction_states

    def counted(self: MemoizationPolicy, *arguments: Any, **named: Any) -> Any:
        worked_out.append(1)
        return states(self, *arguments, **named)

    monkeypatch.setattr(MemoizationPolicy, "_prediction_states", counted)
    asked.predict_action_probabilities(DialogueStateTracker.from_events("ann", SAID), DOMAIN)
    assert bool(worked_out) is learnt
