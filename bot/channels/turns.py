"""One turn with Rasa for every door: what a person said goes in, and the messages of the adviser come out, once."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from typing import Any

from rasa.core.channels.channel import OutputChannel, UserMessage
from rasa.shared.core.events import BotUttered, UserUttered

from bot.channels import graph_runner as graph_runner  # imported for what it replaces in Rasa
from bot.channels import long_texts as long_texts  # likewise
from bot.channels import no_stories as no_stories  # likewise
from bot.channels import rule_lookup as rule_lookup  # likewise
from bot.channels.incoming import LONGEST_TEXT, has_words
from bot.channels.wording import say
from bot.model.message import Button, Message
from bot.model.received import Received

# The button under an unreadable message: its title in the wording, and the token it sends.
CHECK_TITLE, CHECK_PAYLOAD = "button.check", "menu.check"

Handler = Callable[[UserMessage], Awaitable[Any]]
# One message of the bot as clients get it.
Said = dict[str, Any]


class NoModel(Exception):
    """Rasa has no model loaded, and would drop the message without a word."""


class OneObjectOutput(OutputChannel):  # type: ignore[misc]  # Rasa is untyped
    """Collects the bot's messages, each whole: stock Rasa splits text, buttons and custom, and cuts at blank lines."""

    def __init__(self) -> None:
        self.messages: list[Said] = []

    @classmethod
    def name(cls) -> str:
        """The name that `channel:` in a response refers to."""
        return "rest"

    async def send_response(self, recipient_id: str, message: dict[str, Any]) -> None:
        """Add one message of the bot."""
        text = message.get("text") or ""
        buttons = [{"title": b["title"], "payload": b["payload"]} for b in message.get("buttons") or ()]
        # A plain `utter_` response has no contract part: it is then a notice, so that clients need no special case.
        custom = message.get("custom") or Message("notice", text).custom()
        self.messages.append(as_object(recipient_id, text, buttons, custom))

    async def send_text_message(self, recipient_id: str, text: str, **kwargs: Any) -> None:
        """Add one message that is only text."""
        await self.send_response(recipient_id, {"text": text})


def as_object(recipient: str, text: str, buttons: list[dict[str, str]], custom: Mapping[str, Any]) -> Said:
    """One message of the bot as clients get it; no buttons, no key."""
    message: Said = {"recipient_id": recipient, "text": text}
    if buttons:
        message["buttons"] = buttons
    return {**message, "custom": dict(custom)}


def spoken(recipient: str, message: Message) -> Said:
    """A message that a door says itself."""
    buttons = [{"title": button.title, "payload": button.payload} for button in message.buttons]
    return as_object(recipient, message.text, buttons, message.custom())


def silence(wording: Mapping[str, str], recipient: str) -> Said:
    """What is said where a turn ended and said nothing."""
    return spoken(recipient, Message("notice", say(wording, "rest.no_answer"), data={"error": "no_answer"}))


def answer_without_rasa(wording: Mapping[str, str], text: str) -> Message | None:
    """What is said to a text that Rasa should not see: without words, or too long."""
    if not has_words(text):
        check = Button(say(wording, CHECK_TITLE), CHECK_PAYLOAD)
        return Message("unknown", say(wording, "rest.empty"), buttons=(check,), data={"question": text})
    if len(text) > LONGEST_TEXT:
        return Message("notice", say(wording, "rest.too_long"), data={"error": "too_long", "limit": LONGEST_TEXT})
    return None


async def turn(
    handler: Handler, wording: Mapping[str, str], channel: str, sender: str, text: str, message_id: str, agent: Any
) -> list[Said]:
    """Let Rasa answer one message.

    Args:
        handler: what Rasa gives a channel to hand messages to.
        sender: the conversation's name in Rasa.
        message_id: the same each time that the same message comes: a turn that was finished is not done again. Where
            it is empty, Rasa makes one.
        agent: Rasa's agent, or None where there is none to ask.

    Raises:
        NoModel: and whatever keeps Rasa from finishing the turn.
    """
    earlier = await earlier_reply(agent, sender, message_id) if message_id else None
    if earlier is not None:
        return earlier
    output = OneObjectOutput()
    await handler(UserMessage(text, output, sender, input_channel=channel, message_id=message_id or None))
    if not output.messages:
        if agent is not None and not agent.is_ready():
            raise NoModel
        output.messages.append(silence(wording, sender))
    return output.messages


async def answer_received(
    handler: Handler, wording: Mapping[str, str], channel: str, received: Received, agent: Any
) -> list[Said]:
    """The reply to a message in the inbox of a chat platform; `unread` in its body names what is said instead."""
    unread, text = received.body.get("unread"), received.body["text"]
    fixed = Message("notice", say(wording, unread)) if unread else answer_without_rasa(wording, text)
    if fixed is not None:
        return [spoken(received.person, fixed)]
    return await turn(handler, wording, channel, received.person, text, received.id, agent)


async def earlier_reply(agent: Any, sender: str, message_id: str) -> list[Said] | None:
    """The reply to a message that Rasa has answered before; None where it has not.

    Rasa stores a turn whole or not at all, so a message that stands in the conversation was answered. That closes the
    gap between its database and the inbox's: who dies between the two writes has still taken one turn.
    """
    tracker = await agent.tracker_store.retrieve(sender) if agent is not None and agent.is_ready() else None
    output, found = OneObjectOutput(), False
    for event in tracker.events if tracker is not None else ():
        if isinstance(event, UserUttered):
            if found:
                break
            found = event.message_id == message_id
        elif found and isinstance(event, BotUttered):
            data = {name: value for name, value in event.data.items() if value is not None}
            await output.send_response(sender, {**data, "text": event.text})
    return output.messages if found else None
