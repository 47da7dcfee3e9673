"""The widget's built files: made from what lies beside them, and small."""

from __future__ import annotations

import gzip
import json
import re
import shutil
import subprocess
from pathlib import Path

import pytest

from bot.settings import ROOT

WIDGET = ROOT / "widget"
STATIC = WIDGET / "static"
# Bytes as they travel: minified and compressed. A phone on a bad line loads them in two seconds.
LARGEST_LAUNCHER, LARGEST_WHOLE = 4 * 1024, 50 * 1024
NO_NODE = "Node and npm are not installed, or the registry cannot be reached (Debian: apt install nodejs npm)"
# What npm says where it reaches nobody; a lock file that does not fit is a failure.
NO_REGISTRY = re.compile(r"ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|ETIMEDOUT|ENETUNREACH|E5\d\d")


def compressed(name: str) -> int:
    return len(gzip.compress((STATIC / name).read_bytes(), compresslevel=9))


def test_the_widget_is_small() -> None:
    assert sorted(path.name for path in STATIC.iterdir()) == ["chat.js", "launcher.js"]
    assert compressed("launcher.js") <= LARGEST_LAUNCHER
    assert compressed("launcher.js") + compressed("chat.js") <= LARGEST_WHOLE


def test_the_built_files_make_no_code_and_no_html_out_of_text() -> None:
    for path in STATIC.iterdir():
        text = path.read_text(encoding="utf-8")
        assert not re.search(r"\beval\(|new Function\(|document\.write|insertAdjacentHTML|outerHTML\s*=", text), path


def test_every_kind_of_the_contract_has_its_view() -> None:
    schema = json.loads((ROOT / "bot" / "model" / "message.schema.json").read_text(encoding="utf-8"))
    kinds = set(schema["properties"]["custom"]["properties"]["kind"]["enum"])
    listed = re.search(r"KINDS = \[(.*?)\]", (WIDGET / "src" / "message.ts").read_text(), re.DOTALL)
    views = re.search(r"VIEWS: .*? = \{(.*?)\};", (WIDGET / "src" / "views.ts").read_text(), re.DOTALL)
    assert listed and set(re.findall(r'"(\w+)"', listed[1])) == kinds
    assert views and set(re.findall(r"(\w+)(?=[,:])", views[1])) - {"text"} == kinds


def test_building_again_gives_the_same_bytes(tmp_path: Path) -> None:
    npm = shutil.which("npm")
    if npm is None:
        # Also in CI: Debian's own Node may be too old to build with, and running needs none.
        pytest.skip(NO_NODE)
    for path in WIDGET.iterdir():
        if path.name not in {"node_modules", "static"}:
            (shutil.copytree if path.is_dir() else shutil.copy)(path, tmp_path / path.name)
    install = subprocess.run(
        [npm, "ci", "--no-audit", "--no-fund", "--prefer-offline"], cwd=tmp_path, capture_output=True, text=True
    )
    if install.returncode and NO_REGISTRY.search(install.stderr):
        pytest.skip(NO_NODE)
    assert install.returncode == 0, install.stderr[-2000:]
    subprocess.run([npm, "run", "build"], cwd=tmp_path, check=True, capture_output=True)
    for path in STATIC.iterdir():
        built = (tmp_path / "static" / path.name).read_bytes()
        assert built == path.read_bytes(), f"{path.name} is not what its source makes: run `make widget`"
