"""What if: profile and plan with another fact, answer, goal or country; nothing changes until the person says so."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from bot.advisor.advisor import Advisor
from bot.advisor.agenda import SETTLED
from bot.advisor.assessment import assess
from bot.advisor.noting import STEPS, facts_said, record_facts
from bot.advisor.planning import show_plan
from bot.advisor.scales import scale_value
from bot.advisor.searching import refused
from bot.language import quantities
from bot.language.suppositions import NUMBERED, read_supposition
from bot.model.case import Case, Facts
from bot.model.turn import Reply, Turn
from bot.rendering import questions as render
from bot.rendering import suppositions, talk
from bot.rendering.phrases import say
from bot.rendering.questions import answer_phrase, fact_phrase

_PLATFORM = "platform"
_MOST_STEP = 4
_MAKE_IT_SO_BUTTON = "try.yes"
_MAKE_IT_SO = re.compile(
    r"\W*(?:(?:yes|yep|yeah|ok(?:ay)?|please|pls|then|so)\W+)*"
    r"(?:make it so|do (?:it|that)|take (?:it|that)|let (?:it|that) count|it (?:should|shall) count)"
    r"(?:\W+(?:please|then))?\W*",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Supposed:
    """What would be different."""

    facts: Mapping[str, Any] = field(default_factory=dict)
    answers: Mapping[str, str] = field(default_factory=dict)


def what_if(advisor: Advisor, turn: Turn) -> Reply:
    """What would move if something were different; a button or a yes makes it so."""
    case, knowledge = advisor.case(turn), advisor.knowledge
    refusal = refused(advisor, turn)
    if refusal:
        # "And if we agreed prices with the others?" is no change of the plan to try.
        return Reply((refusal,))
    supposed = _pressed(advisor, turn) if turn.token else _supposed(advisor, case, turn)
    if not supposed.facts and not supposed.answers:
        return _ask_which(advisor, turn)
    before = advisor.assess(case)
    after = assess(
        knowledge,
        _with(case.facts, supposed.facts),
        {**case.answers, **supposed.answers},
        case.choices,
        reasons=case.reasons,
        edits=case.edits,
    )
    phrases = [fact_phrase(knowledge, name, value) for name, value in supposed.facts.items()]
    phrases += [answer_phrase(knowledge, knowledge.questions[name], value) for name, value in supposed.answers.items()]
    noted = say(knowledge, "plan.what_if_supposed", what="; ".join(phrases))
    proposal = json.dumps({"facts": supposed.facts, "answers": supposed.answers})
    message = suppositions.what_if_message(knowledge, before, after, noted, in_between=bool(turn.open.question))
    if turn.open.question:
        # One question at a time: the open one comes again behind this; the button and "make it so" still work.
        return Reply((message,), {"proposal": proposal})
    return Reply((message,), {"confirming": "what_if", "proposal": proposal})


def takes_it_up(turn: Turn) -> bool:
    """Whether what was tried at an open question is to count, by its button or in words: "make it so", "yes do it"."""
    tried = turn.open.proposal.startswith("{") and not turn.open.confirming
    return tried and bool(turn.token == _MAKE_IT_SO_BUTTON if turn.token else _MAKE_IT_SO.fullmatch(turn.text))


def apply_what_if(advisor: Advisor, turn: Turn) -> Reply:
    """The person said so: what was tried counts from now on."""
    # Only what was tried here begins so; anything else that was asked back is not to be applied.
    proposal = json.loads(turn.open.proposal) if turn.open.proposal.startswith("{") else {}
    facts, answers = proposal.get("facts", {}), proposal.get("answers", {})
    if not facts and not answers:
        return Reply((talk.notice(advisor.knowledge, "plan.what_if_unclear"),), SETTLED)
    case = advisor.case(turn)
    record_facts(advisor, case, facts, turn)
    for name, value in answers.items():
        advisor.cases.record_answer(case.id, name, value, turn.message_id)
    noted = render.noted_message(advisor.knowledge, answers, facts, "noted.changed")
    if turn.open.question or not advisor.assess(advisor.case(turn)).plan.items:
        return Reply((noted,), SETTLED)
    shown = show_plan(advisor, turn)
    return Reply((noted, *shown.messages), {**shown.opens, **SETTLED})


def _with(facts: Facts, changes: Mapping[str, Any]) -> Facts:
    values: dict[str, Any] = {
        n: int(v) if n in STEPS else tuple(v) if isinstance(v, list) else v for n, v in changes.items()
    }
    return replace(facts, **values)


def _pressed(advisor: Advisor, turn: Turn) -> Supposed:
    """The option of a question that a button names by its place (`try:E1/2`)."""
    name, _, place = turn.token_id.partition("/")
    question = advisor.knowledge.questions.get(name)
    if question is None or not place.isdigit() or int(place) >= len(question.options):
        return Supposed()
    return Supposed(answers={name: question.options[int(place)].value})


def _supposed(advisor: Advisor, case: Case, turn: Turn) -> Supposed:
    platform = _PLATFORM in turn.values("topic") or "dimension.platform" in turn.values("dimension")
    read = read_supposition(turn.text, platform=platform)
    facts = {**_means(advisor, case, turn), **facts_said(advisor.knowledge, turn)}
    if read.goal:
        facts["goal"] = read.goal
    if read.placed and (country := next((str(value) for value in turn.values("country")), "")):
        facts["country"] = country
    answers = {**read.answers, **_numbered(advisor, turn)}
    if not facts and not answers:
        answers = _likeliest(advisor, case, turn)
    return Supposed(facts, answers)


def _means(advisor: Advisor, case: Case, turn: Turn) -> dict[str, Any]:
    """People, hours and money that a supposition names: who supposes states no fact."""
    read, questions = read_supposition(turn.text), advisor.knowledge.questions
    found: dict[str, Any] = {}
    for name, step in read.steps.items():
        now = getattr(case.facts, name)
        if step < -_MOST_STEP:
            found[name] = 0
        elif now is not None:
            found[name] = min(max(now + step, 0), _MOST_STEP)
    for name in STEPS:
        value = scale_value(questions[f"fact.{name}"], turn.text, asked=False)
        if value is not None:
            found[name] = int(value)
    if read.money and "budget" not in found:
        value = scale_value(questions["fact.budget"], read.money)
        found |= {"budget": int(value)} if value is not None else {}
    heads = next((int(value) for name, value in turn.entities if name == "team_size"), None)
    if heads is None and read.heads:
        heads = quantities.head_count(read.heads, asked=True)
    return {**found, "team_size": heads} if heads else found


def _numbered(advisor: Advisor, turn: Turn) -> dict[str, str]:
    """Answers that a number in the supposition gives: "six months of cash"."""
    found = {}
    for name, words in NUMBERED:
        value = scale_value(advisor.knowledge.questions[name], turn.text, asked=False)
        if value is not None and re.search(words, turn.text, re.IGNORECASE):
            found[name] = value
    return found


def _likeliest(advisor: Advisor, case: Case, turn: Turn) -> dict[str, str]:
    """The answer that a supposition plainly resembles, among the questions that were answered."""
    least = advisor.knowledge.weight("answers.supposed")
    found = [
        (likelihood, name, value)
        for name in case.order
        if not name.startswith("fact.")
        for value, likelihood in turn.understanding.options.get(name, ())[:1]
        if likelihood >= least
    ]
    best = max(found, default=None)
    return {best[1]: best[2]} if best else {}


def _ask_which(advisor: Advisor, turn: Turn) -> Reply:
    """Which answer to try, where the trouble that it is about is likely; else what one may suppose."""
    knowledge = advisor.knowledge
    best = next(iter(turn.understanding.problems), None)
    if turn.token or best is None or best[2] < knowledge.weight("answers.problem"):
        return Reply((talk.notice(knowledge, "plan.what_if_unclear"),))
    return Reply((suppositions.which_to_try_message(knowledge, knowledge.questions[best[0]]),))
