"""T6: PostgreSQL is stopped at once and comes back, while people talk."""

from __future__ import annotations

import time

from benchmarks.reliability.adviser import Talker
from benchmarks.reliability.pair import Pair
from benchmarks.reliability.result import Result
from benchmarks.reliability.under_fault import talk_while

# How often, and for how many seconds.
FULL, SHORT = (3, 10.0), (1, 3.0)
ON = Pair
MOST_RECOVERY_SECONDS = 5.0


def measure(pair: Pair, times: int, seconds: float) -> list[Result]:
    """Stop it so often for so long."""
    recoveries = []

    def fault() -> None:
        for number in range(times):
            pair.postgres.crash()
            time.sleep(seconds)
            pair.postgres.resume()
            back = time.monotonic()
            talker = Talker(pair.url, f"after-postgres-{number}")
            talker.say("hello")
            recoveries.append(time.monotonic() - back)
            talker.close()

    seen = talk_while(pair, f"kill-postgres-{times}", fault)
    told = set(seen.failed) <= {503} and seen.without_retry_after == 0
    return [
        Result(
            f"T6 kill_postgres, {times} times {seconds:.0f} s",
            str(seen),
            "lost 0, only 503 with Retry-After",
            "84 of 200 lost",
            seen.lost == seen.count.out_of_order == seen.errors == seen.overlapping == 0 and told and bool(seen.failed),
        ),
        Result(
            f"T6 kill_postgres, {times} times, works again after",
            f"{max(recoveries):.1f} s without a restart",
            f"{MOST_RECOVERY_SECONDS:.0f} s",
            "not measured",
            max(recoveries) <= MOST_RECOVERY_SECONDS,
            timed=True,
        ),
    ]


def run(short: bool = False) -> list[Result]:
    """Measure on servers of its own."""
    with Pair() as pair:
        return measure(pair, *(SHORT if short else FULL))
