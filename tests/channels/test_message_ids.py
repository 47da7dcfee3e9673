"""REST with message ids: the same id is the same message, and gets the same reply."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Awaitable, Callable
from typing import Any

import aiohttp
import pytest
from rasa.core.agent import Agent
from rasa.core.channels.channel import UserMessage

from bot.cases.repository import CaseStore
from bot.channels.rest import RestChannel
from bot.inbox.inbox import PAUSES, Inbox
from bot.model.received import DEAD, DONE
from tests.channels.small_bot import serving

Post = Callable[..., Awaitable[tuple[int, Any]]]
Handler = Callable[[UserMessage], Awaitable[None]] | Agent


class Counted:
    """A handler that counts its turns; it fails so often first, and takes a while."""

    def __init__(self, failures: int = 0, seconds: float = 0.0) -> None:
        self.failures, self.seconds, self.texts, self.ids = failures, seconds, list[str](), list[str]()

    async def __call__(self, message: UserMessage) -> None:
        self.texts.append(message.text)
        self.ids.append(message.message_id)
        await asyncio.sleep(self.seconds)
        if self.failures:
            self.failures -= 1
            raise RuntimeError("the database is away")
        await message.output_channel.send_response(message.sender_id, {"text": f"turn {len(self.texts)}"})


def talk(inbox: Inbox, handler: Handler, script: Callable[[Post], Awaitable[None]]) -> None:
    """Play a script with a function that posts to a real server."""

    async def run() -> None:
        async with serving(RestChannel({}, inbox=inbox), handler) as address, aiohttp.ClientSession() as session:

            async def post(text: str, message_id: Any = "", sender: str = "ann") -> tuple[int, Any]:
                body = {"sender": sender, "message": text, "message_id": message_id}
                async with session.post(f"{address}/webhooks/rest/webhook", data=json.dumps(body)) as response:
                    return response.status, await response.json()

            await script(post)

    asyncio.run(run())


def test_the_same_id_again_is_the_same_reply_and_no_second_turn(inbox: Inbox) -> None:
    handler = Counted()

    async def script(post: Post) -> None:
        status, first = await post("hello", "m1")
        assert (status, first[0]["text"]) == (200, "turn 1")
        assert await post("hello", "m1") == (200, first)
        assert (await post("hello", "m2"))[1][0]["text"] == "turn 2"
        assert (await post("hello", "m1", sender="bob"))[1][0]["text"] == "turn 3", "another person's id is another's"

    talk(inbox, handler, script)
    assert len(handler.texts) == 3 and {message.state for message in inbox.messages()} == {DONE}


def test_at_the_same_time_too(inbox: Inbox) -> None:
    handler = Counted(seconds=0.2)

    async def script(post: Post) -> None:
        answers = await asyncio.gather(*(post("hello", "m1") for _ in range(12)))
        assert [status for status, _ in answers] == [200] * 12
        assert len({answer[0]["text"] for _, answer in answers}) == 1

    talk(inbox, handler, script)
    assert handler.texts == ["hello"]


def test_different_people_do_not_wait_for_each_other(inbox: Inbox) -> None:
    inside: list[str] = []

    async def meet(message: UserMessage) -> None:
        inside.append(message.sender_id)
        # Nobody goes on before all are here.
        while len(inside) < 8:
            await asyncio.sleep(0.01)
        await message.output_channel.send_response(message.sender_id, {"text": message.text})

    async def script(post: Post) -> None:
        answers = await asyncio.gather(*(post("hello", "m", sender=f"person{number}") for number in range(8)))
        assert [status for status, _ in answers] == [200] * 8

    talk(inbox, meet, script)
    assert len(set(inside)) == 8


def test_one_persons_messages_are_answered_one_after_the_other(inbox: Inbox) -> None:
    order: list[str] = []
    gate = asyncio.Event()

    async def slow(message: UserMessage) -> None:
        order.append(f"{message.text} begins")
        await gate.wait()
        await asyncio.sleep(0.01)
        order.append(f"{message.text} ends")
        await message.output_channel.send_response(message.sender_id, {"text": message.text})

    async def script(post: Post) -> None:
        asked = []
        for number in range(4):
            asked.append(asyncio.ensure_future(post(f"n{number}", f"k{number}")))
            while len(await asyncio.to_thread(inbox.messages)) <= number:
                await asyncio.sleep(0.01)
        gate.set()
        assert [answer[0]["text"] for _, answer in await asyncio.gather(*asked)] == ["n0", "n1", "n2", "n3"]

    talk(inbox, slow, script)
    assert order == [f"n{number} {what}" for number in range(4) for what in ("begins", "ends")]


def test_a_failed_turn_is_told_and_asking_again_gives_its_reply(inbox: Inbox) -> None:
    handler = Counted(failures=1)

    async def script(post: Post) -> None:
        status, answer = await post("hello", "m1")
        assert status == 503 and set(answer) == {"error", "hint"}
        status, answer = await post("hello", "m1")
        assert (status, answer[0]["text"]) == (200, "turn 2")

    talk(inbox, handler, script)
    assert len(set(handler.ids)) == 1, "each attempt is the same message to the case store"


def test_what_was_given_up_on_is_tried_again_when_it_is_asked_for(inbox: Inbox) -> None:
    inbox.put("rest", "rest:ann", "m1", {"sender": "ann", "text": "hello"})
    taken = inbox.take("rest")
    assert taken is not None and PAUSES
    inbox.put_off(taken, "RuntimeError", for_good=True)
    assert inbox.messages(DEAD)

    async def script(post: Post) -> None:
        assert (await post("hello", "m1"))[0] == 200

    talk(inbox, Counted(), script)


def test_what_a_dead_process_left_behind_is_answered_by_the_next(inbox: Inbox) -> None:
    inbox.put("rest", "rest:ann", "m1", {"sender": "ann", "text": "left behind"})
    handler = Counted()

    async def script(post: Post) -> None:
        assert (await post("left behind", "m1"))[1][0]["text"] == "turn 1"

    talk(inbox, handler, script)
    assert handler.texts == ["left behind"]


def test_a_reply_that_is_no_longer_kept_is_said_so(inbox: Inbox) -> None:
    inbox.put("rest", "rest:ann", "m1", {"sender": "ann", "text": "hello"})
    taken = inbox.take("rest")
    assert taken is not None
    inbox.mark_done(taken)

    async def script(post: Post) -> None:
        status, answer = await post("hello", "m1")
        assert status == 409 and set(answer) == {"error", "hint"}

    talk(inbox, Counted(), script)


def test_a_turn_that_rasa_has_stored_is_not_taken_twice(inbox: Inbox, agent: Agent) -> None:
    replies = []

    async def first(post: Post) -> None:
        replies.append((await post("check", "m1"))[1])

    async def again(post: Post) -> None:
        replies.append((await post("check", "m1"))[1])

    talk(inbox, agent, first)
    # As if the process had died between Rasa's database and the inbox.
    forget = "UPDATE inbox SET state = 'waiting', reply = '[]', done_at = NULL, body = :body"
    with inbox._cases.changing() as connection:
        connection.exec_driver_sql(forget.replace(":body", '\'{"sender": "ann", "text": "check"}\''))
    talk(inbox, agent, again)
    assert replies[0] == replies[1] and replies[0][0]["buttons"]
    tracker = asyncio.run(agent.tracker_store.retrieve("ann"))
    assert [event.as_dict()["event"] for event in tracker.events].count("user") == 1


@pytest.mark.parametrize("message_id", [7, ["m"], {"m": 1}, "a b", "a\n", "\u00e9", "x" * 101])
def test_what_is_no_id_is_refused(inbox: Inbox, message_id: Any) -> None:
    async def script(post: Post) -> None:
        status, answer = await post("hello", message_id)
        assert status == 400 and "message_id" in answer["error"]

    talk(inbox, Counted(), script)


@pytest.mark.parametrize("sender", ["slack:T1:U1", "telegram:5", "web:x", "Slack:T1:U1"])
def test_nobody_speaks_in_another_channels_conversation(inbox: Inbox, sender: str) -> None:
    async def script(post: Post) -> None:
        assert (await post("hello", "m1", sender=sender))[0] == 400
        assert (await post("hello", sender=sender))[0] == 400

    talk(inbox, Counted(), script)


def test_without_its_database_the_door_says_so(tmp_path: Any) -> None:
    away = Inbox(CaseStore(f"sqlite:///{tmp_path}/nowhere/cases.db"))

    async def script(post: Post) -> None:
        status, answer = await post("hello", "m1")
        assert status == 503 and set(answer) == {"error", "hint"}
        # Without an id nothing has to be kept.
        assert (await post("hello"))[0] == 200

    talk(away, Counted(), script)
