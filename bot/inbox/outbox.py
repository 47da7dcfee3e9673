"""The outbox: letters are taken under a lease, sent, and marked; what cannot be sent is kept and can be listed."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import fields
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import and_, delete, exists, or_, select, update

from bot.cases.reading import CASE_OF, PERSON
from bot.cases.reminders import post
from bot.cases.repository import CaseStore
from bot.cases.tables import mail_addresses, outbox
from bot.model.letter import BRIEF, CHATS, DEAD, REMINDER, SENDING, SENT, WAITING, Letter, Posted

# Longer than every time-out of one sending together; whoever died with a letter in hand loses it after that.
LEASE = timedelta(minutes=5)
# How long to wait after each failed attempt; after the last one, about two days on, a letter is dead.
PAUSES = tuple(timedelta(seconds=seconds) for seconds in (15, 60, 300, 900, 3_600, 4 * 3_600, 12 * 3_600, 24 * 3_600))
_COLUMNS = [outbox.c[field.name] for field in fields(Posted)]
_FAILED = and_(outbox.c.state.in_((WAITING, SENDING)), outbox.c.fault != "", outbox.c.told != WAITING)
_SETTLED = and_(outbox.c.state.in_((SENT, DEAD)), outbox.c.told != outbox.c.state)
# Asked at each action: made once, since to build it takes longer than to run it.
_UNTOLD = (
    select(*_COLUMNS)
    .where(
        outbox.c.case_id == CASE_OF.scalar_subquery(),
        outbox.c.kind == BRIEF,
        or_(_FAILED, _SETTLED),
    )
    .order_by(outbox.c.created_at, outbox.c.via)
)


class Outbox:
    """The letters of all cases."""

    def __init__(self, cases: CaseStore) -> None:
        self._cases = cases

    def put(self, case_id: str, letters: Sequence[Letter], message: str, record: str) -> None:
        """Put letters in; once for a message and record."""
        with self._cases.writing(case_id, message, record) as connection:
            if connection is not None:
                for letter in letters:
                    post(connection, self._cases.clock, case_id, letter)

    def take(self, ways: Sequence[str]) -> Posted | None:
        """The next letter that is due on one of these ways, under a lease; None where there is none.

        A reminder by mail is taken only while its address is confirmed, whatever its state says.
        """
        now = self._cases.clock()
        free = or_(
            and_(outbox.c.state == WAITING, outbox.c.due_at <= now),
            and_(outbox.c.state == SENDING, outbox.c.leased_until < now),
        )
        confirmed = exists().where(
            mail_addresses.c.case_id == outbox.c.case_id,
            mail_addresses.c.address == outbox.c.recipient,
            mail_addresses.c.confirmed_at.is_not(None),
        )
        may = or_(outbox.c.kind != REMINDER, outbox.c.via.in_(CHATS), confirmed)
        with self._cases.reading() as connection:
            wanted = select(outbox.c.id).where(free, may, outbox.c.via.in_(ways)).order_by(outbox.c.due_at).limit(20)
            found = connection.execute(wanted).scalars().all()
        for name in found:
            lease = {"state": SENDING, "lease": uuid.uuid4().hex, "leased_until": now + LEASE}
            with self._cases.changing() as connection:
                # Looked at again within the change: of two workers only one finds it free.
                mine = update(outbox).where(outbox.c.id == name, free, may)
                if connection.execute(mine.values({**lease, "attempts": outbox.c.attempts + 1})).rowcount:
                    row = connection.execute(select(*_COLUMNS).where(outbox.c.id == name)).mappings().one()
                    return Posted(**row)
        return None

    def mark_sent(self, letter: Posted) -> None:
        """It has gone out: nothing of it is kept but that it has."""
        gone = {"state": SENT, "sent_at": self._cases.clock(), "fault": "", "body": "", "subject": "", "stop_url": ""}
        self._settle(letter, gone if letter.kind == BRIEF else {**gone, "recipient": ""})

    def put_off(self, letter: Posted, until: datetime, fault: str = "") -> None:
        """It is not the hour for it, or the other side wants to be left alone; that counts as no attempt."""
        values = {"due_at": until, "attempts": letter.attempts - 1, "fault": fault or letter.fault}
        self._settle(letter, {"state": WAITING, **values})

    def mark_failed(self, letter: Posted, fault: str, *, for_good: bool = False, after: float | None = None) -> None:
        """It has not: it waits for its next attempt, or is dead after the last one.

        Args:
            fault: what happened, without addresses (`SMTP 451`).
            for_good: whether trying again is of no use.
            after: so many seconds, asked for by the other side; that counts as no attempt.
        """
        if after is not None:
            self.put_off(letter, self._cases.clock() + timedelta(seconds=after), fault)
            return
        if for_good or letter.attempts > len(PAUSES):
            self._settle(letter, {"state": DEAD, "fault": fault})
            return
        again = self._cases.clock() + PAUSES[letter.attempts - 1]
        self._settle(letter, {"state": WAITING, "fault": fault, "due_at": again})

    def _settle(self, letter: Posted, values: dict[str, Any]) -> None:
        # Under another lease somebody else has it in hand by now, and says how it ended.
        ours = outbox.c.id == letter.id, outbox.c.lease == letter.lease, outbox.c.state == SENDING
        with self._cases.changing() as connection:
            connection.execute(update(outbox).where(*ours).values({**values, "leased_until": None}))

    def letters(self, state: str = "") -> list[Posted]:
        """The letters of all cases, oldest first; of one state where that is named."""
        wanted = select(*_COLUMNS).order_by(outbox.c.created_at, outbox.c.id)
        with self._cases.reading() as connection:
            rows = connection.execute(wanted.where(outbox.c.state == state) if state else wanted).mappings()
            return [Posted(**row) for row in rows]

    def retry(self, letter_id: str) -> bool:
        """Try a dead letter once more from the start; False where there is no such one."""
        values = {"state": WAITING, "attempts": 0, "due_at": self._cases.clock(), "told": ""}
        with self._cases.changing() as connection:
            dead = outbox.c.id == letter_id, outbox.c.state == DEAD
            return bool(connection.execute(update(outbox).where(*dead).values(values)).rowcount)

    def briefs_of(self, case_id: str) -> list[Posted]:
        """The briefs of a case, oldest first."""
        wanted = select(*_COLUMNS).where(outbox.c.case_id == case_id, outbox.c.kind == BRIEF)
        with self._cases.reading() as connection:
            rows = connection.execute(wanted.order_by(outbox.c.created_at, outbox.c.via)).mappings()
            return [Posted(**row) for row in rows]

    def untold_briefs(self, person: str) -> list[Posted]:
        """The briefs of a person (`channel:user`) that went out, or failed, since they were last told."""
        with self._cases.reading() as connection:
            return [Posted(**row) for row in connection.execute(_UNTOLD, {PERSON: person}).mappings()]

    def mark_told(self, letter: Posted, message: str) -> bool:
        """The person is being told of the letter's state; False where they were already."""
        told = WAITING if letter.state == SENDING else letter.state
        with self._cases.writing(letter.case_id, message, f"letter:{letter.id}:{told}") as connection:
            if connection is None:
                return False
            this = outbox.c.id == letter.id, outbox.c.told != told
            return bool(connection.execute(update(outbox).where(*this).values(told=told)).rowcount)

    def forget_sent(self, days: int) -> None:
        """Delete the traces of what went out so many days ago."""
        before = self._cases.clock() - timedelta(days=days)
        with self._cases.changing() as connection:
            connection.execute(delete(outbox).where(outbox.c.state == SENT, outbox.c.sent_at < before))
