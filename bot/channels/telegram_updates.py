"""What an update of Telegram says: whose it is, what was said, and where the reply goes; a pure function."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from bot.channels.incoming import clean
from bot.rendering.pressing import PRESSED, settles

# What the updates are that are asked for; everything else is not sent at all.
WANTED = ("message", "edited_message", "callback_query")
# What a command means, in words or as a button's token.
COMMANDS: Mapping[str, str] = {
    "start": "hello",
    "help": "help",
    "check": "menu.check",
    "plan": "plan",
    "profile": "profile",
    "stop": "stop",
    "resume": "resume",
    "delete": "delete my data",
}
_GROUPS = {"group", "supergroup"}


@dataclass(frozen=True, slots=True)
class Heard:
    """One thing somebody said or pressed.

    `person` is `telegram:user`, in a group `telegram:group:user`, so that what is said before others stays apart from
    what was said alone. `unread` says why there is no text to answer: the name of a phrase.
    """

    key: str
    person: str
    text: str = field(repr=False)
    chat: int
    reference: str
    edited: bool = False
    reply_to: int | None = None
    thread: int | None = None
    unread: str = ""
    press: Mapping[str, Any] = field(default_factory=dict, repr=False)


def read_update(update: Any, bot_id: str, bot_name: str) -> Heard | None:
    """What an update says, or None where it is nothing for us.

    Args:
        update: as Telegram sent it, which is not believed to be well formed.
        bot_id: our own id, the first half of the token.
        bot_name: our own name without @, empty where it is not known yet.
    """
    try:
        if "callback_query" in update:
            return _pressed(update["callback_query"])
        for kind in ("message", "edited_message"):
            if kind in update:
                return _said(update[kind], f"update:{int(update['update_id'])}", kind != "message", bot_id, bot_name)
    except (KeyError, TypeError, ValueError, AttributeError):
        pass
    return None


def needs_name(update: Any) -> bool:
    """Whether only who knows the bot's own name can tell if an update is for it: said in a group, with an @ in it."""
    try:
        message = update.get("message") or update.get("edited_message") or {}
        said = message.get("text") or message.get("caption") or ""
        return message["chat"]["type"] in _GROUPS and "@" in said
    except (KeyError, TypeError, AttributeError):
        return False


def _person(chat: Mapping[str, Any], user: int) -> str:
    return f"telegram:{int(chat['id'])}:{user}" if chat["type"] in _GROUPS else f"telegram:{user}"


def _said(message: Mapping[str, Any], key: str, edited: bool, bot_id: str, bot_name: str) -> Heard | None:
    chat, user = message["chat"], message["from"]
    in_group = chat["type"] in _GROUPS
    if user.get("is_bot") or not (in_group or chat["type"] == "private"):
        return None
    raw = message.get("text") or message.get("caption") or ""
    if not isinstance(raw, str) or (in_group and not _is_for_us(message, raw, bot_id, bot_name)):
        return None
    number = int(message["message_id"])
    return Heard(
        key=key,
        person=_person(chat, int(user["id"])),
        text=_meant(raw, bot_name),
        chat=int(chat["id"]),
        reference=f"{int(chat['id'])}/{number}",
        edited=edited,
        # In a group one sees by that whom the adviser answers.
        reply_to=number if in_group else None,
        thread=message.get("message_thread_id") if message.get("is_topic_message") else None,
        unread="" if raw else "chat.text_only",
    )


def _is_for_us(message: Mapping[str, Any], text: str, bot_id: str, bot_name: str) -> bool:
    """In a group: a command that names no other bot, our name, or a reply to us."""
    if text.startswith("/"):
        name = text.split()[0].partition("@")[2]
        return not name or name.lower() == bot_name.lower()
    answered = (message.get("reply_to_message") or {}).get("from") or {}
    return str(answered.get("id")) == bot_id or (bool(bot_name) and f"@{bot_name}".lower() in text.lower())


def _meant(text: str, bot_name: str) -> str:
    if text.startswith("/"):
        command, _, rest = text[1:].partition(" ")
        name = command.partition("@")[0].lower()
        # `/start LF-7K3M-92QD` is what a link with a resume code sends.
        if name in COMMANDS:
            return clean(rest) or COMMANDS[name]
    if bot_name:
        at = text.lower().find(f"@{bot_name}".lower())
        text = text if at < 0 else f"{text[:at]} {text[at + len(bot_name) + 1 :]}"
    return clean(text)


def _mentioned(message: Mapping[str, Any]) -> int | None:
    """Whom a message names at its begin: a reminder in a group, which replies to nothing."""
    for entity in message.get("entities") or ():
        if entity["type"] == "text_mention" and entity["offset"] == 0:
            return int(entity["user"]["id"])
    return None


def _pressed(query: Mapping[str, Any]) -> Heard | None:
    message, user, payload = query["message"], query["from"], query["data"]
    if not isinstance(payload, str) or user.get("is_bot"):
        return None
    chat, number = message["chat"], int(message["message_id"])
    asked = ((message.get("reply_to_message") or {}).get("from") or {}).get("id") or _mentioned(message)
    foreign = chat["type"] in _GROUPS and asked is not None and asked != user["id"]
    shown = message.get("reply_markup")
    unread = "chat.not_yours" if foreign else "-" if payload == PRESSED else ""
    # Pressed twice before the buttons have changed, it is still one press; of answers there is one.
    name = f"press:{chat['id']}/{number}" + ("" if settles(payload) else f"/{payload}")
    return Heard(
        key=name,
        person=_person(chat, int(user["id"])),
        text=clean(payload),
        chat=int(chat["id"]),
        reference="",
        reply_to=(message.get("reply_to_message") or {}).get("message_id"),
        thread=message.get("message_thread_id") if message.get("is_topic_message") else None,
        unread=unread,
        press={"query": str(query["id"]), "message": number, "shown": shown if isinstance(shown, dict) else {}},
    )
