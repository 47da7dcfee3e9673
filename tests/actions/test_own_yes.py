"""Buttons of older messages stay in sight: their yes sets off nothing but what they stood below."""

from __future__ import annotations

import pytest

from actions.catalogue import USE_CASES
from bot.advisor.advisor import Advisor
from bot.model.turn import Open
from tests.conftest import MakeTurn

OWN = {
    "action_delete_data": ("delete", "delete.yes"),
    "action_start_over": ("start_over", "restart.yes"),
    "action_apply_what_if": ("what_if", "try.yes"),
    "action_accept_proposal": ("answer", "yes"),
}
PROPOSALS = {"what_if": '{"answers": {"E1": "4"}}', "answer": "E1:4"}
YES = ("yes", "delete.yes", "restart.yes", "try.yes")


@pytest.mark.parametrize("action", OWN)
@pytest.mark.parametrize("pressed", YES)
def test_only_a_plain_yes_and_its_own_button_count(
    advisor: Advisor, make_turn: MakeTurn, action: str, pressed: str
) -> None:
    confirming, own = OWN[action]
    first = make_turn("half")
    case = advisor.case(first)
    advisor.cases.record_answer(case.id, "E1", "2", first.message_id)
    opened = Open(confirming=confirming, proposal=PROPOSALS.get(confirming, ""))
    reply = USE_CASES[action](advisor, make_turn(token=pressed, intent="affirm", open=opened))
    assert reply.messages
    unchanged = advisor.case(make_turn("hello")).answers == {"E1": "2"}
    assert unchanged == (pressed not in {"yes", own})
    if unchanged:
        # What was asked back is over, so that a second press of the old button does nothing either.
        assert reply.opens["confirming"] is None
