"""Finds the rule of the next action without going through all of them. Importing this replaces methods of Rasa's.

For each of three or four predictions of a turn Rasa works out every state of the conversation anew, holds each rule
against each of them, and writes them all out for a line of its log. The result here is the same.
"""

from __future__ import annotations

import functools
import logging
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice
from typing import Any

from rasa.core.policies import rule_policy
from rasa.core.policies.rule_policy import RulePolicy
from rasa.shared.core.constants import PREVIOUS_ACTION, SHOULD_NOT_BE_SET, USER
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import ActionExecuted, Event
from rasa.shared.core.trackers import DialogueStateTracker
from rasa.shared.nlu.constants import ACTION_NAME, INTENT

State = dict[str, Any]
# What the last state of a rule asks for: the action before, and the intent; None where any will do.
Asked = tuple[str | None, str | None]

_rasa_log = logging.getLogger(rule_policy.__name__)


@dataclass(frozen=True, slots=True)
class RuleIndex:
    """The rules of one table by what their last state asks for."""

    table: Mapping[str, str]
    places: Mapping[Asked, Sequence[str]]
    longest: int

    @classmethod
    def of(cls, table: Mapping[str, str], states_of: Callable[[str], Sequence[State]]) -> RuleIndex:
        """The index of a table whose keys are rules, written out; `states_of` reads one."""
        places: dict[Asked, list[str]] = {}
        longest = 0
        for key in table:
            states = states_of(key)
            longest = max(longest, len(states))
            places.setdefault(_asked(states[-1] if states else {}), []).append(key)
        return cls(table, places, longest)

    def candidates(self, state: State) -> set[str]:
        """The rules that may end in a state: all that do, and some that do not."""
        before, intent = state.get(PREVIOUS_ACTION) or {}, state.get(USER) or {}
        wanted = {(a, i) for a in (before.get(ACTION_NAME), None) for i in (intent.get(INTENT), None)}
        return {key for asked in wanted for key in self.places.get(asked, ())}


def _asked(state: State) -> Asked:
    before = state.get(PREVIOUS_ACTION)
    # The beginning of a conversation: Rasa compares nothing else then.
    if not before:
        return None, None
    return _plain(before.get(ACTION_NAME)), _plain((state.get(USER) or {}).get(INTENT))


def _plain(value: Any) -> str | None:
    return value if isinstance(value, str) and value and value != SHOULD_NOT_BE_SET else None


def possible_keys(self: RulePolicy, lookup: Mapping[str, str], states: Sequence[State]) -> set[str]:
    """The rules that the states of a conversation fit, as `RulePolicy._get_possible_keys` finds them."""
    index = _index(self, lookup)
    if not states:
        return set(lookup)
    found = index.candidates(states[-1])
    # Behind its first state a rule says nothing.
    for turn, state in enumerate(islice(reversed(states), index.longest)):
        found = {key for key in found if self._is_rule_applicable(key, turn, state)}
    return found


def _index(policy: RulePolicy, lookup: Mapping[str, str]) -> RuleIndex:
    kept: dict[int, RuleIndex] = policy.__dict__.setdefault("_levelfield_rules", {})
    index = kept.get(id(lookup))
    # A table that is gone may have left its number to another, and training goes on adding to one.
    if index is None or index.table is not lookup or sum(map(len, index.places.values())) != len(lookup):
        index = kept[id(lookup)] = RuleIndex.of(lookup, policy._rule_key_to_state)
    return index


@dataclass(slots=True)
class _Past:
    """The states of a tracker before each of its actions, and a tracker that has got as far."""

    domain: Domain
    omit_unset_slots: bool
    rolling: DialogueStateTracker
    applied: list[Event] = field(default_factory=list)
    states: list[State] = field(default_factory=list)

    def state(self) -> State:
        return dict(
            self.domain._clean_state(self.domain.get_active_state(self.rolling, omit_unset_slots=self.omit_unset_slots))
        )

    def go_on(self, events: Iterable[Event]) -> None:
        for event in events:
            if isinstance(event, ActionExecuted):
                self.states.append(self.state())
            self.rolling.update(event)
            self.applied.append(event)


def _states_kept(rasa_states: Callable[..., list[State]]) -> Callable[..., list[State]]:
    """Wrap `Domain.states_for_tracker_history`: states of before are not worked out again as a turn goes on."""

    @functools.wraps(rasa_states)
    def states_for_tracker_history(
        self: Domain,
        tracker: DialogueStateTracker,
        omit_unset_slots: bool = False,
        ignore_rule_only_turns: bool = False,
        rule_only_data: dict[str, Any] | None = None,
    ) -> list[State]:
        if ignore_rule_only_turns:
            return rasa_states(self, tracker, omit_unset_slots, ignore_rule_only_turns, rule_only_data)
        applied = tracker.applied_events()
        past: _Past | None = getattr(tracker, "_levelfield_past", None)
        if past is None or not _goes_on(past, self, omit_unset_slots, applied):
            past = _Past(self, omit_unset_slots, tracker.init_copy())
            tracker._levelfield_past = past
        past.go_on(applied[len(past.applied) :])
        # Rasa takes texts and intents out of the states that it gets.
        return [_copy(state) for state in (*past.states, past.state())]

    return states_for_tracker_history


def _goes_on(past: _Past, domain: Domain, omit_unset_slots: bool, applied: Sequence[Event]) -> bool:
    """Whether events only came after those of before: a reverted turn, a form that ran again change the past."""
    same = past.domain is domain and past.omit_unset_slots == omit_unset_slots and len(past.applied) <= len(applied)
    return same and all(before is now for before, now in zip(past.applied, applied, strict=False))


def _copy(state: State) -> State:
    return {**state, USER: dict(state[USER])} if USER in state else dict(state)


def _written_where_read(rasa_format: Callable[[list[State]], str]) -> Callable[[list[State]], str]:
    """Wrap `RulePolicy.format_tracker_states`, whose text goes to Rasa's log for debugging only."""

    @functools.wraps(rasa_format)
    def format_tracker_states(states: list[State]) -> str:
        return rasa_format(states) if _rasa_log.isEnabledFor(logging.DEBUG) else ""

    return format_tracker_states


def _install() -> None:
    # A module that is imported twice under two names must not wrap the wrapper.
    if not hasattr(Domain.states_for_tracker_history, "__wrapped__"):
        Domain.states_for_tracker_history = _states_kept(Domain.states_for_tracker_history)
        RulePolicy.format_tracker_states = staticmethod(_written_where_read(RulePolicy.format_tracker_states))
        functools.update_wrapper(possible_keys, RulePolicy._get_possible_keys)
        RulePolicy._get_possible_keys = possible_keys


_install()
