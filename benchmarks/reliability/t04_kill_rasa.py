"""T4: one of two servers is killed (SIGKILL) under load, and again, and again."""

from __future__ import annotations

from benchmarks.reliability.pair import Pair
from benchmarks.reliability.result import Result
from benchmarks.reliability.under_fault import talk_while

# Starting a server again takes about fifteen seconds, so this is three minutes.
FULL, SHORT = (12,), (1,)
ON = Pair
MOST_WAIT_SECONDS = 10


def measure(pair: Pair, kills: int) -> list[Result]:
    """Kill one after the other while people talk."""

    def fault() -> None:
        for number in range(kills):
            pair.kill(number % 2)
            pair.start_again(number % 2)

    seen = talk_while(pair, f"kill-rasa-{kills}", fault)
    return [
        Result(
            f"T4 kill_rasa, {kills} times",
            str(seen),
            "lost 0; a message that is sent again without an id may be done twice",
            "1 of 400 lost after 60 s",
            seen.lost == seen.count.out_of_order == seen.errors == seen.overlapping == 0 and seen.acknowledged > 0,
        ),
        Result(
            f"T4 kill_rasa, {kills} times, longest wait",
            f"{seen.longest_wait:.1f} s",
            f"{MOST_WAIT_SECONDS} s",
            "60.1 s",
            seen.longest_wait <= MOST_WAIT_SECONDS,
            timed=True,
        ),
    ]


def run(short: bool = False) -> list[Result]:
    """Measure on servers of its own."""
    with Pair() as pair:
        return measure(pair, *(SHORT if short else FULL))
