"""REST: `POST /webhooks/rest/webhook` with `sender` and `message`; one message of the bot is one object."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from typing import Any

from rasa.core.channels.channel import InputChannel
from sanic import Blueprint
from sanic.request import Request
from sanic.response import HTTPResponse, json

from bot.cases.repository import CaseStore
from bot.channels import action_endpoint as action_endpoint  # imported for what it replaces in Rasa
from bot.channels import typed_titles as typed_titles  # likewise
from bot.channels.doors import too_many
from bot.channels.faults import Fault
from bot.channels.incoming import Incoming, UnusableBody, read_body
from bot.channels.intake import Intake
from bot.channels.limits import Limits, installed_limits
from bot.channels.refusals import log_failure, refuse
from bot.channels.turns import Handler, NoModel, Said, answer_without_rasa, spoken, turn
from bot.channels.wording import installed_wording
from bot.inbox.inbox import Inbox
from bot.model.received import DEAD, DONE, Received
from bot.settings import Settings
from bot.trackers import agent_store as agent_store  # likewise

# How long a client should wait after a failed turn; a restarted server needs about this long.
RETRY_AFTER_SECONDS = 5
# How long a client with a message id is kept waiting: a turn whose two actions both hang takes ten seconds.
WAIT_SECONDS = 20.0


class RestChannel(InputChannel):  # type: ignore[misc]  # Rasa is untyped
    """The REST door; without an inbox, message ids are checked and not used."""

    def __init__(
        self,
        wording: Mapping[str, str],
        limits: Limits | None = None,
        inbox: Inbox | None = None,
        fault: Fault | None = None,
    ) -> None:
        self._wording, self._limits = wording, limits
        self._inbox, self._fault = inbox, fault or Fault()
        # The event loop itself holds running tasks only weakly.
        self._turns: set[asyncio.Future[Any]] = set()

    @classmethod
    def name(cls) -> str:
        """The channel's name, and the first half of a person's identity (`rest:sender`)."""
        return "rest"

    @classmethod
    def from_credentials(cls, credentials: dict[str, Any] | None) -> RestChannel:
        """Made by Rasa from `credentials.yml`, which sets nothing for this channel."""
        settings = Settings.from_env()
        inbox = Inbox(CaseStore(settings.cases_url))
        return cls(installed_wording(), installed_limits(), inbox, Fault(*settings.fault))

    def blueprint(self, on_new_message: Handler) -> Blueprint:
        """The routes below `/webhooks/rest`."""
        routes = Blueprint("levelfield_rest")
        intake = self._intake(routes, on_new_message)

        @routes.post("/webhook")
        async def receive(request: Request) -> HTTPResponse:
            try:
                incoming = read_body(request.body)
            except UnusableBody as unusable:
                return refuse(unusable.status, unusable.error, unusable.hint)
            if self._limits is not None:
                address = getattr(request.ctx, "address", request.ip or "")
                exceeded = await self._limits.of_sender(f"{self.name()}:{incoming.sender}", address)
                if exceeded is not None:
                    return too_many(exceeded)
            fixed = answer_without_rasa(self._wording, incoming.text)
            if fixed is not None:
                return _reply([spoken(incoming.sender, fixed)])
            if incoming.message_id and intake is not None:
                return await self._answer_once(intake, incoming)
            return await self._take_turn(request, incoming, on_new_message)

        return routes

    def _intake(self, routes: Blueprint, on_new_message: Handler) -> Intake | None:
        if self._inbox is None:
            return None

        async def answer(received: Received, agent: Any) -> list[Said]:
            sender, text = received.body["sender"], received.body["text"]
            return await turn(on_new_message, self._wording, self.name(), sender, text, received.id, agent)

        intake = Intake(self._inbox, self.name(), answer, None, self._fault)
        intake.attach(routes)
        return intake

    async def _answer_once(self, intake: Intake, incoming: Incoming) -> HTTPResponse:
        """Keep the message under the client's id, and give the reply to it: the same one however often it comes."""
        person, key = f"{self.name()}:{incoming.sender}", incoming.message_id
        try:
            await intake.put(person, key, {"sender": incoming.sender, "text": incoming.text})
            found = await intake.finished(person, key, WAIT_SECONDS)
            if found is not None and found.state == DEAD:
                # It was given up on, and is asked for all the same.
                assert self._inbox is not None
                await asyncio.to_thread(self._inbox.retry, found.id)
                found = await intake.finished(person, key, WAIT_SECONDS)
        except Exception as error:
            log_failure("a message of rest could not be kept", error)
            return _try_later("The adviser could not keep this message.")
        if found is None or found.state != DONE:
            return _try_later("The adviser could not finish this turn yet.")
        if not found.reply:
            hint = "Its reply is no longer kept. Send the next message with an id of its own."
            return refuse(409, "This `message_id` was answered before.", hint)
        return _reply(found.reply)

    async def _take_turn(self, request: Request, incoming: Incoming, on_new_message: Handler) -> HTTPResponse:
        agent = getattr(request.app.ctx, "agent", None)
        answering = turn(on_new_message, self._wording, self.name(), incoming.sender, incoming.text, "", agent)
        task = asyncio.ensure_future(answering)
        self._turns.add(task)
        task.add_done_callback(self._turns.discard)
        try:
            # Sanic cancels the handler when the client hangs up; a turn that has begun is finished all the same, or
            # the answer would be filed with the conversation left behind it.
            return _reply(await asyncio.shield(task))
        except NoModel:
            return _try_later("The adviser has no model loaded.")
        except Exception as error:
            log_failure(f"a turn of {self.name()} failed", error)
            return _try_later("The adviser could not finish this turn.")


def _reply(messages: Sequence[Mapping[str, Any]]) -> HTTPResponse:
    return json(list(messages), headers={"Cache-Control": "no-store"})


def _try_later(error: str) -> HTTPResponse:
    hint = "Please send the message again in a few seconds."
    return refuse(503, error, hint, {"Retry-After": str(RETRY_AFTER_SECONDS)})
