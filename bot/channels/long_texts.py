"""Understands long texts beside the loop, one after the other. Importing this replaces a method of `MessageProcessor`.

Rasa understands a message on the loop that serves everybody: six texts of 4,000 characters at once, half a second each,
made everybody else wait for seven seconds.
"""

from __future__ import annotations

import asyncio
import contextvars
import functools
from collections.abc import Callable, Coroutine
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from rasa.core.channels.channel import UserMessage
from rasa.core.processor import MessageProcessor

# A text of this length is understood in a tenth of a second; nobody notices such a wait, and most are shorter.
SHORT_TEXT = 300
# One thread: who writes at length waits for others who do, and the loop never has more than one rival for the CPU.
_BESIDE = ThreadPoolExecutor(1, "long-texts")

Parse = Callable[..., Coroutine[Any, Any, dict[str, Any]]]


def _install() -> None:
    parse: Parse = MessageProcessor.parse_message
    # A module that is imported twice under two names must not wrap the wrapper.
    if hasattr(parse, "__wrapped__"):
        return

    @functools.wraps(parse)
    async def parse_message(
        self: MessageProcessor, message: UserMessage, *arguments: Any, **named: Any
    ) -> dict[str, Any]:
        understood = parse(self, message, *arguments, **named)
        if len(message.text or "") <= SHORT_TEXT:
            return await understood
        here = contextvars.copy_context()
        return await asyncio.get_running_loop().run_in_executor(_BESIDE, here.run, asyncio.run, understood)

    MessageProcessor.parse_message = parse_message


_install()
