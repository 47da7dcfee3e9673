"""One process at a time makes what a folder keeps: the others wait, and read it."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from pathlib import Path

from filelock import FileLock, Timeout

_NAME = ".making"
# Everything made anew takes two minutes; whoever waited five makes it beside the other.
_LONGEST_SECONDS = 300.0


@contextlib.contextmanager
def making_alone(folder: Path) -> Iterator[None]:
    """Wait until no other process makes anything in a folder; do not wait where nothing can be written."""
    with contextlib.ExitStack() as held:
        with contextlib.suppress(OSError, NotImplementedError, Timeout):
            folder.mkdir(parents=True, exist_ok=True)
            held.enter_context(FileLock(folder / _NAME, timeout=_LONGEST_SECONDS))
        yield
