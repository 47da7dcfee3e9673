"""Keeps connections to the action server from call to call. Importing this replaces a method of `EndpointConfig`.

Rasa makes and closes a connection, with a pool of its own around it, for each of the two or three calls of a turn.
"""

from __future__ import annotations

import asyncio

import aiohttp
import ujson
from rasa.core.constants import DEFAULT_REQUEST_TIMEOUT
from rasa.utils.endpoints import EndpointConfig

# Less than the five seconds after which the action server's Sanic hangs up, so that it is we who do.
IDLE_SECONDS = 4.0


class Kept:
    """The connections of one loop; a server has no other, and what a closed one leaves is dropped."""

    def __init__(self) -> None:
        self._loop: asyncio.AbstractEventLoop | None = None
        self._connector: aiohttp.TCPConnector | None = None

    def connector(self) -> aiohttp.TCPConnector:
        """The connections that belong to the running loop."""
        loop = asyncio.get_running_loop()
        if self._connector is None or self._loop is not loop:
            self._loop, self._connector = loop, aiohttp.TCPConnector(keepalive_timeout=IDLE_SECONDS)
        return self._connector


_kept = Kept()


def session(self: EndpointConfig) -> aiohttp.ClientSession:
    """A session for one call, as Rasa configures it; closing it leaves its connection open."""
    return aiohttp.ClientSession(
        connector=_kept.connector(),
        connector_owner=False,
        headers=self.headers,
        auth=aiohttp.BasicAuth(self.basic_auth["username"], self.basic_auth["password"]) if self.basic_auth else None,
        timeout=aiohttp.ClientTimeout(total=DEFAULT_REQUEST_TIMEOUT),
        # What Sanic reads it with at the other end; three times as fast as the library's own for a conversation.
        json_serialize=ujson.dumps,
    )


EndpointConfig.session = session
