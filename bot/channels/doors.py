"""What holds at every door: who may ask, from which site, how often; and what each answer tells a browser.

`open_doors` is what Rasa calls instead of its own root route and its own CORS: no path of Rasa's lives on our port.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from sanic import Sanic
from sanic.exceptions import InvalidUsage
from sanic.request import Request
from sanic.response import BaseHTTPResponse, HTTPResponse, empty

from bot.channels.addresses import client_address, is_own_origin
from bot.channels.limits import Exceeded, Limits
from bot.channels.refusals import answer_in_json, refuse
from bot.settings import Settings

# Of every answer that says nothing else: nothing in it may run, be framed or be read by another site.
HEADERS: Mapping[str, str] = {
    "Content-Security-Policy": "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
    "Cache-Control": "no-store",
}
# A year, as browsers ask for before they take it seriously; sent only where people reach us by https.
_HTTPS_ONLY = "max-age=31536000"
# No body that is taken has more than five digits of bytes; more than ten are refused before they are counted.
_LENGTH = re.compile(r"[0-9]{1,10}")
_READING = {"GET", "HEAD"}
# What a script of an allowed site may send and read.
_PREFLIGHT = {
    "Access-Control-Allow-Methods": "GET, POST",
    "Access-Control-Allow-Headers": "Content-Type",
    # Chromium keeps it for two hours at most.
    "Access-Control-Max-Age": "7200",
}
# What is not counted by address: the files of the page, a supervisor's questions, doors that check signatures, whose
# messages all come from the addresses of one company, and the website's socket, which counts messages and newcomers.
_FREE = ("/health", "/ready", "/webhooks/slack/", "/webhooks/telegram/", "/widget/socket/")


def open_doors(app: Sanic, settings: Settings, limits: Limits, free: frozenset[str] = frozenset()) -> None:
    """Set up an application before its routes: refusals in JSON, origins, limits by address, headers.

    Args:
        free: further paths that may be fetched without being counted.
    """
    answer_in_json(app)

    async def check(request: Request) -> HTTPResponse | None:
        request.ctx.address = address_of(request, settings)
        foreign = _foreign(request, settings)
        if foreign is not None:
            return foreign
        if request.path.startswith(_FREE) or (request.method in _READING and request.path in free):
            return None
        exceeded = await limits.of_address(request.ctx.address)
        return too_many(exceeded) if exceeded else None

    async def dress(request: Request, response: BaseHTTPResponse) -> None:
        for name, value in HEADERS.items():
            response.headers.setdefault(name, value)
        if settings.public_url.startswith("https:"):
            response.headers.setdefault("Strict-Transport-Security", _HTTPS_ONLY)
        origin = request.headers.get("origin")
        if settings.origins:
            varies = response.headers.get("Vary")
            response.headers["Vary"] = f"{varies}, Origin" if varies else "Origin"
            if origin in settings.origins:
                response.headers["Access-Control-Allow-Origin"] = origin
                response.headers["Access-Control-Expose-Headers"] = "Retry-After"

    # The earliest moment: the next thing that Sanic does is to read the body.
    app.add_signal(_require_plain_body, "http.lifecycle.request")
    app.register_middleware(check, "request")
    app.register_middleware(dress, "response")


def _require_plain_body(request: Request) -> None:
    """Refuse a body whose length is not plain.

    A `Content-Length: -1` lets Sanic 21.12 read nothing for ever without giving way to anybody else: one request
    froze the server. Two lengths, or a length beside chunks, are how requests are smuggled past a proxy.

    Raises:
        InvalidUsage: it is told as a 400, and the connection ends.
    """
    lengths = request.headers.getall("content-length", [])
    codings = request.headers.getall("transfer-encoding", [])
    plain = all(_LENGTH.fullmatch(length) for length in lengths) and all(coding == "chunked" for coding in codings)
    if not plain or len(lengths) + len(codings) > 1:
        raise InvalidUsage("Bad length")


def address_of(request: Request, settings: Settings) -> str:
    """Where a request comes from."""
    forwarded_for = ", ".join(request.headers.getall("x-forwarded-for", []))
    return client_address(request.ip or "", forwarded_for, settings.trusted_proxies)


def too_many(exceeded: Exceeded) -> HTTPResponse:
    """The refusal of one who asks too often."""
    whose = {
        "sender": "This sender writes faster than anybody reads.",
        "address": "Too many requests come from this address.",
        "newcomers": "Too many new conversations begin at this address.",
    }[exceeded.limit]
    hint = f"Wait {exceeded.retry_after} seconds, then send it again."
    return refuse(429, whose, hint, {"Retry-After": str(exceeded.retry_after)})


def _foreign(request: Request, settings: Settings) -> HTTPResponse | None:
    """The answer to a site that is not listed, and to a browser that asks whether a listed one may speak."""
    origin = request.headers.get("origin")
    if origin is None:
        return None
    allowed = origin in settings.origins
    if request.method == "OPTIONS" and allowed:
        return empty(204, headers=dict(_PREFLIGHT))
    if allowed or request.method in _READING or is_own_origin(origin, request.host, settings.public_url):
        return None
    hint = "Whoever runs this adviser lists the sites that may embed it in LEVELFIELD_ORIGINS."
    return refuse(403, "This site may not speak with the adviser.", hint)
