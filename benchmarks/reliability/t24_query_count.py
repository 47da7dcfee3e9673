"""T24: how many SQL statements both servers send to their databases in a turn, at the start and late (Zulip's way)."""

from __future__ import annotations

import itertools
import tempfile
from pathlib import Path

from benchmarks.reliability.adviser import CIRCLE, Adviser, Talker, circle
from benchmarks.reliability.result import Result

FULL, SHORT = (500,), (42,)
ON = Adviser
# The mean of a circle is 26, four of them the tracker store's; with more than two more a turn, somebody should look.
MOST_A_TURN = 28
# The keeper looks after things every five seconds, in a handful of statements, which fall into one circle or another.
_KEEPERS = 0.5


def measure(adviser: Adviser, turns: int) -> list[Result]:
    """Count the statements of the first whole circle and of the last."""
    talker = Talker(adviser.url, f"query-count-{turns}")
    said = circle(turns)
    marks = []
    for number, text in enumerate(said):
        if (number - 1) % len(CIRCLE) == 0:
            marks.append(adviser.statements())
        talker.say(text)
    talker.close()
    circles = [(later - earlier) / len(CIRCLE) for earlier, later in itertools.pairwise(marks)]
    # The first circle makes the case known to its tables; the second is like every later one.
    early, late = circles[1], min(circles[-2:])
    return [
        Result(
            f"T24 query_count, statements a turn at turns 12-21 and at {turns - 20}-{turns}",
            f"{early:.1f} and {late:.1f}",
            f"the same, at most {MOST_A_TURN}",
            "not counted; ever more rows in them (read)",
            late <= early + _KEEPERS and late <= MOST_A_TURN,
        )
    ]


def run(short: bool = False) -> list[Result]:
    """Measure on servers of its own."""
    with tempfile.TemporaryDirectory() as folder, Adviser(Path(folder) / "var") as adviser:
        return measure(adviser, *(SHORT if short else FULL))
