"""From Rasa's tracker to a turn, and from a reply to Rasa's events."""

from __future__ import annotations

import itertools
from collections.abc import Mapping
from typing import Any

from rasa_sdk import Tracker
from rasa_sdk.events import SlotSet
from rasa_sdk.executor import CollectingDispatcher

from bot.model.message import Message
from bot.model.turn import Open, Reply, Turn
from bot.rendering.parting import parted
from bot.understanding.parse import turn_from_parse

# Rasa's own command line prints custom data as raw JSON after the text, so it gets none.
_TEXT_ONLY = {"cmdline"}
# The reply that is being made, and the two before it.
_REPLIES = 3


def turn_from(tracker: Tracker) -> Turn:
    """The turn that the tracker's latest message makes."""
    return turn_of(tracker, tracker.latest_message or {})


def turn_of(tracker: Tracker, message: Mapping[str, Any]) -> Turn:
    """The turn that one user message makes, in the present state of the conversation."""
    return turn_from_parse(message, address=_address(tracker), open_now=_open(tracker))


def _address(tracker: Tracker) -> str:
    """Whose turn it is (`channel:user`); ids of other channels than REST begin with the channel's name already."""
    channel, sender = tracker.get_latest_input_channel() or "rest", str(tracker.sender_id)
    return sender if sender.startswith(f"{channel}:") else f"{channel}:{sender}"


def first_guess(tracker: Tracker) -> tuple[str, float]:
    """The likeliest intent of the latest message with its confidence, also where that was too little to act on."""
    ranking = (tracker.latest_message or {}).get("intent_ranking") or [{}]
    return str(ranking[0].get("name") or ""), float(ranking[0].get("confidence") or 0.0)


def _open(tracker: Tracker) -> Open:
    def slot(name: str) -> str:
        return str(tracker.get_slot(name) or "")

    return Open(
        stage=slot("stage"),
        phase=slot("phase"),
        question=slot("open_question"),
        attempts=int(tracker.get_slot("attempts") or 0),
        offered=tuple(tracker.get_slot("offered") or ()),
        until=int(tracker.get_slot("until") or 0),
        confirming=slot("confirming"),
        proposal=slot("proposal"),
        strategy=slot("open_strategy"),
        lost=_lost(tracker),
        twice=_twice(tracker),
        returned=_returned(tracker),
        shown=_shown(tracker),
    )


def _returned(tracker: Tracker) -> bool:
    """Whether the open question comes back from something else since a try at it failed."""
    since = itertools.takewhile(lambda event: event.get("event") != "user", reversed(tracker.events))
    tried = any(event.get("event") == "slot" and event.get("name") == "attempts" for event in since)
    return bool(tracker.get_slot("attempts")) and not tried


def _shown(tracker: Tracker) -> tuple[str, ...]:
    """The tokens of the buttons below the last reply."""
    before = itertools.dropwhile(lambda event: event.get("event") != "user", reversed(tracker.events))
    last = itertools.takewhile(lambda event: event.get("event") != "user", itertools.islice(before, 1, None))
    said = (event.get("data") or {} for event in last if event.get("event") == "bot")
    return tuple(str(button.get("payload")) for data in said for button in data.get("buttons") or ())


def _lost(tracker: Tracker) -> int:
    """How many messages in a row before the latest one were not understood."""
    said = [event.get("parse_data") or {} for event in tracker.events if event.get("event") == "user"][:-1]
    intents = ((parse.get("intent") or {}).get("name") for parse in reversed(said))
    return sum(1 for _ in itertools.takewhile(lambda intent: intent == "nlu_fallback", intents))


def _twice(tracker: Tracker) -> tuple[str, ...]:
    """The texts of the last reply, where the one before it was the same: a third time would be a circle."""
    replies: list[list[str]] = [[]]
    for event in reversed(tracker.events):
        if event.get("event") == "user":
            replies.append([])
        elif event.get("event") == "bot" and event.get("text"):
            replies[-1].insert(0, str(event["text"]))
        if len(replies) > _REPLIES:
            break
    # The first is the reply to the message that is being answered, as far as it goes.
    earlier = replies[1:_REPLIES]
    return tuple(earlier[0]) if len(earlier) == _REPLIES - 1 and earlier[0] == earlier[1] else ()


def utter(dispatcher: CollectingDispatcher, tracker: Tracker, message: Message) -> None:
    """Say one message, a long one in parts: text, buttons, and the contract's data where the channel can carry it."""
    for part in parted(message):
        buttons = [{"title": button.title, "payload": button.payload} for button in part.buttons]
        custom = None if tracker.get_latest_input_channel() in _TEXT_ONLY else part.custom()
        dispatcher.utter_message(text=part.text, buttons=buttons, json_message=custom)


def slot_events(tracker: Tracker, reply: Reply) -> list[dict[str, Any]]:
    """The slots that a reply changes; what was asked back is over unless the reply asks back itself."""
    opens = dict(reply.opens)
    if tracker.get_slot("confirming") and "confirming" not in opens:
        opens.update(confirming=None, proposal=None)
    return [SlotSet(name, value) for name, value in opens.items() if value != tracker.get_slot(name)]
