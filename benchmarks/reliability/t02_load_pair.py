"""T2: fifty people at once over a proxy to two servers, and one person who sends ten messages in one breath."""

from __future__ import annotations

import time
from concurrent.futures import ThreadPoolExecutor

from sqlalchemy import create_engine, func, select

from benchmarks.reliability.adviser import Talker, count, crowd, percentile
from benchmarks.reliability.pair import Pair
from benchmarks.reliability.result import Result
from bot.trackers.tables import events

# People, and turns each.
FULL, SHORT = (50, 20), (16, 4)
ON = Pair
BURST = 10


def measure(pair: Pair, people: int, turns: int) -> list[Result]:
    """Let them talk, and compare what they were told with what is stored."""
    began = time.monotonic()
    talkers = crowd(pair.url, people, turns, f"pair-{people}")
    seconds = time.monotonic() - began
    found = count(pair.settings.trackers_url, talkers)
    errors = sum(talker.log.errors + talker.log.silent + len(talker.log.failed) for talker in talkers)
    waits = [wait for talker in talkers for wait in talker.log.waits]
    name = f"T2 load_pair, {people} people, {turns} turns each"
    said = people * turns
    unfinished = pair.unfinished(talkers)
    return [
        Result(
            name,
            f"errors {errors}, lost {found.lost}, twice {found.twice}, out of order {found.out_of_order}",
            "0 of each",
            "0 of each (20 people)",
            found.lost == found.twice == found.out_of_order == errors == unfinished == 0 and found.stored == said,
        ),
        Result(
            f"{name}, pace",
            f"{said / seconds:.1f} turns a second, p99 {percentile(waits, 0.99):.2f} s",
            "1.5 times one server, where there are cores for it",
            "29.8 a second, p99 1.29 s (default pipeline, 20 people)",
            True,
            timed=True,
        ),
        _burst(pair),
    ]


def _burst(pair: Pair) -> Result:
    talkers = [Talker(pair.url, "in-one-breath") for _ in range(BURST)]
    with ThreadPoolExecutor(BURST) as pool:
        list(pool.map(lambda talker: talker.say("what is a niche strategy?"), talkers))
    answered = sum(len(talker.log.acknowledged) for talker in talkers)
    longest = max(wait for talker in talkers for wait in talker.log.waits)
    engine = create_engine(pair.settings.trackers_url, future=True)
    with engine.connect() as connection:
        query = select(func.count()).where(events.c.sender_id == "in-one-breath", events.c.type_name == "user")
        stored = connection.execute(query).scalar_one()
    engine.dispose()
    unfinished = pair.unfinished(talkers[:1])
    return Result(
        f"T2 load_pair, {BURST} messages of one person at once",
        f"answered {answered}, stored {stored}, overlapping {unfinished}, longest wait {longest:.1f} s",
        f"{BURST}, {BURST}, 0",
        "lost 0, waits up to 3.6 s for 5 or 6 messages",
        answered == stored == BURST and unfinished == 0,
    )


def run(short: bool = False) -> list[Result]:
    """Measure on servers of its own."""
    with Pair() as pair:
        return measure(pair, *(SHORT if short else FULL))
