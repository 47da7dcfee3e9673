"""T13: a page loses its line in the middle of a turn, and comes back at the other server; another tab listens."""

from __future__ import annotations

import asyncio
import secrets
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field

from socketio.exceptions import SocketIOError
from sqlalchemy import create_engine, select

from benchmarks.reliability.adviser import circle
from benchmarks.reliability.pair import Pair
from benchmarks.reliability.result import Result
from bot.trackers.tables import events
from tests.channels.page import Page

# Times that the line is lost, and times that a server is killed.
FULL, SHORT = (40, 6), (6, 1)
ON = Pair
MOST_SECONDS, MOST_AFTER_KILL_SECONDS = 5.0, 10.0
# A turn takes about a tenth of a second; the line is lost before, within and after it.
LOST_AFTER_SECONDS = (0.0, 0.02, 0.05, 0.1, 0.2)
# How often a page asks again while its message is still with another server; as the widget does.
AGAIN_SECONDS = 0.5
PATIENCE_SECONDS = 30.0


@dataclass
class Seen:
    """What became of the messages of one person."""

    said: list[str] = field(default_factory=list)
    waits: list[float] = field(default_factory=list)
    unanswered: int = 0


def measure(pair: Pair, losses: int, kills: int) -> list[Result]:
    """Lose the line so often, then kill the server that works on the turn so often."""
    return asyncio.run(_measure(pair, losses, kills))


async def _measure(pair: Pair, losses: int, kills: int) -> list[Result]:
    async def lose(page: Page, number: int) -> None:
        await asyncio.sleep(LOST_AFTER_SECONDS[number % len(LOST_AFTER_SECONDS)])
        page.lose_the_line()

    async def kill(page: Page, number: int) -> None:
        await asyncio.sleep(LOST_AFTER_SECONDS[1])
        await asyncio.to_thread(pair.kill, number % 2)
        page.lose_the_line()

    async def mend(number: int) -> None:
        await asyncio.to_thread(pair.start_again, number % 2)

    return [
        *await _talk(pair, "line lost", losses, MOST_SECONDS, lose),
        *await _talk(pair, "server killed", kills, MOST_AFTER_KILL_SECONDS, kill, mend),
    ]


async def _talk(
    pair: Pair,
    what: str,
    times: int,
    most_seconds: float,
    spoil: Callable[[Page, int], Awaitable[None]],
    mend: Callable[[int], Awaitable[None]] | None = None,
) -> list[Result]:
    page, tab, seen = Page(pair.url_of(0)), Page(pair.url), Seen()
    await page
    tab.claim = dict(page.claim)
    await tab
    for number, text in enumerate(circle(times)):
        here, there = number % 2, (number + 1) % 2
        if page.address != pair.url_of(here):
            await page.leave()
            page.address = pair.url_of(here)
            await page
        name, before = secrets.token_hex(8), page.last
        page.send(text, name)
        seen.said.append(text)
        await spoil(page, number)
        page.address, began = pair.url_of(there), time.monotonic()
        await page
        answered = await _until_answered(page, text, name) and page.last > before
        seen.waits.append(time.monotonic() - began)
        seen.unanswered += not answered
        if mend is not None:
            await mend(number)
        if not tab.socket.connected:
            tab.lose_the_line()
            await tab
    # What the servers tell each other by Redis is on its way for a moment.
    await asyncio.sleep(1)
    results = _results(pair, f"T13 widget_net, {what} {times} times", seen, page, tab, most_seconds)
    for one in (page, tab):
        await one.leave()
    return results


async def _until_answered(page: Page, text: str, name: str) -> bool:
    """Say it again until it is acknowledged, as the widget does."""
    deadline = time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < deadline:
        try:
            if (await page.say(text, name))["ok"]:
                return True
        except SocketIOError:
            pass
        await asyncio.sleep(AGAIN_SECONDS)
    return False


def _results(pair: Pair, name: str, seen: Seen, page: Page, tab: Page, most_seconds: float) -> list[Result]:
    engine = create_engine(pair.settings.trackers_url, future=True)
    with engine.connect() as connection:
        mine = events.c.sender_id == f"web:{page.claim['session']}", events.c.type_name == "user"
        turns = len(connection.execute(select(events.c.id).where(*mine)).all())
    engine.dispose()
    # A page tells by the number what it has already; the same words under another number would be said twice.
    shown, beside = ({message["number"]: message["text"] for message in one.messages} for one in (page, tab))
    missing = len(shown.items() ^ beside.items())
    longest = max(seen.waits, default=0.0)
    said = len(seen.said)
    return [
        Result(
            name,
            f"{said} said: {turns} turns, {seen.unanswered} unanswered, {missing} messages in one tab only",
            "a turn each, 0 unanswered, the same in both tabs",
            "no reply at all on a fresh install (session_persistence); several servers: not supported",
            turns == said and not seen.unanswered and not missing,
        ),
        Result(
            f"{name}, longest wait after coming back",
            f"{longest:.1f} s",
            f"{most_seconds:.0f} s",
            "-",
            longest <= most_seconds,
            timed=True,
        ),
    ]


def run(short: bool = False) -> list[Result]:
    """Measure on servers of its own."""
    with Pair() as pair:
        return measure(pair, *(SHORT if short else FULL))
