"""What does not agree between documents, and everything wrong at once."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from bot.errors import Fault
from tests.unit.documents.test_faults_in_one_document import NICHE, Change, Faults, check, only


def test_an_unknown_strategy_has_its_likely_name_beside_it(change: Change, faults: Faults) -> None:
    line = change(NICHE, "after: []", "after: [strategy.niche.comunity]")
    check(only(faults()), NICHE, line, 'unknown strategy "strategy.niche.comunity"', 'Did you mean "strategy.niche')


@pytest.mark.parametrize(
    ("name", "old", "new", "says"),
    [
        (NICHE, "evidence: [S2]", "evidence: [Z9]", 'unknown question "Z9"'),
        (NICHE, "family: niche", "family: nich", 'unknown family "nich"'),
        (NICHE, "functions: [marketing", "functions: [markting", 'unknown function "markting"'),
        (NICHE, "weak: []", "weak: [bakeries]", 'unknown sector "bakeries"'),
        (NICHE, "sources: [", "sources: [artcle, ", 'unknown source "artcle"'),
        ("contradictions.yml", "question: P1", "question: P7", 'unknown question "P7"'),
        ("questionnaire/strengths.yml", "strategy.niche.community", "strategy.niche.comm", "unknown strategy"),
        ("questionnaire/economic.yml", "dimension: dimension.economic", "dimension: dimension.econ", "dimension.econ"),
        ("descriptions/full.yml", "sector: food_retail", "sector: food_shop", 'unknown sector "food_shop"'),
        ("descriptions/full.yml", "pains: [operations]", "pains: [operation]", 'unknown function "operation"'),
        ("couplings.yml", "from: dimension.", "from: dimension.x", "unknown dimension"),
        ("figures.yml", "source: ", "source: x_", "unknown source"),
        ("figures.yml", "- {id: ", "- {id: strategy.x.", "unknown strategy"),
        ("concepts/concept.promise.md", "sources: [", "sources: [nobody, ", 'unknown source "nobody"'),
    ],
)
def test_a_reference_to_nothing(change: Change, faults: Faults, name: str, old: str, new: str, says: str) -> None:
    line = change(name, old, new)
    fault = only(faults())
    check(fault, name, fault.line, says)
    assert 0 <= line - fault.line <= 3, "a fault points at its record"
    assert fault.message.endswith(("?", "id.")), "a fault says what to do"


def test_an_id_that_stands_in_two_files_names_both(documents: Path, faults: Faults) -> None:
    shutil.copy(documents / NICHE, documents / "strategies" / "niche.other.md")
    messages = "\n".join(str(fault) for fault in faults())
    where = "knowledge/strategies/niche.other.md:2"
    assert (
        f'{where}: the id "strategy.niche.underserved" belongs in a file niche.underserved.md. Rename one.' in messages
    )
    assert 'the id "strategy.niche.underserved" stands already in knowledge/strategies/niche.' in messages


def test_two_questions_of_one_id(change: Change, faults: Faults) -> None:
    line = change("questionnaire/economic.yml", "- id: E2", "- id: E1")
    assert any(f.line == line and 'the id "E1" stands already in' in f.message for f in faults())


def test_a_file_whose_name_is_not_its_id(documents: Path, faults: Faults) -> None:
    (documents / NICHE).rename(documents / "strategies" / "a_niche.md")
    fault = only(faults())
    assert fault.path == "knowledge/strategies/a_niche.md"
    assert 'the id "strategy.niche.underserved" belongs in a file niche.underserved.md' in fault.message


def test_a_strategy_that_comes_after_itself(change: Change, faults: Faults) -> None:
    line = change(NICHE, "after: []", "after: [strategy.niche.underserved]")
    check(only(faults()), NICHE, line, "a strategy cannot come after itself. Remove it.")


def test_strategies_that_wait_for_each_other(change: Change, faults: Faults) -> None:
    line = change("strategies/niche.underserved.md", "after: []", "after: [strategy.niche.expertise]")
    found = faults()
    assert any(f.path.endswith(NICHE) and f.line == line and "wait for each other" in f.message for f in found), found


def test_a_question_without_all_scores(change: Change, faults: Faults) -> None:
    change("questionnaire/economic.yml", "- score: 4", "- score: 3")
    assert any("E1 needs options for all scores 0 to 4." in fault.message for fault in faults())


def test_a_question_with_two_options_of_one_value(change: Change, faults: Faults) -> None:
    change("questionnaire/strengths.yml", "- value: expertise", "- value: personal")
    assert "X1 has two options of one value." in only(faults()).message


def test_a_question_that_hides_what_the_large_have(change: Change, faults: Faults) -> None:
    change("questionnaire/economic.yml", "    large_rival: ", "    privacy_note: ")
    messages = "\n".join(fault.message for fault in faults())
    assert 'unknown field "privacy_note"' in messages


def test_a_question_without_a_subject_to_speak_of_its_answer(change: Change, faults: Faults) -> None:
    change("questionnaire/economic.yml", "    subject: money in a tight spell\n", "")
    assert "E1 does not say in a few words what it is about. Add subject." in only(faults()).message


def test_a_word_that_stands_for_two_lines_of_business(change: Change, faults: Faults) -> None:
    change("sectors.yml", "      - bakehouse", "      - bakehouse\n      - Software")
    fault = only(faults())
    assert fault.path == "knowledge/sectors.yml" and fault.line > 1
    assert 'the word "' in fault.message and "Keep it in one." in fault.message


@pytest.mark.parametrize("broken", ["What would {you like?", "What would you} like?", "{name"])
def test_a_phrase_with_a_broken_brace(change: Change, faults: Faults, broken: str) -> None:
    line = change("wording.yml", "What would you like to do?", f'"{broken}"')
    check(only(faults()), "wording.yml", line, "talk.menu_again does not render", "Write {{ for a brace.")


@pytest.mark.parametrize("broken", ["{crisis", "{contact}"])
def test_the_words_for_despair_with_a_broken_brace(change: Change, faults: Faults, broken: str) -> None:
    change("distress.yml", "{crisis_contact}", broken)
    fault = only(faults())
    assert fault.path == "knowledge/distress.yml" and "despair_text" in fault.message


@pytest.mark.parametrize(
    ("name", "says"),
    [
        ("strategies/notes.txt", "no kind of document lives here"),
        ("strategies/old/niche.md", "no kind of document lives here"),
        ("strategies/niche.yml", "no kind of document lives here"),
        ("weights.yaml", "no kind of document lives here"),
        ("questionnaire/economic.md", "no kind of document lives here"),
        ("ideas/one.md", "no kind of document lives here"),
    ],
)
def test_a_file_that_belongs_nowhere(documents: Path, faults: Faults, name: str, says: str) -> None:
    (documents / name).parent.mkdir(exist_ok=True)
    (documents / name).write_text("x")
    check(only(faults()), name, 1, says, "See knowledge/README.md")


def test_a_missing_file(documents: Path, faults: Faults) -> None:
    (documents / "weights.yml").unlink()
    check(only(faults()), "weights.yml", 1, "missing. Add it.")


def test_a_folder_with_the_name_of_a_file(documents: Path, faults: Faults) -> None:
    (documents / "weights.yml").unlink()
    (documents / "weights.yml").mkdir()
    (documents / "strategies" / "more.md").mkdir()
    check(only(faults()), "weights.yml", 1, "missing. Add it.")


def test_a_weight_that_the_rules_need(change: Change, faults: Faults) -> None:
    change("weights.yml", "plan.now_most:", "plan.now_mosst:")
    messages = "\n".join(fault.message for fault in faults())
    assert "plan.now_most" in messages


def all_broken(documents: Path, change: Change) -> dict[str, str]:
    """Break many documents in many ways; gives what must be said of each."""
    change("couplings.yml", "couplings:", "couplings: {a: [1")
    (documents / "strategies/ethical.circularity.md").write_text("no front matter\n")
    change("strategies/niche.community.md", "effort: ", "effrot: 1\neffort: ")
    change("strategies/automation.cloud.md", "level: ", "level: x")
    change("strategies/platform.diversify.md", "## Beware", "### Beware")
    change("concepts/concept.promise.md", "## In short\n", f"## In short\n{'word ' * 100}\n\n")
    change(NICHE, "after: []", "after: [strategy.niche.nothing]")
    shutil.copy(documents / "strategies/local.advantage.md", documents / "strategies/local.other.md")
    (documents / "concepts/outcome.catalyst.md").write_bytes(b"\xff\xfe")
    (documents / "sources.yml").write_text("")
    change("strategies/ext.cyber.baseline.md", "effort: 1", "effort: 1\neffort: 1")
    change("wording.yml", "What would you like to do?", '"{oh"')
    change("sectors.yml", "      - bakehouse", "      - bakehouse\n      - software")
    change("questionnaire/economic.yml", "- score: 4", "- score: 3")
    (documents / "figures.yml").write_text("#" * 2_000_000)
    return {
        "couplings.yml": "not valid YAML",
        "strategies/ethical.circularity.md": "no front matter",
        "strategies/niche.community.md": 'unknown field "effrot"',
        "strategies/automation.cloud.md": "is not allowed for level",
        "strategies/platform.diversify.md": 'missing section "Beware"',
        "concepts/concept.promise.md": "Shorten it.",
        NICHE: 'unknown strategy "strategy.niche.nothing"',
        "strategies/local.other.md": "belongs in a file local.advantage.md",
        "concepts/outcome.catalyst.md": "not UTF-8",
        "sources.yml": "empty",
        "strategies/ext.cyber.baseline.md": "stands twice",
        "wording.yml": "talk.menu_again does not render",
        "sectors.yml": "the word",
        "questionnaire/economic.yml": "E1 needs options for all scores",
        "figures.yml": "larger than",
    }


def test_everything_wrong_is_said_at_once_and_nothing_else(documents: Path, change: Change, faults: Faults) -> None:
    expected = all_broken(documents, change)
    found = faults()
    for name, says in expected.items():
        assert any(f.path == f"knowledge/{name}" and says in f.message for f in found), f"{name}: {says}"
    # A broken document must not make those that refer to it look broken.
    assert {fault.path.removeprefix("knowledge/") for fault in found} == set(expected)


def test_faults_are_sorted_and_read_as_path_line_message(documents: Path, change: Change, faults: Faults) -> None:
    all_broken(documents, change)
    found = faults()
    assert found == sorted(found)
    assert str(Fault("knowledge/a.yml", 3, "wrong. Mend it.")) == "knowledge/a.yml:3: wrong. Mend it."


def test_the_same_break_gives_the_same_faults(
    documents: Path, change: Change, faults: Callable[[], list[Fault]]
) -> None:
    all_broken(documents, change)
    assert faults() == faults()


def test_signs_that_cannot_be_read_are_named(change: Change, faults: Faults) -> None:
    change("signs/offers.yml", "{budget: 0}", "{goal: rest}")
    change("signs/rival.yml", '"so it only hurts us"', '"so it {nobody} hurts us"')
    change("signs/goals.yml", '"growth is a joke"', '"growth (is a joke"')
    assert sorted(fault.message for fault in faults()) == [
        '"growth (is a joke": a bracket is not closed.',
        '"so it {nobody} hurts us": there is no list of words called "nobody".',
        'no "goal" is called "rest".',
    ]
