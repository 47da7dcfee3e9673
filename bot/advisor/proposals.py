"""What answers what was asked back last: a yes, whatever it was, or the day, address or reason itself."""

from __future__ import annotations

from bot.advisor import calling_off, choosing, noting, reminding, supposing
from bot.advisor.advisor import Advisor
from bot.advisor.handing_over import ASKING_BRIEF, send_brief
from bot.advisor.searching import UseCase
from bot.model.turn import Reply, Turn

# How the tokens of buttons end that say yes to one question only: "delete.yes".
_OWN_YES = ".yes"


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


def answered(advisor: Advisor, turn: Turn) -> Reply | None:
    """The reply to what was asked for (a day, an address, a reason) or tried and is told now; else None."""
    if calling_off.is_meant(turn):
        return calling_off.ask_which(advisor, turn)
    if reminding.is_awaited(advisor, turn):
        return reminding.remind(advisor, turn)
    if supposing.takes_it_up(turn):
        return supposing.apply_what_if(advisor, turn)
    return choosing.note_reason(advisor, turn) if choosing.tells_why(advisor, turn) else None


def answered_first(use_case: UseCase) -> UseCase:
    """A use case that gives way where what was asked back is told."""

    def act(advisor: Advisor, turn: Turn) -> Reply:
        return answered(advisor, turn) or use_case(advisor, turn)

    return act


def on_its_own_yes(use_case: UseCase, token: str = "") -> UseCase:
    """A use case that only a plain yes or its own button sets off.

    Buttons of older messages stay in sight: "yes, start over" must not delete what was asked about since.
    """

    def act(advisor: Advisor, turn: Turn) -> Reply:
        is_anothers = turn.token.endswith(_OWN_YES) and turn.token != token
        return noting.keep(advisor, turn) if is_anothers else use_case(advisor, turn)

    return act
