"""Every talk under tests/conversations/<kind>/ goes as it is written there; README.md says how to write one."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.model.knowledge import Knowledge
from tests.conversations.playing import NotAsWritten, Played
from tests.conversations.running_bot import RunningBot
from tests.conversations.scenario import KINDS, all_faults, known_failures, read_scenario, scenario_files

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
