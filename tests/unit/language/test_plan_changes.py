"""What somebody wants to change about a plan, in the words in which they say it."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from bot.language.plan_changes import moves_a_step, read_change, reason_in
from tests.conftest import TODAY


@pytest.mark.parametrize(
    ("text", "kind", "parts"),
    [
        ("Maria does the first one", "owner", {"owner": "Maria", "steps": (1,)}),
        ("maria will handle step two", "owner", {"owner": "Maria", "steps": (2,)}),
        ("assign number 3 to my sister", "owner", {"owner": "my sister", "steps": (3,)}),
        ("give the second to Tom and Ana", "owner", {"owner": "Tom and Ana", "steps": (2,)}),
        ("I'll do the first one", "owner", {"owner": "me", "steps": (1,)}),
        ("I do the last one myself", "owner", {"owner": "me", "steps": (-1,)}),
        ("put Jon on the second step", "owner", {"owner": "Jon", "steps": (2,)}),
        ("let our accountant do the first", "owner", {"owner": "our accountant", "steps": (1,)}),
        ("the second one is for Ahmed", "owner", {"owner": "Ahmed", "steps": (2,)}),
        ("move cloud to March", "due", {"due": date(2027, 3, 31), "steps": ()}),
        ("the second one by 15 January", "due", {"due": date(2027, 1, 15), "steps": (2,)}),
        ("step 1 in three weeks", "due", {"due": date(2026, 12, 14), "steps": (1,)}),
        ("move the third one to now", "move", {"to": "now", "steps": (3,)}),
        ("put it under later", "move", {"to": "later"}),
        ("the first can wait", "move", {"to": "back", "steps": (1,)}),
        ("postpone number two", "move", {"to": "back", "steps": (2,)}),
        ("bring the last one forward", "move", {"to": "sooner", "steps": (-1,)}),
        ("put the newsletter first", "move", {"end": "first", "steps": ()}),
        ("put the second one first", "move", {"end": "first", "steps": (2,)}),
        ("move the first one to the end", "move", {"end": "last", "steps": (1,)}),
        ("the second before the first", "move", {"side": "before", "steps": (2, 1)}),
        ("swap the second with something easier", "swap", {"wish": "easier", "steps": (2,)}),
        ("swap the first and the second", "swap", {"steps": (1, 2)}),
        ("replace step 2", "swap", {"steps": (2,)}),
        ("low code instead of cloud", "swap", {}),
        ("we already do the second one", "doing", {"steps": (2,)}),
        ("we've been doing that for years", "doing", {}),
        ("we do the first one already", "doing", {"steps": (1,), "owner": "us"}),
        ("we've got that in place", "doing", {}),
        ("drop the last one", "drop", {"steps": (-1,)}),
        ("take number two off", "drop", {"steps": (2,)}),
        ("add the association to the plan", "add", {}),
        ("what a nice plan", "", {}),
    ],
)
def test_a_wish_is_read(text: str, kind: str, parts: dict[str, Any]) -> None:
    found = read_change(text, TODAY)
    assert found.kind == kind, found
    assert {name: getattr(found, name) for name in parts} == parts


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("can't afford that", "dear"),
        ("far too expensive for us", "dear"),
        ("we're too busy", "time"),
        ("too much work", "time"),
        ("we tried that and it failed", "tried"),
        ("it doesn't fit our trade", "fit"),
        ("I'd rather not say", "unsaid"),
        ("not for us", ""),
        ("drop the second one", ""),
    ],
)
def test_a_reason_is_heard_where_it_is_said(text: str, reason: str) -> None:
    assert reason_in(text) == reason


@pytest.mark.parametrize(
    ("text", "moves"),
    [
        ("put the second one first", True),
        ("please move number 3 to the top", True),
        ("put the third after the first", True),
        ("let's do the second one first", False),
        ("put it on the plan", False),
        ("yes, the first one", False),
    ],
)
def test_only_what_moves_a_step_by_its_place_is_a_move(text: str, moves: bool) -> None:
    assert moves_a_step(text, TODAY) is moves
