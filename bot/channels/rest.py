"""REST: `POST /webhooks/rest/webhook` with `sender` and `message`; one message of the bot is one object."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from typing import Any

from rasa.core.channels.channel import InputChannel, OutputChannel, UserMessage
from sanic import Blueprint
from sanic.request import Request
from sanic.response import HTTPResponse, json

from bot.channels import action_endpoint as action_endpoint  # imported for what it replaces in Rasa
from bot.channels.incoming import LONGEST_TEXT, Incoming, UnusableBody, has_words, read_body
from bot.channels.refusals import log_failure, refuse
from bot.channels.wording import installed_wording, say
from bot.model.message import Button, Message

# How long a client should wait after a failed turn; a restarted server needs about this long.
RETRY_AFTER_SECONDS = 5
# The button under an unreadable message: its title in the wording, and the token it sends.
CHECK_TITLE, CHECK_PAYLOAD = "button.check", "menu.check"

Handler = Callable[[UserMessage], Awaitable[Any]]


class OneObjectOutput(OutputChannel):  # type: ignore[misc]  # Rasa is untyped
    """Collects the bot's messages, each whole: stock Rasa splits text, buttons and custom, and cuts at blank lines."""

    def __init__(self) -> None:
        self.messages: list[dict[str, Any]] = []

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


def as_object(recipient: str, text: str, buttons: list[dict[str, str]], custom: Mapping[str, Any]) -> dict[str, Any]:
    """One message of the bot as clients get it; no buttons, no key."""
    message: dict[str, Any] = {"recipient_id": recipient, "text": text}
    if buttons:
        message["buttons"] = buttons
    return {**message, "custom": dict(custom)}


def as_spoken(recipient: str, message: Message) -> dict[str, Any]:
    """A message of the door itself as clients get it."""
    buttons = [{"title": button.title, "payload": button.payload} for button in message.buttons]
    return as_object(recipient, message.text, buttons, message.custom())


def answer_without_rasa(wording: Mapping[str, str], text: str) -> Message | None:
    """The answer to what is no message: nothing to understand, or too much; None where it is one."""
    if not has_words(text):
        check = Button(say(wording, CHECK_TITLE), CHECK_PAYLOAD)
        return Message("unknown", say(wording, "rest.empty"), buttons=(check,), data={"question": text})
    if len(text) > LONGEST_TEXT:
        return Message("notice", say(wording, "rest.too_long"), data={"error": "too_long", "limit": LONGEST_TEXT})
    return None


class RestChannel(InputChannel):  # type: ignore[misc]  # Rasa is untyped
    """The REST door."""

    def __init__(self, wording: Mapping[str, str]) -> None:
        self._wording = wording
        # The event loop itself holds running tasks only weakly.
        self._turns: set[asyncio.Future[Any]] = set()

    @classmethod
    def name(cls) -> str:
        """The channel's name, and the first half of a person's identity (`rest:sender`)."""
        return "rest"

    @classmethod
    def from_credentials(cls, credentials: dict[str, Any] | None) -> RestChannel:
        """Made by Rasa from `credentials.yml`, which sets nothing for this channel."""
        return cls(installed_wording())

    def blueprint(self, on_new_message: Handler) -> Blueprint:
        """The routes below `/webhooks/rest`."""
        routes = Blueprint("levelfield_rest")

        @routes.post("/webhook")
        async def receive(request: Request) -> HTTPResponse:
            try:
                incoming = read_body(request.body)
            except UnusableBody as unusable:
                return refuse(unusable.status, unusable.error, unusable.hint)
            fixed = answer_without_rasa(self._wording, incoming.text)
            if fixed is not None:
                return self._reply([as_spoken(incoming.sender, fixed)])
            return await self._take_turn(request, incoming, on_new_message)

        return routes

    async def _take_turn(self, request: Request, incoming: Incoming, on_new_message: Handler) -> HTTPResponse:
        output = OneObjectOutput()
        message = UserMessage(incoming.text, output, incoming.sender, input_channel=self.name())
        turn = asyncio.ensure_future(on_new_message(message))
        self._turns.add(turn)
        turn.add_done_callback(self._turns.discard)
        try:
            # Sanic cancels the handler when the client hangs up; a turn that has begun is finished all the same, or
            # the answer would be filed with the conversation left behind it.
            await asyncio.shield(turn)
        except Exception as error:
            log_failure(f"a turn of {self.name()} failed", error)
            return _try_later("The adviser could not finish this turn.")
        if not output.messages:
            # Rasa drops messages silently while it has no model.
            agent = getattr(request.app.ctx, "agent", None)
            if agent is not None and not agent.is_ready():
                return _try_later("The adviser has no model loaded.")
            silence = Message("notice", say(self._wording, "rest.no_answer"), data={"error": "no_answer"})
            output.messages.append(as_spoken(incoming.sender, silence))
        return self._reply(output.messages)

    @staticmethod
    def _reply(messages: list[dict[str, Any]]) -> HTTPResponse:
        return json(messages, headers={"Cache-Control": "no-store"})


def _try_later(error: str) -> HTTPResponse:
    hint = "Please send the message again in a few seconds."
    return refuse(503, error, hint, {"Retry-After": str(RETRY_AFTER_SECONDS)})
