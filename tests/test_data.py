"""Training data, domain, rules, actions and knowledge agree with each other."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
import yaml
from rapidfuzz import process
from rapidfuzz.distance import OSA

from actions.catalogue import USE_CASES
from bot.model.knowledge import Knowledge
from bot.nlu.button_tokens import COMMANDS
from bot.nlu.knowledge_importer import phrases
from bot.understanding import vocabulary

ROOT = Path(__file__).parent.parent
# Of different examples an intent; where fewer are enough, few are confused.
LEAST, LEAST_OUT_OF_SCOPE = 80, 200
# Letters in a fifth of their places: "can you say that again" and "can u say that again pls".
NEAR_COPY = 0.8
# Actions with a module of their own.
OWN_MODULES = {"action_ask_diagnosis_answer", "validate_diagnosis_form", "action_default_fallback"}
# Rasa's own.
BUILT_IN = {"action_deactivate_loop", "diagnosis_form"}


def read(path: Path) -> Any:
    return yaml.safe_load(path.read_text(encoding="utf-8"))


def plain(text: str) -> str:
    return " ".join(re.sub(r"[^a-z0-9 ]", " ", text.lower()).split())


@pytest.fixture(scope="module")
def examples() -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for path in sorted((ROOT / "data" / "nlu").glob("*.yml")):
        for entry in read(path)["nlu"]:
            lines = [line.removeprefix("- ").strip() for line in entry["examples"].splitlines() if line.strip()]
            found.setdefault(entry["intent"], []).extend(lines)
    return found


@pytest.fixture(scope="module")
def domain() -> dict[str, Any]:
    return dict(read(ROOT / "domain.yml"))


def rules() -> list[dict[str, Any]]:
    return [rule for path in sorted((ROOT / "data" / "rules").glob("*.yml")) for rule in read(path)["rules"]]


def test_every_intent_has_enough_examples_and_every_example_an_intent(
    examples: dict[str, list[str]], domain: dict[str, Any]
) -> None:
    intents = {next(iter(entry)) if isinstance(entry, dict) else entry for entry in domain["intents"]}
    assert intents - {"nlu_fallback"} == set(examples)
    assert {name: len(lines) for name, lines in examples.items() if len(lines) < LEAST} == {}
    assert len(examples["out_of_scope"]) >= LEAST_OUT_OF_SCOPE


def test_no_example_stands_twice(examples: dict[str, list[str]]) -> None:
    counted = Counter(line.lower() for lines in examples.values() for line in lines)
    assert [line for line, times in counted.items() if times > 1] == []


@pytest.fixture(scope="module")
def learnt(examples: dict[str, list[str]]) -> set[str]:
    """Everything that any classifier learns from: phrases of intents, answers, complaints, what lies outside."""
    known = vocabulary.read(ROOT / "knowledge")
    described = [each.text for descriptions in known.descriptions.values() for each in descriptions]
    return {
        plain(text) for lines in (*examples.values(), [text for _, text in phrases(known)], described) for text in lines
    }


@pytest.mark.parametrize(
    ("name", "key"),
    [
        *(("held_out", "phrases"), ("development", "phrases"), ("complaints", "phrases")),
        *(("options", "answers"), ("descriptions", "descriptions"), ("two_things", "messages")),
        *(("descriptions_plain", "descriptions"), ("descriptions_third", "descriptions")),
        ("descriptions_development", "descriptions"),
    ],
)
def test_no_phrase_that_measures_is_learnt_nor_a_near_copy_of_it(learnt: set[str], name: str, key: str) -> None:
    measuring = {plain(entry["text"]) for entry in read(ROOT / "benchmarks" / "nlu" / f"{name}.yml")[key]}
    # Of one and two words there are only so many: "yes please" is in every set.
    shared = {text for text in measuring & learnt if len(text.split()) > 2}
    assert shared == set()
    if name == "development":
        # It was written by the hands that wrote the first training data, and is for looking at.
        return
    long = [text for text in learnt if len(text.split()) > 3]
    near = {}
    for text in (text for text in measuring if len(text.split()) > 3):
        found = process.extractOne(text, long, scorer=OSA.normalized_similarity, score_cutoff=NEAR_COPY)
        if found:
            near[text] = found[0]
    assert near == {}


def test_rules_name_only_what_there_is(domain: dict[str, Any]) -> None:
    intents = {next(iter(entry)) if isinstance(entry, dict) else entry for entry in domain["intents"]}
    for rule in rules():
        for step in rule["steps"]:
            if "intent" in step:
                assert step["intent"] in intents, rule["rule"]
            if "action" in step:
                assert step["action"] in {*domain["actions"], *BUILT_IN}, rule["rule"]


def test_every_action_of_the_domain_is_served_and_every_use_case_is_reached(domain: dict[str, Any]) -> None:
    assert set(domain["actions"]) == {*USE_CASES, *OWN_MODULES}
    reached = {step["action"] for rule in rules() for step in rule["steps"] if "action" in step}
    assert set(USE_CASES) - reached == set()


def test_every_intent_and_every_button_leads_to_a_rule(domain: dict[str, Any]) -> None:
    answered = {step["intent"] for rule in rules() for step in rule["steps"] if "intent" in step}
    intents = {next(iter(entry)) if isinstance(entry, dict) else entry for entry in domain["intents"]}
    assert intents - answered == set()
    assert set(COMMANDS.values()) - answered == set()


def test_questions_are_data_and_stand_nowhere_else(knowledge: Knowledge) -> None:
    ids = re.compile(r"\b(?:" + "|".join(q for q in knowledge.questions if not q.startswith("fact.")) + r")\b")
    places = [ROOT / "domain.yml", *(ROOT / "data" / "rules").glob("*.yml"), *(ROOT / "actions").glob("*.py")]
    assert [path.name for path in places if ids.search(path.read_text(encoding="utf-8"))] == []
