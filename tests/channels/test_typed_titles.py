"""The typed title of a button that was just shown presses it."""

from __future__ import annotations

import pytest
from rasa.shared.core.events import BotUttered, UserUttered
from rasa.shared.core.trackers import DialogueStateTracker

from bot.channels.typed_titles import pressed_by, shown_lately
from bot.nlu.button_tokens import plain_token, token_intent

CARD = [("Put it on my plan", "accept:strategy.x"), ("We do this already", "doing:strategy.x"), ("Go on", "next")]
PLAN = [("Change my plan", "change"), ("Take it away", "export"), ("No", "no")]
PROFILE = [("What can I do about it?", "recommend"), ("Check again", "menu.again")]


@pytest.mark.parametrize(
    ("typed", "payload"),
    [
        ("Put it on my plan", "accept:strategy.x"),
        ("put it on my plan.", "accept:strategy.x"),
        ("WE DO THIS ALREADY!", "doing:strategy.x"),
        ("skip", "next"),
        ("next one please", "next"),
        ("Take it away", "export"),
        ("take it off", ""),
        ("No", ""),
    ],
)
def test_a_typed_title_is_the_button_of_one_of_the_last_replies(typed: str, payload: str) -> None:
    assert pressed_by(typed, [CARD, PLAN], {}) == payload


def test_options_of_a_question_are_left_to_the_interview() -> None:
    assert pressed_by("Yes, often", [[("Yes, often", "E1:3"), ("Skip", "skip")]], {}, asking=True) == ""
    assert pressed_by("skip", [[("Skip", "skip")]], {}, asking=True) == ""


@pytest.mark.parametrize("typed", ["what can i do", "what do i do", "show me what i can do", "so what can we do now?"])
def test_what_to_do_leads_to_the_advice_where_its_button_stands(typed: str) -> None:
    assert pressed_by(typed, [PROFILE], {"stage": "profile"}) == "recommend"
    assert pressed_by(typed, [CARD], {}) == ""


def test_a_page_for_an_adviser_is_sent_or_not_as_it_is_said() -> None:
    slots = {"proposal": "brief:abc"}
    assert pressed_by("yes send it", [[]], slots) == "yes" and pressed_by("no dont send it", [[]], slots) == "no"
    assert pressed_by("what will they see", [[]], slots) == "brief.see" and pressed_by("yes send it", [[]], {}) == ""


def test_undo_is_of_the_plan_where_no_question_is_open() -> None:
    assert pressed_by("put it back", [[]], {"stage": "plan"}) == "undo"
    assert pressed_by("undo", [[("Undo", "undo")]], {}) == "undo"
    assert pressed_by("undo", [[]], {"stage": "plan"}, asking=True) == ""


def test_the_buttons_are_read_from_the_conversation_newest_first() -> None:
    def said(title: str) -> BotUttered:
        return BotUttered(title, {"buttons": [{"title": title, "payload": title.lower()}]})

    tracker = DialogueStateTracker.from_events("a", [said("Old"), UserUttered("x"), said("New"), said("Too")])
    assert [[payload for _, payload in reply] for reply in shown_lately(tracker)] == [["too", "new"], ["old"]]


@pytest.mark.parametrize(
    ("typed", "token"),
    [
        ("what's my code", "code"),
        ("whats my resume code?", "code"),
        ("my code", "code"),
        ("i want to do the checkup again", "menu.again"),
        ("start a second check-up", "menu.again"),
        ("new check-up please", "menu.again"),
        ("check me again", "menu.again"),
        ("start", "menu.check"),
        ("ok, let's begin", "menu.check"),
        ("get started please", "menu.check"),
        ("start over", ""),
        ("we start at six", ""),
        ("later", "stop"),
        ("i want to speak to a human adviser", "brief"),
        ("what are my strengths", "strengths"),
        ("give me the brief for a consultant", "brief"),
        ("ok, make a brief please", "brief"),
        ("send me a brief description of tariffs", ""),
        ("we have no code of conduct", ""),
        ("we talk to someone at the bank", ""),
        ("we'll do the newsletter later", ""),
        ("what is a check-up", ""),
    ],
)
def test_plain_words_are_a_token(typed: str, token: str) -> None:
    assert plain_token(typed) == token and (not token or token_intent(token))
