"""A message of the adviser as Telegram takes it; the limits are those of the Bot API."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from html import escape
from typing import Any

from bot.rendering.cutting import cut, shortened
from bot.rendering.pressing import CHOSEN, PRESSED, settles

# 4,096 characters, counted without markup as UTF-16 units; a little less leaves room for what we add.
MOST_CHARACTERS = 4_000
# Telegram allows 100 buttons. How long a title may be it doesn't say; a phone shows about 35 letters of a row.
MOST_BUTTONS, LONGEST_TITLE, ROW_LETTERS, ROW_BUTTONS = 100, 64, 30, 3
MOST_PAYLOAD_BYTES = 64
_BOLD = re.compile(r"\*\*(?=\S)(.+?)(?<=\S)\*\*")
_LINK = re.compile(r"\[([^\]\n]+)\]\((https?://[^\s)]+)\)")
_BULLET = re.compile(r"^- ", re.MULTILINE)
# An option as the text of a question lists it, with its letter.
_OPTION = re.compile(r"^- (?P<letter>[a-l])\) (?P<label>.+)$")

Keyboard = dict[str, Any]


def telegram_messages(text: str, buttons: Sequence[Mapping[str, str]]) -> list[dict[str, Any]]:
    """The `sendMessage` calls for one message, without the chat: usually one; the buttons stand below the last."""
    text, buttons = _said_once(text, buttons)
    calls = [
        {"text": as_html(part), "parse_mode": "HTML", "link_preview_options": {"is_disabled": True}}
        for part in parts(text)
    ]
    if buttons:
        calls[-1]["reply_markup"] = keyboard(buttons)
    return calls


def _said_once(text: str, buttons: Sequence[Mapping[str, str]]) -> tuple[str, Sequence[Mapping[str, str]]]:
    """A question whose options stand in one place: on the buttons, or in the text where a phone would cut a button.

    There the buttons are the letters of the list.
    """
    rows = text.split("\n")
    listed = {row["label"]: row["letter"] for line in rows if (row := _OPTION.match(line))}
    if not listed or not listed.keys() <= {one["title"] for one in buttons}:
        return text, buttons
    if max(map(len, listed)) <= ROW_LETTERS:
        return "\n".join(line for line in rows if not _OPTION.match(line)).strip(), buttons
    return text, [{**one, "title": listed.get(one["title"], one["title"])} for one in buttons]


def mention(user: int, name: str) -> str:
    """Somebody named in a group, as HTML: by number, which reaches those without a user name too."""
    return f'<a href="tg://user?id={user}">{escape(name, quote=False)}</a>'


def as_html(text: str) -> str:
    """Our few marks (bold, links, list items) as Telegram's HTML; everything else is shown as it is."""
    shown = escape(_BULLET.sub("• ", text), quote=False)
    shown = _LINK.sub(lambda link: f'<a href="{link[2].replace(chr(34), "%22")}">{link[1]}</a>', shown)
    return _BOLD.sub(r"<b>\1</b>", shown)


def as_plain(text: str) -> str:
    """The same without markup, should Telegram ever refuse it."""
    return _BOLD.sub(r"\1", _LINK.sub(r"\1 (\2)", _BULLET.sub("• ", text)))


def units(text: str) -> int:
    """The length as Telegram counts: in UTF-16, where an emoji is two."""
    return len(text.encode("utf-16-le")) // 2


def parts(text: str) -> list[str]:
    """A text in parts that are not too long for one message."""
    return cut(text, MOST_CHARACTERS, units, widest=2)


def keyboard(buttons: Iterable[Mapping[str, str]]) -> Keyboard:
    """Buttons below a message: long ones a row each, short ones together."""
    rows: list[list[dict[str, str]]] = []
    letters = 0
    for one in list(buttons)[:MOST_BUTTONS]:
        title = shortened(one["title"], LONGEST_TITLE)
        fits = rows and len(rows[-1]) < ROW_BUTTONS and letters + len(title) <= ROW_LETTERS
        letters = letters + len(title) if fits else len(title)
        cell = {"text": title, "callback_data": one["payload"]}
        if fits:
            rows[-1].append(cell)
        else:
            rows.append([cell])
    return {"inline_keyboard": rows}


def pressed_keyboard(shown: Mapping[str, Any], payload: str) -> Keyboard:
    """The buttons after one was pressed: it says so and does nothing more; after an answer it stands alone."""
    rows = []
    for row in shown.get("inline_keyboard") or ():
        cells = []
        for one in row:
            if one.get("callback_data") == payload:
                title = shortened(CHOSEN.format(title=one["text"]), LONGEST_TITLE)
                cells.append({"text": title, "callback_data": PRESSED})
            elif not settles(payload):
                cells.append(dict(one))
        if cells:
            rows.append(cells)
    return {"inline_keyboard": rows}
