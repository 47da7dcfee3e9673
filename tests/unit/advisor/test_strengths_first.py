"""A level field is a strength and no tilt; a brief answers what is said about it."""

from __future__ import annotations

from bot.advisor import handing_over, results
from tests.unit.advisor.conftest import Talk


def test_level_fields_are_strengths_and_not_among_the_tilted(talk: Talk) -> None:
    talk.start(facts={"sector": "retail", "rival": "platform", "customers": "consumers_direct"})
    talk.answer_all("3", P1="0", P2="0", P3="0", P4="0")
    (message,) = talk.do(results.show_profile)
    level, _, tilted = message.text.partition("Where the field is tilted")
    title = talk.advisor.knowledge.dimensions["dimension.platform"].title
    assert title in level and title not in tilted.split("Not looked at")[0] and "your answers agree" not in message.text
    (strengths,) = talk.do(results.show_profile, token="strengths", intent="show_profile")
    assert title in strengths.text and "tilted" not in strengths.text


def test_where_a_brief_cannot_be_sent_it_says_so_and_asks_nothing(known: Talk) -> None:
    (shown,) = known.do(handing_over.hand_over, token="brief", intent="ask_for_human")
    assert "can't send" in shown.text and shown.data["sent"] is False and not known.slots.get("confirming")
    (seen,) = known.do(handing_over.hand_over, token="brief.see", intent="ask_for_human")
    assert "They see the page above" in seen.text


def test_a_brief_quotes_no_placeholder_and_no_trifle(known: Talk) -> None:
    cases = known.advisor.cases
    for number, text in enumerate(("my mail is <email> ok", "what is it then", "our roof leaks on the ovens")):
        cases.record_unanswered(known.case.id, text, f"m{number}")
    (message,) = known.do(handing_over.hand_over)
    assert "our roof leaks" in message.text and "<email>" not in message.text and "what is it then" not in message.text
