"""The documents as they are."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from bot.documents.load import content_hash, load_knowledge
from bot.errors import KnowledgeInvalid
from bot.model.knowledge import Knowledge
from bot.settings import ROOT


def test_the_projects_knowledge_has_no_fault(knowledge: Knowledge) -> None:
    assert knowledge.strategies and knowledge.dimensions and knowledge.items and knowledge.concepts
    assert knowledge.figures and knowledge.sources and knowledge.couplings and knowledge.clashes


def test_the_seven_dimensions_come_in_the_order_in_which_one_speaks_of_them(knowledge: Knowledge) -> None:
    assert [name.removeprefix("dimension.") for name in knowledge.dimensions] == [
        *("economic", "technological", "platform", "regulatory", "informational", "systemic", "geopolitical")
    ]


def test_there_are_24_questions_8_of_them_quick_and_3_on_strengths(knowledge: Knowledge) -> None:
    diagnosis = knowledge.of_kind("diagnosis")
    assert len(diagnosis) == 24
    assert {q.id for q in diagnosis if q.quick} == {"E1", "E4", "T1", "P1", "R1", "I1", "S2", "G1"}
    assert [q.id for q in knowledge.of_kind("strength")] == ["X1", "X2", "X3"]


def test_questions_come_in_the_order_of_the_dimensions_after_the_facts(knowledge: Knowledge) -> None:
    assert "".join(dict.fromkeys(q.id[0] for q in knowledge.questions.values())) == "fETPRISGX"


def test_every_diagnosis_question_says_what_a_large_competitor_has(knowledge: Knowledge) -> None:
    assert all(q.large_rival and q.why and q.meaning and q.reworded for q in knowledge.of_kind("diagnosis"))


def test_a_paragraph_is_one_line_and_a_list_keeps_its_lines(knowledge: Knowledge) -> None:
    parts = knowledge.strategies["ext.finance.buffer"].parts
    assert "\n" not in parts["In short"]
    assert all(line.startswith("- ") for line in parts["When not to"].split("\n"))


def test_a_date_stays_the_text_it_is(knowledge: Knowledge) -> None:
    assert all(isinstance(figure.check_by, str) for figure in knowledge.figures.values())


def test_the_version_changes_with_any_document_and_with_nothing_else(documents: Path) -> None:
    before = content_hash(documents)
    (documents / "README.md").write_text("other help for writers")
    (documents / ".sources.yml.swp").write_text("an editor's leftover")
    assert content_hash(documents) == before
    with (documents / "concepts" / "concept.promise.md").open("a") as file:
        file.write("\nOne more line.\n")
    assert content_hash(documents) != before


def test_an_editors_leftovers_are_no_documents(documents: Path) -> None:
    (documents / "strategies" / ".niche.md.swp").write_bytes(b"\0\1")
    (documents / ".git").mkdir()
    (documents / ".git" / "config").write_text("x")
    load_knowledge(documents)


def test_line_ends_and_byte_order_marks_of_other_systems_are_read(documents: Path, knowledge: Knowledge) -> None:
    for name in ("strategies/niche.underserved.md", "sources.yml"):
        text = (documents / name).read_text(encoding="utf-8")
        (documents / name).write_bytes(b"\xef\xbb\xbf" + text.replace("\n", "\r\n").encode())
    loaded = load_knowledge(documents)
    assert loaded.strategies == knowledge.strategies
    assert loaded.sources == knowledge.sources


def test_the_folder_may_lie_below_one_that_is_called_schemas(tmp_path: Path, knowledge: Knowledge) -> None:
    folder = shutil.copytree(ROOT / "knowledge", tmp_path / "schemas" / "knowledge")
    assert load_knowledge(folder).version == knowledge.version


def test_a_folder_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(KnowledgeInvalid, match=r"nowhere:1: no such folder\. Name the folder"):
        load_knowledge(tmp_path / "nowhere")
