"""Somebody on the page with one of the widgets: the same hands and the same eyes for each."""

from __future__ import annotations

import re
import time
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from playwright.sync_api import Browser, Locator, Page, Request
from playwright.sync_api import Error as BrowserError

from tests.conversations.browser import DESK

LOOK = (Path(__file__).parent / "pages" / "look.js").read_text(encoding="utf-8")
# A reply takes a tenth of a second; chat-widget waits 600 ms before each message that it shows.
PATIENCE_SECONDS = 15.0
# Nothing more comes when nothing has come for as long as two of chat-widget's pauses.
QUIET_SECONDS = 1.3
_PAUSE_SECONDS = 0.1
# Addresses and resume codes are everybody's own.
_LINK = re.compile(r"\[([^\]]*)\]\([^)]*\)|https?://\S+|\bLF(?:-[A-Z0-9]{4}){2}\b")
# Options are told by letter where there are no buttons; a widget that has these needs no letters.
_LETTER = re.compile(r"^\s*\w\)\s", re.MULTILINE)
_WORD = re.compile(r"[a-zà-ÿ][a-zà-ÿ'’]*")


@dataclass(frozen=True)
class Widget:
    """Where the parts of a widget are; `launcher` is None where it stands open in the page."""

    name: str
    title: str
    root: str
    field: str
    launcher: str | None


WIDGETS = (
    Widget(
        "levelfield", "Levelfield", "levelfield-adviser", "levelfield-adviser textarea", "levelfield-adviser .launch"
    ),
    Widget("deep-chat", "deep-chat", "deep-chat", "deep-chat #text-input", None),
    Widget(
        "chat-widget",
        "RasaHQ/chat-widget",
        "rasa-chatbot-widget",
        "rasa-chatbot-widget input.rasa-chat-input__input",
        "rasa-chatbot-widget .rasa-chatbot-widget__launcher",
    ),
)


def plain(text: str) -> list[str]:
    """The words of a text in lower case, without addresses, codes, figures and signs."""
    return _WORD.findall(_LETTER.sub("", _LINK.sub(r"\1", text)).replace("’", "'").lower())


class Visit:
    """One browser of its own with the page; `asked` is every request, `faults` what the page failed at."""

    def __init__(self, browser: Browser, site: str, widget: Widget, **options: Any) -> None:
        self.widget, self._site = widget, site
        self.context = browser.new_context(**{"viewport": DESK, **options})
        self.context.set_default_timeout(PATIENCE_SECONDS * 1000)
        self.context.add_init_script(LOOK)
        # There is no way out of this machine; a foreign request is counted, and fails at once instead of after a while.
        self.context.route(lambda url: not is_near(url), lambda route: route.abort())
        self.asked: list[Request] = []
        self.faults: list[str] = []
        self.page: Page = self.context.new_page()
        self.page.on("request", lambda request: self.asked.append(request))
        self.page.on("pageerror", lambda error: self.faults.append(str(error)))

    def __enter__(self) -> Visit:
        return self

    def __exit__(self, *failure: object) -> None:
        self.context.close()

    def go(self, *, strict: bool = False) -> Visit:
        """To the page; `strict` has it with a strict content policy."""
        self.page.goto(f"{self._site}/{self.widget.name}{'?strict' if strict else ''}")
        return self

    def open(self) -> Visit:
        """Open the widget, by mouse, and wait until one can write."""
        if not self.field.is_visible() and self.widget.launcher:
            self.page.locator(self.widget.launcher).click()
        self.field.wait_for()
        self.settle()
        return self

    @property
    def field(self) -> Locator:
        """Where one writes."""
        return self.page.locator(self.widget.field)

    def look(self, name: str, *more: str) -> Any:
        """Ask `look.js` about the widget."""
        return self.page.evaluate(f"(given) => look.{name}(...given)", [self.widget.root, *more])

    def shown(self) -> str:
        """Everything that the widget lets one read."""
        return str(self.look("shown"))

    def write(self, text: str) -> None:
        """Write this and press Enter; what stands in the field before is replaced."""
        self.field.click()
        self.page.keyboard.press("Control+A")
        self.page.keyboard.insert_text(text)
        self.page.keyboard.press("Enter")

    def say(self, text: str) -> str:
        """Write this, and what can be read after it once all is said."""
        before = self.shown()
        self.write(text)
        return self.hear(text, before)

    def press(self, title: str) -> str:
        """Press the last button with this title, and what can be read after it; without one it is typed."""
        before = self.shown()
        button = self.button(title)
        if button is None:
            self.write(title)
        else:
            button.click()
        return self.hear(title, before)

    def button(self, title: str) -> Locator | None:
        """The last button with this title that one can press; None where there is none."""
        found = self.page.locator(self.widget.root).get_by_role("button", name=title, exact=True)
        for place in range(found.count() - 1, -1, -1):
            if found.nth(place).is_visible() and found.nth(place).is_enabled():
                return found.nth(place)
        return None

    def hear(self, said: str, before: str) -> str:
        """Wait for more than one's own words, and until nothing more comes; what can be read after them."""
        own = Counter(plain(said))

        def answered() -> bool:
            return bool(Counter(plain(self.shown())) - Counter(plain(before)) - own)

        self.wait(answered)
        self.settle()
        return after(self.shown(), said)

    def wait(self, until: Callable[[], bool], seconds: float = PATIENCE_SECONDS) -> bool:
        """Wait until this is so; whether it came to be."""
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline:
            try:
                if until():
                    return True
            except BrowserError:
                pass  # the page is on its way to another
            self.page.wait_for_timeout(_PAUSE_SECONDS * 1000)
        return False

    def settle(self, seconds: float = QUIET_SECONDS) -> None:
        """Wait until what is shown has stayed the same for a while."""
        last, since = self.shown(), time.monotonic()
        deadline = since + PATIENCE_SECONDS
        while time.monotonic() - since < seconds and time.monotonic() < deadline:
            self.page.wait_for_timeout(_PAUSE_SECONDS * 1000)
            now = self.shown()
            if now != last:
                last, since = now, time.monotonic()

    def offline(self, away: bool) -> None:
        """Take the line away, with the sockets that are open, or give it back."""
        self.context.set_offline(away)
        if away:
            self.page.evaluate("() => look.breakLine()")


def is_near(url: str) -> bool:
    """Whether an address is on this machine, or none that leaves the page."""
    parts = urlsplit(url)
    return parts.hostname == "127.0.0.1" or parts.scheme in {"data", "blob"}


def after(shown: str, said: str) -> str:
    """What stands after one's own words, where they are a line of their own; all of it where they are not."""
    lines = [line.strip() for line in shown.splitlines()]
    places = [place for place, line in enumerate(lines) if line == said.strip()]
    return "\n".join(lines[places[-1] + 1 :]) if places else shown


def missing(expected: str, shown: str) -> float:
    """The share of a text's words that cannot be read, from 0 to 1; how often each comes counts, not their order."""
    words, seen = Counter(plain(expected)), Counter(plain(shown))
    return sum((words - seen).values()) / max(1, sum(words.values()))


def unread(expected: str, shown: str) -> list[str]:
    """The words of a text that are nowhere in what is shown: a table names a row once, a text for each column."""
    return sorted(set(plain(expected)) - set(plain(shown)))


def lacking(messages: list[Mapping[str, Any]], visit: Visit) -> list[str]:
    """The titles of buttons that these messages have and the widget lets nobody press."""
    titles = [button["title"] for message in messages for button in message.get("buttons", ())]
    return [title for title in titles if visit.button(title) is None]
