"""A private PostgreSQL server out of Debian's programs, for as long as the tests run."""

from __future__ import annotations

import os
import pwd
import shutil
import subprocess
import tempfile
import time
import uuid
from collections.abc import Sequence
from pathlib import Path

import psycopg2

START_SECONDS = 60
# The server refuses to run as root; Debian's package brings this account.
ACCOUNT = "postgres"
# An administrator's program, in folders that an ordinary search path leaves out.
RUN_AS = shutil.which("runuser", path=f"{os.environ.get('PATH', '')}:/usr/sbin:/sbin") or "runuser"


def programs() -> Path | None:
    """The folder of the newest installed server's programs, or None."""
    found = [path.parent for path in Path("/usr/lib/postgresql").glob("*/bin/initdb")]
    return max(found, key=lambda path: float(path.parent.name), default=None)


class PostgresServer:
    """A server on a socket in a folder of its own; it listens on no network address."""

    def __init__(self, folder: Path) -> None:
        self._programs = folder
        # A socket's path may have 107 bytes at most, which pytest's folders come near.
        self._home = Path(tempfile.mkdtemp(prefix="levelfield-pg-"))
        self._process: subprocess.Popen[bytes] | None = None
        if os.geteuid() == 0:
            account = pwd.getpwnam(ACCOUNT)
            os.chown(self._home, account.pw_uid, account.pw_gid)

    @property
    def data(self) -> Path:
        """The folder of the database's files."""
        return self._home / "data"

    def start(self) -> None:
        """Make a cluster and start the server; returns when it answers."""
        data = self._home / "data"
        init = self._as_account("initdb", "-D", data, "-U", "levelfield", "--auth=trust", "--no-sync", "-E", "UTF8")
        subprocess.run(init, check=True, capture_output=True, cwd=self._home)
        self.resume()

    def resume(self) -> None:
        """Start on the cluster that is there; returns when it answers."""
        data = self._home / "data"
        quick = ("-c", "fsync=off", "-c", "listen_addresses=", "-c", f"unix_socket_directories={self._home}")
        command = self._as_account("postgres", "-D", data, *quick)
        log = (self._home / "log").open("wb")
        self._process = subprocess.Popen(command, cwd=self._home, stdout=log, stderr=log)
        log.close()
        self._wait()

    def _as_account(self, program: str, *arguments: object) -> Sequence[str]:
        command = [str(self._programs / program), *map(str, arguments)]
        return [RUN_AS, "-u", ACCOUNT, "--", *command] if os.geteuid() == 0 else command

    def _wait(self) -> None:
        deadline = time.monotonic() + START_SECONDS
        while True:
            try:
                self._execute("SELECT 1")
                return
            except psycopg2.OperationalError:
                if time.monotonic() > deadline or self._process is None or self._process.poll() is not None:
                    raise RuntimeError((self._home / "log").read_text(errors="replace")) from None
                time.sleep(0.1)

    def _execute(self, statement: str) -> None:
        connection = psycopg2.connect(host=str(self._home), user="levelfield", dbname="postgres")
        try:
            connection.autocommit = True
            with connection.cursor() as cursor:
                cursor.execute(statement)
        finally:
            connection.close()

    def new_database(self) -> str:
        """The address of an empty database."""
        name = f"test_{uuid.uuid4().hex}"
        self._execute(f"CREATE DATABASE {name}")
        return f"postgresql+psycopg2://levelfield@/{name}?host={self._home}"

    def write_out(self) -> None:
        """Bring everything into the database's files, where a search of files can see it."""
        self._execute("CHECKPOINT")

    def crash(self) -> None:
        """Be gone at once, every connection with it; `resume` brings back what was committed."""
        if self._process is not None:
            stop = self._as_account("pg_ctl", "-D", self._home / "data", "-m", "immediate", "-w", "stop")
            subprocess.run(stop, check=False, capture_output=True, cwd=self._home)
            self._process.wait(timeout=30)
            self._process = None

    def stop(self) -> None:
        """Stop the server and remove all it wrote."""
        self.crash()
        shutil.rmtree(self._home, ignore_errors=True)
