"""Lets Sanic 21.12 take websockets on Python 3.11. Importing this module replaces one method of Sanic's.

Sanic waits for the next frame with `asyncio.wait` on a bare coroutine, which Python 3.11 refuses: each websocket would
be closed at its first frame, and pages would fall back to polling, which needs every request to reach the same server.
"""

from __future__ import annotations

import asyncio
import functools
from typing import Any

from sanic.server.websockets.frame import WebsocketFrameAssembler


def _install() -> None:
    wait_for_frame = WebsocketFrameAssembler.get
    # A module that is imported twice under two names must not wrap the wrapper.
    if hasattr(wait_for_frame, "__wrapped__"):
        return

    @functools.wraps(wait_for_frame)
    def get(self: WebsocketFrameAssembler, timeout: float | None = None) -> asyncio.Future[Any]:
        return asyncio.ensure_future(wait_for_frame(self, timeout))

    WebsocketFrameAssembler.get = get  # type: ignore[method-assign,assignment]


_install()
