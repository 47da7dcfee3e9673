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
from bot.channels.widget_files import PATHS
from tests.channels.small_bot import ActionServer, serving


def get(path: str, agent: Agent, **asked: str) -> tuple[int, dict[str, str], bytes]:
    async def run() -> tuple[int, dict[str, str], bytes]:
        async with (
            serving(SiteChannel(), agent) as address,
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
