"""A page of the website without a browser: the client's side of the socket, and what it was told."""

from __future__ import annotations

import asyncio
import secrets
from typing import Any

import socketio

from bot.channels.website import SOCKET_PATH


class Page:
    """A page that keeps what it is told, as the widget does."""

    def __init__(self, address: str, browser: str = "") -> None:
        self.address = address
        self.claim: dict[str, Any] = {"browser": browser or secrets.token_urlsafe(18)}
        self.messages: list[dict[str, Any]] = []
        self.typing: list[bool] = []
        self.heard: list[str] = []
        self.socket = self._make_socket()

    def _make_socket(self) -> socketio.AsyncClient:
        socket = socketio.AsyncClient(reconnection=False)
        socket.on("message", self._message)
        socket.on("typing", lambda event: self.typing.append(event["on"]))
        socket.on("heard", lambda event: self.heard.append(event["text"]))
        return socket

    def _message(self, message: dict[str, Any]) -> None:
        self.messages.append(message)

    @property
    def last(self) -> int:
        return max((message["number"] for message in self.messages), default=0)

    async def come(self, **headers: str) -> Page:
        """Connect, and take what was missed."""
        await self.socket.connect(
            self.address, headers=headers, socketio_path=SOCKET_PATH, auth=self.claim, transports=["websocket"]
        )
        begun = await self.socket.call("begin", {"last": self.last}, timeout=10)
        assert begun["ok"]
        self.claim |= {"session": begun["session"], "signature": begun["signature"]}
        self.messages += begun["messages"]
        return self

    async def say(self, text: Any, name: str = "", **more: Any) -> dict[str, Any]:
        """Say something; the acknowledgement."""
        answer: dict[str, Any] = await self.socket.call(
            "say", {"id": name or secrets.token_hex(8), "text": text, **more}, timeout=20
        )
        return answer

    def send(self, text: str, name: str) -> None:
        """Say something, and do not wait for the acknowledgement."""
        self._sending = asyncio.ensure_future(self.socket.emit("say", {"id": name, "text": text}))

    def lose_the_line(self) -> None:
        """Be gone without a word, as in a tunnel; a new socket for the time after it."""
        connection = self.socket.eio.ws._response.connection
        # None: the server was the first to be gone.
        if connection is not None:
            connection.transport.abort()
        self.socket = self._make_socket()

    async def leave(self) -> None:
        """Go away."""
        await self.socket.disconnect()

    def __await__(self) -> Any:
        return self.come().__await__()
