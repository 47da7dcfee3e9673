"""Neither server needs or looks for a network: nothing but this machine, from the start to the end of a talk."""

from __future__ import annotations

import ipaddress
import json
import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from bot.settings import ROOT

pytestmark = pytest.mark.trained

WHOLE_TALK_SECONDS = 200
HERE = Path(__file__).parent
# A network namespace of one's own, which has no interface but loopback.
ALONE = ["unshare", "--map-root-user", "--net"]
ANSWERED = [["menu"], ["question"], ["noted", "question"], ["answer", "question"], ["notice"]]


@dataclass(frozen=True)
class Talk:
    """What `short_talk` printed, and every name and address that was looked up or connected to."""

    printed: dict[str, Any]
    hosts: dict[str, list[str]]
    alone: bool


@pytest.fixture(scope="module")
def talk(tmp_path_factory: pytest.TempPathFactory) -> Talk:
    """A talk in a namespace without a network; where that is not permitted, without a namespace."""
    folder = tmp_path_factory.mktemp("offline")
    notes = folder / "sockets.jsonl"
    environment = {name: value for name, value in os.environ.items() if name != "RASA_TELEMETRY_ENABLED"}
    environment["PYTHONPATH"] = os.pathsep.join([str(HERE / "sockets_noted"), str(ROOT)])
    environment["LEVELFIELD_TEST_SOCKETS"] = str(notes)
    alone = _may_be_alone()
    command = [sys.executable, "-m", "tests.conversations.short_talk", str(folder / "var")]
    done = subprocess.run(
        [*(ALONE if alone else []), *command],
        cwd=ROOT,
        env=environment,
        text=True,
        capture_output=True,
        timeout=WHOLE_TALK_SECONDS,
    )
    assert done.returncode == 0, done.stderr[-3000:]
    hosts: dict[str, list[str]] = {}
    for line in notes.read_text(encoding="utf-8").splitlines():
        note = json.loads(line)
        hosts.setdefault(note["host"], []).append(f"{note['event']} by {' '.join(note['program'])}")
    return Talk(json.loads(done.stdout.splitlines()[-1]), hosts, alone)


def _may_be_alone() -> bool:
    if shutil.which(ALONE[0]) is None:
        return False
    return subprocess.run([*ALONE, "true"], capture_output=True).returncode == 0


def _is_this_machine(host: str) -> bool:
    # A path or nothing is a socket of this machine's own kind.
    if host in {"", "localhost"} or host.startswith(("/", "\0")):
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def test_a_talk_is_answered(talk: Talk) -> None:
    assert talk.printed["replies"] == ANSWERED


def test_no_server_looks_up_or_connects_to_anything_but_this_machine(talk: Talk) -> None:
    assert "127.0.0.1" in talk.hosts, "nothing was noted at all"
    assert not {host: who[:3] for host, who in talk.hosts.items() if not _is_this_machine(host)}


def test_it_works_where_there_is_no_network(talk: Talk) -> None:
    if not talk.alone:
        reason = f"`{' '.join(ALONE)}` is not permitted here"
        pytest.fail(reason) if os.environ.get("CI") else pytest.skip(reason)
    assert talk.printed["interfaces"] == ["lo"]
    assert talk.printed["replies"] == ANSWERED


def test_telemetry_is_off_in_both_servers(talk: Talk) -> None:
    environments = talk.printed["environments"]
    assert len(environments) == 2
    assert {environment.get("RASA_TELEMETRY_ENABLED") for environment in environments} == {"false"}
