"""T7: Redis is killed and comes back empty, while people talk."""

from __future__ import annotations

import time

from benchmarks.reliability.pair import Pair
from benchmarks.reliability.result import Result
from benchmarks.reliability.under_fault import talk_while

# How often, and for how many seconds.
FULL, SHORT = (3, 10.0), (1, 2.0)
ON = Pair
# A Redis that comes back empty lets nobody in for as long as a lease; the people must have had turns after that.
SETTLE_SECONDS = 8.0


def measure(pair: Pair, times: int, seconds: float) -> list[Result]:
    """Kill it so often for so long."""

    def fault() -> None:
        for _ in range(times):
            pair.redis.kill()
            time.sleep(seconds)
            pair.redis.start()
            time.sleep(SETTLE_SECONDS)

    seen = talk_while(pair, f"kill-redis-{times}", fault)
    told = set(seen.failed) <= {503} and seen.without_retry_after == 0
    return [
        Result(
            f"T7 kill_redis, {times} times {seconds:.0f} s",
            f"{seen}, turns that overlapped {seen.overlapping}",
            "lost 0, only 503 with Retry-After, overlapping 0",
            "73 of 200 lost",
            seen.lost == seen.count.out_of_order == seen.errors == seen.overlapping == 0 and told and bool(seen.failed),
        )
    ]


def run(short: bool = False) -> list[Result]:
    """Measure on servers of its own."""
    with Pair() as pair:
        return measure(pair, *(SHORT if short else FULL))
