"""Menus, notices, and what is said when nothing was understood."""

from __future__ import annotations

from collections.abc import Sequence

from bot.model.knowledge import Knowledge
from bot.model.message import Button, Message
from bot.rendering.phrases import button, say


def ways_in(knowledge: Knowledge) -> tuple[Button, ...]:
    """The three ways into a conversation."""
    return (
        button(knowledge, "check", "menu.check"),
        button(knowledge, "ask", "menu.ask"),
        button(knowledge, "browse", "menu.browse"),
    )


def menu(knowledge: Knowledge, phrase: str, ways: Sequence[Button]) -> Message:
    """A phrase with the ways on."""
    titles = [way.title for way in ways]
    return Message("menu", say(knowledge, phrase), buttons=tuple(ways), data={"ways": titles})


def notice(knowledge: Knowledge, phrase: str, buttons: Sequence[Button] = (), **fields: object) -> Message:
    """A plain statement."""
    return Message("notice", say(knowledge, phrase, **fields), buttons=tuple(buttons))


def unknown(
    knowledge: Knowledge, phrase: str, question: str, buttons: Sequence[Button], about: Sequence[str] = ()
) -> Message:
    """Something outside of what the adviser knows; always with a way on."""
    text = say(knowledge, phrase)
    return Message("unknown", text, about=tuple(about), buttons=tuple(buttons), data={"question": question[:200]})


def handoff(knowledge: Knowledge, contact: str, buttons: Sequence[Button]) -> Message:
    """What a human adviser would be handed; nothing is sent."""
    where = say(knowledge, "talk.human_contact", contact=contact) if contact else say(knowledge, "talk.human_nobody")
    data = {"would_send": ["fact.sector", "fact.team_size", "profile", "plan"], "sent": False}
    return Message("handoff", say(knowledge, "talk.human", contact=where), buttons=tuple(buttons), data=data)
