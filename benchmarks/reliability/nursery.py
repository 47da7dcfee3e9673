"""Starts doors quickly: Rasa is imported once, and each door is a fork of that. A door ends as any process does.

One JSON order a line on standard input, one JSON answer a line on standard output:
{"start": {"model", "trackers", "actions", "channel", "environment"}} -> {"pid"}, {"wait": pid, "seconds"} -> {"ended"}.
"""

from __future__ import annotations

import asyncio
import ctypes
import json
import os
import signal
import sys
import time
from collections.abc import Mapping
from typing import Any

from rasa.core.agent import Agent
from rasa.core.tracker_store import SQLTrackerStore
from rasa.utils.endpoints import EndpointConfig

from bot.channels.slack import SlackChannel
from bot.channels.telegram import TelegramChannel
from bot.cli.processes import SIGNAL_ON_PARENTS_DEATH
from bot.settings import Settings
from tests.channels.small_bot import serving

CHANNELS = {"slack": SlackChannel, "telegram": TelegramChannel}


def main() -> None:
    """Take orders until there are no more."""
    out = os.fdopen(os.dup(1), "w")
    # What Rasa prints is not an answer.
    os.dup2(2, 1)
    for line in sys.stdin:
        order = json.loads(line)
        if "start" in order:
            pid = os.fork()
            if pid == 0:
                _be_a_door(order["start"])
            answer: dict[str, Any] = {"pid": pid}
        else:
            answer = {"ended": _has_ended(order["wait"], order["seconds"])}
        print(json.dumps(answer), file=out, flush=True)


def _has_ended(pid: int, seconds: float) -> bool:
    deadline = time.monotonic() + seconds
    while os.waitpid(pid, os.WNOHANG)[0] == 0:
        if time.monotonic() > deadline:
            return False
        time.sleep(0.02)
    return True


def _be_a_door(order: Mapping[str, Any]) -> None:
    # Nobody else is left to end it when the nursery is killed.
    ctypes.CDLL(None).prctl(SIGNAL_ON_PARENTS_DEATH, signal.SIGKILL)
    try:
        os.environ.update(order["environment"])
        asyncio.run(_serve(order))
    finally:
        # Never back into the loop that takes orders.
        os._exit(1)


async def _serve(order: Mapping[str, Any]) -> None:
    trackers = SQLTrackerStore(dialect="sqlite", db=order["trackers"])
    agent = Agent.load(order["model"], action_endpoint=EndpointConfig(order["actions"]), tracker_store=trackers)
    async with serving(CHANNELS[order["channel"]](Settings.from_env(), {}), agent):
        await asyncio.Event().wait()


if __name__ == "__main__":
    main()
