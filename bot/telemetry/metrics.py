"""What is counted, in Prometheus' format, on a port of its own that only this machine reaches unless told otherwise."""

from __future__ import annotations

import logging

from prometheus_client import Counter, Histogram, start_http_server

from bot.errors import SettingsError

logger = logging.getLogger(__name__)

# A turn takes some forty milliseconds; five seconds is when the action server is given up, ten when a lock is.
_TURN_SECONDS = (0.025, 0.05, 0.1, 0.2, 0.4, 0.8, 1.5, 3.0, 5.0, 10.0)
_ACTION_SECONDS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0)

TURNS = Counter("levelfield_turns", "Turns by channel and outcome (answered, failed).", ["channel", "outcome"])
TURN_TIME = Histogram(
    "levelfield_turn_seconds", "From a message's arrival to its last answer.", ["channel"], buckets=_TURN_SECONDS
)
INTENTS = Counter("levelfield_intents", "Messages by what they were understood as.", ["intent"])
FALLBACKS = Counter("levelfield_fallbacks", "Turns that ended in not having understood or not knowing.", ["kind"])
SAID = Counter("levelfield_messages_said", "Messages of the adviser by kind.", ["kind"])
STAGES = Counter("levelfield_stages_entered", "Conversations that entered a stage of the walk.", ["stage"])
REFUSALS = Counter("levelfield_refusals", "Requests that were refused, by HTTP status.", ["status"])
LIMITED = Counter("levelfield_limited", "Requests refused by a limit (sender, address, newcomers).", ["limit"])
LIMITS_ALONE = Counter("levelfield_limits_without_redis", "Times that Redis was away and limits were kept here.")
ACTION_TIME = Histogram("levelfield_action_seconds", "What one action took.", ["action"], buckets=_ACTION_SECONDS)
ACTIONS_FAILED = Counter("levelfield_actions_failed", "Actions that ended in an apology.", ["action"])


def serve_metrics(host: str, port: int) -> None:
    """Answer Prometheus on a port of its own, in a thread; port 0 is none.

    Raises:
        SettingsError: the port cannot be used.
    """
    if not port:
        return
    try:
        start_http_server(port, addr=host)
    except OSError as error:
        hint = "Set LEVELFIELD_METRICS_PORT to a free one, whose next is free as well."
        raise SettingsError(f"Port {port} on {host} cannot be used for metrics ({error.strerror}). {hint}") from None
