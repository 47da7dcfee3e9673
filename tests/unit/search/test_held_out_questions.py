"""The questions that answers are measured on stand in nothing that search learns from."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import yaml

from bot.settings import ROOT
from bot.understanding import vocabulary
from bot.understanding.phrases import other_phrases, record_phrases

FILES = sorted((ROOT / "benchmarks" / "answers").glob("*.yml"))
LEAST = 150


def plain(text: str) -> str:
    return " ".join(re.sub(r"[^a-z0-9 ]", " ", text.lower()).split())


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_no_measured_question_is_learnt(path: Path) -> None:
    known = vocabulary.read(ROOT / "knowledge")
    learnt = {plain(text) for _, text in (*record_phrases(known), *other_phrases(known))}
    asked = [entry["q"] for entry in yaml.safe_load(path.read_text(encoding="utf-8"))["questions"]]
    assert [question for question in asked if len(plain(question).split()) > 2 and plain(question) in learnt] == []


def test_the_held_out_set_is_large_enough_and_a_third_of_it_cannot_be_answered() -> None:
    (path,) = [path for path in FILES if path.stem == "held_out"]
    entries = yaml.safe_load(path.read_text(encoding="utf-8"))["questions"]
    unanswerable = [entry for entry in entries if not entry["ids"]]
    assert len(entries) >= LEAST
    assert 3 * len(unanswerable) >= 0.85 * len(entries)
