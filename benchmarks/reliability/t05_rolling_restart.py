"""T5: both servers are ended (SIGTERM) and started again in turn, as for a new model. Nobody notices."""

from __future__ import annotations

from benchmarks.reliability.pair import Pair
from benchmarks.reliability.result import Result
from benchmarks.reliability.under_fault import talk_while

# Servers that are restarted.
FULL, SHORT = (2,), (1,)
ON = Pair


def measure(pair: Pair, replicas: int) -> list[Result]:
    """End and start so many servers, one after the other, while people talk."""
    ended = []

    def fault() -> None:
        for number in range(replicas):
            ended.append(pair.end(number))
            pair.start_again(number)

    seen = talk_while(pair, f"rolling-restart-{replicas}", fault)
    whole = seen.lost == seen.count.twice == seen.count.out_of_order == seen.errors == seen.overlapping == 0
    return [
        Result(
            f"T5 rolling_restart, {replicas} of 2",
            str(seen),
            "no failure, lost 0, twice 0",
            "not measured",
            whole and not seen.failed and all(ended),
        )
    ]


def run(short: bool = False) -> list[Result]:
    """Measure on servers of its own."""
    with Pair() as pair:
        return measure(pair, *(SHORT if short else FULL))
