"""Exports, erases and purges what is kept of people, in every place, and enters what was done without whose it was."""

from __future__ import annotations

import hashlib
import hmac
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select

from bot.cases import tables
from bot.cases.engine import open_engine
from bot.cases.erasures import ErasureStore, LeaseStore, Wanted, addresses_of, case_by_code, case_ids_of
from bot.cases.repository import CaseStore
from bot.errors import LevelfieldError
from bot.keys import kept_key
from bot.personal.cases_place import AddressedPlace, CasesPlace
from bot.personal.inbox_place import InboxPlace
from bot.personal.logs_place import LogsPlace
from bot.personal.places import Place, Subject
from bot.personal.trackers_place import TrackersPlace
from bot.settings import Settings

FORMAT = "levelfield.person/1"
# The leases of the server that does erasures, and of the daily purge.
KEEPER, PURGE = "keeper", "purge"
_CODE = re.compile(r"LF-[A-Z0-9]{4}-[A-Z0-9]{4}", re.IGNORECASE)
_PERSON = re.compile(r"[a-z]{2,16}:.{1,240}")


class PersonUnknown(LevelfieldError):
    """Nothing is kept of that person, or it is no person at all."""


class ExportUnusable(LevelfieldError):
    """A file that is no export of a person, or one that cannot be put back here."""


@dataclass(frozen=True, slots=True)
class Purged:
    """How many rows went, by place."""

    rows: Mapping[str, int]


class Keeping:
    """Everything kept of people at one installation."""

    def __init__(self, cases: CaseStore, places: Sequence[Place], key: bytes) -> None:
        self._cases, self.places, self._key = cases, tuple(places), key
        self.erasures, self.leases = ErasureStore(cases), LeaseStore(cases)

    def subject(self, person: str) -> Subject:
        """Whose data is meant.

        Args:
            person: `channel:user`, or a resume code.

        Raises:
            PersonUnknown: it is neither.
        """
        if _CODE.fullmatch(person):
            case = case_by_code(self._cases, person)
            if case is None:
                raise PersonUnknown(f"there is no case with the code {person.upper()}.")
            return self._with_codes(tuple(addresses_of(self._cases, [case])), (case,))
        if not _PERSON.fullmatch(person):
            hint = "Say who: channel:id (rest:anna, slack:T01:U02), or a resume code (LF-7K3M-92QD)."
            raise PersonUnknown(f'"{person}" names nobody. {hint}')
        cases = case_ids_of(self._cases, [person])
        addresses = sorted({person, *addresses_of(self._cases, cases)})
        return self._with_codes(tuple(addresses), tuple(cases))

    def _with_codes(self, addresses: tuple[str, ...], cases: tuple[str, ...]) -> Subject:
        query = select(tables.cases.c.resume_code).where(tables.cases.c.id.in_(cases))
        with self._cases.reading() as connection:
            return Subject(addresses, cases, tuple(connection.execute(query).scalars()))

    def export(self, person: str) -> dict[str, Any]:
        """Everything kept of a person, as JSON that `load` takes.

        Raises:
            PersonUnknown: nothing is.
        """
        subject = self.subject(person)
        found = {place.name: place.export(subject) for place in self.places}
        found = {name: rows for name, rows in found.items() if rows}
        if not found:
            raise PersonUnknown(f"nothing is kept of {person}.")
        at = self._cases.clock().isoformat(timespec="seconds")
        return {"format": FORMAT, "exported_at": at, "person": list(subject.addresses), "places": found}

    def load(self, exported: Any) -> int:
        """Put an exported person back; how many rows.

        Raises:
            ExportUnusable: it is no export, or there is something of that person already.
        """
        if not isinstance(exported, dict) or exported.get("format") != FORMAT:
            raise ExportUnusable(f"this is no export of a person ({FORMAT}). `levelfield export` makes one.")
        for person in exported["person"]:
            subject = self.subject(person)
            if any(place.export(subject) for place in self.places if place.name != LogsPlace.name):
                raise ExportUnusable(f"something is kept of {person} already. `levelfield erase {person}` first.")
        return sum(place.load(exported["places"].get(place.name, {})) for place in self.places)

    def ask_erasure(self, person: str, reason: str) -> tuple[list[Wanted], Subject]:
        """Ask for a person to be erased; the server does it while no turn of theirs is at work.

        Raises:
            PersonUnknown: nothing is kept of them.
        """
        subject = self.subject(person)
        if not any(place.export(subject) for place in self.places):
            raise PersonUnknown(f"nothing is kept of {person}.")
        ids = set(self.erasures.ask(subject.addresses, reason))
        return [one for one in self.erasures.wanted() if one.id in ids], subject

    def settle(self, wanted: Wanted, *, thorough: bool = False) -> int:
        """Erase whom an erasure names, in every place, and enter it without whose it was; how many rows went."""
        # Asked anew: a turn that was open may have made a case since.
        subject = self.subject(wanted.address)
        count = sum(place.erase(subject) for place in self.places)
        self.erasures.settle(wanted, self.hashed(wanted.address), count)
        for place in self.places:
            place.cleanse(thorough=thorough)
        return count

    def purge(self, days: int, *, thorough: bool = True) -> Purged:
        """Delete what nobody has touched for so many days."""
        before = self._cases.clock() - timedelta(days=days)
        active = {name for place in self.places for name in place.active(before)}
        gone = {place.name: place.purge(before, active) for place in self.places}
        count = sum(gone.values())
        if count:
            self.erasures.note("", "retention", count)
            for place in self.places:
                place.cleanse(thorough=thorough and self._cases.engine.dialect.name == "sqlite")
        return Purged(gone)

    def erase_again(self, since: datetime) -> int:
        """Erase whom a restored backup, taken at `since`, has brought back; how many people."""
        known = {one.who for one in self.erasures.log() if one.who and one.done_at >= since}
        with self._cases.reading() as connection:
            addresses = list(connection.execute(select(tables.people.c.address)).scalars())
        back = [address for address in addresses if self.hashed(address) in known]
        self.erasures.ask(back, "restore")
        for wanted in self.erasures.wanted():
            self.settle(wanted)
        return len(back)

    def hashed(self, address: str) -> str:
        """What the log of erasures says of a person: nobody without the key can tell whom."""
        return hmac.new(self._key, address.encode(), hashlib.sha256).hexdigest()


def make_keeping(settings: Settings, cases: CaseStore) -> Keeping:
    """What is kept at an installation."""
    places: list[Place] = [CasesPlace(cases), InboxPlace(cases)]
    if tables.BY_ADDRESS:
        places.append(AddressedPlace(cases, "messages", tables.BY_ADDRESS))
    places += [TrackersPlace(open_engine(settings.trackers_url)), LogsPlace(settings.var / "log")]
    return Keeping(cases, places, settings.erasure_key.encode() or kept_key(settings.var / "erasure.key"))
