"""The page of a plan and what can be taken away from it, over HTTP; and that nobody finds one by guessing."""

from __future__ import annotations

import io
import json
import re
import secrets
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import date, datetime, timedelta
from html.parser import HTMLParser
from typing import Any

import aiohttp
import pdfplumber
from icalendar import Calendar
from rasa.core.agent import Agent

from bot.cases.migrate import migrate
from bot.cases.plan_pages import LIFE, PlanPages
from bot.cases.repository import CaseStore
from bot.channels.site import SiteChannel
from bot.model.knowledge import Knowledge
from bot.settings import Settings
from tests.channels.conftest import ADDRESS
from tests.channels.small_bot import serving

# As many as an attacker might try in an hour without being noticed.
MADE_UP = 10_000
MOST_PAGES = 3


class Outline(HTMLParser):
    """The tags of a page, and its text."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.text = ""
        self.feed(page)

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attributes)))

    def handle_data(self, data: str) -> None:
        self.text += data


@asynccontextmanager
async def opened(settings: Settings) -> AsyncIterator[Callable[[str], Any]]:
    """The site; gets paths as status, headers and body."""
    async with serving(SiteChannel(settings), Agent()) as address, aiohttp.ClientSession() as session:

        async def get(path: str) -> tuple[int, dict[str, str], bytes]:
            async with session.get(f"{address}/{path}") as response:
                return response.status, {k.lower(): v for k, v in response.headers.items()}, await response.read()

        yield get


async def test_the_page_has_all_that_a_plan_is(settings: Settings, links: dict[str, str], knowledge: Knowledge) -> None:
    async with opened(settings) as get:
        status, headers, body = await get(links["page"])
    assert status == 200 and headers["content-type"].startswith("text/html")
    assert headers["cache-control"] == "no-store" and "noindex" in headers["x-robots-tag"]
    policy = headers["content-security-policy"]
    assert "default-src 'none'" in policy and "unsafe" not in policy and "Rasa" not in str(headers)
    page = Outline(body.decode())
    for title in ("What you have and they don't", "Where the field is tilted", "Now", "Next", "Later", "Who helps"):
        assert title in page.text
    for words in ("You know your customers by name", "You'll know it works", "by ", "OECD", knowledge.version[:8]):
        assert words in page.text
    names = [name for name, _ in page.tags]
    assert "svg" in names and names.count("th") >= 9
    # Nothing runs, nothing comes from elsewhere, nothing is styled inline.
    assert "script" not in names and "style" not in names
    assert not [
        attributes
        for _, attributes in page.tags
        if "style" in attributes or any(n.startswith("on") for n in attributes)
    ]
    loaded = [a.get("href") or a.get("src") or "" for name, a in page.tags if name in {"link", "img"}]
    assert loaded == ["/icon.svg", "../site.css"]


async def test_every_file_says_the_same(settings: Settings, links: dict[str, str], knowledge: Knowledge) -> None:
    async with opened(settings) as get:
        files = {kind: await get(links[kind]) for kind in ("pdf", "markdown", "calendar", "json")}
    assert all(status == 200 and headers["cache-control"] == "no-store" for status, headers, _ in files.values())
    data = json.loads(files["json"][2])
    titles = [step["title"] for step in data["steps"]]
    assert titles[0] in files["markdown"][2].decode() and data["version"] == knowledge.version
    with pdfplumber.open(io.BytesIO(files["pdf"][2])) as pdf:
        assert len(pdf.pages) <= MOST_PAGES
        text = re.sub(r"\s+", " ", " ".join(page.extract_text() for page in pdf.pages))
    assert all(re.sub(r"\s+", " ", title) in text for title in titles)
    calendar = Calendar.from_ical(files["calendar"][2])
    days = {str(event["summary"]).partition(":")[0]: event["dtstart"].dt for event in calendar.walk("VEVENT")}
    due = {step["title"]: date.fromisoformat(step["due"]) for step in data["steps"] if step["due"]}
    assert len(calendar.walk("VEVENT")) == len(due) and set(due.values()) == set(days.values())
    assert len({str(event["uid"]) for event in calendar.walk("VEVENT")}) == len(due)


async def test_no_address_leads_to_a_plan_but_its_own(
    settings: Settings, links: dict[str, str], cases: CaseStore
) -> None:
    """T14: what is made up, cut, or lengthened opens nothing."""
    code = links["page"].removeprefix("plan/")
    resume = cases.case_of(ADDRESS).resume_code
    near = [
        code[:-1],
        code + "A",
        code.swapcase(),
        code[::-1],
        resume,
        cases.case_of(ADDRESS).id,
        "%00",
        "' OR 1=1",
    ]
    async with opened(settings) as get:
        for wrong in near:
            for ending in ("", "/levelfield.pdf", "/levelfield.json"):
                status, headers, body = await get(f"plan/{wrong}{ending}")
                assert status == 404 and resume.encode() not in body, wrong
        status, headers, body = await get(f"plan/{secrets.token_urlsafe(24)}")
        assert status == 404 and "This page is not here" in body.decode()
        assert headers["cache-control"] == "no-store" and "noindex" in headers["x-robots-tag"]
    pages = PlanPages(cases)
    assert pages.case_of(code) is not None
    assert not any(pages.case_of(secrets.token_urlsafe(24)) for _ in range(MADE_UP))


def test_a_code_has_more_than_128_random_bits(cases: CaseStore) -> None:
    codes = {PlanPages(cases).code_for(cases.case_of(f"rest:{n}").id) for n in range(20)}
    assert len(codes) == 20 and all(re.fullmatch(r"[A-Za-z0-9_-]{32}", code) for code in codes)


def test_a_page_lives_on_while_the_plan_is_shown_and_runs_out_after(cases_url: str) -> None:
    now = [datetime(2026, 11, 23, 12)]
    migrate(cases_url)
    store = CaseStore(cases_url, clock=lambda: now[0])
    pages, case = PlanPages(store), store.case_of(ADDRESS)
    code = pages.code_for(case.id)
    now[0] += LIFE - timedelta(days=1)
    assert pages.code_for(case.id) == code
    now[0] += LIFE - timedelta(days=1)
    assert pages.case_of(code) is not None
    now[0] += timedelta(days=1)
    assert pages.case_of(code) is None
    # Whoever kept the old address does not get the new page.
    assert pages.code_for(case.id) != code and pages.case_of(code) is None
    store.erase(case.id)
    assert pages.case_of(code) is None
    store.close()


async def test_deleting_the_data_takes_the_page_away(
    settings: Settings, links: dict[str, str], cases: CaseStore
) -> None:
    cases.erase(cases.case_of(ADDRESS).id)
    async with opened(settings) as get:
        for path in links.values():
            assert (await get(path))[0] == 404
