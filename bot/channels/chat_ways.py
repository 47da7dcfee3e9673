"""The ways by which the postman writes to somebody in Slack and Telegram who has asked to be written to."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from slack_sdk.errors import SlackApiError, SlackClientError
from slack_sdk.web.client import WebClient

from bot.channels.slack import CALL_SECONDS
from bot.channels.slack_errors import FOR_GOOD, fault_of, name_of, wait_of
from bot.channels.telegram import REFUSED
from bot.channels.telegram_api import TelegramApi, TelegramError
from bot.channels.wording import say
from bot.inbox.failures import Unsent
from bot.inbox.postman import Way
from bot.language.daytime import next_opening, next_waking
from bot.model.letter import SLACK, TELEGRAM, Posted
from bot.rendering.slack import as_plain, slack_blocks
from bot.rendering.telegram import mention, telegram_messages
from bot.settings import Settings

logger = logging.getLogger(__name__)

# What can be done about a reminder with one tap: see the plan, or have no more of them.
_BUTTONS = (("button.show_plan", "plan"), ("button.no_reminders", "remind.stop"))
# What the Bot API calls somebody who has left a group, or was made to.
_GONE = {"left", "kicked"}


class SlackWay:
    """Direct messages of Slack, which knows in which time zone each of its people is."""

    def __init__(self, settings: Settings, wording: Mapping[str, str]) -> None:
        self._web = WebClient(settings.slack_token, settings.slack_api + "/", CALL_SECONDS, retry_handlers=[])
        self._choose, self._buttons = say(wording, "chat.choose"), _buttons(wording)

    def send(self, letter: Posted) -> None:
        """Write to somebody; raises Unsent."""
        user = _user(letter)
        try:
            channel = self._web.conversations_open(users=user)["channel"]["id"]
            blocks = slack_blocks(letter.body, self._buttons, owner=user, choose=self._choose)
            self._web.chat_postMessage(channel=channel, text=as_plain(letter.body), blocks=blocks, unfurl_links=False)
        except SlackApiError as error:
            for_good = name_of(error) in FOR_GOOD
            raise Unsent(fault_of(error), after=wait_of(error), for_good=for_good) from None
        except (SlackClientError, OSError, ValueError) as error:
            raise Unsent(fault_of(error)) from None

    def opening(self, letter: Posted, now: datetime) -> datetime:
        """By the person's own clock where Slack tells it: the firm's country says less about who travels."""
        try:
            user = self._web.users_info(user=_user(letter))["user"]
            return next_waking(now, str(user["tz"]))
        except SlackApiError as error:
            if wait_of(error) is not None:
                raise Unsent(fault_of(error), after=wait_of(error)) from None
            # An app from before this scope was asked for; or somebody who is gone, which sending finds out.
            logger.info("where somebody in Slack is cannot be told: %s", fault_of(error))
        except (SlackClientError, OSError) as error:
            raise Unsent(fault_of(error)) from None
        # No zone, or one that this machine has not heard of yet.
        except (KeyError, ValueError):
            pass
        return next_opening(letter.hours, now)


class TelegramWay:
    """Chats of Telegram: where it was asked for, also in a group."""

    def __init__(self, settings: Settings, wording: Mapping[str, str]) -> None:
        self._address, self._token, self._buttons = settings.telegram_api, settings.telegram_token, _buttons(wording)

    def send(self, letter: Posted) -> None:
        """Write to somebody; raises Unsent."""
        try:
            asyncio.run(self._send(letter))
        except TelegramError as error:
            raise Unsent(error.fault, after=error.retry_after, for_good=error.status in REFUSED) from None

    async def _send(self, letter: Posted) -> None:
        chat, user = int(letter.recipient.split(":")[1]), int(_user(letter))
        api = TelegramApi(self._address, self._token)
        try:
            calls = telegram_messages(letter.body, self._buttons)
            if chat != user:
                calls[0]["text"] = f"{await _named(api, chat, user)}: {calls[0]['text']}"
            for call in calls:
                await api.call("sendMessage", chat_id=chat, **call)
        finally:
            await api.close()


async def _named(api: TelegramApi, group: int, user: int) -> str:
    """Whom in a group it is for; raises Unsent where they have left it: the others need not read it."""
    member = await api.call("getChatMember", chat_id=group, user_id=user)
    if member["status"] in _GONE:
        raise Unsent("telegram: no longer in the group", for_good=True)
    return mention(user, str(member["user"]["first_name"]))


def chat_ways(settings: Settings, wording: Mapping[str, str]) -> dict[str, Way]:
    """The ways of the chats that are open."""
    known: dict[str, Any] = {SLACK: SlackWay, TELEGRAM: TelegramWay}
    return {chat: known[chat](settings, wording) for chat in settings.chats}


def _buttons(wording: Mapping[str, str]) -> list[dict[str, str]]:
    return [{"title": say(wording, title), "payload": token} for title, token in _BUTTONS]


def _user(letter: Posted) -> str:
    return letter.recipient.split(":")[-1]
