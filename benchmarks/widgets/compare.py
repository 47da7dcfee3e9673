"""Our widget beside two others, on the same page and the same trained adviser, in a real Chromium.

`make benchmark-widgets` fetches the others, measures all, and writes `docs/widget.md`; what was measured is kept in
`build/widgets/measured.json` as it comes. With `--only`, a widget's or a measure's name, nothing but these is measured,
and the rest of the page is what was kept before.
"""

from __future__ import annotations

import argparse
import datetime
import json
import os
import subprocess
import tempfile
import time
from collections.abc import Callable, Mapping
from importlib.metadata import version
from pathlib import Path
from typing import Any

from benchmarks.widgets import peers
from benchmarks.widgets.measures import MEASURES
from benchmarks.widgets.page import Described, write
from benchmarks.widgets.peers import FOLDER, Missing, Peer
from benchmarks.widgets.stand import Stand
from benchmarks.widgets.talk import play
from benchmarks.widgets.visit import WIDGETS
from bot.settings import ROOT
from tests.conversations.browser import chromium

PAGE, WORDS = ROOT / "docs" / "widget.md", Path(__file__).parent / "words.md"
KEPT = FOLDER / "measured.json"
# A talk as good as any other; the page says which.
_SEED = 7
_PEERS: dict[str, Callable[[], Peer]] = {"deep-chat": peers.deep_chat, "chat-widget": peers.chat_widget}


def main() -> None:
    """Fetch the peers, measure, and write the page."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--only", action="append", help="a widget or a measure; may be given several times")
    arguments.add_argument("--seed", type=int, default=_SEED, help="which answers the talk gives")
    given = arguments.parse_args()
    # What else runs makes the times longer, for all alike; whoever reads them should know.
    busy = os.getloadavg()[0]
    names, wanted = {widget.name for widget in WIDGETS}, set(given.only or ())
    found, absent = _fetch()
    measured: dict[str, dict[str, Any]] = {"machine": {"busy": busy}}
    if wanted:
        measured = json.loads(KEPT.read_text(encoding="utf-8"))
        measured["machine"].setdefault("anew", []).append(" ".join(sorted(wanted)))
    with (
        tempfile.TemporaryDirectory() as folder,
        chromium() as browser,
        Stand(Path(folder), browser, found) as stand,
    ):
        talk = play(stand.bot, given.seed)
        heard = sum(len(step.reply) for step in talk.whole)
        browser_version = browser.version
        for widget in WIDGETS:
            if widget.name in absent or (wanted & names and widget.name not in wanted):
                continue
            for measure in MEASURES:
                if wanted - names and measure.__name__ not in wanted:
                    continue
                began = time.monotonic()
                values = measure(stand, widget, talk)
                print(f"{widget.name} {measure.__name__}, {time.monotonic() - began:.0f} s: {values}", flush=True)
                measured.setdefault(widget.name, {}).update(values)
                KEPT.parent.mkdir(parents=True, exist_ok=True)
                KEPT.write_text(json.dumps(measured, indent=1), encoding="utf-8")
    facts = {
        "date": datetime.date.today().isoformat(),
        "seed of the talk": str(given.seed),
        "versions": f"commit {_commit()}, rasa {version('rasa')}, Chromium {browser_version}",
        "machine": f"{os.cpu_count()} cores, {measured['machine']['busy']:.1f} processes wanting them when it began",
        "measured": "; ".join(
            ["all in one run", *(f"then anew: {part}" for part in measured["machine"].get("anew", []))]
        ),
        "the talk": f"{len(talk.whole)} messages of a person, {heard} of the adviser",
    }
    write(PAGE, WORDS.read_text(encoding="utf-8"), facts, _described(found, absent), measured)
    print(f"{PAGE.relative_to(ROOT)} is written")


def _fetch() -> tuple[dict[str, Peer], dict[str, str]]:
    """The peers that could be had, and why the others could not."""
    found: dict[str, Peer] = {}
    absent: dict[str, str] = {}
    for name, get in _PEERS.items():
        try:
            found[name] = get()
        except Missing as error:
            absent[name] = str(error)
        print(f"{name}: {found[name].version if name in found else absent[name]}", flush=True)
    return found, absent


def _described(found: Mapping[str, Peer], absent: Mapping[str, str]) -> list[Described]:
    described = []
    for widget in WIDGETS:
        peer = found.get(widget.name)
        if peer is not None:
            described.append(Described(widget.name, widget.title, peer.version, peer.licence, peer.source))
        elif widget.name in absent:
            described.append(Described(widget.name, widget.title, absent=absent[widget.name]))
        else:
            own = json.loads((ROOT / "widget" / "package.json").read_text(encoding="utf-8"))
            described.append(Described(widget.name, widget.title, own["version"], own["license"], "`widget/`"))
    return described


def _commit() -> str:
    asked = ["git", "rev-parse", "--short", "HEAD"]
    return subprocess.run(asked, cwd=ROOT, text=True, capture_output=True, check=False).stdout.strip()


if __name__ == "__main__":
    main()
