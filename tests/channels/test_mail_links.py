"""The pages behind the links in mails: nothing happens on GET, the button does it, and it may be pressed again."""

from __future__ import annotations

import asyncio
import re
import shutil
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import aiohttp
import pytest
from rasa.core.agent import Agent

from bot.cases.reminders import ReminderStore
from bot.cases.repository import CaseStore
from bot.channels.site import SiteChannel
from bot.model.letter import REMINDER, Letter, MailAddress
from bot.settings import Settings
from tests.channels.small_bot import serving

Answer = tuple[int, dict[str, str], str]


@pytest.fixture
def settings(cases_url: str) -> Settings:
    return replace(Settings.from_env({}), cases_url=cases_url)


@pytest.fixture
def given(cases: CaseStore) -> MailAddress:
    """Somebody whose address waits to be confirmed."""
    given, case_id = MailAddress("anna@bakery.example", "what was said"), cases.case_of("rest:anna").id
    letter = Letter(REMINDER, "mail", "Reminder", "x", datetime(2026, 11, 30), given.address, "", 1, held=True)
    ReminderStore(cases).give_address(case_id, given, [letter], "m1")
    return given


def ask(settings: Settings, *calls: tuple[str, str]) -> list[Answer]:
    """What the site answers to calls (`POST`, path)."""

    async def run() -> list[Answer]:
        answers = []
        async with serving(SiteChannel(settings), Agent()) as address, aiohttp.ClientSession() as session:
            for method, path in calls:
                data = {"List-Unsubscribe": "One-Click"} if method == "POST" else None
                async with session.request(method, address + path, data=data, allow_redirects=False) as response:
                    answers.append((response.status, dict(response.headers), await response.text()))
        return answers

    return asyncio.run(run())


def test_looking_at_a_link_does_nothing_and_its_button_does(
    settings: Settings, cases: CaseStore, given: MailAddress
) -> None:
    store, case_id, path = ReminderStore(cases), cases.case_of("rest:anna").id, f"/mail/confirm/{given.confirm_token}"
    ((status, headers, page),) = ask(settings, ("GET", path))
    assert status == 200 and re.search(r'<form method="post"><button', page)
    assert "form-action 'self'" in headers["Content-Security-Policy"] and "unsafe" not in str(headers)
    assert headers["Cache-Control"] == "no-store" and headers["Referrer-Policy"] == "no-referrer"
    address = store.address_of(case_id)
    assert address and not address.confirmed
    (first, again) = ask(settings, ("POST", path), ("POST", path))
    assert first[0] == again[0] == 200 and "<form" not in first[2]
    address = store.address_of(case_id)
    assert address and address.confirmed


def test_one_click_stops_and_may_come_again(settings: Settings, cases: CaseStore, given: MailAddress) -> None:
    path = f"/mail/stop/{given.stop_token}"
    looked, *stopped, after = ask(settings, ("GET", path), ("POST", path), ("POST", path), ("GET", path))
    assert looked[0] == 200 and [answer[0] for answer in stopped] == [200, 200] and after[0] == 404
    assert ReminderStore(cases).address_of(cases.case_of("rest:anna").id) is None


@pytest.mark.parametrize("token", ["x" * 43, "a", "../../health", "%00", "x" * 900, "<script>"])
def test_an_unknown_link_tells_nothing_and_does_nothing(
    settings: Settings, cases: CaseStore, given: MailAddress, token: str
) -> None:
    calls = [(method, f"/mail/{page}/{token}") for page in ("confirm", "stop") for method in ("GET", "POST")]
    answers = ask(settings, *calls)
    assert {answer[0] for answer in answers} <= {200, 404, 400, 405}
    assert all(token not in answer[2] for answer in answers if len(token) > 1)
    assert ReminderStore(cases).address_of(cases.case_of("rest:anna").id) is not None


def test_a_database_that_fails_is_said_and_the_link_is_not_logged(
    settings: Settings, tmp_path: Path, given: MailAddress, caplog: pytest.LogCaptureFixture
) -> None:
    empty = shutil.copy(Path(settings.cases_url.removeprefix("sqlite:///")), tmp_path / "broken.db")
    Path(empty).write_bytes(b"no database" * 1000)
    broken = replace(settings, cases_url=f"sqlite:///{empty}")
    ((status, _, page),) = ask(broken, ("POST", f"/mail/stop/{given.stop_token}"))
    assert status == 503 and "wrong on our side" in page
    assert given.stop_token not in caplog.text


def test_without_settings_there_are_no_such_pages() -> None:
    async def run() -> int:
        async with (
            serving(SiteChannel(), Agent()) as address,
            aiohttp.ClientSession() as session,
            session.get(f"{address}/mail/stop/{'x' * 43}") as response,
        ):
            return response.status

    assert asyncio.run(run()) == 404
