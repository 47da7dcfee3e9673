"""What the adviser says: one message, the same on every channel (the contract is `bot/model/message.schema.json`)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

CONTRACT_VERSION = "1"


@dataclass(frozen=True, slots=True)
class Button:
    """A choice: `payload` is a short token of at most 64 bytes."""

    title: str
    payload: str


@dataclass(frozen=True, slots=True)
class Message:
    """`text` stands alone; `kind`, `about` and `sources` are stable for clients, `data` may grow."""

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
