"""One archive of what cannot be made anew: cases, conversations, added documents, taught phrases, keys."""

from __future__ import annotations

import hashlib
import io
import json
import os
import shutil
import sqlite3
import subprocess
import tarfile
import tempfile
from contextlib import closing
from datetime import datetime, timezone
from pathlib import Path, PurePosixPath
from typing import Any

from sqlalchemy.engine import make_url
from sqlalchemy.engine.url import URL

from bot.errors import LevelfieldError
from bot.settings import Settings

FORMAT = "levelfield.backup/1"
_MANIFEST = "manifest.json"


class BackupFailed(LevelfieldError):
    """A backup could not be written, or a file is no backup."""


def back_up(settings: Settings, file: Path) -> list[str]:
    """Write an archive; a turn that is acknowledged before this begins is in it. What was put in, by name.

    Raises:
        BackupFailed: saying why; there is no half-written file then.
    """
    taken_at = datetime.now(timezone.utc).replace(tzinfo=None)
    with tempfile.TemporaryDirectory(prefix="levelfield-backup-") as folder:
        parts = [_dump(name, url, Path(folder)) for name, url in _databases(settings)]
        parts += [path for path in _single_files(settings) if path.is_file()]
        files = {path.name: path for path in parts}
        if settings.documents.is_dir():
            for path in sorted(p for p in settings.documents.rglob("*") if p.is_file()):
                files[f"documents/{path.relative_to(settings.documents)}"] = path
        manifest = {
            "format": FORMAT,
            "taken_at": taken_at.isoformat(),
            "files": {name: hashlib.sha256(path.read_bytes()).hexdigest() for name, path in files.items()},
        }
        file.parent.mkdir(parents=True, exist_ok=True)
        unfinished = file.with_name(f"{file.name}.part")
        # It holds all that people told: nobody else on this machine needs to read it.
        unfinished.touch(mode=0o600)
        with tarfile.open(unfinished, "w:gz") as archive:
            text = json.dumps(manifest, indent=1).encode()
            head = tarfile.TarInfo(_MANIFEST)
            head.size = len(text)
            archive.addfile(head, io.BytesIO(text))
            for name, path in files.items():
                archive.add(path, name)
        unfinished.replace(file)
    return list(files)


def restore(settings: Settings, file: Path) -> datetime:
    """Put an archive in the place of what is there; when it was taken. No server may run.

    Raises:
        BackupFailed: the file is no backup, is damaged, or is one of other databases; nothing was changed then.
    """
    with tempfile.TemporaryDirectory(prefix="levelfield-restore-") as name:
        folder = Path(name)
        manifest = _unpacked(file, folder)
        wanted = [(folder / _dump_name(part, url), url) for part, url in _databases(settings)]
        for path, _ in wanted:
            if not path.is_file():
                raise BackupFailed(f"{file} holds no {path.name}: it was taken from databases of another kind.")
        for path, url in wanted:
            _load(path, url)
        if (folder / "documents").is_dir():
            shutil.rmtree(settings.documents, ignore_errors=True)
            shutil.copytree(folder / "documents", settings.documents)
        for target in _single_files(settings):
            if (folder / target.name).is_file():
                shutil.copy(folder / target.name, target)
    return datetime.fromisoformat(manifest["taken_at"])


def _single_files(settings: Settings) -> tuple[Path, ...]:
    """What lies in files of its own. With another key, pages that are open at a restore would have to begin anew."""
    return settings.var / "erasure.key", settings.var / "website.key", settings.data / "nlu" / "learned.yml"


def _inside(member: tarfile.TarInfo) -> tarfile.TarInfo:
    """A plain file or folder below the folder it is unpacked to; anything else is in no backup of ours."""
    path = PurePosixPath(member.name)
    if path.is_absolute() or ".." in path.parts or not (member.isfile() or member.isdir()):
        raise tarfile.TarError(f"{member.name} does not belong into a backup")
    return member


def _unpacked(file: Path, folder: Path) -> dict[str, Any]:
    try:
        with tarfile.open(file, "r:gz") as archive:
            # Nothing outside of the folder, whatever the archive says; tarfile's own filter is new in Python 3.11.4.
            archive.extractall(folder, members=[_inside(member) for member in archive.getmembers()])
        manifest: dict[str, Any] = json.loads((folder / _MANIFEST).read_text(encoding="utf-8"))
        if manifest["format"] != FORMAT:
            raise BackupFailed(f"{file} is a backup of another version ({manifest['format']}, not {FORMAT}).")
        for name, digest in manifest["files"].items():
            if hashlib.sha256((folder / name).read_bytes()).hexdigest() != digest:
                raise BackupFailed(f"{file} is damaged: {name} is not what was put in. Take another backup.")
    except (tarfile.TarError, EOFError, OSError, ValueError, KeyError) as error:
        raise BackupFailed(
            f"{file} is no backup ({type(error).__name__}). `levelfield backup FILE` makes one."
        ) from None
    return manifest


def _databases(settings: Settings) -> list[tuple[str, URL]]:
    found = [("cases", make_url(settings.cases_url)), ("conversations", make_url(settings.trackers_url))]
    # Both may lie in one database.
    return found[:1] if found[0][1] == found[1][1] else found


def _is_sqlite(url: URL) -> bool:
    return bool(url.get_backend_name() == "sqlite")


def _dump_name(name: str, url: URL) -> str:
    return f"{name}.{'db' if _is_sqlite(url) else 'dump'}"


def _dump(name: str, url: URL, folder: Path) -> Path:
    path = folder / _dump_name(name, url)
    if _is_sqlite(url):
        # SQLite's own way of copying a database that is being written to: one moment of it, whole.
        with closing(sqlite3.connect(str(url.database))) as source, closing(sqlite3.connect(path)) as copy:
            source.backup(copy)
    else:
        _run(url, "pg_dump", "--format=custom", "--no-owner", f"--file={path}")
    return path


def _load(path: Path, url: URL) -> None:
    if _is_sqlite(url):
        with closing(sqlite3.connect(path)) as source, closing(sqlite3.connect(str(url.database))) as target:
            source.backup(target)
            # What was there before must not stay in the log of changes or in free pages.
            target.execute("VACUUM")
            target.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    else:
        _run(url, "pg_restore", "--clean", "--if-exists", "--no-owner", "--single-transaction", str(path))


def _run(url: URL, program: str, *arguments: str) -> None:
    """A program of PostgreSQL's; the password goes by the environment, where no list of processes shows it."""
    place = {"host": url.host or url.query.get("host"), "port": url.port, "username": url.username}
    command = [program, *(f"--{name}={value}" for name, value in place.items() if value), f"--dbname={url.database}"]
    # Passed on as a whole and read nowhere here.
    environment = os.environ | ({"PGPASSWORD": url.password} if url.password else {})
    try:
        done = subprocess.run([*command, *arguments], env=environment, capture_output=True, text=True)
    except FileNotFoundError:
        raise BackupFailed(f"{program} is not installed. On Debian: apt install postgresql-client") from None
    if done.returncode != 0:
        raise BackupFailed(f"{program} failed: {done.stderr.strip().splitlines()[-1:] or done.returncode}")
