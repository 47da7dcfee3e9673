"""Refusals and failures over HTTP: always JSON with what is wrong and what to do, never an HTML page."""

from __future__ import annotations

import logging
from collections.abc import Mapping

from sanic import Sanic
from sanic.exceptions import SanicException
from sanic.request import Request
from sanic.response import HTTPResponse, json

from bot.channels.incoming import LARGEST_BODY
from bot.telemetry.logs import failure_without_words, log_event
from bot.telemetry.metrics import REFUSALS

logger = logging.getLogger(__name__)

# What Sanic itself refuses before a handler of ours sees the request.
_REASONS: Mapping[int, tuple[str, str]] = {
    400: ("The request is not valid HTTP.", "Check how the client builds it."),
    404: ("Nothing lives at this address.", "The page is at /, messages go to POST /webhooks/rest/webhook."),
    405: ("This address does not take this method.", "Messages are sent with POST; pages are fetched with GET."),
    408: ("The request took too long to arrive.", "Send it again."),
    413: ("The request is too large.", f"Keep the body under {LARGEST_BODY // 1024} KB."),
    503: ("This takes longer than it should.", "Please send it again in a few seconds."),
}
# What Sanic calls a request that it could not read; whatever it raised then, the request is at fault.
_NO_REQUEST = "NONE"
_UNKNOWN = ("Something went wrong on our side.", "Please try again in a minute.")


def refuse(status: int, error: str, hint: str, headers: Mapping[str, str] | None = None) -> HTTPResponse:
    """A refusal that says what is wrong and what to do; it is counted and logged by its status."""
    REFUSALS.labels(str(status)).inc()
    log_event("refused", status=status, reason=error)
    return json({"error": error, "hint": hint}, status=status, headers={"Cache-Control": "no-store", **(headers or {})})


def log_failure(what: str, error: BaseException) -> None:
    """Log where something failed, without what people wrote."""
    logger.error("%s\n%s", what, failure_without_words((type(error), error, error.__traceback__)))


def answer_in_json(app: Sanic, largest_body: int = LARGEST_BODY) -> None:
    """Let every error of the application be told in JSON, and refuse large bodies before they are read."""
    app.config.REQUEST_MAX_SIZE = largest_body
    # The floor for errors that come before there is a request to answer.
    app.config.FALLBACK_ERROR_FORMAT = "json"

    async def tell(request: Request, error: Exception) -> HTTPResponse:
        if request.method == _NO_REQUEST:
            return refuse(400, *_REASONS[400])
        if not isinstance(error, SanicException):
            log_failure(f"{request.method} {request.path} failed", error)
            return refuse(500, *_UNKNOWN)
        status = getattr(error, "status_code", None) or 500
        reason, hint = _REASONS.get(status, _UNKNOWN)
        headers = dict(getattr(error, "headers", None) or {})
        if status == 503:
            headers["Retry-After"] = "5"
        return refuse(status, reason, hint, headers)

    app.error_handler.add(Exception, tell)
