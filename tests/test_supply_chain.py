"""What is installed is known: hashes, the list of known weaknesses, the bill of materials, the command that audits."""

from __future__ import annotations

import json
import re
import subprocess
import tomllib
from pathlib import Path
from typing import Any

import pytest

from benchmarks.reliability.t22_deps import packages, without_hash
from bot.settings import ROOT

SECURITY = (ROOT / "SECURITY.md").read_text(encoding="utf-8")
UV = ROOT / ".tools" / "bin" / "uv"


def table() -> dict[str, tuple[str, str]]:
    """Package -> locked version and what is known, as SECURITY.md says."""
    rows = re.findall(r"^\| ([\w-]+) \| ([\d.]+) \| (.+?) \|", SECURITY, re.MULTILINE)
    return {name.lower(): (version, known) for name, version, known in rows}


def test_every_package_is_locked_with_its_hashes() -> None:
    locked = packages()
    assert len(locked) > 100
    assert [package["name"] for package in locked if without_hash(package)] == []


def test_what_security_says_of_each_outdated_package_is_of_the_locked_version() -> None:
    locked = {package["name"]: package["version"] for package in packages()}
    said = {name: version for name, (version, _) in table().items()}
    assert len(said) >= 10
    assert said == {name: locked[name] for name in said}


def test_the_audit_passes_over_exactly_what_security_explains() -> None:
    project: dict[str, Any] = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    ignored = project["tool"]["uv"]["audit"]["ignore"]
    known = [cve for _, what in table().values() for cve in re.findall(r"CVE-\d{4}-\d+", what)]
    assert sorted(ignored) == sorted(known) and len(set(known)) == len(known) > 5


@pytest.mark.skipif(not UV.is_file(), reason="uv was not installed by `make setup`")
def test_the_bill_of_materials_names_every_package_that_runs(tmp_path: Path) -> None:
    file = tmp_path / "sbom.json"
    subprocess.run(["make", "--silent", "sbom", f"SBOM={file}"], cwd=ROOT, check=True, capture_output=True)
    bill = json.loads(file.read_text(encoding="utf-8"))
    assert (bill["bomFormat"], bill["specVersion"]) == ("CycloneDX", "1.5")
    named = {(part["name"], part["version"]) for part in bill["components"]}
    locked = {(package["name"], package["version"]) for package in packages()}
    assert named <= locked and ("rasa", "3.6.21") in named and len(named) > 100
    assert not {"pytest", "mypy", "ruff"} & {name for name, _ in named}


@pytest.mark.skipif(not UV.is_file(), reason="uv was not installed by `make setup`")
def test_an_audit_without_a_service_says_so_and_fails() -> None:
    command = ["make", "--silent", "audit", "ADVISORIES=http://127.0.0.1:9/"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=120)
    assert done.returncode != 0
    assert "no advisory service was reached" in done.stderr
