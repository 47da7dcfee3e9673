"""A terminal for programs that want one: types into a pseudo-terminal and reads what is printed."""

from __future__ import annotations

import fcntl
import os
import pty
import re
import select
import struct
import subprocess
import termios
import time
from collections.abc import Mapping, Sequence
from pathlib import Path

ROWS, COLUMNS = 200, 250
# Colours, cursor movements and the like.
_CONTROLS = re.compile(r"\x1b\[[0-9;?]*[ -/]*[@-~]|\x1b[()][A-Z0-9]|\x1b[=>]|\r")


class Terminal:
    """One program in a terminal of its own; `printed` is everything it has printed, without control sequences."""

    def __init__(self, command: Sequence[str], folder: Path, environment: Mapping[str, str]) -> None:
        self._master, slave = pty.openpty()
        fcntl.ioctl(slave, termios.TIOCSWINSZ, struct.pack("HHHH", ROWS, COLUMNS, 0, 0))
        self.process = subprocess.Popen(
            command,
            cwd=folder,
            # Without the question where the cursor is, which nobody here would answer.
            env={**environment, "TERM": "xterm", "PROMPT_TOOLKIT_NO_CPR": "1"},
            stdin=slave,
            stdout=slave,
            stderr=slave,
            start_new_session=True,
            preexec_fn=lambda: fcntl.ioctl(0, termios.TIOCSCTTY, 0),
        )
        os.close(slave)
        self._raw = b""
        self._read_until = 0

    @property
    def printed(self) -> str:
        """Everything printed so far."""
        return _CONTROLS.sub("", self._raw.decode(errors="replace"))

    def type(self, keys: str) -> None:
        """Press keys."""
        self._read_until = len(self.printed)
        os.write(self._master, keys.encode())

    def wait_for(self, pattern: str, seconds: float) -> str:
        """What is printed after the last keys, once it matches.

        Raises:
            AssertionError: it does not match in time, or the program has ended.
        """
        deadline = time.monotonic() + seconds
        while not re.search(pattern, self.printed[self._read_until :]):
            assert self._read(deadline - time.monotonic()), f"no {pattern!r} in:\n{self.printed[-3000:]}"
        return self.printed[self._read_until :]

    def wait_for_end(self, seconds: float) -> int:
        """The exit code of the program."""
        deadline = time.monotonic() + seconds
        while self._read(deadline - time.monotonic()):
            pass
        return self.process.wait(max(0.0, deadline - time.monotonic()))

    def close(self) -> None:
        """End the program, however it stands."""
        if self.process.poll() is None:
            self.process.terminate()
            self.process.wait(20)
        os.close(self._master)

    def _read(self, seconds: float) -> bool:
        """Read what is there or comes within some seconds; False if nothing did."""
        ready, _, _ = select.select([self._master], [], [], max(0.0, seconds))
        try:
            found = os.read(self._master, 65536) if ready else b""
        except OSError:
            # How Linux says that the other side has closed the terminal.
            found = b""
        self._raw += found
        return bool(found)
