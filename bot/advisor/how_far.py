"""How many questions of this part of the interview are left, said to whoever asks."""

from __future__ import annotations

import re

from bot.advisor.agenda import Agenda
from bot.model.knowledge import Knowledge
from bot.model.message import Message
from bot.model.turn import Turn
from bot.rendering.phrases import say

# "How many questions more?", "is it much longer", "are we nearly done".
_HOW_FAR = re.compile(
    r"\bhow (?:many|much) (?:more |other |further )?(?:of )?(?:your |these |the )?(?:questions?|qs?)\b"
    r"|\bhow (?:many|much)(?! money| cash| budget) (?:\w+ ){0,3}?(?:left|longer|more|to (?:go|come))"
    r"(?: now| is it| please)?\W*$"
    r"|\bhow (?:far|long) (?:is it still|are we|to go|until the end|does the (?:check-?up|whole thing) take)\b"
    r"|\b(?:many|much) (?:more )?questions? (?:left|more|still|to (?:go|come))\b"
    r"|\b(?:nearly|almost) (?:done|finished|there)\?"
    r"|\bis (?:it|this) (?:much|a lot) (?:longer|more)\b|\bquestions? (?:are |is )?(?:still )?left\b",
    re.IGNORECASE,
)


def asks_how_far(turn: Turn) -> bool:
    """Whether a message asks how many questions are left, whatever its intent is taken for."""
    return not turn.token and bool(_HOW_FAR.search(turn.text))


def how_far_message(knowledge: Knowledge, agenda: Agenda) -> Message:
    """What is done and left of an agenda; its data count both as a question's do."""
    left = len(agenda.open)
    text = say(knowledge, "ask.how_far_one" if left == 1 else "ask.how_far", done=str(agenda.done), left=str(left))
    return Message("notice", text, data={"done": agenda.done, "of": len(agenda.questions)})
