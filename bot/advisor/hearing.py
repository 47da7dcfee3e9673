"""Decides what a message is while a question is open: an answer, one of two answers, an interruption, or unclear."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import Any

from bot.advisor.few_words import is_too_much, is_torn, parts_called, short_answer
from bot.advisor.no_answer import says_something_else, tells_of_self, tells_of_them
from bot.advisor.scales import (
    AROUND_A_NUMBER,
    LIKELY,
    NAMED,
    by_its_place,
    is_read_twice,
    may_be_heads,
    measured_elsewhere,
    measures_otherwise,
    said_value,
    scale_value,
)
from bot.advisor.searching import decided, is_sure, tells_evasion
from bot.advisor.urgent import is_calm
from bot.language import quantities
from bot.language.asking import is_question
from bot.language.quantities import head_count
from bot.language.taken_back import said_instead, takes_back_plainly
from bot.model.case import Case
from bot.model.knowledge import DONT_KNOW, NOT_APPLICABLE, SKIP, Knowledge, Question
from bot.model.turn import Turn
from bot.rendering.questions import choices, typed_choice
from bot.search.decision import REFUSE

# Intents that say nothing against a message being an answer.
_ANSWERING = {
    "",
    "inform",
    "describe_problem",
    "describe_business",
    "affirm",
    "deny",
    "nlu_fallback",
    "report_progress",
}
# At these, "too expensive for us" may be the answer.
_OF_MEANS = {"fact.budget", "fact.hours", "fact.rival", "fact.pains"}
# What "to dear for us" resembles.
_KIND_WORDS = {"thank", "say_helpful", "chitchat"}
_OPEN_VALUES = {"skip": SKIP, "dont_know": DONT_KNOW, "not_applicable": NOT_APPLICABLE}
# These ask for the open question once more.
_AGAIN = {"go_on", "resume", "repeat"}
# A request resembles the options of the question it is made at; nearly as sure of one as of the other, it is a request.
_REQUEST = 0.8
# What was understood as something else, or not at all, is an answer from this likelihood on; letters at random
# ("asdfgh") reach 0.47.
_DOUBTED = 0.48
# What asks nothing and resembles an option enough to be taken for it interrupts only where its intent is so sure:
# "with those loyalty cards they see everything" is no question of causes while the rival is asked for.
_SURE_REQUEST = 0.9
# Or where its intent is so much likelier than the option: "this is useless" is like "less than a month" by a word.
_AHEAD = 0.2
# A plain yes or no resembles answers that begin with one; from this likelihood on it is one.
_SAID_WITH_YES_OR_NO = 0.6
# "The bank thing: they did say yes once" is about another answer, whatever it resembles here.
NAMES_ANOTHER = re.compile(
    r"(?:\w+ )?(?:the|that) (?P<what>[\w' ]{2,30}?)(?:thing|one|bit|part|question|answer)\b ?[:,]", re.IGNORECASE
)
# How one names a side of a contradiction: both (which stands last among its choices), the first, the second.
_SIDES = {
    -1: re.compile(r"\bboth\b", re.IGNORECASE),
    0: re.compile(r"\b(?:the )?(?:first|former)\b", re.IGNORECASE),
    1: re.compile(r"\b(?:the )?(?:second|latter)\b", re.IGNORECASE),
}
# "Both are true, we buy abroad and sell here"; more words than these say something else besides.
_FEW_WORDS = 12
# No firm has more people than six digits can say.
_MOST_DIGITS = 6
# From so many words on a text has a matter of its own, which may be another question's; with fewer it answers from this
# likelihood on: "a bit" is 0.47 like "less than a month", "our team" 0.51 like no large competitor, "nobody" 0.57 like
# an open door for thieves.
_FEWEST_ELSEWHERE, _NAMED_IN_A_WORD = 3, 0.52
# "That doesn't apply to us" names nothing, whatever it resembles.
_APPLIES = re.compile(r"\bappl(?:y|ies|icable)\b|\brelevant\b|\bn/?a\b", re.IGNORECASE)
# Where somebody sells is read better from words ("three of four parcels leave the country") than by likeness.
_MARKETS = "markets"
# Facts that a few words state plainly, whatever is asked.
_OF_THE_FIRM = frozenset({"team_size", "country", "goal", "hours", "budget"})
# A question mark makes an interruption likelier: half of the usual confidence is enough then.
_ASKED = 0.5


@dataclass(frozen=True, slots=True)
class Heard:
    """`kind`: answer, facts, unsure, either, again, interruption or unclear; `either`: the answer or a head count."""

    kind: str
    question: str = ""
    value: Any = None
    offered: tuple[str, ...] = ()


def hear(knowledge: Knowledge, turn: Turn, question: Question) -> Heard:
    """What a message is, while `question` is open."""
    if turn.token.partition(":")[0] in {*knowledge.questions, question.id}:
        return _token(knowledge, turn, question)
    typed = typed_choice(knowledge, question, turn.text)
    if typed is not None:
        return Heard("answer", question.id, typed)
    short = short_answer(knowledge, turn, question)
    if short is not None:
        return Heard("answer", question.id, as_told(question, short))
    if turn.values("resume_code"):
        # Whoever says a code wants to be somewhere else, or has to hear that it leads nowhere.
        return Heard("interruption")
    if turn.open.confirming and turn.intent in {"affirm", "deny"}:
        return Heard("interruption")
    of_means = question.id in _OF_MEANS or question.kind == "diagnosis"
    if not turn.token and is_too_much(turn.text) and (turn.intent in _KIND_WORDS or not of_means):
        # "To dear for us" is no thanks, and says nothing of markets or strengths.
        return Heard("unclear", question.id)
    if turn.open.confirming and turn.intent in _OPEN_VALUES:
        # "Skip", said to "shall I forget your answers?", leaves that; the question behind it has not been put.
        return Heard("again", question.id)
    sure = turn.confidence >= knowledge.weight("answers.interrupt")
    if turn.intent in _OPEN_VALUES and sure:
        value = _OPEN_VALUES[turn.intent]
        if "sector" in turn.understanding.facts and tells_of_self(turn.text) and turn.confidence < _SURE_REQUEST:
            # "I'm a florist, not food" says what the firm is, and leaves nothing open.
            return Heard("unclear", question.id)
        if value == NOT_APPLICABLE and not _APPLIES.search(turn.text) and _not_of_this(knowledge, turn, question):
            return Heard("unclear", question.id)
        if value != NOT_APPLICABLE or question.doesnt_apply:
            return Heard("answer", question.id, value)
        # "We sell on no platform" is an option of its own where nothing else says that the question doesn't apply.
        option = _option(knowledge, turn, question)
        named = option.kind == "answer" and _best(turn, question.id) >= NAMED
        return option if named else Heard("answer", question.id, SKIP)
    if turn.intent in _AGAIN and sure and _best(turn, question.id) < NAMED:
        return Heard("again", question.id)
    called = parts_called(knowledge, turn, question)
    if called:
        return Heard("answer", question.id, called)
    # The letters of a button's token are no words: only "yes" and "no" can answer anything.
    if (turn.token and turn.intent not in {"affirm", "deny"}) or _interrupts(knowledge, turn, question):
        return Heard("interruption")
    if question.kind == "fact":
        found = _fact(knowledge, turn, question)
        if found is not None:
            return found
    return _side(knowledge, turn, question) if question.kind == "clash" else _option(knowledge, turn, question)


def heard_instead(knowledge: Knowledge, case: Case, turn: Turn) -> Heard | None:
    """What is said in place of the answer given last: "no wait, four weeks"; None where nothing is taken back.

    A number alone that does not answer its question is the number of people, where that was told before; one that may
    be either ("14" behind "about a month") is both: `value` answers the question, `offered` is the head count.
    """
    rest = said_instead(turn.text)
    wanted = turn.intent not in {*_ANSWERING, "correct_answer"} and turn.confidence >= knowledge.weight(
        "answers.interrupt"
    )
    if not rest or turn.token or wanted or is_question(rest):
        return None
    # Where the open question has not got its answer, what was said last was meant for it.
    tried = turn.open.question and (turn.open.attempts or turn.open.offered)
    last = turn.open.question if tried else next(reversed(case.order), "")
    if turn.open.confirming == "answer":
        # What was understood last is still asked back: another thing was meant in its place.
        last = turn.open.proposal.partition(":")[0]
    if last in knowledge.questions:
        said = replace(turn, text=rest, intent="inform", confidence=0.0, open=replace(turn.open, question=last))
        heard = hear(knowledge, said, knowledge.questions[last])
        plainly = takes_back_plainly(turn.text)
        # "Wait, yes, a credit line" may as well be what is asked now, where nothing says that another thing was meant.
        nearer = last == turn.open.question or _best(turn, last) >= _best(turn, turn.open.question)
        measured = scale_value(knowledge.questions[last], rest) is not None
        settled = heard.kind in {"answer", "facts"} and (plainly or nearer or measured)
        if settled and not tried and case.facts.team_size is not None and may_be_heads(knowledge.questions[last], rest):
            return Heard("either", last, heard.value, (rest.strip(AROUND_A_NUMBER),))
        if settled:
            return heard
        if heard.kind == "unsure" and plainly:
            return heard
    heads = head_count(rest, asked=True) if rest.strip(AROUND_A_NUMBER).isdigit() and not tried else None
    return Heard("facts", value={"team_size": heads}) if heads and case.facts.team_size is not None else None


def _side(knowledge: Knowledge, turn: Turn, question: Question) -> Heard:
    """Which side of a contradiction a text takes: both, the first or second, or one of the answers said anew."""
    side = next((place for place, words in _SIDES.items() if words.search(turn.text)), None)
    if side is not None and len(turn.text.split()) <= _FEW_WORDS:
        return Heard("answer", question.id, question.options[side].value)
    names = [option.value for option in question.options if option.value in knowledge.questions]
    heard = [] if turn.intent in {"affirm", "deny"} else [hear(knowledge, turn, knowledge.questions[n]) for n in names]
    told = [entry for entry in heard if entry.kind == "answer"]
    return max(told, key=lambda entry: _best(turn, entry.question), default=Heard("unclear", question.id))


def _token(knowledge: Knowledge, turn: Turn, question: Question) -> Heard:
    name, _, value = turn.token.partition(":")
    asked = question if name == question.id else knowledge.questions[name]
    if not is_value(knowledge, asked, value):
        return Heard("unclear", name)
    return Heard("answer", name, as_told(asked, value))


def is_value(knowledge: Knowledge, question: Question, value: str) -> bool:
    """Whether a value can answer a question."""
    if value in {SKIP, DONT_KNOW}:
        return True
    if value == NOT_APPLICABLE:
        return bool(question.doesnt_apply)
    if question.free == "number":
        return value.isdigit() and len(value) <= _MOST_DIGITS and head_count(value, asked=True) is not None
    return any(option.value == value for option in choices(knowledge, question))


def as_told(question: Question, value: str) -> str | int:
    """The value of a button as it is kept: a head count is a number."""
    return int(value) if question.free == "number" and value.isdigit() else value


def _best(turn: Turn, name: str) -> float:
    return turn.understanding.likeliest(name)[1]


def _interrupts(knowledge: Knowledge, turn: Turn, question: Question) -> bool:
    least, best = knowledge.weight("answers.interrupt"), _best(turn, question.id)
    if turn.intent == "report_progress" and turn.confidence >= _SURE_REQUEST and best < NAMED:
        # "I did the cash list!" tells of a step; "we've got a credit line now" names an option.
        return True
    if turn.intent in _ANSWERING or (turn.intent == "start_diagnosis" and question.id == "fact.sector"):
        return False
    if turn.intent == "report_distress" and is_calm(knowledge, turn):
        # "They've got way more cash than us" says where the large one hurts.
        return False
    if turn.intent == "out_of_scope" and not is_question(turn.text) and turn.confidence < _SURE_REQUEST:
        # What nobody understands lies outside of everything, and is most likely an answer in odd words.
        return False
    if turn.intent == "correct_answer" and question.kind == "fact" and _fact(knowledge, turn, question):
        # "No, 14", said to the open question, corrects what was understood as its answer.
        return False
    if turn.intent == "correct_answer" and turn.confidence >= _ASKED * least and NAMES_ANOTHER.match(turn.text):
        return True
    if turn.text.rstrip().endswith("?"):
        # Whatever option a question resembles: who asks does not answer.
        return turn.confidence >= _ASKED * least
    if best < knowledge.weight("answers.accept"):
        return turn.confidence >= least
    plain = is_question(turn.text) or turn.confidence - best >= _AHEAD
    return turn.confidence >= (least if plain else _SURE_REQUEST) and turn.confidence > _REQUEST * best


def _option(knowledge: Knowledge, turn: Turn, question: Question) -> Heard:
    if turn.text.rstrip().endswith("?") and (is_sure(knowledge, turn) or decided(knowledge, turn).kind == REFUSE):
        # "Why do banks prefer large firms?" and "is that legal?" are questions, however much they resemble an option.
        return Heard("unclear", question.id)
    if _names_refused(knowledge, turn, question):
        # "We fix prices with the other shop" is like "we talk to the others", and is no answer to anything.
        return Heard("unclear", question.id)
    of_another = _tells_of_another(knowledge, turn, question)
    number = said_value(question, turn)
    listed = by_its_place(question, turn.text)
    if listed is not None and number is not None and listed != number:
        # "4" may be four per cent or the fourth of the list.
        return Heard("unsure", question.id, offered=(listed, number))
    # "Customs kept our goods for five weeks" has a number of months, and doesn't say how long the money lasts.
    if number is not None and not (of_another and turn.intent == "describe_problem"):
        return Heard("answer", question.id, number)
    elsewhere = says_something_else(turn.text, question) and _best(turn, question.id) < NAMED
    if elsewhere or not any(letter.isalpha() for letter in turn.text):
        # "42" says nothing to a question that no number answers, and "how sure are you" to none.
        return Heard("unclear", question.id)
    found = turn.understanding.options.get(question.id, ())
    if _answers_another(knowledge, turn, question):
        # "We know our trade" names a strength, and says nothing of where the money came from.
        return Heard("unclear", question.id)
    # What sounds like something else, or like nothing, must be the plainer an answer.
    doubt = 0.0 if turn.intent in _ANSWERING - {"nlu_fallback"} else knowledge.weight("answers.margin")
    # "Xqzt vrrp" resembles some option, as everything does: what nobody understood is not asked back as one of two.
    twice = is_read_twice(turn, question)
    least = _DOUBTED if turn.intent == "nlu_fallback" and not twice else knowledge.weight("answers.offer") + doubt
    if not found or found[0][1] < least or of_another:
        return Heard("unclear", question.id)
    if twice:
        return Heard("answer", question.id, found[0][0])
    wanted = turn.intent not in _ANSWERING and turn.intent != "out_of_scope" and turn.confidence > found[0][1]
    if wanted and is_question(turn.text):
        # "What's the point" asks, and resembles the answer of who sees none.
        return Heard("unclear", question.id)
    lead = found[0][1] - (found[1][1] if len(found) > 1 else 0.0)
    if turn.intent in {"affirm", "deny"} and turn.confidence >= _SURE_REQUEST and found[0][1] < _SAID_WITH_YES_OR_NO:
        # "Never mind" has a no in it, as some answers have.
        return Heard("unclear", question.id)
    plain = found[0][1] >= knowledge.weight("answers.accept") + doubt and lead >= knowledge.weight("answers.margin")
    plain &= len(found) < 2 or found[1][1] < knowledge.weight("answers.offer") or not is_torn(turn.text)
    # "Both" asks for something else as likely as it answers, and "three weeks" is no share of the work.
    needed = _DOUBTED if wanted else 0.0
    if (
        question.scale
        and question.scale.unit == "months"
        and quantities.hours_a_week(turn.text, asked=True) is not None
    ):
        # "8 hours" is like "a few days" by its word, and says nothing of how long the cash lasts.
        return Heard("unclear", question.id)
    if found[0][1] < NAMED and measured_elsewhere(knowledge, turn, question):
        # "9 months runway" says how long the cash lasts, and nothing of what is typed by hand.
        return Heard("unclear", question.id)
    needed = NAMED if measures_otherwise(question, turn.text) else needed
    if plain and found[0][1] >= needed:
        return Heard("answer", question.id, found[0][0])
    if (_OF_THE_FIRM - {question.id.removeprefix("fact.")}) & turn.understanding.facts.keys():
        # "We have six staff", "no wait, we're in Kenya", "we want to stay alive" state facts.
        return Heard("unclear", question.id)
    return Heard("unsure", question.id, offered=tuple(value for value, _ in found[:2]))


def _tells_of_another(knowledge: Knowledge, turn: Turn, question: Question) -> bool:
    """Whether a text is plainly a trouble that another question asks about, and nearer to it than to this one."""
    best = next(iter(turn.understanding.problems), None)
    if best is None or best[0] == question.id or best[2] < knowledge.weight("answers.problem_beside"):
        return False
    here, there = _best(turn, question.id), _best(turn, best[0])
    if here >= knowledge.weight("answers.accept"):
        # What this question would take is another's only where that one is plainly meant.
        return there - here >= knowledge.weight("answers.margin")
    return there > here


def _answers_another(knowledge: Knowledge, turn: Turn, question: Question) -> bool:
    """Whether a text names an option of another question much more plainly than any of this one.

    A word or two ("nobody", "by hand") answers many questions, and is sooner meant for the one that was put.
    """
    own, trouble = _best(turn, question.id), next(iter(turn.understanding.problems), None)
    enough = NAMED if len(turn.text.split()) >= _FEWEST_ELSEWHERE else _NAMED_IN_A_WORD
    if not question.options or question.kind == "clash" or own >= enough:
        return False
    if trouble and trouble[0] == question.id and trouble[2] >= knowledge.weight("answers.problem_beside"):
        return False
    others = (
        found[0][1]
        for name, found in turn.understanding.options.items()
        if name != question.id and found and not name.startswith("fact.")
    )
    nearer = "answers.elsewhere" if own < LIKELY else "answers.elsewhere_plainly"
    if question.kind == "fact":
        # What is told of a large competitor is like many an answer; "our team" names a strength, and none of them.
        if len(turn.text.split()) > _FEWEST_ELSEWHERE:
            return False
        nearer = "answers.elsewhere_of_fact"
    return max(others, default=0.0) - own >= knowledge.weight(nearer)


def _not_of_this(knowledge: Knowledge, turn: Turn, question: Question) -> bool:
    """Whether "we don't" is plainly about another field: "we don't sell online" says nothing of large buyers."""
    there = (
        found[0][1]
        for name, found in turn.understanding.options.items()
        if found and knowledge.questions[name].dimension != question.dimension and not name.startswith("fact.")
    )
    return max(there, default=0.0) >= NAMED > _best(turn, question.id)


def _names_refused(knowledge: Knowledge, turn: Turn, question: Question) -> bool:
    """Whether a text tells or asks of what the adviser does not help with, more plainly than it names an option."""
    trouble = next(iter(turn.understanding.problems), None)
    if trouble and trouble[0] == question.id and trouble[2] >= knowledge.weight("answers.problem_beside"):
        # "Shimano tells us the price, take it or leave it" is a trouble that this question asks about.
        return False
    return tells_evasion(knowledge, decided(knowledge, turn)) and _best(turn, question.id) < NAMED


def _fact(knowledge: Knowledge, turn: Turn, question: Question) -> Heard | None:
    name = question.id.removeprefix("fact.")
    facts = dict(turn.understanding.facts)
    if question.vocabulary and name not in facts:
        named = _named(turn, name)
        facts |= {name: named} if named else {}
    if question.id == "fact.sector" and facts:
        return Heard("facts", question.id, facts) if "sector" in facts else None
    if name == "team_size":
        heads = quantities.head_count(turn.text, asked=True)
        return Heard("answer", question.id, heads) if heads else None
    if name in facts and (question.vocabulary or name == _MARKETS):
        return Heard("answer", question.id, facts[name])
    return None


def _named(turn: Turn, name: str) -> str | None:
    """What a text names of the kind that is asked for, where it says nothing else of it: "Kenya?"."""
    if tells_of_them(turn.text):
        # "They know everything with their app" names no trade of the teller's.
        return None
    elsewhere = turn.understanding.facts.get("market_countries", ()) if name == "country" else ()
    values = (str(value) for kind, value in turn.entities if kind == name)
    return next((value for value in values if value not in elsewhere), None)
