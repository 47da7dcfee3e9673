"""Sessions of the website: ids that this server made and signed, each bound to the browser that it was given to."""

from __future__ import annotations

import hashlib
import hmac
import re
import secrets
from base64 import urlsafe_b64encode
from dataclasses import dataclass
from typing import Any

from bot.keys import kept_key
from bot.settings import Settings

# Conversations are kept by sender alone, so no other channel takes a sender that begins like this (`incoming.py`).
WEB_PREFIX = "web:"
_ID = re.compile(r"[0-9a-f]{32}")
# What a browser makes for itself: 128 random bits or more, in letters that need no escaping.
_BROWSER = re.compile(r"[A-Za-z0-9_-]{22,64}")
_SIGNATURE = re.compile(r"[A-Za-z0-9_-]{43}")
_KEY_FILE, _KEY_BYTES = "website.key", 32


@dataclass(frozen=True, slots=True)
class Session:
    """A session as its page keeps it; `sender` is what the rest of the product knows it by."""

    id: str
    signature: str

    @property
    def sender(self) -> str:
        """The person's identity."""
        return WEB_PREFIX + self.id


class Unsigned(Exception):
    """Somebody came with a session that this server did not give to that browser."""


class Sessions:
    """Makes sessions and knows its own again. Nothing is stored: the signature says it all."""

    def __init__(self, key: bytes) -> None:
        self._key = key

    def open(self, claim: Any) -> Session:
        """The session of a page that connects: the one it names, or a new one where it names none.

        Args:
            claim: `{"browser", "session"?, "signature"?}`, as it came in.

        Raises:
            Unsigned: it is no such thing, or names a session with another signature than this browser's.
        """
        fields = claim if isinstance(claim, dict) else {}
        browser, name, signature = (fields.get(key) for key in ("browser", "session", "signature"))
        if not isinstance(browser, str) or not _BROWSER.fullmatch(browser):
            raise Unsigned
        if name is None and signature is None:
            made = secrets.token_hex(16)
            return Session(made, self._sign(made, browser))
        if not isinstance(name, str) or not isinstance(signature, str):
            raise Unsigned
        if not _ID.fullmatch(name) or not _SIGNATURE.fullmatch(signature):
            raise Unsigned
        if not hmac.compare_digest(signature, self._sign(name, browser)):
            raise Unsigned
        return Session(name, signature)

    def _sign(self, name: str, browser: str) -> str:
        digest = hmac.new(self._key, f"levelfield session {name} {browser}".encode(), hashlib.sha256).digest()
        return urlsafe_b64encode(digest).rstrip(b"=").decode()


def make_sessions(settings: Settings) -> Sessions:
    """The sessions of an installation, with its key."""
    return Sessions(settings.website_key.encode() or kept_key(settings.var / _KEY_FILE))
