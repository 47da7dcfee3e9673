"""Calls to the action server share a connection, and a loop of its own has connections of its own."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any

import aiohttp
import pytest
from rasa.utils.endpoints import ClientResponseError, EndpointConfig

from bot.channels import kept_connections as kept_connections


class Counting:
    """A server that keeps its connections open and counts them; it notes what came with each call."""

    def __init__(self) -> None:
        self.connections, self.headers, self.status = 0, [], 200
        self.bodies: list[Any] = []
        owner = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def setup(self) -> None:
                owner.connections += 1
                super().setup()

            def do_POST(self) -> None:
                owner.bodies.append(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))
                owner.headers.append(dict(self.headers))
                body = json.dumps({"events": [], "responses": []}).encode()
                self.send_response(owner.status)
                self.send_header("Content-Type", "application/json")
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *_: Any) -> None:
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.server.daemon_threads = True
        self.url = f"http://127.0.0.1:{self.server.server_port}/webhook"
        Thread(target=self.server.serve_forever, args=(0.05,), daemon=True).start()


@pytest.fixture
def counting() -> Iterator[Counting]:
    """A server that counts its connections."""
    counting = Counting()
    yield counting
    counting.server.shutdown()
    counting.server.server_close()


async def call(endpoint: EndpointConfig, times: int) -> list[Any]:
    return [await endpoint.request(json={"next_action": "x"}) for _ in range(times)]


def test_calls_one_after_the_other_share_a_connection(counting: Counting) -> None:
    answers = asyncio.run(call(EndpointConfig(counting.url), 5))
    assert answers == [{"events": [], "responses": []}] * 5
    assert counting.connections == 1


def test_calls_at_once_each_have_their_own_and_leave_it_for_the_next(counting: Counting) -> None:
    async def twice() -> None:
        for _ in range(2):
            await asyncio.gather(*(call(EndpointConfig(counting.url), 1) for _ in range(3)))

    asyncio.run(twice())
    assert counting.connections <= 3 < len(counting.headers)


def test_what_is_sent_is_read_as_it_was(counting: Counting) -> None:
    told = {"text": "a/b \u00e9 \U0001f600 \ud83d \n", "numbers": [0.1, 1 / 3, 1.7e9 + 0.123456, 5], "none": None}
    asyncio.run(EndpointConfig(counting.url).request(json=told))
    assert counting.bodies == [told]


def test_another_loop_takes_no_connection_of_one_that_has_ended(counting: Counting) -> None:
    for _ in range(2):
        assert len(asyncio.run(call(EndpointConfig(counting.url), 2))) == 2
    assert counting.connections == 2


def test_headers_and_the_password_of_the_endpoint_go_along(counting: Counting) -> None:
    login = {"username": "rasa", "password": "open sesame"}
    asyncio.run(call(EndpointConfig(counting.url, headers={"X-Site": "one"}, basic_auth=login), 1))
    (headers,) = counting.headers
    assert headers["X-Site"] == "one"
    assert headers["Authorization"] == aiohttp.BasicAuth("rasa", "open sesame").encode()


def test_a_refused_call_leaves_the_connection_usable(counting: Counting) -> None:
    async def refused_then_taken() -> None:
        endpoint = EndpointConfig(counting.url)
        counting.status = 400
        with pytest.raises(ClientResponseError):
            await call(endpoint, 1)
        counting.status = 200
        await call(endpoint, 1)

    asyncio.run(refused_then_taken())
    assert counting.connections == 1
