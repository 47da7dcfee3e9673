"""Everything the adviser says fits into Telegram's limits, and nothing of it is lost or taken for markup."""

from __future__ import annotations

from typing import Any

import pytest

from bot.model.knowledge import Knowledge
from bot.rendering.parting import parted
from bot.rendering.pressing import PRESSED, settles
from bot.rendering.telegram import as_html, as_plain, keyboard, parts, pressed_keyboard, telegram_messages, units
from tests.channels.telegram_server import _check_keyboard, _read
from tests.golden import texts


def test_everything_that_is_said_can_be_sent(knowledge: Knowledge) -> None:
    count = 0
    for _, message in texts.said(knowledge):
        for part in parted(message):
            buttons = [{"title": b.title, "payload": b.payload} for b in part.buttons]
            calls = telegram_messages(part.text, buttons)
            # By the rules of the server that plays Telegram, which raises what Telegram would refuse.
            shown = "\n".join(_read(call["text"])[0] for call in calls)
            assert all(1 <= units(_read(call["text"])[0]) <= 4096 for call in calls)
            # An option that stands on its button may be left out of the text.
            titles = [cell["text"] for cell in _cells(calls[-1])]
            lines = [line for line in as_plain(part.text).split("\n") if line[5:] not in titles]
            assert shown.split() == " ".join(lines).split() and "**" not in shown
            _check_keyboard(calls[-1].get("reply_markup"))
            assert [cell["callback_data"] for cell in _cells(calls[-1])] == [b["payload"] for b in buttons]
            count += 1
    assert count > 2_000


def _cells(call: dict[str, Any]) -> list[dict[str, str]]:
    return [cell for row in call.get("reply_markup", {}).get("inline_keyboard", ()) for cell in row]


def test_options_that_fit_on_buttons_stand_there_alone() -> None:
    buttons = [{"title": title, "payload": f"T1:{n}"} for n, title in enumerate(["Hardly any", "About half"])]
    (call,) = telegram_messages("How much of it?\n\n- a) Hardly any\n- b) About half", buttons)
    assert call["text"] == "How much of it?"
    assert [cell["text"] for cell in _cells(call)] == ["Hardly any", "About half"]


def test_options_too_long_for_a_phones_buttons_stand_in_the_text_and_their_letters_on_the_buttons() -> None:
    long = "Yes, we have a credit line or something like it in place"
    buttons = [
        {"title": long, "payload": "E1:0"},
        {"title": "No", "payload": "E1:4"},
        {"title": "Skip", "payload": "E1:skip"},
    ]
    (call,) = telegram_messages(f"Money?\n\n- a) {long}\n- b) No", buttons)
    assert call["text"] == f"Money?\n\n• a) {long}\n• b) No"
    assert [cell["text"] for cell in _cells(call)] == ["a", "b", "Skip"]


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("a < b & c > d", "a &lt; b &amp; c &gt; d"),
        ("**Bold** and <b>not</b>", "<b>Bold</b> and &lt;b&gt;not&lt;/b&gt;"),
        ("2 ** 3 ** 4", "2 ** 3 ** 4"),
        ("**half", "**half"),
        ("- one\n- two", "• one\n• two"),
        ("[here](https://a.example/?q=1&r=2)", '<a href="https://a.example/?q=1&amp;r=2">here</a>'),
        ('[x](https://a.example/"onclick)', '<a href="https://a.example/%22onclick">x</a>'),
        ("[x](javascript:alert)", "[x](javascript:alert)"),
        ("&lt;script&gt;", "&amp;lt;script&amp;gt;"),
    ],
)
def test_marks_become_markup_and_everything_else_is_shown(text: str, shown: str) -> None:
    assert as_html(text) == shown


@pytest.mark.parametrize("piece", ["x", "🙂", "a b ", "line\n", "&"])
def test_a_long_text_is_cut_and_nothing_is_lost(piece: str) -> None:
    text = piece * 5_000
    found = parts(text)
    assert all(0 < units(part) <= 4_000 for part in found)
    assert "".join("".join(found).split()) == "".join(text.split())


def test_an_empty_text_is_still_a_message() -> None:
    assert parts(" \n") == ["…"]


def test_long_titles_are_shortened_and_stand_alone() -> None:
    shown = keyboard([{"title": "x" * 200, "payload": "E1:1"}, {"title": "Yes", "payload": "yes"}])
    first, second = shown["inline_keyboard"]
    assert len(first[0]["text"]) == 64 and first[0]["text"].endswith("…") and second[0]["text"] == "Yes"


@pytest.mark.parametrize(
    "payload", ["E1:3", "fact.sector:saas", "clash.no_hand_work_yet_paper:T1", "yes", "delete.yes"]
)
def test_after_an_answer_it_stands_alone(payload: str) -> None:
    shown = keyboard([{"title": "This", "payload": payload}, {"title": "That", "payload": "E1:4"}])
    assert settles(payload)
    assert pressed_keyboard(shown, payload) == {"inline_keyboard": [[{"text": "✓ This", "callback_data": PRESSED}]]}


@pytest.mark.parametrize("payload", ["more:strategy.x", "plan", "menu.check", "accept:strategy.x", "next"])
def test_another_press_leaves_the_other_buttons(payload: str) -> None:
    shown = keyboard([{"title": "This", "payload": payload}, {"title": "That", "payload": "profile"}])
    after = [cell for row in pressed_keyboard(shown, payload)["inline_keyboard"] for cell in row]
    assert not settles(payload) and [cell["callback_data"] for cell in after] == [PRESSED, "profile"]
