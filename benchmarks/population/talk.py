"""One simulated conversation with the running adviser, and everything that must hold in it."""

from __future__ import annotations

import json
import random
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import asdict, dataclass, field
from functools import cache
from typing import Any, Protocol

from jsonschema import Draft7Validator

from benchmarks.population.person import Message, Phrases, Said, Simulated
from bot.model.knowledge import Knowledge
from bot.settings import ROOT

MOST_TURNS = 60
LEAST_TURNS = 8
_APOLOGIES = ("talk.error", "rest.actions_down", "rest.no_answer")
# A reply that is heard once more than this in a row means that the talk goes in circles.
_SAME = 3


class Bot(Protocol):
    """The running adviser."""

    def say(self, sender: str, text: str) -> list[Message]:
        """What it replies to this."""


@dataclass(frozen=True)
class Talk:
    """What happened: the faults found, and the transcript (what was said, and the texts of the reply)."""

    seed: str
    turns: int
    faults: list[str]
    said: dict[str, int]
    transcript: list[tuple[str, list[str]]] = field(repr=False)

    def as_text(self) -> str:
        """For reading: the seed, the faults and the transcript."""
        lines = [f"seed {self.seed}", *(f"FAULT {fault}" for fault in self.faults)]
        for words, texts in self.transcript:
            lines += [f"> {words}", *("  " + text.replace("\n", "\n  ") for text in texts)]
        return "\n".join(lines)

    def as_json(self) -> dict[str, Any]:
        """For keeping: the transcript only where something was wrong."""
        kept = asdict(self)
        return kept if self.faults else {**kept, "transcript": []}


@cache
def _schema() -> Draft7Validator:
    return Draft7Validator(json.loads((ROOT / "bot" / "model" / "message.schema.json").read_text(encoding="utf-8")))


def talk(bot: Bot, cases: str, knowledge: Knowledge, phrases: Phrases, seed: str) -> Talk:
    """Let one person, drawn from the seed, talk until they have had enough or something is wrong.

    Args:
        cases: the path of the SQLite case store.
    """
    draw = random.Random(seed)
    person, sender = Simulated(knowledge, phrases, draw), f"population-{seed}"
    transcript: list[tuple[str, list[str]]] = []
    counted: dict[str, int] = {}
    faults: list[str] = []
    for _ in range(draw.randint(LEAST_TURNS, MOST_TURNS)):
        said = person.next()
        counted[said.kind] = counted.get(said.kind, 0) + 1
        try:
            reply = bot.say(sender, said.text)
        except (AssertionError, OSError) as error:
            transcript.append((said.text, []))
            faults.append(f"no answer: {error}"[:300])
            break
        transcript.append((said.text, [message["text"] for message in reply]))
        faults += _wrong(person, said, reply)
        person.hear(said, reply)
        faults += [*_in_circles(transcript), *_lost(person, cases, sender)]
        if faults:
            break
    return Talk(seed, len(transcript), faults, counted, transcript)


def _wrong(person: Simulated, said: Said, reply: list[Message]) -> Iterator[str]:
    """What is wrong with one reply."""
    for message in reply:
        for error in _schema().iter_errors(message):
            yield f"contract: {'/'.join(map(str, error.absolute_path))}: {error.message[:200]}"
        if not message["text"].strip():
            yield "no text"
        if any(message["text"] == person.knowledge.wording[name] for name in _APOLOGIES):
            yield f"apology: {message['text'][:80]}"
        if said.token and message["text"] == person.knowledge.wording["talk.not_now"]:
            yield f"button: {said.text} was shown just now and doesn't work"
    ended = reply[-1]["custom"]["kind"] == "question"
    if not ended and not any(message.get("buttons") for message in reply):
        yield f"dead end: after {said.text!r} there is no way on"


def _in_circles(transcript: list[tuple[str, list[str]]]) -> Iterator[str]:
    last = [texts for _, texts in transcript[-_SAME:]]
    if len(last) == _SAME and all(texts == last[0] for texts in last):
        yield f"circle: the same reply {_SAME} times in a row"


def _lost(person: Simulated, cases: str, sender: str) -> Iterator[str]:
    """What was said to be noted and is not recorded, or the other way round."""
    facts, answers = recorded(cases, sender)
    for kind, given, kept in (("facts", person.facts, facts), ("answers", person.answers, answers)):
        if given != kept:
            names = sorted(n for n in {*given, *kept} if given.get(n) != kept.get(n))
            yield f"lost {kind}: " + ", ".join(f"{n}: given {given.get(n)!r}, kept {kept.get(n)!r}" for n in names)


def recorded(cases: str, sender: str) -> tuple[dict[str, Any], dict[str, str]]:
    """The facts and the answers to the questionnaire that the case store holds of somebody."""
    with closing(sqlite3.connect(cases, timeout=30)) as connection:
        mine = "(SELECT case_id FROM people WHERE address = ?)"
        address = (f"rest:{sender}",)
        told = connection.execute(f"SELECT name, value FROM facts WHERE case_id = {mine}", address).fetchall()
        answers = connection.execute(f"SELECT question, value FROM answers WHERE case_id = {mine}", address).fetchall()
    facts = {name: value for name, raw in told if (value := json.loads(raw)) not in (None, [])}
    return facts, {name: value for name, value in answers if not name.startswith("fact.")}
