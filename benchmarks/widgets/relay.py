"""Rasa's socket.io protocol in front of our REST door, so that RasaHQ/chat-widget can talk with the same adviser.

`python -m benchmarks.widgets.relay PORT BOT_URL SITE` runs it on loopback until it is killed. It speaks what Rasa's
own channel speaks (`session_request`, `session_confirm`, `user_uttered`, `bot_uttered`) and keeps nothing: what is lost
here would be lost there, too.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Mapping
from typing import Any

import aiohttp
import socketio
from aiohttp import web

# What the REST door takes as a sender.
_SENDER = re.compile(r"[A-Za-z0-9_.:@+-]{1,100}")
# A turn is given ten seconds by the adviser; twice that means that it hangs.
_TURN = aiohttp.ClientTimeout(total=20)


def as_chat_widget(message: Mapping[str, Any]) -> dict[str, Any]:
    """A message of the contract in the shape that chat-widget knows: quick replies where it has buttons, else text.

    Its other shapes (carousel, accordion, image, video) need pictures' addresses or fold the text away; no kind of the
    contract fits one of them.
    """
    buttons = message.get("buttons") or []
    if not buttons:
        return {"text": message["text"]}
    replies = [{"content_type": "text", "title": one["title"], "payload": one["payload"]} for one in buttons]
    return {"text": message["text"], "quick_replies": replies}


def relay(bot_url: str, site: str) -> web.Application:
    """The relay as an application; pages of `site` may open its socket.

    Args:
        bot_url: where the adviser's REST door is, without a slash at the end.
        site: the origin of the pages.
    """
    server = socketio.AsyncServer(async_mode="aiohttp", cors_allowed_origins=[site])

    async def begin(sid: str, asked: Any = None) -> None:
        name = _sender(asked)
        if name:
            await server.enter_room(sid, name)
            await server.emit("session_confirm", name, room=sid)

    async def hear(sid: str, said: Any = None) -> None:
        name, text = _sender(said), said.get("message") if isinstance(said, dict) else None
        if not name or not isinstance(text, str):
            return
        for message in await _ask(bot_url, name, text):
            await server.emit("bot_uttered", as_chat_widget(message), room=name)

    server.on("session_request", begin)
    server.on("user_uttered", hear)
    application = web.Application()
    server.attach(application)
    return application


def _sender(fields: Any) -> str:
    """The session that a page names, or nothing."""
    name = fields.get("session_id") if isinstance(fields, dict) else None
    return name if isinstance(name, str) and _SENDER.fullmatch(name) else ""


async def _ask(bot_url: str, sender: str, text: str) -> list[dict[str, Any]]:
    """What the adviser says to this; nothing where it is away, as Rasa's own channel would say nothing."""
    try:
        async with (
            aiohttp.ClientSession(timeout=_TURN) as client,
            client.post(f"{bot_url}/webhooks/rest/webhook", json={"sender": sender, "message": text}) as answer,
        ):
            if answer.status != 200:
                return []
            said: list[dict[str, Any]] = await answer.json()
            return said
    except (aiohttp.ClientError, TimeoutError):
        return []


def main() -> None:
    """Run it."""
    port, bot_url, site = sys.argv[1:]
    web.run_app(relay(bot_url, site), host="127.0.0.1", port=int(port), print=None)


if __name__ == "__main__":
    main()
