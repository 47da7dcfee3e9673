"""The interview: asks one question at a time, takes answers in any form, and can be interrupted anywhere."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from bot.advisor.advisor import Advisor
from bot.advisor.agenda import Agenda, is_answered, make_agenda, round_end
from bot.advisor.foreign import is_foreign, say_english_only
from bot.advisor.hearing import Heard, hear
from bot.advisor.learning import keep_unanswered
from bot.advisor.noting import facts_in_passing, facts_said, other_answer, plain_trouble, propose, record_facts
from bot.advisor.reminding import is_awaited, remind
from bot.advisor.searching import answer_if_known, asked, asked_beside
from bot.advisor.urgent import urgent_messages
from bot.model.case import Case
from bot.model.knowledge import DONT_KNOW, SKIP, Question
from bot.model.message import Message
from bot.model.turn import Reply, Turn
from bot.rendering import questions as render
from bot.rendering import talk
from bot.rendering.answers import find_record
from bot.rendering.phrases import button

# What the form's slot holds once nothing is left to ask in this phase.
COMPLETE = "complete"
# Asked, asked in other words, explained with a way out; asking a fourth time would be a loop.
_LEFT_OPEN_AFTER = 3
# At the first answer of this weight a word of understanding is due; said each time it would be a reflex.
_HEAVY = 4
_CLEARED: Mapping[str, Any] = {"open_question": None, "attempts": 0, "offered": None}


def start(advisor: Advisor, turn: Turn) -> Reply:
    """Begin the check-up, or go on where it stands: quick mode first, then rounds of deeper questions."""
    case, messages = advisor.case(turn), []
    said = facts_said(advisor.knowledge, turn)
    if said:
        record_facts(advisor, case, said, turn)
        messages.append(render.noted_message(advisor.knowledge, {}, said, "noted.answers"))
        case = advisor.case(turn)
    # "What should we do first?" has an answer for everybody, besides the one that only the check-up can give.
    question = asked(advisor, turn) if turn.intent == "recommend" else asked_beside(advisor, turn)
    if question:
        messages.append(question)
    entered = _enter(advisor, case, "deeper" if _quick_done(advisor, case) else "quick", messages)
    trouble = plain_trouble(advisor, turn)
    if trouble is None:
        return entered
    # Asked back first: the question that follows waits until it is settled.
    asked_back = propose(advisor, turn, *trouble, list(entered.messages))
    return replace(asked_back, opens={**entered.opens, **asked_back.opens})


def _quick_done(advisor: Advisor, case: Case) -> bool:
    quick = [q.id for q in advisor.knowledge.of_kind("diagnosis") if q.quick]
    return all(name in case.answers for name in quick)


def enter_phase(advisor: Advisor, turn: Turn, phase: str) -> Reply:
    """Begin the questions that come before the guidance or the plan; none where all are answered."""
    case = advisor.case(turn)
    agenda = _agenda(advisor, case, phase, 0)
    phrase = {"guidance": "ask.before_advice", "plan": "ask.before_plan"}[phase]
    question = asked_beside(advisor, turn)
    intro = [question] if question else []
    if agenda.open:
        intro.append(talk.notice(advisor.knowledge, phrase))
    return _enter(advisor, case, phase, intro)


def _enter(advisor: Advisor, case: Case, phase: str, messages: list[Message]) -> Reply:
    until = round_end(advisor.knowledge, case) if phase == "deeper" else 0
    agenda = _agenda(advisor, case, phase, until)
    opens = {"phase": phase, "until": until, "diagnosis_answer": None if agenda.open else COMPLETE, **_CLEARED}
    if phase in {"quick", "deeper"}:
        opens["stage"] = "diagnosis"
    if phase == "deeper" and agenda.open:
        messages = [*messages, talk.notice(advisor.knowledge, "ask.deeper")]
    return Reply(tuple(messages), opens)


def _agenda(advisor: Advisor, case: Case, phase: str, until: int) -> Agenda:
    return make_agenda(advisor.knowledge, case, advisor.assess(case), phase or "quick", until)


def ask(advisor: Advisor, turn: Turn) -> Reply:
    """Put the open question, or the next one of the phase; silent while something is asked back first."""
    if turn.open.confirming:
        # Said again, since what a reply leaves out counts as settled.
        return Reply((), {"confirming": turn.open.confirming, "proposal": turn.open.proposal or None})
    case = advisor.case(turn)
    agenda = _agenda(advisor, case, turn.open.phase, turn.open.until)
    name = turn.open.question or next(iter(agenda.open), "")
    if not name:
        return Reply()
    question = advisor.knowledge.questions[name]
    message = render.question_message(advisor.knowledge, question, _asking(advisor, case, turn, agenda, question))
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
    )


def listen(advisor: Advisor, turn: Turn) -> tuple[Heard, Reply]:
    """Take what was said while a question is open; the reply says what was noted, `ask` puts the next question."""
    case = advisor.case(turn)
    agenda = _agenda(advisor, case, turn.open.phase, turn.open.until)
    name = turn.open.question or next(iter(agenda.open), "")
    if not name:
        return Heard("interruption"), Reply()
    if is_awaited(advisor, turn):
        return Heard("again", name), remind(advisor, turn)
    if is_foreign(advisor.knowledge, turn):
        return Heard("again", name), Reply((say_english_only(advisor, turn),))
    urgent = urgent_messages(advisor, case, turn)
    heard = hear(advisor.knowledge, turn, advisor.knowledge.questions[name])
    if heard.kind == "answer":
        return heard, _take_answer(advisor, case, turn, heard, urgent)
    if heard.kind == "facts":
        return heard, _take_facts(advisor, case, turn, heard, urgent)
    if heard.kind == "unsure":
        return heard, Reply(urgent, {"offered": list(heard.offered), "open_question": name})
    if heard.kind == "unclear":
        return heard, _make_something_of_it(advisor, case, turn, name, urgent)
    return heard, Reply(urgent if heard.kind == "again" else ())


def _take_answer(advisor: Advisor, case: Case, turn: Turn, heard: Heard, urgent: tuple[Message, ...]) -> Reply:
    knowledge, changed = advisor.knowledge, is_answered(case, heard.question)
    record(advisor, case, heard.question, heard.value, turn)
    messages = list(urgent)
    if not turn.token or changed:
        messages.append(noted(advisor, heard.question, heard.value, "noted.changed" if changed else "noted.answers"))
    question = knowledge.questions[heard.question]
    option = question.option(str(heard.value))
    heavy_before = any(value == str(_HEAVY) for value in case.answers.values())
    if option and option.score == _HEAVY and not urgent and not heavy_before:
        messages.append(talk.notice(knowledge, "noted.sympathy"))
    return _after(advisor, turn, messages)


def _make_something_of_it(advisor: Advisor, case: Case, turn: Turn, name: str, urgent: tuple[Message, ...]) -> Reply:
    """What is no answer to the open question: facts, an answer to another one, or a failed attempt."""
    about_the_firm = turn.intent in {"describe_business", "start_diagnosis", "correct_answer"}
    said = (facts_said if about_the_firm else facts_in_passing)(advisor.knowledge, turn)
    messages = list(urgent)
    if said:
        record_facts(advisor, case, said, turn)
        messages.append(render.noted_message(advisor.knowledge, {}, said, "noted.answers"))
    elsewhere = other_answer(advisor, turn, name)
    if elsewhere:
        return propose(advisor, turn, *elsewhere, messages)
    if said:
        return Reply(tuple(messages), {"offered": None, "open_question": name})
    asked = answer_if_known(advisor, turn)
    if asked:
        return Reply((*urgent, asked), {"offered": None, "open_question": name})
    keep_unanswered(advisor, turn, name)
    attempts = turn.open.attempts + 1
    if attempts < _LEFT_OPEN_AFTER:
        return Reply(urgent, {"attempts": attempts, "offered": None, "open_question": name})
    if is_answered(case, name):
        return _after(advisor, turn, [*urgent, talk.notice(advisor.knowledge, "talk.kept")])
    record(advisor, case, name, SKIP, turn)
    return _after(advisor, turn, [*urgent, talk.notice(advisor.knowledge, "ask.left_open")])


def _take_facts(advisor: Advisor, case: Case, turn: Turn, heard: Heard, urgent: tuple[Message, ...]) -> Reply:
    record_facts(advisor, case, heard.value, turn)
    name = heard.question.removeprefix("fact.")
    record(advisor, case, heard.question, heard.value[name], turn)
    message = render.noted_message(advisor.knowledge, {}, heard.value, "noted.answers")
    return _after(advisor, turn, [*urgent, message])


def _after(advisor: Advisor, turn: Turn, messages: list[Message]) -> Reply:
    case = advisor.case(turn)
    left = _agenda(advisor, case, turn.open.phase, turn.open.until).open
    return Reply(tuple(messages), {**_CLEARED, "diagnosis_answer": None if left else COMPLETE})


def record(advisor: Advisor, case: Case, name: str, value: Any, turn: Turn) -> None:
    """File an answer; a fact also among the facts."""
    if name.startswith("fact.") and value not in {SKIP, DONT_KNOW}:
        record_facts(advisor, case, {name.removeprefix("fact."): value}, turn)
        value = value[0] if isinstance(value, (list, tuple)) else value
    elif name.startswith("fact.") and getattr(case.facts, name.removeprefix("fact.")) not in (None, ()):
        # Going back and skipping takes the fact back.
        empty: Any = [] if name == "fact.pains" else None
        advisor.cases.record_fact(case.id, name.removeprefix("fact."), empty, turn.message_id)
    # A fact that was asked for stands among the answers too, so that one can go back to it.
    advisor.cases.record_answer(case.id, name, str(value), turn.message_id)


def noted(advisor: Advisor, name: str, value: Any, phrase: str) -> Message:
    """An answer said back."""
    if name.startswith("fact.") and value not in {SKIP, DONT_KNOW}:
        return render.noted_message(advisor.knowledge, {}, {name.removeprefix("fact."): value}, phrase)
    return render.noted_message(advisor.knowledge, {name: str(value)}, {}, phrase)


def go_back(advisor: Advisor, turn: Turn) -> Reply:
    """Open the question before this one again, or the one that a button names; answering it goes on where we were."""
    order = advisor.case(turn).order
    if turn.token_id in advisor.knowledge.questions:
        return Reply((), {**_CLEARED, "open_question": turn.token_id, "diagnosis_answer": None})
    here = order.index(turn.open.question) if turn.open.question in order else len(order)
    if here == 0:
        return Reply((talk.notice(advisor.knowledge, "ask.nothing_before"),))
    return Reply((), {**_CLEARED, "open_question": order[here - 1], "diagnosis_answer": None})


def explain_why(advisor: Advisor, turn: Turn) -> Reply:
    """Why the open question is asked."""
    return _explain(advisor, turn, render.why_message)


def explain_meaning(advisor: Advisor, turn: Turn) -> Reply:
    """What the open question means."""
    return _explain(advisor, turn, render.meaning_message)


def _explain(advisor: Advisor, turn: Turn, renderer: Any) -> Reply:
    known = None if turn.token else answer_if_known(advisor, turn)
    if known and (not turn.open.question or find_record(advisor.knowledge, next(iter(known.about), ""))):
        # "What does hedging mean?" is about hedging, whatever is open; "why do you ask?" is about the open question.
        return Reply((known,))
    question = advisor.knowledge.questions.get(turn.open.question)
    if question is None:
        ways = talk.ways_in(advisor.knowledge)
        return Reply((talk.menu(advisor.knowledge, "talk.nothing_to_answer", ways),))
    case = advisor.case(turn)
    agenda = _agenda(advisor, case, turn.open.phase, turn.open.until)
    return Reply((renderer(advisor.knowledge, question, _asking(advisor, case, turn, agenda, question)),))


def pause(advisor: Advisor, turn: Turn) -> Reply:
    """Leave the interview; everything is kept."""
    code = advisor.case(turn).resume_code
    ways = (button(advisor.knowledge, "resume", "resume"),)
    return Reply((talk.notice(advisor.knowledge, "ask.paused", ways, code=code),), {"confirming": None})


def resume(advisor: Advisor, turn: Turn) -> Reply:
    """Come back, here or with a resume code from another channel, and go on where it was."""
    messages = []
    code = next((str(value) for value in turn.values("resume_code")), "")
    if code:
        found = advisor.cases.join(turn.address, code)
        phrase = "talk.joined" if found else "talk.code_unknown"
        messages.append(talk.notice(advisor.knowledge, phrase, code=code))
    case = advisor.case(turn)
    phase = turn.open.phase or ("quick" if not _quick_done(advisor, case) else "guidance")
    agenda = _agenda(advisor, case, phase, turn.open.until)
    if agenda.open and not code and case.order:
        messages.append(talk.notice(advisor.knowledge, "ask.resumed"))
    return Reply(tuple(messages), {"phase": phase, "diagnosis_answer": None if agenda.open else COMPLETE, **_CLEARED})


def ask_start_over(advisor: Advisor, turn: Turn) -> Reply:
    """Ask back before everything is cleared."""
    ways = (button(advisor.knowledge, "restart", "restart.yes"), button(advisor.knowledge, "no", "no"))
    return Reply((talk.notice(advisor.knowledge, "talk.ask_start_over", ways),), {"confirming": "start_over"})


def start_over(advisor: Advisor, turn: Turn) -> Reply:
    """Clear the case and begin again."""
    advisor.cases.start_over(advisor.case(turn).id, turn.message_id)
    opens = {"stage": None, "phase": None, "until": 0, "diagnosis_answer": None, "open_strategy": None, **_CLEARED}
    ways = talk.ways_in(advisor.knowledge)
    return Reply((talk.menu(advisor.knowledge, "talk.started_over", ways),), {**opens, "confirming": None})
