"""What the adviser says: one message, the same on every channel (the contract is `bot/model/message.schema.json`)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

CONTRACT_VERSION = "1"
# What the contract requires of some kinds, for messages that are said in parts; a test holds it against the schema.
REQUIRED_DATA: Mapping[str, tuple[str, ...]] = {
    "question": ("options", "done", "of", "mode"),
    "noted": ("answers", "facts"),
    "answer": ("confidence",),
    "unknown": ("question",),
    "comparison": ("rows",),
    "handoff": ("would_send", "sent"),
}
NEEDS_BUTTONS = frozenset({"unknown"})


@dataclass(frozen=True, slots=True)
class Button:
    """A choice: `payload` is a short token of at most 64 bytes."""

    title: str
    payload: str


@dataclass(frozen=True, slots=True)
class Message:
    """`text` stands alone; `kind`, `about` and `sources` are stable for clients, `data` may grow.

    A long one goes out in parts (`bot/rendering/parting.py`).
    """

    kind: str
    text: str
    about: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()
    buttons: tuple[Button, ...] = ()
    data: Mapping[str, Any] = field(default_factory=dict)

    def custom(self) -> dict[str, Any]:
        """The machine-readable half of the message."""
        return {
            "version": CONTRACT_VERSION,
            "kind": self.kind,
            "about": list(self.about),
            "sources": list(self.sources),
            "data": dict(self.data),
        }
