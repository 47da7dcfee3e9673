"""T18: closed doors. No route of Rasa's API answers on any port, no port listens that is not listed."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from benchmarks.reliability.doors import OpenDoors, request, send
from benchmarks.reliability.result import Result
from bot.cli.processes import free_port
from bot.settings import ROOT

# Our own page lies at Rasa's root.
OURS = {("GET", "/"), ("HEAD", "/")}
METHODS = ("GET", "POST", "PUT", "DELETE")
# What nobody may find: refused for want of the path, the method or the right.
CLOSED = {401, 403, 404, 405}
# What rasa-sdk and Rasa's own channels open beside the API.
_FURTHER = (
    *("/actions", "/webhooks/", "/webhooks/rest/", "/webhooks/callback/webhook", "/webhooks/socketio/"),
    *("/socket.io/", "/webhooks/slack/webhook", "/webhooks/telegram/webhook", "/webhooks/telegram/set_webhook"),
    *("/docs", "/openapi.json", "/metrics", "/.env", "/.git/config", "/models/levelfield.tar.gz", "/var/cases.db"),
)
_LISTENING = "0A"


def routes() -> list[tuple[str, str]]:
    """Every method and path of Rasa's API, as Rasa itself would open it, and what lies beside it."""
    command = [sys.executable, "-m", "benchmarks.reliability.rasa_routes"]
    printed = subprocess.run(command, check=True, capture_output=True, text=True, cwd=ROOT).stdout
    found = {(method, path) for method, path in json.loads(printed.splitlines()[-1])}
    found |= {(method, path) for path in _FURTHER for method in METHODS}
    return sorted(found - OURS)


def listening(pid: int) -> Iterator[tuple[str, int]]:
    """Address and port of every socket on which a process listens, read from proc(5)."""
    inodes = set()
    for descriptor in Path(f"/proc/{pid}/fd").iterdir():
        try:
            target = os.readlink(descriptor)
        except OSError:
            continue
        if target.startswith("socket:["):
            inodes.add(target[8:-1])
    for table in ("tcp", "tcp6"):
        for row in Path(f"/proc/{pid}/net/{table}").read_text().splitlines()[1:]:
            fields = row.split()
            if fields[3] == _LISTENING and fields[9] in inodes:
                address, port = fields[1].split(":")
                yield address, int(port, 16)


def measure(bot: OpenDoors) -> list[Result]:
    """Knock at every port of a running adviser."""
    settings = bot.settings
    listed = {settings.port, settings.actions_port}
    listed |= {settings.metrics_port, settings.metrics_port + 1} if settings.metrics_port else set()
    found = {address for pid in bot.processes for address in listening(pid)}
    # 127.0.0.1 as proc(5) writes it.
    abroad = [address for address, _ in found if address != "0100007F"]
    ports, asked = sorted({port for _, port in found}), routes()
    # The metrics' server answers any path with the same numbers; it knows no other.
    doors = [port for port in ports if port in {settings.port, settings.actions_port}]
    opened = [
        f"{method} {path} at {port}: {status}"
        for port in doors
        for method, path in asked
        if (status := send(port, request(b"{}", method=method, path=path)).status) not in CLOSED
    ]
    cors = send(settings.port, request(b"{}", headers={"Origin": "https://evil.example"})).status
    examples = f" ({'; '.join(opened[:5])})" if opened else ""
    return [
        Result(
            f"T18 closed_doors, {len(asked)} routes at {len(doors)} ports",
            f"open {len(opened)}{examples}; a foreign site is answered {cors}",
            "0 open, 403",
            "open with --enable-api: conversations read and changed, the model removed",
            not opened and cors == 403,
        ),
        Result(
            "T18 listening ports",
            f"{len(ports)}, not listed {len(set(ports) - listed)}, reached from elsewhere {len(abroad)}",
            f"{len(listed)} listed ones, on this machine only",
            "the action server on every address",
            set(ports) == listed and not abroad,
        ),
    ]


def metrics() -> dict[str, str]:
    """The setting that opens both servers' metrics: the action server's port is the one beside."""
    return {"LEVELFIELD_METRICS_PORT": str(free_port(beside=1))}


def run(short: bool = False) -> list[Result]:
    """Measure on servers of its own; it is short as it is."""
    with tempfile.TemporaryDirectory() as folder, OpenDoors(Path(folder) / "var", metrics()) as bot:
        return measure(bot)
