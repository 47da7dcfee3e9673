"""What was said last is taken back: by an undo, or by saying another thing in its place."""

from __future__ import annotations

from dataclasses import replace

from bot.advisor import interview
from bot.advisor.advisor import Advisor
from bot.advisor.choosing import undo as undo_choice
from bot.model.turn import Reply, Turn


def undo(advisor: Advisor, turn: Turn) -> Reply:
    """Take back the last change of the plan; while a question is open and was answered since, the last answer.

    The answer before stays until another is given: its question is put again, and says what it was.
    """
    if not turn.open.question:
        return undo_choice(advisor, turn)
    reply = undo_choice(advisor, turn, unless_answered=True)
    return reply if reply.messages else interview.go_back(advisor, replace(turn, token=""))
