"""The page of somebody else's on which each widget stands, the same but for the widget, and the peers' files."""

from __future__ import annotations

import gzip
import mimetypes
import threading
from collections.abc import Mapping
from functools import cache
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from benchmarks.widgets.peers import Peer
from bot.cli.processes import LOOPBACK, free_port
from tests.conversations.started import Started

PAGES = Path(__file__).parent / "pages"
# What a widget adds to the page: as its README has it, and, so that it lies in a landmark, inside an <aside>.
EMBEDDED: Mapping[str, str] = {
    "levelfield": '<script type="module" src="{bot}/widget/launcher.js"></script>',
    "deep-chat": '<aside aria-label="Adviser"><deep-chat></deep-chat></aside>'
    '<script type="module" src="/pages/deep-chat.js"></script>',
    "chat-widget": '<link rel="stylesheet" href="/peers/chat-widget/rasa-chatwidget.css">'
    '<aside aria-label="Adviser"></aside>'
    '<script type="module" src="/peers/chat-widget/rasa-chatwidget.esm.js"></script>'
    '<script type="module" src="/pages/chat-widget.js"></script>',
}
# As strict as a page can be that has a widget from here, or from the adviser: nothing inline, nothing from elsewhere.
_POLICY = (
    "default-src 'none'; script-src 'self' {bot}; style-src 'self'; img-src 'self'; font-src 'self'; "
    "connect-src 'self' {bot} {relay} {bot_socket} {relay_socket}"
)
_PAGE = """<!doctype html>
<html lang="en" data-bot="{bot}" data-relay="{relay}"><head><meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>The association</title><link rel="stylesheet" href="/pages/page.css"></head>
<body><main><h1>Members</h1><p>What the association does. <a href="#more">A link</a></p></main>
{embedded}</body></html>"""


class Site(Started):
    """The association's web server, on a port of its own; files travel compressed, as from any web server."""

    def __init__(self, peers: Mapping[str, Peer], bot: str = "", relay: str = "") -> None:
        self._folders = {"pages": PAGES} | {f"peers/{name}": peer.files for name, peer in peers.items()}
        port = free_port()
        self.url = f"http://{LOOPBACK}:{port}"
        self.bot, self.relay = bot, relay
        self._server: ThreadingHTTPServer | None = None
        self._port = port

    def start(self) -> None:
        """Listen."""
        site = self

        class Pages(BaseHTTPRequestHandler):
            # One connection for all files, as everywhere.
            protocol_version = "HTTP/1.1"

            def do_GET(self) -> None:  # the name is the library's
                path, _, query = self.path.partition("?")
                content, headers = site.answer(path, strict=query == "strict")
                self.send_response(200 if content is not None else 404)
                for name, value in headers.items():
                    self.send_header(name, value)
                self.send_header("Content-Length", str(len(content or b"")))
                self.end_headers()
                self.wfile.write(content or b"")

            def log_message(self, format: str, *arguments: object) -> None:
                """Say nothing."""

        self._server = ThreadingHTTPServer((LOOPBACK, self._port), Pages)
        self._server.daemon_threads = True
        threading.Thread(target=self._server.serve_forever, daemon=True).start()

    def stop(self) -> None:
        """Listen no more."""
        if self._server is not None:
            self._server.shutdown()
            self._server.server_close()

    def answer(self, path: str, *, strict: bool = False) -> tuple[bytes | None, dict[str, str]]:
        """A page or a file, compressed, with its headers; None where there is none."""
        name = path.removeprefix("/")
        if name in EMBEDDED:
            headers = {"Content-Type": "text/html; charset=utf-8"}
            if strict:
                sockets = {f"{key}_socket": getattr(self, key).replace("http", "ws", 1) for key in ("bot", "relay")}
                headers["Content-Security-Policy"] = _POLICY.format(bot=self.bot, relay=self.relay, **sockets)
            embedded = EMBEDDED[name].format(bot=self.bot)
            return _PAGE.format(bot=self.bot, relay=self.relay, embedded=embedded).encode(), headers
        for prefix, folder in self._folders.items():
            file = (folder / name.removeprefix(f"{prefix}/")).resolve()
            if name.startswith(f"{prefix}/") and file.is_relative_to(folder.resolve()) and file.is_file():
                kind = mimetypes.guess_type(file.name)[0] or "application/octet-stream"
                return _compressed(file), {"Content-Type": kind, "Content-Encoding": "gzip"}
        return None, {}


@cache
def _compressed(file: Path) -> bytes:
    return gzip.compress(file.read_bytes(), compresslevel=9)
