"""What the scenarios of Slack and Telegram share: an inbox and Rasa with a small model behind a door, and forgers."""

from __future__ import annotations

import asyncio
import tempfile
import threading
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from rasa.core.agent import Agent
from rasa.core.channels.channel import InputChannel
from rasa.utils.endpoints import EndpointConfig

from benchmarks.reliability.result import Result
from bot.cases.migrate import migrate
from bot.cases.repository import CaseStore
from bot.inbox.inbox import Inbox
from tests.channels.small_bot import ActionServer, serving, train_small

# Forgers at once: more than a door has workers for one person.
FORGERS = 4


class ChatScene:
    """An inbox, and Rasa with a small model; the platform's side is the subclass's."""

    def __init__(self, folder: Path) -> None:
        url = f"sqlite:///{folder / 'cases.db'}"
        migrate(url)
        self.cases = CaseStore(url)
        self.inbox, self.actions = Inbox(self.cases), ActionServer()
        self.agent = Agent.load(train_small(folder), action_endpoint=EndpointConfig(self.actions.url))

    def serve(self, door: InputChannel, script: Callable[[str], None]) -> None:
        """Run a door while a script runs; it gets the door's address."""

        async def run() -> None:
            async with serving(door, self.agent) as address:
                await asyncio.to_thread(script, address)

        asyncio.run(run())

    def turns(self) -> int:
        """How many messages Rasa has taken of everybody."""
        trackers = self.agent.tracker_store

        async def count() -> int:
            found = [await trackers.retrieve(sender) for sender in await trackers.keys()]
            return sum(1 for tracker in found for event in tracker.events if event.type_name == "user")

        return asyncio.run(count())

    def close(self) -> None:
        """End everything."""
        self.actions.close()
        self.cases.close()


def forge_at_once(count: int, forge: Callable[[range], None]) -> None:
    """Let forgers work at once, each on its share of the numbers below `count`."""
    workers = [threading.Thread(target=forge, args=(range(start, count, FORGERS),)) for start in range(FORGERS)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()


_Scene = TypeVar("_Scene", bound=ChatScene)


def in_a_scene(
    make: Callable[[Path], _Scene], measure: Callable[[_Scene, int], list[Result]], forged: int
) -> list[Result]:
    """Measure in a scene of its own."""
    with tempfile.TemporaryDirectory() as folder:
        scene = make(Path(folder))
        try:
            return measure(scene, forged)
        finally:
            scene.close()
