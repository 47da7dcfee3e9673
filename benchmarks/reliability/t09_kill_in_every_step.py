"""T9: kill -9 at each step of a message between receiving and sending. Nothing lost, no effect twice.

The doors of Telegram (polling) and Slack (Socket Mode) with the real inbox, Rasa with a small model and trackers on
disk, the case store; the platforms' sides are the servers of the tests. After each kill the door is started anew and
has to finish by itself.
"""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import func, select

from benchmarks.reliability.platforms import Platform, Slack, Telegram
from benchmarks.reliability.result import Result, tell
from bot.cases.migrate import migrate
from bot.cases.repository import CaseStore
from bot.cases.tables import writes
from bot.model.received import STEPS
from bot.settings import ROOT
from tests.channels.small_bot import ActionServer, train_small

# How often each step is met; once keeps the tests short.
SHORT, FULL = 1, 20
# What each person says; the process dies at one of the two in the middle.
SAYS = ("check", "one", "two", "three")
# A killed door's lease runs eight seconds, and the next one has to start, on a machine that is busy otherwise.
WAIT_SECONDS = 120.0


class Filing(ActionServer):
    """An action server that files each answer in the case store under the message's id, as ours does."""

    def __init__(self, cases: CaseStore) -> None:
        self.cases = cases
        super().__init__()

    def answer(self, call: dict[str, Any]) -> tuple[int, str, bytes]:
        """Status, content type and body for one call."""
        status, kind, body = super().answer(call)
        said = call["tracker"]["slots"].get("diagnosis_answer")
        if call["next_action"] == "validate_diagnosis_form" and said:
            case = self.cases.case_of(call["tracker"]["sender_id"])
            self.cases.record_answer(case.id, f"q.{said}", said, call["tracker"]["latest_message"]["message_id"])
            body = json.dumps({**json.loads(body), "responses": [{"text": f"noted {said}"}]}).encode()
        return status, kind, body


class Doors:
    """The door as a process that is started and dies, with what it needs around it."""

    def __init__(self, folder: Path, platform: Platform) -> None:
        self.url = f"sqlite:///{folder / 'cases.db'}"
        migrate(self.url)
        self.cases = CaseStore(self.url)
        self.actions, self.platform = Filing(self.cases), platform
        self._order = {
            "model": str(train_small(folder)),
            "trackers": str(folder / "trackers.db"),
            "actions": self.actions.url,
            "channel": platform.name,
            "environment": {"LEVELFIELD_CASES_URL": self.url, "LEVELFIELD_TESTS": "1", **platform.settings},
        }
        self._log = (folder / "doors.log").open("ab")
        command = [sys.executable, "-m", "benchmarks.reliability.nursery"]
        quiet = os.environ | {"SQLALCHEMY_SILENCE_UBER_WARNING": "1", "RASA_TELEMETRY_ENABLED": "false"}
        self._nursery = subprocess.Popen(
            command, cwd=ROOT, env=quiet, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=self._log, text=True
        )

    def _ask(self, order: dict[str, Any]) -> dict[str, Any]:
        assert self._nursery.stdin is not None and self._nursery.stdout is not None
        print(json.dumps(order), file=self._nursery.stdin, flush=True)
        line = self._nursery.stdout.readline()
        assert line, f"no door can be started; see {self._log.name}"
        return dict(json.loads(line))

    def start(self, fault: str = "") -> int:
        """Start a door that dies at a fault; its process id."""
        environment = {**self._order["environment"], "LEVELFIELD_FAULT": fault}
        return int(self._ask({"start": {**self._order, "environment": environment}})["pid"])

    def ended(self, pid: int, seconds: float = WAIT_SECONDS) -> bool:
        """Whether a door has ended by then."""
        return bool(self._ask({"wait": pid, "seconds": seconds})["ended"])

    def kill(self, pid: int) -> None:
        """End a door."""
        os.kill(pid, signal.SIGKILL)
        self.ended(pid)

    def close(self) -> None:
        """End everything."""
        assert self._nursery.stdin is not None
        self._nursery.stdin.close()
        try:
            self._nursery.wait(10)
        except subprocess.TimeoutExpired:
            self._nursery.kill()
        self.platform.stop()
        self.actions.close()
        self.cases.close()
        self._log.close()

    def effects(self, user: int) -> int:
        """How many writes there are of one person."""
        case = self.cases.case_of(self.platform.person(user)).id
        with self.cases.reading() as connection:
            counted = select(func.count()).select_from(writes).where(writes.c.case_id == case)
            return int(connection.execute(counted).scalar_one())


@contextmanager
def doors(platform: Platform) -> Iterator[Doors]:
    """Doors of one platform, in a folder of their own."""
    with tempfile.TemporaryDirectory() as folder:
        found = Doors(Path(folder), platform)
        try:
            yield found
        finally:
            found.close()


def expected() -> list[str]:
    """What one person is told, in order."""
    question = "How much of your costs\n\nare fixed?"
    return [question, *(text for said in SAYS[1:] for text in (f"noted {said}", question))]


def _one_kill(doors: Doors, step: str, user: int) -> tuple[int, int, int, float]:
    """Replies lost and repeated, effects beside the right number, and the longest wait for an answer."""
    platform, wanted = doors.platform, expected()
    # The middle of the talk: by then the person has an open question. A reply of two messages is sent in two steps.
    pid = doors.start(f"{step}:{4 if step == 'sent' else 3}")
    for said in SAYS:
        platform.say(user, said)
    assert doors.ended(pid), f"nothing was killed at {step}"
    died = time.monotonic()
    pid = doors.start()
    try:
        platform.wait_for(lambda: platform.told(user)[-2:] == wanted[-2:], WAIT_SECONDS)
    except AssertionError:
        pass
    finally:
        waited = time.monotonic() - died
        # What might come once more comes now.
        time.sleep(0.3)
        doors.kill(pid)
    told = platform.told(user)
    lost, left = 0, list(told)
    for text in wanted:
        if text in left:
            left.remove(text)
        else:
            lost += 1
    return lost, len(left), abs(doors.effects(user) - (len(SAYS) - 1)), waited


def measure(doors: Doors, times: int) -> list[Result]:
    """Kill so often at each step."""
    lines, user = [], 100
    for step in STEPS:
        lost = repeated = most = effects = 0
        longest = 0.0
        for _ in range(times):
            user += 1
            gone, again, wrong, waited = _one_kill(doors, step, user)
            lost, repeated, effects = lost + gone, repeated + again, effects + wrong
            most, longest = max(most, again), max(longest, waited)
        figure = f"{times} kills: {lost} lost, {repeated} repeated (at most {most} a kill), {effects} effects too many"
        lines.append(
            Result(
                name=f"T9 kill_in_every_step, {doors.platform.name}: {step}",
                figure=f"{figure}; all answered {longest:.1f} s after the kill",
                to_reach="0 lost, at most 1 repeated reply a kill, 0 effects twice",
                stock="Slack and Telegram lose the message (acknowledged before it is handled, in memory only)",
                holds=lost == 0 and most <= 1 and effects == 0,
                timed=False,
            )
        )
    return lines


def run(times: int = FULL) -> list[Result]:
    """The scenario in its full length, for one platform after the other."""
    results = []
    for platform in (Telegram, Slack):
        with doors(platform()) as found:
            results += measure(found, times)
    return results


if __name__ == "__main__":
    tell(run(int(sys.argv[1]) if len(sys.argv) > 1 else FULL))
