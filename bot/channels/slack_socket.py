"""Socket Mode's connection, which comes back also where the library would not."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

from slack_sdk.errors import SlackApiError
from slack_sdk.socket_mode.aiohttp import SocketModeClient

# An address that Slack gives out leads to one connection, within half a minute; the next one costs a call.
ADDRESS_SECONDS = 10.0


class SlackSocket(SocketModeClient):
    """A connection that asks Slack for a new address where one leads nowhere.

    The library keeps the address after a failed attempt and tries it for ever.

    Args:
        refused: told when Slack gives out no address.
        how: what the library takes.
    """

    def __init__(self, refused: Callable[[SlackApiError], None], **how: Any) -> None:
        self._refused = refused
        self._address: str | None = None
        self._given = 0.0
        super().__init__(**how)

    @property  # type: ignore[override]  # the library has an attribute here
    def wss_uri(self) -> str | None:
        """The address to connect to; None where a new one has to be asked for."""
        return self._address if time.monotonic() - self._given < ADDRESS_SECONDS else None

    @wss_uri.setter
    def wss_uri(self, address: str | None) -> None:
        self._address, self._given = address, time.monotonic()

    async def issue_new_wss_url(self) -> str:
        """A new address; raises what the client raises."""
        try:
            return str(await super().issue_new_wss_url())
        except SlackApiError as error:
            self._refused(error)
            raise
