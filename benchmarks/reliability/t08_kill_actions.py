"""T8: the action server is dead, slow, failing, or talks nonsense. People get an apology, and the next turn works."""

from __future__ import annotations

import dataclasses
import http.client
import tempfile
import threading
import time
from collections.abc import Mapping
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

from benchmarks.reliability.adviser import Adviser, Talker, count, instruments, with_environment
from benchmarks.reliability.result import Result
from bot.cli.processes import action_server, free_port

FAULTS = ("dead", "slow", "error 500", "garbage")
# How long the slow one takes; the Rasa server gives an action five seconds.
SLOW_SECONDS = 30
MOST_SECONDS = 6.0


class Between:
    """Stands between both servers and lets through, or spoils, what the action server says."""

    def __init__(self, port: int, behind: int) -> None:
        self.port, self.behind, self.fault = port, behind, ""
        self.released = threading.Event()
        self._server: ThreadingHTTPServer | None = None
        self.resume()

    def resume(self) -> None:
        """Listen."""
        between = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def _pass_on(self) -> None:
                body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
                status, kind, content = between._answer(self.command, self.path, body, dict(self.headers))
                self.send_response(status)
                self.send_header("Content-Type", kind)
                self.send_header("Content-Length", str(len(content)))
                # One call a connection, so that a dead server has none that is still kept.
                self.send_header("Connection", "close")
                self.close_connection = True
                self.end_headers()
                self.wfile.write(content)

            do_POST = do_GET = _pass_on

            def log_message(self, *args: Any) -> None:
                pass

        self._server = ThreadingHTTPServer(("127.0.0.1", self.port), Handler)
        self._server.daemon_threads = True
        # Who gave up waiting has closed its end.
        self._server.handle_error = lambda *args: None  # type: ignore[method-assign]
        threading.Thread(target=self._server.serve_forever, args=(0.05,), daemon=True).start()

    def die(self) -> None:
        """Listen no more."""
        if self._server is not None:
            self._server.shutdown()
            self._server.server_close()
            self._server = None

    def _answer(self, method: str, path: str, body: bytes, headers: Mapping[str, str]) -> tuple[int, str, bytes]:
        if path == "/webhook":
            if self.fault == "error 500":
                return 500, "application/json", b'{"error": "planned"}'
            if self.fault == "garbage":
                return 200, "application/json", b'{"events": [{"event": "nons'
            if self.fault == "slow":
                self.released.wait(SLOW_SECONDS)
        connection = http.client.HTTPConnection("127.0.0.1", self.behind, timeout=SLOW_SECONDS)
        try:
            kept = {name: value for name, value in headers.items() if name.lower().startswith("content-")}
            connection.request(method, path, body, kept)
            answer = connection.getresponse()
            return answer.status, answer.getheader("Content-Type") or "", answer.read()
        finally:
            connection.close()


class AdviserBehind(Adviser):
    """An adviser whose servers meet over `between`."""

    def __init__(self, var: Path) -> None:
        front, behind = free_port(), free_port()
        super().__init__(var, {"ACTIONS_PORT": str(front)})
        with with_environment(instruments(self._statements)):
            self._actions = action_server(dataclasses.replace(self.settings, actions_port=behind))
        self.between = Between(front, behind)


ON = AdviserBehind
FULL, SHORT = (), ()


def measure(adviser: AdviserBehind) -> list[Result]:
    """Every fault for one turn of one person, and then a turn without."""
    results = []
    for fault in FAULTS:
        talker, between = Talker(adviser.url, f"actions-{fault.replace(' ', '-')}", again=False), adviser.between
        talker.say("check my business")
        between.fault = fault
        if fault == "dead":
            between.die()
        began = time.monotonic()
        reply = talker.say("b")
        seconds = time.monotonic() - began
        between.fault = ""
        between.released.set()
        between.released = threading.Event()
        if fault == "dead":
            between.resume()
        after = talker.say("why do you ask?")
        talker.close()
        found = count(adviser.settings.trackers_url, [talker])
        spoken = bool(reply) and any(_data(message).get("error") for message in reply)
        works = bool(after) and not any(_data(message).get("error") for message in after)
        kept = found.lost == found.twice == found.out_of_order == 0 and found.stored == 3
        figure = f"{'an apology' if spoken else 'SILENCE'} after {seconds:.1f} s, turn {'stored' if kept else 'LOST'}"
        results.append(
            Result(
                f"T8 kill_actions, {fault}",
                f"{figure}, the next one {'works' if works else 'FAILS'}",
                f"an apology within {MOST_SECONDS:.0f} s, stored, works",
                "silence, up to 300 s if slow; a filled slot ends the form",
                # How long it took decides only where it is far out: a machine may be busy.
                spoken and works and kept and seconds <= MOST_SECONDS * 2,
            )
        )
    return results


def _data(message: Mapping[str, Any]) -> Mapping[str, Any]:
    return message["custom"]["data"]  # type: ignore[no-any-return]


def run(short: bool = False) -> list[Result]:
    """Measure on servers of its own; there is no shorter form."""
    with tempfile.TemporaryDirectory() as folder, AdviserBehind(Path(folder) / "var") as adviser:
        return measure(adviser)
