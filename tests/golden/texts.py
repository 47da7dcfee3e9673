"""Everything the adviser says, rendered without a conversation: for counting words and syllables."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from datetime import date

from bot.cli.diagnose import read_case
from bot.model.case import Assessment
from bot.model.knowledge import Knowledge
from bot.rendering import answers, plans, profiles, questions, strategies
from bot.rendering.questions import Asking, choices
from bot.rendering.strategies import View
from tests.golden.people import GoldenPerson, assessed, people

TODAY = date(2026, 11, 23)
# What fills a phrase when it is looked at by itself: one plain word, as most fillings are.
_FIELD = re.compile(r"\{[a-z_]+\}")
# These are not in English.
_FOREIGN = "language."
# What a person asks first is put without attempts behind it.
_FRESH = Asking(done=2, of=10, mode="quick")

Texts = dict[str, str]


def phrases(knowledge: Knowledge) -> Texts:
    """Every fixed phrase, its fields filled with a word."""
    english = {name: text for name, text in knowledge.wording.items() if not name.startswith(_FOREIGN)}
    return {f"wording {name}": _FIELD.sub("this", text) for name, text in english.items()}


def asked(knowledge: Knowledge) -> Texts:
    """Every question as it is put, why it is asked, and what it means."""
    found: Texts = {}
    for name, question in knowledge.questions.items():
        found[f"question {name}"] = questions.question_message(knowledge, question, _FRESH).text
        found[f"why {name}"] = questions.why_message(knowledge, question, _FRESH).text
        found[f"meaning {name}"] = questions.meaning_message(knowledge, question, _FRESH).text
    return found


def stems(knowledge: Knowledge) -> Texts:
    """The questions without what can be chosen: options are read one by one."""
    return {
        f"question {name}": "\n\n".join((q.text, q.reworded, q.why, q.meaning))
        for name, q in knowledge.questions.items()
    }


def parts(knowledge: Knowledge) -> Texts:
    """Every section of every strategy."""
    return {
        f"{name}, {part}": text
        for name, strategy in knowledge.strategies.items()
        for part, text in strategy.parts.items()
    }


def options(knowledge: Knowledge) -> Texts:
    """Every option of every question."""
    return {f"option {q.id}:{o.value}": o.label for q in knowledge.questions.values() for o in choices(knowledge, q)}


def told(knowledge: Knowledge) -> Texts:
    """What the golden people are told: profile, how it was computed, ranking, the best strategy, plan."""
    return dict(entry for person in people() for entry in _told_to(knowledge, person))


def _told_to(knowledge: Knowledge, person: GoldenPerson) -> Iterator[tuple[str, str]]:
    facts, said = read_case(knowledge, json.dumps(person.case))
    found: Assessment = assessed(knowledge, person)
    view = View(knowledge, found, facts, said, TODAY)
    best = knowledge.strategies[found.ranking.ranked[0].strategy]
    yield f"profile {person.name}", profiles.profile_message(knowledge, found, facts, said).text
    yield f"scores {person.name}", profiles.score_message(knowledge, found.profile, said).text
    yield (
        f"ranking {person.name}",
        strategies.ranking_message(view, found.ranking.ranked, found.ranking.excluded, "").text,
    )
    yield f"strategy {person.name}", strategies.strategy_message(view, best, brief=True).text
    yield f"whole strategy {person.name}", strategies.strategy_message(view, best).text
    yield f"plan {person.name}", plans.plan_message(view, plans.Kept("LF-7K3M-92QD", {})).text


def records(knowledge: Knowledge) -> Texts:
    """The first message that answers a question of knowledge, for every record that can be asked for."""
    groups = (knowledge.dimensions, knowledge.items, knowledge.concepts, knowledge.strategies)
    return {
        f"answer {name}": answers.answer_message(knowledge, name, 1.0, TODAY).text for group in groups for name in group
    }
