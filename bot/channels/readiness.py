"""Whether the adviser can answer: each part that a turn needs is asked, and named when it is missing."""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Awaitable, Callable, Mapping
from typing import Any
from urllib.parse import urljoin

import aiohttp

from bot.cases.repository import CaseStore
from bot.channels.limits import installed_limits
from bot.documents.load import content_hash
from bot.settings import Settings
from bot.store.read import require_store

logger = logging.getLogger(__name__)

# Each part answers in milliseconds; a supervisor asks again anyway.
_PATIENCE_SECONDS = 2.0
# Anybody may ask, and asking costs five questions: they are put once a second at most.
_KEPT_SECONDS = 1.0
# Nobody's id: REST senders are no longer than 100 characters and begin with no other channel's name.
_NOBODY = "levelfield:nobody"
OK = "ok"

Check = Callable[[], Awaitable[None]]


class Away(Exception):
    """A part does not answer as it should."""


class Readiness:
    """Asks the parts of one installation; without settings, only what Rasa itself knows of."""

    def __init__(self, settings: Settings | None, cases: CaseStore | None) -> None:
        self._settings, self._cases = settings, cases
        self._asking = asyncio.Lock()
        self._found: dict[str, str] = {}
        self._asked = float("-inf")

    async def parts(self, agent: Any) -> Mapping[str, str]:
        """Each part with "ok" or the kind of its failure."""
        async with self._asking:
            if time.monotonic() - self._asked > _KEPT_SECONDS:
                checks = self._checks(agent)
                states = await asyncio.gather(*(_state(check) for check in checks.values()))
                self._found, self._asked = dict(zip(checks, states, strict=True)), time.monotonic()
        return self._found

    def _checks(self, agent: Any) -> dict[str, Check]:
        checks: dict[str, Check] = {
            "model": lambda: _model(agent),
            "action server": lambda: _action_server(agent),
        }
        settings, cases = self._settings, self._cases
        if settings is None or cases is None:
            return checks
        checks["conversations"] = lambda: _conversations(agent)
        checks["cases"] = lambda: asyncio.to_thread(cases.require)
        checks["strategy store"] = lambda: asyncio.to_thread(_strategy_store, settings)
        if settings.redis_url:
            checks["redis"] = lambda: asyncio.to_thread(installed_limits().require_redis)
        return checks


async def _state(check: Check) -> str:
    try:
        async with asyncio.timeout(_PATIENCE_SECONDS):
            await check()
    # Whatever it is, the supervisor learns its kind; a message could hold an address with its password.
    except Exception as error:
        return type(error).__name__
    return OK


async def _model(agent: Any) -> None:
    if agent is None or not agent.is_ready():
        raise Away


async def _action_server(agent: Any) -> None:
    endpoint = agent.action_endpoint if agent is not None else None
    if endpoint is None:
        raise Away
    async with aiohttp.ClientSession() as session, session.get(urljoin(endpoint.url, "health")) as response:
        if response.status != 200:
            raise Away


async def _conversations(agent: Any) -> None:
    store: Any = agent.tracker_store if agent is not None else None
    # Rasa wraps a store in others, one of which hides that it fails.
    while inner := getattr(store, "_tracker_store", None):
        store = inner
    if store is None:
        raise Away
    found = store.retrieve(_NOBODY)
    if asyncio.iscoroutine(found):
        await found


def _strategy_store(settings: Settings) -> None:
    require_store(settings.store_url, content_hash(settings.knowledge))
