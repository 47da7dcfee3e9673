"""What compares our widget with others, without a browser or any of the others: the relay, the site, the table."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import aiohttp
import pytest
import socketio
from aiohttp import web

from benchmarks.widgets.page import NOTHING, ROWS, Described, table, write
from benchmarks.widgets.peers import Peer
from benchmarks.widgets.relay import relay
from benchmarks.widgets.site import Site
from benchmarks.widgets.visit import after, missing, unread

SITE = "http://association.test"
# More than a message on loopback ever takes; a test that waits for silence waits as long.
PATIENCE_SECONDS = 1.0
QUESTION = {
    "recipient_id": "anna",
    "text": "What are you?\n\na) A shop\nb) A workshop",
    "buttons": [{"title": "A shop", "payload": "answer:E1:1"}],
    "custom": {"version": "1", "kind": "question", "about": ["E1"], "sources": [], "data": {}},
}
NOTED = {"recipient_id": "anna", "text": "Noted: 12 people.", "custom": {"kind": "noted"}}
GOOD: dict[str, Any] = {
    "requests_first": 1,
    "kb_first": 2.1,
    "kb_whole": 46.0,
    "foreign": [],
    "ms_usable": 1234.5,
    "ms_reply": 80,
    "axe_closed": [],
    "axe_open": [],
    "axe_question": [],
    "announced": True,
    "keyboard_failed": [],
    "escape": True,
    "csp": {},
    "csp_works": True,
    "hostile_ran": False,
    "hostile_links": 0,
    "hostile_ran_pressed": False,
    "hostile_fetched": False,
    "hostile_come": True,
    "reload_lines": True,
    "reload_buttons": True,
    "reload_goes_on": True,
    "offline": "sent",
    "killed": "sent",
    "narrow": [],
    "light_on_light": 0.97,
    "light_on_dark": 0.1,
    "moves_no_preference": 3,
    "moves_reduce": 0,
    "kinds_missing": {"plan": 0.0, "answer": 0.0},
    "kinds_buttons": {"plan": True},
    "kinds_drawn": ["lists", "tables"],
    "kinds_signs": 0,
    "kinds_faults": 0,
}
BAD: dict[str, Any] = GOOD | {
    "foreign": ["fonts.example"],
    "axe_closed": None,
    "axe_open": ["button-name (serious)", "region (moderate)", "region (moderate)"],
    "announced": False,
    "keyboard_failed": ["the answers cannot be reached"],
    "escape": None,
    "csp": {"style-src-attr": 4},
    "csp_works": False,
    "hostile_ran": True,
    "hostile_links": 2,
    "killed": "lost",
    "offline": "again",
    "light_on_dark": 0.97,
    "kinds_missing": {"plan": 0.4, "answer": 0.01},
    "kinds_buttons": {"plan": False},
}


@asynccontextmanager
async def serving(application: web.Application) -> AsyncIterator[str]:
    """An application on a free port of loopback."""
    runner = web.AppRunner(application)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    try:
        yield f"http://127.0.0.1:{runner.addresses[0][1]}"
    finally:
        await runner.cleanup()


def adviser(heard: list[dict[str, Any]], status: int = 200) -> web.Application:
    """A REST door that notes what it hears, and always says the same."""

    async def answer(request: web.Request) -> web.Response:
        heard.append(await request.json())
        return web.json_response([NOTED, QUESTION], status=status)

    application = web.Application()
    application.router.add_post("/webhooks/rest/webhook", answer)
    return application


@asynccontextmanager
async def page(url: str, origin: str = SITE) -> AsyncIterator[tuple[socketio.AsyncClient, asyncio.Queue[Any]]]:
    """A page of the site with its socket open; the queue holds what the relay says."""
    said: asyncio.Queue[Any] = asyncio.Queue()
    client = socketio.AsyncClient(reconnection=False)

    async def put(message: Any) -> None:
        await said.put(message)

    client.on("bot_uttered", put)
    client.on("session_confirm", put)
    await client.connect(url, headers={"Origin": origin})
    try:
        yield client, said
    finally:
        await client.disconnect()


async def heard(said: asyncio.Queue[Any]) -> Any:
    return await asyncio.wait_for(said.get(), PATIENCE_SECONDS)


async def test_the_relay_speaks_as_rasas_own_channel_does() -> None:
    asked: list[dict[str, Any]] = []
    async with serving(adviser(asked)) as bot, serving(relay(bot, SITE)) as url, page(url) as (client, said):
        await client.emit("session_request", {"session_id": "anna"})
        assert await heard(said) == "anna"
        await client.emit("user_uttered", {"session_id": "anna", "message": "hello"})
        assert await heard(said) == {"text": NOTED["text"]}
        reply = {"content_type": "text", "title": "A shop", "payload": "answer:E1:1"}
        assert await heard(said) == {"text": QUESTION["text"], "quick_replies": [reply]}
    assert asked == [{"sender": "anna", "message": "hello"}]


async def test_the_relay_tells_nobody_elses_session() -> None:
    async with (
        serving(adviser([])) as bot,
        serving(relay(bot, SITE)) as url,
        page(url) as (anna, of_anna),
        page(url) as (ben, of_ben),
    ):
        for client, said, name in ((anna, of_anna, "anna"), (ben, of_ben, "ben")):
            await client.emit("session_request", {"session_id": name})
            assert await heard(said) == name
        await anna.emit("user_uttered", {"session_id": "anna", "message": "hello"})
        assert await heard(of_anna) == {"text": NOTED["text"]}
        with pytest.raises(TimeoutError):
            await heard(of_ben)


@pytest.mark.parametrize("asked", [None, "anna", {}, {"session_id": 5}, {"session_id": "a b"}, {"session_id": ""}])
async def test_the_relay_takes_no_session_that_is_none(asked: Any) -> None:
    bot_heard: list[dict[str, Any]] = []
    async with serving(adviser(bot_heard)) as bot, serving(relay(bot, SITE)) as url, page(url) as (client, said):
        await client.emit("session_request", asked)
        await client.emit("user_uttered", {**(asked if isinstance(asked, dict) else {}), "message": "hello"})
        await client.emit("session_request", {"session_id": "anna"})
        assert await heard(said) == "anna"
    assert bot_heard == []


async def test_the_relay_is_silent_where_the_adviser_cannot_answer() -> None:
    bot_heard: list[dict[str, Any]] = []
    door = adviser(bot_heard, status=503)
    async with serving(door) as bot, serving(relay(bot, SITE)) as url, page(url) as (client, said):
        await client.emit("session_request", {"session_id": "anna"})
        await heard(said)
        await client.emit("user_uttered", {"session_id": "anna", "message": "hello"})
        with pytest.raises(TimeoutError):
            await heard(said)
    assert len(bot_heard) == 1


async def test_the_relay_lets_only_pages_of_the_site_in() -> None:
    async with serving(adviser([])) as bot, serving(relay(bot, SITE)) as url:
        with pytest.raises(socketio.exceptions.ConnectionError):
            async with page(url, "http://elsewhere.test"):
                pass


async def test_the_site_has_the_same_page_for_each_and_nothing_beside_its_folders(tmp_path: Path) -> None:
    files = tmp_path / "dist"
    files.mkdir()
    (files / "peer.js").write_text("const peer = 1;" * 100)
    (tmp_path / "secret.txt").write_text("secret")
    with Site({"deep-chat": Peer("deep-chat", "1", "MIT", "npm", files)}, "http://b", "http://r") as site:
        pages = {}
        async with aiohttp.ClientSession(site.url) as client:
            for name in ("levelfield", "deep-chat", "chat-widget"):
                async with client.get(f"/{name}") as answer:
                    assert "Content-Security-Policy" not in answer.headers
                    pages[name] = await answer.text()
            async with client.get("/levelfield?strict") as answer:
                strict = answer.headers["Content-Security-Policy"]
            async with client.get("/peers/deep-chat/peer.js") as answer:
                assert (await answer.text()).startswith("const peer")
                assert int(answer.headers["Content-Length"]) < 100
            async with client.get("/peers/other/peer.js") as answer:
                assert answer.status == 404
        # A client would take the dots out before it asks.
        for path in ("/peers/deep-chat/../secret.txt", f"/peers/deep-chat/{tmp_path}/secret.txt", "/pages/../site.py"):
            assert site.answer(path) == (None, {}), path
    assert len({text.partition("</main>")[0] for text in pages.values()}) == 1 and len(set(pages.values())) == 3
    assert "default-src 'none'" in strict and "unsafe" not in strict and "ws://b" in strict


def test_what_stands_after_ones_own_words_is_found() -> None:
    shown = "hello\nWelcome\nCheck my business\nhello\nWhat are you?\nA shop"
    assert after(shown, "hello") == "What are you?\nA shop"
    assert after(shown, "never said") == shown


def test_missing_words_are_counted_without_signs_addresses_codes_and_letters() -> None:
    text = "**Noted**: [your plan](https://example.org/plan/x), 12 people. It’s kept as LF-7K3M-92QD.\na) Yes\nb) No"
    assert missing(text, "Noted your plan people It's kept as yes no") == 0
    assert missing("two two words here", "two words") == pytest.approx(0.5)
    assert missing("", "") == 0
    assert unread("cost here: low. Cost there: high.", "cost low high") == ["here", "there"]


def test_every_row_says_what_was_measured(tmp_path: Path) -> None:
    widgets = [
        Described("good", "Good", "1.0", "Apache-2.0", "here"),
        Described("bad", "Bad", "2.0", "MIT", "npm"),
        Described("gone", "Gone", absent="`npm ci` failed"),
    ]
    lines = table(widgets, {"good": GOOD, "bad": BAD})
    cells = {
        line.split(" | ")[0].removeprefix("| "): [cell.strip(" |") for cell in line.split(" | ")[1:]] for line in lines
    }
    assert set(cells) >= {title for title, _, _ in ROWS}
    assert all(cells[title][2] == NOTHING for title, _, _ in ROWS)
    assert cells["one can write after, on a slow line"][:2] == ["1,234 ms", "1,234 ms"]
    assert cells["asks third parties"][:2] == ["none", "fonts.example"]
    assert cells["axe, open"][:2] == ["0", "3: button-name (serious), region (moderate) ×2"]
    assert cells["axe, closed"][:2] == ["0", "has no closed state"]
    assert cells["first question answered by keyboard alone"][:2] == ["yes", "no: the answers cannot be reached"]
    assert cells["Escape closes, focus back on the button"][:2] == ["yes", "cannot be closed"]
    assert cells["violations of a strict content policy"][:2] == ["0", "4: style-src-attr ×4; does not work"]
    assert cells["a hostile text of the adviser's"][:2] == [
        "nothing: shown as text",
        "it ran, 2 links that are programs (does not run when pressed)",
    ]
    assert cells["said while the server is dead"][:2] == ["sent by itself, answered once", "lost, without a word"]
    assert cells["follows a dark screen (how light it is on each)"][:2] == ["yes (0.97 and 0.10)", "no (0.97 and 0.97)"]
    assert cells["kinds of message with their whole text"][:2] == ["2 of 2", "1 of 2 (plan lacks 40%)"]
    assert cells["kinds of message with all their buttons"][:2] == ["1 of 1", "0 of 1 (not: plan)"]
    # A row needs nothing that its own list does not name: else a widget half measured would end the command.
    for title, needed, tell in ROWS:
        assert tell({key: GOOD[key] for key in needed}) != NOTHING, title

    words = "# Page\n\n{facts}\n\n{table}\n\n{absent}\n"
    write(tmp_path / "page.md", words, {"date": "2026-11-29", "seed": "7"}, widgets, {"good": GOOD, "bad": BAD})
    text = (tmp_path / "page.md").read_text(encoding="utf-8")
    assert "| date | 2026-11-29 |" in text and "| seed | 7 |" in text
    assert "Gone could not be had and is not measured: `npm ci` failed" in text
    assert "\n".join(lines) in text
    write(tmp_path / "page.md", words + "\nMore", {}, widgets[:2], {})
    assert "\n\n\n" not in (tmp_path / "page.md").read_text(encoding="utf-8")
