"""Menus, notices, and what is said when nothing was understood."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from bot.model.knowledge import Knowledge
from bot.model.message import Button, Message
from bot.rendering.phrases import button, lines, say


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


# Kinds of what a case holds, by table; those without a name of their own are counted together.
_KINDS = {
    "facts": "facts",
    "answers": "answers",
    "steps": "steps",
    "choices": "choices",
    "profiles": "profiles",
    "unanswered": "unanswered",
    "reminders": "reminders",
    "mail_addresses": "mail_addresses",
    "outbox": "outbox",
    "people": "people",
    "website_messages": "website",
    "website_turns": "website",
}


def deleted(knowledge: Knowledge, gone: Mapping[str, int], left: int, *, brief_sent: bool) -> Message:
    """What was deleted, counted by kind, and that nothing is left."""
    counts: dict[str, int] = {}
    for table, count in gone.items():
        kind = _KINDS.get(table, "notes")
        counts[kind] = counts.get(kind, 0) + count
    kinds = "; ".join(say(knowledge, f"deleted.{kind}", count=count) for kind, count in counts.items() if count)
    text = lines(
        say(knowledge, "talk.deleted", kinds=kinds),
        say(knowledge, "talk.nothing_left") if not left else say(knowledge, "talk.something_left", count=left),
        say(knowledge, "talk.brief_is_gone") if brief_sent else "",
        say(knowledge, "talk.log_stays"),
    )
    return Message("notice", text, data={"deleted": counts, "left": left})
