"""The server's keeper: does erasures that were asked for elsewhere, and deletes once a day what is kept long enough."""

from __future__ import annotations

import asyncio
import contextlib
import os
import socket
import uuid
from datetime import timedelta
from typing import Any

from sanic import Blueprint

from bot.cases.engine import empty_log
from bot.cases.erasures import LeaseStore
from bot.cases.repository import CaseStore
from bot.channels.personal import PersonalData, erase_wanted
from bot.channels.refusals import log_failure
from bot.personal.keeping import KEEPER, PURGE
from bot.settings import Settings

# `levelfield erase` waits for it; what a person asks for in the talk is done right behind the turn.
LOOK_SECONDS = 5.0
# So long without a sign of life, and the command does its work alone.
ALIVE = timedelta(seconds=20)
PURGE_EVERY = timedelta(days=1)
# Whoever dies while deleting leaves the job to the next one after this.
PURGE_TAKES = timedelta(hours=1)


class Keeper:
    """Works in the Rasa server, whose locks tell when a conversation is idle."""

    def __init__(self, settings: Settings, cases: CaseStore, personal: PersonalData) -> None:
        self._cases = cases
        self._leases, self._personal, self._days = LeaseStore(cases), personal, settings.keep_days
        self._name = f"{socket.gethostname()[:40]}:{os.getpid()}"
        self._task: asyncio.Task[None] | None = None

    async def work(self, app: Any) -> None:
        """Look after things until cancelled; a database that is away is waited out."""
        while True:
            try:
                await self.look(getattr(app.ctx, "agent", None))
            except Exception as error:
                log_failure("the keeper failed", error)
            await asyncio.sleep(LOOK_SECONDS)

    async def look(self, agent: Any) -> None:
        """Do what is due now."""
        if agent is None or not agent.is_ready():
            return
        await asyncio.to_thread(self._leases.take, KEEPER, self._name, ALIVE)
        await asyncio.to_thread(self._personal.held.forget_old)
        # The texts of messages and letters go as soon as they are answered and sent: from the log of changes, too.
        await asyncio.to_thread(empty_log, self._cases.engine)
        await erase_wanted(agent, self._personal)
        # A holder of its own for each day's work: nobody takes it again before it runs out, this server included.
        today = uuid.uuid4().hex
        if await asyncio.to_thread(self._leases.take, PURGE, today, PURGE_TAKES):
            await asyncio.to_thread(self._personal.keeping.purge, self._days)
            await asyncio.to_thread(self._leases.take, PURGE, today, PURGE_EVERY)

    def live_with(self, routes: Blueprint) -> None:
        """Work from the server's start to its end."""

        async def begin(app: Any, loop: Any) -> None:
            self._task = loop.create_task(self.work(app))

        async def end(app: Any, loop: Any) -> None:
            if self._task is not None:
                self._task.cancel()
                with contextlib.suppress(asyncio.CancelledError):
                    await self._task

        routes.listener("after_server_start")(begin)
        routes.listener("before_server_stop")(end)
