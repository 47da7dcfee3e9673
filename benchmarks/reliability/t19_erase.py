"""T19: one of a hundred people is erased in an open turn of theirs. No file holds their words, the others are whole."""

from __future__ import annotations

import tempfile
import threading
import time
import uuid
from collections.abc import Callable, Mapping
from pathlib import Path

from benchmarks.reliability.adviser import Adviser, Talker
from benchmarks.reliability.personal import digest, found_in, keeping_of, marker_of, talk
from benchmarks.reliability.result import Result
from bot.settings import Settings

FULL, SHORT = (100,), (12,)
ON = Adviser
STOCK = "cannot erase; PUT of an empty tracker leaves every row"
# Longer than a turn that hangs, and the server's look.
PATIENCE_SECONDS = 60.0


def erase_one(
    settings: Settings, url: str, people: int, where: str, search: Callable[[str], Mapping[str, int]]
) -> list[Result]:
    """Let people talk, erase one of them in their turn, and search for what is left.

    Args:
        search: the files, or other places, in which a text is found, with how often.
    """
    run_id = uuid.uuid4().hex[:8]
    senders = [f"erase-{run_id}-{number}" for number in range(people)]
    victim, others = senders[people // 2], [one for one in senders if one != senders[people // 2]]
    talk(url, senders)
    with keeping_of(settings) as keeping:
        before = {sender: digest(keeping, sender) for sender in others}
        there = sum(search(marker_of(victim)).values())
        answered = threading.Event()

        def last_words() -> None:
            Talker(url, victim, again=False).say(f"our {marker_of(victim)} nets lose against the chains")
            answered.set()

        turn = threading.Thread(target=last_words)
        turn.start()
        # The request has gone out; a turn takes tens of milliseconds.
        time.sleep(0.01)
        open_turn = not answered.is_set()
        ids = {one.id for one in keeping.ask_erasure(f"rest:{victim}", "command")[0]}
        deadline = time.monotonic() + PATIENCE_SECONDS
        while ids & {one.id for one in keeping.erasures.wanted()} and time.monotonic() < deadline:
            time.sleep(0.1)
        turn.join()
        if not settings.cases_url.startswith("sqlite"):
            for place in keeping.places:
                place.cleanse(thorough=True)
        left = {text: search(text) for text in (marker_of(victim), victim)}
        changed = [sender for sender in others if digest(keeping, sender) != before[sender]]
    count = sum(sum(found.values()) for found in left.values())
    files = sorted({name for found in left.values() for name in found})
    return [
        Result(
            f"T19 erase on {where}, what grep finds of 1 of {people}",
            f"{count} times {files or ''} ({there} before); the turn was {'open' if open_turn else 'over'}",
            "0",
            STOCK,
            count == 0 and there > 0,
        ),
        Result(
            f"T19 erase on {where}, the other {len(others)}",
            f"{len(changed)} changed",
            "0 changed",
            "-",
            not changed and all(before.values()),
        ),
    ]


def measure(adviser: Adviser, people: int) -> list[Result]:
    """On SQLite: databases with their logs of changes, and the servers' logs."""
    var = adviser.settings.var
    return erase_one(adviser.settings, adviser.url, people, "SQLite", lambda text: found_in(var, text))


def run(short: bool = False) -> list[Result]:
    """Measure on servers of its own."""
    with tempfile.TemporaryDirectory() as folder, Adviser(Path(folder) / "var") as adviser:
        return measure(adviser, *(SHORT if short else FULL))
