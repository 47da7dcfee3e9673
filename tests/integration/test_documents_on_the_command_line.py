"""`levelfield add` and `documents` as an operator runs them."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from bot.cli.main import levelfield
from bot.settings import ROOT
from bot.store.documents import DocumentStore

HERRING = "# Herring\n\nThe herring is caught in spring, when the shoals come near the coast.\n"
SALMON = "# Salmon\n\nThe salmon climbs the river in autumn to spawn where it was born.\n"
BROKEN = b"\x89PNG\r\n\x1a\n\x00\x00\x00\x0dIHDR"
Run = Callable[..., Result]


@pytest.fixture
def home(tmp_path: Path, empty_store: Path) -> Path:
    """An installation with a built store, and a folder with files."""
    (tmp_path / "build").mkdir()
    shutil.copy(empty_store, tmp_path / "build" / "strategies.db")
    for name, content in (("fish.md", HERRING.encode()), ("salmon.txt", SALMON.encode()), ("photo.pdf", BROKEN)):
        (tmp_path / name).write_bytes(content)
    return tmp_path


def settings(home: Path) -> dict[str, str]:
    """The variables of an installation."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("LEVELFIELD_")}
    folders = {name: str(home / name.lower()) for name in ("BUILD", "DOCUMENTS", "VAR")}
    return kept | {f"LEVELFIELD_{name}": path for name, path in folders.items()}


@pytest.fixture
def run(home: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Runs the command in this process, in the folder with the files."""
    monkeypatch.chdir(home)

    def command(*arguments: str) -> Result:
        return CliRunner().invoke(levelfield, list(arguments), env=settings(home))

    return command


def in_a_process(home: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Runs the command as a program of its own."""
    command = [sys.executable, "-c", "from bot.cli.main import main; main()", *arguments]
    env = settings(home) | {"PYTHONPATH": str(ROOT)}
    return subprocess.run(command, cwd=home, env=env, text=True, capture_output=True, timeout=60)


def test_a_document_is_added_as_a_program_and_is_listed(home: Path, run: Run) -> None:
    done = in_a_process(
        home, "add", "fish.md", "--address", "https://x.org", "--date", "2025-05-01", "--licence", "CC BY"
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout == "document.fish_md: added, one passage\n"
    assert run("documents").stdout == "document.fish_md: Herring, one passage (2025-05-01, CC BY, https://x.org)\n"


def test_the_same_file_twice_changes_nothing_and_a_changed_one_takes_its_place(home: Path, run: Run) -> None:
    run("add", "fish.md")
    assert run("add", "fish.md").stdout.startswith("document.fish_md: unchanged, one passage")
    (home / "fish.md").write_text(SALMON)
    assert run("add", "fish.md").stdout.startswith("document.fish_md: replaced, one passage")
    assert run("documents").stdout.count("\n") == 1
    passage = DocumentStore(f"sqlite:///{home}/build/strategies.db").passages(["document.fish_md#1"])
    assert "salmon" in passage["document.fish_md#1"].text


def test_a_bad_file_beside_good_ones_is_named_and_the_good_ones_are_added(run: Run) -> None:
    done = run("add", "fish.md", "photo.pdf", "none.txt", "salmon.txt")
    assert done.exit_code == 1
    assert done.stdout == "document.fish_md: added, one passage\ndocument.salmon_txt: added, one passage\n"
    first, second = done.stderr.splitlines()
    assert first.startswith("photo.pdf is binary") and second.startswith("none.txt is not there")
    assert [line.split(":")[0] for line in run("documents").stdout.splitlines()] == [
        "document.fish_md",
        "document.salmon_txt",
    ]


def test_what_is_left_out_is_shown(home: Path, run: Run) -> None:
    (home / "page.txt").write_text(f"Skip to main content\n\n{HERRING}")
    assert "left out as no content: 1\n    Skip to main content\n" in run("add", "page.txt").stdout


def test_a_document_is_removed_by_its_id(home: Path, run: Run) -> None:
    run("add", "fish.md", "salmon.txt")
    assert run("documents", "--remove", "document.fish_md").stdout == "document.fish_md: removed (Herring)\n"
    assert (
        run("documents").stdout.startswith("document.salmon_txt: ")
        and not (home / "documents/document.fish_md").exists()
    )
    run("documents", "--remove", "document.salmon_txt")
    assert run("documents").stdout.startswith("no documents.")


def test_removing_an_unknown_id_is_one_line_and_a_failure(home: Path) -> None:
    done = in_a_process(home, "documents", "--remove", "document.none")
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr == 'there is no document "document.none". `levelfield documents` lists them.\n'


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (("fish.md", "--date", "1 May"), "is no date. Write it as YYYY-MM-DD."),
        (("fish.md", "--date", "20250501"), "is no date."),
        (("fish.md", "salmon.txt", "--title", "Fish"), "belong to one document"),
        (("fish.md", "salmon.txt", "--address", "https://x.org"), "belong to one document"),
        ((), "Missing argument"),
    ],
)
def test_what_makes_no_sense_is_said_and_nothing_is_added(run: Run, arguments: tuple[str, ...], says: str) -> None:
    done = run("add", *arguments)
    assert done.exit_code != 0 and says in done.stderr and done.stdout == ""
    assert run("documents").stdout.startswith("no documents.")


def test_without_a_store_it_is_said_what_to_do(home: Path) -> None:
    (home / "build" / "strategies.db").unlink()
    done = in_a_process(home, "add", "fish.md")
    assert done.returncode == 1 and "Run `levelfield build`." in done.stderr and "Traceback" not in done.stderr
    assert not (home / "documents").exists()


def test_a_store_that_is_built_anew_has_the_documents_again(home: Path, run: Run) -> None:
    run("add", "fish.md", "salmon.txt")
    before = run("documents").stdout
    (home / "build" / "strategies.db").unlink()
    built = run("build")
    assert built.exit_code == 0 and built.stdout.rstrip().endswith("2 added documents read")
    assert run("documents").stdout == before
    assert "added documents" not in run("build").stdout
