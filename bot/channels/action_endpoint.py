"""How Rasa calls the action server: with what actions read, checked fast, again over a stale connection, never silent.

A call is given up after five seconds; one whose answer is known is not made. Importing this module replaces three
methods of Rasa's `RemoteAction`; every channel imports it.
"""

from __future__ import annotations

import asyncio
import functools
import logging
from collections import deque
from collections.abc import Awaitable, Callable, Iterator, Mapping
from dataclasses import replace
from typing import Any

from aiohttp import ClientConnectorError, ClientOSError, ServerDisconnectedError
from jsonschema.exceptions import best_match
from jsonschema.validators import validator_for
from rasa.core.actions.action import ActionExecutionRejection, RemoteAction
from rasa.shared.core.events import (
    ActionExecutionRejected,
    BotUttered,
    Event,
    SlotSet,
    UserUtteranceReverted,
    UserUttered,
)
from rasa.shared.core.trackers import DialogueStateTracker
from rasa.shared.exceptions import RasaException

from bot.advisor.agenda import COMPLETE
from bot.channels import kept_connections as kept_connections  # imported for what it replaces in Rasa
from bot.channels.wording import installed_wording, say
from bot.model.message import Message

logger = logging.getLogger(__name__)

# A turn calls two or three actions, each some ten milliseconds; who waited five seconds has been left alone already.
TIMEOUT_SECONDS = 5.0
# The form of the questionnaire: its validator, the one slot it asks for, and where an unfiled answer is kept.
VALIDATOR, ANSWER_SLOT, UNHEARD_SLOT = "validate_diagnosis_form", "diagnosis_answer", "unheard_answer"
# How often the open question was not answered.
ATTEMPTS_SLOT = "attempts"
# The events of our own actions: a name and a value, or nothing besides.
_SLOT, _BARE = SlotSet.type_name, frozenset({ActionExecutionRejected.type_name, UserUtteranceReverted.type_name})
# Marks an apology in the tracker, with the reason for it.
APOLOGY = "levelfield_apology"

Run = Callable[..., Awaitable[list[Event]]]
Format = Callable[..., dict[str, Any]]


@functools.cache
def _validator() -> Any:
    """Rasa's own schema of an action's result, compiled and checked once instead of at every call (13 ms each)."""
    schema = RemoteAction.action_response_format_spec()
    kind = validator_for(schema)
    kind.check_schema(schema)
    return kind(schema)


def validate_action_result(self: RemoteAction, result: Any) -> bool:
    """Check what the action server returned.

    Raises:
        jsonschema.ValidationError: for what `jsonschema.validate` would have refused.
    """
    if not _plainly_valid(result):
        error = best_match(_validator().iter_errors(result))
        if error is not None:
            raise error
    return True


def _plainly_valid(result: Any) -> bool:
    """Whether a result is as our own actions make it, which takes the schema half a millisecond to find out."""
    if type(result) is not dict:
        return False
    events, responses = result.get("events", []), result.get("responses", [])
    return (
        type(events) is type(responses) is list
        and all(type(response) is dict for response in responses)
        and all(_plain_event(event) for event in events)
    )


def _plain_event(event: Any) -> bool:
    if type(event) is not dict or type(event.get("timestamp")) not in (type(None), float, int):
        return False
    if type(event.get("metadata")) not in (type(None), dict):
        return False
    kind = event.get("event")
    if type(kind) is not str:
        return False
    return kind in _BARE or (kind == _SLOT and type(event.get("name")) is str and "value" in event)


def _say_what_is_read(rasa_format: Format) -> Format:
    """Wrap `RemoteAction._action_call_format`: the conversation goes along without what no action reads.

    Each of two or three calls a turn would else carry ten messages with all that was understood of each, about
    100 KB, which took a fifth of the time of a turn to write down and to read.
    """

    @functools.wraps(rasa_format)
    def call_format(self: RemoteAction, tracker: DialogueStateTracker, domain: Any) -> dict[str, Any]:
        loop, events = tracker.active_loop, tracker.events
        # The message that opened the form, with all that was understood of it: it would be copied at each call.
        tracker.active_loop = replace(loop, trigger_message=None) if loop else loop
        tracker.events = deque(event for event in events if _is_read(event))
        try:
            call = rasa_format(self, tracker, domain)
        finally:
            tracker.active_loop, tracker.events = loop, events
        latest = events[-1].timestamp if events else None
        state = {**call["tracker"], "latest_event_time": latest}
        return {**call, "tracker": {**state, "events": list(_events_read(state))}}

    return call_format


def _is_read(event: Event) -> bool:
    said = isinstance(event, (BotUttered, UserUttered))
    return said or (isinstance(event, SlotSet) and event.key == ATTEMPTS_SLOT)


def _events_read(state: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    """What was said on both sides, with the tokens of the last reply's buttons, and which answers failed.

    All that was understood goes along of a kept answer only (of the latest message it goes along anyway).
    """
    kept, events = state["slots"].get(UNHEARD_SLOT), state["events"]
    messages = [place for place, event in enumerate(events) if event["event"] == UserUttered.type_name]
    last_reply = messages[-2] if len(messages) > 1 else 0
    for place, event in enumerate(events):
        if event["event"] == BotUttered.type_name:
            bare = {name: event[name] for name in ("event", "timestamp", "text")}
            shown = ((event.get("data") or {}).get("buttons") or ()) if place >= last_reply else ()
            yield {**bare, "data": {"buttons": [{"payload": each.get("payload")} for each in shown]}} if shown else bare
        elif event["event"] == _SLOT:
            yield event
        else:
            whole, parse = kept is not None and event["text"] == kept, event["parse_data"]
            yield (
                event if whole else {**event, "parse_data": {"text": parse.get("text"), "intent": parse.get("intent")}}
            )


def _speak_when_it_fails(rasa_run: Run) -> Run:
    """Wrap `RemoteAction.run`: where it would raise and the turn be lost, it returns an apology."""

    @functools.wraps(rasa_run)
    async def run(
        self: RemoteAction, output_channel: Any, nlg: Any, tracker: DialogueStateTracker, domain: Any
    ) -> list[Event]:
        if self.name() == VALIDATOR and _nothing_to_validate(tracker):
            return [SlotSet(ANSWER_SLOT, tracker.get_slot(ANSWER_SLOT))]
        # Waiting again for a server that hangs would add up to the length of a turn's lock.
        if _apology_of_this_turn(tracker) == "timeout":
            return _events_instead(self.name(), tracker, "timeout")
        try:
            async with asyncio.timeout(TIMEOUT_SECONDS):
                try:
                    return await rasa_run(self, output_channel, nlg, tracker, domain)
                except RasaException as error:
                    if not _was_stale(error):
                        raise
                    # The call may have arrived for all that: every write is done once, so it may come again.
                    return await rasa_run(self, output_channel, nlg, tracker, domain)
        except ActionExecutionRejection:
            # The action's own way (status 400) to let another action be predicted.
            raise
        except Exception as error:
            reason = "timeout" if isinstance(error, TimeoutError) else "failed"
            # Only the kinds: a message of these errors can quote the whole conversation.
            cause = type(error.__cause__ or error.__context__ or error).__name__
            logger.error("action %s %s: %s (%s)", self.name(), reason, type(error).__name__, cause)
            return _events_instead(self.name(), tracker, reason)

    return run


def _nothing_to_validate(tracker: DialogueStateTracker) -> bool:
    """Whether the form begins, ends, or comes back from an interruption, which the validator leaves as it is.

    Of the three or four calls of a turn in which somebody asks something beside the questions, one is of this kind.
    """
    return ANSWER_SLOT in tracker.slots and tracker.get_slot(ANSWER_SLOT) in (None, COMPLETE)


def _was_stale(error: RasaException) -> bool:
    """Whether a kept connection broke that the server had closed meanwhile; not one that could not be made at all."""
    cause = error.__cause__ or error.__context__
    broken = isinstance(cause, (ServerDisconnectedError, ClientOSError))
    return broken and not isinstance(cause, ClientConnectorError)


def _events_instead(action: str, tracker: DialogueStateTracker, reason: str) -> list[Event]:
    events: list[Event] = []
    if _apology_of_this_turn(tracker) is None:
        events.append(_apology(tracker, reason))
    if action == VALIDATOR:
        events += _kept_answer(tracker)
    return events


def _apology(tracker: DialogueStateTracker, reason: str) -> BotUttered:
    text = say(installed_wording(), "rest.actions_down")
    # `rasa shell` prints the contract part as raw JSON.
    in_shell = tracker.get_latest_input_channel() == "cmdline"
    custom = None if in_shell else Message("notice", text, data={"error": f"actions_{reason}"}).custom()
    return BotUttered(text, data={"custom": custom}, metadata={APOLOGY: reason})


def _apology_of_this_turn(tracker: DialogueStateTracker) -> str | None:
    for event in reversed(tracker.events):
        if isinstance(event, UserUttered):
            return None
        if isinstance(event, BotUttered) and APOLOGY in event.metadata:
            return str(event.metadata[APOLOGY])
    return None


def _kept_answer(tracker: DialogueStateTracker) -> list[Event]:
    """What keeps the form where it was.

    The slot was filled before validation. Left so, the form would take itself for answered and end; emptied, the same
    question is asked again. The text is kept only if it was taken as an answer.
    """
    emptied: list[Event] = [SlotSet(ANSWER_SLOT, None)]
    said = tracker.latest_message.text if tracker.latest_message else None
    if said is None or tracker.get_slot(ANSWER_SLOT) != said or UNHEARD_SLOT not in tracker.slots:
        return emptied
    return [*emptied, SlotSet(UNHEARD_SLOT, said)]


def _install() -> None:
    # A module that is imported twice under two names must not wrap the wrapper.
    if not hasattr(RemoteAction.run, "__wrapped__"):
        RemoteAction._validate_action_result = validate_action_result
        RemoteAction._action_call_format = _say_what_is_read(RemoteAction._action_call_format)
        RemoteAction.run = _speak_when_it_fails(RemoteAction.run)


_install()
