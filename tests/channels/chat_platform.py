"""What the tests of Slack and Telegram share: handlers that echo or show a profile or a plan."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Awaitable, Callable, Mapping
from typing import ClassVar

from rasa.core.channels.channel import UserMessage
from sqlalchemy.exc import OperationalError

from bot.settings import Settings

PICTURE = (
    "data:image/svg+xml;base64,"
    + b64encode(
        b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 52 32"><g fill="#123456" stroke="#a8451a">'
        b'<polygon points="1,1 9,1 9,9"/></g></svg>'
    ).decode()
)


async def shows_profile(message: UserMessage) -> None:
    """A handler that shows a profile with its picture."""
    custom = {"kind": "profile", "about": [], "sources": [], "data": {"image": PICTURE}}
    await message.output_channel.send_response(message.sender_id, {"text": "Your profile", "custom": custom})


def shows_plan(links: Mapping[str, str]) -> Callable[[UserMessage], Awaitable[None]]:
    """A handler that shows a plan with these links."""

    async def show(message: UserMessage) -> None:
        custom = {"kind": "plan", "about": [], "sources": [], "data": {"links": dict(links)}}
        await message.output_channel.send_response(message.sender_id, {"text": "Your plan", "custom": custom})

    return show


def at_home(settings: Settings) -> dict[str, str]:
    """Where an installation keeps its cases and its knowledge, as its environment names it."""
    return {
        "LEVELFIELD_VAR": str(settings.var),
        "LEVELFIELD_CASES_URL": settings.cases_url,
        "LEVELFIELD_STORE_URL": settings.store_url,
    }


class Echo:
    """A handler that says what it heard, with buttons where it is asked for them.

    It fails so often first as where the database is away, and always at "trip", as where a message itself is too much.
    """

    # How many buttons come with the answer to a text.
    BUTTONS: ClassVar[Mapping[str, int]] = {"ask": 3, "menu": 8}

    def __init__(self, failures: int = 0) -> None:
        self.heard: list[tuple[str, str]] = []
        self.failures = failures

    async def __call__(self, message: UserMessage) -> None:
        self.heard.append((message.sender_id, message.text))
        if self.failures:
            self.failures -= 1
            raise OperationalError("SELECT 1", {}, OSError("the database is away"))
        if message.text == "trip":
            raise KeyError("my own fault")
        count = self.BUTTONS.get(message.text, 0)
        buttons = [{"title": f"Option {n}", "payload": f"E1:{n}"} for n in range(count)]
        if message.text == "card":
            buttons = [{"title": t, "payload": p} for t, p in (("More", "more:x"), ("Why", "why_this:x"))]
        await message.output_channel.send_response(
            message.sender_id, {"text": f"heard {message.text}", "buttons": buttons}
        )

    @property
    def texts(self) -> list[str]:
        return [text for _, text in self.heard]
