"""The interview: asks one question at a time, takes answers in any form, and can be interrupted anywhere."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from bot.advisor.advisor import Advisor
from bot.advisor.agenda import CLEARED, COMPLETE, is_answered, round_end
from bot.advisor.asking import open_agenda
from bot.advisor.clashes import asked_about, clash_named, is_clash, other_side, question_named
from bot.advisor.few_words import is_of_the_rival, says_same
from bot.advisor.foreign import is_foreign, say_english_only
from bot.advisor.hearing import Heard, hear, heard_instead
from bot.advisor.how_far import on_the_way
from bot.advisor.learning import keep_unanswered
from bot.advisor.moments import word_in_between
from bot.advisor.no_answer import tells_of_self
from bot.advisor.noting import (
    HEARD,
    ask_which_number,
    change_facts,
    facts_in_passing,
    facts_said,
    other_answer,
    plain_trouble,
    propose,
    record,
    record_facts,
)
from bot.advisor.proposals import answered
from bot.advisor.scales import scale_value
from bot.advisor.searching import answer_if_known, asked, asked_beside, refused
from bot.advisor.urgent import urgent_messages
from bot.language.asking import is_question
from bot.model.case import Case
from bot.model.knowledge import BOTH, DONT_KNOW, SKIP, Question
from bot.model.message import Message
from bot.model.turn import Reply, Turn
from bot.plan.build import is_distressed
from bot.plan.choose import BUFFER
from bot.rendering import questions as render
from bot.rendering import talk
from bot.rendering.clashes import both_message
from bot.rendering.phrases import button

# Asked, asked in other words, explained with a way out; asking a fourth time would be a loop.
_LEFT_OPEN_AFTER = 3
# At the first answer of this weight a word of understanding is due; said each time it would be a reflex. That it was
# said stands among the choices.
_HEAVY = 4
_SYMPATHY = "said.sympathy"
_ANSWER_WORDS = 2
# The button that says yes to whatever was asked back.
_YES = "yes"
# The button that begins a further check-up, with all that was said before kept.
AGAIN = "menu.again"


def start(advisor: Advisor, turn: Turn) -> Reply:
    """Begin the check-up, or go on where it stands: quick mode first, then rounds of deeper questions."""
    case, messages = advisor.case(turn), []
    if turn.token == AGAIN and quick_done(advisor, case):
        return _begin_again(advisor, case, turn)
    said = facts_said(advisor.knowledge, turn)
    if said:
        record_facts(advisor, case, said, turn)
        messages.append(render.noted_message(advisor.knowledge, {}, said, "noted.answers"))
        case = advisor.case(turn)
    # "What should we do first?" has an answer for everybody, besides the one that only the check-up can give.
    question = asked(advisor, turn) if turn.intent == "recommend" else asked_beside(advisor, turn)
    if question:
        messages.append(question)
    entered = _enter(advisor, case, "deeper" if quick_done(advisor, case) else "quick", messages)
    trouble = plain_trouble(advisor, turn)
    if trouble is None:
        return entered
    # Asked back first: the question that follows waits until it is settled.
    asked_back = propose(advisor, turn, *trouble, list(entered.messages))
    return replace(asked_back, opens={**entered.opens, **asked_back.opens})


def _begin_again(advisor: Advisor, case: Case, turn: Turn) -> Reply:
    """A further check-up: the quick questions once more, with answers and plan kept until something else is said."""
    quick = [q.id for q in advisor.knowledge.of_kind("diagnosis") if q.quick and q.id in case.answers]
    profile = advisor.assess(case).profile
    # What stands now is what the new picture is compared with.
    advisor.cases.keep_profile(case.id, profile, advisor.knowledge.version, turn.message_id)
    advisor.cases.ask_again(case.id, quick, len(advisor.cases.profiles(case.id)), turn.message_id)
    return _enter(advisor, advisor.case(turn), "quick", [talk.notice(advisor.knowledge, "ask.again_all")])


def quick_done(advisor: Advisor, case: Case) -> bool:
    quick = [q.id for q in advisor.knowledge.of_kind("diagnosis") if q.quick]
    return all(name in case.answers for name in quick)


def enter_phase(advisor: Advisor, turn: Turn, phase: str) -> Reply:
    """Begin the questions that come before the guidance or the plan; none where all are answered."""
    case = advisor.case(turn)
    agenda = open_agenda(advisor, case, phase, 0)
    phrase = {"guidance": "ask.before_advice", "plan": "ask.before_plan"}[phase]
    question = asked_beside(advisor, turn)
    intro = [question] if question else []
    if agenda.open:
        intro.append(talk.notice(advisor.knowledge, phrase))
    return _enter(advisor, case, phase, intro)


def _enter(advisor: Advisor, case: Case, phase: str, messages: list[Message]) -> Reply:
    until = round_end(advisor.knowledge, case) if phase == "deeper" else 0
    agenda = open_agenda(advisor, case, phase, until)
    opens = {"phase": phase, "until": until, "diagnosis_answer": None if agenda.next else COMPLETE, **CLEARED}
    if phase in {"quick", "deeper"}:
        opens["stage"] = "diagnosis"
    if phase == "deeper" and agenda.open:
        messages = [*messages, talk.notice(advisor.knowledge, "ask.deeper")]
    return Reply(tuple(messages), opens)


def listen(advisor: Advisor, turn: Turn) -> tuple[Heard, Reply]:
    """Take what was said while a question is open; the reply says what was noted, `ask` puts the next question."""
    case = advisor.case(turn)
    agenda = open_agenda(advisor, case, turn.open.phase, turn.open.until)
    name = agenda.still(turn.open.question)
    question = question_named(advisor.knowledge, case, name)
    if question is None:
        return Heard("interruption"), Reply()
    told = answered(advisor, turn)
    if told:
        return Heard("again", name), told
    on_it = on_the_way(advisor, case, turn, agenda)
    if on_it:
        return Heard("again", name), on_it
    if is_foreign(advisor.knowledge, turn):
        return Heard("again", name), Reply((say_english_only(advisor, turn),))
    urgent = urgent_messages(advisor, case, turn)
    if not urgent and (said_back := _accepted(advisor, case, turn, question)):
        return said_back, _take_answer(advisor, case, turn, said_back, ())
    corrected = None if urgent else _corrected(advisor, case, turn, question)
    if corrected:
        return Heard("again", name), corrected
    in_between = None if urgent else word_in_between(advisor, case, turn, question)
    if in_between:
        return Heard("again", name), Reply((in_between,))
    heard = hear(advisor.knowledge, turn, question)
    if heard.kind == "answer" and is_clash(heard.question):
        return heard, _settle(advisor, case, turn, heard, urgent)
    if heard.kind == "answer":
        return heard, _take_answer(advisor, case, turn, heard, urgent)
    if heard.kind == "facts":
        return heard, _take_facts(advisor, case, turn, heard, urgent)
    if heard.kind == "unsure":
        return heard, Reply(urgent, {"offered": list(heard.offered), "open_question": name})
    if heard.kind == "unclear":
        return heard, _make_something_of_it(advisor, case, turn, name, urgent)
    return heard, Reply(urgent if heard.kind == "again" else ())


def _accepted(advisor: Advisor, case: Case, turn: Turn, question: Question) -> Heard | None:
    """The answer that was said back, where a yes or a number takes it up; None where nothing such is.

    "Maybe 80 per cent", said to "nearly all of it, is that right?", is no answer to the question that waits behind.
    """
    # "Yes", typed as it stands, is a button's word as well.
    if turn.token not in {"", _YES}:
        return None
    if turn.open.confirming == "answer":
        asked_back = advisor.knowledge.questions.get(turn.open.proposal.partition(":")[0])
        number = scale_value(asked_back, turn.text) if asked_back and not is_question(turn.text) else None
        here = scale_value(question, turn.text) if question.id in advisor.knowledge.questions else None
        return Heard("answer", asked_back.id, number) if asked_back and number and here is None else None
    if question.id in case.answers and says_same(turn.text):
        return Heard("answer", question.id, case.answers[question.id])
    heard = case.choices.get(f"{HEARD}{question.id}", "")
    first = not turn.open.attempts and not turn.open.offered and question.id not in case.answers
    sure = turn.confidence >= advisor.knowledge.weight("answers.interrupt")
    if heard and first and turn.intent == "affirm" and sure and not is_question(turn.text):
        # "From what you told me I'd take: ..." is what a yes means.
        return Heard("answer", question.id, heard)
    return None


def _corrected(advisor: Advisor, case: Case, turn: Turn, question: Question) -> Reply | None:
    """What is said in place of the answer just given ("no wait, four weeks"); None where nothing such is."""
    heard = heard_instead(advisor.knowledge, case, turn)
    if heard is None:
        return None
    if heard.kind == "facts" and not heard.question:
        return change_facts(advisor, case, turn, heard.value)
    if heard.kind == "either":
        return ask_which_number(advisor, heard)
    if heard.kind == "unsure":
        return Reply((), {**CLEARED, "open_question": heard.question, "offered": list(heard.offered)})
    take = _take_facts if heard.kind == "facts" else _take_answer
    reply = take(advisor, case, turn, heard, ())
    # The question that was put meanwhile stays open, unless it is the one that was answered.
    still = {} if heard.question == question.id else {"open_question": question.id, "diagnosis_answer": None}
    return replace(reply, opens={**reply.opens, **still})


def _take_answer(advisor: Advisor, case: Case, turn: Turn, heard: Heard, urgent: tuple[Message, ...]) -> Reply:
    knowledge, phrase = advisor.knowledge, _said_back(case, heard)
    record(advisor, case, heard.question, heard.value, turn)
    if is_clash(turn.open.question):
        # Said anew, one of its answers settles a contradiction, also where the two still don't go together.
        record(advisor, case, turn.open.question, heard.question, turn)
    messages = list(urgent)
    # A plain "no" is a button's word as well; which option it was taken for has to be said.
    if phrase != "noted.answers" or str(heard.value) not in turn.token.split(":"):
        messages.append(noted(advisor, heard.question, heard.value, phrase))
    option = knowledge.questions[heard.question].option(str(heard.value))
    # What one would rather keep to oneself is what weighs; "by feel" is no burden.
    if option and option.score == _HEAVY and knowledge.questions[heard.question].privacy and not urgent:
        messages += _sympathy(advisor, case, turn)
    return _after(advisor, turn, messages)


def _said_back(case: Case, heard: Heard) -> str:
    """The phrase in which an answer is said back: it is new, another one than before, or the same once more."""
    if not is_answered(case, heard.question):
        return "noted.answers"
    same = case.answers.get(heard.question) == str(heard.value)
    return "noted.stays" if same else "noted.changed"


def _sympathy(advisor: Advisor, before: Case, turn: Turn) -> list[Message]:
    """A word of understanding, once in a case; where the cash runs out, with what comes before any strategy."""
    knowledge, now = advisor.knowledge, advisor.case(turn)
    if is_distressed(knowledge, now.facts, now.answers) and not is_distressed(knowledge, before.facts, before.answers):
        ways = (button(knowledge, "more", f"more:{BUFFER}", title=knowledge.strategies[BUFFER].title),)
        return [talk.notice(knowledge, "noted.little_cash", ways)]
    if _SYMPATHY in before.choices:
        return []
    advisor.cases.record_choice(before.id, _SYMPATHY, "once", turn.message_id)
    return [talk.notice(knowledge, "noted.sympathy")]


def _settle(advisor: Advisor, case: Case, turn: Turn, heard: Heard, urgent: tuple[Message, ...]) -> Reply:
    """A contradiction is settled: both stay, or the other answer is asked for again, or it is left open."""
    knowledge, clash = advisor.knowledge, clash_named(advisor.knowledge, heard.question)
    record(advisor, case, heard.question, heard.value, turn)
    if clash is None or heard.value in {SKIP, DONT_KNOW}:
        return _after(advisor, turn, [*urgent, talk.notice(knowledge, "clash.left_open")])
    if heard.value == BOTH:
        return _after(advisor, turn, [*urgent, both_message(knowledge, asked_about(case, clash))])
    again = {**CLEARED, "open_question": other_side(clash, heard.value), "diagnosis_answer": None}
    return Reply((*urgent, talk.notice(knowledge, "clash.open_other")), again)


def _make_something_of_it(advisor: Advisor, case: Case, turn: Turn, name: str, urgent: tuple[Message, ...]) -> Reply:
    """What is no answer to the open question: facts, an answer to another one, or a failed attempt."""
    of_self = tells_of_self(turn.text)
    about_the_firm = of_self or turn.intent in {"describe_business", "start_diagnosis", "correct_answer"}
    messages = list(urgent)
    if refusal := refused(advisor, turn):
        # "Can't we agree on one price with the others?" sounds like a trouble with terms, and is refused.
        return Reply((*messages, refusal), {"offered": None, "open_question": name})
    said = facts_said(advisor.knowledge, turn) if about_the_firm else facts_in_passing(advisor.knowledge, turn, case)
    if case.facts.sector and turn.intent == "describe_business" and not of_self and name != "fact.sector":
        # "Supermarket, cheap roses" tells of the large one: a trade that is known is not changed by the way.
        said.pop("sector", None)
    if urgent:
        # "I might have to close down" is no goal.
        said.pop("goal", None)
    if said:
        record_facts(advisor, case, said, turn)
        messages.append(render.noted_message(advisor.knowledge, {}, said, "noted.answers"))
    elsewhere = None if urgent else other_answer(advisor, turn, name)
    if elsewhere:
        return propose(advisor, turn, *elsewhere, messages)
    if said:
        # Who told of the firm and named no trade that is known is asked for it in other words.
        attempts = max(turn.open.attempts, 1) if name == "fact.sector" else turn.open.attempts
        return Reply(tuple(messages), {"attempts": attempts, "offered": None, "open_question": name})
    # "Our team" and "sales" are meant as answers, whatever record they name.
    meant = turn.intent == "inform" and len(turn.text.split()) <= _ANSWER_WORDS and not is_question(turn.text)
    asked = None if meant or is_of_the_rival(turn) else answer_if_known(advisor, turn)
    if asked:
        return Reply((*urgent, asked), {"offered": None, "open_question": name})
    keep_unanswered(advisor, turn, name)
    # What was said to something asked back is no attempt at the question that waits behind it.
    attempts = turn.open.attempts + (0 if turn.open.confirming else 1)
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
    left = open_agenda(advisor, case, turn.open.phase, turn.open.until).next
    return Reply(tuple(messages), {**CLEARED, "diagnosis_answer": None if left else COMPLETE})


def noted(advisor: Advisor, name: str, value: Any, phrase: str) -> Message:
    """An answer said back."""
    if name.startswith("fact.") and value not in (SKIP, DONT_KNOW):  # a list of pains has no hash
        return render.noted_message(advisor.knowledge, {}, {name.removeprefix("fact."): value}, phrase)
    return render.noted_message(advisor.knowledge, {name: str(value)}, {}, phrase)


def go_back(advisor: Advisor, turn: Turn) -> Reply:
    """Open the question before this one again, or the one that a button names; answering it goes on where we were."""
    case = advisor.case(turn)
    # Before any check-up there is no stage: the interview that a question opens is its beginning.
    inside = {"stage": turn.open.stage or "diagnosis", "phase": phase_of(advisor, case, turn)}
    if turn.token_id in advisor.knowledge.questions:
        return Reply((), {**CLEARED, **inside, "open_question": turn.token_id, "diagnosis_answer": None})
    here = case.order.index(turn.open.question) if turn.open.question in case.order else len(case.order)
    if here == 0:
        return Reply((talk.notice(advisor.knowledge, "ask.nothing_before"),), inside)
    return Reply((), {**CLEARED, **inside, "open_question": case.order[here - 1], "diagnosis_answer": None})


def phase_of(advisor: Advisor, case: Case, turn: Turn) -> str:
    """The part of the interview that is open, or the one that comes next in a case."""
    return turn.open.phase or ("guidance" if quick_done(advisor, case) else "quick")
