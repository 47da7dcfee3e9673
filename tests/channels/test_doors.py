"""What holds at every door: headers, origins, limits by sender and address, and whom a proxy speaks for."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

import aiohttp
import pytest
from rasa.core.agent import Agent
from rasa.core.channels.channel import UserMessage

from bot.channels.addresses import client_address
from bot.channels.limits import Limits
from bot.channels.rest import RestChannel
from bot.channels.site import SiteChannel
from bot.settings import Settings
from tests.channels.small_bot import serving

WEBHOOK = "/webhooks/rest/webhook"
SHOP, STRANGER = "https://shop.example", "https://evil.example"


@dataclass(frozen=True)
class Ask:
    """One request."""

    method: str = "POST"
    path: str = WEBHOOK
    sender: str = "ann"
    headers: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Told:
    """One answer."""

    status: int
    headers: dict[str, str]
    body: Any


async def echo(message: UserMessage) -> None:
    await message.output_channel.send_response(message.sender_id, {"text": message.text})


def ask(asks: Iterable[Ask], **environment: str) -> list[Told]:
    """Put requests one after another to a server with these settings."""

    async def run() -> list[Told]:
        limits = Limits(Settings.from_env(environment))
        told = []
        async with (
            serving(RestChannel({}, limits), echo, **environment) as address,
            aiohttp.ClientSession() as session,
        ):
            for one in asks:
                body = {"sender": one.sender, "message": "hello"} if one.method == "POST" else None
                async with session.request(one.method, address + one.path, json=body, headers=one.headers) as response:
                    answer = await response.json() if response.content_type == "application/json" else None
                    told.append(Told(response.status, dict(response.headers), answer))
        return told

    return asyncio.run(run())


def statuses(told: list[Told]) -> list[int]:
    return [one.status for one in told]


def behind(address: str) -> dict[str, str]:
    return {"X-Forwarded-For": address}


PROXY = {"LEVELFIELD_TRUSTED_PROXIES": "127.0.0.1"}


@pytest.mark.parametrize(
    "one",
    [
        Ask(),
        Ask("GET"),
        Ask(path="/nowhere"),
        Ask("GET", "/conversations/x/tracker"),
        Ask(headers={"Origin": STRANGER}),
    ],
    ids=["200", "405", "404", "api", "403"],
)
def test_every_answer_has_the_security_headers_and_no_banner(one: Ask) -> None:
    (told,) = ask([one])
    assert "default-src 'none'" in told.headers["Content-Security-Policy"]
    assert "frame-ancestors 'none'" in told.headers["Content-Security-Policy"]
    assert told.headers["X-Content-Type-Options"] == "nosniff"
    assert told.headers["X-Frame-Options"] == "DENY"
    assert told.headers["Referrer-Policy"] == "no-referrer"
    assert told.headers["Cache-Control"] == "no-store"
    assert "Server" not in told.headers and "sanic" not in str(told.headers).lower()
    assert "Strict-Transport-Security" not in told.headers


def test_where_people_come_by_https_browsers_are_told_to_stay_there() -> None:
    (told,) = ask([Ask()], LEVELFIELD_PUBLIC_URL="https://adviser.example")
    assert "max-age" in told.headers["Strict-Transport-Security"]


def test_without_a_list_only_our_own_page_may_speak() -> None:
    told = ask([Ask(headers={"Origin": SHOP}), Ask(headers={"Origin": "null"}), Ask()])
    assert statuses(told) == [403, 403, 200]
    assert set(told[0].body) == {"error", "hint"}
    assert not any("Access-Control-Allow-Origin" in one.headers for one in told)


def test_a_page_of_the_same_host_or_the_public_address_is_our_own() -> None:
    public = "https://adviser.example"
    own = {"Origin": "http://adviser.example", "Host": "adviser.example"}
    told = ask([Ask(headers=own), Ask(headers={"Origin": public})], LEVELFIELD_PUBLIC_URL=public)
    assert statuses(told) == [200, 200]


def test_a_listed_site_may_speak_and_no_other() -> None:
    preflight = {"Origin": SHOP, "Access-Control-Request-Method": "POST"}
    foreign = {"Origin": STRANGER, "Access-Control-Request-Method": "POST"}
    told = ask(
        [
            Ask("OPTIONS", headers=preflight),
            Ask(headers={"Origin": SHOP}),
            Ask("OPTIONS", headers=foreign),
            Ask(headers={"Origin": STRANGER}),
            Ask(headers={"Origin": f"{SHOP}.evil.example"}),
        ],
        LEVELFIELD_ORIGINS=f"{SHOP} https://other.example",
    )
    assert statuses(told) == [204, 200, 403, 403, 403]
    assert [one.headers.get("Access-Control-Allow-Origin") for one in told] == [SHOP, SHOP, None, None, None]
    assert told[0].headers["Access-Control-Allow-Headers"] == "Content-Type"
    assert all(one.headers["Vary"] == "Origin" for one in told)
    assert not any("Access-Control-Allow-Credentials" in one.headers for one in told)


def test_thirty_messages_of_one_sender_in_ten_seconds_pass_and_the_next_waits() -> None:
    told = ask([Ask()] * 31)
    assert statuses(told) == [200] * 30 + [429]
    assert set(told[-1].body) == {"error", "hint"}
    assert 1 <= int(told[-1].headers["Retry-After"]) <= 10


def test_one_sender_does_not_use_up_anothers_share() -> None:
    told = ask([Ask(), Ask(), Ask(sender="bob")], LEVELFIELD_LIMIT_SENDER="1/minute")
    assert statuses(told) == [200, 429, 200]


def test_off_is_no_limit() -> None:
    assert statuses(ask([Ask()] * 40, LEVELFIELD_LIMIT_SENDER="off")) == [200] * 40


def test_addresses_are_limited_behind_a_trusted_proxy_each_by_itself() -> None:
    asks = [Ask(sender=f"s{n}", headers=behind("198.51.100.7")) for n in range(3)]
    asks += [Ask(headers=behind("198.51.100.8"))]
    told = ask(asks, **PROXY, LEVELFIELD_LIMIT_ADDRESS="2/minute")
    assert statuses(told) == [200, 200, 429, 200]


def test_a_header_of_somebody_untrusted_does_not_make_a_new_address() -> None:
    asks = [Ask(headers=behind(f"198.51.100.{n}")) for n in range(3)]
    assert statuses(ask(asks, LEVELFIELD_LIMIT_ADDRESS="2/minute")) == [200, 200, 429]


def test_this_machine_is_not_limited_by_address_unless_somebody_says_so() -> None:
    asks = [Ask(sender=f"s{n}") for n in range(70)]
    assert statuses(ask(asks)) == [200] * 70
    assert 429 in statuses(ask(asks[:3], LEVELFIELD_LIMIT_NEWCOMERS="2/hour"))


def test_new_senders_of_an_address_are_limited_and_known_ones_go_on() -> None:
    senders = ["a", "b", "c", "c", "a", "b"]
    told = ask([Ask(sender=name) for name in senders], LEVELFIELD_LIMIT_NEWCOMERS="2/hour")
    assert statuses(told) == [200, 200, 429, 429, 200, 200]


def test_what_is_not_found_counts_and_a_supervisors_question_does_not() -> None:
    paths = ["/plan/guess1", "/ready", "/health", "/", "/plan/guess2", "/plan/guess3"]
    told = ask([Ask("GET", path) for path in paths], LEVELFIELD_LIMIT_ADDRESS="2/minute")
    # The REST door alone has no page and no health: those three are not found, and still not counted.
    assert statuses(told) == [404, 404, 404, 404, 404, 429]


def test_the_page_is_served_however_often() -> None:
    async def run() -> set[int]:
        async with (
            serving(SiteChannel(), Agent(), LEVELFIELD_LIMIT_ADDRESS="1/hour") as address,
            aiohttp.ClientSession() as session,
        ):
            return {(await session.get(f"{address}/")).status for _ in range(5)}

    assert asyncio.run(run()) == {200}


@pytest.mark.parametrize(
    ("peer", "header", "trusted", "client"),
    [
        ("203.0.113.5", "", (), "203.0.113.5"),
        ("203.0.113.5", "198.51.100.7", (), "203.0.113.5"),
        ("127.0.0.1", "198.51.100.7", ("127.0.0.1",), "198.51.100.7"),
        ("127.0.0.1", "6.6.6.6, 198.51.100.7", ("127.0.0.1",), "198.51.100.7"),
        ("10.0.0.2", "198.51.100.7, 10.0.0.9", ("10.0.0.0/8",), "198.51.100.7"),
        ("10.0.0.2", "198.51.100.7, nonsense", ("10.0.0.0/8",), "10.0.0.2"),
        ("::1", "2001:db8::7", ("::1",), "2001:db8::7"),
        ("", "198.51.100.7", ("127.0.0.1",), ""),
    ],
)
def test_whom_a_proxy_speaks_for(peer: str, header: str, trusted: tuple[str, ...], client: str) -> None:
    assert client_address(peer, header, trusted) == client


def test_an_ipv6_network_counts_as_one_address() -> None:
    asks = [Ask(headers=behind(f"2001:db8:0:1::{n}")) for n in range(3)] + [Ask(headers=behind("2001:db8:0:2::1"))]
    assert statuses(ask(asks, **PROXY, LEVELFIELD_LIMIT_ADDRESS="2/minute")) == [200, 200, 429, 200]


@pytest.mark.parametrize("sender", ["slack:T1:U1", "telegram:7", "web:abc", "WEB:abc"])
def test_over_rest_nobody_speaks_as_somebody_of_another_channel(sender: str) -> None:
    (told,) = ask([Ask(sender=sender)])
    assert told.status == 400 and "another channel" in told.body["error"]


@pytest.mark.parametrize(
    "headers",
    [
        *(f"Content-Length: {length}" for length in ("-1", "-5", "x", "+5", "1e3", "0x10", "", "9" * 30, "5, 6")),
        "Content-Length: 5\r\nContent-Length: 9",
        "Content-Length: 5\r\nTransfer-Encoding: chunked",
        "Transfer-Encoding: gzip",
        "Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked",
    ],
)
def test_a_body_without_a_plain_length_is_refused_and_freezes_nothing(headers: str) -> None:
    async def run() -> tuple[bytes, int]:
        async with serving(RestChannel({}), echo) as address, aiohttp.ClientSession() as session:
            reader, writer = await asyncio.open_connection("127.0.0.1", int(address.rpartition(":")[2]))
            writer.write(f"POST {WEBHOOK} HTTP/1.1\r\nHost: a\r\n{headers}\r\n\r\n".encode() + b'{"sender": "ann"}')
            refused = await asyncio.wait_for(reader.read(), 10)
            writer.close()
            async with session.post(address + WEBHOOK, json={"sender": "ann", "message": "hello"}) as response:
                return refused, response.status

    refused, status = asyncio.run(run())
    assert refused.startswith(b"HTTP/1.1 400 ") and b'"hint"' in refused
    assert status == 200
