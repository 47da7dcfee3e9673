""" "Cancel it", said below reminders that were just shown, is about them and leaves nothing else."""

from __future__ import annotations

import re
from dataclasses import replace

from bot.advisor.advisor import Advisor
from bot.model.turn import Reply, Turn
from bot.rendering import reminding as render
from bot.rendering.phrases import lines, say

_CANCEL = "cancel_reminder:"
_CALLS_OFF = re.compile(
    r"\W*(?:(?:please|pls|ok|no|then|and)\W+)*(?:cancel|delete|drop|remove|stop|scrap|call off)"
    r" (?:it|that|this|them|(?:that|this) one)(?:\W+(?:please|pls|then|again))?\W*",
    re.IGNORECASE,
)


def is_meant(turn: Turn) -> bool:
    """Whether a text calls off what was shown last, and that were reminders."""
    shown = any(token.startswith(_CANCEL) for token in turn.open.shown)
    return shown and not turn.token and bool(_CALLS_OFF.fullmatch(turn.text))


def ask_which(advisor: Advisor, turn: Turn) -> Reply:
    """The reminders once more, each with its button, and the question which one is to go."""
    store, case = advisor.reminders, advisor.case(turn)
    waiting = store.waiting(case.id)
    message = render.all_of_them(advisor.knowledge, waiting, store.address_of(case.id))
    asks = say(advisor.knowledge, "remind.which_off") if waiting else ""
    return Reply((replace(message, text=lines(message.text, asks)),))
