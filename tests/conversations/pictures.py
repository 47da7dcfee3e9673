"""Pictures of the website in every state, to be looked at: `python -m tests.conversations.pictures FOLDER`."""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

from playwright.sync_api import Browser

from tests.conversations.browser import DESK, NARROW, PHONE, Visitor, chromium
from tests.conversations.running_bot import RunningBot

# How somebody sees it: a desk, a phone, the narrowest phone, a dark screen, and a desk at 200 % zoom, half as wide.
VIEWS = {
    "desk": {"viewport": DESK},
    "phone": {"viewport": PHONE},
    "narrow": {"viewport": NARROW},
    "dark": {"viewport": DESK, "color_scheme": "dark"},
    "zoom": {"viewport": {"width": 640, "height": 400}, "device_scale_factor": 2},
}
# What is said once the plan is there, by the name of its picture.
AFTER = {
    "answer": "what is platform asymmetry?",
    "ranking": "what should I do first?",
    "comparison": "compare automation and collaboration",
    "handoff": "I want to talk to a human",
    "unknown": "how tall is the Eiffel tower?",
}


def walk(browser: Browser, url: str, name: str, folder: Path) -> None:
    """Take the pictures of one way of seeing it."""
    someone = Visitor(browser, url, **VIEWS[name])
    someone.open().wait_for("Hello, I'm Levelfield")
    someone.picture(folder, f"{name}-1-open")
    someone.says("we're a 12-person bakery in Lyon")
    someone.settle()
    someone.picture(folder, f"{name}-2-noted")
    someone.says("check my business")
    someone.question()
    someone.picture(folder, f"{name}-3-question")
    someone.answer_on()
    someone.picture(folder, f"{name}-4-profile")
    someone.says("plan")
    someone.answer_on()
    someone.picture(folder, f"{name}-5-plan")
    page = someone.page.get_by_role("link", name="Open the plan page").last.get_attribute("href")
    for what, said in AFTER.items():
        someone.says(said)
        someone.settle()
        someone.picture(folder, f"{name}-6-{what}")
    someone.page.goto(page or "")
    someone.page.screenshot(path=folder / f"{name}-7-page.png", full_page=True)
    someone.close()


def main() -> None:
    """Start an adviser and take all pictures."""
    folder = Path(sys.argv[1])
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as var, RunningBot(Path(var) / "var") as bot, chromium() as browser:
        for name in VIEWS:
            walk(browser, bot.url, name, folder)
            print(f"{name}: pictures in {folder}")


if __name__ == "__main__":
    main()
