"""Takes business facts, corrections and troubles that people mention at any time."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from bot.advisor.advisor import Advisor
from bot.advisor.agenda import SETTLED, moved_on
from bot.advisor.clashes import asked_about, clash_named, is_clash
from bot.advisor.few_words import is_of_the_rival, says_otherwise
from bot.advisor.hearing import NAMES_ANOTHER, Heard, as_told, heard_instead, is_value
from bot.advisor.no_answer import asks_adviser
from bot.advisor.placing import placed
from bot.advisor.scales import is_bare_share, is_number_alone, measured_elsewhere, scale_value
from bot.advisor.searching import UseCase, answer_if_known, asked
from bot.advisor.talking import ways_on
from bot.advisor.urgent import answer_distress, is_calm, urgent_messages
from bot.diagnosis.contradictions import find_contradictions
from bot.language.asking import is_question
from bot.language.quantities import head_count
from bot.model.case import Case
from bot.model.knowledge import BOTH, CLASH, DONT_KNOW, SKIP, Clash, Knowledge
from bot.model.message import Button, Message
from bot.model.turn import Reply, Turn
from bot.rendering import questions as render
from bot.rendering import talk
from bot.rendering.clashes import both_message
from bot.rendering.phrases import button, say

# These note what is told of the firm by themselves, and go on from there.
_TELLING = {"describe_business", "describe_problem", "start_diagnosis"}
# What was asked back and neither accepted nor declined stands among the case's choices.
HEARD = "heard."
_ONCE_TOLD = frozenset({"rival", "goal"})
# Facts whose values are steps of a scale: kept as numbers.
STEPS = frozenset({"budget", "hours"})
# A request to change some answer, which names none; longer texts say more than that.
_SOME_ANSWER = re.compile(
    r"\b(?:an?|my|the|that|this|one|some|last|previous|earlier)\s+(?:\w+\s+)?answers?\b"
    r"|\bwhat i (?:said|told you|answered)\b",
    re.IGNORECASE,
)
_FEW_WORDS = 10
_WE_ARE, _FEWER_WORDS = re.compile(r"\bwe(?:'re| are|re)\b", re.IGNORECASE), 6
# With fewer words nobody tells of a trouble.
_LEAST_WORDS = 3
_KNOWN = {
    *("sector", "team_size", "country", "pains", "budget", "hours", "goal"),
    *("sells", "customers", "markets", "market_countries", "rival", "rival_name"),
}


def facts_said(knowledge: Knowledge, turn: Turn) -> dict[str, Any]:
    """The business facts that a text states."""
    return {name: value for name, value in turn.understanding.facts.items() if name in _KNOWN}


def facts_in_passing(knowledge: Knowledge, turn: Turn, case: Case) -> dict[str, Any]:
    """The facts of a text that speaks of something else: "our US customers" does not say where the firm is.

    Whoever tells trade and head count introduces the firm, whatever else the text is about. What presses ("the bank
    refused us") is asked for by itself, and what was told of the rival or the goal is not changed by the way.
    """
    said = {name: value for name, value in facts_said(knowledge, turn).items() if not is_known(case, name, value)}
    if said.keys() >= {"sector", "team_size"}:
        return said
    left_out = {"country", "sector"} | {name for name in _ONCE_TOLD if getattr(case.facts, name) is not None}
    if turn.open.question:
        left_out.add("pains")
    if is_of_the_rival(turn):
        left_out |= _KNOWN - {"rival", "rival_name"}
    return {name: value for name, value in said.items() if name not in left_out}


def is_known(case: Case, name: str, value: Any) -> bool:
    """Whether a fact stands in the case already, just so: nobody wants to hear twice that it was noted."""
    kept = getattr(case.facts, name)
    if isinstance(kept, tuple):
        return kept == ((value,) if isinstance(value, str) else tuple(value))
    return kept is not None and str(kept) == str(value)


def record_facts(advisor: Advisor, case: Case, facts: Mapping[str, Any], turn: Turn) -> None:
    """File business facts."""
    for name, value in facts.items():
        kept = list(value) if isinstance(value, tuple) else value
        if name in STEPS:
            kept = int(value)
        elif name == "pains":
            most = advisor.knowledge.questions["fact.pains"].most
            kept = [value] if isinstance(value, str) else list(value)[:most]
        advisor.cases.record_fact(case.id, name, kept, turn.message_id)


def record(advisor: Advisor, case: Case, name: str, value: Any, turn: Turn) -> None:
    """File an answer; a fact also among the facts, and how a contradiction was settled among the choices."""
    if is_clash(name):
        advisor.cases.record_choice(case.id, name, str(value), turn.message_id)
        return
    if name.startswith("fact.") and value not in (SKIP, DONT_KNOW):  # a list of pains has no hash
        record_facts(advisor, case, {name.removeprefix("fact."): value}, turn)
        value = value[0] if isinstance(value, (list, tuple)) else value
    elif name.startswith("fact.") and getattr(case.facts, name.removeprefix("fact.")) not in (None, ()):
        # Going back and skipping takes the fact back.
        empty: Any = [] if name == "fact.pains" else None
        advisor.cases.record_fact(case.id, name.removeprefix("fact."), empty, turn.message_id)
    # A fact that was asked for stands among the answers too, so that one can go back to it.
    advisor.cases.record_answer(case.id, name, str(value), turn.message_id)


def note_business(advisor: Advisor, turn: Turn) -> Reply:
    """Facts about the firm, said outside of a question."""
    case, said = advisor.case(turn), facts_said(advisor.knowledge, turn)
    urgent = urgent_messages(advisor, case, turn)
    if not said and (turn.open.question or turn.open.confirming):
        # "Check my business", said once more: the question that waits behind what was asked back comes next.
        return Reply(urgent)
    if not said:
        return Reply((*urgent, talk.menu(advisor.knowledge, "talk.welcome", talk.ways_in(advisor.knowledge))))
    changed = len(said) == 1 and all(
        getattr(case.facts, name) not in (None, ()) and not is_known(case, name, value) for name, value in said.items()
    )
    record_facts(advisor, case, said, turn)
    message = render.noted_message(advisor.knowledge, {}, said, "noted.changed" if changed else "noted.answers")
    question = asked(advisor, turn)
    trouble = None if urgent else plain_trouble(advisor, turn)
    if trouble:
        return propose(advisor, turn, *trouble, [*urgent, message, *((question,) if question else ())])
    # What was asked beside the facts is the way on.
    return Reply((*urgent, message, question) if question else (*urgent, _with_ways(advisor, turn, message)))


def introduced_first(use_case: UseCase) -> UseCase:
    """A use case that gives way where a text tells trade, size and place of a firm, and no intent is likely."""

    def act(advisor: Advisor, turn: Turn) -> Reply:
        heard = turn.intent in _TELLING or turn.confidence >= advisor.knowledge.weight("answers.interrupt")
        if turn.token or turn.open.question or heard:
            return use_case(advisor, turn)
        introduced = facts_said(advisor.knowledge, turn).keys() >= {"sector", "team_size"}
        return note_business(advisor, turn) if introduced and not is_question(turn.text) else use_case(advisor, turn)

    return act


def note_answer(advisor: Advisor, turn: Turn) -> Reply:
    """An answer given outside of its question: by an old button, or in words that state facts."""
    name, _, value = turn.token.partition(":")
    question = advisor.knowledge.questions.get(name)
    case = advisor.case(turn)
    ways = ways_on(advisor, turn)
    clash = clash_named(advisor.knowledge, name)
    if clash:
        return _note_clash(advisor, turn, clash, value)
    if question is None:
        said = facts_said(advisor.knowledge, turn)
        if said:
            return note_business(advisor, turn)
        urgent = urgent_messages(advisor, case, turn)
        if urgent:
            return Reply(urgent)
        known = None if turn.token else answer_if_known(advisor, turn)
        if known:
            return Reply((known,))
        return Reply((talk.unknown(advisor.knowledge, "talk.not_understood", turn.text, ways),))
    # What was asked back may be accepted by whoever has answered nothing yet.
    begun = case.answers or turn.open.stage or turn.open.proposal.partition(":")[0] == name
    if not is_value(advisor.knowledge, question, value) or not begun:
        return Reply((talk.menu(advisor.knowledge, "talk.not_now", ways),))
    # A skip is no fact, even where a fact was asked for.
    is_fact = name.startswith("fact.") and value not in {SKIP, DONT_KNOW}
    kept = as_told(question, value)
    facts = {name.removeprefix("fact."): kept} if is_fact else {}
    record(advisor, case, name, kept, turn)
    told = render.fact_phrase(advisor.knowledge, "team_size", kept) if facts and question.free else ""
    what = told or render.answer_phrase(advisor.knowledge, question, value)
    text = say(advisor.knowledge, "noted.changed", what=what)
    data = {"answers": {} if facts else {name: value}, "facts": facts}
    message = Message("noted", text, about=(name,), buttons=ways, data=data)
    return Reply((message,), {**SETTLED, **_moved_on(advisor, turn, name)})


def _note_clash(advisor: Advisor, turn: Turn, clash: Clash, value: str) -> Reply:
    """A button of a question about a contradiction, pressed later: both may be said to be true at any time."""
    case = advisor.case(turn)
    standing = find_contradictions(advisor.knowledge, case.facts, case.answers)
    if value != BOTH or clash.id not in {entry.id for entry in standing}:
        return Reply((talk.menu(advisor.knowledge, "talk.not_now", ways_on(advisor, turn)),))
    advisor.cases.record_choice(case.id, f"{CLASH}{clash.id}", BOTH, turn.message_id)
    message = both_message(advisor.knowledge, asked_about(case, clash))
    return Reply((_with_ways(advisor, turn, message),), _moved_on(advisor, turn, f"{CLASH}{clash.id}"))


def _with_ways(advisor: Advisor, turn: Turn, message: Message) -> Message:
    """A message with the ways on, unless a question is open, which is the way on."""
    return message if turn.open.question else replace(message, buttons=(*message.buttons, *ways_on(advisor, turn)))


def note_problem(advisor: Advisor, turn: Turn) -> Reply:
    """A trouble told in free text: taken as the answer to a question, once the person says it's right."""
    case = advisor.case(turn)
    urgent = urgent_messages(advisor, case, turn)
    # Help comes alone: "we may have to close" is no goal.
    said = {} if urgent else facts_in_passing(advisor.knowledge, turn, case)
    question = asked(advisor, turn)
    messages = [*urgent, *((question,) if question else ())]
    if said:
        record_facts(advisor, case, said, turn)
        noted = render.noted_message(advisor.knowledge, {}, said, "noted.answers")
        messages.append(_with_ways(advisor, turn, noted))
    best = next(iter(turn.understanding.problems), None)
    if urgent:
        # Help comes alone: what the words may say besides can be told later.
        return Reply(tuple(messages))
    if best is None or best[2] < advisor.knowledge.weight("answers.problem"):
        # What fact was noted besides is no help with a trouble that no question asks about.
        known = None if question else answer_if_known(advisor, turn)
        if known:
            messages.append(known)
        elif not messages:
            menu = talk.menu(advisor.knowledge, "noted.problem_unplaced", ways_on(advisor, turn))
            messages.append(menu)
        return Reply(tuple(messages))
    return propose(advisor, turn, *placed(advisor.knowledge, turn, best), messages)


def note_distress(advisor: Advisor, turn: Turn) -> Reply:
    """A cry for help; what only resembles one ("wages are due on Friday") is a trouble like any other."""
    return note_problem(advisor, turn) if is_calm(advisor.knowledge, turn) else answer_distress(advisor, turn)


def plain_trouble(advisor: Advisor, turn: Turn) -> tuple[str, str] | None:
    """The question and the value of the likeliest trouble, where it is plain enough to ask back and still open."""
    best = next(iter(turn.understanding.problems), None)
    if best is None or best[2] < advisor.knowledge.weight("answers.problem_beside"):
        return None
    if says_otherwise(advisor.knowledge, turn, best[0], best[2]):
        return None
    place = placed(advisor.knowledge, turn, best)
    return None if place[0] in advisor.case(turn).answers else place


def other_answer(advisor: Advisor, turn: Turn, name: str) -> tuple[str, str] | None:
    """The answer to another question than the open one that a text gives, where it is plain enough to ask back."""
    best = next((problem for problem in turn.understanding.problems if problem[0] != name), None)
    if len(turn.text.split()) < _LEAST_WORDS or is_bare_share(turn.text) or asks_adviser(turn.text):
        # "Kenya" tells of no trouble, nor does "what's your take on AI?"; a third of what, nobody can know.
        return None
    plain = best is not None and best[2] >= advisor.knowledge.weight("answers.problem_of_rival")
    # "Cash lasts 2 mnths, and half our work is by hand" is plainly about the cash, and half of another matter.
    measured = None if plain else measured_elsewhere(advisor.knowledge, turn, advisor.knowledge.questions.get(name))
    if measured:
        return measured
    if best is None or best[2] < advisor.knowledge.weight("answers.problem_beside"):
        return None
    return placed(advisor.knowledge, turn, best)


def propose(advisor: Advisor, turn: Turn, name: str, value: str, before: list[Message]) -> Reply:
    """Say back what an answer would be, and ask whether it's right."""
    question = advisor.knowledge.questions[name]
    label = f"{question.reworded} «{render.label_of(advisor.knowledge, question, value)}»"
    ways = (
        button(advisor.knowledge, "that_one", f"{name}:{value}"),
        button(advisor.knowledge, "choose_myself", f"ask:{name}"),
        button(advisor.knowledge, "no", "no"),
    )
    # Who goes on without a yes or a no has told it all the same; the question, when it comes, says so.
    advisor.cases.record_choice(advisor.case(turn).id, f"{HEARD}{name}", value, turn.message_id)
    text = say(advisor.knowledge, "noted.problem", label=label)
    data = {"answers": {name: value}, "facts": {}, "confirmed": False}
    message = Message("noted", text, about=(name,), buttons=ways, data=data)
    return Reply((*before, message), {"confirming": "answer", "proposal": f"{name}:{value}"})


def accept_proposal(advisor: Advisor, turn: Turn) -> Reply:
    """The person said that it's right."""
    name, _, value = turn.open.proposal.partition(":")
    case = advisor.case(turn)
    advisor.cases.record_answer(case.id, name, value, turn.message_id)
    message = render.noted_message(advisor.knowledge, {name: value}, {}, "noted.answers")
    opens = {**SETTLED, **_moved_on(advisor, turn, name)}
    return Reply((_with_ways(advisor, turn, message),), opens)


def _moved_on(advisor: Advisor, turn: Turn, name: str) -> dict[str, Any]:
    """What is open after the answer to `name` was noted."""
    case = advisor.case(turn)
    return moved_on(advisor.knowledge, case, advisor.assess(case), turn.open, name)


def keep(advisor: Advisor, turn: Turn) -> Reply:
    """The person said no to what was asked back: nothing changes."""
    name = turn.open.proposal.partition(":")[0]
    if turn.open.confirming == "answer" and name in advisor.knowledge.questions:
        advisor.cases.record_choice(advisor.case(turn).id, f"{HEARD}{name}", "", turn.message_id)
    message = _with_ways(advisor, turn, talk.notice(advisor.knowledge, "talk.kept"))
    return Reply((message,), SETTLED)


def correct(advisor: Advisor, turn: Turn) -> Reply:
    """Change an earlier answer: a named fact at once, an answer by asking back; else ask which one is meant."""
    case = advisor.case(turn)
    instead = None if turn.open.question else heard_instead(advisor.knowledge, case, turn)
    if instead and instead.kind == "either":
        return ask_which_number(advisor, instead)
    if instead and instead.kind == "answer":
        return _change_answer(advisor, case, turn, instead.question, str(instead.value))
    told = facts_said(advisor.knowledge, turn)
    # "I was wrong about the platform" names no place where the large one hurts, unless it names nothing else; and
    # "the bank thing: they refused" no more than that answer.
    said = {name: value for name, value in told.items() if name not in {"rival", "pains"}}
    found = _named_change(advisor, case, turn)
    if not (found or said or _names_nothing(turn.text)):
        found = _likeliest_change(advisor, case, turn)
    if found:
        return propose(advisor, turn, *found, [])
    heads = None if told or case.facts.team_size is None else _heads_alone(turn.text)
    if heads:
        return change_facts(advisor, case, turn, {"team_size": heads})
    if told:
        return change_facts(advisor, case, turn, said or told)
    recent = [advisor.knowledge.questions[name] for name in case.order[-5:] if name in advisor.knowledge.questions]
    ways = tuple(Button(question.reworded[:75], f"ask:{question.id}") for question in recent)
    return Reply((talk.menu(advisor.knowledge, "noted.nothing_to_change", ways),))


def ask_which_number(advisor: Advisor, heard: Heard) -> Reply:
    """Ask whether a number alone was meant for the last question or is the number of people; nothing is noted yet."""
    question = advisor.knowledge.questions[heard.question]
    message = render.which_number_message(advisor.knowledge, question, str(heard.value), heard.offered[0])
    return Reply((message,), {"confirming": "answer", "proposal": f"{question.id}:{heard.value}"})


def _change_answer(advisor: Advisor, case: Case, turn: Turn, name: str, value: str) -> Reply:
    """The answer given last, said anew once no question is open any more."""
    record(advisor, case, name, value, turn)
    what = render.answer_phrase(advisor.knowledge, advisor.knowledge.questions[name], value)
    text = say(advisor.knowledge, "noted.changed", what=what)
    data = {"answers": {name: value}, "facts": {}}
    return Reply((Message("noted", text, about=(name,), buttons=ways_on(advisor, turn), data=data),))


def change_facts(advisor: Advisor, case: Case, turn: Turn, said: Mapping[str, Any]) -> Reply:
    """Facts said in place of earlier ones, or for the first time; the open question that asked for one is answered."""
    known = any(getattr(case.facts, name) not in (None, ()) for name in said)
    record_facts(advisor, case, said, turn)
    message = render.noted_message(advisor.knowledge, {}, said, "noted.changed" if known else "noted.answers")
    asked_for = next((n for name in said if (n := f"fact.{name}") == turn.open.question), "")
    return Reply((_with_ways(advisor, turn, message),), _moved_on(advisor, turn, asked_for) if asked_for else {})


def _names_nothing(text: str) -> bool:
    """Whether a text asks for a change and doesn't say of what: "I want to change an answer"."""
    few = len(text.split()) <= _FEW_WORDS and bool(_SOME_ANSWER.search(text))
    return few or is_number_alone(text)


def _heads_alone(text: str) -> int | None:
    """The number of a short correction that says of what by nothing but "we": "we're actually 3 now"."""
    return head_count(text, asked=True) if len(text.split()) <= _FEWER_WORDS and _WE_ARE.search(text) else None


def _named_change(advisor: Advisor, case: Case, turn: Turn) -> tuple[str, str] | None:
    """The answered question that a correction names ("the terms question: ..."), and the option it likely means."""
    named = NAMES_ANOTHER.match(turn.text)
    if named is None:
        return None
    words = set(re.findall(r"[a-z]{4,}", named["what"].lower()))
    answered = [advisor.knowledge.questions[name] for name in case.order if not name.startswith("fact.")]
    about = [q for q in answered if words & set(re.findall(r"[a-z]{4,}", q.subject.lower()))]
    found = [(q.id, *turn.understanding.options[q.id][0]) for q in about if turn.understanding.options.get(q.id)]
    name, value, likelihood = max(found, key=lambda entry: entry[2], default=("", "", 0.0))
    if likelihood < advisor.knowledge.weight("answers.offer"):
        return None
    return name, scale_value(advisor.knowledge.questions[name], turn.text, asked=False) or value


def _likeliest_change(advisor: Advisor, case: Case, turn: Turn) -> tuple[str, str] | None:
    """The answered question and the value that a correction most likely means."""
    trouble = next((entry for entry in turn.understanding.problems if entry[0] in case.answers), None)
    if trouble and trouble[2] >= advisor.knowledge.weight("answers.problem_beside"):
        name, score = trouble[:2]
        number = scale_value(advisor.knowledge.questions[name], turn.text, asked=False)
        likeliest = next(iter(turn.understanding.options.get(name, ())), (str(score), 0.0))
        return name, number or likeliest[0]
    found: list[tuple[float, str, str]] = []
    for name in (name for name in case.order if not name.startswith("fact.")):
        question = advisor.knowledge.questions[name]
        number = scale_value(question, turn.text, asked=False)
        for value, similarity in turn.understanding.options.get(name, ())[:1]:
            found.append((similarity, name, number or value))
    best = max(found, default=None)
    if best is None or best[0] < advisor.knowledge.weight("answers.change"):
        return None
    return best[1], best[2]
