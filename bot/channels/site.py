"""The page at `/` on which one can talk to the adviser, and the two questions a supervisor asks: health and ready."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any
from urllib.parse import urljoin

import aiohttp
import rasa.server
from rasa.core.channels.channel import InputChannel, UserMessage
from sanic import Blueprint
from sanic.request import Request
from sanic.response import HTTPResponse, json, raw

from bot.cases.repository import CaseStore
from bot.channels import action_endpoint as action_endpoint  # imported for what it replaces in Rasa
from bot.channels.mail_links import let_postman_work, serve_mail_links
from bot.channels.plan_pages import serve_plan_pages
from bot.channels.refusals import answer_in_json
from bot.channels.widget_files import serve_widget
from bot.channels.wording import installed_wording
from bot.inbox.postman import make_postman
from bot.settings import Settings

WEB = Path(__file__).resolve().parent.parent / "web"
FILES = {
    "/": ("index.html", "text/html; charset=utf-8"),
    "/site.css": ("site.css", "text/css; charset=utf-8"),
    "/icon.svg": ("icon.svg", "image/svg+xml"),
}
HEADERS = {
    "Content-Security-Policy": "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; "
    "img-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
    # The files are small and change with a release: ask each time rather than show last month's page.
    "Cache-Control": "no-cache",
}
# The action server answers its health question in milliseconds; a supervisor asks again anyway.
HEALTH_TIMEOUT_SECONDS = 2.0

# Rasa's own "/" shows its version, and takes the address of our page. The channels are made before the application,
# so replacing it here is early enough.
rasa.server.add_root_route = answer_in_json


class SiteChannel(InputChannel):  # type: ignore[misc]  # Rasa is untyped
    """The pages; the talk itself goes over `bot/channels/website.py`."""

    def __init__(self, settings: Settings | None = None) -> None:
        self._settings = settings

    @classmethod
    def name(cls) -> str:
        """The channel's name."""
        return "site"

    @classmethod
    def from_credentials(cls, credentials: dict[str, Any] | None) -> SiteChannel:
        """Made by Rasa from `credentials.yml`, which sets nothing for this channel."""
        return cls(Settings.from_env())

    def url_prefix(self) -> str:
        """The root: an absolute path escapes Rasa's `/webhooks/`."""
        return "/"

    def blueprint(self, on_new_message: Callable[[UserMessage], Awaitable[Any]]) -> Blueprint:
        """The page, its files, `/health` and `/ready`; with settings also mails, plans, the postman."""
        routes = Blueprint("levelfield_site")
        for path, (name, content_type) in FILES.items():
            self._serve_file(routes, path, name, content_type)
        serve_widget(routes)

        @routes.get("/health")
        async def health(request: Request) -> HTTPResponse:
            return json({"status": "ok"}, headers={"Cache-Control": "no-store"})

        @routes.get("/ready")
        async def ready(request: Request) -> HTTPResponse:
            return await _readiness(getattr(request.app.ctx, "agent", None))

        if self._settings is not None:
            cases = CaseStore(self._settings.cases_url)
            serve_mail_links(routes, cases, installed_wording(), HEADERS)
            serve_plan_pages(routes, self._settings, cases, installed_wording(), HEADERS)
            let_postman_work(routes, make_postman(self._settings, cases))
        return routes

    @staticmethod
    def _serve_file(routes: Blueprint, path: str, name: str, content_type: str) -> None:
        content = (WEB / name).read_bytes()

        async def serve(request: Request) -> HTTPResponse:
            return raw(content, content_type=content_type, headers=HEADERS)

        routes.add_route(serve, path, methods=["GET"], name=name.replace(".", "_"))


async def _readiness(agent: Any) -> HTTPResponse:
    missing = []
    if agent is None or not agent.is_ready():
        missing.append("model")
    endpoint = agent.action_endpoint if agent is not None else None
    if endpoint is None or not await _answers(urljoin(endpoint.url, "health")):
        missing.append("action server")
    if missing:
        hint = "Wait while Levelfield starts; if it stays so, look into the logs in var/log."
        body = {"error": f"Not ready: {' and '.join(missing)} missing.", "hint": hint, "missing": missing}
        return json(body, status=503, headers={"Cache-Control": "no-store", "Retry-After": "2"})
    return json({"status": "ready"}, headers={"Cache-Control": "no-store"})


async def _answers(url: str) -> bool:
    timeout = aiohttp.ClientTimeout(total=HEALTH_TIMEOUT_SECONDS)
    try:
        async with aiohttp.ClientSession(timeout=timeout) as session, session.get(url) as response:
            return response.status == 200
    except (aiohttp.ClientError, TimeoutError):
        return False
