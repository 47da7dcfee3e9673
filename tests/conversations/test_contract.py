"""Whatever is said, every message keeps the contract, and every button leads on."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from collections import deque
from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml
from jsonschema import Draft7Validator

from bot.rendering.parting import MOST_WORDS, word_count
from bot.settings import ROOT, Settings
from tests.conversations.person import CHOICES, MOST_QUESTIONS, Message, Person, kinds, payloads
from tests.conversations.running_bot import RunningBot

pytestmark = pytest.mark.trained

# What people say for each intent of domain.yml; an intent without words here fails a test.
SAID: Mapping[str, list[str]] = {
    "accept_strategy": ["let's do that", "put it on my plan"],
    "affirm": ["yes", "that's right"],
    "ask_asymmetry": ["what is globalization asymmetry?"],
    "ask_cause": ["why do large firms get cheaper loans?", "why are the big ones ahead in technology?"],
    "ask_cost": ["what does it cost?", "how much is a mailing list?"],
    "ask_couplings": ["how do the dimensions hang together?"],
    "ask_dimension": ["what is platform asymmetry?", "what does regulatory asymmetry mean?"],
    "ask_effect": ["what does platform dependence do to a small shop?"],
    "ask_evidence": ["have you got any figures on that?"],
    "ask_example": ["give me an example"],
    "ask_first_step": ["how do I start with that?"],
    "ask_for_human": ["can I talk to a person?"],
    "ask_who_helps": ["who helps small exporters in Kenya?", "is there an office that helps with customs?"],
    "ask_guidance": ["how do I find a niche?", "what can we automate?", "how do we depend less on amazon?"],
    "ask_identity": ["who are you?", "are you a robot?"],
    "ask_importance": ["why should I care about this?"],
    "ask_meaning": ["what does that mean?"],
    "ask_privacy": ["what do you keep about me?"],
    "ask_score": ["how did you work that out?"],
    "ask_sources": ["where do you get that from?"],
    "ask_why": ["why do you ask?"],
    "ask_why_not": ["why not blockchain?"],
    "ask_why_this": ["why this one for us?"],
    "chitchat": ["how are you today?", "tell me a joke"],
    "compare_progress": ["what has changed since last time?"],
    "compare_strategies": ["compare a cash list and a trade association"],
    "complain": ["this is useless"],
    "correct_answer": ["actually we're 14", "I want to change an answer"],
    "delete_my_data": ["delete my data"],
    "deny": ["no", "no thanks"],
    "describe_business": ["we're a bakery in Lyon, twelve of us"],
    "describe_problem": ["the bank turned us down again", "amazon keeps raising its fees"],
    "dont_know": ["I don't know"],
    "export_plan": ["send me the plan as a file"],
    "go_back": ["go back"],
    "go_on": ["go on"],
    "goodbye": ["bye for now"],
    "greet": ["hello", "good morning"],
    "help": ["help", "what can you do?"],
    "inform": ["about three hours a week", "E1:3"],
    "not_applicable": ["that doesn't apply to us"],
    "out_of_scope": ["what's the weather in Paris?"],
    "recommend": ["what should I do first?"],
    "reject_strategy": ["that's not for us"],
    "change_plan": ["move the second one to march"],
    "remind_me": ["remind me next week"],
    "repeat": ["say that again"],
    "report_distress": ["we can't pay the wages this month", "I can't go on, everything is hopeless"],
    "report_progress": ["we've done the cash list"],
    "resume": ["resume", "my code is LF-7K3M-92QD"],
    "say_helpful": ["that was helpful"],
    "say_unhelpful": ["that didn't help me"],
    "show_plan": ["show me the plan"],
    "show_profile": ["show me my profile"],
    "skip": ["skip"],
    "start_diagnosis": ["I'd like a check-up"],
    "start_over": ["start over"],
    "stop": ["let's stop here"],
    "tell_more": ["tell me more about buying together"],
    "thank": ["thanks a lot"],
    "what_if": ["what if we had 10 hours a week?"],
    "nlu_fallback": ["xqzt vrrp"],
}
EVERYTHING = [words for said in SAID.values() for words in said]
# A turn takes longer the longer the talk has been, so one talk through all of it is enough.
PARTS = 3

# Where a button is followed to; a path is what somebody says, each in a conversation of its own.
MOST_PAYLOADS, SHORT_PATH = 150, 4
Path_ = tuple[str, ...]

# A brace that a phrase should have filled; what people typed may hold any.
_UNFILLED = re.compile(r"\{[a-z_]*\}")
_BESIDES = re.compile(r"fact\.[a-z_]+|distress\.[a-z]+")


@cache
def schema() -> Draft7Validator:
    return Draft7Validator(json.loads((ROOT / "bot" / "model" / "message.schema.json").read_text(encoding="utf-8")))


@cache
def ids() -> frozenset[str]:
    command = [str(Path(sys.executable).parent / "levelfield"), "ids"]
    return frozenset(subprocess.run(command, cwd=ROOT, text=True, capture_output=True, check=True).stdout.split())


@cache
def apology() -> str:
    wording = yaml.safe_load((Settings.from_env().knowledge / "wording.yml").read_text(encoding="utf-8"))
    return str(wording["talk"]["error"])


def faults(person: Person) -> list[str]:
    """Everything that is wrong with the last reply, as it came."""
    return [fault for message in person.bubbles for fault in _faults(message)]


def faults_after(person: Person, words: str) -> list[str]:
    """Everything that is wrong with the reply to these words."""
    person.say(words)
    return faults(person)


def _faults(message: Message) -> Iterable[str]:
    for error in schema().iter_errors(message):
        yield f"{'/'.join(map(str, error.absolute_path))}: {error.message[:200]}"
    texts = [message["text"], *(button["title"] for button in message.get("buttons", ()))]
    if any(_UNFILLED.search(text) for text in texts):
        yield f"an unfilled brace: {texts}"
    if (count := word_count(message["text"])) > MOST_WORDS:
        yield f"{count} words: {message['text'][:80]}"
    if message["text"] == apology():
        yield "the apology for an error"
    if "error" in message["custom"]["data"]:
        yield f"an error: {message['custom']['data']}"
    for name in message["custom"]["about"]:
        if name not in ids() and not _BESIDES.fullmatch(name):
            yield f"about {name}, which is no id"


def test_every_intent_has_words_here() -> None:
    domain = yaml.safe_load((ROOT / "domain.yml").read_text(encoding="utf-8"))
    assert {next(iter(intent)) if isinstance(intent, dict) else intent for intent in domain["intents"]} == SAID.keys()
    assert len(set(EVERYTHING)) >= 60


@pytest.mark.parametrize("words", EVERYTHING)
def test_as_the_first_thing_somebody_says(person: Person, words: str) -> None:
    assert not faults_after(person, words)


@pytest.mark.parametrize("part", range(PARTS))
def test_one_after_the_other_inside_the_interview(person: Person, part: int) -> None:
    person.walk_to("P1")
    found = {words: faults_after(person, words) for words in EVERYTHING[part::PARTS]}
    assert not {words: wrong for words, wrong in found.items() if wrong}


def test_all_in_one_long_walk_after_the_plan(person: Person) -> None:
    person.walk_to_plan()
    found = {"the plan": faults(person)}
    for words in EVERYTHING:
        found[words] = faults_after(person, words)
    assert not {words: wrong for words, wrong in found.items() if wrong}


def test_every_stage_of_the_walk_by_buttons_keeps_the_contract(person: Person) -> None:
    found = [faults_after(person, words) for words in _walk(person)]
    assert not [wrong for wrong in found if wrong]


def _walk(person: Person) -> Iterable[str]:
    """What one presses from the beginning to the plan, each after the reply before."""
    yield "check my business"
    for stage in ("recommend", "next", "next", "next", "plan", "export"):
        for _ in range(MOST_QUESTIONS):
            if not person.asked:
                break
            yield f"{person.asked}:{CHOICES[person.asked]}"
        yield stage


def test_every_button_leads_on(bot: RunningBot, sender: str) -> None:
    walk, said = Person(bot, f"{sender}-walk"), []
    starts: list[Path_] = [(words,) for words in EVERYTHING]
    for words in _walk(walk):
        walk.say(words)
        said.append(words)
        if not walk.asked:
            starts.append(tuple(said))
    # Late stages first, so that the bound does not leave them out.
    todo = deque(sorted(starts, key=len, reverse=True))
    seen: set[str] = set()
    wrong: list[str] = []
    while todo and len(seen) < MOST_PAYLOADS:
        path = todo.popleft()
        person = _said(bot, f"{sender}-{len(todo)}-{len(seen)}", path)
        new = [payload for payload in payloads(person.heard) if payload not in seen][: MOST_PAYLOADS - len(seen)]
        for number, payload in enumerate(new):
            # After a short path each button is pressed in a conversation of its own; after a long one they are pressed
            # one after the other, as by somebody who scrolls back.
            if number and len(path) <= SHORT_PATH:
                person = _said(bot, f"{person.sender}-{number}", path)
            reply = person.say(payload)
            wrong += [f"{[*path[-3:], payload]}: {fault}" for fault in faults(person)]
            if "unknown" in kinds(reply):
                wrong.append(f"{[*path[-3:], payload]} is not known: {reply[0]['text']}")
            if len(path) <= SHORT_PATH:
                todo.append((*path, payload))
        seen.update(new)
    assert not wrong
    assert len(seen) == MOST_PAYLOADS


def _said(bot: RunningBot, sender: str, path: Path_) -> Person:
    """Somebody new who has said all this."""
    person = Person(bot, sender)
    for words in path:
        person.say(words)
    return person


def test_every_payload_is_short_and_valid_where_it_is_shown(person: Person) -> None:
    person.walk_to("P1")
    shown: list[dict[str, Any]] = person.heard[-1]["buttons"]
    assert all(len(button["payload"].encode()) <= 64 and len(button["title"]) <= 75 for button in shown)
    assert len({button["payload"] for button in shown}) == len(shown)
