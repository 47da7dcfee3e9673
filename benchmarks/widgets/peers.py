"""The other widgets: fetched and built into `build/widgets`, each at one pinned version; none of it is committed."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from bot.settings import ROOT

HERE = Path(__file__).parent
FOLDER = ROOT / "build" / "widgets"
# The npm registry has none of RasaHQ's packages (@rasahq/chat-widget-ui, -react, -sdk: 404 on 2026-11-29), so it is
# built from its repository; a commit's hash holds its sources and, with its lock file, all that it is built with.
CHAT_WIDGET = "https://github.com/RasaHQ/chat-widget.git"
CHAT_WIDGET_COMMIT = "a6f9dfaebc3fa7b3477c85882ba949779c48f3f8"
# A build that hangs is no reason to wait for ever; both take a minute or two.
_PATIENCE_SECONDS = 900


class Missing(Exception):
    """A peer could not be had; the message says why."""


@dataclass(frozen=True)
class Peer:
    """A widget on this machine: `files` is what a page loads, below `/peers/<name>/`."""

    name: str
    version: str
    licence: str
    source: str
    files: Path


def deep_chat() -> Peer:
    """deep-chat from the npm registry; its lock file holds the hash of what is fetched.

    Raises:
        Missing: npm or the registry is not there.
    """
    folder = FOLDER / "deep-chat"
    folder.mkdir(parents=True, exist_ok=True)
    for name in ("package.json", "package-lock.json"):
        shutil.copy(HERE / name, folder / name)
    _run(["npm", "ci", "--no-audit", "--no-fund", "--ignore-scripts", "--prefer-offline"], folder)
    package = folder / "node_modules" / "deep-chat"
    about = json.loads((package / "package.json").read_text(encoding="utf-8"))
    return Peer("deep-chat", about["version"], about["license"], "npm", package / "dist")


def chat_widget() -> Peer:
    """RasaHQ/chat-widget, built from the pinned commit of its repository; `CHAT_WIDGET` names another copy of that.

    Raises:
        Missing: git, npm, the repository or the registry is not there, or it cannot be built.
    """
    folder, ui = FOLDER / "chat-widget", FOLDER / "chat-widget" / "packages" / "ui"
    built = ui / "dist" / "rasa-chatwidget"
    done = folder / ".built"
    if not done.exists() or done.read_text(encoding="utf-8") != CHAT_WIDGET_COMMIT:
        shutil.rmtree(folder, ignore_errors=True)
        folder.parent.mkdir(parents=True, exist_ok=True)
        source = os.environ.get("CHAT_WIDGET") or CHAT_WIDGET
        _run(["git", "clone", "--quiet", "--no-checkout", source, str(folder)], folder.parent)
        _run(["git", "checkout", "--quiet", "--detach", CHAT_WIDGET_COMMIT], folder)
        # Puppeteer, for their own tests, would download a browser.
        _run(["npm", "ci", "--no-audit", "--no-fund", "--ignore-scripts", "--prefer-offline"], folder)
        _run(["npm", "run", "build"], folder / "packages" / "sdk")
        _run(["npm", "run", "build"], ui)
        done.write_text(CHAT_WIDGET_COMMIT, encoding="utf-8")
    version = json.loads((ui / "package.json").read_text(encoding="utf-8"))["version"]
    licence = (ui / "LICENSE").read_text(encoding="utf-8")
    name = "Apache-2.0" if "Apache License" in licence and "Version 2.0" in licence else licence.splitlines()[0].strip()
    return Peer("chat-widget", version, name, f"its repository at {CHAT_WIDGET_COMMIT[:7]}", built)


def _run(command: Sequence[str], folder: Path) -> None:
    """Run one command, quietly.

    Raises:
        Missing: it is not installed, failed, or took too long.
    """
    environment = {name: value for name, value in os.environ.items() if not name.startswith("GIT_")}
    said = " ".join(command[:3])
    try:
        done = subprocess.run(
            command,
            cwd=folder,
            env=environment,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            timeout=_PATIENCE_SECONDS,
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        raise Missing(f"`{said}`: {error}") from error
    if done.returncode:
        told = (done.stderr or done.stdout).strip().splitlines()
        raise Missing(f"`{said}` failed: {told[-1] if told else done.returncode}")
