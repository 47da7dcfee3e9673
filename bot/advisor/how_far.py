"""How far the interview is: how many questions are left, and what can be said for whoever has had enough of them."""

from __future__ import annotations

import re

from bot.advisor.advisor import Advisor
from bot.advisor.agenda import CLEARED, COMPLETE, Agenda
from bot.model.case import Case
from bot.model.knowledge import Knowledge
from bot.model.message import Message
from bot.model.turn import Reply, Turn
from bot.rendering import talk
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
# "Do I have to do the whole quiz?" asks the same.
_MUST_ALL = re.compile(
    r"\b(?:do|must|should|will|have|has) (?:i|we|one)(?: really)?(?: have to| need to| got to)?"
    r" (?:do|answer|finish|fill in|go through)(?: all| the whole| the entire| every| each)\b",
    re.IGNORECASE,
)
# "Enough questions, just tell me", "stop asking and show me something", "no more questions please".
_ENOUGH = re.compile(
    r"\b(?:enough|no more|too many|done with|tired of|sick of|fed up with)(?: with)?(?: of)?(?: all)?"
    r"(?: the| your| these| those| this)?"
    r" (?:questions?|asking|quiz|questionnaire|form)\b"
    r"|\b(?:stop|quit)(?: with)?(?: the| your| all the| these)? (?:asking|questions?)\b(?! me(?: again| that| about))"
    r"|\bjust (?:tell|show|give) (?:me|us)(?: already| now| something| anything"
    r"| what (?:to do|you (?:think|have|got)))?\W*$",
    re.IGNORECASE,
)


def on_the_way(advisor: Advisor, case: Case, turn: Turn, agenda: Agenda) -> Reply | None:
    """What is said to whoever asks how far it is, or has had enough of the questions; None where neither is meant.

    With an answer that counts, the interview ends with what it says.
    """
    if asks_how_far(turn):
        return Reply((how_far_message(advisor.knowledge, agenda),))
    if turn.token or not _ENOUGH.search(turn.text):
        return None
    if not advisor.assess(case).profile.answered:
        return Reply((talk.notice(advisor.knowledge, "ask.enough_of_nothing"),))
    return Reply((talk.notice(advisor.knowledge, "ask.enough"),), {**CLEARED, "diagnosis_answer": COMPLETE})


def asks_how_far(turn: Turn) -> bool:
    """Whether a message asks how many questions are left, whatever its intent is taken for."""
    return not turn.token and bool(_HOW_FAR.search(turn.text) or _MUST_ALL.search(turn.text))


def how_far_message(knowledge: Knowledge, agenda: Agenda) -> Message:
    """What is done and left of an agenda; its data count both as a question's do."""
    left = len(agenda.open)
    text = say(knowledge, "ask.how_far_one" if left == 1 else "ask.how_far", done=str(agenda.done), left=str(left))
    return Message("notice", text, data={"done": agenda.done, "of": len(agenda.questions)})
