"""Pictures of the website in every state: `python -m tests.conversations.pictures FOLDER [VIEW ...]`."""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

from playwright.sync_api import Browser

from tests.conversations.browser import Visitor, chromium, misfits
from tests.conversations.running_bot import RunningBot
from tests.conversations.states import VIEWS, states

# Longer than any screen.
LONG = ("whole", "page")


def walk(browser: Browser, bot: RunningBot, name: str, folder: Path) -> list[str]:
    """Take the pictures of one way of seeing it; what does not fit, in words."""
    someone = Visitor(browser, bot.url, **VIEWS[name])
    found = []
    for state in states(someone, bot):
        path = folder / f"{name}-{state}.png"
        someone.page.screenshot(path=path, animations="disabled", full_page=state.endswith(LONG))
        found += [f"{path.name}: {one}" for one in misfits(someone.page)]
    someone.close()
    return found


def main() -> None:
    """Start an adviser and take all pictures, or those of some views; what does not fit is said beside them."""
    folder = Path(sys.argv[1])
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as var, RunningBot(Path(var) / "var") as bot, chromium() as browser:
        for name in sys.argv[2:] or VIEWS:
            found = walk(browser, bot, name, folder)
            print(f"{name}: pictures in {folder}", *found, sep="\n  ", flush=True)


if __name__ == "__main__":
    main()
