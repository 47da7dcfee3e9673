"""The widget's two files, which pages of other sites may load; what they may do there is decided at the socket."""

from __future__ import annotations

import gzip
import hashlib
import re

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
    "Vary": "Accept-Encoding",
}
# A browser that takes gzip; `q=0` is how one says that it does not.
_TAKES_GZIP = re.compile(r"\bgzip\b(?!\s*;\s*q=0(?:\.0*)?(?:\s*,|\s*$))", re.IGNORECASE)


def serve_widget(routes: Blueprint) -> None:
    """Add the routes of the built files."""
    for path in PATHS:
        _serve(routes, path)


def _serve(routes: Blueprint, path: str) -> None:
    content = (FOLDER / path.rpartition("/")[2]).read_bytes()
    # Once, at the start: a third of the bytes, and the same ones (`mtime`) from every server.
    small = gzip.compress(content, compresslevel=9, mtime=0)
    name = hashlib.sha256(content).hexdigest()[:32]

    async def serve(request: Request) -> HTTPResponse:
        compressed = bool(_TAKES_GZIP.search(request.headers.get("accept-encoding", "")))
        tag = f'"{name}-gzip"' if compressed else f'"{name}"'
        headers = {**HEADERS, "ETag": tag} | ({"Content-Encoding": "gzip"} if compressed else {})
        if tag in request.headers.get("if-none-match", ""):
            return empty(status=304, headers=headers)
        body = small if compressed else content
        return raw(body, content_type="text/javascript; charset=utf-8", headers=headers)

    routes.add_route(serve, path, methods=["GET"], name=path.replace("/", "_").replace(".", "_"))
