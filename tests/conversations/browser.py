"""A real browser, and a page with the adviser as somebody sees and uses it."""

from __future__ import annotations

import json
import os
import re
import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Locator, Page, sync_playwright

NO_BROWSER = "Chromium is not installed (Debian: apt install chromium)"
# A reply takes a tenth of a second on a quiet machine; tests share theirs with others.
PATIENCE_MS = 20_000
DESK, PHONE, NARROW = {"width": 1280, "height": 800}, {"width": 390, "height": 844}, {"width": 320, "height": 640}
# WCAG 2.2 at A and AA, and what axe's makers hold to be good besides.
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
# What the whole way is answered with: a middle option each time.
MOST_QUESTIONS = 30
# How long a window that changes its size may take to be laid out, in tenths of a second; it takes one or two.
SETTLING_TENTHS = 20

_LOOPBACK_FOR_ALL = "--disable-features=LocalNetworkAccessChecks,LocalNetworkAccessChecksWebSockets"
_TELL_VIOLATIONS = """addEventListener("securitypolicyviolation", (event) => {
  console.error(`CSP ${event.violatedDirective} ${event.blockedURI}`);
});"""
_FITS = (Path(__file__).parent / "fits.js").read_text(encoding="utf-8")


@contextmanager
def chromium() -> Iterator[Browser]:
    """Debian's Chromium; skipped where it is missing, except in CI."""
    path = shutil.which("chromium") or shutil.which("chromium-browser")
    if path is None:
        (pytest.fail if os.environ.get("CI") else pytest.skip)(NO_BROWSER)
    with sync_playwright() as playwright:
        # Root may not use the sandbox, and nothing foreign is opened here. The adviser of the tests is on loopback,
        # which pages from elsewhere may not reach.
        browser = playwright.chromium.launch(executable_path=path, args=["--no-sandbox", _LOOPBACK_FOR_ALL])
        try:
            yield browser
        finally:
            browser.close()


def host_page(url: str, css: str = "", place: str = "") -> str:
    """A page of somebody else's with the script tag of the adviser at this address; `place` is HTML for its body."""
    style = f"<style>{css}</style>" if css else ""
    script = f'<script type="module" src="{url}/widget/launcher.js"></script>'
    view = '<meta name="viewport" content="width=device-width">'
    head = f'<meta charset="utf-8">{view}<title>The association</title>{style}'
    body = f'<main><h1>Members</h1><a href="#x">A link</a>{place}</main>{script}'
    return f'<!doctype html><html lang="en"><head>{head}</head><body>{body}</body></html>'


def misfits(page: Page) -> list[str]:
    """What is cut off, sticks out of its box or the screen, or overlaps, in words; `fits.js` looks for it."""
    found: list[str] = page.evaluate(_FITS)
    return found


class Visitor:
    """One browser with one page; `complaints` is what its console said that it should not have."""

    def __init__(self, browser: Browser, url: str, **options: Any) -> None:
        self.url = url
        self.context: BrowserContext = browser.new_context(**{"viewport": DESK, **options})
        self.context.set_default_timeout(PATIENCE_MS)
        self.complaints: list[str] = []
        self.asked: list[str] = []
        self.page = self.another_tab()

    def another_tab(self) -> Page:
        """A page of the same browser."""
        page = self.context.new_page()
        page.on("console", self._note)
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        page.on("request", lambda request: self.asked.append(request.url))
        page.add_init_script(_TELL_VIOLATIONS)
        return page

    def _note(self, message: ConsoleMessage) -> None:
        # That a server is away is what some tests want.
        if message.type == "error" and not re.search(r"WebSocket|net::ERR|Failed to load resource", message.text):
            self.complaints.append(message.text)

    def open(self, path: str = "/") -> Visitor:
        """Go to a page of the adviser's own."""
        self.page.goto(self.url + path)
        return self

    def serve(self, url: str, html: str, headers: Mapping[str, str] = {}) -> None:
        """Let a page of another site, or another page of ours, be this."""
        self.context.route(
            url, lambda route: route.fulfill(body=html, content_type="text/html; charset=utf-8", headers=dict(headers))
        )

    def log(self, page: Page | None = None) -> Locator:
        """The talk."""
        return (page or self.page).get_by_role("log")

    def told(self, page: Page | None = None) -> str:
        """Everything the talk says."""
        return self.log(page).inner_text()

    def says(self, text: str) -> None:
        """Write something and send it."""
        field = self.page.get_by_label("Your message")
        field.fill(text)
        field.press("Enter")

    def wait_for(self, text: str | re.Pattern[str], page: Page | None = None) -> Locator:
        """Wait until the talk says this."""
        found = self.log(page).get_by_text(text).last
        found.wait_for()
        return found

    def question(self) -> Locator | None:
        """The choices of the open question, once the adviser has finished; None where there is none."""
        self.settle()
        choices = self.page.locator(".kind-question .choices")
        return choices.last if choices.count() else None

    def settle(self) -> None:
        """Wait until all is sent and answered."""
        self.page.wait_for_function(
            """() => {
              const host = document.querySelector("levelfield-adviser");
              const chat = host.shadowRoot.querySelector("levelfield-chat");
              const { talk } = chat ?? {};
              return talk && talk.state === "online" && !talk.typing && !talk.flushing && talk.kept.entries.length
                && talk.kept.entries.every((entry) => entry.state !== "waiting");
            }"""
        )

    def answer_on(self) -> int:
        """Answer by mouse until nothing is asked; how many questions there were."""
        for answered in range(MOST_QUESTIONS):
            choices = self.question()
            if choices is None:
                return answered
            options = choices.get_by_role("button")
            options.nth(min(2, options.count() - 1)).click()
        raise AssertionError("the questions have no end")

    def kept(self) -> dict[str, Any]:
        """What this browser keeps."""
        read = "() => Object.entries(localStorage).find(([name]) => name.startsWith('levelfield '))[1]"
        found: dict[str, Any] = json.loads(self.page.evaluate(read))
        return found

    def check_access(self, where: str) -> None:
        """Fail where axe finds something that keeps people out."""
        # In high contrast the system sets the colours of letters and of their ground; axe reads those of the page.
        forced = self.page.evaluate("() => matchMedia('(forced-colors: active)').matches")
        options = {
            "runOnly": {"type": "tag", "values": RULES},
            "rules": {"color-contrast": {"enabled": not forced}},
        }
        found = Axe().run(self.page, options=options).response["violations"]
        told = [f"{one['id']} ({one['impact']}): {[node['target'] for node in one['nodes']][:3]}" for one in found]
        assert not told, f"{where}: {told}"

    def check_fits(self, where: str) -> None:
        """Fail where anything on the page or in the talk is cut off, sticks out, or lies over something else.

        A window that has just changed its size is laid out anew a moment later: what is gone by then is no fault.
        """
        found, patience = misfits(self.page), SETTLING_TENTHS
        while found and patience:
            self.page.wait_for_timeout(100)
            found, patience = misfits(self.page), patience - 1
        assert not found, f"{where}: {found}"

    def picture(self, folder: Path | None, name: str) -> None:
        """Keep what is seen, where pictures are wanted."""
        if folder is not None:
            self.page.screenshot(path=folder / f"{name}.png", animations="disabled")

    def close(self) -> None:
        """Leave, having complained of nothing."""
        self.context.close()
        assert not self.complaints, self.complaints
