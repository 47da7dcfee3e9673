"""`levelfield outbox` shows what could not be sent, without texts and addresses, and tries it again."""

from __future__ import annotations

import json
from datetime import datetime

import pytest
from click.testing import CliRunner

from bot.cases.repository import CaseStore
from bot.cli.main import levelfield
from bot.inbox.outbox import Outbox
from bot.model.letter import BRIEF, DEAD, SENT, WAITING, WEBHOOK, Letter
from tests.integration.outside import HookServer


@pytest.fixture
def dead(cases: CaseStore, url: str, monkeypatch: pytest.MonkeyPatch) -> str:
    """A letter that could not be sent."""
    monkeypatch.setenv("LEVELFIELD_CASES_URL", url)
    outbox = Outbox(cases)
    letter = Letter(BRIEF, WEBHOOK, "A brief", "what they said", datetime(2026, 11, 23))
    outbox.put(cases.case_of("rest:anna").id, [letter], "m1", "brief")
    taken = outbox.take([WEBHOOK])
    assert taken
    outbox.mark_failed(taken, "HTTP 404", for_good=True)
    return taken.id


def run(*arguments: str) -> str:
    result = CliRunner().invoke(levelfield, ["outbox", *arguments])
    assert result.exit_code == 0, result.output
    return result.output


def test_what_could_not_be_sent_is_listed_and_tried_again(
    dead: str, cases: CaseStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    shown = run("list")
    assert dead in shown and "HTTP 404" in shown and "what they said" not in shown
    (data,) = json.loads(run("list", "--json"))
    assert (data["id"], data["state"], data["attempts"]) == (dead, DEAD, 1)
    run("retry", dead)
    assert [letter.state for letter in Outbox(cases).letters()] == [WAITING]
    assert run("list") == "nothing is dead.\n"
    hook = HookServer().start()
    try:
        monkeypatch.setenv("LEVELFIELD_BRIEF_WEBHOOK", hook.url)
        assert "one letter was sent" in run("deliver") and len(hook.taken) == 1
    finally:
        hook.stop()
    assert [letter.state for letter in Outbox(cases).letters()] == [SENT]


def test_an_unknown_letter_cannot_be_tried_again(dead: str) -> None:
    result = CliRunner().invoke(levelfield, ["outbox", "retry", "nothing"])
    assert result.exit_code == 1 and "no dead letter" in result.output
