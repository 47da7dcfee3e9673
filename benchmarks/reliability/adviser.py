"""The adviser under test: both servers as people run them, with instruments, and somebody who talks to them."""

from __future__ import annotations

import http.client
import json
import os
import threading
import time
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

from sqlalchemy import create_engine, select

from bot.cli.processes import Server
from bot.trackers.tables import events
from tests.conversations.running_bot import RunningBot

INSTRUMENTS = Path(__file__).parent / "instruments"
# A turn whose two actions both hang takes ten seconds; a server that is killed holds a lock for six more.
ANSWER_SECONDS = 30
# Between two tries of one message. A person would wait the five seconds that Retry-After asks for.
AGAIN_SECONDS = 0.5
# Somebody who goes on and on reads what was answered; without it, the talkers would leave no CPU for what is started.
READ_SECONDS = 0.5
# Nobody tries longer than this; what is not taken by then counts as an error.
TRY_SECONDS = 90

# Ten things to say while a question is open, in a circle that ends where it began: an answer, and back again.
CIRCLE = (
    "why do you ask?",
    "b",
    "go back",
    "what does that mean?",
    "what is a niche strategy?",
    "hello",
    "why are the large ahead in technology?",
    "say that again",
    "what can you do?",
    "thanks",
)
BEGIN = "check my business"


@contextmanager
def with_environment(extra: Mapping[str, str]) -> Iterator[None]:
    """Servers inherit the environment of the moment in which they are described."""
    before = dict(os.environ)
    os.environ.update(extra)
    try:
        yield
    finally:
        os.environ.clear()
        os.environ.update(before)


def instruments(statements: Path | None = None, clock: float = 0.0) -> dict[str, str]:
    """The environment in which a server's statements are counted, or its clock goes wrong."""
    path = os.pathsep.join(filter(None, (str(INSTRUMENTS), os.environ.get("PYTHONPATH"))))
    counted = {"RELIABILITY_STATEMENTS": str(statements)} if statements else {}
    return {"PYTHONPATH": path, "RELIABILITY_CLOCK": str(clock), **counted}


class Adviser(RunningBot):
    """Both servers on a folder of their own; their CPU time and their SQL statements are counted."""

    def __init__(self, var: Path, extra: Mapping[str, str] | None = None) -> None:
        var.mkdir(parents=True, exist_ok=True)
        self._statements = var / "statements"
        with with_environment(instruments(self._statements)):
            super().__init__(var, extra)

    @property
    def servers(self) -> tuple[Server, Server]:
        """The Rasa server and the action server."""
        return self._rasa, self._actions

    def cpu(self) -> float:
        """CPU seconds that both servers have used since they started."""
        return sum(cpu_of(server.pid) for server in self.servers if server.pid)

    def statements(self) -> int:
        """SQL statements of both servers so far."""
        return self._statements.stat().st_size if self._statements.exists() else 0


def cpu_of(pid: int) -> float:
    """User and system seconds of one process (proc(5): fields 14 and 15, counted after the name in brackets)."""
    fields = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


@dataclass
class Log:
    """What one talker saw."""

    acknowledged: list[str] = field(default_factory=list)
    failed: list[int] = field(default_factory=list)
    # Of a message: from the first try until it was answered.
    waits: list[float] = field(default_factory=list)
    # Answered with 200 and nothing in it: what stock Rasa says when it has lost a message.
    silent: int = 0
    # Given up.
    errors: int = 0
    without_retry_after: int = 0


class Talker:
    """One person over one kept connection, who sends a message again when told to."""

    def __init__(self, url: str, sender: str, again: bool = True) -> None:
        parts = urlsplit(url)
        self._address = (parts.hostname or "", parts.port or 80)
        self._connection: http.client.HTTPConnection | None = None
        self._again, self.sender, self.log = again, sender, Log()

    def say(self, text: str) -> list[dict[str, object]]:
        """Send until it is answered; what was answered, or nothing."""
        began = time.monotonic()
        while True:
            status, reply, retry_after = self._try(text)
            if status == 200:
                self.log.waits.append(time.monotonic() - began)
                self.log.acknowledged.append(text)
                self.log.silent += not reply
                return reply
            self.log.failed.append(status)
            self.log.without_retry_after += status == 503 and not retry_after
            if not self._again or time.monotonic() - began > TRY_SECONDS:
                self.log.errors += 1
                return []
            time.sleep(AGAIN_SECONDS)

    def _try(self, text: str) -> tuple[int, list[dict[str, object]], bool]:
        body = json.dumps({"sender": self.sender, "message": text})
        try:
            if self._connection is None:
                self._connection = http.client.HTTPConnection(*self._address, timeout=ANSWER_SECONDS)
            headers = {"Content-Type": "application/json"}
            self._connection.request("POST", "/webhooks/rest/webhook", body, headers)
            answer = self._connection.getresponse()
            content = answer.read()
            reply = json.loads(content) if answer.status == 200 else []
            return answer.status, reply, bool(answer.getheader("Retry-After"))
        except (OSError, http.client.HTTPException):
            self.close()
            # No answer at all, as a browser would see it.
            return 0, [], False

    def close(self) -> None:
        """Hang up."""
        if self._connection is not None:
            self._connection.close()
            self._connection = None


def circle(turns: int) -> list[str]:
    """So many things to say, the first of which opens a question."""
    return [BEGIN, *(CIRCLE[number % len(CIRCLE)] for number in range(turns - 1))]


def crowd(url: str, people: int, turns: int, name: str, stop: threading.Event | None = None) -> list[Talker]:
    """So many people at once, each with so many turns; with `stop`, until it is set but at least so many."""

    def one(number: int) -> Talker:
        talker = Talker(url, f"{name}-{number}")
        for text in circle(turns):
            talker.say(text)
        while stop is not None and not stop.is_set():
            talker.say(CIRCLE[(len(talker.log.acknowledged) - 1) % len(CIRCLE)])
            time.sleep(READ_SECONDS)
        talker.close()
        return talker

    with ThreadPoolExecutor(people) as pool:
        return list(pool.map(one, range(people)))


@dataclass(frozen=True)
class Count:
    """What the database holds of what was acknowledged."""

    lost: int
    twice: int
    out_of_order: int
    stored: int


def count(url: str, talkers: Sequence[Talker]) -> Count:
    """Compare what each talker was told is done with the rows of the tracker store at `url`."""
    engine = create_engine(url, future=True)
    lost = twice = out_of_order = rows = 0
    with engine.connect() as connection:
        for talker in talkers:
            query = (
                select(events.c.data)
                .where(events.c.sender_id == talker.sender, events.c.type_name == "user")
                .order_by(events.c.id)
            )
            stored = [json.loads(data)["text"] for data in connection.execute(query).scalars()]
            rows += len(stored)
            one = compare(talker.log.acknowledged, stored)
            lost, twice, out_of_order = lost + one.lost, twice + one.twice, out_of_order + one.out_of_order
    engine.dispose()
    return Count(lost, twice, out_of_order, rows)


def compare(acknowledged: Sequence[str], stored: Sequence[str]) -> Count:
    """What became of messages of which no two neighbours are alike, sent one after the other."""
    lost = twice = out_of_order = at = 0
    for text in acknowledged:
        # The same again right behind: sent again after a failure, although it had been done.
        while at > 0 and at < len(stored) and stored[at] == stored[at - 1] and stored[at] != text:
            twice, at = twice + 1, at + 1
        if at < len(stored) and stored[at] == text:
            at += 1
        else:
            lost += 1
    while at > 0 and at < len(stored) and stored[at] == stored[at - 1]:
        twice, at = twice + 1, at + 1
    # What is left over fits nowhere.
    out_of_order += len(stored) - at
    return Count(lost, twice, out_of_order, len(stored))


def percentile(values: Sequence[float], share: float) -> float:
    """The value below which this share of the values lies."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))] if ordered else 0.0
