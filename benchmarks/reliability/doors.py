"""The adviser as strangers reach it: limits as they are by default, addresses as a proxy tells them, raw requests."""

from __future__ import annotations

import contextlib
import http.client
import json
import socket
import threading
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from bot.settings import LIMIT_SENDER
from tests.conversations.running_bot import RunningBot

WEBHOOK = "/webhooks/rest/webhook"
# A turn takes a tenth of a second; whoever gets nothing in this time waits for something that does not come.
ANSWER_SECONDS = 15.0
# Seconds between two messages of somebody who reads what is said: twenty in ten seconds stay below the limit.
READING_SECONDS = 0.5


class OpenDoors(RunningBot):
    """Both servers with the limits of an installation, behind a proxy on this machine that tells addresses."""

    def __init__(self, var: Path, extra: Mapping[str, str] | None = None) -> None:
        own = {"LEVELFIELD_LIMIT_SENDER": LIMIT_SENDER, "LEVELFIELD_TRUSTED_PROXIES": "127.0.0.1"}
        super().__init__(var, own | dict(extra or {}))

    @property
    def processes(self) -> list[int]:
        """The process ids of both servers."""
        return [server._process.pid for server in (self._rasa, self._actions) if server._process]

    @property
    def exits(self) -> int:
        """How many of the two servers have ended."""
        return sum(server.exit_code is not None for server in (self._rasa, self._actions))

    def memory(self) -> float:
        """What both servers hold of memory, in MB."""
        return sum(resident(pid) for pid in self.processes)

    def logs(self) -> str:
        """All that both servers logged."""
        return "".join(path.read_text(errors="replace") for path in (self.settings.var / "log").glob("*.log"))


def resident(pid: int) -> float:
    """What a process holds of memory, in MB."""
    status = Path(f"/proc/{pid}/status").read_text()
    return int(next(row for row in status.splitlines() if row.startswith("VmRSS")).split()[1]) / 1024


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back: a status (0 for a connection that was closed, -1 for silence) and the body."""

    status: int
    body: bytes = b""

    @property
    def says_something(self) -> bool:
        """Whether it is a list of messages with words."""
        try:
            messages = json.loads(self.body)
        except ValueError:
            return False
        return isinstance(messages, list) and bool(messages) and all(message["text"] for message in messages)


def request(
    body: bytes, *, method: str = "POST", path: str = WEBHOOK, headers: Mapping[str, str] | None = None
) -> bytes:
    """A whole HTTP request as it goes over the line."""
    told = {"Host": "adviser", "Content-Type": "application/json", "Content-Length": str(len(body))}
    rows = [f"{name}: {value}" for name, value in {**told, **(headers or {})}.items()]
    return "\r\n".join([f"{method} {path} HTTP/1.1", *rows, "Connection: close", "", ""]).encode() + body


def send(port: int, raw: bytes, patience: float = ANSWER_SECONDS) -> Answer:
    """Send bytes, whatever they are, and read what comes back."""
    try:
        with socket.create_connection(("127.0.0.1", port), timeout=patience) as connection:
            # Refused before it was all sent, what was said about it can still be read.
            with contextlib.suppress(OSError):
                connection.sendall(raw)
            return _read(connection, "HEAD" if raw.startswith(b"HEAD") else "POST")
    except TimeoutError:
        return Answer(-1)
    except OSError:
        return Answer(0)


def _read(connection: socket.socket, method: str) -> Answer:
    response = http.client.HTTPResponse(connection, method=method)
    try:
        response.begin()
        return Answer(response.status, response.read())
    except http.client.HTTPException:
        return Answer(0)


def message(sender: str, text: str) -> bytes:
    """The body of one message."""
    return json.dumps({"sender": sender, "message": text}).encode()


@dataclass
class GoodUser:
    """Somebody who talks on all the while; a context."""

    port: int
    sender: str
    address: str = ""
    waits: list[float] = field(default_factory=list)
    failed: list[int] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._talk, daemon=True)

    def __enter__(self) -> GoodUser:
        self._thread.start()
        return self

    def __exit__(self, *failure: object) -> None:
        self._stop.set()
        self._thread.join(ANSWER_SECONDS)

    def _talk(self) -> None:
        headers = {"X-Forwarded-For": self.address} if self.address else {}
        texts = ["check my business", "why do you ask?", "what does that mean?", "what is a niche strategy?"]
        while True:
            began = time.monotonic()
            text = texts[len(self.waits) % len(texts)]
            answer = send(self.port, request(message(self.sender, text), headers=headers))
            self.waits.append(time.monotonic() - began)
            if answer.status != 200 or not answer.says_something:
                self.failed.append(answer.status)
            if self._stop.wait(READING_SECONDS):
                return


def percentile(values: list[float], share: float) -> float:
    """The value below which that share lies."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))] if ordered else 0.0
