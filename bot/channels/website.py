"""The website's door: socket.io, one contract message at a time, each numbered and kept for a page that missed it.

Events of a page, each with an acknowledgement: `begin` (what it saw last), `say` (a message with an id of its own), and
`feedback` (a thumb). Events of the adviser: `message`, `heard` (what another tab said), `typing`.
"""

from __future__ import annotations

import asyncio
import contextlib
import re
from collections import Counter
from collections.abc import Awaitable, Callable, Mapping
from typing import Any

from rasa.core.channels.channel import InputChannel, UserMessage
from sanic import Blueprint, Sanic
from sanic.request import Request
from socketio import AsyncManager, AsyncRedisManager, AsyncServer
from socketio.exceptions import ConnectionRefusedError

from bot.cases.repository import CaseStore
from bot.cases.website import AGAIN, DONE, LEASE, NEW, WebsiteStore
from bot.channels import action_endpoint as action_endpoint  # imported for what it replaces in Rasa
from bot.channels import typed_titles as typed_titles  # likewise
from bot.channels import websockets as websockets  # imported for what it replaces in Sanic
from bot.channels.addresses import is_own_origin
from bot.channels.incoming import LARGEST_BODY, LONGEST_TEXT, clean
from bot.channels.limits import Limits, installed_limits
from bot.channels.refusals import log_failure
from bot.channels.turns import Handler, OneObjectOutput, answer_without_rasa, earlier_reply, silence, spoken
from bot.channels.website_sessions import Session, Sessions, Unsigned, make_sessions
from bot.channels.wording import installed_wording, say
from bot.settings import Settings
from bot.trackers import agent_store as agent_store  # imported for what it replaces in Rasa

SOCKET_PATH = "/widget/socket"
# A tab that is gone is noticed within half a minute; phones that sleep come back by themselves.
PING_SECONDS, PATIENCE_SECONDS = 15, 15
# A person does not have more than a few messages on the way; what comes beyond that is not a person.
MOST_AT_ONCE = 8
# What a button says may be longer than its token, never longer than a line or two.
LONGEST_SHOWN = 300
FORGET_EVERY_SECONDS = 3600.0
# What the servers' messages to each other go by in Redis, beside the locks and limits.
REDIS_CHANNEL = "levelfield-web"
_MESSAGE_ID = re.compile(r"[A-Za-z0-9-]{8,64}")


class WebsiteOutput(OneObjectOutput):
    """Says each message as it comes: kept first, so that it is not lost where nobody is listening."""

    def __init__(self, speak: Callable[[str, Mapping[str, Any]], Awaitable[None]]) -> None:
        super().__init__()
        self._speak = speak

    @classmethod
    def name(cls) -> str:
        """The name that `channel:` in a response refers to."""
        return "web"

    async def send_response(self, recipient_id: str, message: dict[str, Any]) -> None:
        """Keep and send one message of the bot."""
        await super().send_response(recipient_id, message)
        await self._speak(recipient_id, self.messages[-1])


class _Routes(Blueprint):
    """Routes of an application that takes websockets as well."""

    def register(self, app: Sanic, options: dict[str, Any]) -> None:
        """Add the routes."""
        app.enable_websocket()  # type: ignore[no-untyped-call]
        super().register(app, options)  # type: ignore[no-untyped-call]


class WebsiteChannel(InputChannel):  # type: ignore[misc]  # Rasa is untyped
    """The website's door.

    Args:
        origins: the other sites whose pages may open the socket.
        public_url: where people reach this adviser, if that is not the host that requests name.
        redis_url: what servers tell each other by, so that a page hears its session whichever server it sits at.
    """

    def __init__(
        self,
        sessions: Sessions,
        cases: CaseStore,
        wording: Mapping[str, str],
        origins: tuple[str, ...] = (),
        *,
        public_url: str = "",
        limits: Limits | None = None,
        redis_url: str = "",
    ) -> None:
        self._sessions, self._cases, self._store = sessions, cases, WebsiteStore(cases)
        self._wording, self._origins, self._public_url = wording, origins, public_url
        self._limits, self._redis_url = limits, redis_url
        self._server: AsyncServer = None
        self._agent: Any = None
        # Whose turns are under way, so that typing ends with the last of them.
        self._busy: Counter[str] = Counter()

    @classmethod
    def name(cls) -> str:
        """The channel's name, and the first half of a person's identity (`web:session`)."""
        return "web"

    @classmethod
    def from_credentials(cls, credentials: dict[str, Any] | None) -> WebsiteChannel:
        """Made by Rasa from `credentials.yml`, which sets nothing for this channel."""
        settings = Settings.from_env()
        return cls(
            make_sessions(settings),
            CaseStore(settings.cases_url),
            installed_wording(),
            settings.origins,
            public_url=settings.public_url,
            limits=installed_limits(),
            redis_url=settings.redis_url,
        )

    def url_prefix(self) -> str:
        """The root: an absolute path escapes Rasa's `/webhooks/`."""
        return "/"

    def blueprint(self, on_new_message: Handler) -> Blueprint:
        """The socket, and the hourly forgetting of what is older than a day."""
        self._server = server = AsyncServer(
            async_mode="sanic",
            client_manager=AsyncRedisManager(self._redis_url, REDIS_CHANNEL) if self._redis_url else AsyncManager(),
            cors_allowed_origins=self._may_speak,
            cors_credentials=False,
            max_http_buffer_size=LARGEST_BODY,
            ping_interval=PING_SECONDS,
            ping_timeout=PATIENCE_SECONDS,
        )

        async def connect(sid: str, environ: Any, claim: Any = None) -> None:
            try:
                session = self._sessions.open(claim)
            except Unsigned:
                raise ConnectionRefusedError("session") from None
            request = environ["sanic.request"]
            self._agent = getattr(request.app.ctx, "agent", None)
            address = getattr(request.ctx, "address", request.ip or "")
            await server.save_session(sid, {"session": session, "address": address})

        async def begin(sid: str, asked: Any = None) -> Mapping[str, Any]:
            return await self._begin(sid, (await self._visitor(sid))[0], asked)

        async def said(sid: str, message: Any = None) -> Mapping[str, Any]:
            return await self._hear(sid, message, on_new_message)

        async def feedback(sid: str, thumb: Any = None) -> Mapping[str, Any]:
            return await self._note_feedback((await self._visitor(sid))[0], thumb)

        server.on("connect", connect)
        for name, act in (("begin", begin), ("say", said), ("feedback", feedback)):
            server.on(name, _safely(name, act, self._wording))
        routes = _Routes("levelfield_website")

        async def socket(request: Request) -> Any:
            response = await server.handle_request(request)
            transport: Any = request.transport
            if getattr(transport.get_protocol(), "websocket", None) is not None:
                # What is returned here would be written behind the last frame as an HTTP answer.
                transport.abort()
            return response

        routes.add_route(socket, f"{SOCKET_PATH}/", methods=["GET", "POST", "OPTIONS"])
        self._forget_hourly(routes)
        return routes

    async def _visitor(self, sid: str) -> tuple[Session, str]:
        """Whose page this is, and where it connected from."""
        kept = await self._server.get_session(sid)
        return kept["session"], kept["address"]

    def _may_speak(self, origin: str | None, environ: Mapping[str, Any]) -> bool:
        """Whether a page of this origin may open the socket: our own, or one of a site that is listed."""
        if origin is None or origin in self._origins:
            return True
        return is_own_origin(origin, str(environ.get("HTTP_HOST") or ""), self._public_url)

    async def _begin(self, sid: str, session: Session, asked: Any) -> Mapping[str, Any]:
        """Let a page hear its session, and give it what it missed."""
        last = asked.get("last") if isinstance(asked, dict) else None
        # The room first: what is said between the two comes twice, and its number tells.
        await self._server.enter_room(sid, session.sender)
        missed = await asyncio.to_thread(self._store.since, session.sender, last if isinstance(last, int) else 0)
        known = {"session": session.id, "signature": session.signature}
        messages = [{"number": said.number, **said.body} for said in missed]
        return {"ok": True, **known, "messages": messages, "typing": self._busy[session.sender] > 0}

    async def _hear(self, sid: str, message: Any, handler: Handler) -> Mapping[str, Any]:
        """Take one message of a page; acknowledged when it is answered."""
        fields = message if isinstance(message, dict) else {}
        name, text, shown = (fields.get(key) for key in ("id", "text", "shown"))
        if not isinstance(name, str) or not _MESSAGE_ID.fullmatch(name) or not isinstance(text, str):
            return _refused("not_a_message")
        text = clean(text)
        session, address = await self._visitor(sid)
        sender = session.sender
        exceeded = await self._limits.of_sender(sender, address) if self._limits is not None else None
        if exceeded is not None and exceeded.limit != "sender":
            return _refused("too_many_newcomers")
        if exceeded is not None or self._busy[sender] >= MOST_AT_ONCE:
            return _refused("too_many", again=True)
        state = await asyncio.to_thread(self._store.take, sender, name)
        if state not in (NEW, AGAIN):
            # Answered already, and what was said came with `begin`; or still being answered, so ask again.
            return {"ok": True} if state == DONE else _refused("busy", again=True)
        title = shown[:LONGEST_SHOWN] if isinstance(shown, str) and shown.strip() else text[:LONGEST_TEXT]
        await self._server.emit("heard", {"id": name, "text": title}, room=sender, skip_sid=sid)
        fixed = answer_without_rasa(self._wording, text)
        if fixed is not None:
            await self._say(sender, spoken(sender, fixed))
            await asyncio.to_thread(self._store.done, sender, name)
            return {"ok": True}
        return await self._take_turn(sender, name, text, handler, again=state == AGAIN)

    async def _take_turn(
        self, sender: str, name: str, text: str, handler: Handler, *, again: bool
    ) -> Mapping[str, Any]:
        output = WebsiteOutput(self._say)
        message_id = f"web-{name}"
        message = UserMessage(text, output, sender, input_channel=self.name(), message_id=message_id)
        await self._type(sender, 1)
        renewing = asyncio.ensure_future(self._renew(sender, name))
        try:
            # A server that died after the turn was stored had said, and so kept, all of it before.
            if not again or await earlier_reply(self._agent, sender, message_id) is None:
                await handler(message)
                if not output.messages:
                    # Rasa drops messages silently while it has no model.
                    await self._say(sender, silence(self._wording, sender))
            await asyncio.to_thread(self._store.done, sender, name)
        except Exception as error:
            log_failure("a turn of the website failed", error)
            with contextlib.suppress(Exception):
                await asyncio.to_thread(self._store.failed, sender, name)
            return {**_refused("failed", again=True), "text": say(self._wording, "rest.turn_failed")}
        finally:
            renewing.cancel()
            await self._type(sender, -1)
        return {"ok": True}

    async def _renew(self, sender: str, name: str) -> None:
        while True:
            await asyncio.sleep(LEASE.total_seconds() / 3)
            with contextlib.suppress(Exception):
                await asyncio.to_thread(self._store.renew, sender, name)

    async def _type(self, sender: str, change: int) -> None:
        self._busy[sender] += change
        if self._busy[sender] <= 0:
            del self._busy[sender]
        await self._server.emit("typing", {"on": sender in self._busy}, room=sender)

    async def _say(self, sender: str, message: Mapping[str, Any]) -> None:
        said = await asyncio.to_thread(self._store.keep, sender, message)
        await self._server.emit("message", {"number": said.number, **said.body}, room=sender)

    async def _note_feedback(self, session: Session, thumb: Any) -> Mapping[str, Any]:
        fields = thumb if isinstance(thumb, dict) else {}
        number, helpful = fields.get("number"), fields.get("helpful")
        if not isinstance(number, int) or not isinstance(helpful, bool):
            return _refused("not_feedback")

        def keep() -> bool:
            message = self._store.one(session.sender, number)
            if message is None:
                return False
            about = next(iter(message["custom"]["about"]), message["custom"]["kind"])
            case = self._cases.case_of(session.sender)
            # The first thumb counts; the page takes the buttons away after it.
            self._cases.record_feedback(case.id, about, helpful, f"web-{number}")
            return True

        return {"ok": True} if await asyncio.to_thread(keep) else _refused("unknown_message")

    def _forget_hourly(self, routes: Blueprint) -> None:
        async def forget() -> None:
            while True:
                try:
                    await asyncio.to_thread(self._store.forget_old)
                except Exception as error:
                    log_failure("old messages of the website could not be dropped", error)
                await asyncio.sleep(FORGET_EVERY_SECONDS)

        running: list[asyncio.Future[None]] = []

        async def start(app: Any, loop: Any) -> None:
            running.append(asyncio.ensure_future(forget()))

        async def end(app: Any, loop: Any) -> None:
            for task in running:
                task.cancel()

        routes.listener("after_server_start")(start)
        routes.listener("before_server_stop")(end)


def _safely(name: str, act: Callable[..., Awaitable[Mapping[str, Any]]], wording: Mapping[str, str]) -> Any:
    """An event's handler whose failure is told to the page; the log has where, without what was written."""

    async def run(sid: str, *arguments: Any) -> Mapping[str, Any]:
        try:
            return await act(sid, *arguments[:1])
        except Exception as error:
            log_failure(f"{name} of the website failed", error)
            return {**_refused("failed", again=True), "text": say(wording, "rest.turn_failed")}

    return run


def _refused(error: str, *, again: bool = False) -> dict[str, Any]:
    """A refusal; `again` where the same may work in a moment."""
    return {"ok": False, "error": error, "again": again}
