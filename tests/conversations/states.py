"""Every state of the website, one after the other: pictures are taken of each, and tests look at each."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from playwright.sync_api import Page

from tests.conversations.browser import DESK, NARROW, PHONE, Visitor, host_page
from tests.conversations.running_bot import RunningBot

_TOUCH = {"has_touch": True, "is_mobile": True}
# 1280 x 800 at 200 %: half as wide and half as high, each pixel drawn as four.
_ZOOM = {"viewport": {"width": 640, "height": 400}, "device_scale_factor": 2}
# How somebody sees it. `contrast` is a system's high contrast, which puts its own few colours over all others; `more`
# is the wish for more of it.
VIEWS: dict[str, dict[str, Any]] = {
    "desk": {"viewport": DESK},
    "dark": {"viewport": DESK, "color_scheme": "dark"},
    "phone": {"viewport": PHONE, **_TOUCH},
    "narrow": {"viewport": NARROW, **_TOUCH},
    "narrow-dark": {"viewport": NARROW, "color_scheme": "dark", **_TOUCH},
    "zoom": _ZOOM,
    "more-dark": {"viewport": PHONE, "color_scheme": "dark", "contrast": "more", **_TOUCH},
    "contrast": {"viewport": DESK, "forced_colors": "active"},
    "contrast-dark": {"viewport": NARROW, "forced_colors": "active", "color_scheme": "dark", **_TOUCH},
}
# What is said once the plan is there, and the kind of message that answers it.
AFTER = {
    "answer": ("what is platform asymmetry?", "answer"),
    "ranking": ("tell me about automation", "ranking"),
    "strategy": ("More: Rent ready-made software instead of building it", "strategy"),
    "first": ("what should I do first?", "ranking"),
    "comparison": ("compare automation and collaboration", "comparison"),
    "handoff": ("I want to talk to a human", "handoff"),
    "unknown": ("how tall is the Eiffel tower?", "unknown"),
    "notice": ("remind me of my plan next monday", "notice"),
    "done": ("here is my progress", "progress"),
}
LAST_KIND = """() => {
  const chat = document.querySelector("levelfield-adviser").shadowRoot.querySelector("levelfield-chat");
  return chat.talk.kept.entries.findLast((entry) => entry.from === "bot").message.custom.kind;
}"""
# As a button below an earlier message does.
PRESS = """([token, title]) => {
  const chat = document.querySelector("levelfield-adviser").shadowRoot.querySelector("levelfield-chat");
  chat.talk.say(token, title);
}"""
# A message that the server refuses: ids have no spaces.
REFUSED = """() => {
  const { talk } = document.querySelector("levelfield-adviser").shadowRoot.querySelector("levelfield-chat");
  const shown = "and what does that cost?";
  talk.kept.entries.push({ from: "me", id: "a b", text: shown, shown, state: "waiting" });
  return talk.flush();
}"""
# The line breaks, as in a tunnel: the browser itself only refuses new connections.
BREAK = """() => {
  const chat = document.querySelector("levelfield-adviser").shadowRoot.querySelector("levelfield-chat");
  chat.talk.socket.io.engine.close();
}"""
OPEN_DETAILS = """() => {
  const chat = document.querySelector("levelfield-adviser").shadowRoot.querySelector("levelfield-chat").shadowRoot;
  for (const details of chat.querySelectorAll("details")) details.open = true;
}"""
# How high the place must be in which the whole talk is seen at once.
WHOLE_HEIGHT = """() => {
  const chat = document.querySelector("levelfield-adviser").shadowRoot.querySelector("levelfield-chat").shadowRoot;
  const log = chat.querySelector("#log");
  return chat.querySelector(".panel").offsetHeight - log.clientHeight + log.scrollHeight;
}"""
# The adviser in a place as wide as the panel beside a page is.
WHOLE = '<div id="place" style="max-width: 416px; height: 600px"><levelfield-adviser inline></levelfield-adviser></div>'


def states(someone: Visitor, bot: RunningBot) -> Iterator[str]:
    """Walk through every state; gives the name of each while it is seen, numbered in the order of the walk.

    The action server is stopped for the last but three and started again, so nobody else may talk meanwhile.

    Raises:
        AssertionError: where the adviser says something else than the state is for.
    """
    yield from (f"{place:02}-{name}" for place, name in enumerate(_states(someone, bot)))


def _states(someone: Visitor, bot: RunningBot) -> Iterator[str]:
    page = someone.page
    someone.serve(f"{bot.url}/host", host_page(bot.url))
    someone.open("/host")
    launcher = page.get_by_role("button", name=re.compile("Ask the adviser"))
    launcher.wait_for()
    yield "closed"
    launcher.click()
    someone.wait_for("Hello, I'm Levelfield")
    someone.settle()
    yield "panel"
    page.get_by_role("button", name="More", exact=True).click()
    yield "menu"
    page.keyboard.press("Escape")
    # What is answered after the talk was closed is counted on the button.
    someone.says("what can you do?")
    page.keyboard.press("Escape")
    page.locator(".launch b").wait_for()
    yield "unread"
    someone.open()
    someone.wait_for("Hello, I'm Levelfield")
    someone.settle()
    yield "home"
    someone.says("we're a 12-person bakery in Lyon")
    someone.settle()
    yield "noted"
    someone.says("check my business")
    assert someone.question() is not None
    yield "question"
    someone.answer_on()
    _expect(someone, "profile")
    yield "profile"
    page.get_by_text("The same as a table").last.click()
    yield "figures"
    someone.says("plan")
    someone.answer_on()
    _expect(someone, "plan")
    yield "plan"
    for name, (said, kind) in AFTER.items():
        someone.says(said)
        someone.settle()
        _expect(someone, kind)
        yield name
    # A second check-up, so that there is something to compare.
    page.evaluate(PRESS, ["E1:1", "We have enough money"])
    someone.settle()
    someone.says("show my profile")
    someone.settle()
    _expect(someone, "profile")
    someone.says("what has moved since the first time?")
    someone.settle()
    _expect(someone, "progress")
    yield "progress"
    yield from _faults(someone, bot)
    plan = page.get_by_role("link", name="Open the plan page").last.get_attribute("href") or ""
    yield from _whole(someone, bot)
    page.goto(plan)
    page.get_by_role("heading", name="Your plan").wait_for()
    yield "page"
    someone.open("/plan/made-up")
    page.get_by_role("heading").first.wait_for()
    yield "no-page"


def _faults(someone: Visitor, bot: RunningBot) -> Iterator[str]:
    page = someone.page
    field = page.get_by_label("Your message")
    field.fill("too long " * 500)
    field.press("Enter")
    page.get_by_text("That is too long").wait_for()
    yield "long"
    field.fill("")
    page.get_by_text("That is too long").wait_for(state="detached")
    page.evaluate(REFUSED)
    page.get_by_text("Not sent.").wait_for()
    yield "refused"
    bot.stop_actions()
    try:
        someone.says("what is network asymmetry?")
        someone.log().locator(".error").wait_for()
        someone.settle()
        yield "error"
    finally:
        bot.start_actions()
    someone.context.set_offline(True)
    page.evaluate(BREAK)
    page.get_by_text("No connection.").wait_for()
    someone.says("what is network asymmetry?")
    page.get_by_text("Waits for the connection").wait_for()
    yield "offline"
    someone.context.set_offline(False)
    someone.settle()


def _whole(someone: Visitor, bot: RunningBot) -> Iterator[str]:
    """All that was said, at once and with everything opened: no line of it is only below the edge."""
    someone.serve(f"{bot.url}/whole", host_page(bot.url, place=WHOLE))
    someone.open("/whole")
    someone.settle()
    show_whole(someone.page)
    yield "whole"


def show_whole(page: Page) -> None:
    """Open everything that can be opened, and make the place of `WHOLE` as high as the talk in it."""
    page.evaluate(OPEN_DETAILS)
    page.evaluate("(height) => { place.style.height = `${height}px`; }", page.evaluate(WHOLE_HEIGHT))


def _expect(someone: Visitor, kind: str) -> None:
    found = someone.page.evaluate(LAST_KIND)
    assert found == kind, f"{found} instead of {kind}: {someone.told()[-600:]}"
