"""Stands between the Rasa server and the action server, and keeps what passes."""

from __future__ import annotations

import threading
import urllib.error
import urllib.request
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import urljoin

ANSWER_SECONDS = 20


def post(url: str, body: bytes) -> tuple[int, bytes]:
    """Send JSON; the status and the body of the answer."""
    request = urllib.request.Request(url, data=body, headers={"Content-Type": "application/json"})
    return _open(request)


def _open(request: urllib.request.Request) -> tuple[int, bytes]:
    try:
        with urllib.request.urlopen(request, timeout=ANSWER_SECONDS) as response:
            return response.status, response.read()
    except urllib.error.HTTPError as error:
        with error:
            return error.code, error.read()


class Recorder:
    """A proxy on a port of its own; `calls` are the bodies that the Rasa server sent, in order."""

    def __init__(self, actions_url: str) -> None:
        calls: list[bytes] = []

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"]))
                calls.append(body)
                self._pass_on(*post(actions_url, body))

            def do_GET(self) -> None:
                self._pass_on(*_open(urllib.request.Request(urljoin(actions_url, self.path))))

            def _pass_on(self, status: int, body: bytes) -> None:
                self.send_response(status)
                self.send_header("Content-Type", "application/json")
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *parts: object) -> None:
                """Keep quiet."""

        self.calls = calls
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.port = int(self._server.server_address[1])
        self._thread = threading.Thread(target=self._server.serve_forever, daemon=True)

    def start(self) -> None:
        """Listen."""
        self._thread.start()

    def stop(self) -> None:
        """Stop listening."""
        self._server.shutdown()
        self._server.server_close()
