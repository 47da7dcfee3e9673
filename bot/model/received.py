"""What came in, as it lies in the inbox."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

# `waiting`: not answered; `answered`: its reply lies here and has to go out; `dead`: it was tried often enough.
WAITING, ANSWERED, DONE, DEAD = "waiting", "answered", "done", "dead"
UNFINISHED = (WAITING, ANSWERED)
# The order in which one message goes through the house; a test ends the process at each of them.
STEPS = ("received", "stored", "handed on", "answered", "sent", "done")


@dataclass(frozen=True, slots=True)
class Received:
    """One message of a person (`channel:user`); `key` is the channel's own id of it, `id` the one it has in the house.

    `body` is what was said and where the reply goes, `reply` the messages of the adviser as clients get them, of which
    `sent` have gone out; `reference` is the platform's name of the message or its thread.
    """

    id: str
    channel: str
    key: str
    person: str
    reference: str
    state: str
    attempts: int
    sent: int
    fault: str
    received_at: datetime
    due_at: datetime
    leased_until: datetime | None
    done_at: datetime | None
    lease: str = field(default="", repr=False)
    body: Mapping[str, Any] = field(default_factory=dict, repr=False)
    reply: tuple[Mapping[str, Any], ...] = field(default=(), repr=False)
