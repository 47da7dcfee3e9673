"""Slack: events, presses and commands by HTTP or Socket Mode into the inbox, and from there to Rasa and back, once."""

from __future__ import annotations

import asyncio
import json
import logging
import time
from collections.abc import Mapping
from dataclasses import replace
from typing import Any
from urllib.parse import parse_qsl

import aiohttp
from rasa.core.channels.channel import InputChannel
from sanic import Blueprint
from sanic.request import Request
from sanic.response import HTTPResponse, empty
from sanic.response import json as json_response
from slack_sdk.errors import SlackApiError, SlackClientError
from slack_sdk.signature import SignatureVerifier
from slack_sdk.socket_mode.async_client import AsyncBaseSocketModeClient
from slack_sdk.socket_mode.request import SocketModeRequest
from slack_sdk.socket_mode.response import SocketModeResponse
from slack_sdk.web.async_client import AsyncWebClient

from bot.cases.repository import CaseStore
from bot.channels import action_endpoint as action_endpoint  # imported for what it replaces in Rasa
from bot.channels.attachments import attachment_of, in_steps
from bot.channels.faults import Fault
from bot.channels.intake import Intake, Undelivered
from bot.channels.limits import PASSED_OVER, READ, TOLD, Limits, installed_limits
from bot.channels.papers import papers_of
from bot.channels.refusals import log_failure, refuse
from bot.channels.slack_errors import FOR_GOOD, NO_ACCESS, fault_of, name_of, wait_of
from bot.channels.slack_events import Heard, read_command, read_event, read_press
from bot.channels.slack_socket import SlackSocket
from bot.channels.turns import Handler, answer_received
from bot.channels.wording import installed_wording, notices, say
from bot.inbox.inbox import Inbox
from bot.model.received import Received
from bot.rendering.cutting import shortened
from bot.rendering.slack import as_plain, pressed_blocks, slack_blocks
from bot.settings import Settings

logger = logging.getLogger(__name__)

# A call is answered in well under a second; somebody waits for the reply.
CALL_SECONDS = 15
# Slack delivers for so long what it could not deliver at once.
_REPEATED_SECONDS = 3_600.0
# Slack's limit for what stands for a picture.
LONGEST_ALT = 1_000
# The text alone is worth another attempt; its buttons can be typed.
_BLOCKS_REFUSED = {"invalid_blocks", "invalid_blocks_format", "msg_blocks_too_long"}
_UNREACHED = (aiohttp.ClientError, SlackClientError, TimeoutError, OSError)


class SlackChannel(InputChannel):  # type: ignore[misc]  # Rasa is untyped
    """The Slack door; it stays closed where its secrets are not set."""

    def __init__(
        self,
        settings: Settings,
        wording: Mapping[str, str],
        inbox: Inbox | None = None,
        *,
        limits: Limits | None = None,
        fault: Fault | None = None,
    ) -> None:
        self._settings, self._wording = settings, wording
        self._inbox, self._limits, self._fault = inbox, limits, fault or Fault(*settings.fault)
        self._courtesies: set[asyncio.Task[None]] = set()

    @classmethod
    def name(cls) -> str:
        """The channel's name, and the first part of a person's identity (`slack:workspace:user`)."""
        return "slack"

    @classmethod
    def from_credentials(cls, credentials: dict[str, Any] | None) -> SlackChannel:
        """Made by Rasa from `credentials.yml`, which sets nothing for this channel: its secrets are settings."""
        return cls(Settings.from_env(), installed_wording(), limits=installed_limits())

    def blueprint(self, on_new_message: Handler) -> Blueprint:
        """The addresses that Slack calls, or the connection to it; and the worker on the inbox."""
        routes = Blueprint("levelfield_slack")
        missing = self._settings.missing_for_slack
        if missing:
            logger.error("Slack stays closed: %s", missing)
        if missing or not self._settings.slack_token:
            return routes
        self._store = self._inbox or Inbox(CaseStore(self._settings.cases_url))

        async def answer(received: Received, agent: Any) -> list[dict[str, Any]]:
            if received.attempts > 1 and received.body.get("press", {}).get("shown"):
                # Who took it first may have died before that.
                self._in_background(self._show_what_was_chosen(received.body))
            return in_steps(await answer_received(on_new_message, self._wording, self.name(), received, agent))

        self._intake = Intake(self._store, self.name(), answer, self._deliver, self._fault, notices(self._wording))
        self._intake.attach(routes)
        if self._settings.slack_signing_secret:
            self._serve(routes, SignatureVerifier(self._settings.slack_signing_secret))
        self._run_beside(routes)
        return routes

    def _run_beside(self, routes: Blueprint) -> None:
        async def begin(app: Any, loop: Any) -> None:
            # Repeating is the inbox's work: it also survives the end of this process.
            address, token = self._settings.slack_api + "/", self._settings.slack_token
            self._session = aiohttp.ClientSession()
            self._web = AsyncWebClient(
                token, address, CALL_SECONDS, session=self._session, retry_handlers=[], trust_env_in_session=True
            )
            self._socket: SlackSocket | None = None
            if self._settings.slack_app_token:
                self._connecting = asyncio.ensure_future(self._connect())

        async def end(app: Any, loop: Any) -> None:
            if self._settings.slack_app_token:
                self._connecting.cancel()
            if self._socket is not None:
                await self._socket.close()  # type: ignore[no-untyped-call]  # the library leaves it so

        async def close(app: Any, loop: Any) -> None:
            await self._session.close()

        routes.listener("before_server_start")(begin)
        routes.listener("before_server_stop")(end)
        routes.listener("after_server_stop")(close)

    def _serve(self, routes: Blueprint, verifier: SignatureVerifier) -> None:
        def signed(request: Request) -> bool:
            try:
                return bool(verifier.is_valid_request(request.body, dict(request.headers)))
            except (ValueError, UnicodeDecodeError):
                return False

        told = False

        async def checked(request: Request, form: bool) -> Any:
            nonlocal told
            if not signed(request):
                if not told:
                    # Once: whoever forges calls must not fill the log.
                    logger.warning("a call was not signed with LEVELFIELD_SLACK_SIGNING_SECRET, or the clock is wrong")
                told = True
                return refuse(401, "This call is not signed by Slack.", "Check the signing secret and the clock.")
            try:
                if form:
                    return dict(parse_qsl(request.body.decode(), keep_blank_values=True))
                return json.loads(request.body)
            except (ValueError, RecursionError):
                return refuse(400, "The body cannot be read.", "Only Slack calls this address.")

        @routes.post("/events")
        async def events(request: Request) -> HTTPResponse:
            body = await checked(request, form=False)
            if isinstance(body, HTTPResponse):
                return body
            if isinstance(body, dict) and body.get("type") == "url_verification":
                return json_response({"challenge": str(body.get("challenge"))})
            return await self._acknowledged(read_event(body))

        @routes.post("/interactivity")
        async def interactivity(request: Request) -> HTTPResponse:
            form = await checked(request, form=True)
            if isinstance(form, HTTPResponse):
                return form
            try:
                payload = json.loads(form.get("payload") or "null")
            except (ValueError, RecursionError):
                payload = None
            return await self._acknowledged(read_press(payload))

        @routes.post("/commands")
        async def commands(request: Request) -> HTTPResponse:
            # Slack looks now and then whether the certificate is good, without a signature, and wants a plain yes.
            if ("ssl_check", "1") in parse_qsl(request.body.decode(errors="replace")):
                return empty(200)
            form = await checked(request, form=True)
            if isinstance(form, HTTPResponse):
                return form
            return await self._acknowledged(read_command(form), self._told_where())

    def _told_where(self) -> dict[str, str]:
        return {"response_type": "ephemeral", "text": say(self._wording, "chat.in_direct")}

    async def _acknowledged(self, heard: Heard | None, answer: Mapping[str, str] | None = None) -> HTTPResponse:
        try:
            answered = await self._keep(heard)
        except Exception as error:
            # Not acknowledged: Slack delivers events again, and tells the person of anything else.
            log_failure("what slack delivered could not be kept", error)
            return refuse(503, "This could not be kept.", "Deliver it again.", {"Retry-After": "5"})
        return json_response(answer) if answer and answered else empty(200)

    async def _connect(self) -> None:
        """Socket Mode: connect, however long that takes, and stay connected."""
        self._socket = SlackSocket(
            lambda error: _name_token(error, "LEVELFIELD_SLACK_APP_TOKEN"),
            app_token=self._settings.slack_app_token,
            web_client=self._web,
            trace_enabled=False,
        )
        self._socket.socket_mode_request_listeners.append(self._take_from_socket)
        # It tries until it is told to close, whatever happens.
        await self._socket.connect()  # type: ignore[no-untyped-call]  # the library leaves it so

    async def _take_from_socket(self, client: AsyncBaseSocketModeClient, request: SocketModeRequest) -> None:
        readers = {"events_api": read_event, "interactive": read_press, "slash_commands": read_command}
        reader = readers.get(request.type)
        answer = self._told_where() if request.type == "slash_commands" else None
        try:
            answered = await self._keep(reader(request.payload) if reader else None)
        except Exception as error:
            log_failure("what slack delivered could not be kept", error)
            return
        await client.send_socket_mode_response(SocketModeResponse(request.envelope_id, answer if answered else None))

    async def _keep(self, heard: Heard | None) -> bool:
        """Keep what somebody said until it is answered; False where it is nothing to answer."""
        if heard is None:
            return False
        if heard.press and heard.unread:
            self._in_background(self._say_to_one(heard, say(self._wording, heard.unread)))
            return False
        known = self._store.knows_reference
        if heard.needs_thread and not await asyncio.to_thread(known, self.name(), heard.reference):
            return False
        if heard.alone and await asyncio.to_thread(known, self.name(), heard.reference):
            # Here already; or changed before it came, and what counts is the change.
            return False
        verdict = READ if self._limits is None else await self._limits.in_chat(heard.person)
        if verdict == PASSED_OVER:
            return False
        if verdict == TOLD:
            heard = replace(heard, text="", press={}, unread="chat.too_many")
        unread = heard.unread
        if heard.edited and not unread:
            last = await asyncio.to_thread(self._store.last_reference, heard.person)
            early = _may_come(heard) and not await asyncio.to_thread(known, self.name(), heard.reference)
            # What was said further back has been answered and gone on from; what has not come yet is said by this.
            unread = "" if early or last == heard.reference else "chat.edited_late"
        where = {"channel": heard.channel, "thread": heard.thread, "user": heard.user}
        body = {**where, "text": heard.text, "unread": unread, "press": dict(heard.press)}
        if await self._intake.put(heard.person, heard.key, body, reference=heard.reference) and heard.press.get(
            "shown"
        ):
            # At once, however long the answer takes: what is seen next is what has been pressed.
            self._in_background(self._show_what_was_chosen(body))
        return True

    async def _say_to_one(self, heard: Heard, text: str) -> None:
        where = {"thread_ts": heard.thread} if heard.thread else {}
        await self._try("chat.postEphemeral", channel=heard.channel, user=heard.user, text=text, **where)

    async def _show_what_was_chosen(self, body: Mapping[str, Any]) -> None:
        press = body["press"]
        blocks = pressed_blocks(press["shown"]["blocks"], body["text"], press["title"])
        text = press["shown"]["text"]
        await self._try("chat.update", channel=body["channel"], ts=press["ts"], text=text, blocks=blocks)

    async def _try(self, method: str, **parameters: Any) -> None:
        try:
            await self._web.api_call(method, json=parameters)
        except _UNREACHED as error:
            logger.info("%s: %s", method, fault_of(error))

    def _in_background(self, work: Any) -> None:
        task = asyncio.ensure_future(work)
        # The event loop itself holds running tasks only weakly.
        self._courtesies.add(task)
        task.add_done_callback(self._courtesies.discard)

    async def _deliver(self, received: Received, message: Mapping[str, Any]) -> None:
        body = received.body
        try:
            channel = body["channel"] or await self._direct_messages(body["user"])
            where = {"channel": channel, **({"thread_ts": body["thread"]} if body.get("thread") else {})}
            if "file" in message:
                await self._send_file(where, message)
            else:
                await self._send(where, message, body["user"])
        except SlackApiError as error:
            name = name_of(error)
            _name_token(error, "LEVELFIELD_SLACK_TOKEN")
            raise Undelivered(f"slack {name}"[:120], after=wait_of(error), for_good=name in FOR_GOOD) from None
        except _UNREACHED as error:
            raise Undelivered(fault_of(error)) from None

    async def _direct_messages(self, user: str) -> str:
        opened = await self._web.conversations_open(users=user)
        return str(opened["channel"]["id"])

    async def _send_file(self, where: Mapping[str, Any], message: Mapping[str, Any]) -> None:
        """Profile or plan as a file; the text that follows says all of it, and goes out without it as well."""
        attachment = await attachment_of(message["file"], papers_of(self._settings))
        if attachment is None:
            return
        alternative = shortened(message["text"], LONGEST_ALT) if attachment.is_picture else None
        try:
            await self._web.files_upload_v2(
                content=attachment.content,
                filename=attachment.name,
                alt_txt=alternative,
                channel=where["channel"],
                thread_ts=where.get("thread_ts"),
            )
        except _UNREACHED as error:
            if isinstance(error, SlackApiError) and error.response.status_code == 429:
                raise
            # Files go to another host than messages, which a firewall may not know.
            logger.warning("a file was not sent: %s", fault_of(error))

    async def _send(self, where: Mapping[str, Any], message: Mapping[str, Any], owner: str) -> None:
        buttons = message.get("buttons") or ()
        blocks = slack_blocks(message["text"], buttons, owner=owner, choose=say(self._wording, "chat.choose"))
        text = as_plain(message["text"])
        try:
            await self._web.chat_postMessage(**where, text=text, blocks=blocks, unfurl_links=False, unfurl_media=False)
        except SlackApiError as error:
            if name_of(error) not in _BLOCKS_REFUSED:
                raise
            logger.error("Slack refused the blocks of a message; it goes out as text")
            await self._web.chat_postMessage(**where, text=text, unfurl_links=False, unfurl_media=False)


def _may_come(heard: Heard) -> bool:
    """Whether a message that was changed may not have been delivered yet; its name is the time at which it was said."""
    return time.time() - float(heard.reference.rpartition("/")[2]) < _REPEATED_SECONDS


def _name_token(error: BaseException, setting: str) -> None:
    """Tell the operator which setting it is that Slack finds fault with, if it is one."""
    if isinstance(error, SlackApiError) and name_of(error) in NO_ACCESS:
        logger.error("Slack does not accept %s (%s); `levelfield doctor` says more", setting, name_of(error))
