"""The inbox: what a channel received is kept before it is acknowledged, and handed on once, in each person's order."""

from __future__ import annotations

import json
import uuid
from collections.abc import Collection, Mapping, Sequence
from dataclasses import fields, replace
from datetime import timedelta
from typing import Any

from sqlalchemy import and_, delete, exists, or_, select, update
from sqlalchemy.dialects import postgresql, sqlite

from bot.cases.repository import CaseStore
from bot.cases.tables import inbox
from bot.model.received import ANSWERED, DEAD, DONE, UNFINISHED, WAITING, Received

# Who works on a message says so every few seconds; whoever died with one in hand loses it after this long. Nobody waits
# longer than ten seconds for a replica that was killed (issue 6).
LEASE = timedelta(seconds=8)
BEAT_SECONDS = 2.0
# How long to wait after each failed attempt. The first come fast, since somebody waits for the answer; after the last
# one, about three hours on, a message is dead: whoever comes back then says it anew.
PAUSES = tuple(timedelta(seconds=seconds) for seconds in (1, 2, 5, 10, 30, 60, 300, 900, 3_600, 7_200))
# A client that heard no answer asks again within seconds; Telegram keeps an update for a day and Slack repeats an event
# for an hour, so an id that is kept for a month meets every repetition. What died is kept as long as other data.
REPLY_KEPT, IDS_KEPT, DEAD_KEPT = timedelta(minutes=10), timedelta(days=30), timedelta(days=90)
_INSERT = {"sqlite": sqlite.insert, "postgresql": postgresql.insert}
_COLUMNS = [inbox.c[field.name] for field in fields(Received)]
_FREE = {"leased_until": None, "lease": ""}


class Inbox:
    """The messages of all people and channels."""

    def __init__(self, cases: CaseStore) -> None:
        self._cases = cases

    def put(self, channel: str, person: str, key: str, body: Mapping[str, Any], *, reference: str = "") -> bool:
        """Keep a message; False where it came before.

        Args:
            channel: the name of the door.
            person: whose it is (`channel:user`).
            key: the channel's own id of the message, at most 255 characters.
            body: what was said, and where the reply goes.
            reference: the platform's name of the message or its thread.
        """
        now = self._cases.clock()
        row = {
            "id": uuid.uuid4().hex,
            "channel": channel,
            "person": person,
            "key": key,
            "reference": reference,
            "body": json.dumps(body),
            "reply": "[]",
            "sent": 0,
            "state": WAITING,
            "attempts": 0,
            "due_at": now,
            "fault": "",
            "received_at": now,
            **_FREE,
        }
        with self._cases.changing() as connection:
            # One statement, not a look and then a write: the same message may come twice at the same time.
            once = _INSERT[connection.dialect.name](inbox).values(row).on_conflict_do_nothing()
            return bool(connection.execute(once).rowcount)

    def take(self, channel: str) -> Received | None:
        """The next message of a channel to work on, under a lease; None where there is none.

        A message is free where no earlier one of the same person is unfinished, so that they are answered in order.
        """
        now = self._cases.clock()
        earlier = inbox.alias("earlier")
        unfinished_before = exists().where(
            earlier.c.person == inbox.c.person, earlier.c.number < inbox.c.number, earlier.c.state.in_(UNFINISHED)
        )
        free = and_(
            inbox.c.channel == channel,
            inbox.c.state.in_(UNFINISHED),
            inbox.c.due_at <= now,
            or_(inbox.c.leased_until.is_(None), inbox.c.leased_until < now),
            ~unfinished_before,
        )
        with self._cases.reading() as connection:
            wanted = select(inbox.c.number).where(free).order_by(inbox.c.number).limit(20)
            found = connection.execute(wanted).scalars().all()
        for number in found:
            values = {"lease": uuid.uuid4().hex, "leased_until": now + LEASE, "attempts": inbox.c.attempts + 1}
            with self._cases.changing() as connection:
                # Looked at again within the change: of two workers only one finds it free.
                mine = update(inbox).where(inbox.c.number == number, free).values(values)
                if connection.execute(mine).rowcount:
                    row = connection.execute(select(*_COLUMNS).where(inbox.c.number == number)).mappings().one()
                    return _received(row)
        return None

    def beat(self, leases: Collection[str]) -> None:
        """Say that these are being worked on."""
        with self._cases.changing() as connection:
            ours = update(inbox).where(inbox.c.lease.in_(leases), inbox.c.state.in_(UNFINISHED))
            connection.execute(ours.values(leased_until=self._cases.clock() + LEASE))

    def keep_reply(self, received: Received, reply: Sequence[Mapping[str, Any]]) -> Received | None:
        """Keep what has to go out, and drop what was said; None where another worker has the message by now."""
        body = {name: value for name, value in received.body.items() if name != "text"}
        values = {"state": ANSWERED, "reply": json.dumps(reply), "body": json.dumps(body), "sent": 0}
        if not self._settle(received, values):
            return None
        return replace(received, state=ANSWERED, reply=tuple(reply), body=body, sent=0)

    def mark_sent(self, received: Received, count: int) -> bool:
        """So many messages of the reply have gone out; False where another worker has the message by now."""
        return self._settle(received, {"sent": count})

    def mark_done(self, received: Received, reply: Sequence[Mapping[str, Any]] = ()) -> bool:
        """It is answered: nothing is kept but that it came, and a reply that the client may ask for once more."""
        values = {"state": DONE, "body": "{}", "reply": json.dumps(reply), "fault": "", **_FREE}
        return self._settle(received, {**values, "done_at": self._cases.clock()})

    def put_off(self, received: Received, fault: str, *, after: float | None = None, for_good: bool = False) -> bool:
        """It could not be answered: it waits for its next attempt, or is dead after the last one.

        Args:
            fault: what happened, without texts and addresses (`OperationalError`, `telegram 500`).
            after: so many seconds, asked for by the other side; that counts as no attempt.
            for_good: whether trying again is of no use.

        Returns:
            Whether it will be tried again.
        """
        now = self._cases.clock()
        if after is not None:
            wait = {"due_at": now + timedelta(seconds=after), "attempts": received.attempts - 1}
            self._settle(received, {"fault": fault, **wait, **_FREE})
            return True
        if for_good or received.attempts > len(PAUSES):
            self._settle(received, {"state": DEAD, "fault": fault, "done_at": now, **_FREE})
            return False
        self._settle(received, {"fault": fault, "due_at": now + PAUSES[received.attempts - 1], **_FREE})
        return True

    def _settle(self, received: Received, values: Mapping[str, Any]) -> bool:
        # Under another lease somebody else works on it by now, and says how it ended.
        ours = inbox.c.id == received.id, inbox.c.lease == received.lease, inbox.c.state.in_(UNFINISHED)
        with self._cases.changing() as connection:
            return bool(connection.execute(update(inbox).where(*ours).values(values)).rowcount)

    def find(self, channel: str, person: str, key: str) -> Received | None:
        """A message by the channel's own id of it."""
        wanted = select(*_COLUMNS).where(inbox.c.channel == channel, inbox.c.person == person, inbox.c.key == key)
        with self._cases.reading() as connection:
            row = connection.execute(wanted).mappings().one_or_none()
        return None if row is None else _received(row)

    def hurry(self, received: Received) -> None:
        """Somebody asks for it: it waits no longer for its next attempt."""
        waiting = inbox.c.id == received.id, inbox.c.state.in_(UNFINISHED), inbox.c.leased_until.is_(None)
        with self._cases.changing() as connection:
            connection.execute(update(inbox).where(*waiting).values(due_at=self._cases.clock()))

    def last_reference(self, person: str) -> str:
        """The platform's name of the latest message of a person, or nothing."""
        wanted = select(inbox.c.reference).where(inbox.c.person == person, inbox.c.reference != "")
        with self._cases.reading() as connection:
            found = connection.execute(wanted.order_by(inbox.c.number.desc()).limit(1)).scalar_one_or_none()
        return str(found or "")

    def knows_reference(self, channel: str, reference: str) -> bool:
        """Whether anything came under this name of a message or thread."""
        wanted = select(inbox.c.id).where(inbox.c.channel == channel, inbox.c.reference == reference).limit(1)
        with self._cases.reading() as connection:
            return connection.execute(wanted).first() is not None

    def messages(self, state: str = "") -> list[Received]:
        """The messages of all people, oldest first; of one state where that is named."""
        wanted = select(*_COLUMNS).order_by(inbox.c.number)
        with self._cases.reading() as connection:
            rows = connection.execute(wanted.where(inbox.c.state == state) if state else wanted).mappings()
            return [_received(row) for row in rows]

    def oldest_unfinished(self) -> float:
        """How many seconds the oldest message has waited that is not done; 0 where there is none."""
        wanted = select(inbox.c.received_at).where(inbox.c.state.in_(UNFINISHED)).order_by(inbox.c.number).limit(1)
        with self._cases.reading() as connection:
            found = connection.execute(wanted).scalar_one_or_none()
        return 0.0 if found is None else max(0.0, (self._cases.clock() - found).total_seconds())

    def retry(self, message_id: str) -> bool:
        """Try a dead message once more from the start; False where there is no such one."""
        dead = inbox.c.id == message_id, inbox.c.state == DEAD
        # What was answered before it died is only sent once more.
        values = {"attempts": 0, "due_at": self._cases.clock(), "done_at": None}
        with self._cases.changing() as connection:
            again = update(inbox).where(*dead)
            answered = connection.execute(again.where(inbox.c.reply != "[]").values(**values, state=ANSWERED)).rowcount
            return bool(answered or connection.execute(again.values(**values, state=WAITING)).rowcount)

    def tidy(self) -> None:
        """Drop the replies that nobody asks for any more, and forget what came long ago."""
        now = self._cases.clock()
        done, dead = inbox.c.state == DONE, inbox.c.state == DEAD
        with self._cases.changing() as connection:
            stale = done, inbox.c.done_at < now - REPLY_KEPT, inbox.c.reply != "[]"
            connection.execute(update(inbox).where(*stale).values(reply="[]"))
            connection.execute(delete(inbox).where(done, inbox.c.done_at < now - IDS_KEPT))
            connection.execute(delete(inbox).where(dead, inbox.c.done_at < now - DEAD_KEPT))


def _received(row: Mapping[str, Any]) -> Received:
    return Received(**{**row, "body": json.loads(row["body"]), "reply": tuple(json.loads(row["reply"]))})
