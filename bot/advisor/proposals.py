"""A yes to what was asked back last, whatever that was: an answer, a brief, a reminder."""

from __future__ import annotations

from bot.advisor import noting, reminding
from bot.advisor.advisor import Advisor
from bot.advisor.handing_over import ASKING_BRIEF, send_brief
from bot.model.turn import Reply, Turn


def accept(advisor: Advisor, turn: Turn) -> Reply:
    """The person said yes."""
    proposal = turn.open.proposal
    if proposal.startswith(ASKING_BRIEF):
        return send_brief(advisor, turn, proposal.removeprefix(ASKING_BRIEF))
    if proposal.startswith(reminding.ASKING_WHERE):
        return reminding.ask_where(advisor, turn)
    if proposal.startswith(reminding.ASKING_WHEN):
        return reminding.remind(advisor, turn)
    return noting.accept_proposal(advisor, turn)
