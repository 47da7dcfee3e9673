"""The servers' logs: they hold no texts, and what may name a person in them is blanked or cut off."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from datetime import date, datetime
from pathlib import Path

from bot.personal.places import Rows, Subject

_DAY = re.compile(rb"\b(20\d\d-[01]\d-[0-3]\d)\b")
# A shorter id is a word like any other ("me"), and stands in a log only behind its channel's name.
_SHORTEST_NAME = 6


class LogsPlace:
    """Every file in the folder of logs."""

    name = "logs"

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def _files(self) -> Iterator[Path]:
        return (
            (path for path in sorted(self._folder.glob("*")) if path.is_file()) if self._folder.is_dir() else iter(())
        )

    def export(self, subject: Subject) -> Rows:
        """The lines that name the person."""
        names = _names(subject)
        lines = [
            {"file": path.name, "line": line.decode(errors="replace")}
            for path in self._files()
            for line in path.read_bytes().splitlines()
            if names.search(line)
        ]
        return {"lines": lines} if lines else {}

    def load(self, rows: Rows) -> int:
        """A log says what happened here; a line of another one did not."""
        return 0

    def erase(self, subject: Subject) -> int:
        """Blank the person's ids in place: a server that writes to the file meanwhile is not disturbed."""
        names, count = _names(subject), 0
        for path in self._files():
            with path.open("r+b") as log:
                for match in names.finditer(log.read()):
                    log.seek(match.start())
                    log.write(b"x" * len(match.group()))
                    count += 1
        return count

    def active(self, since: datetime) -> Collection[str]:
        """Logs know nobody."""
        return ()

    def purge(self, before: datetime, active: Collection[str]) -> int:
        """Delete files that nobody has written to since, and cut the older lines off the others."""
        return sum(_cut(path, before) for path in self._files())

    def cleanse(self, *, thorough: bool) -> None:
        """Files are overwritten in place already."""


def _names(subject: Subject) -> re.Pattern[bytes]:
    names = {*subject.addresses, *subject.codes, *subject.cases}
    names |= {name for name in subject.conversations if len(name) >= _SHORTEST_NAME}
    either = b"|".join(re.escape(name.encode()) for name in sorted(names, key=len, reverse=True) if name)
    return re.compile(rb"(?<![\w.-])(?:" + (either or rb"(?!)") + rb")(?![\w.-])")


def _cut(path: Path, before: datetime) -> int:
    if datetime.fromtimestamp(path.stat().st_mtime) < before:
        count = path.read_bytes().count(b"\n")
        path.unlink()
        return count
    with path.open("r+b") as log:
        content = log.read()
        place = 0
        for match in _DAY.finditer(content):
            if _day(match.group()) >= before.date():
                place = content.rfind(b"\n", 0, match.start()) + 1
                break
        if place:
            # What a server adds between reading and cutting is read again at the end.
            log.seek(0)
            log.write(content[place:])
            log.truncate()
    return content[:place].count(b"\n")


def _day(text: bytes) -> date:
    try:
        return date.fromisoformat(text.decode())
    except ValueError:
        return date.max
