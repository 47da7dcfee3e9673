"""Every talk under tests/conversations/<kind>/ goes as it is written there; README.md says how to write one."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.model.knowledge import Knowledge
from tests.conversations.playing import NotAsWritten, Played
from tests.conversations.running_bot import RunningBot
from tests.conversations.scenario import KINDS, all_faults, known_failures, read_scenario, scenario_files
from tests.conversations.stories import tell

FILES = {f"{path.parent.name}/{path.stem}": path for path in scenario_files()}
# Issue 5 asks for as many.
AT_LEAST = 80


def _scenarios() -> list[object]:
    failing = known_failures()
    return [
        pytest.param(path, id=name, marks=_expected_to_fail(failing[name]) if name in failing else ())
        for name, path in FILES.items()
    ]


def _expected_to_fail(reason: str) -> pytest.MarkDecorator:
    return pytest.mark.xfail(strict=True, raises=NotAsWritten, reason=reason)


@pytest.mark.trained
@pytest.mark.parametrize("path", _scenarios())
def test_scenario(bot: RunningBot, knowledge: Knowledge, sender: str, path: Path) -> None:
    __tracebackhide__ = True
    Played(bot, knowledge, read_scenario(path), sender).play()


def test_every_file_is_written_as_the_schema_says() -> None:
    assert not (faults := all_faults(FILES.values())), "\n".join(map(str, faults))


def test_there_are_enough_scenarios_and_some_of_every_kind() -> None:
    assert len(FILES) >= AT_LEAST
    assert [kind for kind in KINDS if not any(name.startswith(f"{kind}/") for name in FILES)] == []


def test_only_existing_scenarios_are_known_to_fail() -> None:
    assert [name for name in known_failures() if name not in FILES] == []


def test_a_fault_is_named_by_path_and_line(tmp_path: Path) -> None:
    folder = tmp_path / "corrections"
    folder.mkdir()
    good = "about: Somebody who is only here to be read.\ntalk:\n  - you: hello\n    kind: menu\n"
    texts = {
        "good": good,
        "unknown_word": good.replace("kind", "kidn"),
        "rasas_own": good + "    says: |\n      rules:\n",
        "both": good.replace("    kind: menu", "    press: plan"),
        "test_name": good,
        "nothing_seen": good.replace("    kind: menu\n", ""),
    }
    for name, text in texts.items():
        (folder / f"{name}.yml").write_text(text, encoding="utf-8")
    told = {fault.path: f"{fault.line}: {fault.message}" for fault in all_faults(sorted(folder.glob("*.yml")))}
    assert sorted(told) == [
        f"{name}.yml" for name in ("both", "nothing_seen", "rasas_own", "test_name", "unknown_word")
    ]
    assert told["unknown_word.yml"].startswith('4: unknown field "kidn". Did you mean "kind"?')
    assert told["rasas_own.yml"].startswith("6: Rasa takes a line")
    assert told["nothing_seen.yml"].startswith("3: nothing is expected")


def test_a_story_holds_the_actions_that_the_rules_name() -> None:
    (story,) = tell(read_scenario(FILES["cancellations/deletes_everything"]))
    # What the confirmation was understood as is deleted with the rest, so the story ends before it.
    assert story.ended and list(story.actions.values())[-1] == ["action_ask_delete", "diagnosis_form"]
