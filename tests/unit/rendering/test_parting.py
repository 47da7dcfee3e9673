"""A long message in parts: nothing is lost, nothing is cut in the middle, and each part keeps the contract."""

from __future__ import annotations

import json

import pytest

from bot.advisor.assessment import assess
from bot.model.case import Facts
from bot.model.knowledge import Knowledge
from bot.model.message import NEEDS_BUTTONS, REQUIRED_DATA, Button, Message
from bot.rendering.parting import MOST_WORDS, parted, word_count
from bot.rendering.profiles import profile_message
from bot.rendering.strategies import View, strategy_message
from bot.settings import ROOT
from tests.conftest import TODAY
from tests.contract import check

BUTTONS = (Button("My plan", "plan"),)


def words(count: int, name: str = "word") -> str:
    """A sentence of so many words."""
    return " ".join(f"{name}{number}" for number in range(count)).capitalize() + "."


def message(text: str, kind: str = "plan") -> Message:
    return Message(kind, text, ("strategy.x",), ("levelfield",), BUTTONS, {"now": ["strategy.x"]})


def texts(text: str) -> list[str]:
    return [part.text for part in parted(message(text))]


def test_what_is_short_enough_stays_as_it_is() -> None:
    short = message(f"{words(40)}\n\n{words(50)}")
    assert parted(short) == (short,)


def test_data_stands_first_buttons_last_and_the_rest_on_each() -> None:
    first, second, third = parted(message("\n\n".join(words(60) for _ in range(3))))
    assert first.data == {"now": ["strategy.x"], "part": 1, "parts": 3}
    assert (second.data, third.data) == ({"part": 2, "parts": 3}, {"part": 3, "parts": 3})
    assert (first.buttons, second.buttons, third.buttons) == ((), (), BUTTONS)
    assert {(p.kind, p.about, p.sources) for p in (first, second, third)} == {
        ("plan", ("strategy.x",), ("levelfield",))
    }


@pytest.mark.parametrize("kind", ["question", "noted", "answer", "unknown", "comparison", "handoff"])
def test_each_part_has_what_the_contract_requires_of_its_kind(kind: str) -> None:
    data = {name: [] for name in REQUIRED_DATA[kind]}
    whole = Message(kind, f"{words(80)}\n\n{words(80)}", buttons=BUTTONS, data={**data, "image": "data:"})
    for part in parted(whole):
        assert data.keys() <= part.data.keys()
        assert part.buttons or kind not in NEEDS_BUTTONS
    assert ["image" in part.data for part in parted(whole)] == [True, False]


def test_what_the_contract_requires_is_what_its_schema_says() -> None:
    schema = json.loads((ROOT / "bot" / "model" / "message.schema.json").read_text(encoding="utf-8"))
    required: dict[str, tuple[str, ...]] = {}
    buttons = set()
    for rule in schema["allOf"]:
        kind = rule["if"]["properties"]["custom"]["properties"]["kind"]["const"]
        if "buttons" in rule["then"].get("required", ()):
            buttons.add(kind)
        custom = rule["then"].get("properties", {}).get("custom", {"properties": {}})
        if names := custom["properties"].get("data", {}).get("required"):
            required[kind] = tuple(names)
    assert required == REQUIRED_DATA and buttons == NEEDS_BUTTONS


def test_a_list_is_cut_for_a_part_less_and_not_for_the_look_of_it() -> None:
    rows = [f"- {words(12)}" for _ in range(5)]
    whole = "\n".join(rows)
    assert texts(f"{words(50)}\n\n{whole}\n\n{words(85)}") == [words(50), whole, words(85)]
    first, second = texts(f"{words(50)}\n\n{whole}\n\n{words(50)}")
    assert first.split("\n\n")[1].split("\n") == rows[:2] and second.split("\n\n")[0].split("\n") == rows[2:]


def test_a_list_that_is_too_long_is_cut_between_its_items() -> None:
    rows = [f"- {words(29, name)}" for name in "abcdef"]
    first, second = texts("\n".join(rows))
    assert first.split("\n") == rows[:3] and second.split("\n") == rows[3:]


def test_no_heading_stands_alone_or_last() -> None:
    text = f"{words(85)}\n\n**A title**\n\nIn short:\n- {words(84)}\n\n{words(20)}"
    found = texts(text)
    assert not [part for part in found if part.rstrip("*").endswith((":", "title"))]
    assert found[1].startswith("**A title**\n\nIn short:\n- ")


def test_a_paragraph_is_cut_between_sentences_and_a_long_sentence_stays_whole() -> None:
    assert texts(f"{words(50)} {words(60)}") == [words(50), words(60)]
    assert texts(words(120)) == [words(120)]
    assert texts(f"Short. {words(120)}")[-1] == words(120)


def test_parts_are_of_one_length() -> None:
    assert [word_count(part) for part in texts("\n\n".join(words(20) for _ in range(6)))] == [60, 60]


def test_every_card_loses_no_word_and_keeps_the_contract(knowledge: Knowledge) -> None:
    said = {"E1": "3", "T1": "3", "P1": "3", "R1": "3", "I1": "3"}
    view = View(knowledge, assess(knowledge, Facts(), said), Facts(), said, TODAY)
    for strategy in knowledge.strategies.values():
        whole = strategy_message(view, strategy)
        parts = parted(whole)
        check(knowledge, *parts)
        assert " ".join(part.text for part in parts).split() == whole.text.split()
        assert all(word_count(part.text) <= MOST_WORDS for part in parts)


@pytest.mark.parametrize("score", ["2", "3"])
def test_the_profiles_list_of_fields_is_in_one_part(knowledge: Knowledge, score: str) -> None:
    said = dict.fromkeys(("E1", "E4", "T1", "P1", "R1", "I1", "S2", "G1"), score)
    facts = Facts(sector="hospitality", rival="platform")
    parts = parted(profile_message(knowledge, assess(knowledge, facts, said), facts, said))
    assert [part.text.count("asymmetry (") for part in parts if "asymmetry (" in part.text] == [7]
    assert all(word_count(part.text) <= MOST_WORDS for part in parts) and len(parts) == 2
