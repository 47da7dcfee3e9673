"""The action server's own doors, as `python -m actions` opens them."""

from __future__ import annotations

import http.client
import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.cli.processes import free_port
from bot.settings import ROOT

START_SECONDS = 60


@pytest.fixture(scope="module")
def log(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("actions") / "log"


@pytest.fixture(scope="module")
def port(log: Path) -> Iterator[int]:
    """The port of a running action server."""
    port = free_port()
    environment = os.environ | {"ACTIONS_PORT": str(port), "LEVELFIELD_VAR": str(log.parent), "LEVELFIELD_LOG": "json"}
    with log.open("wb") as output:
        process = subprocess.Popen([sys.executable, "-m", "actions"], cwd=ROOT, env=environment, stderr=output)
    try:
        deadline = time.monotonic() + START_SECONDS
        while not answers(port):
            assert process.poll() is None and time.monotonic() < deadline, log.read_text()
            time.sleep(0.2)
        yield port
    finally:
        process.terminate()
        process.wait(10)


def answers(port: int) -> bool:
    try:
        return ask(port, "GET", "/health")[0] == 200
    except OSError:
        return False


def ask(port: int, method: str, path: str, body: bytes = b"", **headers: str) -> tuple[int, str]:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
    try:
        connection.request(method, path, body, {"Content-Type": "application/json", **headers})
        response = connection.getresponse()
        return response.status, response.read().decode()
    finally:
        connection.close()


@pytest.mark.parametrize(
    ("method", "path"),
    [("GET", "/actions"), ("GET", "/"), ("GET", "/webhook"), ("POST", "/health"), ("GET", "/metrics"), ("PUT", "/x")],
)
def test_nothing_else_is_open(port: int, method: str, path: str) -> None:
    status, body = ask(port, method, path)
    assert status in {404, 405} and set(json.loads(body)) == {"error", "hint"}


def test_a_page_of_any_site_is_refused(port: int) -> None:
    status, _ = ask(port, "POST", "/webhook", b'{"next_action": "action_show_menu"}', Origin="https://evil.example")
    assert status == 403


@pytest.mark.parametrize("body", [b'{"next_action": "my secret', b'["my secret"]', b'{"tracker": "my secret"}'])
def test_what_it_cannot_read_is_neither_sent_back_nor_logged(port: int, log: Path, body: bytes) -> None:
    _, answer = ask(port, "POST", "/webhook", body)
    assert "secret" not in answer
    assert "secret" not in log.read_text()
