"""The widget's two files, which pages of other sites may load; what they may do there is decided at the socket."""

from __future__ import annotations

import hashlib

from sanic import Blueprint
from sanic.request import Request
from sanic.response import HTTPResponse, empty, raw

from bot.settings import ROOT

FOLDER = ROOT / "widget" / "static"
PATHS = ("/widget/launcher.js", "/widget/chat.js")
HEADERS = {
    "X-Content-Type-Options": "nosniff",
    # A module script of another site is fetched with CORS; there is nothing secret in it.
    "Access-Control-Allow-Origin": "*",
    "Cross-Origin-Resource-Policy": "cross-origin",
    # They change with a release: ask each time, and get "not modified" most times.
    "Cache-Control": "no-cache",
}


def serve_widget(routes: Blueprint) -> None:
    """Add the routes of the built files."""
    for path in PATHS:
        _serve(routes, path)


def _serve(routes: Blueprint, path: str) -> None:
    content = (FOLDER / path.rpartition("/")[2]).read_bytes()
    tag = f'"{hashlib.sha256(content).hexdigest()[:32]}"'
    headers = {**HEADERS, "ETag": tag}

    async def serve(request: Request) -> HTTPResponse:
        if tag in request.headers.get("if-none-match", ""):
            return empty(status=304, headers=headers)
        return raw(content, content_type="text/javascript; charset=utf-8", headers=headers)

    routes.add_route(serve, path, methods=["GET"], name=path.replace("/", "_").replace(".", "_"))
