"""What happened while the person was away, said before the answer: due reminders, and what became of a brief."""

from __future__ import annotations

from dataclasses import replace

from bot.advisor.advisor import Advisor
from bot.model.message import Message
from bot.model.turn import Reply, Turn
from bot.rendering import briefs
from bot.rendering.reminding import due_now


def with_news(advisor: Advisor, turn: Turn, reply: Reply) -> Reply:
    """A reply with the news before it, each told once; who is in distress hears of help and of nothing else."""
    if any(name.startswith("distress.") for message in reply.messages for name in message.about):
        return reply
    news = _news(advisor, turn)
    return replace(reply, messages=(*news, *reply.messages)) if news else reply


def _news(advisor: Advisor, turn: Turn) -> list[Message]:
    found = []
    due = advisor.reminders.take_due(turn.address, advisor.today(), turn.message_id)
    if due:
        found.append(due_now(advisor.knowledge, due))
    told = [one for one in advisor.outbox.untold_briefs(turn.address) if advisor.outbox.mark_told(one, turn.message_id)]
    contact = advisor.operator.contact
    return [*found, *briefs.how_it_went(advisor.knowledge, told, advisor.operator_name, contact)]
