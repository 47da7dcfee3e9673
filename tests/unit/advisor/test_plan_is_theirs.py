"""The plan is the person's: taken, dropped, swapped, moved, given an owner and a date, in words and by buttons."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from bot.advisor import changing, choosing, guidance, planning, results
from bot.model.message import Message
from bot.plan.edit import wave_of
from tests.conftest import TODAY
from tests.unit.advisor.conftest import Talk

MOST_WORDS = 90


@pytest.fixture
def planned(talk: Talk) -> Talk:
    """A shop with a plan, which is being talked about."""
    talk.start(facts={"sector": "retail", "rival": "none", "customers": "consumers_direct", "budget": 3, "hours": 3})
    talk.answer_all("3", E4="1")
    talk.do(results.show_profile)
    talk.do(planning.show_plan)
    return talk


def items(talk: Talk) -> list[str]:
    return list(talk.advisor.assess(talk.case).plan.items)


def change(talk: Talk, text: str = "", **parts: Any) -> Message:
    """Say what is to change; the answer is short."""
    (message,) = talk.do(changing.change_plan, text, intent="change_plan", **parts)
    assert len(message.text.split()) <= MOST_WORDS
    return message


def step(talk: Talk, name: str) -> Any:
    return next(step for step in talk.case.steps if step.strategy == name)


def test_an_owner_is_named_in_words_and_stays_in_every_later_plan(planned: Talk) -> None:
    first = items(planned)[0]
    message = change(planned, "Maria does the first one")
    assert message.kind == "plan" and "Maria does it." in message.text
    assert step(planned, first).owner == "Maria"
    planned.advisor.cases.record_answer(planned.case.id, "T1", "0", "later")
    (plan,) = planned.do(planning.show_plan)
    assert step(planned, first).owner == "Maria" and "Maria does it." in plan.text


@pytest.mark.parametrize(
    ("said", "shown"),
    [("I'll do the second one", "You do it."), ("my sister does the second one", "Your sister does it.")],
)
def test_an_owner_is_said_back_as_one_would(planned: Talk, said: str, shown: str) -> None:
    assert shown in change(planned, said).text


def test_a_date_moves_the_step_where_it_belongs(planned: Talk) -> None:
    first = items(planned)[0]
    change(planned, "the first one in three weeks")
    assert step(planned, first).due == (TODAY + timedelta(days=21)).isoformat() and step(planned, first).wave == "now"
    message = change(planned, "move it to June", entities=(("strategy", first),))
    assert step(planned, first).due == date(2027, 6, 30).isoformat()
    assert step(planned, first).wave == "later" and "«" in message.text and "later" in message.text


def test_now_holds_two_and_what_made_room_is_named(planned: Talk) -> None:
    before = planned.advisor.assess(planned.case).plan
    third = before.items[2]
    message = change(planned, "move the third one to now")
    plan = planned.advisor.assess(planned.case).plan
    assert third in plan.now and len(plan.now) == 2
    gone = next(name for name in before.now if name not in plan.now)
    assert planned.advisor.knowledge.strategies[gone].title in message.text and "two at most" in message.text
    assert message.data["now"] == list(plan.now)


@pytest.mark.parametrize(
    ("said", "wave"),
    [("postpone the first one", "next"), ("put the first one under later", "later"), ("the first can wait", "next")],
)
def test_a_step_can_wait(planned: Talk, said: str, wave: str) -> None:
    first = items(planned)[0]
    change(planned, said)
    assert wave_of(planned.advisor.assess(planned.case).plan, first) == wave


def test_the_order_is_theirs(planned: Talk) -> None:
    first, second = items(planned)[:2]
    change(planned, "put the second one first")
    assert items(planned)[:2] == [second, first]
    change(planned, "swap the first and the second")
    assert items(planned)[:2] == [first, second]
    last = items(planned)[-1]
    change(planned, "put the last one before the first")
    assert items(planned)[0] == last


def test_a_step_is_swapped_for_the_next_best(planned: Talk) -> None:
    second = items(planned)[1]
    message = change(planned, "swap the second one")
    found = items(planned)
    assert second not in found and message.about and "takes the place of" in message.text
    assert planned.case.choices[second] == "swapped"
    assert found[1] not in {second} and planned.case.choices[found[1]] == "accepted"


def test_a_step_is_swapped_for_a_named_one(planned: Talk) -> None:
    second, named = items(planned)[1], "strategy.ethical.social_impact"
    change(planned, "swap the second one for that", entities=(("strategy", named),))
    assert items(planned)[1] == named and second not in items(planned)


def test_something_easier_is_easier(planned: Talk) -> None:
    strategies = planned.advisor.knowledge.strategies
    hard = max(items(planned), key=lambda name: strategies[name].effort)
    place = items(planned).index(hard) + 1
    before = set(items(planned))
    change(planned, f"replace step {place} with something easier")
    (new,) = [name for name, choice in planned.case.choices.items() if choice == "accepted" and name not in before]
    assert strategies[new].effort < strategies[hard].effort


def test_a_swap_that_sounds_like_a_no_is_a_swap(planned: Talk) -> None:
    second = items(planned)[1]
    (message,) = planned.do(changing.decline, "swap the second one for something else", intent="reject_strategy")
    assert "takes the place of" in message.text and planned.case.choices[second] == "swapped"
    planned.do(changing.decline, "drop the first one", intent="reject_strategy")
    assert "rejected" in planned.case.choices.values()


def test_what_does_not_fit_is_not_swapped_in_and_the_reason_is_said(planned: Talk) -> None:
    planned.advisor.cases.record_answer(planned.case.id, "P1", "none", "later")
    before = items(planned)
    channel = "strategy.platform.own_channel"
    (message,) = planned.do(changing.change_plan, "swap the first one for it", entities=(("strategy", channel),))
    assert "you use no platform" in message.text and items(planned) == before


def test_the_buttons_of_a_step_do_what_they_say(planned: Talk) -> None:
    second = items(planned)[1]
    menu = change(planned, token="change")
    assert f"change:{second}" in [button.payload for button in menu.buttons]
    card = change(planned, token=f"change:{second}")
    assert "You'll know it works" in card.text
    tokens = [button.payload for button in card.buttons]
    assert {f"to_next:{second}", f"due:{second}/30", f"mine:{second}", f"swap:{second}", f"reject:{second}"} <= set(
        tokens
    )
    change(planned, token=f"due:{second}/30")
    change(planned, token=f"mine:{second}")
    change(planned, token=f"to_next:{second}")
    kept = step(planned, second)
    assert (kept.due, kept.owner, kept.wave) == ((TODAY + timedelta(days=30)).isoformat(), "me", "next")
    change(planned, token=f"swap:{second}")
    assert second not in items(planned)


def test_a_wish_that_names_no_step_is_asked_back_with_buttons_that_do_it(planned: Talk) -> None:
    planned.slots["open_strategy"] = None
    message = change(planned, "in three weeks please")
    assert message.kind == "menu" and message.buttons[0].payload == f"due:{items(planned)[0]}/21"


def test_a_wish_about_the_step_being_talked_about_needs_no_name(planned: Talk) -> None:
    second = items(planned)[1]
    change(planned, token=f"change:{second}")
    change(planned, "give it to Tom")
    assert step(planned, second).owner == "Tom"


def test_a_repeated_turn_changes_nothing_more(planned: Talk) -> None:
    turn = planned.turn("swap the second one", intent="change_plan")
    changing.change_plan(planned.advisor, turn)
    after = planned.case
    changing.change_plan(planned.advisor, turn)
    assert planned.case.choices == after.choices and planned.case.edits == after.edits


def test_without_a_plan_there_is_nothing_to_change(talk: Talk) -> None:
    message = change(talk, "Maria does the first one")
    assert [button.payload for button in message.buttons] == ["plan"]


def test_not_for_us_is_asked_why_once(planned: Talk) -> None:
    first = items(planned)[0]
    (message,) = planned.do(choosing.reject, token=f"reject:{first}")
    assert [b.payload for b in message.buttons] == [*(f"reason:{first}/{n}" for n in range(1, 6)), "undo"]
    assert planned.slots["confirming"] == "reason" and "In its place" in message.text
    planned.do(choosing.reject, token=f"reason:{first}/1", intent="reject_strategy")
    assert planned.case.reasons == {first: "dear"} and planned.slots["confirming"] is None
    (again,) = planned.do(choosing.reject, token=f"reject:{first}")
    assert not any(b.payload.startswith("reason:") for b in again.buttons) and planned.case.reasons == {first: "dear"}
    (plan,) = planned.do(planning.show_plan)
    assert {"id": first, "reason": "you said it's too dear for you"} in plan.data["left_out"]


@pytest.mark.parametrize(
    ("said", "kept"),
    [
        ("it costs more than we earn with it, too expensive", "dear"),
        ("we tried it two years ago", "tried"),
        ("my uncle is against it", "my uncle is against it"),
        ("rather not say", "unsaid"),
    ],
)
def test_a_reason_in_their_own_words_counts_and_is_never_argued_with(planned: Talk, said: str, kept: str) -> None:
    first = items(planned)[0]
    planned.do(choosing.reject, token=f"reject:{first}")
    (message,) = planned.do(choosing.note_reason, said, intent="inform")
    assert planned.case.reasons == {first: kept} and "but" not in message.text.split()
    assert planned.slots["confirming"] is None and len(message.text.split()) <= MOST_WORDS


@pytest.mark.parametrize(("confidence", "is_reason"), [(0.57, True), (0.9, False)])
def test_words_that_only_resemble_another_wish_are_the_reason(
    planned: Talk, confidence: float, is_reason: bool
) -> None:
    planned.do(choosing.reject, token=f"reject:{items(planned)[0]}")
    told = planned.turn("my uncle lost a lot with that once", intent="ask_example", confidence=confidence)
    assert choosing.tells_why(planned.advisor, told) is is_reason


def test_a_reason_that_was_said_at_once_is_not_asked_for(planned: Talk) -> None:
    first = items(planned)[0]
    (message,) = planned.do(choosing.reject, "drop the first one, we can't afford it", intent="reject_strategy")
    assert planned.case.reasons == {first: "dear"} and "why" not in message.text.lower()


def test_what_is_offered_after_too_dear_is_cheaper(planned: Talk) -> None:
    strategies = planned.advisor.knowledge.strategies
    dear = max(items(planned), key=lambda name: strategies[name].cost.tier)
    planned.do(choosing.reject, token=f"reject:{dear}")
    (message,) = planned.do(choosing.reject, token=f"reason:{dear}/1", intent="reject_strategy")
    offered = [b.payload.removeprefix("more:") for b in message.buttons if b.payload.startswith("more:")]
    assert all(strategies[name].cost.tier < strategies[dear].cost.tier for name in offered)


@pytest.mark.parametrize("by", ["button", "words", "declining"])
def test_what_they_do_already_is_under_way(planned: Talk, by: str) -> None:
    first = items(planned)[0]
    if by == "button":
        change(planned, token=f"doing:{first}")
    elif by == "words":
        change(planned, "we already do the first one")
    else:
        planned.do(choosing.reject, "we already do that, cross the first one off", intent="reject_strategy")
    assert planned.case.choices[first] == "doing"
    (plan,) = planned.do(planning.show_plan)
    assert plan.data["under_way"] == [first] and "Already under way" in plan.text and first not in plan.about


def test_accepting_takes_back_a_no(planned: Talk) -> None:
    first = items(planned)[0]
    planned.do(choosing.reject, token=f"reject:{first}")
    planned.do(choosing.accept, token=f"accept:{first}")
    assert first in items(planned) and planned.case.reasons == {}


def test_several_are_taken_at_once(planned: Talk) -> None:
    (shown,) = planned.do(guidance.show_other_help)
    planned.do(choosing.accept, "put number 1 and 2 on my list", intent="accept_strategy")
    assert planned.case.choices == dict.fromkeys(shown.about[:2], "accepted")


def test_each_plan_says_what_more_would_change(planned: Talk) -> None:
    (plan,) = planned.do(planning.show_plan)
    said = plan.data["sensitivity"]
    assert ("would rise from place" in plan.text) is bool(said) and ("hardly change" in plan.text) is not bool(said)


def test_a_plan_that_is_taken_away_says_of_each_step_how_one_knows(planned: Talk) -> None:
    (export,) = planned.do(planning.export_plan)
    strategies = planned.advisor.knowledge.strategies
    assert all(strategies[name].parts["How you know it works"] in export.text for name in export.about)
    assert all(entry["measure"] for entry in export.data["steps"])
