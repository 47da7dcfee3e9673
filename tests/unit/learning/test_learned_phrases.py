"""A label makes example phrases: each once, none that is measured on, none that something was taken out of."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from bot.errors import PhrasesUnusable
from bot.learning.phrases import LEARNED, held_out_phrases, learn, read_phrases
from bot.model.unanswered import LONGEST
from bot.settings import ROOT

EXAMPLES = """\
version: "3.1"
nlu:
  - intent: ask_cost
    examples: |
      - what does it cost
      - is it dear?
  - intent: greet
    examples: |
      - hi
  - synonym: Germany
    examples: |
      - Deutschland
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Example phrases of two intents."""
    (tmp_path / "talk.yml").write_text(EXAMPLES, encoding="utf-8")
    return tmp_path


def test_phrases_are_added_in_the_form_of_the_other_files(folder: Path) -> None:
    learned = learn(folder, set(), "greet", ["ahoy there", "moin 👋 çava: \"x\" # 'y'"])
    assert learned.left_out == () and len(learned.added) == 2
    raw = yaml.safe_load((folder / LEARNED).read_text(encoding="utf-8"))
    assert raw["version"] == "3.1"
    assert raw["nlu"] == [{"intent": "greet", "examples": "- ahoy there\n- moin 👋 çava: \"x\" # 'y'\n"}]
    assert [path.name for path in folder.iterdir() if path.name.endswith(".part")] == []


def test_later_phrases_join_the_earlier_ones(folder: Path) -> None:
    learn(folder, set(), "greet", ["ahoy there"])
    learn(folder, set(), "ask_cost", ["how many quid is that"])
    learn(folder, set(), "greet", ["moin moin"])
    assert read_phrases(folder)["greet"] == ["ahoy there", "moin moin", "hi"]
    text = (folder / LEARNED).read_text(encoding="utf-8")
    assert text.count("intent: greet") == text.count("intent: ask_cost") == 1


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("Is it dear", "stands there already, under ask_cost"),
        ("HI!!", "stands there already, under greet"),
        ("gruezi mitenand all", "held-out"),
        ("what does <email> cost", "taken out"),
        ("x" * LONGEST, "cut off"),
        ("?? 12", "no word"),
        ("[this](greet) one", "brackets"),
    ],
)
def test_what_must_not_be_learnt_is_left_out_and_said_why(folder: Path, text: str, reason: str) -> None:
    learned = learn(folder, {"gruezi mitenand all"}, "greet", [text])
    assert learned.added == () and [left for left, _ in learned.left_out] == [text]
    assert reason in learned.left_out[0][1]
    assert not (folder / LEARNED).exists()


def test_two_spellings_are_one_phrase_and_a_dash_before_it_is_no_part_of_it(folder: Path) -> None:
    learned = learn(folder, set(), "greet", ["- ahoy there", "Ahoy, there"])
    assert learned.added == ("ahoy there",) and len(learned.left_out) == 1


def test_labelling_twice_adds_nothing(folder: Path) -> None:
    learn(folder, set(), "greet", ["ahoy there"])
    before = (folder / LEARNED).read_bytes()
    assert learn(folder, set(), "ask_cost", ["ahoy there"]).added == ()
    assert (folder / LEARNED).read_bytes() == before


@pytest.mark.parametrize("content", ["nlu: [", "version: '3.1'\n", "- a\n- b\n", b"\xff\xfe"])
def test_a_damaged_file_is_named_and_left_as_it_is(folder: Path, content: str | bytes) -> None:
    raw = content if isinstance(content, bytes) else content.encode()
    (folder / LEARNED).write_bytes(raw)
    with pytest.raises(PhrasesUnusable, match=r"learned\.yml") as error:
        learn(folder, set(), "greet", ["ahoy there"])
    assert len(str(error.value).splitlines()) == 1
    assert (folder / LEARNED).read_bytes() == raw


def test_a_folder_without_phrases_is_said(tmp_path: Path) -> None:
    with pytest.raises(PhrasesUnusable, match="LEVELFIELD_DATA"):
        read_phrases(tmp_path / "nowhere")


def test_every_measured_phrase_is_held_out() -> None:
    raw = yaml.safe_load((ROOT / "benchmarks" / "nlu" / "development.yml").read_text(encoding="utf-8"))
    found = held_out_phrases(ROOT / "benchmarks" / "nlu")
    assert len(found) > 800 and "gd mornin to you" in found
    assert not any("'" in text or "," in text for text in found) and len(raw["phrases"]) <= len(found)


def test_rasa_reads_what_was_written(folder: Path) -> None:
    from rasa.shared.nlu.training_data.formats.rasa_yaml import RasaYAMLReader

    texts = ["ahoy there: mate", 'moin 👋 "quoted" # no comment', "{brace} & *star* - dash", "où est l'été"]
    learn(folder, set(), "greet", texts)
    reader = RasaYAMLReader()
    reader.filename = LEARNED
    found = reader.reads((folder / LEARNED).read_text(encoding="utf-8"))
    assert [example.get("text") for example in found.intent_examples] == texts
    assert {example.get("intent") for example in found.intent_examples} == {"greet"}
