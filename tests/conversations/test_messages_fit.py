"""Everything that golden people are told, drawn by the widget on the narrowest phone: it fits and keeps nobody out."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, Route

from bot.documents.load import load_knowledge
from bot.model.message import Message
from bot.rendering.parting import parted
from bot.settings import Settings
from tests.conversations.browser import Visitor, chromium, host_page, misfits
from tests.conversations.states import VIEWS, WHOLE, show_whole
from tests.golden import texts
from tests.test_widget_build import STATIC

# No adviser runs here: the widget is given its lines.
SITE = "http://widget.test"
# Of a kind as many as are drawn in a second or two, spread over all of them.
MOST = 24
# axe takes longer, and what it finds lies in how a kind is drawn, not in its words.
MOST_AXE = 3
LOADED = """() => document.querySelector("levelfield-adviser")?.shadowRoot?.querySelector("levelfield-chat")?.talk"""
PUT = """(entries) => {
  const chat = document.querySelector("levelfield-adviser").shadowRoot.querySelector("levelfield-chat");
  chat.talk.kept.entries = entries;
  chat.requestUpdate();
  return chat.updateComplete;
}"""


@pytest.fixture(scope="module")
def told() -> dict[str, list[Message]]:
    """Everything that is said, by kind."""
    found: dict[str, list[Message]] = {}
    for kind, message in texts.said(load_knowledge(Settings.from_env().knowledge)):
        found.setdefault(kind, []).append(message)
    return found


@pytest.fixture(scope="module")
def reader() -> Iterator[Visitor]:
    """Somebody with the widget before them, and no connection."""
    with chromium() as browser:
        yield from _reader(browser)


def _reader(browser: Browser) -> Iterator[Visitor]:
    someone = Visitor(browser, SITE, **VIEWS["narrow"])
    someone.context.route("**/socket/**", lambda route: route.abort())
    someone.context.route(f"{SITE}/widget/*", _give)
    someone.serve(f"{SITE}/", host_page(SITE, place=WHOLE))
    someone.open().page.wait_for_function(LOADED)
    yield someone
    someone.close()


def _give(route: Route) -> None:
    path = STATIC / route.request.url.rpartition("/")[2]
    route.fulfill(body=path.read_text(encoding="utf-8"), content_type="text/javascript; charset=utf-8")


def entries(messages: list[Message]) -> list[dict[str, Any]]:
    """The messages as the lines of a talk, in parts as they go out."""
    parts = [part for message in messages for part in parted(message)]
    return [{"from": "bot", "message": _as_sent(number, part)} for number, part in enumerate(parts, 1)]


def _as_sent(number: int, part: Message) -> dict[str, Any]:
    buttons = [{"title": button.title, "payload": button.payload} for button in part.buttons]
    # As it goes over the line: dates are texts there.
    custom = json.loads(json.dumps(part.custom(), default=str))
    return {"number": number, "text": part.text, "buttons": buttons, "custom": custom}


def put(page: Page, messages: list[Message]) -> None:
    """Let the talk be these messages, all of them in sight and opened."""
    page.evaluate(PUT, entries(messages))
    show_whole(page)


def test_every_kind_fits(reader: Visitor, told: dict[str, list[Message]]) -> None:
    found = {}
    for kind, messages in told.items():
        put(reader.page, messages[:: -(-len(messages) // MOST)])
        assert reader.page.locator(".bot").count() > 0
        found[kind] = misfits(reader.page)
    assert not any(found.values()), {kind: faults for kind, faults in found.items() if faults}


def test_no_kind_keeps_anybody_out(reader: Visitor, told: dict[str, list[Message]]) -> None:
    for scheme in ("light", "dark"):
        reader.page.emulate_media(color_scheme=scheme)
        put(reader.page, [message for messages in told.values() for message in messages[:MOST_AXE]])
        reader.check_access(scheme)
