"""`levelfield inbox` shows what could not be answered, without texts and senders, and tries it again."""

from __future__ import annotations

import json

import pytest
from click.testing import CliRunner

from bot.cases.repository import CaseStore
from bot.cli.main import levelfield
from bot.inbox.inbox import Inbox
from bot.model.received import DEAD, WAITING


@pytest.fixture
def dead(cases: CaseStore, url: str, monkeypatch: pytest.MonkeyPatch) -> str:
    """A message that could not be answered."""
    monkeypatch.setenv("LEVELFIELD_CASES_URL", url)
    inbox = Inbox(cases)
    inbox.put("telegram", "telegram:5017", "1", {"text": "what they said"})
    taken = inbox.take("telegram")
    assert taken
    inbox.put_off(taken, "telegram 403", for_good=True)
    return taken.id


def run(*arguments: str) -> str:
    result = CliRunner().invoke(levelfield, ["inbox", *arguments])
    assert result.exit_code == 0, result.output
    return result.output


def test_what_could_not_be_answered_is_listed_and_tried_again(dead: str, cases: CaseStore) -> None:
    shown = run("list")
    assert dead in shown and "telegram 403" in shown
    assert "what they said" not in shown and "5017" not in shown
    (data,) = json.loads(run("list", "--json"))
    assert (data["id"], data["state"], data["attempts"]) == (dead, DEAD, 1)
    run("retry", dead)
    assert [message.state for message in Inbox(cases).messages()] == [WAITING]
    assert run("list") == "nothing is dead.\n"


def test_an_unknown_message_cannot_be_tried_again(dead: str) -> None:
    result = CliRunner().invoke(levelfield, ["inbox", "retry", "nothing"])
    assert result.exit_code == 1 and "no dead message" in result.output
