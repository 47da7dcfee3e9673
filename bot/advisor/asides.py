"""What a message says besides what it asks: facts are noted and a trouble is asked back, in the same reply."""

from __future__ import annotations

from dataclasses import replace

from bot.advisor.advisor import Advisor
from bot.advisor.noting import facts_said, plain_trouble, propose, record_facts
from bot.advisor.searching import UseCase
from bot.advisor.urgent import is_urgent
from bot.model.message import Message
from bot.model.turn import Reply, Turn
from bot.rendering import questions as render


def with_asides(use_case: UseCase) -> UseCase:
    """A use case that answers, with what was said beside the question noted before and a trouble asked back behind."""

    def act(advisor: Advisor, turn: Turn) -> Reply:
        reply = use_case(advisor, turn)
        return reply if turn.token or not turn.understanding.says_and_asks else beside(advisor, turn, reply)

    return act


def beside(advisor: Advisor, turn: Turn, reply: Reply) -> Reply:
    """A reply with the facts and the trouble that a message told besides; those the reply deals with are left out."""
    kinds = {message.kind for message in reply.messages}
    before: list[Message] = []
    said = {} if "noted" in kinds else facts_said(advisor.knowledge, turn)
    if said:
        record_facts(advisor, advisor.case(turn), said, turn)
        before.append(render.noted_message(advisor.knowledge, {}, said, "noted.answers"))
    told = replace(reply, messages=(*before, *reply.messages))
    trouble = plain_trouble(advisor, turn)
    if trouble is None or "confirming" in reply.opens or is_urgent(advisor.knowledge, turn, advisor.case(turn)):
        return told
    name, value = trouble
    asked_back = propose(advisor, turn, name, value, list(told.messages))
    return replace(asked_back, opens={**told.opens, **asked_back.opens})
