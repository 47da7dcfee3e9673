"""T3: one person says a thousand things. The last fifty cost what the first fifty did, and all of it is stored."""

from __future__ import annotations

import itertools
import tempfile
from pathlib import Path

from benchmarks.reliability.adviser import Adviser, Talker, circle, count
from benchmarks.reliability.result import Result

# Turns, and how many of them are compared at either end: whole circles, more than the window holds.
FULL, SHORT = (1000, 50), (120, 30)
MOST = 1.3
ON = Adviser


def measure(adviser: Adviser, turns: int, block: int) -> list[Result]:
    """Talk for so many turns and compare the first block of CPU time with the last."""
    talker = Talker(adviser.url, f"long-talk-{turns}")
    # The first turns of a server fill caches; somebody else has them.
    for text in circle(11):
        Talker(adviser.url, "warm-up").say(text)
    spent, asked = [], []
    for number, text in enumerate(circle(turns)):
        if number % block == 0:
            spent.append(adviser.cpu())
        reply = talker.say(text)
        if text == "why do you ask?":
            asked.append([message["custom"]["about"] for message in reply][-1:])  # type: ignore[index]
    spent.append(adviser.cpu())
    talker.close()
    blocks = [1000 * (later - earlier) / block for earlier, later in itertools.pairwise(spent)]
    ratio = blocks[-1] / blocks[0]
    found = count(adviser.settings.trackers_url, [talker])
    first, last = f"{blocks[0]:.0f} ms a turn", f"{blocks[-1]:.0f} ms"
    kept = len({str(about) for about in asked}) == 1 and asked[0] != [[]]
    return [
        Result(
            f"T3 long_talk, CPU of turns {turns - block + 1}-{turns} against 1-{block}",
            f"{ratio:.2f} times ({first}, then {last})",
            f"{MOST} times",
            "11.5 times at turn 515",
            ratio <= MOST,
        ),
        Result(
            "T3 long_talk, turns stored",
            f"{found.stored - found.twice} of {turns}, lost {found.lost}, twice {found.twice}",
            "all, none twice",
            "all",
            found.lost == found.twice == found.out_of_order == 0 and found.stored == turns,
        ),
        Result("T3 long_talk, the open question", "kept" if kept else f"changed: {asked}", "kept", "kept", kept),
    ]


def run(short: bool = False) -> list[Result]:
    """Measure on servers of its own."""
    with tempfile.TemporaryDirectory() as folder, Adviser(Path(folder) / "var") as adviser:
        return measure(adviser, *(SHORT if short else FULL))
