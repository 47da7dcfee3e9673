"""What the scenarios on personal data share: people who leave a marker, and the search for what is left of it."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

from benchmarks.reliability.adviser import Talker
from bot.cases.repository import CaseStore
from bot.personal.keeping import Keeping, PersonUnknown, make_keeping
from bot.settings import Settings

# Six at once is more than two cores work on.
AT_ONCE = 6


@contextmanager
def keeping_of(settings: Settings, later: timedelta = timedelta()) -> Iterator[Keeping]:
    """What is kept at an installation, by a clock that may be ahead."""
    clock = CaseStore(settings.cases_url)
    now = clock.clock
    cases = CaseStore(settings.cases_url, clock=lambda: now() + later)
    try:
        yield make_keeping(settings, cases)
    finally:
        cases.close()
        clock.close()


def marker_of(sender: str) -> str:
    """A word that one person types and nobody else."""
    return f"zq{hashlib.sha256(sender.encode()).hexdigest()[:12]}"


def lines_of(sender: str) -> tuple[str, ...]:
    """What they say: facts, an answer that is not understood, and a reminder."""
    word = marker_of(sender)
    return (
        "check my business",
        f"we make {word} nets, 7 of us in Malmö",
        f"{word} qwertz {word}",
        f"remind me in two weeks about {word}",
    )


def talk(url: str, senders: Iterable[str]) -> None:
    """Let all of them say their lines."""

    def one(sender: str) -> None:
        talker = Talker(url, sender)
        for text in lines_of(sender):
            talker.say(text)
        talker.close()

    with ThreadPoolExecutor(AT_ONCE) as pool:
        list(pool.map(one, senders))


def digest(keeping: Keeping, sender: str) -> str:
    """A hash of all that is kept of a person, or nothing."""
    try:
        places = keeping.export(f"rest:{sender}")["places"]
    except PersonUnknown:
        return ""
    return hashlib.sha256(json.dumps(places, sort_keys=True).encode()).hexdigest()


def found_in(folder: Path, text: str) -> dict[str, int]:
    """How often a text stands in each file below a folder, whatever kind of file it is."""
    counts = {}
    for path in sorted(p for p in folder.rglob("*") if p.is_file()):
        try:
            count = path.read_bytes().count(text.encode())
        except FileNotFoundError:
            # A database's passing file.
            continue
        if count:
            counts[str(path.relative_to(folder))] = count
    return counts
