"""Whoever types the title of a button that was just shown presses it, at every stage.

Importing this module wraps one method of Rasa's `MessageProcessor`, the one place where a message meets the
conversation before it is understood. Options of a question are left to the interview, which reads them in any form.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from rasa.core.channels.channel import UserMessage
from rasa.core.processor import MessageProcessor
from rasa.shared.core.events import BotUttered, UserUttered
from rasa.shared.core.trackers import DialogueStateTracker

from bot.advisor.pointing import flattened

# Title and payload of the buttons of one reply.
Shown = Sequence[tuple[str, str]]
# How many replies back a button is still in sight on a phone.
_REPLIES = 3
# Answers to a question, and what the interview hears in words: its letters, "skip", "why".
_HEARD = re.compile(r"(?:[A-Z][1-9]|fact\.[a-z_]+|clash\.[a-z_]+):.*|skip|dont_know|why|meaning|back")
# What these do hangs on the reply that they stand below.
_OF_THE_LAST = frozenset({"yes", "no", "next", "delete.yes", "restart.yes", "try.yes"})
_END = r"(?:,? (?:please|pls|then|now))*\W*$"
# What else is said for a button of the last reply: its payload, or the part before the colon.
_SAID_FOR: Mapping[str, re.Pattern[str]] = {
    name: re.compile(pattern + _END, re.IGNORECASE)
    for name, pattern in {
        "recommend": r"^(?:(?:so|and|ok|okay|well),? )*(?:show me |tell me )?what (?:can|do|should|could) (?:i|we) do"
        r"(?: about (?:it|this|that|them))?|^show me what (?:i|we) can do",
        "next": r"^(?:skip(?: (?:it|this|that|this one|that one))?|(?:the )?next(?: one)?)",
        "undo": r"^(?:(?:no|oops|sorry|please),? )*(?:undo(?: (?:it|that|this))?"
        r"|(?:put|bring|take|give) (?:it|that|this)(?: one)? back"
        r"(?: (?:on|onto|in|into|to) (?:the|my|our) (?:plan|list))?)",
        "send_brief": r"^(?:(?:yes|yeah|yep|ok|okay|sure|please|do),? )*send (?:it|this|that|the page|this page|them)"
        r"(?: (?:off|over|to them|to him|to her))?",
    }.items()
}
_DONT_SEND = re.compile(r"^(?:(?:no|nope|please),? )*(?:don'?t|do not|never) send\b", re.IGNORECASE)
_DO_SEND = _SAID_FOR["send_brief"]
_SEEN = re.compile(
    r"\bwhat (?:will|do|would|can|does|is) .{0,30}\b(?:see|get|read|sent|find out|told)\b|\bwho (?:sees|reads|gets)\b",
    re.IGNORECASE,
)


def _said(text: str) -> str:
    return flattened(text).strip(" .,:;!?…\"'")


def pressed_by(text: str, replies: Sequence[Shown], slots: Mapping[str, Any], *, asking: bool = False) -> str:
    """The payload of the button that a text presses, or nothing.

    Args:
        replies: the buttons of the last replies, the newest reply first.
        slots: what is open: `stage` and `proposal` are looked at.
        asking: whether a question is open, whose interview hears "undo" and "skip" itself.
    """
    said, plain = _said(text), text.replace("’", "'").strip()
    if not said:
        return ""
    for place, shown in enumerate(replies[:_REPLIES]):
        for title, payload in shown:
            if _said(title) == said and not _HEARD.fullmatch(payload) and (place == 0 or payload not in _OF_THE_LAST):
                return payload
    if str(slots.get("proposal") or "").startswith("brief:"):
        # A page for a human adviser was shown, and may be sent.
        for pattern, token in ((_DONT_SEND, "no"), (_DO_SEND, "yes"), (_SEEN, "brief.see")):
            if pattern.search(plain):
                return token
    if asking:
        return ""
    for shown in replies[:1]:
        for _, payload in shown:
            also = _SAID_FOR.get(payload.partition(":")[0])
            if also and also.search(plain):
                return payload
    if slots.get("stage") == "more" and _SAID_FOR["next"].search(plain):
        return "plan"
    return "undo" if slots.get("stage") == "plan" and _SAID_FOR["undo"].search(plain) else ""


def shown_lately(tracker: DialogueStateTracker) -> list[list[tuple[str, str]]]:
    """The buttons of the last replies of a conversation, the newest reply first."""
    replies: list[list[tuple[str, str]]] = [[]]
    for event in reversed(tracker.events):
        if isinstance(event, UserUttered):
            replies.append([])
        elif isinstance(event, BotUttered):
            buttons = (event.data or {}).get("buttons") or ()
            replies[-1] += [(str(b.get("title") or ""), str(b.get("payload") or "")) for b in buttons]
        if len(replies) > _REPLIES:
            break
    return replies[:_REPLIES]


_parse = MessageProcessor.parse_message


async def _parse_message(
    self: MessageProcessor,
    message: UserMessage,
    tracker: DialogueStateTracker | None = None,
    only_output_properties: bool = True,
) -> dict[str, Any]:
    """Understand a message; a typed title is read as its button."""
    if tracker is not None and message.text:
        asking = bool(tracker.active_loop_name)
        slots = tracker.current_slot_values()
        message.text = pressed_by(message.text, shown_lately(tracker), slots, asking=asking) or message.text
    parsed: dict[str, Any] = await _parse(self, message, tracker, only_output_properties)
    return parsed


MessageProcessor.parse_message = _parse_message
