"""Puts the open question, or the next one, and says why it is asked and what it means."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

from bot.advisor.advisor import Advisor
from bot.advisor.agenda import Agenda, make_agenda
from bot.advisor.clashes import asked_about, clash_named, question_named
from bot.advisor.noting import HEARD, propose
from bot.advisor.searching import answer_if_known
from bot.advisor.urgent import is_urgent
from bot.model.case import Case
from bot.model.knowledge import DONT_KNOW, SKIP, Question
from bot.model.turn import Reply, Turn
from bot.rendering import questions as render
from bot.rendering import talk
from bot.rendering.answers import find_record, term_message
from bot.rendering.parting import as_said

# "I don't understand the question" is about the open one, whatever record it resembles.
_THE_QUESTION = re.compile(r"\b(?:the|this|that|your) question\b", re.IGNORECASE)
# So is what names nothing at all: "why do u ask", "why is that important", "what does it mean".
_NAMES_NOTHING = re.compile(
    r"\W*(?:(?:but|and|so|sorry|ok|hm+)\W+)*(?:why|y|what for|how come|what|wdym)"
    r"(?:\W+(?:do|does|did|would|is|are|you|u|ya|that|this|it|i|mean|by|ask|asking|want|need|to|know|answer|say|tell"
    r"|important|matter|relevant|of|any|use|exactly|even|me))*\W*",
    re.IGNORECASE,
)


def open_agenda(advisor: Advisor, case: Case, phase: str, until: int) -> Agenda:
    """The agenda of a phase as it stands in a case."""
    return make_agenda(advisor.knowledge, case, advisor.assess(case), phase or "quick", until)


def ask(advisor: Advisor, turn: Turn) -> Reply:
    """Put the open question, or the next one of the phase; silent while something is asked back first."""
    if turn.open.confirming:
        # Said again, since what a reply leaves out counts as settled.
        return Reply((), {"confirming": turn.open.confirming, "proposal": turn.open.proposal or None})
    case = advisor.case(turn)
    agenda = open_agenda(advisor, case, turn.open.phase, turn.open.until)
    name = agenda.still(turn.open.question)
    question = question_named(advisor.knowledge, case, name)
    if question is None:
        return Reply()
    if is_urgent(advisor.knowledge, turn, case):
        # Help was said; the question waits until the person goes on.
        return Reply((), {"open_question": name})
    asking = _asking(advisor, case, turn, agenda, question)
    message = render.question_message(advisor.knowledge, question, asking)
    said = as_said(message)
    if turn.open.twice[-len(said) :] == said:
        # Put in the same words a third time it would lead in circles.
        again = replace(asking, attempts=1 - min(asking.attempts, 1), offered=(), returned=False)
        message = render.question_message(advisor.knowledge, question, again)
    return Reply((message,), {"open_question": name})


def _asking(advisor: Advisor, case: Case, turn: Turn, agenda: Agenda, question: Question) -> render.Asking:
    value = case.answers.get(question.id)
    before = render.label_of(advisor.knowledge, question, value) if value and value not in {SKIP, DONT_KNOW} else ""
    return render.Asking(
        done=agenda.done,
        of=len(agenda.questions),
        mode="quick" if turn.open.phase in {"", "quick"} else "deep",
        attempts=turn.open.attempts,
        repeated=turn.open.question == question.id and not before,
        offered=turn.open.offered,
        before=before,
        heard=_heard(advisor, case, question),
        about=_brought_up_by(advisor, case, question),
        place=_place(agenda, question),
        returned=turn.open.returned,
    )


def _place(agenda: Agenda, question: Question) -> int:
    """The place of a question that was answered and is put once more; 0 for one that comes next."""
    again = question.id in agenda.questions and question.id not in agenda.open
    return agenda.questions.index(question.id) + 1 if again else 0


def _heard(advisor: Advisor, case: Case, question: Question) -> str:
    """What was understood earlier as the answer to a question, and was neither accepted nor declined."""
    value = case.choices.get(f"{HEARD}{question.id}", "")
    return render.label_of(advisor.knowledge, question, value) if value and question.id not in case.answers else ""


def _brought_up_by(advisor: Advisor, case: Case, question: Question) -> str:
    clash = clash_named(advisor.knowledge, question.id)
    return asked_about(case, clash)[0] if clash else ""


def explain_why(advisor: Advisor, turn: Turn) -> Reply:
    """Why the open question is asked; while an answer is asked back, why its question is, and then that once more."""
    name, _, value = turn.open.proposal.partition(":")
    asked_back = advisor.knowledge.questions.get(name) if turn.open.confirming == "answer" else None
    if asked_back and not turn.token:
        why = render.why_message(advisor.knowledge, asked_back, render.Asking(done=0, of=1, mode="quick"))
        return propose(advisor, turn, name, value, [replace(why, kind="notice", data={})])
    return _explain(advisor, turn, render.why_message)


def explain_meaning(advisor: Advisor, turn: Turn) -> Reply:
    """What the open question means."""
    return _explain(advisor, turn, render.meaning_message)


def _explain(advisor: Advisor, turn: Turn, renderer: Any) -> Reply:
    term = advisor.knowledge.glossary.get(turn.token_id)
    if term:
        asked = bool(turn.open.question)
        return Reply((term_message(advisor.knowledge, term, advisor.today(), in_check_up=asked),))
    named = advisor.knowledge.questions.get(turn.token_id)
    if named:
        # "T1?", said to a number of the profile: what is behind the code.
        case = advisor.case(turn)
        agenda = open_agenda(advisor, case, turn.open.phase, turn.open.until)
        asking = _asking(advisor, case, turn, agenda, named)
        return Reply((render.named_message(advisor.knowledge, named, asking, is_open=named.id == turn.open.question),))
    of_it = _THE_QUESTION.search(turn.text) or _NAMES_NOTHING.fullmatch(turn.text)
    about_it = turn.token or (turn.open.question and of_it)
    known = None if about_it else answer_if_known(advisor, turn)
    if known and (not turn.open.question or find_record(advisor.knowledge, next(iter(known.about), ""))):
        # "What does hedging mean?" is about hedging, whatever is open; "why do you ask?" is about the open question.
        return Reply((known,))
    case = advisor.case(turn)
    question = question_named(advisor.knowledge, case, turn.open.question)
    if question is None:
        ways = talk.ways_in(advisor.knowledge)
        # "What is this?", said before anything else, asks what this adviser is.
        phrase = "talk.nothing_to_answer" if turn.open.stage or case.order else "talk.welcome"
        return Reply((talk.menu(advisor.knowledge, phrase, ways),))
    agenda = open_agenda(advisor, case, turn.open.phase, turn.open.until)
    return Reply((renderer(advisor.knowledge, question, _asking(advisor, case, turn, agenda, question)),))
