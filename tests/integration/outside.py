"""The other side of what goes out: a small mail server and a small webhook, real ones, that fail as they are told."""

from __future__ import annotations

import email
import json
import socketserver
import threading
from email.message import EmailMessage
from email.policy import default
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from bot.cli.processes import free_port


class _Local:
    """A server of this process on a port of its own; it may be gone and come back there."""

    def __init__(self) -> None:
        self.port = free_port()
        self._server: socketserver.TCPServer | None = None

    def _serve(self, server: socketserver.TCPServer) -> None:
        self._server = server
        threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()

    def stop(self) -> None:
        """Be gone."""
        if self._server is not None:
            self._server.shutdown()
            self._server.server_close()
            self._server = None


class MailServer(_Local):
    """Takes mails by SMTP. `answers` overrides replies by command (`{"RCPT": "550 no"}`); "END" is after the text."""

    def __init__(self) -> None:
        super().__init__()
        self.mails, self.answers = list[EmailMessage](), dict[str, str]()
        self.recipients: list[str] = []

    @property
    def url(self) -> str:
        """What LEVELFIELD_SMTP_URL would be."""
        return f"smtp://127.0.0.1:{self.port}"

    def start(self) -> MailServer:
        """Answer from now on."""
        outer = self

        class Session(socketserver.StreamRequestHandler):
            def handle(self) -> None:
                outer._talk(self)

        socketserver.ThreadingTCPServer.allow_reuse_address = True
        socketserver.ThreadingTCPServer.daemon_threads = True
        self._serve(socketserver.ThreadingTCPServer(("127.0.0.1", self.port), Session))
        return self

    def _talk(self, session: socketserver.StreamRequestHandler) -> None:
        def say(command: str, otherwise: str) -> str:
            answer = self.answers.get(command, otherwise)
            session.wfile.write(f"{answer}\r\n".encode())
            return answer

        say("CONNECT", "220 here")
        while line := session.rfile.readline():
            command = line.decode().split()[0].upper().split(":")[0]
            if command == "RCPT":
                self.recipients.append(line.decode())
            if command == "DATA":
                if not say("DATA", "354 go on").startswith("354"):
                    continue
                text = b""
                while (part := session.rfile.readline()) not in (b".\r\n", b""):
                    text += part.removeprefix(b".") if part.startswith(b"..") else part
                if self.answers.get("END", "250").startswith("2"):
                    self.mails.append(email.message_from_bytes(text, policy=default))  # type: ignore[arg-type]
                say("END", "250 taken")
            elif command == "QUIT":
                say("QUIT", "221 bye")
                return
            else:
                say(command, "250 fine")

    def to(self, address: str) -> list[EmailMessage]:
        """The mails that went to one address."""
        return [mail for mail in self.mails if mail["To"] == address]


class HookServer(_Local):
    """Takes webhook calls; answers with `status`, and keeps what it answered 200 to."""

    def __init__(self) -> None:
        super().__init__()
        self.status, self.taken, self.calls = 200, list[dict[str, Any]](), 0

    @property
    def url(self) -> str:
        """What LEVELFIELD_BRIEF_WEBHOOK would be."""
        return f"http://127.0.0.1:{self.port}/services/secret-hook"

    def start(self) -> HookServer:
        """Answer from now on."""
        outer = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
                outer.calls += 1
                if outer.status == 200:
                    outer.taken.append(body)
                self.send_response(outer.status)
                if outer.status == 302:
                    self.send_header("Location", outer.url)
                self.send_header("Content-Length", "0")
                self.end_headers()

            def log_message(self, *args: Any) -> None:
                pass

        self._serve(ThreadingHTTPServer(("127.0.0.1", self.port), Handler))
        return self
