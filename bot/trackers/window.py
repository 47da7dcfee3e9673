"""The rolling window: which part of a conversation the next turn reads, and the events that stand for all before it.

Stock Rasa reads the whole session at each turn and works out every past state, so that turn 500 costs eleven times
turn 1. Nothing before the last few turns is looked at again, except through slots and an open form.
"""

from __future__ import annotations

from collections.abc import Sequence

from rasa.shared.core.constants import ACTION_LISTEN_NAME
from rasa.shared.core.events import (
    ActionExecuted,
    ActionExecutionRejected,
    ActiveLoop,
    ConversationPaused,
    Event,
    SlotSet,
    UserUttered,
)
from rasa.shared.core.trackers import DialogueStateTracker

# What looks back: the longest rule three states, `actions/turns.py` three replies and the run of messages not
# understood. All that is kept is replayed some ten times a turn.
KEPT_TURNS = 5
# At twice that the older half is left behind, so every fifth turn writes an opening anew.
MOST_TURNS = 10


def cut_index(events: Sequence[Event]) -> int | None:
    """Where the kept turns begin: the index of the `action_listen` before them; None while there is nothing to leave.

    Args:
        events: A tracker's events, what opens it included.
    """
    said = [index for index, event in enumerate(events) if isinstance(event, UserUttered)]
    if len(said) <= MOST_TURNS:
        return None
    for index in range(said[-KEPT_TURNS], said[-KEPT_TURNS - 1], -1):
        event = events[index]
        if isinstance(event, ActionExecuted) and event.action_name == ACTION_LISTEN_NAME:
            return index
    # A turn that was broken off listens to nobody; the next turn tries again.
    return None


def opening_of(tracker: DialogueStateTracker, before: Sequence[Event]) -> list[Event]:
    """The shortest events after which a tracker is as it was after `before`: slots, an open form, a pause.

    Args:
        tracker: Whose slots they are; it is not changed.
        before: All events up to the cut, with what opened them.
    """
    past = tracker.init_copy()
    for event in before:
        past.update(event)
    at = before[-1].timestamp if before else None
    opening: list[Event] = [
        SlotSet(slot.name, slot.value, timestamp=at) for slot in past.slots.values() if slot.value != slot.initial_value
    ]
    if past.active_loop_name:
        opening.append(ActiveLoop(past.active_loop_name, timestamp=at))
        if past.is_active_loop_rejected:
            opening.append(ActionExecutionRejected(past.active_loop_name, timestamp=at))
    if past.is_paused():
        opening.append(ConversationPaused(timestamp=at))
    return opening
