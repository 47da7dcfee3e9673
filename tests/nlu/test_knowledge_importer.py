"""The importer: phrases of the knowledge among the training data."""

from __future__ import annotations

from pathlib import Path

import pytest
from rasa.shared.importers.importer import TrainingDataImporter
from rasa.shared.nlu.constants import INTENT, TEXT
from rasa.shared.nlu.training_data.training_data import TrainingData

ROOT = Path(__file__).parent.parent.parent


def load(data: Path) -> TrainingData:
    return TrainingDataImporter.load_from_config(
        str(ROOT / "config.yml"), training_data_paths=[str(data)]
    ).get_nlu_data()


def write(folder: Path, intents: dict[str, list[str]]) -> Path:
    lines = ['version: "3.1"', "nlu:"]
    for intent, texts in intents.items():
        lines += [f"  - intent: {intent}", "    examples: |", *(f"      - {text}" for text in texts)]
    (folder / "nlu.yml").write_text("\n".join(lines) + "\n", encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def labelled() -> dict[str, str]:
    return {str(e.get(TEXT)): str(e.get(INTENT)) for e in load(ROOT / "data").intent_examples}


@pytest.mark.parametrize(
    ("text", "intent"),
    [
        ("our bank has a standing facility for us", "inform"),
        ("merchant cash advance eats 15 of every 100 i take now, but the van runs again", "describe_problem"),
        ("hello", "greet"),
    ],
)
def test_answers_and_complaints_of_the_knowledge_are_learnt_beside_the_files(
    labelled: dict[str, str], text: str, intent: str
) -> None:
    assert labelled[text] == intent


def test_what_a_file_says_of_a_phrase_counts(tmp_path: Path) -> None:
    found = load(write(tmp_path, {"inform": ["yes of course"], "goodbye": ["Our bank has a standing facility for us"]}))
    said = [e.get(INTENT) for e in found.intent_examples if "standing facility" in str(e.get(TEXT)).lower()]
    assert said == ["goodbye"]


def test_an_intent_that_no_file_has_is_not_brought_in(tmp_path: Path) -> None:
    assert set(load(write(tmp_path, {"greet": ["hello", "good day"]})).intents) == {"greet"}
