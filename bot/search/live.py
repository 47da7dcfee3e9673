"""The passages of the store as they are now: a document that is added is found without a restart."""

from __future__ import annotations

import logging
import threading
import time

import numpy as np

from bot.errors import StoreMissing
from bot.language.encoder import DIMENSION, Vectors
from bot.search.lexical import LexicalIndex
from bot.search.passages import Hit, PassageIndex
from bot.store.documents import DocumentStore

logger = logging.getLogger(__name__)

# Asking the store for its version costs a fraction of a millisecond; once in this many seconds is often enough for
# somebody who adds a document and tries it.
LOOK_EVERY = 2.0


class LivePassages:
    """Searches the passages of one store and follows its changes."""

    def __init__(self, url: str) -> None:
        """Load the index of the store at `url`; a store that is not there has no passages."""
        self._url = url
        self._lock = threading.Lock()
        self._looked = 0.0
        self._version = ""
        self._index = PassageIndex.empty()
        self._follow()

    def search(self, text: str, vector: Vectors, most: int) -> list[Hit]:
        """The passages that fit a question, best first."""
        if time.monotonic() - self._looked > LOOK_EVERY and self._lock.acquire(blocking=False):
            # Loading a large index takes seconds, which nobody who asks in between should wait for.
            threading.Thread(target=self._follow_and_release, daemon=True).start()
        return self._index.search(text, vector, most)

    def _follow_and_release(self) -> None:
        try:
            self._follow()
        finally:
            self._lock.release()

    def _follow(self) -> None:
        self._looked = time.monotonic()
        try:
            store = DocumentStore(self._url)
            try:
                version = store.version()
                if version == self._version:
                    return
                stored = store.index()
            finally:
                store.close()
        except StoreMissing as error:
            logger.debug("No passages: %s", error)
            return
        vectors = np.frombuffer(stored.vectors, dtype=np.float16).reshape(len(stored.ids), DIMENSION)
        self._index = PassageIndex(stored.ids, vectors.astype(np.float32), LexicalIndex.from_bytes(stored.words))
        self._version = stored.version
        logger.debug("Searching %d passages, version %s.", len(stored.ids), stored.version)
