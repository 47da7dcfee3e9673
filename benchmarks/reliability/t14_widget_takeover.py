"""T14: ten thousand made-up, stolen and mixed-up sessions of the website, and names of other channels."""

from __future__ import annotations

import asyncio
import json
import random
import secrets
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import aiohttp
from sqlalchemy import create_engine, func, select

from benchmarks.reliability.result import Result
from benchmarks.reliability.t08_kill_actions import AdviserBehind
from bot.channels.website import SOCKET_PATH
from bot.trackers.tables import events
from tests.channels.page import Page

# Claims that are tried over one socket.
FULL, SHORT = (10_000,), (2_000,)
ON = AdviserBehind
SEED = 14
# Packets of socket.io 5 over engine.io 4: connect with a claim, and what comes back for it.
_CONNECT, _LET_IN, _REFUSED, _PING, _PONG = "40", "40", "44", "2", "3"
_SILENT_SECONDS = 1.0


def measure(adviser: AdviserBehind, claims: int) -> list[Result]:
    """Try them while the owner of one session has it open."""
    return asyncio.run(_measure(adviser, claims))


async def _measure(adviser: AdviserBehind, claims: int) -> list[Result]:
    owner = await Page(adviser.url)
    await owner.say("check my business")
    stranger = await Page(adviser.url)
    before = len(owner.messages), _turns(adviser, owner)
    tried = let_in = 0
    async with aiohttp.ClientSession() as web:
        address = f"{adviser.url}{SOCKET_PATH}/?EIO=4&transport=websocket"
        async with web.ws_connect(address) as line:
            await line.receive_str()
            for claim in made_up(owner.claim, stranger.claim, claims):
                tried += 1
                let_in += await _is_let_in(line, claim)
            # Whoever was not let in may not ask for what was said, or say something, either.
            for event in (["begin", {"last": 0}], ["say", {"id": "attack-1234", "text": "b"}]):
                await line.send_str("42" + json.dumps(event))
            overheard = await _hears(line)
        rest = [await _says_over_rest(web, adviser.url, sender) for sender in senders(owner.claim["session"])]
    await asyncio.sleep(_SILENT_SECONDS)
    turns = _turns(adviser, owner) - before[1]
    heard = len(owner.messages) - before[0] + len(stranger.messages) + overheard
    works = (await owner.say("why do you ask?"))["ok"]
    for page in (owner, stranger):
        await page.leave()
    return [
        Result(
            f"T14 widget_takeover, {tried:,} sessions",
            f"{let_in} let in, {heard} foreign replies seen, {turns} turns in a foreign conversation",
            "0 of each, and the owner goes on",
            "whoever knows a session hears all its replies (3 of 3) and speaks as its owner",
            not let_in and not heard and not turns and works,
        ),
        Result(
            f"T14 widget_takeover, {len(rest)} names of other channels over REST",
            f"{sum(status == 200 for status in rest)} taken",
            "0 taken",
            "one flat name space over all channels (read)",
            all(status == 400 for status in rest),
        ),
    ]


def made_up(owner: dict[str, Any], stranger: dict[str, Any], count: int) -> Iterator[Any]:
    """Claims that are none: what somebody has who read the owner's page, and what somebody has who guesses."""
    dice = random.Random(SEED)
    stolen = {"session": owner["session"], "browser": stranger["browser"]}
    yield from (
        {**stolen},
        {**stolen, "signature": owner["signature"]},
        {**stolen, "signature": stranger["signature"]},
        {**stolen, "signature": owner["signature"].swapcase()},
        {**stolen, "signature": None},
        {**stolen, "signature": True},
        {**stolen, "signature": [owner["signature"]]},
        {**stolen, "session": owner["session"].upper(), "signature": owner["signature"]},
        {**stolen, "session": [owner["session"]], "signature": owner["signature"]},
        {"session": owner["session"], "signature": owner["signature"]},
        {**owner, "browser": ""},
        {**owner, "browser": owner["browser"] + "A"},
        {**owner, "signature": owner["signature"][:-1]},
        {**owner, "session": f"web:{owner['session']}"},
        *(None, [], "", 0, True, owner["session"], {"session": {}}, {"browser": 7}),
    )
    for _ in range(count):
        named = secrets.token_hex(16) if dice.random() < 0.5 else owner["session"]
        yield {"browser": secrets.token_urlsafe(18), "session": named, "signature": secrets.token_urlsafe(32)}


def senders(session: str) -> tuple[str, ...]:
    """Names by which a REST client might speak in somebody's talk on the website, or in another channel."""
    web = f"web:{session}"
    return (
        web,
        web.upper(),
        f" {web}",
        f"{web} ",
        f"{web}\x00",
        "telegram:7",
        "slack:T01:U02",
        "site:x",
    )


async def _is_let_in(line: aiohttp.ClientWebSocketResponse, claim: Any) -> bool:
    await line.send_str(_CONNECT + ("" if claim is None else json.dumps(claim)))
    while True:
        packet = await line.receive_str()
        if packet == _PING:
            await line.send_str(_PONG)
        elif packet.startswith(_LET_IN):
            # A new session is no foreign one.
            return isinstance(claim, dict) and bool(claim.get("session"))
        elif packet.startswith(_REFUSED):
            return False


async def _hears(line: aiohttp.ClientWebSocketResponse) -> int:
    """How many events come on this line before it is silent."""
    heard = 0
    while True:
        try:
            packet = await asyncio.wait_for(line.receive(), _SILENT_SECONDS)
        except TimeoutError:
            return heard
        if packet.type != aiohttp.WSMsgType.TEXT:
            return heard
        heard += str(packet.data).startswith("4") and packet.data[:2] in {"42", "43"}


async def _says_over_rest(web: aiohttp.ClientSession, url: str, sender: str) -> int:
    body = {"sender": sender, "message": "b"}
    async with web.post(f"{url}/webhooks/rest/webhook", json=body) as response:
        return response.status


def _turns(adviser: AdviserBehind, page: Page) -> int:
    engine = create_engine(adviser.settings.trackers_url, future=True)
    mine = events.c.sender_id == f"web:{page.claim['session']}", events.c.type_name == "user"
    with engine.connect() as connection:
        found = connection.execute(select(func.count()).where(*mine)).scalar_one()
    engine.dispose()
    return int(found)


def run(short: bool = False) -> list[Result]:
    """Measure on servers of its own."""
    with tempfile.TemporaryDirectory() as folder, AdviserBehind(Path(folder) / "var") as adviser:
        return measure(adviser, *(SHORT if short else FULL))
