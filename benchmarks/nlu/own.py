"""Measures the trained model, as people meet it, on everything that was written for measuring.

python -m benchmarks.nlu.own [--set development] [--missed]; needs `make train`.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import logging
import os
import random
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import structlog
import yaml

from benchmarks.nlu.datasets import HERE, own_test
from benchmarks.nlu.description_figures import FIELDS, HELD_OUT, SETS
from benchmarks.nlu.description_figures import figures as description_figures
from benchmarks.nlu.intent_figures import confusions, figures, ranking
from benchmarks.nlu.perturb import KINDS
from bot import no_networks as no_networks  # before anything of Rasa's is imported
from bot.advisor import guidance
from bot.advisor.hearing import hear
from bot.advisor.scales import told_value
from bot.bootstrap import make_advisor, open_knowledge
from bot.cases.migrate import migrate
from bot.model.knowledge import Knowledge
from bot.model.turn import Open, Turn
from bot.settings import Settings
from bot.understanding.parse import turn_from_parse

SEED = 7
Parse = Callable[[str], dict[str, Any]]


def entries(name: str, key: str, which: str = "held_out") -> list[dict[str, Any]]:
    """The entries of a file of phrases that measure; those for looking at stand in files named so."""
    file = HERE / f"{name if which == 'held_out' else f'{name}_{which}'}.yml"
    found: list[dict[str, Any]] = yaml.safe_load(file.read_text(encoding="utf-8"))[key]
    return found


def share(hits: list[bool]) -> float:
    """The share of hits in per cent."""
    return 100 * sum(hits) / len(hits) if hits else 0.0


def intents(parse: Parse, which: str, missed: bool) -> dict[str, Any]:
    """Intents as written, and as other hands would have written them."""
    pairs = own_test(which)
    truth = [intent for _, intent in pairs]
    results = [parse(text) for text, _ in pairs]
    found: dict[str, Any] = {"asked": len(pairs), **figures(truth, results)}
    acted = [result["intent"]["name"] for result in results]
    inside = [intent != "out_of_scope" for intent in truth]
    found["acted_on"] = share([a == t for a, t, i in zip(acted, truth, inside, strict=True) if i])
    away = {"out_of_scope", "nlu_fallback"}
    found["turned_away_rightly"] = share([a in away for a, i in zip(acted, inside, strict=True) if not i])
    found["turned_away_wrongly"] = share([a in away for a, i in zip(acted, inside, strict=True) if i])
    found["threshold"] = results[0]["classifier"]["threshold"]
    found["confusions"] = confusions(truth, results, 12)
    if missed:
        for (text, true), result in zip(pairs, results, strict=True):
            first = ranking(result)[0]
            if first[0] != true:
                print(f"{text} | {true} -> {first[0]} {first[1]:.2f}")
    found["otherwise_written"] = {}
    for name, change in KINDS.items():
        chance = random.Random(SEED)
        changed = [parse(change(text, chance)) for text, _ in pairs]
        found["otherwise_written"][name] = figures(truth, changed)["accuracy"]
    return found


def complaints(parse: Parse, knowledge: Knowledge, missed: bool) -> dict[str, float]:
    """Complaints: the right dimension, the right question, an acceptable score where the question is right."""
    dimension, question, score, plain = [], [], [], []
    bound = knowledge.weight("answers.problem")
    for entry in entries("complaints", "phrases"):
        turn = turn_from_parse({**parse(entry["text"]), "text": entry["text"]})
        problems = turn.understanding.problems
        name, told, likelihood = problems[0] if problems else ("", 0, 0.0)
        dimension.append(bool(name) and knowledge.questions[name].dimension == entry["dimension"])
        question.append(name == entry["question"])
        plain.append(likelihood >= bound)
        if question[-1]:
            score.append(int(told_value(knowledge, turn, name, told)) in entry["scores"])
        elif missed:
            print(f"{entry['text']} | {entry['question']} -> {name} {likelihood}")
    names = ("asked", "dimension", "question", "score", "asked_back")
    return dict(zip(names, (len(question), share(dimension), share(question), share(score), share(plain)), strict=True))


def options(parse: Parse, knowledge: Knowledge, which: str, missed: bool) -> dict[str, float]:
    """Free answers to an open question: taken rightly or wrongly, one of two asked back, not taken."""
    right, wrong, offered, likelier = [], [], [], []
    for entry in entries("options", "answers", which):
        turn = turn_from_parse(
            {**parse(entry["text"]), "text": entry["text"]}, open_now=Open(question=entry["question"])
        )
        heard = hear(knowledge, turn, knowledge.questions[entry["question"]])
        taken = heard.kind == "answer" and heard.question == entry["question"]
        right.append(taken and str(heard.value) == str(entry["value"]))
        wrong.append(taken and not right[-1])
        likelier.append(heard.kind == "unsure" and str(entry["value"]) == heard.offered[0])
        offered.append(heard.kind == "unsure" and str(entry["value"]) in heard.offered)
        if missed and not right[-1]:
            print(f"{entry['text']} | {entry['question']}:{entry['value']} -> {heard}")
    return {
        "asked": len(right),
        "right": share(right),
        "wrong": share(wrong),
        "offered": share(offered),
        "right_or_likelier_of_two": share(right) + share(likelier),
        "right_or_offered": share(right) + share(offered),
    }


def descriptions(parse: Parse, which: str) -> dict[str, dict[str, dict[str, float]]]:
    """Business facts from descriptions, by set and field."""
    return {
        name: description_figures(SETS[name], lambda text: turn_from_parse(parse(text)).understanding.facts)
        for name in (HELD_OUT if which == "held_out" else ("first", "ordinary"))
    }


def topics(parse: Parse, which: str, missed: bool) -> dict[str, float]:
    """Topics in other words: shown at once, or asked back among a few."""
    advisor = make_advisor(Settings.from_env())
    migrate(Settings.from_env().cases_url)
    right, among = [], []
    for entry in entries("topics", "phrases", which):
        turn: Turn = turn_from_parse({**parse(entry["text"]), "text": entry["text"]}, address="benchmark:topics")
        message = guidance.show_guidance(advisor, turn).messages[-1]
        right.append(bool(message.about) and message.about[0] in entry["about"])
        among.append(bool(set(message.about) & set(entry["about"])))
        if missed and not among[-1]:
            print(f"{entry['text']} | {entry['about']} -> {message.kind} {message.about}")
    return {"asked": len(right), "first": share(right), "first_or_asked_back": share(among)}


def two_things(parse: Parse, knowledge: Knowledge) -> dict[str, float]:
    """Messages that say two or three things: each of them found."""
    facts, troubles, asked, everything = [], [], [], []
    for entry in entries("two_things", "messages"):
        understood = turn_from_parse(parse(entry["text"])).understanding
        hits = []
        if "facts" in entry:
            hits.append(all(_same(understood.facts.get(name), value) for name, value in entry["facts"].items()))
            facts.append(hits[-1])
        if "problem" in entry:
            name = understood.problems[0][0] if understood.problems else ""
            hits.append(bool(name) and knowledge.questions[name].dimension == entry["problem"]["dimension"])
            troubles.append(hits[-1])
        if "asks" in entry:
            records = [name for name, _ in understood.found.records[:1]]
            hits.append(any(name in entry["asks"] or _of(knowledge, name) in entry["asks"] for name in records))
            asked.append(hits[-1])
        everything.append(all(hits))
    return {
        "asked": len(everything),
        "facts": share(facts),
        "trouble": share(troubles),
        "question": share(asked),
        "everything": share(everything),
    }


def _of(knowledge: Knowledge, name: str) -> str:
    """The dimension that an item of it belongs to."""
    return knowledge.items[name].dimension if name in knowledge.items else ""


def _same(found: Any, stated: Any) -> bool:
    return sorted(found or ()) == sorted(stated) if isinstance(stated, list) else bool(found == stated)


def measure(which: str, missed: bool) -> dict[str, Any]:
    """Everything, on one set."""
    from rasa.core.agent import Agent

    settings = Settings.from_env()
    agent = Agent.load(str(settings.models))
    loop = asyncio.new_event_loop()

    def parse(text: str) -> dict[str, Any]:
        found: dict[str, Any] = loop.run_until_complete(agent.parse_message(text))
        return found

    knowledge = open_knowledge(settings)
    return {
        "intents": intents(parse, which, missed),
        "complaints": complaints(parse, knowledge, missed),
        "options": options(parse, knowledge, which, missed),
        "descriptions": descriptions(parse, which),
        "topics": topics(parse, which, missed),
        "two_things": two_things(parse, knowledge),
    }


def lines(report: dict[str, Any]) -> Iterator[str]:
    """The figures for reading."""
    for name, value in report.items():
        if name == "descriptions":
            for of_set, by_field in value.items():
                yield f"descriptions, {of_set}:"
                for field in FIELDS:
                    found = by_field[field]
                    yield f"  {field}: precision {found['precision']:.3f}, recall {found['recall']:.3f}"
        else:
            yield f"{name}: {json.dumps(value, default=str)}"


def main() -> None:
    """Measure and write the figures."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--set", default="held_out", choices=["held_out", "development"])
    arguments.add_argument("--missed", action="store_true", help="print what was missed; of the held-out set only once")
    arguments.add_argument("--out", type=Path, default=HERE / "results" / "own.json")
    chosen = arguments.parse_args()
    os.environ["RASA_TELEMETRY_ENABLED"] = "false"
    # Rasa's debug log would print every phrase, and who reads them tunes to them.
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.WARNING))
    with tempfile.TemporaryDirectory() as folder:
        # What is told here is nobody's case.
        os.environ["LEVELFIELD_CASES_URL"] = f"sqlite:///{folder}/cases.db"
        report = measure(chosen.set, chosen.missed)
    for line in lines(report):
        print(line)
    if chosen.set == "held_out":
        chosen.out.parent.mkdir(exist_ok=True)
        chosen.out.write_text(json.dumps(report, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
