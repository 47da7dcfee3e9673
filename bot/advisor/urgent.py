"""Distress and despair come before everything else: fixed, kind words and whom to ring."""

from __future__ import annotations

import re

from bot.advisor.advisor import Advisor
from bot.advisor.searching import UseCase, asked
from bot.model.case import Case
from bot.model.message import Message
from bot.model.turn import Reply, Turn
from bot.plan.choose import BUFFER
from bot.rendering.phrases import button, say


def urgent_messages(advisor: Advisor, case: Case, turn: Turn) -> tuple[Message, ...]:
    """The fixed answer where a text says that somebody cannot pay or cannot go on; the case remembers it."""
    if turn.token:
        return ()
    least = advisor.knowledge.weight("answers.distress")
    despairs = turn.understanding.despair >= least
    if not despairs and turn.understanding.distress < least:
        return ()
    return _help(advisor, case, turn, despairs=despairs)


def despair_first(use_case: UseCase) -> UseCase:
    """A use case that gives way where somebody cannot go on, whatever else the words were taken for."""

    def act(advisor: Advisor, turn: Turn) -> Reply:
        if turn.token or turn.understanding.despair < advisor.knowledge.weight("answers.distress"):
            return use_case(advisor, turn)
        return Reply(_help(advisor, advisor.case(turn), turn, despairs=True))

    return act


def answer_distress(advisor: Advisor, turn: Turn) -> Reply:
    """Somebody said, in words the intent knows, that they cannot pay or cannot go on."""
    case, understood = advisor.case(turn), turn.understanding
    despairs = understood.despair > understood.distress and understood.despair >= advisor.knowledge.weight(
        "answers.despair"
    )
    help_first = _help(advisor, case, turn, despairs=despairs)
    # "No cash for the material, how can I borrow against the order" asks for something that there is an answer to.
    question = None if despairs else asked(advisor, turn)
    return Reply((*help_first, question) if question else help_first)


def _help(advisor: Advisor, case: Case, turn: Turn, *, despairs: bool) -> tuple[Message, ...]:
    knowledge = advisor.knowledge
    advisor.cases.record_fact(case.id, "distress", True, turn.message_id)
    contact = advisor.operator.crisis_contact or say(knowledge, "talk.crisis_unnamed")
    if despairs:
        text = _without_gaps(knowledge.distress.despair_text.format(crisis_contact=contact))
        return (Message("notice", text, about=("distress.despair",), sources=("levelfield",)),)
    text = _without_gaps(knowledge.distress.distress_text.format(crisis_contact=contact))
    ways = (button(knowledge, "more", f"more:{BUFFER}", title=knowledge.strategies[BUFFER].title),)
    return (Message("notice", text, about=("distress.cash", BUFFER), sources=("levelfield",), buttons=ways),)


def _without_gaps(text: str) -> str:
    """Close the gap that a contact leaves which nobody has set."""
    return re.sub(r"\n{3,}", "\n\n", text).strip()
