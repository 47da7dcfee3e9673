"""The whole adviser, running: both servers as `levelfield serve` starts them, spoken to over HTTP."""

from __future__ import annotations

import functools
import json
import os
import signal
import time
import urllib.error
import urllib.request
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bot.cli.migrate import migrate_all
from bot.cli.processes import Server, action_server, free_port, rasa_server, stop
from bot.documents.load import load_knowledge
from bot.model.knowledge import Knowledge
from bot.settings import Settings
from bot.store.write import write_store
from tests.conversations.started import Started

# Two advisers start at once where tests run on two cores, and may have to encode their examples first. Where six times
# as much had to be done as there were cores, 300 s were too few. A test, with what it starts, has 600.
START_SECONDS = 540
# The one other site that may embed this adviser.
EMBEDDING_SITE = "http://association.test"
# A turn whose two actions both hang takes ten seconds; twice that means that the server itself hangs.
TURN_SECONDS = 20


@functools.cache
def _knowledge(folder: Path) -> Knowledge:
    """What the documents say: no test of a running adviser changes them, and to read them takes two seconds a start."""
    return load_knowledge(folder)


@dataclass(frozen=True)
class Answer:
    """One HTTP answer; `body` is its JSON."""

    status: int
    headers: dict[str, str]
    body: Any


class RunningBot(Started):
    """Both servers on ports of their own, with a `var` folder of their own; `extra` are further settings.

    People in tests type faster than anybody, so no limit by sender holds unless `extra` sets one.
    """

    def __init__(self, var: Path, extra: Mapping[str, str] | None = None) -> None:
        own = {"LEVELFIELD_VAR": str(var), "HOST": "127.0.0.1", "LEVELFIELD_LIMIT_SENDER": "off"}
        own |= {"PORT": str(free_port()), "ACTIONS_PORT": str(free_port())}
        # Documents that tests add must not be found by anybody else.
        own |= {"LEVELFIELD_STORE_URL": f"sqlite:///{var / 'strategies.db'}"}
        own |= {"LEVELFIELD_ORIGINS": EMBEDDING_SITE}
        # What people told this machine's adviser is not for tests, whatever the environment says.
        theirs = {f"LEVELFIELD_{name}" for name in ("CASES_URL", "TRACKERS", "TRACKERS_URL", "REDIS_URL")}
        others = {name: os.environ[name] for name in os.environ.keys() - theirs}
        self.settings = Settings.from_env(others | own | dict(extra or {}))
        self.settings.var.mkdir(parents=True, exist_ok=True)
        self.url = f"http://127.0.0.1:{self.settings.port}"
        self._actions: Server = action_server(self.settings)
        self._rasa: Server = rasa_server(self.settings)

    def start(self) -> None:
        """Start both servers and wait until they are ready."""
        migrate_all(self.settings)
        write_store(_knowledge(self.settings.knowledge), self.settings.store_url)
        self._actions.start()
        self._rasa.start()
        self._wait_until_ready()

    def stop(self) -> None:
        """Stop both servers."""
        stop([self._rasa, self._actions])

    def restart(self) -> None:
        """Stop both servers and start them again with the same `var` folder."""
        self.stop()
        self.start()

    def kill_rasa(self) -> None:
        """End the Rasa server as a crash would."""
        self._rasa.signal(signal.SIGKILL)
        assert self._rasa.reap(5)

    def start_rasa(self) -> None:
        """Start the Rasa server again and wait until it answers."""
        self._rasa.start()
        self._wait_until_ready()

    def stop_actions(self) -> None:
        """Stop the action server; the Rasa server goes on."""
        stop([self._actions])

    def start_actions(self) -> None:
        """Start the action server again and wait until it answers."""
        self._actions.start()
        self._wait_until_ready()

    def say(self, sender: str, text: str) -> list[dict[str, Any]]:
        """What the bot says to this; fails if it is not answered with messages."""
        answer = self.post(json.dumps({"sender": sender, "message": text}).encode())
        assert answer.status == 200, f"{answer.status} {answer.body}\n{self._rasa.last_lines()}"
        assert isinstance(answer.body, list) and answer.body, "the bot was silent"
        return answer.body

    def post(self, body: bytes | str) -> Answer:
        """Send a raw body to the REST door."""
        data = body.encode() if isinstance(body, str) else body
        request = urllib.request.Request(f"{self.url}/webhooks/rest/webhook", data=data)
        request.add_header("Content-Type", "application/json")
        return self._open(request)

    def get(self, path: str) -> Answer:
        """Fetch an address that answers with JSON."""
        return self._open(urllib.request.Request(self.url + path))

    def _open(self, request: urllib.request.Request) -> Answer:
        try:
            with urllib.request.urlopen(request, timeout=TURN_SECONDS) as response:
                return Answer(response.status, dict(response.headers), json.load(response))
        except urllib.error.HTTPError as error:
            with error:
                return Answer(error.code, dict(error.headers), json.load(error))

    def _wait_until_ready(self) -> None:
        deadline = time.monotonic() + START_SECONDS
        while time.monotonic() < deadline:
            for server in (self._actions, self._rasa):
                assert server.exit_code is None, f"{server.name} ended:\n{server.last_lines()}"
            try:
                if self.get("/ready").status == 200:
                    return
            except OSError:
                pass
            time.sleep(0.2)
        raise AssertionError(f"not ready after {START_SECONDS} s:\n{self._rasa.last_lines()}")
