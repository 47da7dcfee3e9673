"""`levelfield serve` and `levelfield shell`: both servers in one command, from starting to stopping."""

from __future__ import annotations

import contextlib
import dataclasses
import signal
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from types import FrameType

import click

from bot.cli.migrate import migrate_all
from bot.cli.processes import (
    LOOPBACK,
    Server,
    ServerFailed,
    action_server,
    environment_of,
    free_port,
    rasa_arguments,
    rasa_server,
    require_free,
    stop,
)
from bot.errors import SettingsError
from bot.settings import ROOT, Settings

# A first start after a change of the knowledge encodes and fits for two minutes of CPU time; beside a training it took
# more than four minutes. After nine, something is wrong that no waiting mends.
START_SECONDS = 540
# A line now and then shows that it is still going on.
PROGRESS_SECONDS = 4
POLL_SECONDS = 0.25
# An action server that keeps dying is restarted ever more slowly, so that its log stays readable.
LONGEST_PAUSE_SECONDS = 30
# Having run this long, a server counts as healthy and the next restart is immediate again.
HEALTHY_AFTER_SECONDS = 60


@click.command("serve")
def serve_command() -> None:
    """Run the adviser: the page and REST on one address, until Ctrl-C."""
    sys.exit(serve(Settings.from_env()))


@click.command("shell")
def shell_command() -> None:
    """Talk to the adviser in this terminal."""
    sys.exit(shell(Settings.from_env()))


def serve(settings: Settings) -> int:
    """Run both servers until asked to stop.

    Returns:
        0 when asked to stop (Ctrl-C, SIGTERM).

    Raises:
        SettingsError: a port cannot be used, or there is no model.
        ServerFailed: a server did not start, or the Rasa server ended by itself.
    """
    _require_model(settings)
    require_free(settings.host, settings.port, settings.port)
    require_free(LOOPBACK, settings.actions_port, settings.port)
    _make_folders(settings)
    migrate_all(settings)
    actions, rasa = action_server(settings), rasa_server(settings)
    with _stop_signals() as stopping:
        try:
            actions.start()
            rasa.start()
            ready_url = f"http://{_reachable(settings.host)}:{settings.port}/ready"
            if _wait_for(ready_url, [actions, rasa], stopping):
                click.echo(f"Levelfield answers at http://{_shown(settings.host)}:{settings.port}")
                _watch(actions, rasa, stopping)
            click.echo("stopping ...")
        finally:
            stop([rasa, actions])
    return 0


def shell(settings: Settings) -> int:
    """Run `rasa shell` in the foreground with the action server behind it.

    Returns:
        The exit code of the talk.
    """
    _require_model(settings)
    _make_folders(settings)
    migrate_all(settings)
    # Nobody else calls these servers, so a `make run` in another terminal need not be stopped for a talk here.
    settings = dataclasses.replace(settings, host=LOOPBACK, port=free_port(), actions_port=free_port())
    actions = action_server(settings)
    with _stop_signals() as stopping:
        try:
            actions.start()
            if not _wait_for(f"http://{LOOPBACK}:{settings.actions_port}/health", [actions], stopping):
                return 0
            return _talk(settings, stopping)
        finally:
            stop([actions])


def _talk(settings: Settings, stopping: threading.Event) -> int:
    log = settings.var / "log" / "shell.log"
    click.echo("loading the adviser, which takes about 20 seconds; say /stop to leave")
    # Rasa waits ten seconds for an answer in the shell; two actions that hang take as long.
    environment = environment_of(settings) | {"RASA_SHELL_STREAM_READING_TIMEOUT_IN_SECONDS": "60"}
    command = [sys.executable, "-m", "bot.channels", "shell", *rasa_arguments(settings)]
    command += ["-i", LOOPBACK, "--credentials", str(ROOT / "credentials.yml")]
    with log.open("wb") as errors:
        # In our own session, since it reads from this terminal; warnings would break the prompt, so they are logged.
        talk = subprocess.Popen(command, cwd=ROOT, env=environment, stderr=errors)
        while (code := talk.poll()) is None:
            if stopping.wait(POLL_SECONDS):
                with contextlib.suppress(subprocess.TimeoutExpired):
                    # Ctrl-C has reached the shell by itself; a SIGTERM has not.
                    talk.wait(2)
                talk.kill()
                talk.wait()
                return 0
    if code != 0:
        click.echo(log.read_text(errors="replace")[-2000:], err=True)
    return code


def _watch(actions: Server, rasa: Server, stopping: threading.Event) -> None:
    restarts = 0
    while not stopping.wait(POLL_SECONDS):
        if rasa.exit_code is not None:
            raise _failed(rasa)
        if actions.exit_code is None:
            restarts = 0 if actions.uptime > HEALTHY_AFTER_SECONDS else restarts
            continue
        pause = min(LONGEST_PAUSE_SECONDS, 2**restarts - 1)
        when = f"in {pause} seconds" if pause else "now"
        click.echo(f"the action server ended (exit code {actions.exit_code}); starting it again {when}", err=True)
        if stopping.wait(pause):
            return
        restarts += 1
        actions.start()


def _wait_for(url: str, servers: list[Server], stopping: threading.Event) -> bool:
    """Wait until `url` answers 200; False if asked to stop before."""
    began, told = time.monotonic(), 0.0
    name = servers[-1].name
    click.echo(f"starting {name} ...")
    while not stopping.wait(POLL_SECONDS):
        for server in servers:
            if server.exit_code is not None:
                raise _failed(server)
        if _answers(url):
            return True
        waited = time.monotonic() - began
        if waited > START_SECONDS:
            raise ServerFailed(f"{name} did not answer in {START_SECONDS} seconds. Its log is {servers[-1].log}.")
        if waited - told >= PROGRESS_SECONDS:
            told = waited
            click.echo(f"starting {name} ... {waited:.0f} s")
    return False


def _answers(url: str) -> bool:
    try:
        with urllib.request.urlopen(url, timeout=3) as response:
            return bool(response.status == 200)
    except (urllib.error.URLError, OSError):
        return False


def _failed(server: Server) -> ServerFailed:
    lines = server.last_lines()
    return ServerFailed(
        f"{lines}\n{server.name} ended (exit code {server.exit_code}). These are the last lines of {server.log}."
    )


def _require_model(settings: Settings) -> None:
    if not any(settings.models.glob("*.tar.gz")):
        raise SettingsError(f"There is no trained model in {settings.models}. Run `make train`, or just `make run`.")


def _make_folders(settings: Settings) -> None:
    # What people told the adviser lies here: nobody else on this machine needs to read it.
    settings.var.mkdir(parents=True, exist_ok=True, mode=0o700)
    settings.trackers.parent.mkdir(parents=True, exist_ok=True)
    (settings.var / "log").mkdir(exist_ok=True)


def _reachable(host: str) -> str:
    if host in {"0.0.0.0", "::"}:
        return LOOPBACK
    return f"[{host}]" if ":" in host else host


def _shown(host: str) -> str:
    return "localhost" if host in {LOOPBACK, "::1", "0.0.0.0", "::"} else _reachable(host)


@contextlib.contextmanager
def _stop_signals() -> Iterator[threading.Event]:
    """An event that Ctrl-C and SIGTERM set; the handlers before are put back at the end."""
    stopping = threading.Event()

    def ask_to_stop(number: int, frame: FrameType | None) -> None:
        stopping.set()

    numbers = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
    before: dict[int, Callable[..., object] | int | None] = {n: signal.signal(n, ask_to_stop) for n in numbers}
    try:
        yield stopping
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
