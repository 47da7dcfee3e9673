"""The socket of the website: sessions that only their own browser can use; no message is lost or comes twice."""

from __future__ import annotations

import asyncio
import json
import secrets
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager
from datetime import datetime, timedelta
from typing import Any

import aiohttp
import pytest
import socketio
from rasa.core.agent import Agent
from rasa.core.channels.channel import UserMessage
from rasa.shared.core.events import UserUttered

from bot.cases.repository import CaseStore
from bot.cases.tables import website_turns
from bot.cases.website import WebsiteStore
from bot.channels.incoming import UnusableBody, read_body
from bot.channels.limits import Limits
from bot.channels.website import SOCKET_PATH, WebsiteChannel
from bot.channels.website_sessions import Sessions, Unsigned
from bot.channels.wording import installed_wording
from bot.settings import Settings
from tests.channels.page import Page
from tests.channels.small_bot import serving
from tests.integration.redis_server import RedisServer, need_redis

SITE = "https://association.example"
# As many as an attacker might try in an hour without being noticed.
MADE_UP = 10_000


@pytest.fixture
def channel(cases: CaseStore) -> WebsiteChannel:
    """The door, with a key of its own and one other site that may embed it."""
    return WebsiteChannel(Sessions(b"k" * 32), cases, installed_wording(), (SITE,))


def limited(cases: CaseStore, **environment: str) -> WebsiteChannel:
    """The door with limits."""
    limits = Limits(Settings.from_env(environment))
    return WebsiteChannel(Sessions(b"k" * 32), cases, installed_wording(), limits=limits)


@pytest.fixture
def clock(cases_url: str) -> Iterator[tuple[WebsiteStore, Callable[[timedelta], None]]]:
    """A store whose time one can move."""
    now = [datetime(2026, 11, 23, 12)]
    store = CaseStore(cases_url, clock=lambda: now[0])

    def later(by: timedelta) -> None:
        now[0] += by

    yield WebsiteStore(store), later
    store.close()


@asynccontextmanager
async def opened(channel: WebsiteChannel, handler: Any) -> AsyncIterator[Callable[..., Page]]:
    """The door, open; makes pages that are closed at the end."""
    pages: list[Page] = []

    async with serving(channel, handler) as address:

        def page(browser: str = "") -> Page:
            pages.append(Page(address, browser))
            return pages[-1]

        try:
            yield page
        finally:
            for one in pages:
                await one.leave()


class Echo:
    """A bot that says back what it hears, in two messages; `gate` holds it up."""

    def __init__(self) -> None:
        self.heard: list[UserMessage] = []
        self.gate = asyncio.Event()
        self.gate.set()
        self.fails = False

    async def __call__(self, message: UserMessage) -> None:
        self.heard.append(message)
        if self.fails:
            raise RuntimeError("planned")
        await message.output_channel.send_response(message.sender_id, {"text": f"heard {message.text}\n\nwhole"})
        await self.gate.wait()
        custom = {"kind": "answer", "about": ["dimension.platform"], "sources": ["article"], "data": {"any": [1]}}
        buttons = [{"title": "On", "payload": "next"}]
        await message.output_channel.send_response(
            message.sender_id, {"text": "and done", "custom": custom, "buttons": buttons}
        )


async def test_a_trained_bot_answers_with_whole_messages_of_any_shape(channel: WebsiteChannel, agent: Agent) -> None:
    async with opened(channel, agent) as page:
        anna = await page()
        assert await anna.say("check") == {"ok": True}
        await asyncio.sleep(0.1)
        message = anna.messages[-1]
        assert message["text"] == "How much of your costs\n\nare fixed?"
        assert message["custom"]["data"] == {"done": 0, "of": 8}
        assert message["buttons"] == [{"title": "Half", "payload": "E1:2"}]
        assert anna.typing == [True, False]


async def test_numbers_only_grow_and_what_was_missed_comes_once(channel: WebsiteChannel) -> None:
    echo = Echo()
    async with opened(channel, echo) as page:
        anna = await page()
        await anna.say("one")
        echo.gate.clear()
        turn = asyncio.create_task(anna.say("two"))
        while len(anna.messages) < 3:
            await asyncio.sleep(0.01)
        turn.cancel()
        # The line breaks in the middle of a turn; the turn goes on.
        await anna.leave()
        echo.gate.set()
        await asyncio.sleep(0.2)
        anna.socket = socketio.AsyncClient(reconnection=False)
        await anna
        assert [message["text"] for message in anna.messages] == [
            "heard one\n\nwhole",
            "and done",
            "heard two\n\nwhole",
            "and done",
        ]
        numbers = [message["number"] for message in anna.messages]
        assert numbers == sorted(set(numbers))


async def test_a_message_that_comes_again_is_one_turn(channel: WebsiteChannel) -> None:
    echo = Echo()
    async with opened(channel, echo) as page:
        anna = await page()
        assert await anna.say("one", "client-message-1") == {"ok": True}
        assert await anna.say("one", "client-message-1") == {"ok": True}
        echo.gate.clear()
        turn = asyncio.create_task(anna.say("two", "client-message-2"))
        await asyncio.sleep(0.2)
        busy = await anna.say("two", "client-message-2")
        echo.gate.set()
        assert (await turn)["ok"] and busy["error"] == "busy" and busy["again"]
        assert [message.message_id for message in echo.heard] == ["web-client-message-1", "web-client-message-2"]
        assert {message.input_channel for message in echo.heard} == {"web"}


async def test_a_turn_that_failed_may_come_again(channel: WebsiteChannel) -> None:
    echo = Echo()
    async with opened(channel, echo) as page:
        anna = await page()
        echo.fails = True
        failed = await anna.say("one", "client-message-1")
        assert not failed["ok"] and failed["again"] and failed["text"] and anna.typing == [True, False]
        echo.fails = False
        assert await anna.say("one", "client-message-1") == {"ok": True}


async def test_a_turn_that_was_stored_before_the_server_died_is_not_taken_twice(
    channel: WebsiteChannel, agent: Agent, cases: CaseStore
) -> None:
    async with opened(channel, agent) as page:
        anna = await page()
        assert (await anna.say("check", "client-message-1"))["ok"]
        sender = f"web:{anna.claim['session']}"
        # As if the server had died between Rasa's write and this one.
        WebsiteStore(cases).failed(sender, "client-message-1")
        with cases.changing() as connection:
            connection.execute(website_turns.update().values(state="taken"))
        assert await anna.say("check", "client-message-1") == {"ok": True}
        await asyncio.sleep(0.1)
        tracker = await agent.tracker_store.retrieve(sender)
        assert sum(isinstance(event, UserUttered) for event in tracker.events) == 1 and len(anna.messages) == 1


async def test_whoever_writes_faster_than_anybody_reads_has_to_wait(cases: CaseStore) -> None:
    echo = Echo()
    async with opened(limited(cases, LEVELFIELD_LIMIT_SENDER="3/10 seconds"), echo) as page:
        anna, ben = await page(), await page()
        answers = [await anna.say(f"message {number}") for number in range(10)]
        assert [answer["ok"] for answer in answers] == [True] * 3 + [False] * 7
        assert answers[-1]["error"] == "too_many" and answers[-1]["again"] and len(echo.heard) == 3
        assert (await ben.say("hello"))["ok"]


async def test_one_address_begins_so_many_talks_and_no_more(cases: CaseStore) -> None:
    echo = Echo()
    async with opened(limited(cases, LEVELFIELD_LIMIT_NEWCOMERS="2/hour"), echo) as page:
        answers = [await (await page()).say("hello") for _ in range(4)]
        assert [answer["ok"] for answer in answers] == [True, True, False, False]
        assert answers[-1]["error"] == "too_many_newcomers" and not answers[-1]["again"]


async def test_two_servers_share_a_session(cases: CaseStore) -> None:
    need_redis()
    redis = RedisServer()
    redis.start()
    try:
        first, second = (
            WebsiteChannel(Sessions(b"k" * 32), cases, installed_wording(), redis_url=redis.url) for _ in range(2)
        )
        async with opened(first, Echo()) as here, opened(second, Echo()) as there:
            anna = await here()
            tab = there()
            tab.claim = dict(anna.claim)
            await tab
            # What one server says by way of Redis, the other hears as soon as it listens there.
            for _ in range(50):
                await anna.say("hello")
                await asyncio.sleep(0.1)
                if tab.messages:
                    break
            await tab.say("and from here")
            await asyncio.sleep(0.5)
            assert tab.heard[-1] == "hello" and anna.heard == ["and from here"]
            assert [m["number"] for m in tab.messages[-2:]] == [m["number"] for m in anna.messages[-2:]]
    finally:
        redis.stop()


async def test_both_tabs_hear_everything_and_strangers_nothing(channel: WebsiteChannel) -> None:
    async with opened(channel, Echo()) as page:
        anna = await page()
        tab = page()
        tab.claim = dict(anna.claim)
        await tab
        stranger = await page()
        await anna.say("E1:2", shown="About half")
        await asyncio.sleep(0.1)
        assert [m["number"] for m in tab.messages] == [m["number"] for m in anna.messages] and len(tab.messages) == 2
        assert tab.heard == ["About half"] and anna.heard == []
        assert stranger.messages == [] and stranger.heard == [] and stranger.typing == []


@pytest.mark.parametrize("origin", ["https://elsewhere.example", "null", "http://127.0.0.1", f"{SITE}.evil.example"])
async def test_pages_of_other_sites_are_refused_at_the_socket(channel: WebsiteChannel, origin: str) -> None:
    async with serving(channel, Echo()) as address, aiohttp.ClientSession() as session:
        query = f"{address}{SOCKET_PATH}/?EIO=4&transport="
        async with session.get(query + "polling", headers={"Origin": origin}) as response:
            assert response.status == 400 and "Access-Control-Allow-Origin" not in response.headers
        with pytest.raises(aiohttp.WSServerHandshakeError):
            await session.ws_connect(query + "websocket", headers={"Origin": origin})


async def test_our_own_page_and_a_listed_site_are_let_in(channel: WebsiteChannel) -> None:
    async with opened(channel, Echo()) as page:
        for origin in (SITE, page().address):
            assert (await (await page().come(Origin=origin)).say("hello"))["ok"]


@pytest.mark.parametrize(
    ("message", "error"),
    [
        (None, "not_a_message"),
        ("text", "not_a_message"),
        ({"id": "12345678", "text": 7}, "not_a_message"),
        ({"id": "short", "text": "hello"}, "not_a_message"),
        ({"id": "x" * 65, "text": "hello"}, "not_a_message"),
        ({"id": "' OR 1=1 --", "text": "hello"}, "not_a_message"),
    ],
)
async def test_what_is_no_message_is_refused(channel: WebsiteChannel, message: Any, error: str) -> None:
    echo = Echo()
    async with opened(channel, echo) as page:
        anna = await page()
        answer = await anna.socket.call("say", message, timeout=10)
        assert not answer["ok"] and answer["error"] == error and not answer["again"]
        assert (await anna.say("hello"))["ok"] and len(echo.heard) == 1


async def test_long_and_empty_messages_are_answered_without_a_turn(channel: WebsiteChannel) -> None:
    echo = Echo()
    async with opened(channel, echo) as page:
        anna = await page()
        assert (await anna.say("x" * 4001))["ok"] and (await anna.say(" \x00?!"))["ok"]
        await asyncio.sleep(0.1)
        assert [message["custom"]["kind"] for message in anna.messages] == ["notice", "unknown"]
        assert (await anna.say("/restart"))["ok"]
        assert [message.text for message in echo.heard] == ["restart"]


async def test_a_body_that_is_too_large_ends_that_line_only(channel: WebsiteChannel) -> None:
    async with opened(channel, Echo()) as page:
        anna, ben = await page(), await page()
        with pytest.raises(Exception, match=r".*"):
            await anna.socket.call("say", {"id": "12345678", "text": "x" * 200_000}, timeout=1)
        assert (await ben.say("hello"))["ok"]


async def test_a_thumb_is_kept_for_a_message_of_this_session_only(channel: WebsiteChannel, cases: CaseStore) -> None:
    async with opened(channel, Echo()) as page:
        anna, ben = await page(), await page()
        await anna.say("hello")
        await asyncio.sleep(0.1)
        thumb = {"number": anna.last, "helpful": True}
        assert (await anna.socket.call("feedback", thumb))["ok"]
        assert not (await ben.socket.call("feedback", thumb))["ok"]
        case = cases.case_of(f"web:{anna.claim['session']}")
        assert cases.rows_of(case.id)["feedback"] == 1


async def test_nobody_can_make_up_a_session(channel: WebsiteChannel) -> None:
    """T14: over one line, as fast as it goes; the session of somebody else is there to be found."""
    echo = Echo()
    async with opened(channel, echo) as page:
        anna = await page()
        await anna.say("my secret")
        real = anna.claim
        claims = [
            {**real, "signature": secrets.token_urlsafe(32)},
            {**real, "signature": ""},
            {**real, "signature": None},
            {"browser": real["browser"], "session": real["session"]},
            {**real, "browser": secrets.token_urlsafe(18)},
            {**real, "session": f"web:{real['session']}"},
            {**real, "session": real["session"].upper()},
            {**real, "session": [real["session"]]},
            {"session": real["session"], "signature": real["signature"]},
            {"browser": "short"},
            {"browser": ["x" * 22]},
            "web:" + real["session"],
            7,
        ]
        claims += [
            {
                "browser": secrets.token_urlsafe(18),
                "session": secrets.token_hex(16),
                "signature": secrets.token_urlsafe(32),
            }
            for _ in range(MADE_UP - len(claims))
        ]
        refused = 0
        async with aiohttp.ClientSession() as session:
            query = f"{anna.address}{SOCKET_PATH}/?EIO=4&transport=websocket"
            async with session.ws_connect(query) as line:
                await line.receive()
                for claim in claims:
                    await line.send_str("40" + json.dumps(claim))
                    while (frame := (await line.receive()).data) == "2":
                        await line.send_str("3")
                    assert frame == '44{"message":"session"}', frame
                    refused += 1
        assert refused == MADE_UP and len(echo.heard) == 1


def test_a_signature_holds_for_one_session_one_browser_and_one_key() -> None:
    sessions, browser = Sessions(b"a" * 32), secrets.token_urlsafe(18)
    made = sessions.open({"browser": browser})
    claim = {"browser": browser, "session": made.id, "signature": made.signature}
    assert sessions.open(claim) == made and made.sender == f"web:{made.id}"
    assert sessions.open({"browser": browser}) != made
    for wrong in ({**claim, "browser": secrets.token_urlsafe(18)}, {**claim, "session": secrets.token_hex(16)}):
        with pytest.raises(Unsigned):
            sessions.open(wrong)
    with pytest.raises(Unsigned):
        Sessions(b"b" * 32).open(claim)


@pytest.mark.parametrize("sender", ["web:0123", "WEB:0123"])
def test_rest_cannot_speak_as_somebody_on_the_website(sender: str) -> None:
    with pytest.raises(UnusableBody, match="another channel"):
        read_body(json.dumps({"sender": sender, "message": "hello"}).encode())


def test_what_is_older_than_a_day_is_neither_told_nor_kept(
    clock: tuple[WebsiteStore, Callable[[timedelta], None]],
) -> None:
    store, later = clock
    first = store.keep("web:anna", {"text": "one"})
    assert store.keep("web:anna", {"text": "two"}).number == first.number + 1
    later(timedelta(hours=23))
    third = store.keep("web:anna", {"text": "three"})
    later(timedelta(hours=2))
    assert [said.number for said in store.since("web:anna", 0)] == [third.number]
    assert store.forget_old() == 2
    later(timedelta(days=2))
    assert store.forget_old() == 1
    # All rows are gone, and the next number is higher all the same.
    assert store.keep("web:anna", {"text": "four"}).number > third.number


def test_a_turn_of_a_server_that_died_is_taken_again(
    clock: tuple[WebsiteStore, Callable[[timedelta], None]],
) -> None:
    store, later = clock
    assert store.take("web:anna", "client-1") == "new"
    later(timedelta(seconds=5))
    assert store.take("web:anna", "client-1") == "taken"
    store.renew("web:anna", "client-1")
    later(timedelta(seconds=7))
    assert store.take("web:anna", "client-1") == "taken"
    later(timedelta(seconds=2))
    assert store.take("web:anna", "client-1") == "again"
    store.done("web:anna", "client-1")
    later(timedelta(minutes=1))
    assert store.take("web:anna", "client-1") == "done"


def test_a_turn_that_erased_its_person_is_over_all_the_same(cases: CaseStore) -> None:
    store = WebsiteStore(cases)
    store.take("web:anna", "client-1")
    with cases.changing() as connection:
        connection.execute(website_turns.delete())
    store.done("web:anna", "client-1")
    assert store.take("web:anna", "client-1") == "done"
