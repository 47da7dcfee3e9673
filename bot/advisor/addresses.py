"""Puts an e-mail address back into the message that gave it, for as long as its turn takes."""

from __future__ import annotations

from dataclasses import replace

from bot.advisor.advisor import Advisor
from bot.cases.erasures import HeldAddresses
from bot.language.contacts import restored
from bot.language.redaction import EMAIL
from bot.model.turn import Turn


def with_addresses(advisor: Advisor, turn: Turn) -> Turn:
    """A turn as it was typed: the channel took its addresses out, so that the log of the conversation has none."""
    if EMAIL not in turn.text:
        return turn
    return replace(turn, text=restored(turn.text, HeldAddresses(advisor.cases).of(turn.address, turn.message_id)))
