"""The page with the table: every figure comes from what was measured, each row by one formatter for all widgets."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

Values = Mapping[str, Any]
# What could not be measured, or does not exist there.
NOTHING = "–"
# A talk is dark where it is darker than the middle, and light where it is not.
_MIDDLE = 0.5
# A text counts as shown where not one word in fifty is missing; that lets a widget write "one" for "1".
WHOLE = 0.02
_AWAY = {
    "sent": "sent by itself, answered once",
    "again": "stays in the field; sent after Enter",
    "twice": "answered twice",
    "lost": "lost, without a word",
    "lost_told": "lost, and says that it failed",
}


@dataclass(frozen=True)
class Described:
    """What a widget is, besides what was measured; `absent` says why nothing could be."""

    name: str
    title: str
    version: str = ""
    licence: str = ""
    source: str = ""
    absent: str = ""


def _yes(value: bool) -> str:
    return "yes" if value else "no"


def _axe(key: str) -> Callable[[Values], str]:
    def tell(values: Values) -> str:
        found = values[key]
        if found is None:
            return "has no closed state"
        told = ", ".join(f"{rule} ×{count}" if count > 1 else rule for rule, count in Counter(found).items())
        return f"{len(found)}: {told}" if found else "0"

    return tell


def _keyboard(values: Values) -> str:
    return "no: " + "; ".join(values["keyboard_failed"]) if values["keyboard_failed"] else "yes"


def _policy(values: Values) -> str:
    stopped = ", ".join(f"{name} ×{count}" for name, count in sorted(values["csp"].items()))
    works = "" if values["csp_works"] else "; does not work"
    return f"{sum(values['csp'].values())}{f': {stopped}' if stopped else ''}{works}"


def _hostile(values: Values) -> str:
    if not values["hostile_come"]:
        return "the text did not come"
    found = ["it ran"] if values["hostile_ran"] else []
    count = values["hostile_links"]
    runs = " (runs when pressed)" if values["hostile_ran_pressed"] else " (does not run when pressed)"
    found += [(f"{count} links that are programs" if count > 1 else "a link that is a program") + runs] if count else []
    found += ["a picture fetched from elsewhere"] if values["hostile_fetched"] else []
    return ", ".join(found) or "nothing: shown as text"


def _reload(values: Values) -> str:
    parts = {"lines": "reload_lines", "buttons": "reload_buttons", "the adviser goes on": "reload_goes_on"}
    return ", ".join(f"{name} {_yes(values[key])}" for name, key in parts.items())


def _dark(values: Values) -> str:
    follows = values["light_on_light"] > _MIDDLE > values["light_on_dark"]
    return f"{_yes(follows)} ({values['light_on_light']:.2f} and {values['light_on_dark']:.2f})"


def _whole(values: Values) -> str:
    lost = {kind: share for kind, share in values["kinds_missing"].items() if share > WHOLE}
    told = ", ".join(f"{kind} lacks {share:.0%}" for kind, share in sorted(lost.items()))
    every = len(values["kinds_missing"])
    return f"{every - len(lost)} of {every}{f' ({told})' if told else ''}"


def _buttons(values: Values) -> str:
    lacking = sorted(kind for kind, all_there in values["kinds_buttons"].items() if not all_there)
    every = len(values["kinds_buttons"])
    told = f" (not: {', '.join(lacking)})" if lacking else ""
    return f"{every - len(lacking)} of {every}{told}"


# Each row: what stands in front, the values that it needs, and how they are told.
ROWS: Sequence[tuple[str, Sequence[str], Callable[[Values], str]]] = (
    ("before the first click: requests", ["requests_first"], lambda v: str(v["requests_first"])),
    ("before the first click: KB, gzip", ["kb_first"], lambda v: f"{v['kb_first']:.1f}"),
    ("in use: KB, gzip", ["kb_whole"], lambda v: f"{v['kb_whole']:.1f}"),
    ("asks third parties", ["foreign"], lambda v: ", ".join(v["foreign"]) or "none"),
    ("one can write after, on a slow line", ["ms_usable"], lambda v: f"{v['ms_usable']:,.0f} ms"),
    ("from Enter to the question", ["ms_reply"], lambda v: f"{v['ms_reply']:,.0f} ms"),
    ("axe, closed", ["axe_closed"], _axe("axe_closed")),
    ("axe, open", ["axe_open"], _axe("axe_open")),
    ("axe, at a question", ["axe_question"], _axe("axe_question")),
    ("replies are announced to screen readers", ["announced"], lambda v: _yes(v["announced"])),
    ("first question answered by keyboard alone", ["keyboard_failed"], _keyboard),
    (
        "Escape closes, focus back on the button",
        ["escape"],
        lambda v: "cannot be closed" if v["escape"] is None else _yes(v["escape"]),
    ),
    ("violations of a strict content policy", ["csp", "csp_works"], _policy),
    (
        "a hostile text of the adviser's",
        ["hostile_ran", "hostile_links", "hostile_ran_pressed", "hostile_fetched", "hostile_come"],
        _hostile,
    ),
    ("after a reload there are still", ["reload_lines", "reload_buttons", "reload_goes_on"], _reload),
    ("said while offline", ["offline"], lambda v: _AWAY[v["offline"]]),
    ("said while the server is dead", ["killed"], lambda v: _AWAY[v["killed"]]),
    ("sticks out at 320 px", ["narrow"], lambda v: f"{len(v['narrow'])} elements" if v["narrow"] else "nothing"),
    ("follows a dark screen (how light it is on each)", ["light_on_light", "light_on_dark"], _dark),
    (
        "moves, as usual and with reduced motion",
        ["moves_no_preference", "moves_reduce"],
        lambda v: f"{v['moves_no_preference']} and {v['moves_reduce']}",
    ),
    ("kinds of message with their whole text", ["kinds_missing"], _whole),
    ("kinds of message with all their buttons", ["kinds_buttons"], _buttons),
    ("drawn as", ["kinds_drawn"], lambda v: ", ".join(v["kinds_drawn"]) or "text"),
    ("signs of Markdown left in what is read", ["kinds_signs"], lambda v: str(v["kinds_signs"])),
    ("failures in the page's log during the talk", ["kinds_faults"], lambda v: str(v["kinds_faults"])),
)


def table(widgets: Sequence[Described], measured: Mapping[str, Values]) -> list[str]:
    """The lines of the table; a widget that was not measured has a dash in each row."""
    lines = ["| | " + " | ".join(f"{one.title} {one.version}".strip() for one in widgets) + " |"]
    lines.append("|---" * (len(widgets) + 1) + "|")
    for title, needed, tell in ROWS:
        cells = []
        for one in widgets:
            values = measured.get(one.name, {})
            cells.append(tell(values) if all(key in values for key in needed) else NOTHING)
        lines.append(f"| {title} | " + " | ".join(cells) + " |")
    lines.append("| licence | " + " | ".join(one.licence or NOTHING for one in widgets) + " |")
    lines.append("| taken from | " + " | ".join(one.source or NOTHING for one in widgets) + " |")
    return lines


def write(
    path: Path, words: str, facts: Mapping[str, str], widgets: Sequence[Described], measured: Mapping[str, Values]
) -> None:
    """Write the page.

    Args:
        words: the page with `{facts}`, `{table}` and `{absent}` where these go.
        facts: date, seed, versions and what else a reader needs to have the same run.
        widgets: in the order of the columns, ours first.
        measured: what `measures.py` returned, by the widget's name.
    """
    told = "\n".join(["| | |", "|---|---|", *(f"| {name} | {value} |" for name, value in facts.items())])
    absent = "\n".join(
        f"{one.title} could not be had and is not measured: {one.absent}" for one in widgets if one.absent
    )
    parts = {"{facts}": told, "{table}": "\n".join(table(widgets, measured)), "{absent}": absent}
    for blank, part in parts.items():
        words = words.replace(blank, part)
    # Where nobody is absent, a blank line less.
    path.write_text(re.sub(r"\n{3,}", "\n\n", words).rstrip() + "\n", encoding="utf-8")
