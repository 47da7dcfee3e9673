"""Every turn as one line of the log and in the counters, whichever channel it came through.

Importing this module replaces two methods of Rasa's: what a channel calls with a message, and what keeps the
conversation afterwards, which is the one moment at which all that happened in a turn is known.
"""

from __future__ import annotations

import functools
import time
from collections.abc import Awaitable, Callable
from contextvars import ContextVar
from typing import Any

from rasa.core.agent import Agent
from rasa.core.channels.channel import UserMessage
from rasa.core.processor import MessageProcessor
from rasa.shared.core.events import ActionExecuted, BotUttered, Event, SlotSet, UserUttered
from rasa.shared.core.trackers import DialogueStateTracker

from bot.settings import Settings
from bot.telemetry.logs import Pseudonyms, log_event
from bot.telemetry.metrics import FALLBACKS, INTENTS, SAID, STAGES, TURN_TIME, TURNS

# What tells that a message was not understood or its answer is not known: an intent, an action, a kind of message.
_NOT_UNDERSTOOD, _NO_RULE, _UNKNOWN = "nlu_fallback", "action_default_fallback", "unknown"
# The slot that names the case is set once in a conversation: with its first message.
_FIRST_SLOT, _STAGE_SLOT = "case_id", "stage"

# What the turn that is being taken left behind; None where none is.
_left: ContextVar[dict[str, Any] | None] = ContextVar("left", default=None)


@functools.cache
def pseudonyms() -> Pseudonyms:
    """The names that this installation's logs give conversations."""
    return Pseudonyms.of(Settings.from_env())


def _observed(rasa_handle: Callable[..., Awaitable[Any]]) -> Callable[..., Awaitable[Any]]:
    """Wrap `Agent.handle_message`: time it, the waiting for the conversation's lock included."""

    @functools.wraps(rasa_handle)
    async def handle_message(self: Agent, message: UserMessage) -> Any:
        began, outcome = time.perf_counter(), "failed"
        left: dict[str, Any] = {}
        token = _left.set(left)
        try:
            answer = await rasa_handle(self, message)
            outcome = "answered" if left else "no_model"
            return answer
        finally:
            _left.reset(token)
            took = time.perf_counter() - began
            channel = str(message.input_channel or "rest")
            TURNS.labels(channel, outcome).inc()
            TURN_TIME.labels(channel).observe(took)
            name = pseudonyms().of_conversation(f"{channel}:{message.sender_id}")
            log_event("turn", channel=channel, conversation=name, outcome=outcome, ms=round(took * 1000), **left)

    return handle_message


def _remembered(rasa_save: Callable[..., Awaitable[None]]) -> Callable[..., Awaitable[None]]:
    """Wrap `MessageProcessor.save_tracker`: note what the turn did, before anything is kept."""

    @functools.wraps(rasa_save)
    async def save_tracker(self: MessageProcessor, tracker: DialogueStateTracker) -> None:
        left = _left.get()
        if left is not None:
            left.update(summary(tracker))
            _count(left, _of_this_turn(tracker))
        await rasa_save(self, tracker)

    return save_tracker


def summary(tracker: DialogueStateTracker) -> dict[str, Any]:
    """What may be told of the last turn: what it was understood as, where it led, what kinds of messages it got."""
    events = _of_this_turn(tracker)
    said = [event for event in events if isinstance(event, UserUttered)]
    kinds = [kind for event in events if (kind := _kind(event))]
    intent = said[0].intent_name if said else None
    actions = [event.action_name for event in events if isinstance(event, ActionExecuted)]
    return {
        "intent": intent,
        "confidence": round(float(said[0].intent.get("confidence") or 0.0), 3) if said else None,
        "stage": tracker.get_slot(_STAGE_SLOT) if _STAGE_SLOT in tracker.slots else None,
        "fallback": intent == _NOT_UNDERSTOOD or _NO_RULE in actions or _UNKNOWN in kinds,
        "kinds": kinds,
        "actions": len(actions),
    }


def _of_this_turn(tracker: DialogueStateTracker) -> list[Event]:
    events: list[Event] = []
    for event in reversed(tracker.events):
        events.append(event)
        if isinstance(event, UserUttered):
            break
    return events[::-1]


def _kind(event: Event) -> str | None:
    """The contract's kind of one message of the bot, once where it came in parts; a plain response is a notice."""
    if not isinstance(event, BotUttered):
        return None
    custom = (event.data or {}).get("custom") or {}
    is_first = (custom.get("data") or {}).get("part", 1) == 1
    return str(custom.get("kind") or "notice") if is_first else None


def _count(left: dict[str, Any], events: list[Event]) -> None:
    INTENTS.labels(left["intent"] or "none").inc()
    if left["fallback"]:
        FALLBACKS.labels("not_understood" if left["intent"] == _NOT_UNDERSTOOD else "not_known").inc()
    for kind in left["kinds"]:
        SAID.labels(kind).inc()
    for event in events:
        if isinstance(event, SlotSet) and event.key == _FIRST_SLOT and event.value:
            STAGES.labels("welcome").inc()
        if isinstance(event, SlotSet) and event.key == _STAGE_SLOT and event.value:
            STAGES.labels(str(event.value)).inc()


def _install() -> None:
    # A module that is imported twice under two names must not wrap the wrapper.
    if not hasattr(Agent.handle_message, "__wrapped__"):
        Agent.handle_message = _observed(Agent.handle_message)
        MessageProcessor.save_tracker = _remembered(MessageProcessor.save_tracker)


_install()
