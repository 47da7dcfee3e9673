"""A message of the adviser in Slack's Block Kit; the limits are those of Slack's reference."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from bot.rendering.cutting import cut, shortened
from bot.rendering.pressing import CHOSEN, settles

MOST_BLOCKS, SECTION_LETTERS, BUTTONS_IN_A_ROW, TITLE_LETTERS, MOST_OPTIONS = 50, 3_000, 5, 75, 100
# What a notification and a screen reader get; Slack cuts at 40,000.
TEXT_LETTERS = 3_500
_BOLD = re.compile(r"\*\*(?=\S)(.+?)(?<=\S)\*\*")
_LINK = re.compile(r"\[([^\]\n]+)\]\((https?://[^\s)|]+)\)")
_BULLET = re.compile(r"^- ", re.MULTILINE)
# What Slack would take for markup: a star, underscore, `~` or backquote around words. A space of no width undoes it.
_MARKS = re.compile(r"(?<!\w)([*_~`])(?=\S)|(?<=\S)([*_~`])(?!\w)")
_NO_WIDTH = "\u200b"
# Who has no answer finds that without opening the menu.
_WAYS_OUT = ("dont_know", "skip")
# "&" becomes "&amp;", and a mark gets a letter more.
_WIDEST = 6

Block = dict[str, Any]


def slack_blocks(text: str, buttons: Sequence[Mapping[str, str]], *, owner: str, choose: str) -> list[Block]:
    """The blocks of one message: its text in sections, and below it what can be chosen.

    Args:
        owner: whose buttons these are; in a channel, nobody else's press counts.
        choose: what stands on a menu before something is chosen.
    """
    sections = [_section(part) for part in cut(text, SECTION_LETTERS, lambda part: len(as_mrkdwn(part)), _WIDEST)]
    rows = list(_rows(buttons, owner, choose))
    return [*sections[: MOST_BLOCKS - len(rows)], *rows]


def _section(text: str) -> Block:
    return {"type": "section", "text": {"type": "mrkdwn", "text": as_mrkdwn(text)}}


def _rows(buttons: Sequence[Mapping[str, str]], owner: str, choose: str) -> Iterator[Block]:
    """More than five options of one question are a menu; other buttons, also "I don't know", stand five in a row."""
    answers = [one for one in buttons if settles(one["payload"]) and not one["payload"].endswith(_WAYS_OUT)]
    menu = len(answers) > BUTTONS_IN_A_ROW
    if menu:
        options = [{"text": _plain(one["title"]), "value": one["payload"]} for one in answers[:MOST_OPTIONS]]
        select = {"type": "static_select", "action_id": "choose", "placeholder": _plain(choose), "options": options}
        yield {"type": "actions", "block_id": f"menu:{owner}", "elements": [select]}
    others = [one for one in buttons if not (menu and one in answers)]
    most = (MOST_BLOCKS // 2) * BUTTONS_IN_A_ROW
    for start in range(0, min(len(others), most), BUTTONS_IN_A_ROW):
        row = [
            {"type": "button", "action_id": f"press:{place}", "text": _plain(one["title"]), "value": one["payload"]}
            for place, one in enumerate(others[start : start + BUTTONS_IN_A_ROW], start)
        ]
        yield {"type": "actions", "block_id": f"row{start}:{owner}", "elements": row}


def _plain(title: str) -> dict[str, Any]:
    return {"type": "plain_text", "text": shortened(title, TITLE_LETTERS), "emoji": True}


def as_mrkdwn(text: str) -> str:
    """Our few marks (bold, links, list items) as Slack's; everything else is shown as it is."""
    found: list[str] = []

    def keep(shown: str) -> str:
        # Out of the way of what follows, by a letter that no text has.
        found.append(shown)
        return f"\x00{len(found) - 1}\x00"

    text = escaped(_BULLET.sub("• ", text.replace("\x00", "")))
    text = _LINK.sub(lambda link: keep(f"<{link[2]}|{link[1]}>"), text)
    text = _BOLD.sub(lambda bold: keep(f"*{bold[1]}*"), text)
    text = _MARKS.sub(lambda mark: f"{mark[1] or ''}{_NO_WIDTH}{mark[2] or ''}", text)
    while "\x00" in text:
        text = re.sub(r"\x00(\d+)\x00", lambda kept: found[int(kept[1])], text)
    return text


def as_plain(text: str) -> str:
    """The same without markup: for notifications."""
    plain = _BOLD.sub(r"\1", _LINK.sub(r"\1 (\2)", _BULLET.sub("• ", text)))
    return escaped(shortened(plain, TEXT_LETTERS))


def escaped(text: str) -> str:
    """A text that calls nobody: `<!channel>` is shown as it is."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def pressed_blocks(blocks: Sequence[Mapping[str, Any]], payload: str, title: str) -> list[Block]:
    """The blocks after a press: it is said, and cannot come again; after an answer the others go too."""
    kept: list[Block] = []
    for block in blocks:
        if block.get("type") != "actions":
            kept.append(dict(block))
            continue
        if settles(payload):
            continue
        left = [element for element in block.get("elements") or () if element.get("value") != payload]
        if left:
            kept.append({**block, "elements": left})
    chosen = {"type": "mrkdwn", "text": as_mrkdwn(CHOSEN.format(title=shortened(title, TITLE_LETTERS)))}
    return [*kept[: MOST_BLOCKS - 1], {"type": "context", "elements": [chosen]}]
