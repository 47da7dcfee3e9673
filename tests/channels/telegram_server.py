"""Telegram's side: a Bot API server as core.telegram.org/bots/api describes it, on loopback, that fails as told."""

from __future__ import annotations

import email
import itertools
import json
import re
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Callable
from html.parser import HTMLParser
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import urlsplit

from bot.cli.processes import free_port

TOKEN = "5017:AAF-secret-of-the-tests"
BOT = {"id": 5017, "is_bot": True, "first_name": "Levelfield", "username": "levelfield_bot"}
# The tags of the HTML mode; any other is "Unsupported start tag".
TAGS = {"b", "strong", "i", "em", "u", "s", "a", "code", "pre", "blockquote", "tg-spoiler"}
# A link of this kind becomes a mention.
MENTION = "tg://user?id="


class Refused(Exception):
    """A call that the Bot API refuses."""

    def __init__(self, status: int, description: str, **parameters: Any) -> None:
        self.status, self.description, self.parameters = status, description, parameters


def post(url: str, body: dict[str, Any], secret: str | None) -> int:
    """Call a webhook as Telegram does; the status of its answer. Without a secret there is no header for it."""
    request = urllib.request.Request(url, data=json.dumps(body).encode())
    request.add_header("Content-Type", "application/json")
    if secret is not None:
        request.add_header("X-Telegram-Bot-Api-Secret-Token", secret)
    try:
        with urllib.request.urlopen(request, timeout=10) as response:
            return int(response.status)
    except urllib.error.HTTPError as error:
        with error:
            return error.code


class TelegramServer:
    """The Bot API for one bot; `updates` wait until they are confirmed, `sent` holds what the bot sent."""

    def __init__(self) -> None:
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self.updates: list[dict[str, Any]] = []
        self.sent: list[dict[str, Any]] = []
        self.edits: list[dict[str, Any]] = []
        self.answered: list[dict[str, Any]] = []
        self.pressed: set[str] = set()
        self.pictures: list[dict[str, Any]] = []
        self.documents: list[dict[str, Any]] = []
        self.calls: list[str] = []
        self.webhook: dict[str, Any] = {}
        # What went wrong when it was called last.
        self.webhook_error = ""
        # Who is no ordinary member of a group (any more), by group and user.
        self.members: dict[tuple[int, int], str] = {}
        # Groups that have become supergroups, and the ids that they have since.
        self.moved: dict[int, int] = {}
        # How the next calls of a method fail, in order: a status with parameters, or a function that is called first.
        self.faults: dict[str, list[Refused | float]] = {}
        self._ids, self._messages = itertools.count(1000), itertools.count(1)
        self._server: ThreadingHTTPServer | None = None
        self._news = threading.Condition()

    def start(self) -> TelegramServer:
        """Answer from now on."""
        outer = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_POST(self) -> None:
                kind, body = self.headers.get("Content-Type") or "", self._body()
                parameters = _parts(kind, body) if kind.startswith("multipart/") else json.loads(body or b"{}")
                status, answer = outer._answer(self.path, parameters)
                data = json.dumps(answer).encode()
                self.send_response(status)
                self.send_header("Content-Type", "application/json")
                self.send_header("Content-Length", str(len(data)))
                self.end_headers()
                self.wfile.write(data)

            def _body(self) -> bytes:
                if "chunked" not in (self.headers.get("Transfer-Encoding") or ""):
                    return self.rfile.read(int(self.headers.get("Content-Length") or 0))
                found = b""
                while size := int(self.rfile.readline(), 16):
                    found += self.rfile.read(size)
                    self.rfile.readline()
                self.rfile.readline()
                return found

            def log_message(self, *args: Any) -> None:
                pass

        ThreadingHTTPServer.allow_reuse_address = True
        self._server = ThreadingHTTPServer(("127.0.0.1", self.port), Handler)
        self._server.daemon_threads = True
        # A bot that was killed has closed its end.
        self._server.handle_error = lambda *args: None  # type: ignore[method-assign]
        threading.Thread(target=self._server.serve_forever, args=(0.05,), daemon=True).start()
        return self

    def stop(self) -> None:
        """Be gone; updates that wait are kept."""
        if self._server is not None:
            self._server.shutdown()
            self._server.server_close()
            self._server = None

    def _answer(self, path: str, parameters: dict[str, Any]) -> tuple[int, dict[str, Any]]:
        # Asked as a proxy, it is told the whole address.
        token, _, method = urlsplit(path).path.removeprefix("/bot").partition("/")
        try:
            if token != TOKEN:
                raise Refused(401, "Unauthorized")
            self.calls.append(method)
            fault = self.faults.get(method, []).pop(0) if self.faults.get(method) else None
            if isinstance(fault, Refused):
                raise fault
            if fault is not None:
                time.sleep(fault)
            work = getattr(self, f"_{method}", None)
            if work is None:
                raise Refused(404, "Not Found: method not found")
            if new := self.moved.get(int(parameters.get("chat_id") or 0)):
                told = "Bad Request: group chat was upgraded to a supergroup chat"
                raise Refused(400, told, migrate_to_chat_id=new)
            return 200, {"ok": True, "result": work(**parameters)}
        except Refused as refused:
            answer = {"ok": False, "error_code": refused.status, "description": refused.description}
            return refused.status, {**answer, "parameters": refused.parameters}

    def _getMe(self) -> dict[str, Any]:
        return BOT

    def _setMyCommands(self, commands: list[dict[str, str]]) -> bool:
        for one in commands:
            if not (1 <= len(one["command"]) <= 32 and 1 <= len(one["description"]) <= 256):
                raise Refused(400, "Bad Request: BOT_COMMAND_INVALID")
        return True

    def _deleteWebhook(self, drop_pending_updates: bool = False) -> bool:
        self.webhook = {}
        return True

    def _setWebhook(self, url: str, secret_token: str = "", **more: Any) -> bool:
        if not url.startswith("https://"):
            raise Refused(400, "Bad Request: bad webhook: An HTTPS URL must be provided for webhook")
        if urlsplit(url).port not in {None, 80, 88, 443, 8443}:
            raise Refused(400, "Bad Request: bad webhook: Webhook can be set up only on ports 80, 88, 443 or 8443")
        if not re.fullmatch(r"[A-Za-z0-9_-]{0,256}", secret_token):
            raise Refused(400, "Bad Request: secret token contains unallowed characters")
        self.webhook = {"url": url, "secret": secret_token}
        return True

    def _getWebhookInfo(self) -> dict[str, Any]:
        told = {"url": self.webhook.get("url", ""), "has_custom_certificate": False, "pending_update_count": 0}
        if self.webhook_error:
            told |= {"last_error_date": int(time.time()), "last_error_message": self.webhook_error}
        return told

    def _getUpdates(self, offset: int = 0, timeout: float = 0, **more: Any) -> list[dict[str, Any]]:
        if self.webhook:
            raise Refused(409, "Conflict: can't use getUpdates method while webhook is active")
        with self._news:
            self.updates = [update for update in self.updates if update["update_id"] >= offset]
            if not self.updates:
                self._news.wait(min(timeout, 2.0))
            return [update for update in self.updates if update["update_id"] >= offset]

    def _sendMessage(self, chat_id: int, text: str, **more: Any) -> dict[str, Any]:
        shown, entities = _read(text) if more.get("parse_mode") == "HTML" else (text, [])
        if not shown.strip():
            raise Refused(400, "Bad Request: message text is empty")
        if len(shown.encode("utf-16-le")) // 2 > 4096:
            raise Refused(400, "Bad Request: message is too long")
        _check_keyboard(more.get("reply_markup"))
        chat = {"id": chat_id, "type": "private" if chat_id > 0 else "supergroup"}
        message = {"message_id": next(self._messages), "chat": chat, "from": BOT}
        sent = {
            **message,
            "date": int(time.time()),
            "text": shown,
            "raw": text,
            "entities": entities,
            "reply_markup": more.get("reply_markup"),
        }
        with self._news:
            self.sent.append({**sent, **{name: more[name] for name in ("reply_parameters",) if name in more}})
            self._news.notify_all()
        return {name: value for name, value in sent.items() if value is not None and name != "raw"}

    def _getChatMember(self, chat_id: int, user_id: int) -> dict[str, Any]:
        status = self.members.get((chat_id, user_id), "member")
        return {"status": status, "user": {"id": user_id, "is_bot": False, "first_name": f"Person <{user_id}>"}}

    def _sendPhoto(self, chat_id: str, photo: bytes, **more: Any) -> dict[str, Any]:
        if not photo.startswith(b"\x89PNG"):
            raise Refused(400, "Bad Request: IMAGE_PROCESS_FAILED")
        self.pictures.append({"chat": int(chat_id), "photo": photo})
        return {"message_id": next(self._messages), "chat": {"id": int(chat_id)}, "from": BOT}

    def _sendDocument(self, chat_id: str, document: bytes, **more: Any) -> dict[str, Any]:
        if not document:
            raise Refused(400, "Bad Request: file must be non-empty")
        self.documents.append({"chat": int(chat_id), "document": document})
        return {"message_id": next(self._messages), "chat": {"id": int(chat_id)}, "from": BOT}

    def _editMessageReplyMarkup(self, chat_id: int, message_id: int, reply_markup: dict[str, Any]) -> dict[str, Any]:
        _check_keyboard(reply_markup)
        for message in self.sent:
            if message["message_id"] == message_id and message["chat"]["id"] == chat_id:
                if message["reply_markup"] == reply_markup:
                    raise Refused(400, "Bad Request: message is not modified")
                message["reply_markup"] = reply_markup
                self.edits.append({"message_id": message_id, "reply_markup": reply_markup})
                return message
        raise Refused(400, "Bad Request: message to edit not found")

    def _answerCallbackQuery(self, callback_query_id: str, text: str = "", **more: Any) -> bool:
        if callback_query_id not in self.pressed:
            wrong = "query is too old and response timeout expired or query ID is invalid"
            raise Refused(400, f"Bad Request: {wrong}")
        if len(text) > 200:
            raise Refused(400, "Bad Request: MESSAGE_TOO_LONG")
        self.answered.append({"id": callback_query_id, "text": text})
        return True

    def _sendChatAction(self, chat_id: int, action: str, **more: Any) -> bool:
        return True

    def update(self, **content: Any) -> dict[str, Any]:
        """An update with the next id; it is not delivered yet."""
        return {"update_id": next(self._ids), **content}

    def message(self, user: int, text: str = "", chat: dict[str, Any] | None = None, **more: Any) -> dict[str, Any]:
        """What somebody typed, as Telegram shows it to a bot."""
        person = {"id": user, "is_bot": False, "first_name": f"Person {user}", "language_code": "en"}
        where = chat or {"id": user, "type": "private", "first_name": f"Person {user}"}
        said = {"message_id": next(self._messages), "from": person, "chat": where, "date": int(time.time())}
        return {**said, **({"text": text} if text else {}), **more}

    def press(self, user: int, message: dict[str, Any], payload: str) -> dict[str, Any]:
        """A press on a button of a message that the bot sent."""
        person = {"id": user, "is_bot": False, "first_name": f"Person {user}"}
        shown = {
            name: message[name] for name in ("message_id", "chat", "from", "date", "text", "entities", "reply_markup")
        }
        self.pressed.add(query := str(next(self._messages)))
        return {
            "id": query,
            "from": person,
            "message": shown,
            "chat_instance": "1",
            "data": payload,
        }

    def deliver(self, update: dict[str, Any], secret: str | None = None) -> int:
        """Let the bot have an update: by its webhook, or when it asks; the status of the webhook's answer."""
        if not self.webhook:
            with self._news:
                self.updates.append(update)
                self._news.notify_all()
            return 0
        return post(self.webhook["url"], update, self.webhook["secret"] if secret is None else secret)

    def say(self, user: int, text: str, **more: Any) -> dict[str, Any]:
        """Somebody writes to the bot; the update."""
        update = self.update(message=self.message(user, text, **more))
        self.deliver(update)
        return update

    def to(self, chat: int) -> list[dict[str, Any]]:
        """What the bot sent to one chat."""
        return [message for message in self.sent if message["chat"]["id"] == chat]

    def wait_for(self, condition: Callable[[], bool], seconds: float = 15.0) -> None:
        """Wait until something holds.

        Raises:
            AssertionError: it does not hold by then; says what was sent.
        """
        deadline = time.monotonic() + seconds
        while not condition():
            with self._news:
                self._news.wait(0.02)
            assert time.monotonic() < deadline, f"calls {self.calls[-20:]}, sent {[m['text'] for m in self.sent][-5:]}"


def _parts(kind: str, body: bytes) -> dict[str, Any]:
    """The fields of a multipart form; a file as bytes."""
    parsed = email.message_from_bytes(b"Content-Type: " + kind.encode() + b"\r\n\r\n" + body)
    found: dict[str, Any] = {}
    for part in parsed.get_payload():
        name = str(part.get_param("name", header="Content-Disposition"))  # type: ignore[union-attr]
        content = part.get_payload(decode=True)  # type: ignore[union-attr]
        found[name] = content if part.get_filename() else content.decode()  # type: ignore[union-attr]
    return found


def _read(text: str) -> tuple[str, list[dict[str, Any]]]:
    """The text without its markup, which must be well formed, and whom it mentions (the lengths are left out)."""
    parts: list[str] = []
    mentioned: list[dict[str, Any]] = []
    open_tags: list[str] = []

    class Reader(HTMLParser):
        def handle_starttag(self, tag: str, attributes: Any) -> None:
            link = dict(attributes).get("href") or ""
            if link.startswith(MENTION):
                person = {"id": int(link.removeprefix(MENTION)), "is_bot": False}
                mentioned.append({"type": "text_mention", "offset": len("".join(parts)), "user": person})
            if tag not in TAGS:
                raise Refused(400, f'Bad Request: can\'t parse entities: Unsupported start tag "{tag}"')
            open_tags.append(tag)

        def handle_endtag(self, tag: str) -> None:
            if not open_tags or open_tags.pop() != tag:
                raise Refused(400, "Bad Request: can't parse entities: Unmatched end tag")

        def handle_data(self, data: str) -> None:
            if "<" in data:
                raise Refused(400, "Bad Request: can't parse entities: Unsupported start tag")
            parts.append(data)

        def handle_entityref(self, name: str) -> None:
            if name not in {"lt", "gt", "amp", "quot"}:
                raise Refused(400, "Bad Request: can't parse entities: unknown entity")
            parts.append({"lt": "<", "gt": ">", "amp": "&", "quot": '"'}[name])

    reader = Reader(convert_charrefs=False)
    reader.feed(text)
    reader.close()
    if open_tags:
        raise Refused(400, "Bad Request: can't parse entities: Can't find end tag")
    return "".join(parts), mentioned


def _check_keyboard(markup: dict[str, Any] | None) -> None:
    if markup is None:
        return
    cells = [cell for row in markup["inline_keyboard"] for cell in row]
    if len(cells) > 100 or any(len(row) > 8 for row in markup["inline_keyboard"]):
        raise Refused(400, "Bad Request: reply markup is too long")
    for cell in cells:
        if not cell["text"] or not 1 <= len(cell["callback_data"].encode()) <= 64:
            raise Refused(400, "Bad Request: BUTTON_DATA_INVALID")
