"""Everything the adviser says fits into Slack's limits, and nothing of it is lost or taken for markup."""

from __future__ import annotations

import html

import pytest

from bot.model.knowledge import Knowledge
from bot.rendering.parting import parted
from bot.rendering.slack import as_mrkdwn, as_plain, pressed_blocks, slack_blocks
from tests.channels.slack_server import _wrong
from tests.golden import texts


def test_everything_that_is_said_can_be_sent(knowledge: Knowledge) -> None:
    count = 0
    for _, message in texts.said(knowledge):
        for part in parted(message):
            buttons = [{"title": b.title, "payload": b.payload} for b in part.buttons]
            blocks = slack_blocks(part.text, buttons, owner="U1", choose="Choose one")
            # By the rules of the server that plays Slack.
            assert _wrong({"text": as_plain(part.text), "blocks": blocks}) == ""
            elements = [e for block in blocks if block["type"] == "actions" for e in block["elements"]]
            assert all(len(b["elements"]) <= 5 for b in blocks if b["type"] == "actions")
            offered = [e["value"] for e in elements if "value" in e]
            offered += [o["value"] for e in elements for o in e.get("options", ())]
            assert sorted(offered) == sorted(b["payload"] for b in buttons)
            shown = " ".join(block["text"]["text"] for block in blocks if block["type"] == "section")
            plain = html.unescape(shown).replace("\u200b", "").replace("*", "")
            assert plain.split() == part.text.replace("**", "").replace("\n- ", "\n• ").removeprefix("- ").split() or (
                part.text.startswith("- ")
            )
            count += 1
    assert count > 2_000


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("a < b & c > d", "a &lt; b &amp; c &gt; d"),
        ("<!channel> <@U1>", "&lt;!channel&gt; &lt;@U1&gt;"),
        ("**Bold** and *not* and _not_", "*Bold* and *\u200bnot*\u200b and _\u200bnot_\u200b"),
        ("snake_case_word", "snake_case_word"),
        ("- one\n- two", "• one\n• two"),
        ("[here](https://a.example/?q=1&r=2)", "<https://a.example/?q=1&amp;r=2|here>"),
        ("**see [x](https://a.example)**", "*see <https://a.example|x>*"),
        ("[x](javascript:alert)", "[x](javascript:alert)"),
    ],
)
def test_marks_become_markup_and_everything_else_is_shown(text: str, shown: str) -> None:
    found = as_mrkdwn(text)
    assert found == shown or (found.replace("\u200b", "") == shown.replace("\u200b", "") and "\u200b" in found)


@pytest.mark.parametrize("piece", ["x", "&", "a b ", "line\n", "*x* "])
def test_a_long_text_is_cut_into_sections(piece: str) -> None:
    text = piece * 3_000
    blocks = slack_blocks(text, [], owner="U1", choose="Choose")
    assert all(len(block["text"]["text"]) <= 3_000 for block in blocks) and len(blocks) <= 50
    shown = "".join(html.unescape(block["text"]["text"]) for block in blocks).replace("\u200b", "")
    assert "".join(shown.split()) == "".join(text.split())


def test_more_than_five_answers_are_a_menu_with_the_other_buttons_below() -> None:
    answers = [{"title": "t" * 90, "payload": f"E1:{n}"} for n in range(6)]
    blocks = slack_blocks("?", [*answers, {"title": "Why?", "payload": "why"}], owner="U1", choose="Choose")
    menu, row = blocks[1]["elements"][0], blocks[2]["elements"]
    assert menu["type"] == "static_select" and len(menu["options"]) == 6
    assert all(len(option["text"]["text"]) == 75 for option in menu["options"])
    assert [button["value"] for button in row] == ["why"]


@pytest.mark.parametrize(("options", "rows"), [(5, ["button"] * 5), (6, ["static_select"])])
def test_who_does_not_know_need_not_open_a_menu(options: int, rows: list[str]) -> None:
    answers = [{"title": f"t{n}", "payload": f"fact.hours:{n}"} for n in range(options)]
    ways_out = [{"title": t, "payload": f"fact.hours:{p}"} for t, p in (("?", "dont_know"), ("Skip", "skip"))]
    blocks = slack_blocks("?", [*answers, *ways_out], owner="U1", choose="Choose")
    first, second = ([element["type"] for element in block["elements"]] for block in blocks[1:])
    assert (first, second) == (rows, ["button"] * 2)
    assert [block["type"] for block in pressed_blocks(blocks, "fact.hours:skip", "Skip")] == ["section", "context"]


def test_after_an_answer_the_choices_are_gone_and_the_chosen_one_is_shown() -> None:
    buttons = [{"title": "Half", "payload": "E1:2"}, {"title": "Why?", "payload": "why"}]
    blocks = slack_blocks("?", buttons, owner="U1", choose="")
    after = pressed_blocks(blocks, "E1:2", "Half")
    assert [block["type"] for block in after] == ["section", "context"] and "✓ Half" in after[1]["elements"][0]["text"]
    after = pressed_blocks(blocks, "why", "Why?")
    assert [block["type"] for block in after] == ["section", "actions", "context"]
    assert [element["value"] for element in after[1]["elements"]] == ["E1:2"]
