"""The page at `/` on which one can talk to the adviser, and the two questions a supervisor asks: health and ready."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

import rasa.server
from rasa.core.channels.channel import InputChannel, UserMessage
from sanic import Blueprint
from sanic.request import Request
from sanic.response import HTTPResponse, json, raw

from bot.cases.repository import CaseStore
from bot.channels import action_endpoint as action_endpoint  # imported for what it replaces in Rasa
from bot.channels import turn_log as turn_log  # likewise
from bot.channels import typed_titles as typed_titles  # likewise
from bot.channels.chat_ways import chat_ways
from bot.channels.doors import HEADERS, open_doors
from bot.channels.faults import Fault
from bot.channels.keeper import Keeper
from bot.channels.limits import installed_limits
from bot.channels.mail_links import let_postman_work, serve_mail_links
from bot.channels.personal import look_after, personal_data
from bot.channels.plan_pages import serve_plan_pages
from bot.channels.readiness import OK, Readiness
from bot.channels.widget_files import PATHS, serve_widget
from bot.channels.wording import installed_wording
from bot.inbox.postman import make_postman
from bot.settings import Settings
from bot.telemetry.logs import configure_logs
from bot.telemetry.metrics import serve_metrics
from bot.trackers import agent_store as agent_store  # likewise

WEB = Path(__file__).resolve().parent.parent / "web"
FILES = {
    "/": ("index.html", "text/html; charset=utf-8"),
    "/site.css": ("site.css", "text/css; charset=utf-8"),
    "/icon.svg": ("icon.svg", "image/svg+xml"),
}
PAGE_HEADERS = {
    **HEADERS,
    "Content-Security-Policy": "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; "
    "img-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
    # The files are small and change with a release: ask each time rather than show last month's page.
    "Cache-Control": "no-cache",
}


def _open_installed_doors(app: Any) -> None:
    """Called by Rasa with the application that it has made, before any route."""
    settings = Settings.from_env()
    configure_logs(settings)
    # Once more when all others have set up theirs.
    app.register_listener(lambda app, loop: configure_logs(settings), "before_server_start")
    serve_metrics(settings.metrics_host, settings.metrics_port)
    open_doors(app, settings, installed_limits(), frozenset((*FILES, *PATHS)))


def _no_cors(app: Any, origins: Any = None) -> None:
    """Rasa's own CORS allows credentials and knows no refusal; `bot/channels/doors.py` does that work."""


# Rasa's own "/" shows its version, and takes the address of our page. The channels are made before the application,
# so replacing these here is early enough.
rasa.server.add_root_route = _open_installed_doors
rasa.server.configure_cors = _no_cors


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
        cases = CaseStore(self._settings.cases_url) if self._settings is not None else None
        readiness = Readiness(self._settings, cases)
        for path, (name, content_type) in FILES.items():
            self._serve_file(routes, path, name, content_type)
        serve_widget(routes)

        @routes.get("/health")
        async def health(request: Request) -> HTTPResponse:
            return json({"status": "ok"}, headers={"Cache-Control": "no-store"})

        @routes.get("/ready")
        async def ready(request: Request) -> HTTPResponse:
            return await _told(readiness, getattr(request.app.ctx, "agent", None))

        if self._settings is not None and cases is not None:
            serve_mail_links(routes, cases, installed_wording(), PAGE_HEADERS)
            serve_plan_pages(routes, self._settings, cases, installed_wording(), PAGE_HEADERS)
            chats, fault = chat_ways(self._settings, installed_wording()), Fault(*self._settings.fault)
            let_postman_work(routes, make_postman(self._settings, cases, chats, fault.reached))
            look_after(personal := personal_data(self._settings, cases))
            Keeper(self._settings, cases, personal).live_with(routes)
        return routes

    @staticmethod
    def _serve_file(routes: Blueprint, path: str, name: str, content_type: str) -> None:
        content = (WEB / name).read_bytes()

        async def serve(request: Request) -> HTTPResponse:
            return raw(content, content_type=content_type, headers=PAGE_HEADERS)

        routes.add_route(serve, path, methods=["GET"], name=name.replace(".", "_"))


async def _told(readiness: Readiness, agent: Any) -> HTTPResponse:
    parts = await readiness.parts(agent)
    missing = [name for name, state in parts.items() if state != OK]
    if missing:
        hint = "Wait while Levelfield starts; if it stays so, look into the logs in var/log."
        body = {"error": f"Not ready: {' and '.join(missing)} missing.", "hint": hint, "missing": missing}
        return json({**body, "parts": parts}, status=503, headers={"Cache-Control": "no-store", "Retry-After": "2"})
    return json({"status": "ready", "parts": parts}, headers={"Cache-Control": "no-store"})
