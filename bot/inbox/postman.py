"""Carries the letters out of the outbox, one at a time, whoever else does the same elsewhere."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Protocol, runtime_checkable

from bot.cases.reminders import ReminderStore
from bot.cases.repository import CaseStore
from bot.inbox.failures import Unsent
from bot.inbox.outbox import Outbox
from bot.inbox.smtp import Mailer
from bot.inbox.webhook import Webhook
from bot.language.daytime import next_opening
from bot.model.letter import CHATS, MAIL, WEBHOOK, Posted
from bot.settings import Settings

logger = logging.getLogger(__name__)

# How often it looks: a link to confirm should come while the person still waits for it.
_LOOK_SECONDS = 2.0
_TIDY_SECONDS = 3600.0
# An address that nobody confirmed, and the trace of what went out, are kept so many days.
UNCONFIRMED_DAYS, SENT_DAYS = 7, 90


class Way(Protocol):
    """A way for letters to go."""

    def send(self, letter: Posted) -> None:
        """Hand a letter over; raises Unsent."""


@runtime_checkable
class KnowsTheHour(Protocol):
    """A way that knows better than the letter when somebody may be written to."""

    def opening(self, letter: Posted, now: datetime) -> datetime:
        """Now, or when the hours begin in which the letter may go out; raises Unsent."""


class Postman:
    """Takes letters that are due and sends them by the ways that are set up."""

    def __init__(self, cases: CaseStore, ways: Mapping[str, Way], reached: Callable[[str], None] | None = None) -> None:
        """Make one.

        Args:
            reached: told each step of a letter (CARRYING), for tests that end the process there.
        """
        self._reached = reached or (lambda step: None)
        self._cases, self._outbox, self._reminders, self._ways = cases, Outbox(cases), ReminderStore(cases), ways

    def deliver(self) -> int:
        """Send everything that is due just now; how many letters went out."""
        sent = 0
        while (letter := self._outbox.take(tuple(self._ways))) is not None:
            sent += self._send(letter)
        return sent

    def _send(self, letter: Posted) -> bool:
        way, now = self._ways[letter.via], self._cases.clock()
        try:
            by_way = way.opening(letter, now) if isinstance(way, KnowsTheHour) else None
            opening = by_way or next_opening(letter.hours, now)
            if opening > now:
                self._outbox.put_off(letter, opening)
                return False
            self._reached("taken")
            way.send(letter)
            self._reached("carried")
        except Unsent as unsent:
            self._outbox.mark_failed(letter, unsent.fault, for_good=unsent.for_good, after=unsent.after)
            logger.warning("letter %s (%s) was not sent: %s", letter.id, letter.kind, unsent.fault)
            return False
        except Exception as error:
            # Whatever it was, the letter is kept; the words of an error may hold an address, its kind does not.
            self._outbox.mark_failed(letter, type(error).__name__)
            logger.error("letter %s (%s) was not sent: %s", letter.id, letter.kind, type(error).__name__)
            return False
        if letter.via in CHATS and letter.number is not None:
            self._reminders.mark_said(letter.case_id, letter.number)
        self._outbox.mark_sent(letter)
        self._reached("settled")
        logger.info("letter %s (%s) was sent", letter.id, letter.kind)
        return True

    def tidy(self) -> None:
        """Delete what is kept long enough."""
        self._reminders.forget_unconfirmed(UNCONFIRMED_DAYS)
        self._outbox.forget_sent(SENT_DAYS)

    def work(self, stopping: threading.Event) -> None:
        """Deliver and tidy until asked to stop; a failure of the database is waited out."""
        until_tidy = 0.0
        while not stopping.is_set():
            try:
                self.deliver()
                if until_tidy <= 0:
                    self.tidy()
                    until_tidy = _TIDY_SECONDS
            except Exception as error:
                logger.error("the outbox cannot be worked on: %s", type(error).__name__)
            until_tidy -= _LOOK_SECONDS
            stopping.wait(_LOOK_SECONDS)


def make_postman(
    settings: Settings,
    cases: CaseStore,
    chats: Mapping[str, Way] | None = None,
    reached: Callable[[str], None] | None = None,
) -> Postman:
    """The postman of an installation, with the ways that are set up; `chats` are those of open channels."""
    ways: dict[str, Way] = dict(chats or {})
    if settings.mails:
        ways[MAIL] = Mailer(settings.smtp_url, settings.mail_from)
    if settings.brief_webhook:
        ways[WEBHOOK] = Webhook(settings.brief_webhook)
    return Postman(cases, ways, reached)
