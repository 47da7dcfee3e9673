"""The inbox: messages with their own ids, found by the person's address."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import delete, or_, update

from bot.cases import tables
from bot.cases.repository import CaseStore
from bot.model.received import DEAD
from bot.personal.cases_place import AddressedPlace
from bot.personal.places import Subject

# A client that heard no answer asks again within minutes; for so long the id of an answered message has to stay, or it
# would be taken for a new one.
_ASKED_AGAIN = timedelta(hours=1)


class InboxPlace(AddressedPlace):
    """What came in; the message that is being worked on drops its own text when it is done."""

    def __init__(self, cases: CaseStore) -> None:
        super().__init__(cases, "inbox", (tables.Addressed(tables.inbox, "person", "received_at", "done_at"),))

    def erase(self, subject: Subject) -> int:
        """Delete what is settled; of what was answered just now the text goes and the id stays for an hour."""
        inbox = tables.inbox
        theirs = inbox.c.person.in_(subject.addresses)
        settled = or_(inbox.c.done_at < self._cases.clock() - _ASKED_AGAIN, inbox.c.state == DEAD)
        with self._cases.changing() as connection:
            gone = connection.execute(delete(inbox).where(theirs, settled)).rowcount
            emptied = update(inbox).where(theirs, inbox.c.done_at.is_not(None)).values(body="{}", reply="[]")
            return int(gone) + int(connection.execute(emptied).rowcount)
