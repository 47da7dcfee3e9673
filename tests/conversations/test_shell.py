"""`levelfield shell`: the walk to a plan in a terminal, where people see only text."""

from __future__ import annotations

import os
import re
import sqlite3
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from bot.settings import ROOT
from tests.conversations.person import BEFORE_PLAN, OPENING, QUICK
from tests.conversations.terminal import Terminal

pytestmark = pytest.mark.trained

START_SECONDS, TURN_SECONDS = 120, 20
# Rasa's shell either waits for a line, or shows the buttons of the last message as a menu.
LINE, MENU = r"Your input ->", r"\(Use arrow keys\)"
UP, ENTER = "\x1b[A", "\r"


@pytest.fixture
def shell(tmp_path: Path) -> Iterator[Terminal]:
    """A talk that has begun."""
    command = [str(Path(sys.executable).parent / "levelfield"), "shell"]
    terminal = Terminal(command, ROOT, {**os.environ, "LEVELFIELD_VAR": str(tmp_path / "var")})
    try:
        terminal.wait_for(LINE, START_SECONDS)
        yield terminal
    finally:
        terminal.close()


def say(shell: Terminal, words: str) -> str:
    """Type something, also where buttons are shown; the reply as printed."""
    free_line(shell)
    shell.type(words)
    shell.wait_for(re.escape(words), TURN_SECONDS)
    shell.type(ENTER)
    # The line is drawn once more before the reply.
    return shell.wait_for(f"{re.escape(words)}(?s:.*)(?:{LINE}|{MENU})", TURN_SECONDS)


def free_line(shell: Terminal) -> None:
    """Leave the buttons where some are shown, for a message of one's own."""
    if re.search(MENU, shell.printed[shell.printed.rfind("Your input") :]):
        # The last choice, reached upwards from the first, is to type a message of one's own.
        shell.type(UP + ENTER)
        shell.wait_for(LINE, TURN_SECONDS)


@pytest.mark.timeout(300)
def test_the_walk_to_a_plan_reads_as_text_and_prints_no_raw_data(shell: Terminal, tmp_path: Path) -> None:
    assert "What do you do" in say(shell, "check my business")
    say(shell, f"fact.sector:{OPENING['fact.sector']}")
    assert "A chain, an online marketplace" in say(shell, "what does that mean?")
    for question, value in {"fact.rival": OPENING["fact.rival"], **QUICK}.items():
        reply = say(shell, f"{question}:{value}")
    assert "How the field lies for you" in reply
    say(shell, "plan")
    for question, value in BEFORE_PLAN.items():
        reply = say(shell, f"{question}:{value}")
    assert "Now (" in reply and re.search(r"LF-[A-Z0-9]{4}-[A-Z0-9]{4}", reply)
    say(shell, "thanks")
    free_line(shell)
    shell.type("/stop" + ENTER)
    assert shell.wait_for_end(TURN_SECONDS) == 0
    for raw in ('"kind"', '"custom"', "Custom json", '{"', "'payload'", "Traceback", "Error", "Warning"):
        assert raw not in shell.printed, raw
    with closing(sqlite3.connect(tmp_path / "var" / "cases.db")) as connection:
        assert dict(connection.execute("SELECT question, value FROM answers WHERE question NOT LIKE 'fact.%'")) == QUICK
