"""Where something of a person may lie. Each place knows how to export, load, erase and purge what it holds."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol

Rows = Mapping[str, Sequence[Mapping[str, Any]]]


@dataclass(frozen=True, slots=True)
class Subject:
    """Whose data it is: everybody who reaches the case (`channel:user`), and the case with its resume code."""

    addresses: tuple[str, ...]
    cases: tuple[str, ...] = ()
    codes: tuple[str, ...] = ()

    @property
    def conversations(self) -> tuple[str, ...]:
        """What Rasa calls them: the user's id, in which newer channels repeat their name."""
        return tuple(sorted({sender_of(address) for address in self.addresses} | set(self.addresses)))


def sender_of(address: str) -> str:
    """The conversation's id of a person (`channel:user`)."""
    return address.partition(":")[2] or address


class Place(Protocol):
    """One place."""

    @property
    def name(self) -> str:
        """What it is called in an export and in `docs/personal-data.md`."""

    def export(self, subject: Subject) -> Rows:
        """Everything of a person, as rows by table; values are plain JSON."""

    def load(self, rows: Rows) -> int:
        """Put back what `export` gave; how many rows."""

    def erase(self, subject: Subject) -> int:
        """Delete everything of a person; how many rows went."""

    def active(self, since: datetime) -> Collection[str]:
        """Who (their conversations) said something here since then; empty where the place cannot tell."""

    def purge(self, before: datetime, active: Collection[str]) -> int:
        """Delete what is older, but nothing that somebody still at it needs; how many rows went."""

    def cleanse(self, *, thorough: bool) -> None:
        """See that what was deleted is in no file any more."""
