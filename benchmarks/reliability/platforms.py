"""The platforms as T9 needs them: people who write there, and what they are told. Both deliver until it is taken."""

from __future__ import annotations

import queue
import threading
import time
from collections.abc import Callable, Mapping
from typing import Any, Protocol

from tests.channels import slack_server, telegram_server
from tests.channels.slack_server import SlackServer
from tests.channels.telegram_server import TelegramServer

# Slack waits three seconds for an acknowledgement, and then lets minutes pass; here nobody has the time.
ACK_SECONDS, PAUSE_SECONDS = 3.0, 0.1


class Platform(Protocol):
    """One platform's side. `name` is the channel's, `settings` what lets the adviser reach it."""

    name: str
    settings: Mapping[str, str]

    def say(self, user: int, text: str) -> None:
        """Somebody writes to the adviser."""

    def told(self, user: int) -> list[str]:
        """What somebody was told, in order."""

    def person(self, user: int) -> str:
        """How the adviser knows somebody."""

    def wait_for(self, condition: Callable[[], bool], seconds: float) -> None:
        """Wait until something holds; raises AssertionError where it does not by then."""

    def stop(self) -> None:
        """Be gone."""


class Telegram:
    """Asked for updates; what is not confirmed is given again."""

    name = "telegram"

    def __init__(self) -> None:
        self._server = TelegramServer().start()
        self.settings = {
            "LEVELFIELD_TELEGRAM_TOKEN": telegram_server.TOKEN,
            "LEVELFIELD_TELEGRAM_API": self._server.url,
        }
        self.say, self.wait_for, self.stop = self._server.say, self._server.wait_for, self._server.stop

    def told(self, user: int) -> list[str]:
        """What somebody was told, in order."""
        return [message["text"] for message in self._server.to(user)]

    def person(self, user: int) -> str:
        """How the adviser knows somebody."""
        return f"telegram:{user}"


class Slack:
    """Socket Mode; an event that is not acknowledged comes again, with the same id."""

    name = "slack"

    def __init__(self) -> None:
        self._server = SlackServer().start()
        self.settings = {
            "LEVELFIELD_SLACK_TOKEN": slack_server.TOKEN,
            "LEVELFIELD_SLACK_APP_TOKEN": slack_server.APP_TOKEN,
            "LEVELFIELD_SLACK_API": self._server.url,
        }
        self.wait_for = self._server.wait_for
        self._events: queue.Queue[dict[str, Any]] = queue.Queue()
        self._over = threading.Event()
        self._carrier = threading.Thread(target=self._deliver, daemon=True)
        self._carrier.start()

    def say(self, user: int, text: str) -> None:
        """Somebody writes to the adviser in direct messages."""
        self._events.put(self._server.event(self._server.message(f"U{user}", text)))

    def _deliver(self) -> None:
        while not self._over.is_set():
            try:
                event = self._events.get(timeout=PAUSE_SECONDS)
            except queue.Empty:
                continue
            while not self._over.is_set() and not self._is_taken(event):
                time.sleep(PAUSE_SECONDS)

    def _is_taken(self, event: dict[str, Any]) -> bool:
        if not self._server.connected:
            return False
        try:
            envelope = self._server.push("events_api", event)
        # The app died, or is just connecting.
        except (OSError, IndexError, RuntimeError, TimeoutError):
            return False
        deadline = time.monotonic() + ACK_SECONDS
        while envelope not in self._server.acknowledged and self._server.connected and time.monotonic() < deadline:
            time.sleep(0.01)
        return envelope in self._server.acknowledged

    def told(self, user: int) -> list[str]:
        """What somebody was told, in order."""
        return [message["text"] for message in self._server.to(f"D{user}")]

    def person(self, user: int) -> str:
        """How the adviser knows somebody."""
        return f"slack:{slack_server.TEAM}:U{user}"

    def stop(self) -> None:
        """Be gone."""
        self._over.set()
        self._carrier.join()
        self._server.stop()
