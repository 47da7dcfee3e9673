"""What Slack delivers says: whose it is, what was said or pressed, and where the reply goes; pure functions."""

from __future__ import annotations

import html
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from bot.channels.incoming import clean
from bot.channels.telegram_updates import COMMANDS
from bot.rendering.pressing import settles

# Links, addresses, people and channels, as Slack writes them into a text.
_ENTITY = re.compile(r"<([^<>|]*)(?:\|([^<>]*))?>")
_PLAIN_MESSAGE = {None, "file_share", "thread_broadcast"}


@dataclass(frozen=True, slots=True)
class Heard:
    """One thing somebody said or pressed; `person` is `slack:workspace:user`.

    `channel` is empty where the reply goes into direct messages that have to be opened. `needs_thread`: it counts only
    where the adviser speaks in that thread already. `alone`: nothing else has its `reference`, so that what is known by
    it has been said. `unread` names the phrase that answers what has no text.
    """

    key: str
    person: str
    user: str
    text: str = field(repr=False)
    channel: str
    thread: str = ""
    reference: str = ""
    edited: bool = False
    needs_thread: bool = False
    alone: bool = False
    unread: str = ""
    press: Mapping[str, Any] = field(default_factory=dict, repr=False)


def read_event(body: Any) -> Heard | None:
    """What an event of the Events API says, or None where it is nothing for us; not believed to be well formed."""
    try:
        event, team = body["event"], body["team_id"]
        if event.get("bot_id") or event.get("type") not in {"message", "app_mention"}:
            return None
        return _edited(body, event, team) if event.get("subtype") == "message_changed" else _said(body, event, team)
    except (KeyError, TypeError, ValueError, AttributeError, IndexError):
        return None


def _said(body: Mapping[str, Any], event: Mapping[str, Any], team: str) -> Heard | None:
    user, channel, raw = event["user"], event["channel"], event.get("text") or ""
    # With our name behind it or without: Slack writes both.
    ours = re.compile(rf"<@{re.escape(_bot_of(body))}(?:\|[^<>]*)?>")
    direct, mention = event.get("channel_type") == "im", event["type"] == "app_mention"
    if event.get("subtype") not in _PLAIN_MESSAGE or user == _bot_of(body):
        return None
    # A mention in a channel comes as a message as well; one of the two is enough.
    if not mention and not direct and (ours.search(raw) or not event.get("thread_ts")):
        return None
    thread = "" if direct else str(event.get("thread_ts") or event["ts"])
    text = readable(ours.sub(" ", raw))
    return Heard(
        key=str(body["event_id"]),
        person=f"slack:{team}:{user}",
        user=user,
        text=text or ("hello" if mention else ""),
        channel=channel,
        thread=thread or str(event.get("thread_ts") or ""),
        reference=f"{channel}/{thread or event['ts']}",
        needs_thread=not mention and not direct,
        alone=direct,
        unread="chat.text_only" if event.get("files") and not text else "",
    )


def _edited(body: Mapping[str, Any], event: Mapping[str, Any], team: str) -> Heard | None:
    """A change of one's own message in direct messages; Slack also calls it a change when it shows a link."""
    message, before = event["message"], event.get("previous_message") or {}
    if event.get("channel_type") != "im" or message.get("bot_id") or message.get("text") == before.get("text"):
        return None
    return Heard(
        key=str(body["event_id"]),
        person=f"slack:{team}:{message['user']}",
        user=message["user"],
        text=readable(message["text"]),
        channel=event["channel"],
        thread=str(message.get("thread_ts") or ""),
        reference=f"{event['channel']}/{message['ts']}",
        edited=True,
    )


def _bot_of(body: Mapping[str, Any]) -> str:
    """Our own user id in that workspace."""
    return next((str(one["user_id"]) for one in body.get("authorizations") or () if one.get("is_bot")), "")


def read_press(payload: Any) -> Heard | None:
    """What a press on a button, or a choice from a menu, says; None where it is nothing for us."""
    try:
        if payload["type"] != "block_actions":
            return None
        action, user, message = payload["actions"][0], payload["user"]["id"], payload["message"]
        option = action.get("selected_option") or {}
        value, shown = option.get("value") or action["value"], option.get("text") or action["text"]
        channel, owner = payload["container"]["channel_id"], action["block_id"].partition(":")[2]
        # Pressed twice before the message has changed, it is still one press; of answers there is one.
        name = f"press:{channel}/{message['ts']}" + ("" if settles(value) else f"/{value}")
        return Heard(
            key=name,
            person=f"slack:{payload['team']['id']}:{user}",
            user=user,
            text=clean(value),
            channel=channel,
            thread=str(message.get("thread_ts") or ""),
            unread="" if owner == user else "chat.not_yours",
            press={
                "ts": message["ts"],
                "title": html.unescape(shown["text"]),
                "shown": {"text": message.get("text") or "", "blocks": message["blocks"]},
            },
        )
    except (KeyError, TypeError, ValueError, AttributeError, IndexError):
        return None


def read_command(form: Mapping[str, Any]) -> Heard | None:
    """What a slash command says; it is answered in direct messages."""
    try:
        user, channel = str(form["user_id"]), str(form["channel_id"])
        said = readable(str(form.get("text") or ""))
        return Heard(
            key=f"command:{form['trigger_id']}",
            person=f"slack:{form['team_id']}:{user}",
            user=user,
            text=COMMANDS.get(said.lower() or "start", said),
            # Direct messages with us have an id that begins with D, but so have those with others.
            channel="",
            reference="",
            unread="",
            press={"asked_in": channel},
        )
    except (KeyError, TypeError, ValueError):
        return None


def readable(text: str) -> str:
    """A text as its writer saw it: links by what they show, and no escapes."""

    def shown(entity: re.Match[str]) -> str:
        target, label = entity[1], entity[2]
        return label or ("" if target.startswith(("@", "#", "!")) else target.removeprefix("mailto:"))

    return clean(html.unescape(_ENTITY.sub(shown, text)))
