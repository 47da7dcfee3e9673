"""What every message passes on its way to Rasa, whatever its channel. Importing this replaces one method of `Agent`.

Phone numbers, e-mail addresses, card and account numbers are taken out before Rasa or its tracker sees the text. An
address waits beside the conversation for the turn that may have asked for one. After a turn, an erasure that it asked
for is done, the log of the conversation included, before the next turn of that person begins.
"""

from __future__ import annotations

import asyncio
from typing import Any

from rasa.core.agent import Agent
from rasa.core.channels.channel import UserMessage

from bot.cases.erasures import ErasureStore, HeldAddresses
from bot.cases.repository import CaseStore
from bot.channels.refusals import log_failure
from bot.language.contacts import cleared
from bot.personal.keeping import Keeping, make_keeping
from bot.personal.places import sender_of
from bot.settings import Settings

_handle_message = Agent.handle_message


class PersonalData:
    """Where addresses wait, and what erases; one a process."""

    def __init__(self, cases: CaseStore, keeping: Keeping) -> None:
        self.held, self.erasures, self.keeping = HeldAddresses(cases), ErasureStore(cases), keeping


def personal_data(settings: Settings, cases: CaseStore | None = None) -> PersonalData:
    """That of an installation."""
    cases = cases or CaseStore(settings.cases_url)
    return PersonalData(cases, make_keeping(settings, cases))


_installed: PersonalData | None = None


def look_after(personal: PersonalData | None) -> None:
    """From now on addresses wait there and erasures are done there; with None texts are only cleared."""
    global _installed
    _installed = personal


async def _handle(agent: Agent, message: UserMessage) -> Any:
    found = cleared(message.text or "")
    if message.text:
        message.text = found.text
    personal = _installed
    if personal is None:
        return await _handle_message(agent, message)
    address = f"{message.input_channel}:{message.sender_id}"
    if found.emails:
        await asyncio.to_thread(personal.held.hold, address, message.message_id, found.emails)
    try:
        answer = await _handle_message(agent, message)
    finally:
        if found.emails:
            await _quietly(asyncio.to_thread(personal.held.forget, address, message.message_id))
    # The answer has been given; what fails here is done by the keeper in a moment.
    await _quietly(_erase_where_asked(agent, personal, address))
    return answer


Agent.handle_message = _handle


async def _erase_where_asked(agent: Agent, personal: PersonalData, address: str) -> None:
    if await asyncio.to_thread(personal.erasures.wanted, address):
        await erase_wanted(agent, personal)


async def erase_wanted(agent: Agent, personal: PersonalData) -> None:
    """Do every erasure that is asked for, each while no turn of that person is at work."""
    for wanted in await asyncio.to_thread(personal.erasures.wanted):
        # A turn that is open would write back what it has read.
        async with agent.lock_store.lock(sender_of(wanted.address)):
            await asyncio.to_thread(personal.keeping.settle, wanted)


async def _quietly(work: Any) -> None:
    try:
        await work
    except Exception as error:
        log_failure("looking after personal data failed", error)
