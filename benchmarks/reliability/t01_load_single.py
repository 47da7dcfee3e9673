"""T1: twenty people talk at once with one installation on SQLite. No error, nothing lost or twice, all in order."""

from __future__ import annotations

import tempfile
import time
from pathlib import Path

from benchmarks.reliability.adviser import Adviser, count, crowd, percentile
from benchmarks.reliability.result import Result

PEOPLE = 20
# Turns each.
FULL, SHORT = (50,), (6,)
ON = Adviser
# The notes' figure of 15 ms is for Rasa's smallest pipeline without a custom action; a turn of ours understands a
# message in full, calls two or three actions and writes to three tables.
MOST_CPU_MS = 150


def measure(adviser: Adviser, turns: int) -> list[Result]:
    """Let them talk, and compare what they were told with what is stored."""
    crowd(adviser.url, 2, 3, "load-warm-up")
    before, began = adviser.cpu(), time.monotonic()
    talkers = crowd(adviser.url, PEOPLE, turns, f"load-{turns}")
    seconds = time.monotonic() - began
    said = PEOPLE * turns
    cpu = 1000 * (adviser.cpu() - before) / said
    found = count(adviser.settings.trackers_url, talkers)
    errors = sum(talker.log.errors + talker.log.silent + len(talker.log.failed) for talker in talkers)
    waits = [wait for talker in talkers for wait in talker.log.waits]
    late = percentile(waits, 0.99)
    name = f"T1 load_single, {PEOPLE} people, {turns} turns each"
    whole = found.lost == found.twice == found.out_of_order == errors == 0 and found.stored == said
    figure = f"errors {errors}, lost {found.lost}, twice {found.twice}, out of order {found.out_of_order}"
    return [
        Result(name, figure, "0 of each", "0 of each", whole),
        Result(
            f"{name}, CPU",
            f"{cpu:.0f} ms a turn",
            f"{MOST_CPU_MS} ms",
            "11 ms (smallest pipeline, no actions), 36-42 ms (default)",
            cpu <= MOST_CPU_MS,
        ),
        Result(
            f"{name}, pace",
            f"{said / seconds:.1f} turns a second, p50 {percentile(waits, 0.5):.2f} s, p99 {late:.2f} s",
            "40 a second on quiet cores, p99 1 s",
            "17.1 a second, p99 2.7 s (default pipeline)",
            said / seconds >= 40 and late <= 1,
            timed=True,
        ),
    ]


def run(short: bool = False) -> list[Result]:
    """Measure on servers of its own."""
    with tempfile.TemporaryDirectory() as folder, Adviser(Path(folder) / "var") as adviser:
        return measure(adviser, *(SHORT if short else FULL))
