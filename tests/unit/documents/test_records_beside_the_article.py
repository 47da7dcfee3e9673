"""Tables, who helps, what is refused, how records are asked for: what is read of them, and what is wrong with them."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import yaml

from bot.model.knowledge import Knowledge
from bot.settings import ROOT
from tests.unit.documents.test_faults_in_one_document import NICHE, Change, Faults, check, only


def written(name: str) -> list[dict[str, object]]:
    """The entries of a file that is one list, as they are written."""
    entries: list[dict[str, object]] = yaml.safe_load((ROOT / "knowledge" / f"{name}.yml").read_text())[name]
    return entries


def test_tables_are_read_with_their_rows_cells_and_leads_in_order(knowledge: Knowledge) -> None:
    for raw in written("tables"):
        table = knowledge.tables[str(raw["id"])]
        assert list(table.columns) == raw["columns"] and [row.id for row in table.rows] == [
            r["id"] for r in raw["rows"]
        ]
        for row, entry in zip(table.rows, raw["rows"], strict=True):
            assert (row.title, list(row.cells), list(row.leads_to)) == (
                *(entry["title"], entry["cells"]),
                entry.get("leads_to", []),
            )
            assert len(row.cells) == len(table.columns) - 1 and row.questions
        assert table.questions and table.fills and table.sources == tuple(raw["sources"])


def test_who_helps_is_read_in_the_order_in_which_it_stands(knowledge: Knowledge) -> None:
    assert list(knowledge.services) == [raw["id"] for raw in written("services")]
    for raw in written("services"):
        service = knowledge.services[str(raw["id"])]
        assert list(service.countries) == raw["countries"] and list(service.dimensions) == raw["dimensions"]
        assert (service.own, service.demo) == (raw.get("own", False), raw.get("demo", False))
        assert isinstance(service.check_by, str) and len(service.check_by) == 10


def test_what_is_refused_is_read_with_its_rule_and_its_near_misses(knowledge: Knowledge) -> None:
    for raw in written("refusals"):
        refusal = knowledge.refusals[str(raw["id"])]
        assert list(refusal.examples) == raw["examples"] and list(refusal.not_examples) == raw["not_examples"]
        assert refusal.source in knowledge.sources and refusal.rule and refusal.kind in {"verdict", "evasion"}


def test_every_record_is_asked_for_in_many_ways(knowledge: Knowledge) -> None:
    groups = (knowledge.strategies, knowledge.dimensions, knowledge.items, knowledge.concepts, knowledge.tables)
    for name, record in [pair for group in (*groups, knowledge.figures) for pair in group.items()]:
        assert len(set(record.questions)) >= 8, name


def test_the_gaps_that_are_filled_are_known_by_their_numbers(knowledge: Knowledge) -> None:
    groups = (knowledge.strategies, knowledge.dimensions, knowledge.items, knowledge.concepts, knowledge.tables)
    filled = {gap for group in groups for record in group.values() for gap in record.fills}
    assert filled and all(re.fullmatch(r"(?:gap|absence)\.[0-9]+", gap) for gap in filled)


def test_every_trade_that_can_be_told_has_a_note_or_none_and_no_note_is_on_two(knowledge: Knowledge) -> None:
    sectors = [concept.sector for concept in knowledge.concepts.values() if concept.sector]
    assert set(sectors) <= knowledge.terms["sectors"].keys() and len(set(sectors)) == len(sectors)


@pytest.mark.parametrize(
    ("name", "old", "new", "says"),
    [
        ("tables.yml", "sources: [", "sources: [nobody, ", 'unknown source "nobody"'),
        ("tables.yml", "leads_to: [strategy.", "leads_to: [strategy.x.", "unknown record"),
        ("services.yml", "- dimension.regulatory", "- dimension.rules", 'unknown dimension "dimension.rules"'),
        ("services.yml", "- strategy.geo.local", "- strategy.geo.locl", "unknown strategy"),
        ("services.yml", "- Kenya", "- Kenia", 'unknown country "Kenia". Did you mean "Kenya"?'),
        ("refusals.yml", "source: ", "source: x_", "unknown source"),
        ("refusals.yml", "- guide.tax", "- guide.taxes", 'unknown record "guide.taxes". Did you mean "guide.tax"?'),
        ("refusals.yml", "    kind: verdict", "    kind: opinion", "opinion"),
        ("concepts/sector.retail.md", "sector: retail", "sector: retial", 'unknown sector "retial"'),
    ],
)
def test_a_reference_to_nothing(change: Change, faults: Faults, name: str, old: str, new: str, says: str) -> None:
    change(name, old, new)
    fault = next(fault for fault in faults() if says in fault.message)
    assert fault.path == f"knowledge/{name}" and fault.line > 1


def test_a_row_that_has_not_a_cell_for_each_column(change: Change, faults: Faults) -> None:
    change("tables.yml", "      - What you gain\n", "      - What you gain\n      - What it costs\n")
    messages = [str(fault) for fault in faults()]
    assert any("has 3 cells for 4 columns beside its title. Give each column one." in text for text in messages)


def test_a_row_of_an_id_that_stands_there_already(change: Change, faults: Faults) -> None:
    change("tables.yml", "- id: table1.marketing", "- id: table1.service")
    assert 'the id "table1.service" stands already in' in only(faults()).message


def test_a_record_that_nobody_asks_for(documents: Path, faults: Faults) -> None:
    path = documents / NICHE
    lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
    first = next(place for place, line in enumerate(lines) if line.startswith("questions:"))
    last = next(place for place in range(first + 1, len(lines)) if not lines[place].startswith((" ", "-")))
    path.write_text("".join([*lines[: first + 3], *lines[last:]]), encoding="utf-8")
    check(only(faults()), NICHE, only(faults()).line, "is asked for in 2 ways, at least 8", "Add to its `questions`.")


def test_a_source_on_which_nothing_rests(documents: Path, faults: Faults) -> None:
    with (documents / "sources.yml").open("a", encoding="utf-8") as file:
        file.write("  - {id: nobody_2020, title: A, publisher: B, year: 2020, kind: report, note: A note.}\n")
    fault = only(faults())
    assert fault.path == "knowledge/sources.yml" and 'nothing rests on the source "nobody_2020"' in fault.message


@pytest.mark.parametrize("name", ["tables", "services", "refusals", "outside"])
def test_each_of_these_files_must_be_there(documents: Path, faults: Faults, name: str) -> None:
    (documents / f"{name}.yml").unlink()
    assert any(f.path == f"knowledge/{name}.yml" and "missing. Add it." in f.message for f in faults())


@pytest.mark.parametrize("name", ["tables.yml", "refusals.yml", "figures.yml", "concepts/guide.tax.md", NICHE])
def test_a_document_that_cannot_be_read_makes_nothing_else_look_broken(
    documents: Path, faults: Faults, name: str
) -> None:
    (documents / name).write_text("# nothing but a remark\n")
    assert {fault.path for fault in faults()} == {f"knowledge/{name}"}


def test_a_document_that_is_still_a_draft_says_only_that(change: Change, faults: Faults) -> None:
    change(NICHE, "effort: ", "draft: {guessed: [family]}\neffort: ")
    check(only(faults()), NICHE, only(faults()).line, "still a draft", "remove the block `draft`")
