"""What goes out of the house: reminders, the addresses they go to, and letters as they lie in the outbox."""

from __future__ import annotations

import secrets
from dataclasses import dataclass, field
from datetime import datetime

CONFIRM, REMINDER, BRIEF = "confirm", "reminder", "brief"
MAIL, WEBHOOK = "mail", "webhook"
# Chats in which the adviser may write first. A person there is `chat:...`; so is the recipient of a letter.
SLACK, TELEGRAM = "slack", "telegram"
CHATS = (SLACK, TELEGRAM)
HELD, WAITING, SENDING, SENT, DEAD = "held", "waiting", "sending", "sent", "dead"
# What the postman does with one letter; a test ends the process at each of them.
CARRYING = ("taken", "carried", "settled")


def new_token() -> str:
    """A token for a link: 256 bits that nobody guesses."""
    return secrets.token_urlsafe(32)


@dataclass(frozen=True, slots=True)
class Reminder:
    """Something to be reminded of on a day (`YYYY-MM-DD`)."""

    number: int
    about: str
    due: str


@dataclass(frozen=True, slots=True)
class MailAddress:
    """Where reminders go, and what the person was told when they gave it."""

    address: str = field(repr=False)
    told: str
    confirm_token: str = field(default_factory=new_token, repr=False)
    stop_token: str = field(default_factory=new_token, repr=False)
    confirmed: bool = False


@dataclass(frozen=True, slots=True)
class Letter:
    """One thing to send, written out in full; `number` is the reminder's, `stop_url` ends what is sent to an address.

    `held` letters wait until the address is confirmed. `hours` are those of the day, in UTC, outside of which it does
    not go out (`07:00-19:00`, over midnight too); empty: at any hour.
    """

    kind: str
    via: str
    subject: str
    body: str = field(repr=False)
    due_at: datetime
    recipient: str = field(default="", repr=False)
    stop_url: str = field(default="", repr=False)
    number: int | None = None
    held: bool = False
    hours: str = ""


@dataclass(frozen=True, slots=True)
class Posted:
    """A letter in the outbox; `lease` belongs to whoever is sending it just now."""

    id: str
    case_id: str
    kind: str
    via: str
    state: str
    attempts: int
    fault: str
    told: str
    due_at: datetime
    created_at: datetime
    sent_at: datetime | None
    subject: str = field(repr=False)
    body: str = field(repr=False)
    recipient: str = field(repr=False)
    stop_url: str = field(repr=False)
    lease: str = field(default="", repr=False)
    number: int | None = None
    hours: str = ""
