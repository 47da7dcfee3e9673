"""What Slack answers where it refuses a call: the error's name, and how long to wait."""

from __future__ import annotations

from slack_sdk.errors import SlackApiError

# What will not be otherwise at the next attempt; what is wrong with the token is mended by the operator.
FOR_GOOD = {
    *("channel_not_found", "is_archived", "user_not_found", "users_not_found", "user_disabled", "not_in_channel"),
    *("cannot_dm_bot", "restricted_action", "msg_too_long", "no_text", "invalid_arguments", "message_not_found"),
}
# What is wrong with the token itself. It is tried again all the same: the operator may be about to mend it.
NO_ACCESS = {
    *("invalid_auth", "not_authed", "account_inactive", "token_revoked", "token_expired", "not_allowed_token_type"),
    *("missing_scope", "no_permission", "org_login_required"),
}


def name_of(error: SlackApiError) -> str:
    """Slack's name of what went wrong; a gateway on the way answers with a page instead."""
    answer = error.response.data
    return str(answer.get("error")) if isinstance(answer, dict) else f"HTTP {error.response.status_code}"


def wait_of(error: SlackApiError) -> float | None:
    """How many seconds Slack wants to be left alone; None where it says no such thing."""
    if error.response.status_code != 429:
        return None
    wait = error.response.headers.get("Retry-After") or ""
    return float(wait) if wait.isdigit() else 1.0


def fault_of(error: BaseException) -> str:
    """What happened: the words of an error may hold a text or a token, its kind does not."""
    if isinstance(error, SlackApiError):
        return f"slack {name_of(error)}"
    return f"slack {type(error).__name__}"
