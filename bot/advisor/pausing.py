"""Leaves the interview and comes back to it, here or with a code, and begins anew."""

from __future__ import annotations

import re
from dataclasses import replace

from bot.advisor.advisor import Advisor
from bot.advisor.agenda import CLEARED, COMPLETE
from bot.advisor.asking import open_agenda
from bot.advisor.assessment import DONE
from bot.advisor.interview import AGAIN, phase_of, quick_done, start
from bot.advisor.noting import facts_said
from bot.advisor.reminding import call_off
from bot.advisor.searching import UseCase
from bot.language.resume_codes import is_whole
from bot.model.case import Case
from bot.model.letter import CHATS
from bot.model.turn import Reply, Turn
from bot.rendering import talk
from bot.rendering.phrases import button, lines

_BARE_STOP = re.compile(r"\W*stop\W*", re.IGNORECASE)
# A check-up that is asked for in the middle of one: "check up again", "a new check-up please".
_ANEW = re.compile(
    r"\b(?:again|anew|afresh|once more|from (?:the )?(?:start|scratch|beginning|top)|redo|new|another|second|over)\b",
    re.IGNORECASE,
)


def anew_first(use_case: UseCase) -> UseCase:
    """A use case that gives way where a check-up is asked for anew at a question: a further one, or start over?"""

    def act(advisor: Advisor, turn: Turn) -> Reply:
        typed = turn.intent == "start_diagnosis" and not turn.token and _ANEW.search(turn.text)
        if not turn.open.question or not (typed or turn.token == AGAIN) or facts_said(advisor.knowledge, turn):
            return use_case(advisor, turn)
        if quick_done(advisor, advisor.case(turn)):
            return start(advisor, replace(turn, token=AGAIN))
        return ask_start_over(advisor, turn)

    return act


def pause(advisor: Advisor, turn: Turn) -> Reply:
    """Leave the interview; everything is kept.

    In a chat where we write of our own accord, the bare word is what ends that everywhere else, so it ends it here.
    """
    case = advisor.case(turn)
    code = case.resume_code
    ways = (button(advisor.knowledge, "resume", "resume"),)
    opens = {"confirming": None, "open_question": None, "attempts": 0, "offered": None}
    paused = talk.notice(advisor.knowledge, "ask.paused", ways, code=code)
    if turn.address.partition(":")[0] in CHATS and _BARE_STOP.fullmatch(turn.text):
        ended = call_off(advisor, turn, case)
        if ended is not None:
            return Reply((replace(paused, text=lines(ended.text, paused.text), data=ended.data),), opens)
    return Reply((paused,), opens)


def resume(advisor: Advisor, turn: Turn) -> Reply:
    """Come back, here or with a resume code from another channel, and go on where it was."""
    messages = []
    code = next((str(value) for value in turn.values("resume_code")), "")
    if code:
        found = advisor.cases.join(turn.address, code)
        if found and (there := _where_they_were(advisor, found)):
            return there
        phrase = "talk.joined" if found else "talk.code_unknown" if is_whole(code) else "talk.code_no_code"
        messages.append(talk.notice(advisor.knowledge, phrase, code=code))
    case = advisor.case(turn)
    phase = phase_of(advisor, case, turn)
    agenda = open_agenda(advisor, case, phase, turn.open.until)
    if agenda.open and not code and case.order:
        messages.append(talk.notice(advisor.knowledge, "ask.resumed"))
    return Reply(tuple(messages), {"phase": phase, "diagnosis_answer": None if agenda.next else COMPLETE, **CLEARED})


def _where_they_were(advisor: Advisor, case: Case) -> Reply | None:
    """Back at the plan or the profile of a case, said how it stands; None where the interview is not through."""
    if not quick_done(advisor, case):
        return None
    steps = [step.strategy for step in case.steps]
    done = sum(case.choices.get(name) == DONE for name in steps)
    phrase = "talk.joined_plan" if steps else "talk.joined_profile"
    message = talk.notice(advisor.knowledge, phrase, open=str(len(steps) - done), done=str(done))
    # The part of the interview that ends there: nothing of it is left to ask, so the rules show what follows it.
    phase, stage = ("plan", "plan") if steps else ("quick", "profile")
    opens = {**CLEARED, "phase": phase, "stage": stage, "until": 0, "diagnosis_answer": COMPLETE}
    return Reply((message,), opens)


def ask_start_over(advisor: Advisor, turn: Turn) -> Reply:
    """Ask back before everything is cleared."""
    ways = [button(advisor.knowledge, "restart", "restart.yes"), button(advisor.knowledge, "no", "no")]
    if quick_done(advisor, advisor.case(turn)):
        # Whoever wants to be checked once more need not forget anything for it.
        ways.append(button(advisor.knowledge, "again", "menu.again"))
    return Reply((talk.notice(advisor.knowledge, "talk.ask_start_over", tuple(ways)),), {"confirming": "start_over"})


def start_over(advisor: Advisor, turn: Turn) -> Reply:
    """Clear the case and begin again."""
    advisor.cases.start_over(advisor.case(turn).id, turn.message_id)
    opens = {"stage": None, "phase": None, "until": 0, "diagnosis_answer": None, "open_strategy": None, **CLEARED}
    ways = talk.ways_in(advisor.knowledge)
    return Reply((talk.menu(advisor.knowledge, "talk.started_over", ways),), {**opens, "confirming": None})
