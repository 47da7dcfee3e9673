"""When two texts are the same phrase."""

from __future__ import annotations

import re

_BETWEEN_WORDS = re.compile(r"[\W_]+")


def plain(text: str) -> str:
    """A text in small letters, without marks and with single spaces: what two spellings of one phrase share."""
    return _BETWEEN_WORDS.sub(" ", text.lower()).strip()
