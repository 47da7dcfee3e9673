"""The REST door: what it refuses, what it answers itself, and what one message looks like."""

from __future__ import annotations

import asyncio
import json
import logging
from collections.abc import Awaitable, Callable
from typing import Any

import aiohttp
import pytest
from rasa.core.agent import Agent
from rasa.core.channels.channel import UserMessage

from bot.channels.rest import RestChannel
from bot.channels.wording import LAST_RESORT
from tests.channels.small_bot import serving

WORDING = {
    "rest.empty": "No words came.",
    "rest.too_long": "Too much at once.",
    "rest.no_answer": "No answer just now.",
    "button.check": "Check my business",
}
Reply = tuple[int, dict[str, str], Any]


async def echo(message: UserMessage) -> None:
    await message.output_channel.send_response(message.sender_id, {"text": message.text})


def post(body: bytes | dict[str, Any], handler: Callable[[UserMessage], Awaitable[None]] | Agent = echo) -> Reply:
    """Send one body to a real server; its status, headers and JSON."""

    async def run() -> Reply:
        data = body if isinstance(body, bytes) else json.dumps(body).encode()
        async with (
            serving(RestChannel(WORDING), handler) as address,
            aiohttp.ClientSession() as session,
            session.post(f"{address}/webhooks/rest/webhook", data=data) as response,
        ):
            assert response.content_type == "application/json"
            return response.status, dict(response.headers), await response.json()

    return asyncio.run(run())


def say(text: str, handler: Callable[[UserMessage], Awaitable[None]] | Agent = echo) -> list[dict[str, Any]]:
    status, _, messages = post({"sender": "ann", "message": text}, handler)
    assert status == 200
    return list(messages)


async def never(message: UserMessage) -> None:
    raise AssertionError("Rasa was called")


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"{",
        b'{"sender":',
        b"null",
        b"[]",
        b'"text"',
        b"[" * 30_000,
        b"\xff\xfe{}",
        b"sender=ann&message=hello",
        b'{"sender": "ann"}',
        b'{"message": "hello"}',
        b'{"sender": 7, "message": "hello"}',
        b'{"sender": null, "message": "hello"}',
        b'{"sender": "ann", "message": 7}',
        b'{"sender": "ann", "message": {"text": "hello"}}',
        b'{"sender": "", "message": "hello"}',
        b'{"sender": "a nn", "message": "hello"}',
        b'{"sender": "ann\\u0000", "message": "hello"}',
        b'{"sender": "ann\\n", "message": "hello"}',
        b'{"sender": "../etc", "message": "hello"}',
        b'{"sender": "%s", "message": "hello"}' % (b"a" * 101),
        b'{"sender": "ann", "message": 1%s}' % (b"0" * 5_000),
    ],
    ids=lambda body: repr(body[:40]),
)
def test_what_is_no_message_is_refused_with_a_reason(body: bytes) -> None:
    status, _, answer = post(body, never)
    assert status == 400
    assert set(answer) == {"error", "hint"} and all(answer.values())


def test_a_body_over_64_kb_is_refused_as_too_large() -> None:
    status, _, answer = post({"sender": "ann", "message": "a" * 70_000}, never)
    assert status == 413
    assert set(answer) == {"error", "hint"}


@pytest.mark.parametrize("sender", ["a", "a" * 100, "web-0f", "ann@shop.example", "+33:6.1_2"])
def test_an_id_of_allowed_characters_is_taken(sender: str) -> None:
    status, _, messages = post({"sender": sender, "message": "hello"})
    assert (status, messages[0]["recipient_id"]) == (200, sender)


@pytest.mark.parametrize("text", ["", "   ", "\n\t", "👍", "?!", "🙂🙂 ...", "\u200b", "/", " // ", "\x00\x07"])
def test_without_a_letter_or_digit_there_is_a_fixed_answer_and_no_turn(text: str) -> None:
    (message,) = say(text, never)
    assert message["text"] == "No words came."
    assert message["custom"]["kind"] == "unknown"
    assert [button["title"] for button in message["buttons"]] == ["Check my business"]


def test_a_message_over_4000_characters_gets_a_notice_and_no_turn() -> None:
    (message,) = say("a" * 4_001, never)
    assert (message["text"], message["custom"]["kind"]) == ("Too much at once.", "notice")
    assert "buttons" not in message
    assert say("a" * 4_000)[0]["text"] == "a" * 4_000


@pytest.mark.parametrize(
    ("typed", "understood"),
    [
        ("/restart", "restart"),
        ('/inform{"role": "admin"}', 'inform{"role": "admin"}'),
        ("  / /  //greet", "greet"),
        ("\u00a0/greet", "greet"),
        ("\x00/greet", "greet"),
        ("\t/\n/greet", "greet"),
        ("and/or", "and/or"),
        ("hel\x00lo\x1b[31m", "hello[31m"),
        ("phone\torders\r\nand mail", "phone orders and mail"),
        ("half \ud800 a pair", "half  a pair"),
        ("café 🙂 سلام", "café 🙂 سلام"),
        ("三", "三"),
        ("E1:3", "E1:3"),
    ],
)
def test_typed_text_reaches_rasa_as_text(typed: str, understood: str) -> None:
    assert say(typed)[0]["text"] == understood


def test_metadata_and_the_clients_own_channel_name_are_dropped() -> None:
    async def report(message: UserMessage) -> None:
        await message.output_channel.send_text_message(message.sender_id, f"{message.input_channel} {message.metadata}")

    body = {"sender": "ann", "message": "hello", "metadata": {"role": "admin"}, "input_channel": "slack"}
    assert post(body, report)[2][0]["text"] == "rest None"


def test_one_message_is_one_object(agent: Agent) -> None:
    assert say("check", agent) == [
        {
            "recipient_id": "ann",
            "text": "How much of your costs\n\nare fixed?",
            "buttons": [{"title": "Half", "payload": "E1:2"}],
            "custom": {"kind": "question", "about": ["E1"], "sources": [], "data": {"done": 0, "of": 8}},
        }
    ]


def test_a_message_without_a_contract_part_is_a_notice_without_buttons(agent: Agent) -> None:
    (message,) = say("why", agent)
    assert set(message) == {"recipient_id", "text", "custom"}
    assert message["custom"]["kind"] == "notice"


def test_a_failed_turn_is_told_and_its_text_is_not_logged(caplog: pytest.LogCaptureFixture) -> None:
    async def fail(message: UserMessage) -> None:
        raise RuntimeError(f"could not store {message.text}")

    with caplog.at_level(logging.DEBUG):
        status, headers, answer = post({"sender": "ann", "message": "my secret"}, fail)
    assert status == 503 and int(headers["Retry-After"]) > 0
    assert set(answer) == {"error", "hint"}
    assert "RuntimeError" in caplog.text and "secret" not in caplog.text


def test_silence_becomes_a_spoken_notice() -> None:
    async def silent(message: UserMessage) -> None:
        pass

    (message,) = say("hello", silent)
    assert (message["text"], message["custom"]["kind"]) == ("No answer just now.", "notice")


def test_without_a_model_it_says_so_instead_of_dropping_the_message() -> None:
    status, headers, _ = post({"sender": "ann", "message": "hello"}, Agent())
    assert status == 503 and "Retry-After" in headers


def test_a_missing_phrase_still_speaks() -> None:
    async def run() -> Any:
        async with serving(RestChannel({}), never) as address, aiohttp.ClientSession() as session:
            body = {"sender": "ann", "message": ""}
            async with session.post(f"{address}/webhooks/rest/webhook", json=body) as response:
                return await response.json()

    assert asyncio.run(run())[0]["text"] == LAST_RESORT


def test_a_turn_is_finished_when_the_client_hangs_up() -> None:
    finished: list[str] = []

    async def slow(message: UserMessage) -> None:
        await asyncio.sleep(0.3)
        finished.append(message.text)

    async def run() -> None:
        async with serving(RestChannel(WORDING), slow) as address:
            timeout = aiohttp.ClientTimeout(total=0.1)
            async with aiohttp.ClientSession(timeout=timeout) as session:
                with pytest.raises(TimeoutError):
                    await session.post(f"{address}/webhooks/rest/webhook", json={"sender": "ann", "message": "hello"})
            await asyncio.sleep(0.5)

    asyncio.run(run())
    assert finished == ["hello"]


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [("GET", "/webhooks/rest/webhook", 405), ("GET", "/nowhere", 404), ("GET", "/conversations/ann/tracker", 404)],
)
def test_other_paths_and_methods_are_refused_in_json(method: str, path: str, status: int) -> None:
    async def run() -> tuple[int, Any]:
        async with (
            serving(RestChannel(WORDING), never) as address,
            aiohttp.ClientSession() as session,
            session.request(method, address + path) as response,
        ):
            return response.status, await response.json()

    found, answer = asyncio.run(run())
    assert (found, set(answer)) == (status, {"error", "hint"})
