"""`levelfield serve` from starting to stopping, as a supervisor sees it."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable
from pathlib import Path

import pytest

from bot.cli.processes import free_port
from bot.settings import ROOT

pytestmark = pytest.mark.trained

START_SECONDS = 120
COMMAND = [str(Path(sys.executable).parent / "levelfield"), "serve"]


def serve(var: Path, port: int, actions_port: int) -> subprocess.Popen[str]:
    environment = os.environ | {"LEVELFIELD_VAR": str(var), "PORT": str(port), "ACTIONS_PORT": str(actions_port)}
    return subprocess.Popen(
        COMMAND, cwd=ROOT, env=environment, text=True, stdout=subprocess.PIPE, stderr=subprocess.STDOUT
    )


def wait_until(what: Callable[[], bool], process: subprocess.Popen[str]) -> None:
    deadline = time.monotonic() + START_SECONDS
    while not what():
        assert process.poll() is None, f"it ended:\n{process.stdout.read() if process.stdout else ''}"
        assert time.monotonic() < deadline, "this took too long"
        time.sleep(0.2)


def answers(url: str) -> bool:
    try:
        with urllib.request.urlopen(url, timeout=3) as response:
            return bool(response.status == 200)
    except OSError:
        return False


def children_of(pid: int) -> list[int]:
    return [int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]


def action_server_of(pid: int) -> int:
    return next(c for c in children_of(pid) if b"actions" in Path(f"/proc/{c}/cmdline").read_bytes())


@pytest.mark.timeout(300)
def test_it_starts_both_servers_revives_the_action_server_and_stops_on_request(tmp_path: Path) -> None:
    port, actions_port = free_port(), free_port()
    process = serve(tmp_path / "var", port, actions_port)
    try:
        assert process.stdout is not None
        told = [next(process.stdout)]
        while "answers at" not in told[-1]:
            told.append(next(process.stdout))
        os.kill(action_server_of(process.pid), signal.SIGKILL)
        wait_until(lambda: not answers(f"http://127.0.0.1:{actions_port}/health"), process)
        # What is ready may be known from a second ago, so the one that was killed is asked itself.
        wait_until(lambda: answers(f"http://127.0.0.1:{actions_port}/health"), process)
        wait_until(lambda: answers(f"http://127.0.0.1:{port}/ready"), process)
        servers = children_of(process.pid)
    finally:
        process.send_signal(signal.SIGTERM)
        output, _ = process.communicate(timeout=10)
    assert process.returncode == 0, output
    assert told[-1] == f"Levelfield answers at http://localhost:{port}\n"
    assert "the action server ended (exit code -9)" in output
    assert len(servers) == 2 and not any(Path(f"/proc/{server}").exists() for server in servers)


def test_a_taken_port_is_named_with_what_to_do(tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        output, _ = (process := serve(tmp_path / "var", port, free_port())).communicate(timeout=60)
    assert process.returncode == 1
    assert f"Port {port}" in output and "PORT=" in output and "Traceback" not in output


def test_without_a_model_it_says_how_to_get_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LEVELFIELD_MODELS", str(tmp_path))
    output, _ = (process := serve(tmp_path / "var", free_port(), free_port())).communicate(timeout=60)
    assert process.returncode == 1
    assert "make train" in output and "Traceback" not in output
