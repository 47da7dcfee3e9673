"""The guided way: whoever only presses buttons can read everything that the adviser knows."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from bot.advisor import answering, guidance
from bot.advisor.advisor import Advisor
from bot.model.knowledge import Knowledge
from bot.model.turn import Reply, Turn
from bot.nlu.button_tokens import token_intent
from bot.rendering.answers import LEVELS
from tests.unit.advisor.conftest import Talk

# What a button means, and the use case that its rule calls.
USE_CASES: dict[str, Callable[[Advisor, Turn], Reply]] = {
    "ask_guidance": guidance.show_guidance,
    "ask_dimension": answering.answer_question,
    "tell_more": guidance.tell_more,
}


def crawl(talk: Talk, *starts: str) -> dict[str, str]:
    """Everything that can be opened by pressing on from some buttons, and the button that opened it."""
    pressed: set[str] = set()
    opened: dict[str, str] = {}
    waiting = list(starts)
    while waiting:
        token = waiting.pop(0)
        use_case = USE_CASES.get(token_intent(token) or "")
        if token in pressed or use_case is None:
            continue
        pressed.add(token)
        for message in talk.do(use_case, token=token, intent=token_intent(token)):
            assert message.kind != "unknown", f"{token} opens nothing"
            waiting += [button.payload for button in message.buttons]
            if message.kind in {"answer", "strategy"}:
                opened.setdefault(message.about[0], token)
    return opened


def everything(knowledge: Knowledge) -> set[str]:
    """The ids of all that can be read."""
    groups = (knowledge.strategies, knowledge.dimensions, knowledge.items, knowledge.concepts, knowledge.tables)
    rows = {row.id for table in knowledge.tables.values() for row in table.rows}
    return {name for group in groups for name in group} | rows


def test_from_the_families_and_the_levels_every_record_can_be_reached(talk: Talk, knowledge: Knowledge) -> None:
    families = [f"guide:{name}" for name in knowledge.terms["families"]]
    levels = [f"explain:level.{name}" for name in LEVELS]
    opened = crawl(talk, "menu.browse", *families, *levels)
    assert everything(knowledge) - opened.keys() == set()


@pytest.mark.parametrize("start", [f"explain:level.{name}" for name in LEVELS])
def test_each_level_leads_to_all_the_others(talk: Talk, knowledge: Knowledge, start: str) -> None:
    opened = crawl(talk, start)
    assert {*knowledge.dimensions, *knowledge.concepts, *knowledge.tables} <= opened.keys()
