"""The two servers as child processes: started with their settings, logged, and stopped with all they started."""

from __future__ import annotations

import contextlib
import ctypes
import os
import random
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterable, Sequence
from pathlib import Path

from bot.errors import LevelfieldError, SettingsError
from bot.settings import ROOT, Settings

LOOPBACK = "127.0.0.1"
# A log is kept for looking back at last week, not for ever.
LARGEST_LOG = 5_000_000
# A message is a few small matrices: threads that wait for each other at each of them burn half of a turn's CPU time.
_ONE_THREAD = {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"}
SIGNAL_ON_PARENTS_DEATH = 1  # PR_SET_PDEATHSIG of prctl(2)
# Above the well-known ones and below 32,768, where Linux begins with the ports that it gives to outgoing connections.
_PORTS_OF_SERVERS = (20_000, 32_000)
# Two processes that were seeded alike must not find the same port at the same time.
_random = random.SystemRandom()


class ServerFailed(LevelfieldError):
    """A server could not be started, or stopped by itself."""


class Server:
    """One child process in a process group of its own, writing to its own log."""

    def __init__(self, name: str, command: Sequence[str], environment: dict[str, str], log: Path) -> None:
        self.name = name
        self.log = log
        self.command, self.environment = command, environment
        self._process: subprocess.Popen[bytes] | None = None
        self._log_begins = 0
        self.started = 0.0

    def start(self) -> None:
        """Start the process; its output is added to the log."""
        self.log.parent.mkdir(parents=True, exist_ok=True)
        if self.log.exists() and self.log.stat().st_size > LARGEST_LOG:
            self.log.replace(self.log.with_suffix(".log.1"))
        with self.log.open("ab") as output:
            self._log_begins = output.tell()
            self._process = subprocess.Popen(
                self.command,
                cwd=ROOT,
                env=self.environment,
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                # Its own group: Ctrl-C in the terminal reaches only us, and we stop the servers in order.
                start_new_session=True,
                preexec_fn=_die_with_the_parent,
            )
        self.started = time.monotonic()

    @property
    def pid(self) -> int | None:
        """The number of the process, or None before the first start."""
        return self._process.pid if self._process else None

    @property
    def exit_code(self) -> int | None:
        """The exit code, or None while it runs."""
        return self._process.poll() if self._process else None

    @property
    def uptime(self) -> float:
        """Seconds since the last start."""
        return time.monotonic() - self.started

    def last_lines(self, count: int = 20) -> str:
        """The end of what this run wrote to the log."""
        with self.log.open("rb") as log:
            log.seek(self._log_begins)
            lines = log.read().decode(errors="replace").splitlines()
        return "\n".join(lines[-count:])

    def signal(self, number: int) -> None:
        """Send a signal to the process and all it started."""
        if self._process is not None:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(self._process.pid, number)

    def reap(self, seconds: float) -> bool:
        """Wait until the process has ended; False if it has not by then."""
        if self._process is None:
            return True
        try:
            self._process.wait(max(0.0, seconds))
        except subprocess.TimeoutExpired:
            return False
        return True


def stop(servers: Iterable[Server], patience: float = 6.0) -> None:
    """Stop servers together: politely first, and by force what is still there after `patience` seconds."""
    asked = list(servers)
    for server in asked:
        server.signal(signal.SIGTERM)
    deadline = time.monotonic() + patience
    for server in asked:
        server.reap(deadline - time.monotonic())
        # Also when the process itself has gone: a worker it left behind would hold the port.
        server.signal(signal.SIGKILL)
        server.reap(2.0)


def action_server(settings: Settings) -> Server:
    """The action server, reachable from this machine only: it believes whatever it is told."""
    command = [sys.executable, "-m", "actions"]
    return Server("the action server", command, environment_of(settings), settings.var / "log" / "actions.log")


def rasa_server(settings: Settings) -> Server:
    """The Rasa server with our doors, and without Rasa's own API."""
    command = [sys.executable, "-m", "bot.channels", "run", "-i", settings.host, *rasa_arguments(settings)]
    command += ["--credentials", str(ROOT / "credentials.yml")]
    return Server("the adviser", command, environment_of(settings), settings.var / "log" / "rasa.log")


def rasa_arguments(settings: Settings) -> list[str]:
    """What `rasa run` and `rasa shell` are told alike."""
    return ["-p", str(settings.port), "-m", str(settings.models.absolute()), "--endpoints", str(ROOT / "endpoints.yml")]


def environment_of(settings: Settings) -> dict[str, str]:
    """The environment of the servers: our own, with the settings spelt out so that both see the same ones."""
    # Passed on as a whole and read nowhere here: reading it is the settings' work. Paths are absolute because the
    # servers run in the project's folder, wherever the command was given.
    return (
        _ONE_THREAD
        | os.environ
        | {
            "LEVELFIELD_KNOWLEDGE": str(settings.knowledge.absolute()),
            "LEVELFIELD_VAR": str(settings.var.absolute()),
            "LEVELFIELD_BUILD": str(settings.build.absolute()),
            "LEVELFIELD_MODELS": str(settings.models.absolute()),
            "LEVELFIELD_STORE_URL": settings.store_url,
            "LEVELFIELD_CASES_URL": settings.cases_url,
            "LEVELFIELD_TRACKERS": str(settings.trackers.absolute()),
            "LEVELFIELD_KEEP_DAYS": str(settings.keep_days),
            "LEVELFIELD_ERASURE_KEY": settings.erasure_key,
            "LEVELFIELD_WEBSITE_KEY": settings.website_key,
            "LEVELFIELD_TIMEZONE": settings.timezone,
            "LEVELFIELD_TRACKERS_URL": settings.trackers_url,
            "LEVELFIELD_REDIS_URL": settings.redis_url,
            "LEVELFIELD_ACTIONS_URL": settings.actions_url,
            "PORT": str(settings.port),
            "ACTIONS_PORT": str(settings.actions_port),
            "HOST": settings.host,
            **_doors_of(settings),
            "RASA_TELEMETRY_ENABLED": "false",
            # Below WARNING, Rasa and its libraries log what people write.
            "LOG_LEVEL": "WARNING",
            "LOG_LEVEL_LIBRARIES": "ERROR",
            "TF_CPP_MIN_LOG_LEVEL": "3",
            "SQLALCHEMY_SILENCE_UBER_WARNING": "1",
            # Rasa's dependencies warn about each other at every start, which would bury the reason of a crash.
            "PYTHONWARNINGS": "ignore::DeprecationWarning",
            # A crash must not take its last lines with it.
            "PYTHONUNBUFFERED": "1",
        }
    )


def _doors_of(settings: Settings) -> dict[str, str]:
    """Who gets in how often, and what can be seen of it, as `Settings.from_env` reads it back."""
    doors = {
        "LEVELFIELD_ORIGINS": " ".join(settings.origins),
        "LEVELFIELD_TRUSTED_PROXIES": " ".join(settings.trusted_proxies),
        "LEVELFIELD_LIMIT_SENDER": settings.limit_sender or "off",
        "LEVELFIELD_REDIS_URL": settings.redis_url,
        "LEVELFIELD_LOG": settings.log,
        "LEVELFIELD_LOG_KEY": settings.log_key,
        "LEVELFIELD_METRICS_HOST": settings.metrics_host,
        "LEVELFIELD_METRICS_PORT": str(settings.metrics_port or ""),
        "LEVELFIELD_ACTIONS_HOST": settings.actions_host,
    }
    # Where nobody set them they are left unset: set, they would count for this machine as well.
    by_address = {
        "LEVELFIELD_LIMIT_ADDRESS": settings.limit_address or "off",
        "LEVELFIELD_LIMIT_NEWCOMERS": settings.limit_newcomers or "off",
    }
    return doors | (by_address if settings.limits_loopback else {})


def require_free(host: str, port: int, public_port: int) -> None:
    """Check that a server can listen there; `public_port` is the one that people choose, and the other follows.

    Raises:
        SettingsError: naming what to set instead.
    """
    hint = f"Stop what uses it, or choose another port: PORT={public_port + 1} make run."
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        with socket.socket(family, kind, protocol) as probe:
            # Without this, the connections of a server that has just ended would still count.
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind(address)
    except socket.gaierror:
        raise SettingsError(f'HOST is "{host}", which is no address of this machine. Try HOST=127.0.0.1.') from None
    except PermissionError:
        raise SettingsError(f"Port {port} may only be used by the administrator. Choose one: PORT=5005.") from None
    except OSError as error:
        raise SettingsError(f"Port {port} on {host} cannot be used ({error.strerror}). {hint}") from None


def free_port(beside: int = 0) -> int:
    """A port that is free just now, as are as many `beside` it: the next ones.

    The system's own choice would lie where it also takes the ports of outgoing connections, and one of those could
    take it before the server that it is meant for has started.
    """
    while True:
        port = _random.randrange(*_PORTS_OF_SERVERS)
        with contextlib.ExitStack() as probes, contextlib.suppress(OSError):
            for number in range(port, port + beside + 1):
                probes.enter_context(socket.socket()).bind((LOOPBACK, number))
            return port


def _die_with_the_parent() -> None:
    # If we are killed outright, nobody is left to stop the servers and free their ports. Only Linux has this.
    with contextlib.suppress(OSError, AttributeError):
        ctypes.CDLL(None).prctl(SIGNAL_ON_PARENTS_DEATH, signal.SIGTERM)
