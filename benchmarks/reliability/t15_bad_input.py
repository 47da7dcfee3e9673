"""T15: bad input. Whatever is sent, no server ends, nothing is answered with silence, and a good user talks on."""

from __future__ import annotations

import tempfile
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path

from benchmarks.reliability.bad_input import MARKER, Case, corpus, mutations
from benchmarks.reliability.doors import (
    Answer,
    GoodUser,
    OpenDoors,
    message,
    percentile,
    request,
    send,
)
from benchmarks.reliability.result import Result

MUTATIONS, SHORT_MUTATIONS = 10_000, 1_000
SEED = 7
# The floor of the corpus, and what memory may grow by: caches fill while texts of 4,000 characters are understood.
FEWEST_CASES, MOST_MB = 300, 100
# More at once than the two servers can work on, so that requests meet.
AT_ONCE = 6
# What fills the caches before memory is first looked at.
_WARM_UP = [f"we sell bread to shops in Lyon {number} " * 80 for number in range(8)]


@dataclass
class Seen:
    """What went wrong, by name of the case."""

    failed: list[str] = field(default_factory=list)
    silent: list[str] = field(default_factory=list)
    unanswered: list[str] = field(default_factory=list)

    def note(self, case: Case, answer: Answer) -> None:
        """Judge one answer; who hung up early has no right to one."""
        if answer.status >= 500 and answer.status != 503:
            self.failed.append(f"{case.name}: {answer.status}")
        elif answer.status == 200 and b"webhook" in case.raw.split(b"\r\n")[0] and not _is_told(case, answer):
            self.silent.append(case.name)
        elif answer.status == -1 and case.patience > 1:
            self.unanswered.append(case.name)


def _is_told(case: Case, answer: Answer) -> bool:
    return answer.says_something or not case.raw.startswith(b"POST")


def measure(bot: OpenDoors, count: int = MUTATIONS) -> list[Result]:
    """Send everything to a running adviser."""
    port = bot.settings.port
    for number, text in enumerate(_WARM_UP):
        send(port, request(message(f"t15-warm-{number}", text[:4_000])))
    written = corpus()
    before, seen = bot.memory(), Seen()
    with GoodUser(port, "t15-good") as good:
        _send_all(port, written, seen)
        _send_all(port, mutations(count, SEED), seen)
    grown, wrong = bot.memory() - before, [*seen.failed, *seen.silent, *seen.unanswered]
    quoted = bot.logs().count(MARKER)
    sent = f"{len(written)} written, {count:,} mutated"
    examples = f" ({'; '.join(wrong[:5])})" if wrong else ""
    return [
        Result(
            f"T15 bad_input, {sent}",
            f"exits {bot.exits}, 5xx {len(seen.failed)}, 200 without reply {len(seen.silent)}, "
            f"no answer {len(seen.unanswered)}{examples}",
            f"0 of each over at least {FEWEST_CASES} written",
            "exits on a NUL in the sender (PostgreSQL), 500 on [] and null, 200 [] on a number",
            bot.exits == 0 and not wrong and len(written) >= FEWEST_CASES,
        ),
        Result("T15 memory", f"grew {grown:.0f} MB", f"{MOST_MB} MB", "14 GB on one text of 100 KB", grown <= MOST_MB),
        Result("T15 texts in logs", f"{quoted}", "0", "the text of every failed message", quoted == 0),
        Result(
            "T15 good user",
            f"{len(good.waits)} messages, {len(good.failed)} not answered",
            "0 not answered",
            "frozen for 50 s by one text of 100 KB",
            bool(good.waits) and not good.failed,
        ),
        Result(
            "T15 good user's wait",
            f"p99 {percentile(good.waits, 0.99):.2f} s",
            "1 s",
            "over 50 s",
            percentile(good.waits, 0.99) <= 1,
            timed=True,
        ),
    ]


def _send_all(port: int, cases: Iterable[Case], seen: Seen) -> None:
    with ThreadPoolExecutor(AT_ONCE) as pool:
        for case, answer in pool.map(lambda case: (case, send(port, case.raw, case.patience)), cases):
            seen.note(case, answer)


def run(short: bool = False) -> list[Result]:
    """Measure on servers of its own; in short with a tenth of the mutations."""
    with tempfile.TemporaryDirectory() as folder, OpenDoors(Path(folder) / "var") as bot:
        return measure(bot, SHORT_MUTATIONS if short else MUTATIONS)
