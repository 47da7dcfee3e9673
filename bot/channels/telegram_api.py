"""A thin client of Telegram's Bot API. Rasa's aiogram 2 is no longer kept up, and aiogram 3 needs pydantic 2."""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable, Mapping
from typing import Any

import aiohttp

from bot.channels.attachments import Attachment

# A call is answered in well under a second; somebody waits for the reply.
CALL_SECONDS = 15.0
# Where Telegram reaches us.
WEBHOOK = "/webhooks/telegram/webhook"


class TelegramError(Exception):
    """A call that failed; `status` 0 means that nobody answered. Holds neither the token nor what was said.

    `moved_to` is the id that a chat has since it became a supergroup.
    """

    def __init__(
        self, status: int, description: str, retry_after: float | None = None, moved_to: int | None = None
    ) -> None:
        super().__init__(f"{status} {description}")
        self.status, self.description, self.retry_after, self.moved_to = status, description, retry_after, moved_to

    @property
    def fault(self) -> str:
        """What happened, for the inbox and the log."""
        return f"telegram {self.status or self.description}"


class TelegramApi:
    """The Bot API for one bot."""

    def __init__(self, address: str, token: str) -> None:
        self._address, self._token = address, token
        self._session: aiohttp.ClientSession | None = None

    async def call(self, method: str, *, seconds: float = CALL_SECONDS, **parameters: Any) -> Any:
        """Call a method; what it returns. A group that has become a supergroup is reached there.

        Raises:
            TelegramError: the call was refused, or not answered.
        """
        return await self._follow(parameters, lambda told: self._post(method, seconds, json=told))

    async def send_file(self, attachment: Attachment, **parameters: Any) -> Any:
        """Send a picture or a document; does and raises what `call` does and raises."""
        return await self._follow(parameters, lambda told: self._upload(attachment, told))

    async def _follow(self, parameters: Mapping[str, Any], send: Callable[[Mapping[str, Any]], Awaitable[Any]]) -> Any:
        """Send, and once more to where the group is since it became a supergroup."""
        try:
            return await send(parameters)
        except TelegramError as error:
            if error.moved_to is None or parameters.get("chat_id") in {None, error.moved_to}:
                raise
            return await send({**parameters, "chat_id": error.moved_to})

    async def _upload(self, attachment: Attachment, parameters: Mapping[str, Any]) -> Any:
        form = aiohttp.FormData()
        for name, value in parameters.items():
            form.add_field(name, value if isinstance(value, str) else json.dumps(value))
        field, method = ("photo", "sendPhoto") if attachment.is_picture else ("document", "sendDocument")
        form.add_field(field, attachment.content, filename=attachment.name, content_type=attachment.media_type)
        return await self._post(method, CALL_SECONDS, data=form)

    async def _post(self, method: str, seconds: float, **body: Any) -> Any:
        if self._session is None or self._session.closed:
            # By the proxy of the house, where the environment names one; Slack's client does the same.
            self._session = aiohttp.ClientSession(trust_env=True)
        url = f"{self._address}/bot{self._token}/{method}"
        try:
            timeout = aiohttp.ClientTimeout(total=seconds)
            async with self._session.post(url, timeout=timeout, **body) as response:
                status = response.status
                answer = await response.json(content_type=None)
        # An error of the client names the address, and with it the token: only its kind is passed on.
        except (aiohttp.ClientError, TimeoutError, OSError, ValueError) as error:
            raise TelegramError(0, type(error).__name__) from None
        if isinstance(answer, dict) and answer.get("ok") is True:
            return answer.get("result")
        told = answer if isinstance(answer, dict) else {}
        more = told.get("parameters") or {}
        wait, moved = more.get("retry_after"), more.get("migrate_to_chat_id")
        raise TelegramError(
            int(told.get("error_code") or status),
            str(told.get("description") or "no reason given")[:80],
            float(wait) if isinstance(wait, (int, float)) else None,
            moved if isinstance(moved, int) else None,
        )

    async def close(self) -> None:
        """Give the connections back."""
        if self._session is not None:
            await self._session.close()
