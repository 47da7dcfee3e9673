"""What is said about reminders and the address they are mailed to."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from bot.language.dates import add_months, written_out
from bot.language.daytime import daytime
from bot.model.knowledge import Knowledge
from bot.model.letter import REMINDER, Letter, MailAddress, Reminder
from bot.model.message import Button, Message
from bot.rendering.letters import masked
from bot.rendering.phrases import button, lines, listed, say

# What the list offers to cancel one by one; the rest goes with "stop the reminders".
_MOST_BUTTONS = 8


def asking_when(knowledge: Knowledge, about: str, today: date) -> Message:
    """When shall it be?"""
    ways = (
        button(knowledge, "in_a_week", f"remind:{(today + timedelta(days=7)).isoformat()}"),
        button(knowledge, "in_two_weeks", f"remind:{(today + timedelta(days=14)).isoformat()}"),
        button(knowledge, "in_a_month", f"remind:{add_months(today, 1).isoformat()}"),
    )
    text = say(knowledge, "remind.when_about", about=about) if about else say(knowledge, "remind.when")
    return Message("notice", text, buttons=(*ways, button(knowledge, "no", "no")))


def kept(
    knowledge: Knowledge,
    reminder: Reminder,
    address: MailAddress | None,
    *,
    offers_mail: bool,
    repeats: bool,
    in_chat: bool = False,
) -> Message:
    """A reminder said back with its day and with how it will come."""
    day = written_out(date.fromisoformat(reminder.due))
    if address is not None and address.confirmed:
        mail = say(knowledge, "remind.also_mail", address=masked(address.address))
    elif address is not None:
        mail = say(knowledge, "remind.mail_once_confirmed", address=masked(address.address))
    elif offers_mail:
        mail = say(knowledge, "remind.offer_mail")
    else:
        mail = "" if in_chat else say(knowledge, "remind.no_mail")
    text = lines(
        say(knowledge, "remind.kept", date=day, about=reminder.about),
        say(knowledge, "remind.once") if repeats else "",
        f"{say(knowledge, 'remind.in_chat' if in_chat else 'remind.at_visit')} {mail}".strip(),
    )
    data = {"reminder": {"about": reminder.about, "due": reminder.due}}
    return Message("notice", text, buttons=(_list(knowledge), _cancel(knowledge, reminder)), data=data)


def _list(knowledge: Knowledge) -> Button:
    return button(knowledge, "reminders", "remind.list")


def _cancel(knowledge: Knowledge, reminder: Reminder) -> Button:
    return button(knowledge, "cancel_reminder", f"cancel_reminder:{reminder.number}", about=_short(reminder.about))


def _short(about: str) -> str:
    return about if len(about) <= 40 else f"{about[:39].rstrip()}…"


def all_of_them(knowledge: Knowledge, waiting: Sequence[Reminder], address: MailAddress | None) -> Message:
    """The reminders that are still to come."""
    data = {"reminders": [{"about": one.about, "due": one.due} for one in waiting]}
    if not waiting:
        return Message("notice", say(knowledge, "remind.none"), buttons=(_week(knowledge),), data=data)
    rows = [
        say(knowledge, "remind.line", date=written_out(date.fromisoformat(one.due)), about=one.about) for one in waiting
    ]
    where = ""
    if address is not None:
        phrase = "remind.also_mail" if address.confirmed else "remind.mail_once_confirmed"
        where = say(knowledge, phrase, address=masked(address.address))
    ways = (
        *(_cancel(knowledge, one) for one in waiting[:_MOST_BUTTONS]),
        button(knowledge, "no_reminders", "remind.stop"),
    )
    text = lines(listed([say(knowledge, "remind.list"), *rows]), where)
    return Message("notice", text, buttons=ways, data=data)


def _week(knowledge: Knowledge) -> Button:
    return button(knowledge, "remind_me", "remind.ask")


def stopped(knowledge: Knowledge, count: int, address: MailAddress | None) -> Message:
    """How many were called off, and that the address is gone."""
    said = say(knowledge, "remind.stopped", count=count) if count else say(knowledge, "remind.none_to_stop")
    text = f"{said} {say(knowledge, 'remind.address_gone')}" if address else said
    return Message("notice", text, buttons=(button(knowledge, "show_plan", "plan"),), data={"cancelled": count})


def due_now(knowledge: Knowledge, due: Sequence[Reminder]) -> Message:
    """What the person wanted to be reminded of, said at the start of a visit."""
    rows = [
        say(knowledge, "remind.line", date=written_out(date.fromisoformat(one.due)), about=one.about) for one in due
    ]
    data = {"reminders": [{"about": one.about, "due": one.due} for one in due]}
    return Message(
        "notice",
        listed([say(knowledge, "remind.due"), *rows]),
        buttons=(button(knowledge, "show_plan", "plan"), button(knowledge, "in_a_week_again", "remind.ask")),
        data=data,
    )


def chat_reminder(
    knowledge: Knowledge, chat: str, recipient: str, reminder: Reminder, zones: tuple[str, ...]
) -> Letter:
    """A reminder as it is written in a chat, by day where the person is.

    Args:
        recipient: who asked for it (`telegram:5017`, `slack:T01:U02`).
        zones: the time zones in which the person may be.
    """
    due, hours = daytime(zones, date.fromisoformat(reminder.due))
    body = due_now(knowledge, [reminder]).text
    return Letter(REMINDER, chat, "", body, due, recipient, number=reminder.number, hours=hours)
