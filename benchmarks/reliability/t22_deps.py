"""T22: every package is locked with its hashes, and what is installed of them is small, trains and answers."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import tomllib
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path
from typing import Any

from benchmarks.reliability.adviser import Adviser
from benchmarks.reliability.result import Result
from bot.cli.processes import environment_of
from bot.settings import ROOT, Settings

MOST_MB = 1_500
_UV = ROOT / ".tools" / "bin" / "uv"
# Three questions that anybody asks first; each has an answer in words.
_ASKED = ("hello", "what is platform asymmetry?", "check my business")


def packages() -> list[dict[str, Any]]:
    """The locked packages, without this project itself."""
    lock = tomllib.loads((ROOT / "uv.lock").read_text(encoding="utf-8"))
    return [
        package
        for package in lock["package"]
        if "virtual" not in package["source"] and "editable" not in package["source"]
    ]


def without_hash(package: dict[str, Any]) -> bool:
    """Whether some file of a package could be exchanged for another one."""
    files = [*package.get("wheels", ()), *([package["sdist"]] if "sdist" in package else ())]
    return not files or not all(file.get("hash", "").startswith("sha256:") for file in files)


def runtime() -> list[str]:
    """What an installation that answers needs: without tests and checkers."""
    command = [str(_UV), "export", "--frozen", "--offline", "--no-dev", "--no-hashes", "--no-emit-project"]
    printed = subprocess.run(command, capture_output=True, text=True, check=True, cwd=ROOT).stdout
    lines = [line.split(";")[0].strip() for line in printed.splitlines() if line and line[0].isalnum()]
    return [line.split("==")[0] for line in lines]


def megabytes(names: list[str]) -> float:
    """What the files of installed packages take."""
    found = [file for name in names for file in _files(name)]
    return sum(path.stat().st_size for path in found if path.is_file()) / 1e6


def _files(name: str) -> list[Path]:
    try:
        return [Path(str(file.locate())) for file in distribution(name).files or ()]
    except PackageNotFoundError:
        # For another platform.
        return []


def installed(folder: Path) -> Path:
    """The Python of an installation that has what it needs to answer and nothing else; no network is asked.

    Raises:
        subprocess.CalledProcessError: something is not in uv's cache, whence `make setup` took it.
    """
    environment = {**os.environ, "UV_PROJECT_ENVIRONMENT": str(folder), "UV_PYTHON_DOWNLOADS": "never"}
    command = [str(_UV), "sync", "--frozen", "--offline", "--no-default-groups", "--no-install-project"]
    subprocess.run(
        [*command, "--python", sys.executable], cwd=ROOT, env=environment, capture_output=True, text=True, check=True
    )
    return folder / "bin" / "python"


def train(python: Path, models: Path) -> None:
    """Let an installation train the model into a folder.

    Raises:
        subprocess.CalledProcessError: it could not.
    """
    command = [str(python), "-m", "bot.channels", "train", "--force", "--fixed-model-name", "levelfield"]
    # Else Rasa would take over what an earlier training has kept.
    environment = environment_of(Settings.from_env()) | {"RASA_CACHE_DIRECTORY": str(models / "cache")}
    subprocess.run(
        [*command, "--out", str(models)], cwd=ROOT, env=environment, capture_output=True, text=True, check=True
    )


def answered(python: Path, var: Path, settings: dict[str, str]) -> int:
    """How many of three messages the servers of an installation answer with words."""
    adviser = Adviser(var, settings)
    for server in adviser.servers:
        server.command[0] = str(python)
    try:
        adviser.start()
        return sum(any(message.get("text") for message in adviser.say("t22", text)) for text in _ASKED)
    finally:
        adviser.stop()


def run(short: bool = False) -> list[Result]:
    """Read the lock file, ask uv, measure, and let a fresh installation train (not if short) and answer."""
    locked = packages()
    open_ones = [package["name"] for package in locked if without_hash(package)]
    command = [str(_UV), "sync", "--frozen", "--offline", "--check", "--inexact", "--python", sys.executable]
    asked = subprocess.run(command, capture_output=True, text=True, cwd=ROOT)
    needed = runtime()
    size = megabytes(needed)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        python = installed(folder / "venv")
        if not short:
            train(python, folder / "models")
        words = answered(python, folder / "var", {} if short else {"LEVELFIELD_MODELS": str(folder / "models")})
    return [
        Result(
            "T22 deps, packages without a hash",
            f"{len(open_ones)} of {len(locked)} {open_ones or ''}".strip(),
            "0",
            "a list of ranges, no lock",
            not open_ones and len(locked) > 100,
        ),
        Result(
            "T22 deps, installed as locked, asked without a network",
            "yes" if asked.returncode == 0 else asked.stderr.strip().splitlines()[-1],
            "yes",
            "-",
            asked.returncode == 0,
        ),
        Result(
            f"T22 deps, size of {len(needed)} packages",
            f"{size:.0f} MB",
            f"{MOST_MB} MB",
            "2491 MB",
            0 < size <= MOST_MB,
        ),
        Result(
            f"T22 deps, installed with these alone and without a network{'' if short else ', trained'}",
            f"{words} of {len(_ASKED)} messages answered with words",
            "all",
            "no reply on its own web page (session_persistence)",
            words == len(_ASKED),
        ),
    ]
