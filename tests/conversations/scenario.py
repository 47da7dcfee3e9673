"""Scenarios: talks with the adviser written down as documents; read here, played by `playing.py`."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bot.documents.read import Document, read_document
from bot.documents.shape import shape_faults
from bot.errors import Fault, KnowledgeInvalid

HERE = Path(__file__).parent
SCHEMA = HERE / "scenario.schema.json"
KNOWN_FAILURES = HERE / "known_failures.yml"
KINDS = (
    "happy_path",
    "corrections",
    "digressions",
    "cancellations",
    "disambiguation",
    "refusals",
    "hard_moments",
    "invalid_input",
    "knowledge",
    "returning",
)
NOTHING = "nothing"
# Rasa takes a file with such a line for training data or a test story, wherever the line stands.
_RASAS_OWN = ("nlu:", "stories:", "rules:", "responses:")


@dataclass(frozen=True)
class Scenario:
    """One person's talk. `name` is kind and file name without its ending."""

    name: str
    about: str
    turns: tuple[Mapping[str, Any], ...]
    kept: Any
    document: Document

    def line_of(self, turn: int) -> int:
        """The line of a turn in its file."""
        return self.document.line_of(("talk", turn))


def scenario_files(folder: Path = HERE) -> list[Path]:
    """Every scenario's file, by kind and name."""
    return [path for kind in KINDS for path in sorted((folder / kind).glob("*.yml"))]


def read_scenario(path: Path) -> Scenario:
    """One scenario.

    Raises:
        KnowledgeInvalid: with all faults of the file, by path and line.
    """
    document, faults = read_document(path, _named(path))
    faults += _faults(path, document)
    if faults:
        raise KnowledgeInvalid(faults)
    value = document.value
    name = f"{path.parent.name}/{path.stem}"
    return Scenario(name, value["about"], tuple(value["talk"]), value.get("kept"), document)


def known_failures(path: Path = KNOWN_FAILURES) -> dict[str, str]:
    """The scenarios that show a defect which is not mended yet, with the reason."""
    document, faults = read_document(path, _named(path))
    if faults:
        raise KnowledgeInvalid(faults)
    return dict(document.value["known_failures"] or {})


def _named(path: Path) -> str:
    return str(path.relative_to(HERE.parent.parent)) if path.is_relative_to(HERE.parent.parent) else path.name


def _faults(path: Path, document: Document) -> Iterator[Fault]:
    if path.name.startswith("test_"):
        yield Fault(document.path, 1, 'Rasa takes a file called "test_..." for a test story. Rename it.')
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        if line.strip().startswith(_RASAS_OWN):
            yield Fault(document.path, number, f'Rasa takes a line that begins "{line.strip():.10}" for its own.')
    if document.value is None:
        return
    faults = list(shape_faults(document, SCHEMA))
    yield from faults
    if not faults:
        yield from _faults_of_turns(document)


def _faults_of_turns(document: Document) -> Iterator[Fault]:
    for place, turn in enumerate(document.value["talk"]):
        if not turn.keys() - {"you", "press", "answer", "on", "intent"} and place == len(document.value["talk"]) - 1:
            hint = "Say what must be seen below the last turn."
            if document.value.get("kept") is None:
                yield document.fault(f"nothing is expected at the end. {hint}", "talk", place)


def words(value: Any) -> tuple[str, ...]:
    """One word or several."""
    if value is None:
        return ()
    return (value,) if isinstance(value, str) else tuple(value)


def all_faults(paths: Iterable[Path]) -> list[Fault]:
    """The faults of all files together."""
    found: list[Fault] = []
    for path in paths:
        try:
            read_scenario(path)
        except KnowledgeInvalid as error:
            found += error.faults
    return sorted(found)
