"""Chooses the real parts of an installation."""

from __future__ import annotations

from bot.advisor.advisor import Advisor, Operator, Outlets
from bot.cases.repository import CaseStore
from bot.documents.load import content_hash
from bot.model.knowledge import Knowledge
from bot.settings import Settings
from bot.store.documents import DocumentStore
from bot.store.read import read_store


def open_knowledge(settings: Settings) -> Knowledge:
    """The knowledge of an installation, out of its store.

    Raises:
        StoreMissing, StoreOutdated: the strategy store must be built first.
    """
    version = content_hash(settings.knowledge) if settings.knowledge.is_dir() else None
    return read_store(settings.store_url, version)


def make_advisor(settings: Settings) -> Advisor:
    """The adviser of an installation.

    Raises:
        StoreMissing, StoreOutdated: the strategy store must be built first.
    """
    return Advisor(
        knowledge=open_knowledge(settings),
        cases=CaseStore(settings.cases_url),
        documents=DocumentStore(settings.store_url),
        operator=Operator(
            name=settings.operator,
            contact=settings.operator_contact,
            crisis_contact=settings.crisis_contact,
            is_association=settings.operator_is_association,
            keep_days=settings.keep_days,
        ),
        outlets=Outlets(
            # A mail whose links lead nowhere would be one that nobody can stop.
            mails=settings.mails and bool(settings.public_url),
            public_url=settings.public_url,
            brief_to=settings.brief_to if settings.mails else "",
            brief_webhook=bool(settings.brief_webhook),
            chats=settings.chats,
            timezone=settings.timezone,
        ),
    )
