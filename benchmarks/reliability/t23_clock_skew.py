"""T23: the clocks of both servers are a minute apart. Nothing is hidden, and the order is right."""

from __future__ import annotations

import itertools
import json

from sqlalchemy import create_engine, select

from benchmarks.reliability.adviser import Talker, circle, count
from benchmarks.reliability.pair import CLOCKS, Pair
from benchmarks.reliability.result import Result
from bot.trackers.tables import events

FULL, SHORT = (40,), (12,)
ON = Pair


def measure(pair: Pair, turns: int) -> list[Result]:
    """Talk over both servers, and look at what each made of what the other had written."""
    talker = Talker(pair.url, f"clock-skew-{turns}")
    asked = set()
    for text in circle(turns):
        reply = talker.say(text)
        if text == "why do you ask?":
            # The open question is known only from the tracker: a server that does not see it would say something else.
            asked.add(json.dumps([message["custom"]["about"] for message in reply][-1:]))  # type: ignore[index]
    talker.close()
    engine = create_engine(pair.settings.trackers_url, future=True)
    with engine.connect() as connection:
        query = select(events.c.timestamp).where(events.c.sender_id == talker.sender).order_by(events.c.id)
        times = list(connection.execute(query).scalars())
    engine.dispose()
    jumps = sum(abs(later - earlier) > 30 for earlier, later in itertools.pairwise(times))
    found = count(pair.settings.trackers_url, [talker])
    whole = found.lost == found.twice == found.out_of_order == 0 and found.stored == turns
    return [
        Result(
            f"T23 clock_skew, {CLOCKS[0] - CLOCKS[1]:.0f} s apart, {turns} turns",
            f"stored {found.stored}, lost {found.lost}, open questions seen {len(asked)}, clock changed {jumps} times",
            f"{turns}, 0, 1",
            "events of a session are chosen by time (read): those of the slower clock are hidden",
            # Without a jump one server had every turn, and nothing was tried.
            whole and len(asked) == 1 and asked != {"[[]]"} and jumps > 0,
        )
    ]


def run(short: bool = False) -> list[Result]:
    """Measure on servers of its own."""
    with Pair() as pair:
        return measure(pair, *(SHORT if short else FULL))
