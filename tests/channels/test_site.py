"""The page, its security headers, and the two health questions."""

from __future__ import annotations

import asyncio
import re
from typing import Any

import aiohttp
import pytest
import rasa.server
from rasa.core.agent import Agent

from bot.channels.site import FILES, SiteChannel
from bot.channels.widget_files import FOLDER, PATHS
from tests.channels.small_bot import ActionServer, serving


def get(path: str, agent: Agent, origins: str = "", **asked: str) -> tuple[int, dict[str, str], bytes]:
    async def run() -> tuple[int, dict[str, str], bytes]:
        async with (
            serving(SiteChannel(), agent, **({"LEVELFIELD_ORIGINS": origins} if origins else {})) as address,
            aiohttp.ClientSession() as session,
            session.get(address + path, headers=asked) as response,
        ):
            return response.status, dict(response.headers), await response.read()

    return asyncio.run(run())


@pytest.fixture(scope="module")
def no_model() -> Agent:
    """An agent as it is before its model is loaded."""
    return Agent()


@pytest.mark.parametrize("path", sorted(FILES))
def test_every_file_of_the_page_is_served_with_a_strict_policy(path: str, no_model: Agent) -> None:
    status, headers, body = get(path, no_model)
    policy = headers["Content-Security-Policy"]
    assert status == 200 and body
    assert "default-src 'none'" in policy and "script-src 'self'" in policy and "frame-ancestors 'none'" in policy
    assert "unsafe" not in policy and "http" not in policy
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert "Rasa" not in str(headers)


def test_the_page_needs_nothing_inline_and_nothing_from_elsewhere(no_model: Agent) -> None:
    page = get("/", no_model)[2].decode()
    assert re.findall(r"<script[^>]*>(.*?)</script>", page, re.DOTALL) == [""]
    assert not re.search(r"\son\w+=|style=|<style|javascript:|https?://", page)
    wanted = {f"/{name}" for name in re.findall(r'(?:src|href)="([^"]+)"', page)}
    assert wanted == {*FILES, "/widget/launcher.js"} - {"/"}


@pytest.mark.parametrize("path", PATHS)
def test_the_widget_may_be_loaded_by_other_sites_and_is_asked_for_each_time(path: str, no_model: Agent) -> None:
    status, headers, body = get(path, no_model)
    assert status == 200 and body and headers["Content-Type"].startswith("text/javascript")
    assert headers["Access-Control-Allow-Origin"] == "*" and headers["Cache-Control"] == "no-cache"
    tag = next(value for name, value in headers.items() if name.lower() == "etag")
    assert get(path, no_model, **{"If-None-Match": tag})[0] == 304


@pytest.mark.parametrize("path", PATHS)
@pytest.mark.parametrize(
    ("accepted", "small"),
    [
        ("gzip, deflate, br", True),
        ("br;q=1.0, GZIP;q=0.8", True),
        ("identity", False),
        ("gzip;q=0, br", False),
        ("gzip; q=0.0", False),
        ("", False),
    ],
)
def test_the_widget_travels_compressed_to_whoever_takes_it(
    path: str, accepted: str, small: bool, no_model: Agent
) -> None:
    file = (FOLDER / path.rpartition("/")[2]).read_bytes()
    _, headers, body = get(path, no_model, **{"Accept-Encoding": accepted})
    assert body == file and headers["Vary"] == "Accept-Encoding"
    assert ("Content-Encoding" in headers) == small
    assert (int(headers["Content-Length"]) < len(file) / 2) == small
    # What was kept in one coding is not taken for the other.
    tag = next(value for name, value in headers.items() if name.lower() == "etag")
    other = "identity" if small else "gzip"
    assert get(path, no_model, **{"Accept-Encoding": accepted, "If-None-Match": tag})[0] == 304
    assert get(path, no_model, **{"Accept-Encoding": other, "If-None-Match": tag})[0] == 200


def test_who_keeps_the_widget_for_others_is_told_all_that_it_depends_on(no_model: Agent) -> None:
    site = "https://association.example"
    assert get(PATHS[0], no_model, site, Origin=site)[1]["Vary"] == "Accept-Encoding, Origin"


def test_alive_is_not_ready(no_model: Agent) -> None:
    assert get("/health", no_model)[0] == 200
    status, headers, body = get("/ready", no_model)
    assert status == 503 and "Retry-After" in headers
    assert b'"missing":["model","action server"]' in body


def test_ready_means_model_and_action_server(agent: Agent, action_server: ActionServer) -> None:
    assert get("/ready", agent)[0] == 200
    action_server.close()
    action_server.fault = "dead"
    status, _, body = get("/ready", agent)
    assert status == 503 and b'"missing":["action server"]' in body


@pytest.mark.parametrize("path", ["/version", "/status", "/model", "/webhooks/", "/../bot/settings.py", "/index.html"])
def test_nothing_else_is_served(path: str, no_model: Agent) -> None:
    status, headers, body = get(path, no_model)
    assert status == 404 and headers["Content-Type"] == "application/json"
    assert b"hint" in body


def test_rasas_own_root_is_replaced() -> None:
    replaced: Any = rasa.server.add_root_route
    assert replaced.__module__ == "bot.channels.site"
