"""Over REST: the plan is changed in words and by buttons, a what-if is tried and made so, a no is asked why once."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from tests.conversations.person import Person, payloads

pytestmark = pytest.mark.trained


def data(person: Person, kind: str = "plan") -> dict[str, Any]:
    """The data of the last plan that was said."""
    found = [m["custom"]["data"] for m in person.heard if m["custom"]["kind"] == kind]
    assert found, person.heard
    return dict(found[-1])


def step(person: Person, place: int) -> dict[str, Any]:
    """A step of the plan as it is shown when asked for, counted from 0."""
    person.say("plan")
    return dict(data(person)["steps"][place])


@pytest.fixture
def planned(person: Person) -> Person:
    """Somebody who has a plan."""
    person.walk_to_plan()
    return person


@pytest.mark.parametrize(
    ("words", "owner"),
    [
        ("Maria does the first one", "Maria"),
        ("give the first step to my sister", "my sister"),
        ("I'll do step one myself", "me"),
    ],
)
def test_an_owner_is_named_in_words(planned: Person, words: str, owner: str) -> None:
    planned.say(words)
    assert step(planned, 0)["owner"] == owner


@pytest.mark.parametrize("words", ["the second one by 15 January please", "set the due date of step two to 15 January"])
def test_a_date_is_named_in_words(planned: Person, words: str) -> None:
    second = step(planned, 1)["id"]
    planned.say(words)
    planned.say("plan")
    due = next(entry["due"] for entry in data(planned)["steps"] if entry["id"] == second)
    assert date.fromisoformat(due).month == 1 and date.fromisoformat(due).day == 15


def test_a_third_step_in_now_makes_another_one_wait_and_says_so(planned: Person) -> None:
    third = [*data(planned)["now"], *data(planned)["next"]][2]
    planned.say("move the third one to now")
    assert third in data(planned)["now"] and len(data(planned)["now"]) == 2
    assert "two at most" in planned.one("plan")["text"]


def test_the_order_is_changed_in_words(planned: Person) -> None:
    first, second = (step["id"] for step in data(planned)["steps"][:2])
    planned.say("put the second one first")
    assert [entry["id"] for entry in data(planned)["steps"][:2]] == [second, first]


def test_a_step_is_swapped_for_the_next_best_and_what_was_edited_stays(planned: Person) -> None:
    first, second = step(planned, 0)["id"], step(planned, 1)["id"]
    planned.say("Maria does the first one")
    planned.say("swap the second one for something else")
    after = [entry["id"] for entry in data(planned)["steps"]]
    assert second not in after
    planned.say("actually we're 14")
    planned.say("show me the plan")
    owners = {entry["id"]: entry["owner"] for entry in data(planned)["steps"]}
    assert owners[first] == "Maria"


def test_buttons_change_a_step(planned: Person) -> None:
    first = data(planned)["steps"][0]["id"]
    planned.press("change")
    planned.press(f"change:{first}")
    assert "You'll know it works" in planned.one("plan")["text"]
    planned.press(f"to_later:{first}")
    assert first in data(planned)["later"]


@pytest.mark.parametrize("yes", ["try.yes", "yes", "make it so"])
def test_a_what_if_counts_once_they_say_so(planned: Person, yes: str) -> None:
    before = planned.stored()
    planned.say("what if we had 10 hours a week")
    tried = data(planned)
    assert tried["before"] and tried["after"] and "try.yes" in payloads(planned.heard)
    assert planned.stored() == before
    planned.say(yes)
    assert planned.facts()["hours"] == 3


@pytest.mark.parametrize(
    ("words", "question", "value"),
    [("what if we left Amazon", "P1", "none"), ("what if the bank said yes", "E1", "1")],
)
def test_an_answer_is_tried_and_left(planned: Person, words: str, question: str, value: str) -> None:
    before = planned.answers()
    planned.say(words)
    planned.say("no")
    assert planned.answers() == before
    planned.say(words)
    planned.say("yes")
    assert planned.answers()[question] == value


def test_not_for_us_is_asked_why_once_and_words_count(planned: Person) -> None:
    first = data(planned)["steps"][0]["id"]
    planned.say(f"reject:{first}")
    assert f"reason:{first}/1" in payloads(planned.heard)
    planned.say("my uncle lost a lot of money with that once")
    rows = {row[0]: row for row in planned.stored()["choices"]}
    assert "rejected" in rows[first] and any("uncle" in str(value) for value in rows[first])
    planned.say("plan")
    assert first in {entry["id"] for entry in data(planned)["left_out"]}


def test_what_they_do_already_is_under_way(planned: Person) -> None:
    first = data(planned)["steps"][0]["id"]
    planned.say(f"doing:{first}")
    planned.say("plan")
    assert data(planned)["under_way"] == [first] and first not in planned.one("plan")["custom"]["about"]


def test_the_profile_has_a_picture_and_each_number_is_explained(person: Person) -> None:
    profile = person.walk_to_profile()
    assert profile["custom"]["data"]["image"].startswith("data:image/svg+xml;base64,")
    person.press("score")
    worst = person.one("profile")["custom"]["about"][0]
    person.press(f"score:{worst}")
    assert "you said: «" in person.one("profile")["text"]
