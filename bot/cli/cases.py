"""The case store as the commands open it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from bot.cases.migrate import migrate
from bot.cases.repository import CaseStore
from bot.settings import Settings


@contextmanager
def open_cases() -> Iterator[CaseStore]:
    """The case store of this installation, with its tables up to date; closed at the end."""
    url = Settings.from_env().cases_url
    # An installation that was not started since an upgrade lacks a table.
    migrate(url)
    store = CaseStore(url)
    try:
        yield store
    finally:
        store.close()
