"""T19 on PostgreSQL and Redis: the database's files after its tables were rewritten, the keys of Redis, the logs."""

from __future__ import annotations

from collections.abc import Mapping

import redis

from benchmarks.reliability.pair import Pair
from benchmarks.reliability.personal import found_in
from benchmarks.reliability.result import Result
from benchmarks.reliability.t19_erase import FULL as FULL
from benchmarks.reliability.t19_erase import SHORT as SHORT
from benchmarks.reliability.t19_erase import erase_one

ON = Pair


def measure(pair: Pair, people: int) -> list[Result]:
    """Look into everything but PostgreSQL's log of changes, which it recycles in its own time."""

    def search(text: str) -> Mapping[str, int]:
        pair.postgres.write_out()
        tables = found_in(pair.postgres.data / "base", text)
        logs = found_in(pair.home, text)
        client = redis.Redis.from_url(pair.redis.url)
        keys = [key for key in client.scan_iter() if text.encode() in key + (client.dump(key) or b"")]
        client.close()
        return {**{f"base/{name}": count for name, count in tables.items()}, **logs, **{str(k): 1 for k in keys}}

    return erase_one(pair.settings, pair.url, people, "PostgreSQL and Redis", search)


def run(short: bool = False) -> list[Result]:
    """Measure on servers of its own."""
    with Pair() as pair:
        return measure(pair, *(SHORT if short else FULL))
