"""What is wrong with one document: each fault has its path, its line, what is wrong and what to do."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from bot.errors import Fault

Change = Callable[[str, str, str], int]
Faults = Callable[[], list[Fault]]
NICHE = "strategies/niche.underserved.md"


def only(found: list[Fault]) -> Fault:
    """The one fault there is."""
    assert len(found) == 1, "\n".join(map(str, found))
    return found[0]


def check(fault: Fault, path: str, line: int, *says: str) -> None:
    """Path, line and words of a fault."""
    assert (fault.path, fault.line) == (f"knowledge/{path}", line), str(fault)
    assert all(word in fault.message for word in says), str(fault)


def test_yaml_that_does_not_parse(change: Change, faults: Faults) -> None:
    line = change("couplings.yml", "couplings:", "couplings: {a: [1")
    fault = only(faults())
    assert fault.path == "knowledge/couplings.yml" and fault.line >= line
    assert "not valid YAML" in fault.message and "Check the indentation" in fault.message


def test_front_matter_that_does_not_parse_is_found_at_its_line_in_the_file(change: Change, faults: Faults) -> None:
    line = change(NICHE, "title: ", "title: one: two: ")
    check(only(faults()), NICHE, line, "not valid YAML", "quote text that holds ': '")


def test_no_front_matter(documents: Path, faults: Faults) -> None:
    (documents / NICHE).write_text("## In short\nA text without its data.\n")
    check(only(faults()), NICHE, 1, "no front matter", "Begin with a line ---")


def test_front_matter_that_is_a_list(documents: Path, faults: Faults) -> None:
    (documents / NICHE).write_text("---\n- id\n- title\n---\n## In short\nx\n")
    check(only(faults()), NICHE, 1, "the front matter is not a list of names and values", "Write one")


def test_an_unknown_field_has_its_likely_name_beside_it(change: Change, faults: Faults) -> None:
    line = change(NICHE, "effort: ", "effrot: 2\neffort: ")
    check(only(faults()), NICHE, line, 'unknown field "effrot"', 'Did you mean "effort"?')


def test_a_missing_field(change: Change, faults: Faults) -> None:
    change(NICHE, "effort: 2", "")
    check(only(faults()), NICHE, 1, 'missing field "effort". Add it.')


def test_an_id_that_no_button_could_carry(documents: Path, faults: Faults) -> None:
    # 64 bytes a button, which Telegram sets; the longest word before an id takes nine.
    name = "strategy.niche." + "x" * 38
    text = (documents / NICHE).read_text(encoding="utf-8").replace("id: strategy.niche.underserved", f"id: {name}")
    (documents / f"strategies/{name.removeprefix('strategy.')}.md").write_text(text, encoding="utf-8")
    assert any("id has 53 characters, 52 at most. Shorten it." in fault.message for fault in faults())


def test_a_value_that_is_not_allowed_has_those_that_are(change: Change, faults: Faults) -> None:
    line = change(NICHE, "level: advanced", "level: expert")
    check(only(faults()), NICHE, line, '"expert" is not allowed for level', "fundamentals, intermediate, advanced")


def test_a_number_out_of_its_bounds(change: Change, faults: Faults) -> None:
    line = change(NICHE, "effort: 2", "effort: 9")
    check(only(faults()), NICHE, line, "effort", "9")


def test_a_text_where_a_number_belongs(change: Change, faults: Faults) -> None:
    line = change(NICHE, "effort: 2", "effort: two")
    check(only(faults()), NICHE, line, "effort must be integer, not 'two'")


def test_a_missing_section(change: Change, faults: Faults) -> None:
    change(NICHE, "## Beware", "### Beware")
    check(only(faults()), NICHE, 1, 'missing section "Beware". Add it.')


def test_an_unknown_section(change: Change, faults: Faults) -> None:
    line = change(NICHE, "## Beware", "## Be careful\nOh.\n\n## Beware")
    check(only(faults()), NICHE, line, 'unknown section "Be careful"')


def test_a_section_that_stands_twice(change: Change, faults: Faults) -> None:
    line = change(NICHE, "## Beware", "## In short\nAgain.\n\n## Beware")
    check(only(faults()), NICHE, line, 'the section "In short" stands twice. Keep one.')


def test_a_text_that_is_too_long_has_its_length_and_the_limit(change: Change, faults: Faults) -> None:
    line = change(NICHE, "## In short\n", f"## In short\n{'word ' * 100}\n\n")
    check(only(faults()), NICHE, line, "In short", "300 at most. Shorten it.")


def test_a_field_that_stands_twice(change: Change, faults: Faults) -> None:
    line = change(NICHE, "effort: 2", "effort: 2\neffort: 3")
    check(only(faults()), NICHE, line + 1, '"effort" stands twice. Keep one.')


def test_a_file_that_is_not_utf8(documents: Path, faults: Faults) -> None:
    (documents / NICHE).write_bytes(b"---\nid: caf\xe9\n---\n")
    check(only(faults()), NICHE, 1, "not UTF-8 text (byte 11)", "Save it as UTF-8")


def test_an_empty_file(documents: Path, faults: Faults) -> None:
    (documents / "sources.yml").write_text("")
    check(only(faults()), "sources.yml", 1, "empty. Fill it in or remove it.")


def test_an_empty_document(documents: Path, faults: Faults) -> None:
    (documents / NICHE).write_text("")
    check(only(faults()), NICHE, 1, "no front matter")


def test_a_file_of_only_comments(documents: Path, faults: Faults) -> None:
    (documents / "figures.yml").write_text("# to do\n")
    check(only(faults()), "figures.yml", 1, "empty")


def test_a_list_where_a_table_belongs(documents: Path, faults: Faults) -> None:
    (documents / "couplings.yml").write_text("- from: a\n")
    check(only(faults()), "couplings.yml", 1, "the file must be object")


def test_a_file_of_two_megabytes_is_not_even_read(documents: Path, faults: Faults) -> None:
    with (documents / "concepts" / "concept.promise.md").open("a") as file:
        file.write("word " * 400_000)
    check(only(faults()), "concepts/concept.promise.md", 1, "larger than 1,000,000 bytes. Split it by topic.")


def test_deep_nesting_is_a_fault_and_no_crash(documents: Path, faults: Faults) -> None:
    (documents / "couplings.yml").write_text("couplings: " + "[" * 50_000 + "]" * 50_000)
    check(only(faults()), "couplings.yml", 1, "not valid YAML")


def test_a_list_that_holds_itself_is_a_fault_and_no_crash(documents: Path, faults: Faults) -> None:
    (documents / "couplings.yml").write_text("couplings: &all\n  - *all\n")
    assert {fault.path for fault in faults()} == {"knowledge/couplings.yml"}
