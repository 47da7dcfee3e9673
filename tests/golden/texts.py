"""Everything the adviser says, rendered without a conversation: for counting words and syllables."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from itertools import combinations

from bot.advisor.assessment import assess
from bot.cli.diagnose import read_case
from bot.model.case import Answers, Assessment, Case, Facts, Step
from bot.model.knowledge import Knowledge
from bot.model.message import Message
from bot.rendering import answers, briefs, evidence, letters, plans, profiles, questions, strategies, suppositions
from bot.rendering.phrases import say
from bot.rendering.questions import Asking, choices
from bot.rendering.strategies import View
from tests.golden.people import GoldenPerson, assessed, people

TODAY = date(2026, 11, 23)
# What fills a phrase when it is looked at by itself: one plain word, as most fillings are.
_FIELD = re.compile(r"\{[a-z_]+\}")
# These are not in English.
_FOREIGN = "language."
# What a person asks first is put without attempts behind it; after two it is explained.
_FRESH = Asking(done=2, of=10, mode="quick")
_MOST_ATTEMPTS = 2
_CODE = "LF-7K3M-92QD"

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
    yield f"plan {person.name}", plans.plan_message(view, plans.Kept(_CODE, {})).text


def records(knowledge: Knowledge) -> Texts:
    """The first message that answers a question of knowledge, for every record that can be asked for."""
    groups = (knowledge.dimensions, knowledge.items, knowledge.concepts, knowledge.strategies)
    return {
        f"answer {name}": answers.answer_message(knowledge, name, 1.0, TODAY).text for group in groups for name in group
    }


# A kind of message, as the tests name it, and a message.
Said = tuple[str, Message]


def said(knowledge: Knowledge) -> Iterator[Said]:
    """Every message of many parts: what is asked, what the golden people are told, and every answer."""
    yield from _asked(knowledge)
    for person in people():
        yield from _said_to(knowledge, person)
    yield from _answered(knowledge)


def _asked(knowledge: Knowledge) -> Iterator[Said]:
    for question in knowledge.questions.values():
        for attempts in range(_MOST_ATTEMPTS + 1):
            asking = replace(_FRESH, attempts=attempts)
            yield "question", questions.question_message(knowledge, question, asking)
        yield "why asked", questions.why_message(knowledge, question, _FRESH)
        yield "meaning", questions.meaning_message(knowledge, question, _FRESH)


def _said_to(knowledge: Knowledge, person: GoldenPerson) -> Iterator[Said]:
    facts, given = read_case(knowledge, json.dumps(person.case))
    found: Assessment = assessed(knowledge, person)
    view, ranking = View(knowledge, found, facts, given, TODAY), found.ranking
    yield "profile", profiles.profile_message(knowledge, found, facts, given)
    yield "scores", profiles.score_message(knowledge, found.profile, given)
    for name in knowledge.dimensions:
        yield "one score", profiles.score_message(knowledge, found.profile, given, name)
    yield "progress", profiles.progress_message(knowledge, [{name: 40.0 for name in knowledge.dimensions}] * 2)
    intro = say(knowledge, "ranking.title")
    yield "ranking", strategies.ranking_message(view, ranking.ranked, ranking.excluded, intro)
    for term in knowledge.terms["families"].values():
        family = [e for e in ranking.ranked if knowledge.strategies[e.strategy].family == term.id]
        intro = say(knowledge, "ranking.family", title=term.title, description=term.description)
        yield "family", strategies.ranking_message(view, family, (), intro, len(family))
    for strategy in knowledge.strategies.values():
        intro = say(knowledge, "strategy.walk_collaboration")
        yield "strategy", strategies.strategy_message(view, strategy, intro, brief=True)
        yield "whole strategy", strategies.strategy_message(view, strategy)
        yield "part", strategies.part_message(view, strategy, "first")
        yield "why", strategies.why_message(view, strategy)
    for first, second in combinations(knowledge.strategies.values(), 2):
        yield "comparison", strategies.comparison_message(view, first, second)
    yield from _planned(view, facts, given)


def _planned(view: View, facts: Facts, given: Answers) -> Iterator[Said]:
    """The plan as it is kept, with other knowledge since, taken away and handed over; and a what-if."""
    knowledge, plan = view.knowledge, view.assessment.plan
    waves = {wave: getattr(plan, wave) for wave in plans.WAVES}
    steps = [Step(name, wave, due=f"2027-0{n}-01") for n, wave in enumerate(waves, 1) for name in waves[wave]]
    kept = plans.Kept(_CODE, {step.strategy: step for step in steps})
    other = replace(kept, steps={s.strategy: replace(s, owner="our Maria", due="") for s in steps})
    since = plans.Since(
        tuple(plan.items[:2]), tuple(plan.items[2:3]), tuple((n, "now", "next") for n in plan.items[3:5])
    )
    yield "plan", plans.plan_message(view, kept)
    yield "plan with owners", plans.plan_message(view, other)
    yield "plan that changed", plans.plan_message(view, replace(kept, since=since))
    yield "plan to take away", plans.export_message(view, kept)
    yield "done", plans.progress_message(knowledge, plan.items[:1], plan.items[1:], plan.items[0] if plan.items else "")
    after = assess(knowledge, replace(facts, hours=4, budget=4), {**given, "E1": "0", "T1": "0"})
    noted = say(knowledge, "plan.what_if_supposed", what="you have more than ten hours a week")
    yield "what if", suppositions.what_if_message(knowledge, view.assessment, after, noted)
    case = Case("case", _CODE, facts, given, steps=tuple(steps))
    page = letters.brief_text(knowledge, case, TODAY, ticked=letters.admissions(knowledge))
    offer = briefs.Offer(page, "mark", ("E1",), ("E4", "R1"), "help@chamber.example", "the chamber")
    yield "brief", briefs.shown(knowledge, offer, "brief.shown")
    yield "brief", briefs.shown(knowledge, replace(offer, receiver=""), "brief.shown")


def _answered(knowledge: Knowledge) -> Iterator[Said]:
    groups = (knowledge.dimensions, knowledge.items, knowledge.concepts, knowledge.strategies)
    for name in (name for group in groups for name in group):
        steps = answers.answer_message(knowledge, name, 1.0, TODAY).data["steps"]
        for step in range(steps):
            yield "answer", answers.answer_message(knowledge, name, 1.0, TODAY, step=step)
    for table in knowledge.tables.values():
        for name in (table.id, *(row.id for row in table.rows)):
            yield "table", answers.answer_message(knowledge, name, 1.0, TODAY)
    for level in answers.LEVELS:
        yield "contents", answers.contents_message(knowledge, level)
    for term in knowledge.glossary.values():
        yield "term", answers.term_message(knowledge, term, TODAY)
    for refusal in knowledge.refusals.values():
        yield "refusal", answers.refusal_message(knowledge, refusal)
    services = list(knowledge.services.values())
    for start in range(0, len(services), 3):
        yield "services", evidence.services_message(knowledge, services[start : start + 3], None, TODAY)
    figures = list(knowledge.figures.values())
    for start in range(0, len(figures), 3):
        yield "figures", evidence.evidence_message(knowledge, figures, TODAY, start=start)
    for name in (None, *knowledge.dimensions):
        yield "couplings", evidence.couplings_message(knowledge, name)
    for strategy in knowledge.strategies.values():
        theirs = [f.source for f in figures if any(support.strategy == strategy.id for support in f.supports)]
        yield "sources", evidence.sources_message(knowledge, list(dict.fromkeys((*strategy.sources, *theirs))))
