"""Whether the doors of other platforms can open: what is missing, and what the platform says to the secrets."""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Iterator

from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError, SlackClientError

from bot.channels.slack_errors import name_of
from bot.channels.telegram_api import WEBHOOK, TelegramApi, TelegramError
from bot.settings import Settings

# Somebody sits before the terminal.
ASK_SECONDS = 8
# How Slack's tokens begin: the two are easily put in each other's place.
_BEGINS = {"LEVELFIELD_SLACK_TOKEN": "xoxb-", "LEVELFIELD_SLACK_APP_TOKEN": "xapp-"}
_HEXADECIMAL = re.compile(r"[0-9a-f]+")
# Telegram tells of the last failure for ever; what is older has been mended or will show again.
_RECENT_SECONDS = 3_600
# What a door is found to be.
OPEN, CLOSED, WRONG = "open", "closed", "wrong"
Found = tuple[str, str, str]


async def check_telegram(settings: Settings) -> Found:
    """The door, what it is (open, closed or wrong), and why; never a secret."""
    if not settings.telegram_token:
        return "Telegram", CLOSED, "LEVELFIELD_TELEGRAM_TOKEN is not set"
    if settings.missing_for_telegram:
        return "Telegram", WRONG, settings.missing_for_telegram
    api = TelegramApi(settings.telegram_api, settings.telegram_token)
    try:
        me = await api.call("getMe", seconds=ASK_SECONDS)
        webhook = await api.call("getWebhookInfo", seconds=ASK_SECONDS) if settings.telegram_secret else {}
    except TelegramError as error:
        if error.status in {401, 404}:
            return "Telegram", WRONG, "LEVELFIELD_TELEGRAM_TOKEN is not accepted; @BotFather shows the right one"
        return "Telegram", WRONG, f"Telegram cannot be reached ({error.fault}); it is tried until it can"
    finally:
        await api.close()
    name = f"as @{me.get('username')}"
    if not settings.telegram_secret:
        return "Telegram", OPEN, f"{name}, by polling"
    if webhook.get("url") != settings.public_url + WEBHOOK:
        return "Telegram", OPEN, f"{name}, by webhook; the webhook is set when the adviser starts"
    if (wrong := webhook.get("last_error_message")) and time.time() - webhook["last_error_date"] < _RECENT_SECONDS:
        return "Telegram", WRONG, f"{name}, but Telegram could not call LEVELFIELD_PUBLIC_URL ({wrong})"
    return "Telegram", OPEN, f"{name}, by webhook"


def check_slack(settings: Settings) -> Iterator[Found]:
    """The same for each of Slack's secrets that can be asked about; a signing secret shows itself at the first call."""
    if settings.missing_for_slack:
        yield "Slack", WRONG, settings.missing_for_slack
    elif not settings.slack_token:
        yield "Slack", CLOSED, "LEVELFIELD_SLACK_TOKEN is not set"
    else:
        yield _asked(settings, "LEVELFIELD_SLACK_TOKEN", settings.slack_token, lambda client: client.auth_test())
        if settings.slack_signing_secret:
            yield _looked_at(settings.slack_signing_secret)
        if not _tells_zones(settings):
            yield "Slack", OPEN, "the scope users:read is missing: reminders keep to the day of the firm's country"
        if app_token := settings.slack_app_token:
            name = "LEVELFIELD_SLACK_APP_TOKEN"
            yield _asked(settings, name, app_token, lambda client: client.apps_connections_open(app_token=app_token))


def _tells_zones(settings: Settings) -> bool:
    """Whether Slack says where somebody is; True where it cannot be asked, which shows elsewhere."""
    client = _client(settings, settings.slack_token)
    try:
        client.users_info(user=client.auth_test()["user_id"])
    except SlackApiError as error:
        return name_of(error) != "missing_scope"
    except (SlackClientError, OSError):
        pass
    return True


def _looked_at(signing_secret: str) -> Found:
    """Slack cannot be asked about a signing secret."""
    name = "LEVELFIELD_SLACK_SIGNING_SECRET"
    if not _HEXADECIMAL.fullmatch(signing_secret):
        return "Slack", WRONG, f"{name} is none: Slack's are hexadecimal digits (Basic Information)"
    return "Slack", OPEN, f"{name} shows at Slack's first call whether it is right; the log says if not"


def _client(settings: Settings, token: str) -> WebClient:
    return WebClient(token, settings.slack_api + "/", timeout=ASK_SECONDS, retry_handlers=[])


def _asked(settings: Settings, name: str, token: str, ask: Callable[[WebClient], object]) -> Found:
    client = _client(settings, token)
    try:
        ask(client)
    except SlackApiError as error:
        begin = _BEGINS[name]
        hint = "" if token.startswith(begin) else f"; it begins with {begin}"
        return "Slack", WRONG, f"{name} is not accepted ({name_of(error)}){hint}"
    except (SlackClientError, OSError) as error:
        return "Slack", WRONG, f"Slack cannot be reached ({type(error).__name__}); it is tried until it can"
    return "Slack", OPEN, f"{name} is accepted"
