"""A small bot as Levelfield is built, an action server one can break, and a server with one door."""

from __future__ import annotations

import asyncio
import json
import threading
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import urljoin

import pytest
from rasa.core.agent import Agent
from rasa.core.channels.channel import InputChannel, UserMessage, register
from rasa.model_training import train
from sanic import Sanic

from bot.channels.doors import open_doors
from bot.channels.limits import Limits
from bot.channels.site import FILES
from bot.cli.processes import free_port
from bot.settings import Settings

CONFIG = """
recipe: default.v1
assistant_id: small
language: en
pipeline: [{name: WhitespaceTokenizer}, {name: KeywordIntentClassifier}]
policies: [{name: RulePolicy}]
"""
DOMAIN = """
version: "3.1"
intents: [start, why]
slots:
  diagnosis_answer:
    type: any
    influence_conversation: false
    mappings:
      - type: from_text
        not_intent: [start, why]
        conditions: [{active_loop: diagnosis_form, requested_slot: diagnosis_answer}]
  unheard_answer: {type: any, influence_conversation: false, mappings: [{type: custom}]}
forms: {diagnosis_form: {required_slots: [diagnosis_answer]}}
actions: [action_why, action_ask_diagnosis_answer, validate_diagnosis_form]
"""
DATA = """
version: "3.1"
nlu:
  - {intent: start, examples: "- check\\n- begin\\n"}
  - {intent: why, examples: "- why\\n- reason\\n"}
rules:
  - rule: When the user starts, ask
    steps: [{intent: start}, {action: diagnosis_form}, {active_loop: diagnosis_form}]
  - rule: When the user asks why, say it
    steps: [{intent: why}, {action: action_why}]
"""


def train_small(folder: Path) -> Path:
    """The small bot, trained; its files and the model lie in the folder."""
    for name, content in (("config.yml", CONFIG), ("domain.yml", DOMAIN), ("data.yml", DATA)):
        (folder / name).write_text(content)
    with pytest.MonkeyPatch.context() as patch:
        # Rasa keeps what it trained; a test leaves nothing in the project.
        patch.setenv("RASA_CACHE_DIRECTORY", str(folder / "cache"))
        patch.setenv("RASA_TELEMETRY_ENABLED", "false")
        files = (str(folder / name) for name in ("domain.yml", "config.yml"))
        result = train(*files, training_files=str(folder / "data.yml"), output=str(folder / "models"))
    return Path(result.model)


class ActionServer:
    """A real HTTP server in the place of the action server; `fault` says how it fails."""

    def __init__(self) -> None:
        self.fault: str | None = None
        self.calls: list[str] = []
        owner = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                call = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
                owner.calls.append(call["next_action"])
                status, kind, body = owner.answer(call)
                self.send_response(status)
                self.send_header("Content-Type", kind)
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def do_GET(self) -> None:
                self.send_response(200)
                self.send_header("Content-Length", "0")
                self.end_headers()

            def log_message(self, *args: Any) -> None:
                pass

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._server.daemon_threads = True
        # A caller that gave up has closed its end; that is what the test wants, not something to print.
        self._server.handle_error = lambda *args: None  # type: ignore[method-assign]
        self.url = f"http://127.0.0.1:{self._server.server_port}/webhook"
        threading.Thread(target=self._server.serve_forever, args=(0.05,), daemon=True).start()

    def answer(self, call: dict[str, Any]) -> tuple[int, str, bytes]:
        """Status, content type and body for one call."""
        match self.fault:
            case "error 500":
                return 500, "application/json", b'{"error": "planned", "request_body": "quotes everything"}'
            case "unknown action":
                return 404, "application/json", b'{"error": "No such action", "action_name": "x"}'
            case "a web page":
                return 200, "text/html", b"<html>Welcome to the router</html>"
            case "broken JSON":
                return 200, "application/json", b'{"events": ['
            case "a list":
                return 200, "application/json", b"[]"
            case "unknown events":
                return 200, "application/json", b'{"events": [{"event": "nonsense"}], "responses": []}'
            case "garbled rejection":
                return 400, "text/html", b"<html>Bad request</html>"
            case "rejection":
                return 400, "application/json", b'{"error": "not now", "action_name": "action_why"}'
            case "slow":
                time.sleep(1.5)
        return 200, "application/json", json.dumps(_result(call)).encode()

    def close(self) -> None:
        """Stop listening: from now on, nobody answers."""
        self._server.shutdown()
        self._server.server_close()


def _result(call: dict[str, Any]) -> dict[str, Any]:
    match call["next_action"]:
        case "validate_diagnosis_form":
            said = call["tracker"]["slots"]["diagnosis_answer"]
            value = "complete" if said == "finish" else None
            events = [] if said is None else [{"event": "slot", "name": "diagnosis_answer", "value": value}]
            return {"events": events, "responses": []}
        case "action_ask_diagnosis_answer":
            buttons = [{"title": "Half", "payload": "E1:2"}]
            custom = {"kind": "question", "about": ["E1"], "sources": [], "data": {"done": 0, "of": 8}}
            text = "How much of your costs\n\nare fixed?"
            return {"events": [], "responses": [{"text": text, "buttons": buttons, "custom": custom}]}
    return {"events": [], "responses": [{"text": "Because it weighs most."}]}


@asynccontextmanager
async def serving(
    channel: InputChannel, handler: Callable[[UserMessage], Any] | Agent, **environment: str
) -> AsyncIterator[str]:
    """The address of a real server with one channel, put together as Rasa does it; settings by their names."""
    settings = Settings.from_env(environment)
    port = free_port()
    # Sanic rewrites its own methods when an application starts; this lets it do so again for the next one.
    Sanic.test_mode = True
    app = Sanic(f"door_{port}", configure_logging=False)
    open_doors(app, settings, Limits(settings), frozenset(FILES))
    if isinstance(handler, Agent):
        app.ctx.agent = handler
        register([channel], app, "/webhooks/")
    else:
        app.blueprint(channel.blueprint(handler), url_prefix=urljoin("/webhooks/", channel.url_prefix()))
    server = await app.create_server("127.0.0.1", port, return_asyncio_server=True, access_log=False)
    assert server is not None
    await server.startup()
    await server.before_start()
    await server.after_start()
    try:
        yield f"http://127.0.0.1:{port}"
    finally:
        await server.before_stop()
        server.close()
        await server.wait_closed()
        await server.after_stop()
        # Turns that a test left behind must not outlive its loop.
        await asyncio.sleep(0)
