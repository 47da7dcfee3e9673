"""Who writes at length keeps nobody else waiting, and is understood as ever."""

from __future__ import annotations

import asyncio
import threading
from typing import Any

import pytest
from rasa.core.agent import Agent
from rasa.core.channels.channel import UserMessage
from rasa.core.processor import MessageProcessor

from bot.channels import long_texts as long_texts

LONG = "why " * 200
PATIENCE_SECONDS = 20


async def test_others_are_answered_while_a_long_text_is_being_understood(
    agent: Agent, monkeypatch: pytest.MonkeyPatch
) -> None:
    short_is_answered = threading.Event()
    understand, in_time = MessageProcessor._parse_message_with_graph, []

    def slowly(self: MessageProcessor, message: UserMessage, *rest: Any) -> dict[str, Any]:
        if len(message.text) > 300:
            in_time.append(short_is_answered.wait(PATIENCE_SECONDS))
        return dict(understand(self, message, *rest))

    monkeypatch.setattr(MessageProcessor, "_parse_message_with_graph", slowly)
    at_length = asyncio.create_task(agent.handle_text(LONG, sender_id="anna"))
    await asyncio.sleep(0.1)
    await agent.handle_text("why", sender_id="ben")
    short_is_answered.set()
    await at_length
    assert in_time == [True]


async def test_a_long_text_is_understood_as_it_would_be_on_the_loop(agent: Agent) -> None:
    for text in (LONG, "check"):
        beside = await agent.processor.parse_message(UserMessage(text))
        on_the_loop = await MessageProcessor.parse_message.__wrapped__(agent.processor, UserMessage(text))
        assert beside == on_the_loop and beside["intent"]["name"]


async def test_a_failure_reaches_who_asked(agent: Agent, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: Any) -> None:
        raise RuntimeError("planned")

    monkeypatch.setattr(MessageProcessor, "_parse_message_with_graph", fail)
    with pytest.raises(RuntimeError, match="planned"):
        await agent.processor.parse_message(UserMessage(LONG))
