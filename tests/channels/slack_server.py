"""Slack's side: Web API, signed deliveries, and Socket Mode, as docs.slack.dev describes them, on loopback."""

from __future__ import annotations

import asyncio
import http.client
import itertools
import json
import threading
import time
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Callable
from typing import Any

from aiohttp import WSMsgType, web
from slack_sdk.signature import SignatureVerifier

from bot.cli.processes import free_port

TOKEN, APP_TOKEN, SIGNING_SECRET = "xoxb-secret-of-the-tests", "xapp-secret-of-the-tests", "8f742231b10e8888abcd99"
TEAM, BOT_USER = "T0LEVEL", "U0BOT"
# Slack waits so long for an acknowledgement, and delivers again at once, after a minute and after five.
ACK_SECONDS = 3.0


class Fault:
    """How a call fails: an error's name with a status, and headers."""

    def __init__(self, error: str, status: int = 200, **headers: str) -> None:
        self.error, self.status, self.headers = error, status, headers


class SlackServer:
    """One workspace; `sent` holds what the app posted. Faults are by method, used in order."""

    def __init__(self) -> None:
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}/api"
        self.sent: list[dict[str, Any]] = []
        self.updates: list[dict[str, Any]] = []
        self.ephemeral: list[dict[str, Any]] = []
        self.files: list[dict[str, Any]] = []
        # Where people are: `tz` of `users.info`, for those who have set one.
        self.zones: dict[str, str] = {}
        self._uploads: dict[str, bytes] = {}
        self.calls: list[str] = []
        self.faults: dict[str, list[Fault]] = {}
        self.acknowledged: dict[str, Any] = {}
        self.slowest_ack = 0.0
        self._numbers = itertools.count(1)
        self._sockets: list[web.WebSocketResponse] = []
        self._tickets: set[str] = set()
        # How many there have been, closed ones too.
        self.connections = 0
        self._loop: asyncio.AbstractEventLoop | None = None
        self._lock = threading.Lock()

    def start(self) -> SlackServer:
        """Answer from now on."""
        ready = threading.Event()

        async def serve() -> None:
            self._loop, self._end = asyncio.get_running_loop(), asyncio.Event()
            app = web.Application()
            app.router.add_post("/api/{method}", self._call)
            app.router.add_get("/socket", self._socket)
            app.router.add_post("/upload/{id}", self._upload)
            runner = web.AppRunner(app, shutdown_timeout=0.1)
            await runner.setup()
            await web.TCPSite(runner, "127.0.0.1", self.port, reuse_address=True).start()
            ready.set()
            await self._end.wait()
            for socket in self._sockets:
                await socket.close()
            await runner.cleanup()

        self._thread = threading.Thread(target=asyncio.run, args=(serve(),), daemon=True)
        self._thread.start()
        assert ready.wait(10)
        return self

    def stop(self) -> None:
        """Be gone."""
        if self._loop is not None:
            self._loop.call_soon_threadsafe(self._end.set)
            self._thread.join(10)
            self._loop = None

    async def _call(self, request: web.Request) -> web.Response:
        method = request.match_info["method"]
        if request.content_type == "application/json":
            body = json.loads(await request.text() or "{}")
        else:
            body = dict(await request.post())
        # Some methods of the official client put what they say into the address.
        body = {**request.query, **body}
        self.calls.append(method)
        fault = self.faults[method].pop(0) if self.faults.get(method) else None
        if fault is not None and not fault.error:
            return web.Response(text="<html>Bad gateway</html>", content_type="text/html", status=fault.status)
        if fault is not None:
            return web.json_response({"ok": False, "error": fault.error}, status=fault.status, headers=fault.headers)
        wanted = APP_TOKEN if method == "apps.connections.open" else TOKEN
        given = (request.headers.get("Authorization") or "").removeprefix("Bearer ")
        if given != wanted:
            wrong = {"": "not_authed", TOKEN: "not_allowed_token_type", APP_TOKEN: "not_allowed_token_type"}
            return web.json_response({"ok": False, "error": wrong.get(given, "invalid_auth")})
        with self._lock:
            return web.json_response(self._answer(method, body))

    async def _upload(self, request: web.Request) -> web.Response:
        # Files go to another host than calls: a proxy may let only one of them through.
        if self.faults.get("upload"):
            return web.Response(text="no way through", status=self.faults["upload"].pop(0).status)
        self._uploads[request.match_info["id"]] = await request.read()
        return web.Response(text="OK")

    def _answer(self, method: str, body: dict[str, Any]) -> dict[str, Any]:
        match method:
            case "chat.postMessage":
                if error := _wrong(body):
                    return {"ok": False, "error": error}
                message = {**body, "ts": self.new_ts()}
                self.sent.append(message)
                return {"ok": True, "channel": body["channel"], "ts": message["ts"], "message": message}
            case "chat.update":
                found = [one for one in self.sent if (one["channel"], one["ts"]) == (body["channel"], body["ts"])]
                if not found or (error := _wrong(body)):
                    return {"ok": False, "error": "message_not_found" if not found else error}
                found[0].update({"blocks": body["blocks"], "text": body["text"]})
                self.updates.append(body)
                return {"ok": True}
            case "chat.postEphemeral":
                self.ephemeral.append(body)
                return {"ok": True}
            case "conversations.open":
                return {"ok": True, "channel": {"id": f"D{body['users'][1:]}"}}
            case "users.info":
                zone = self.zones.get(body["user"])
                return {"ok": True, "user": {"id": body["user"], **({"tz": zone} if zone else {})}}
            case "files.getUploadURLExternal":
                name = f"F{next(self._numbers)}"
                return {"ok": True, "upload_url": f"http://127.0.0.1:{self.port}/upload/{name}", "file_id": name}
            case "files.completeUploadExternal":
                files = json.loads(body["files"]) if isinstance(body["files"], str) else body["files"]
                for file in files:
                    self.files.append({"channel": body["channel_id"], "content": self._uploads[file["id"]]})
                return {"ok": True, "files": files}
            case "auth.test":
                return {"ok": True, "team_id": TEAM, "user_id": BOT_USER}
            case "apps.connections.open":
                self._tickets.add(ticket := f"t{next(self._numbers)}")
                return {"ok": True, "url": f"ws://127.0.0.1:{self.port}/socket?ticket={ticket}"}
        return {"ok": False, "error": "unknown_method"}

    async def _socket(self, request: web.Request) -> web.StreamResponse:
        # An address leads to one connection; whoever asks again with it is turned away.
        ticket = request.query.get("ticket", "")
        used, fault = ticket not in self._tickets, self.faults.get("socket")
        self._tickets.discard(ticket)
        if used or fault:
            return web.Response(status=404 if used or not fault else fault.pop(0).status)
        socket = web.WebSocketResponse()
        await socket.prepare(request)
        await socket.send_json({"type": "hello", "num_connections": 1, "connection_info": {"app_id": "A1"}})
        self._sockets.append(socket)
        self.connections += 1
        async for message in socket:
            if message.type == WSMsgType.TEXT:
                answer = json.loads(message.data)
                self.acknowledged[answer["envelope_id"]] = answer.get("payload")
        self._sockets.remove(socket)
        return socket

    @property
    def connected(self) -> bool:
        """Whether the app has a connection open."""
        return bool(self._sockets)

    def drop_sockets(self) -> None:
        """Close every connection, as Slack does every few hours."""
        assert self._loop is not None

        async def close() -> None:
            for socket in list(self._sockets):
                await socket.close()

        asyncio.run_coroutine_threadsafe(close(), self._loop).result(10)

    def refresh(self) -> None:
        """Ask the app to connect anew, as Slack does some seconds before it ends a connection."""
        assert self._loop is not None
        asked = {"type": "disconnect", "reason": "refresh_requested", "debug_info": {"host": "applink-1"}}
        asyncio.run_coroutine_threadsafe(self._sockets[-1].send_json(asked), self._loop).result(10)

    def push(self, kind: str, payload: dict[str, Any]) -> str:
        """Send an envelope over Socket Mode; its id."""
        assert self._loop is not None
        envelope = {"envelope_id": f"e{next(self._numbers)}", "type": kind, "payload": payload}
        envelope["accepts_response_payload"] = kind == "slash_commands"
        sending = self._sockets[-1].send_json(envelope)
        asyncio.run_coroutine_threadsafe(sending, self._loop).result(10)
        return str(envelope["envelope_id"])

    def new_ts(self) -> str:
        """A message's time, which is its name."""
        return f"{int(time.time())}.{next(self._numbers):06d}"

    def event(self, event: dict[str, Any]) -> dict[str, Any]:
        """An event as Slack wraps it."""
        return {
            "token": "deprecated",
            "team_id": TEAM,
            "api_app_id": "A1",
            "event": event,
            "type": "event_callback",
            "event_id": f"Ev{next(self._numbers):08d}",
            "event_time": int(time.time()),
            "authorizations": [{"team_id": TEAM, "user_id": BOT_USER, "is_bot": True}],
        }

    def message(self, user: str, text: str, **more: Any) -> dict[str, Any]:
        """A message in direct messages, unless told otherwise."""
        said = {"type": "message", "user": user, "text": text, "ts": self.new_ts(), "team": TEAM}
        return {**said, "channel": f"D{user[1:]}", "channel_type": "im", **more}

    def press(self, user: str, message: dict[str, Any], value: str) -> dict[str, Any]:
        """A press on a button, or a choice from a menu, of a message that the app posted."""
        for block in message["blocks"]:
            for element in block["elements"] if block["type"] == "actions" else ():
                action = {"action_id": element["action_id"], "block_id": block["block_id"], "type": element["type"]}
                if element.get("value") == value:
                    action |= {"value": value, "text": element["text"]}
                elif option := next((one for one in element.get("options", ()) if one["value"] == value), None):
                    action |= {"selected_option": option}
                else:
                    continue
                shown = {name: message[name] for name in ("ts", "text", "blocks", "thread_ts") if name in message}
                return {
                    "type": "block_actions",
                    "user": {"id": user, "username": "somebody", "team_id": TEAM},
                    "team": {"id": TEAM, "domain": "firm"},
                    "container": {"type": "message", "message_ts": message["ts"], "channel_id": message["channel"]},
                    "channel": {"id": message["channel"]},
                    "message": shown,
                    "trigger_id": f"{next(self._numbers)}.1",
                    "response_url": "https://hooks.slack.com/actions/x",
                    "actions": [{**action, "action_ts": self.new_ts()}],
                }
        raise AssertionError(f"no button {value} in {message['blocks']}")

    def command(self, user: str, text: str, channel: str = "C0GENERAL") -> dict[str, str]:
        """A slash command's form."""
        return {
            "command": "/levelfield",
            "text": text,
            "user_id": user,
            "team_id": TEAM,
            "channel_id": channel,
            "trigger_id": f"{next(self._numbers)}.2",
            "response_url": "https://hooks.slack.com/commands/x",
        }

    def deliver(self, url: str, body: Any, *, form: bool = False, **how: Any) -> int:
        """Call the app once, signed; the status of its answer, or 0 for none within three seconds."""
        data = (urllib.parse.urlencode(body) if form else json.dumps(body)).encode()
        stamp = str(how.get("stamp", int(time.time())))
        signature = how.get("signature") or SignatureVerifier(how.get("secret", SIGNING_SECRET)).generate_signature(
            timestamp=stamp, body=data
        )
        kind = "application/x-www-form-urlencoded" if form else "application/json"
        headers = {"Content-Type": kind, "X-Slack-Request-Timestamp": stamp, "X-Slack-Signature": signature or ""}
        request = urllib.request.Request(url, data=data, headers=headers)
        began = time.monotonic()
        try:
            with urllib.request.urlopen(request, timeout=ACK_SECONDS) as response:
                self.answer = response.read()
                return int(response.status)
        except urllib.error.HTTPError as error:
            with error:
                return error.code
        except (OSError, http.client.HTTPException):
            return 0
        finally:
            self.slowest_ack = max(self.slowest_ack, time.monotonic() - began)

    def to(self, channel: str) -> list[dict[str, Any]]:
        """What the app posted into one channel."""
        return [message for message in self.sent if message["channel"] == channel]

    def wait_for(self, condition: Callable[[], bool], seconds: float = 15.0) -> None:
        """Wait until something holds.

        Raises:
            AssertionError: it does not hold by then; says what was called and sent.
        """
        deadline = time.monotonic() + seconds
        while not condition():
            time.sleep(0.02)
            assert time.monotonic() < deadline, f"calls {self.calls[-20:]}, sent {[m['text'] for m in self.sent][-5:]}"


def _wrong(body: dict[str, Any]) -> str:
    """What Slack would find wrong with a message, or nothing."""
    if not body.get("text") and not body.get("blocks"):
        return "no_text"
    if len(body.get("text") or "") > 40_000:
        return "msg_too_long"
    blocks = body.get("blocks") or []
    ids = [block["block_id"] for block in blocks if "block_id" in block]
    fine = len(blocks) <= 50 and len(ids) == len(set(ids)) and all(_is_fine(block) for block in blocks)
    return "" if fine else "invalid_blocks"


def _is_fine(block: dict[str, Any]) -> bool:
    match block["type"]:
        case "section":
            return 1 <= len(block["text"]["text"]) <= 3_000
        case "context":
            return 1 <= len(block["elements"]) <= 10
        case "actions":
            elements = block["elements"]
            names = [element["action_id"] for element in elements]
            return (
                1 <= len(elements) <= 25
                and len(block["block_id"]) <= 255
                and len(names) == len(set(names))
                and all(_is_fine_element(element) for element in elements)
            )
    return False


def _is_fine_element(element: dict[str, Any]) -> bool:
    if element["type"] == "button":
        return 1 <= len(element["text"]["text"]) <= 75 and 1 <= len(element["value"]) <= 2_000
    options = element["options"]
    texts = all(1 <= len(o["text"]["text"]) <= 75 and 1 <= len(o["value"]) <= 150 for o in options)
    return texts and 1 <= len(options) <= 100 and 1 <= len(element["placeholder"]["text"]) <= 150
