"""Every state of the website in every way of seeing it: nobody is kept out, nothing is cut off and nothing overlaps."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser

from tests.conversations.browser import Visitor, chromium
from tests.conversations.running_bot import RunningBot
from tests.conversations.states import VIEWS, states

# A walk takes more than a minute. `make pictures` looks at the others, which are between these in size and in colours.
CHECKED = ("desk", "narrow-dark", "zoom", "contrast-dark")
pytestmark = [pytest.mark.trained, pytest.mark.long]


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """One browser for all tests here."""
    with chromium() as found:
        yield found


@pytest.mark.parametrize("view", CHECKED)
def test_every_state(browser: Browser, bot: RunningBot, view: str) -> None:
    someone = Visitor(browser, bot.url, **VIEWS[view])
    faults: list[str] = []
    # All faults of a view at once: a walk takes a minute.
    for state in states(someone, bot):
        for check in (someone.check_access, someone.check_fits):
            try:
                check(f"{view}-{state}")
            except AssertionError as fault:
                faults.append(str(fault))
    someone.close()
    assert not faults, "\n".join(faults)
