"""An operator's own documents are found and cited by the running adviser, and are gone when they are removed."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from bot.cli.processes import environment_of
from bot.settings import ROOT
from tests.conversations.person import Message, Person
from tests.conversations.running_bot import RunningBot

pytestmark = pytest.mark.trained

GUIDE = """# Handbook of the Brindle Valley cheese makers

## The cooling van

Members may borrow the guild's cooling van for two days a month. Book it with Orsolya at the dairy school before the
twentieth of the month before; the fuel is yours, the insurance is the guild's.

## Label workshop

Twice a year the guild prints rind labels for everybody. Send your label text to the office by the first of March or
the first of September.
"""
QUESTION = "how can members borrow the cooling van of the guild?"
# The adviser looks for new documents every two seconds, when somebody asks.
PATIENCE = 20


def levelfield(bot: RunningBot, *arguments: str) -> subprocess.CompletedProcess[str]:
    command = [str(Path(sys.executable).parent / "levelfield"), *arguments]
    environment = {**os.environ, **environment_of(bot.settings), "LEVELFIELD_DOCUMENTS": str(bot.settings.var / "own")}
    return subprocess.run(command, capture_output=True, text=True, cwd=ROOT, env=environment, timeout=120)


def until(person: Callable[[], Person], holds: Callable[[list[Message]], bool]) -> list[Message]:
    deadline = time.monotonic() + PATIENCE
    while True:
        heard = person().say(QUESTION)
        if holds(heard) or time.monotonic() > deadline:
            return heard
        time.sleep(0.5)


def cites(messages: list[Message]) -> bool:
    return messages[0]["custom"]["sources"][:1] == ["document.handbook_md"]


def test_an_added_document_answers_with_its_place_and_is_gone_when_removed(
    bot: RunningBot, sender: str, tmp_path: Path
) -> None:
    names = iter(range(1000))

    def person() -> Person:
        return Person(bot, f"{sender}-{next(names)}")

    before = person().say(QUESTION)
    assert not cites(before)
    guide = tmp_path / "handbook.md"
    guide.write_text(GUIDE, encoding="utf-8")
    added = levelfield(bot, "add", str(guide), "--address", "https://cheese.example/handbook", "--licence", "CC BY 4.0")
    assert added.returncode == 0, added.stderr
    try:
        (answer,) = until(person, cites)
        custom = answer["custom"]
        assert custom["kind"] == "answer"
        assert custom["about"][0].startswith("document.handbook_md#")
        assert "Orsolya" in answer["text"] and "The cooling van" in answer["text"]
        assert "Handbook of the Brindle Valley cheese makers" in answer["text"]
        assert "https://cheese.example/handbook" in answer["text"] and "CC BY 4.0" in answer["text"]
        # What the adviser knows itself is still answered from there.
        assert person().say("what is globalization asymmetry?")[0]["custom"]["about"][0] == "concept.asymmetry.basic"
    finally:
        removed = levelfield(bot, "documents", "--remove", "document.handbook_md")
    assert removed.returncode == 0, removed.stderr
    assert not cites(until(person, lambda messages: not cites(messages)))
