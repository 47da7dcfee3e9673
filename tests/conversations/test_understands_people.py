"""How people really type: two things at once, misspelt, complaining, not in English; over REST."""

from __future__ import annotations

import pytest

from tests.conversations.person import Message, Person

pytestmark = pytest.mark.trained


def kinds(messages: list[Message]) -> list[str]:
    return [message["custom"]["kind"] for message in messages]


def of_kind(messages: list[Message], kind: str) -> list[Message]:
    return [message for message in messages if message["custom"]["kind"] == kind]


def test_facts_a_trouble_and_a_question_in_one_message(person: Person) -> None:
    heard = person.say("we're 12 people and banks keep turning us down, what's regulatory asymmetry?")
    answers = of_kind(heard, "answer")
    assert answers and answers[0]["custom"]["about"][0] == "dimension.regulatory"
    noted = of_kind(heard, "noted")
    assert any(message["custom"]["data"]["facts"].get("team_size") == 12 for message in noted)
    assert any("E1" in message["custom"]["data"]["answers"] for message in noted)
    again = person.say("yes")
    assert any("E1" in message["custom"]["data"].get("answers", {}) for message in of_kind(again, "noted"))


def test_a_complaint_is_placed_said_back_and_confirmed(person: Person) -> None:
    heard = person.say("the delivery app takes a third of every order and nothing is left for us")
    noted = of_kind(heard, "noted")
    assert noted and noted[-1]["custom"]["about"] == ["P2"] and noted[-1]["custom"]["data"]["confirmed"] is False
    assert {button["payload"] for button in noted[-1]["buttons"]} >= {"no", "ask:P2"}
    assert "noted" in kinds(person.say("yes"))


@pytest.mark.parametrize(
    ("typed", "about"),
    [
        ("waht is platfrom asymetry", "dimension.platform"),
        ("wat does regulatry asymmetry maen", "dimension.regulatory"),
    ],
)
def test_slips_of_the_finger_are_read_over(person: Person, typed: str, about: str) -> None:
    assert of_kind(person.say(typed), "answer")[0]["custom"]["about"][0] == about


@pytest.mark.parametrize(
    ("typed", "own"),
    [
        ("hola, tengo una panadería en Sevilla y los bancos no nos ayudan", "inglés"),
        ("bonjour, nous sommes une petite boulangerie à Lyon", "anglais"),
        ("olá, tenho uma loja de roupa e preciso de ajuda", "inglês"),
        ("здравствуйте, у меня маленькая пекарня", "английский"),
        ("你好，我们有一家小工厂", "英语"),
        ("नमस्ते, मेरी एक छोटी दुकान है", "अंग्रेज़ी"),
        ("مرحبا، عندي مخبز صغير", "الإنجليزية"),
        ("আমার একটি ছোট দোকান আছে", "ইংরেজি"),
        ("میری چھوٹی سی دکان ہے", "انگریزی"),
        ("halo, saya punya toko kue di Jakarta", "bahasa Inggris"),
    ],
)
def test_another_language_is_told_in_that_language(person: Person, typed: str, own: str) -> None:
    (message,) = person.say(typed)
    assert own in message["text"] and "English only" in message["text"] and message["buttons"]


def test_what_is_not_understood_is_asked_back_then_helped_and_never_a_loop(person: Person) -> None:
    heard = [person.say("blorf gnarp") for _ in range(3)]
    assert all(messages and messages[-1].get("buttons") for messages in heard)
    assert len({messages[-1]["text"] for messages in heard[:2]}) == 2 and "still don't follow" in heard[1][-1]["text"]


def test_facts_are_said_back_and_one_tap_opens_the_question_again(person: Person) -> None:
    heard = person.say("we're a 12-person bakery in Lyon, swamped with phone orders")
    noted = of_kind(heard, "noted")[0]
    assert {"fact.sector", "fact.team_size", "fact.country"} <= set(noted["custom"]["about"])
    assert "ask:fact.team_size" in {button["payload"] for button in noted["buttons"]}
    asked = person.press("ask:fact.team_size")
    assert asked[-1]["custom"]["about"] == ["fact.team_size"]
    changed = person.say("no, 14")
    assert any(message["custom"]["data"]["facts"].get("team_size") == 14 for message in of_kind(changed, "noted"))
