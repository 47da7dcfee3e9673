"""Logs: one line an event, as JSON or for people; never what somebody wrote, and conversations only as a hash."""

from __future__ import annotations

import hashlib
import hmac
import json
import logging
import sys
import traceback
from datetime import datetime, timezone
from types import TracebackType
from typing import Any

from bot.errors import LevelfieldError
from bot.keys import kept_key
from bot.settings import Settings

# 64 bits tell conversations apart in any log that somebody reads; the key keeps them from being guessed back.
_HASH_DIGITS = 16
_KEY_BYTES = 32
_EVENTS = "levelfield"
_SANIC = ("sanic.root", "sanic.error", "sanic.access")

Failure = tuple[type[BaseException], BaseException, TracebackType | None] | tuple[None, None, None]


def failure_without_words(failure: Failure) -> str:
    """Where and what kind, for a log: messages of exceptions quote what people wrote, frames do not."""
    kind, error, frames = failure
    if kind is None:
        return ""
    # Our own errors speak of settings and files.
    said = f": {error}" if isinstance(error, LevelfieldError) else ""
    return f"{''.join(traceback.format_tb(frames))}{kind.__name__}{said}"


class TextFormatter(logging.Formatter):
    """A line for people."""

    def __init__(self) -> None:
        super().__init__("%(asctime)s %(levelname)s %(name)s %(message)s")

    def formatException(self, ei: Any) -> str:  # the name that logging calls
        """The failure, without the words of its message."""
        return failure_without_words(ei)

    def formatMessage(self, record: logging.LogRecord) -> str:
        """The message, and the fields of an event behind it."""
        fields = getattr(record, "fields", {})
        told = " ".join(f"{name}={value}" for name, value in fields.items())
        return f"{super().formatMessage(record)} {told}".rstrip()


class JsonFormatter(logging.Formatter):
    """One JSON object a line: `time`, `level`, `logger`, `event`, then the event's own fields."""

    def format(self, record: logging.LogRecord) -> str:
        """The record as one line."""
        line: dict[str, Any] = {
            "time": datetime.fromtimestamp(record.created, timezone.utc).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "event": record.getMessage(),
            **getattr(record, "fields", {}),
        }
        if record.exc_info:
            line["failure"] = failure_without_words(record.exc_info)
        return json.dumps(line, ensure_ascii=False, default=str)


def configure_logs(settings: Settings, level: int = logging.WARNING) -> None:
    """Let all that this process logs take the form that the settings name; may be called again.

    Below `level`, Rasa and its libraries log what people write; our own events are logged from INFO on.
    """
    form = JsonFormatter() if settings.log == "json" else TextFormatter()
    root = logging.getLogger()
    if not root.handlers:
        root.addHandler(logging.StreamHandler(sys.stderr))
        root.setLevel(level)
    for handler in root.handlers:
        handler.setFormatter(form)
    for name in _SANIC:
        # They go ways of their own, unformed, with the messages of exceptions.
        logger = logging.getLogger(name)
        logger.handlers.clear()
        logger.propagate = True
    events = logging.getLogger(_EVENTS)
    if not events.handlers:
        events.addHandler(logging.StreamHandler(sys.stderr))
    events.handlers[0].setFormatter(form)
    events.setLevel(logging.INFO)
    # The root may be set to warnings only, and filters what it has seen before.
    events.propagate = False


def log_event(name: str, **fields: Any) -> None:
    """Log one event with its fields; nobody's words may be among them."""
    logging.getLogger(_EVENTS).info(name, extra={"fields": {k: v for k, v in fields.items() if v is not None}})


class Pseudonyms:
    """Conversations under names that nobody can lead back without the key."""

    def __init__(self, key: bytes) -> None:
        self._key = key

    @classmethod
    def of(cls, settings: Settings) -> Pseudonyms:
        """With the key of the settings, or one made once and kept in `var/log.key`."""
        key = settings.log_key.encode() or kept_key(settings.var / "log.key")
        return cls(key)

    def of_conversation(self, address: str) -> str:
        """The name of `channel:user`."""
        return hmac.new(self._key, address.encode(), hashlib.sha256).hexdigest()[:_HASH_DIGITS]
