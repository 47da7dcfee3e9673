"""Opens the operator's documents of an installation."""

from __future__ import annotations

from bot.language.encoder import shared_encoder
from bot.library.adding import Library
from bot.library.shelf import Shelf
from bot.settings import Settings
from bot.store.documents import DocumentStore


def open_library(settings: Settings) -> Library:
    """The operator's documents of an installation.

    Raises:
        StoreMissing: the strategy store must be built first.
    """
    return Library(Shelf(settings.documents), DocumentStore(settings.store_url), shared_encoder)
