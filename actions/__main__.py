"""`python -m actions`: the action server, with nothing open but `/webhook` and `/health`.

It believes whatever it is told, so it listens on loopback unless `LEVELFIELD_ACTIONS_HOST` says otherwise, and answers
no browser: a page of a foreign site must not reach it through an operator's own.
"""

from __future__ import annotations

import time
from typing import Any

from rasa_sdk.endpoint import create_app

from bot.channels.refusals import answer_in_json, refuse
from bot.settings import Settings
from bot.telemetry.logs import configure_logs
from bot.telemetry.metrics import ACTION_TIME, serve_metrics

OPEN = {("POST", "/webhook"), ("GET", "/health")}
# A whole conversation comes with each call; the same as rasa-sdk's own server takes.
LARGEST_CALL = 100_000_000


def make_app() -> Any:
    """The application of rasa-sdk, with its other routes closed and its errors told without what was said."""
    app = create_app("actions", cors_origins="")
    # Its own handler sends back, and logs, what it was asked with.
    answer_in_json(app, LARGEST_CALL)

    async def keep_closed(request: Any) -> Any:
        request.ctx.began = time.perf_counter()
        if (request.method, request.path) not in OPEN:
            return refuse(404, "Nothing lives at this address.", "Rasa calls POST /webhook.")
        if "origin" in request.headers:
            return refuse(403, "No browser may call the action server.", "Talk to the adviser instead.")
        return None

    async def time_it(request: Any, response: Any) -> None:
        # Only actions that were found are counted, so that nobody can invent names to count by.
        if request.path == "/webhook" and response.status == 200 and (action := request.json.get("next_action")):
            ACTION_TIME.labels(str(action)).observe(time.perf_counter() - request.ctx.began)

    app.register_middleware(keep_closed, "request")
    app.register_middleware(time_it, "response")
    return app


def main() -> None:
    """Serve until stopped.

    Raises:
        SettingsError: the port of the metrics cannot be used.
    """
    settings = Settings.from_env()
    configure_logs(settings)
    serve_metrics(settings.metrics_host, settings.metrics_port and settings.metrics_port + 1)
    app = make_app()
    # Once more when Sanic has set up its own.
    app.register_listener(lambda app, loop: configure_logs(settings), "before_server_start")
    app.run(settings.actions_host, settings.actions_port, workers=1, access_log=False, motd=False)


if __name__ == "__main__":
    main()
