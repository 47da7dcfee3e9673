"""`levelfield check`, `build`, `ids` and `diagnose` as people run them."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from bot.cli.main import COMMANDS, levelfield
from bot.model.knowledge import Knowledge
from bot.settings import ROOT
from bot.store.write import write_store

FIRMS = ROOT / "tests" / "examples" / "firms"


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """A folder with a copy of the documents."""
    shutil.copytree(ROOT / "knowledge", tmp_path / "knowledge")
    return tmp_path


@pytest.fixture(scope="session")
def installed(tmp_path_factory: pytest.TempPathFactory, knowledge: Knowledge) -> Path:
    """A folder with a copy of the documents and the store built from it, for tests that only read."""
    folder = tmp_path_factory.mktemp("installed")
    shutil.copytree(ROOT / "knowledge", folder / "knowledge")
    (folder / "build").mkdir()
    write_store(knowledge, f"sqlite:///{folder / 'build' / 'strategies.db'}")
    return folder


def run(home: Path, *arguments: str, said: str = "") -> subprocess.CompletedProcess[str]:
    """Run the command in the installation at `home`."""
    own = {"LEVELFIELD_KNOWLEDGE": str(home / "knowledge"), "LEVELFIELD_BUILD": str(home / "build")}
    kept = {name: value for name, value in os.environ.items() if not name.startswith("LEVELFIELD_")}
    command = [sys.executable, "-c", "from bot.cli.main import main; main()", *arguments]
    return subprocess.run(command, cwd=ROOT, env=kept | own, input=said, text=True, capture_output=True, timeout=60)


def test_each_command_lives_where_it_is_looked_for_and_a_slip_is_told_what_is_like_it() -> None:
    group = CliRunner().invoke(levelfield, ["--help"])
    assert group.exit_code == 0 and all(f"\n  {name} " in group.output for name in COMMANDS)
    slip = CliRunner().invoke(levelfield, ["serv"])
    assert slip.exit_code == 2 and "Did you mean 'serve'?" in slip.output


def test_who_looks_after_the_servers_holds_nothing_of_what_they_need() -> None:
    # `levelfield serve` stays for as long as they run; with spaCy and scikit-learn in it, it held 300 MB for that.
    heavy = "('spacy', 'sklearn', 'rasa')"
    code = f"import sys; from bot.cli import main, serve; sys.exit(any(name in sys.modules for name in {heavy}))"
    assert subprocess.run([sys.executable, "-c", code], cwd=ROOT, timeout=60).returncode == 0


def test_check_says_that_all_is_in_order_and_what_there_is(installed: Path, knowledge: Knowledge) -> None:
    done = run(installed, "check")
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith(f"knowledge is in order: {len(knowledge.strategies)} strategies, 7 dimensions,")


def test_check_prints_all_faults_one_a_line_and_fails(home: Path) -> None:
    (home / "knowledge" / "sources.yml").write_text("sources: [")
    (home / "knowledge" / "strategies" / "niche.community.md").write_text("nothing")
    done = run(home, "check")
    assert done.returncode == 1 and done.stdout == ""
    first, second = done.stderr.splitlines()
    assert first.startswith("knowledge/sources.yml:2: not valid YAML")
    assert second.startswith("knowledge/strategies/niche.community.md:1: no front matter")


def test_build_refuses_documents_with_faults_and_keeps_the_old_store(home: Path) -> None:
    assert run(home, "build").returncode == 0
    before = (home / "build" / "strategies.db").read_bytes()
    (home / "knowledge" / "weights.yml").unlink()
    done = run(home, "build")
    assert done.returncode == 1 and "knowledge/weights.yml:1: missing. Add it." in done.stderr
    assert (home / "build" / "strategies.db").read_bytes() == before


def test_ids_prints_every_id_once(installed: Path, knowledge: Knowledge) -> None:
    lines = run(installed, "ids").stdout.split()
    assert len(lines) == len(set(lines))
    assert {"E1", "fact.sector", "X3", "dimension.economic", "ext.finance.buffer"} <= set(lines)
    assert {*knowledge.strategies, *knowledge.items, *knowledge.concepts, *knowledge.figures} <= set(lines)


def test_diagnose_needs_the_store_and_says_how_to_get_it(home: Path) -> None:
    done = run(home, "diagnose", str(FIRMS / "bakery.json"))
    assert done.returncode == 1 and "Run `levelfield build`." in done.stderr and "Traceback" not in done.stderr
    run(home, "build")
    with (home / "knowledge" / "concepts" / "concept.promise.md").open("a") as file:
        file.write("\n")
    done = run(home, "diagnose", str(FIRMS / "bakery.json"))
    assert done.returncode == 1 and "the documents changed" in done.stderr


@pytest.mark.parametrize("name", ["bakery", "machine_parts", "software", "bakery_quick"])
def test_diagnose_gives_the_worked_figures(installed: Path, name: str) -> None:
    path = FIRMS / f"{name}.json"
    done = run(installed, "diagnose", str(path), "--json")
    assert done.returncode == 0, done.stderr
    found, expected = json.loads(done.stdout), json.loads(path.read_text())["expected"]
    assert {
        dimension: {part: score[part] for part in ("severity", "confidence", "effective")}
        for dimension, score in found["profile"].items()
    } == expected["profile"]
    assert {entry["band"] for entry in found["profile"].values()} <= {"low", "moderate", "high", "severe"}
    planned = found["plan"]["now"] + found["plan"]["next"] + found["plan"]["later"]
    assert set(expected["planned"]) <= set(planned) and not set(planned) & set(expected["not_planned"])
    assert all(entry["factors"] and entry["because"] for entry in found["ranking"][:5])
    assert all(entry["id"] and entry["reason"] for entry in found["excluded"])


def test_diagnose_reads_standard_input_and_prints_for_people(installed: Path) -> None:
    done = run(
        installed, "diagnose", "-", said=json.dumps({"facts": {"sector": "retail"}, "answers": {"E1": 4, "P2": "na"}})
    )
    assert done.returncode == 0, done.stderr
    assert "dimension.economic" in done.stdout and "Best next question:" in done.stdout
    assert "not assessed" in done.stdout and "Plan (too_early)" in done.stdout


def test_nothing_told_is_no_plan_and_no_error(installed: Path) -> None:
    found: dict[str, Any] = json.loads(run(installed, "diagnose", "-", "--json", said="{}").stdout)
    assert found["capacity"] is None and found["excluded"] == [] and found["plan"]["now"] == []
    assert {score["severity"] for score in found["profile"].values()} == {None}
    assert {score["confidence"] for score in found["profile"].values()} == {None}


def test_diagnose_names_everything_it_cannot_use_a_line_each(installed: Path) -> None:
    said = {"facts": {"sector": "circus", "hours": 8}, "answers": {"E1": 9, "Q9": 1}}
    done = run(installed, "diagnose", "-", said=json.dumps(said))
    assert (done.returncode, done.stdout) == (1, "") and "Traceback" not in done.stderr
    assert len(done.stderr.splitlines()) == 4
