"""Ends the process at a step of a message's or a letter's way, so that a test can see what is lost: nothing."""

from __future__ import annotations

import os
import signal


class Fault:
    """A step and at which time of reaching it; without a step it does nothing."""

    def __init__(self, step: str = "", time: int = 0) -> None:
        self._step, self._left = step, time

    def reached(self, step: str) -> None:
        """Say that a message has come so far."""
        if step != self._step:
            return
        self._left -= 1
        if self._left == 0:
            # As when the power goes: nothing is tidied up.
            os.kill(os.getpid(), signal.SIGKILL)
