"""A process that does nothing but write turns, to be killed: `python -m benchmarks.reliability.writer URL SENDER`.

Each line it prints is the number of a turn that was committed.
"""

from __future__ import annotations

import itertools
import sys

from bot.trackers.log import EventLog, Row


def main(url: str, sender: str) -> None:
    """Write without end, going on where the last one stopped."""
    log = EventLog(url)
    reading = log.read_all(sender)
    turns, done = (reading.turns, len(reading.ids)) if reading else (None, 0)
    for number in itertools.count(done):
        # As large as what a person says with all that was understood of it.
        turns = log.add(sender, turns, [Row("user", 1.0, f'{{"number": {number}, "filler": "{"x" * 4000}"}}')])
        print(number, flush=True)


if __name__ == "__main__":
    main(*sys.argv[1:])
