"""What is cut off or overlaps is found, and what is as it should be is not: pages made for it, in a real browser."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser

from tests.conversations.browser import NARROW, chromium, misfits

LONG = "A long line of words that needs more room than there is on the narrowest of phones"
HEAD = '<meta charset="utf-8"><meta name="viewport" content="width=device-width"><style>* { margin: 0 }</style>'
SHADOW = '<div id="host"><template shadowrootmode="open">{}</template></div>'
FAULTS = {
    "cut at the side": (
        f'<div style="width: 200px; overflow: hidden; white-space: nowrap"><p>{LONG}</p></div>',
        "cut off at the side",
    ),
    "cut below": (f'<div style="height: 20px; overflow: hidden"><p>{LONG}</p></div>', "cut off above or below"),
    "wider than its box": (f'<p style="width: 100px; white-space: nowrap">{LONG}</p>', "is 100 wide, its text"),
    "out of the screen": ('<p style="position: absolute; left: 300px; width: 60px">Outside</p>', "out of the screen"),
    "below the screen": (
        '<div style="position: fixed; top: 625px"><p style="line-height: 60px">Too low</p></div>',
        "above or below the screen",
    ),
    "letters over letters": (
        '<p>What is said</p><p style="margin-top: -12px">What is said over it</p>',
        '"What is said" and "What is said over it" overlap',
    ),
    "a button over letters": (
        '<p>What is said below</p><button style="display: block; margin-top: -12px">Go</button>',
        '"What is said below" and button overlap',
    ),
    "two buttons": (
        '<button>One</button><button style="margin-left: -20px">Two</button>',
        "button and button overlap",
    ),
    "a hint": (f'<textarea rows="1" style="width: 120px" placeholder="{LONG}"></textarea>', "cuts its hint off"),
    "too little talk": ('<div id="log" style="height: 60px; overflow: auto">Hello</div>', "of the talk are in sight"),
    "a broken word": (
        '<div style="display: flex; overflow-wrap: anywhere"><p>Cost</p><p>' + "nothing " * 30 + "</p></div>",
        '"Cost" is broken in p',
    ),
    "small letters": ('<p style="font-size: 8px">Small print</p>', "p has letters of 8.0"),
    "small letters in a picture": (
        '<svg viewBox="0 0 400 50" width="200" role="img"><text y="20" font-size="16">Money</text></svg>',
        "text has letters of 8.0",
    ),
    "a table that is moved sideways": (
        f'<div tabindex="0" style="overflow-x: auto"><p style="white-space: nowrap">{LONG}</p></div>',
        "cut off at the side of div",
    ),
    "in a picture": (
        '<svg viewBox="0 0 100 50" width="200" role="img"><text x="80" y="20">Marketing</text></svg>',
        "cut off at the side of svg",
    ),
}
FINE = {
    "wrapped": f"<p>{LONG}</p><button>{LONG}</button>",
    "a long word": "<p style='overflow-wrap: anywhere'>" + "Donaudampfschifffahrt" * 4 + "</p>",
    "an address": "<p style='width: 80px; overflow-wrap: anywhere'>https://chamber.example/help</p>",
    "between the parts of a word": "<p style='width: 45px'>a built-in bias</p>",
    "scrolled": f'<div style="height: 40px; overflow-y: auto"><p>{LONG}</p><p>{LONG}</p></div><p>After it</p>',
    "for screen readers": f'<span class="unseen" style="position: absolute; width: 1px">{LONG}</span>',
    "a panel over the page": f'<p>{LONG}</p><div style="position: fixed; top: 0; background: #fff"><p>Above</p></div>',
    "closed": f"<details><summary>More</summary><p style='width: 20px'>{LONG}</p></details><p>After it</p>",
}


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """One browser for all tests here."""
    with chromium() as found:
        yield found


def found_in(browser: Browser, body: str) -> list[str]:
    """What is found on a page with this body on the narrowest phone."""
    page = browser.new_page(viewport=NARROW)
    try:
        page.set_content(f'<!doctype html><html lang="en"><head>{HEAD}</head><body>{body}</body></html>')
        return misfits(page)
    finally:
        page.close()


@pytest.mark.parametrize("shadow", [False, True], ids=["page", "shadow"])
@pytest.mark.parametrize("fault", FAULTS)
def test_a_fault_is_found(browser: Browser, fault: str, shadow: bool) -> None:
    body, wanted = FAULTS[fault]
    found = found_in(browser, SHADOW.format(f"<style>* {{ margin: 0 }}</style>{body}") if shadow else body)
    assert any(wanted in one for one in found), found


@pytest.mark.parametrize("shadow", [False, True], ids=["page", "shadow"])
@pytest.mark.parametrize("case", FINE)
def test_what_is_as_it_should_be_is_let_be(browser: Browser, case: str, shadow: bool) -> None:
    assert found_in(browser, SHADOW.format(FINE[case]) if shadow else FINE[case]) == []
