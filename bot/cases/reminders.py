"""Keeps reminders and the address they are mailed to, with their letters in the outbox."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from sqlalchemy import bindparam, delete, exists, func, insert, select, update
from sqlalchemy.engine import Connection

from bot.cases.reading import CASE_OF, PERSON
from bot.cases.repository import CaseStore
from bot.cases.tables import mail_addresses, outbox, reminders, writes
from bot.model.letter import CHATS, DEAD, HELD, MAIL, REMINDER, SENDING, SENT, WAITING, Letter, MailAddress, Reminder

_CANCELLED, _SAID = "cancelled", "said"
_SETTLED = (SENT, DEAD)
# Asked at each action: made once, since to build it takes longer than to run it.
_DUE = (
    select(reminders)
    .where(
        reminders.c.case_id == CASE_OF.scalar_subquery(),
        reminders.c.state == WAITING,
        reminders.c.due <= bindparam("today"),
    )
    .order_by(reminders.c.due, reminders.c.number)
)


class ReminderStore:
    """The reminders of all cases. Every write names the message that caused it and is done once."""

    def __init__(self, cases: CaseStore) -> None:
        self._cases = cases

    def add(self, case_id: str, about: str, due: str, message: str, letter: Letter | None = None) -> None:
        """Keep a reminder; one that is there already is not kept twice."""
        with self._cases.writing(case_id, message, "reminder") as connection:
            if connection is None:
                return
            mine = reminders.c.case_id == case_id
            same = select(reminders.c.number).where(mine, reminders.c.about == about, reminders.c.due == due)
            if connection.execute(same.where(reminders.c.state == WAITING)).first():
                return
            last = connection.execute(select(func.max(reminders.c.number)).where(mine)).scalar_one()
            number = (last or 0) + 1
            row = {"case_id": case_id, "number": number, "about": about, "due": due, "state": WAITING}
            connection.execute(insert(reminders).values({**row, "at": self._cases.clock()}))
            if letter is not None:
                self._post(connection, case_id, letter, number)

    def waiting(self, case_id: str) -> list[Reminder]:
        """What is still to come, the next first."""
        columns = (reminders.c.number, reminders.c.about, reminders.c.due)
        wanted = select(*columns).where(reminders.c.case_id == case_id, reminders.c.state == WAITING)
        with self._cases.reading() as connection:
            rows = connection.execute(wanted.order_by(reminders.c.due, reminders.c.number)).mappings()
            return [Reminder(**row) for row in rows]

    def cancel(self, case_id: str, numbers: Sequence[int], message: str) -> None:
        """Call reminders off, with the letters that are not sent yet."""
        with self._cases.writing(case_id, message, "reminder.cancel") as connection:
            if connection is not None:
                chosen = reminders.c.case_id == case_id, reminders.c.number.in_(numbers)
                connection.execute(
                    update(reminders).where(*chosen, reminders.c.state == WAITING).values(state=_CANCELLED)
                )
                unsent = outbox.c.case_id == case_id, outbox.c.number.in_(numbers), outbox.c.state.not_in(_SETTLED)
                connection.execute(delete(outbox).where(*unsent))

    def take_due(self, person: str, today: date, message: str) -> list[Reminder]:
        """The reminders of a person (`channel:user`) that are due by today; each is given once."""
        with self._cases.reading() as connection:
            asked = {PERSON: person, "today": today.isoformat()}
            found = [dict(row) for row in connection.execute(_DUE, asked).mappings()]
        return [Reminder(row["number"], row["about"], row["due"]) for row in found if self._take(row, message)]

    def _take(self, row: Mapping[str, Any], message: str) -> bool:
        with self._cases.writing(row["case_id"], message, f"reminder.said.{row['number']}") as connection:
            if connection is None:
                return False
            this = reminders.c.case_id == row["case_id"], reminders.c.number == row["number"]
            in_chat = outbox.c.case_id == row["case_id"], outbox.c.number == row["number"], outbox.c.via.in_(CHATS)
            # Said here, it is not written there as well; where it is being written just now, it is not said.
            connection.execute(delete(outbox).where(*in_chat, outbox.c.state.in_((WAITING, DEAD))))
            written = exists().where(*in_chat, outbox.c.state == SENDING)
            said = update(reminders).where(*this, reminders.c.state == WAITING, ~written).values(state=_SAID)
            # Two turns at once: the row changes for one of them only.
            return bool(connection.execute(said).rowcount)

    def mark_said(self, case_id: str, number: int) -> None:
        """A reminder was written in its chat: it is not said there once more."""
        this = reminders.c.case_id == case_id, reminders.c.number == number, reminders.c.state == WAITING
        with self._cases.changing() as connection:
            connection.execute(update(reminders).where(*this).values(state=_SAID))

    def address_of(self, case_id: str) -> MailAddress | None:
        """Where reminders of a case are mailed to."""
        with self._cases.reading() as connection:
            found = select(mail_addresses).where(mail_addresses.c.case_id == case_id)
            row = connection.execute(found).mappings().first()
        if row is None:
            return None
        confirmed = row["confirmed_at"] is not None
        return MailAddress(row["address"], row["told"], row["confirm_token"], row["stop_token"], confirmed)

    def give_address(self, case_id: str, given: MailAddress, letters: Sequence[Letter], message: str) -> None:
        """Keep an address in the place of an earlier one, with the letters for it."""
        with self._cases.writing(case_id, message, "address") as connection:
            if connection is None:
                return
            _forget(connection, case_id)
            row = {"address": given.address, "told": given.told, "given_at": self._cases.clock()}
            tokens = {"confirm_token": given.confirm_token, "stop_token": given.stop_token}
            connection.execute(insert(mail_addresses).values({"case_id": case_id, **row, **tokens}))
            for letter in letters:
                self._post(connection, case_id, letter, letter.number)

    def asked_lately(self, case_id: str, address: str) -> int:
        """How many links to confirm went out in a day: to this address, or for this case to whichever address."""
        day_ago = self._cases.clock() - timedelta(days=1)
        with self._cases.reading() as connection:
            elsewhere = mail_addresses.c.address == address, mail_addresses.c.given_at > day_ago
            others = select(func.count()).select_from(mail_addresses).where(*elsewhere)
            others = others.where(mail_addresses.c.case_id != case_id)
            own = select(func.count()).select_from(writes).where(writes.c.case_id == case_id, writes.c.at > day_ago)
            own = own.where(writes.c.record == "address")
            return max(int(connection.execute(wanted).scalar_one()) for wanted in (others, own))

    def forget_address(self, case_id: str, message: str) -> None:
        """Delete the address of a case and what was still to be mailed there."""
        with self._cases.writing(case_id, message, "address.forget") as connection:
            if connection is not None:
                _forget(connection, case_id)

    def confirm(self, token: str) -> bool:
        """The link of a confirmation was followed: the held letters may go out. False where nobody waits for it."""
        with self._cases.changing() as connection:
            found = select(mail_addresses.c.case_id).where(mail_addresses.c.confirm_token == token)
            case_id = connection.execute(found).scalar_one_or_none()
            if case_id is None:
                return False
            unconfirmed = mail_addresses.c.case_id == case_id, mail_addresses.c.confirmed_at.is_(None)
            connection.execute(update(mail_addresses).where(*unconfirmed).values(confirmed_at=self._cases.clock()))
            held = outbox.c.case_id == case_id, outbox.c.state == HELD
            connection.execute(update(outbox).where(*held).values(state=WAITING))
            # From now on they come by e-mail, and not in a chat as well.
            in_chat = outbox.c.case_id == case_id, outbox.c.kind == REMINDER, outbox.c.via.in_(CHATS)
            connection.execute(delete(outbox).where(*in_chat, outbox.c.state == WAITING))
            return True

    def knows(self, token: str) -> bool:
        """Whether a link belongs to an address that is kept."""
        either = (mail_addresses.c.confirm_token == token) | (mail_addresses.c.stop_token == token)
        with self._cases.reading() as connection:
            return connection.execute(select(mail_addresses.c.case_id).where(either)).first() is not None

    def stop(self, token: str) -> None:
        """The link to stop was followed: the address and what was still to be mailed there are deleted."""
        with self._cases.changing() as connection:
            found = select(mail_addresses.c.case_id).where(mail_addresses.c.stop_token == token)
            case_id = connection.execute(found).scalar_one_or_none()
            if case_id is not None:
                _forget(connection, case_id)

    def forget_unconfirmed(self, days: int) -> None:
        """Delete addresses that nobody confirmed in so many days."""
        before = self._cases.clock() - timedelta(days=days)
        late = mail_addresses.c.confirmed_at.is_(None), mail_addresses.c.given_at < before
        with self._cases.changing() as connection:
            for case_id in connection.execute(select(mail_addresses.c.case_id).where(*late)).scalars().all():
                _forget(connection, case_id)

    def _post(self, connection: Connection, case_id: str, letter: Letter, number: int | None) -> None:
        post(connection, self._cases.clock, case_id, letter, number)


def post(
    connection: Connection, clock: Callable[[], Any], case_id: str, letter: Letter, number: int | None = None
) -> None:
    """Put a letter into the outbox, within a transaction."""
    names = ("kind", "via", "recipient", "subject", "body", "stop_url", "due_at", "hours")
    row = {name: getattr(letter, name) for name in names}
    state = {"state": HELD if letter.held else WAITING, "attempts": 0, "fault": "", "told": "", "lease": ""}
    key = {"id": uuid.uuid4().hex, "case_id": case_id, "number": number, "created_at": clock()}
    connection.execute(insert(outbox).values({**row, **state, **key}))


def _forget(connection: Connection, case_id: str) -> None:
    connection.execute(delete(mail_addresses).where(mail_addresses.c.case_id == case_id))
    mailed = outbox.c.case_id == case_id, outbox.c.via == MAIL, outbox.c.kind.in_((REMINDER, "confirm"))
    connection.execute(delete(outbox).where(*mailed, outbox.c.state != SENT))
