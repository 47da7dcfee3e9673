"""T22: every package is locked with its hashes, what is installed is what is locked, and it is not too large."""

from __future__ import annotations

import subprocess
import sys
import tomllib
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path
from typing import Any

from benchmarks.reliability.result import Result
from bot.settings import ROOT

# What was asked for, before spaCy, onnxruntime and the encoder came in (290 MB), and what it may be with them.
ASKED_MB, MOST_MB = 1_500, 1_800
_UV = ROOT / ".tools" / "bin" / "uv"


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


def run(short: bool = False) -> list[Result]:
    """Read the lock file, ask uv, and measure."""
    locked = packages()
    open_ones = [package["name"] for package in locked if without_hash(package)]
    command = [str(_UV), "sync", "--frozen", "--offline", "--check", "--python", sys.executable]
    asked = subprocess.run(command, capture_output=True, text=True, cwd=ROOT)
    needed = runtime()
    size = megabytes(needed)
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
            f"{MOST_MB} MB ({ASKED_MB} asked)",
            "2491 MB",
            0 < size <= MOST_MB,
        ),
    ]
