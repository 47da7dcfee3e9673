"""A simulated person: decides what to say next, and keeps what the adviser said it had noted."""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from bot.model.knowledge import DONT_KNOW, SKIP, Knowledge

Message = dict[str, Any]
Phrases = Mapping[str, Sequence[str]]
# Facts that are kept as numbers.
_STEPS = {"budget", "hours"}
_LEFT_OPEN = {SKIP, DONT_KNOW}
# How often each kind of talk comes up while a question is open, and while none is.
_ASKED = {
    "answer": 52, "interruptions": 16, "corrections": 4, "facts": 4, "complaints": 4, "knowledge": 4, "guidance": 4,
    "gibberish": 4, "languages": 1, "outside": 2, "hard": 1, "comings": 3, "press": 1,
}  # fmt: skip
_NOT_ASKED = {
    "press": 50, "guidance": 20, "interruptions": 6, "corrections": 4, "facts": 4, "complaints": 4, "knowledge": 5,
    "gibberish": 2, "languages": 1, "outside": 2, "hard": 1, "comings": 6,
}  # fmt: skip


@dataclass(frozen=True)
class Said:
    """What somebody says; `token` where it is a button's."""

    text: str
    kind: str
    token: bool = False


@dataclass
class Simulated:
    """One person, drawn from a seed."""

    knowledge: Knowledge
    phrases: Phrases
    draw: random.Random
    heard: list[Message] = field(default_factory=list)
    answers: dict[str, str] = field(default_factory=dict)
    facts: dict[str, Any] = field(default_factory=dict)
    # Asked once more in a further check-up: what is left open there keeps its earlier answer.
    again: set[str] = field(default_factory=set)

    @property
    def asked(self) -> str:
        """The question that the last reply ends with, or nothing."""
        last = self.heard[-1]["custom"] if self.heard else {"kind": ""}
        return str(last["about"][0]) if last["kind"] == "question" else ""

    def next(self) -> Said:
        """What to say now."""
        if not self.heard:
            return self._phrase(self.draw.choice(["comings", "facts", "interruptions", "complaints", "guidance"]))
        weights = _ASKED if self.asked else _NOT_ASKED
        kind = self.draw.choices(list(weights), list(weights.values()))[0]
        if kind == "answer":
            return self._answer()
        return self._press() if kind == "press" else self._phrase(kind)

    def _phrase(self, kind: str) -> Said:
        return Said(self.draw.choice(self.phrases[kind]), kind)

    def _press(self) -> Said:
        buttons = [button["payload"] for message in self.heard for button in message.get("buttons", ())]
        return Said(self.draw.choice(buttons), "press", token=True) if buttons else self._phrase("comings")

    def _answer(self) -> Said:
        """A button, the letter or the words of an option, or one of the examples that the knowledge has of it."""
        buttons = self.heard[-1].get("buttons", ())
        question = self.knowledge.questions.get(self.asked)
        way = self.draw.choices(["button", "label", "letter", "example"], [50, 15, 5, 30])[0]
        if way == "button" and buttons:
            return Said(self.draw.choice(buttons)["payload"], "button", token=True)
        options = self.heard[-1]["custom"]["data"].get("options", ())
        if way == "label" and options:
            return Said(str(self.draw.choice(options)["label"]), "label")
        if way == "letter" and options:
            return Said("abcdefghijkl"[self.draw.randrange(len(options))], "letter")
        if question and question.options:
            examples = self.draw.choice(question.options).examples
            if examples:
                return Said(self.draw.choice(examples), "example")
        return Said(str(self.draw.randint(2, 30)) if self.asked == "fact.team_size" else "Kenya", "example")

    def hear(self, said: Said, reply: list[Message]) -> None:
        """Take in a reply: what it says was noted is what must be recorded."""
        asked = self.asked
        self.heard = reply
        texts = [message["text"] for message in reply]
        if self._says("talk.started_over", texts) or self._says("talk.deleted", texts):
            self.answers, self.facts, self.again = {}, {}, set()
            return
        if said.token and not self._says("talk.not_now", texts):
            self._pressed(said.text)
        if said.text in _LEFT_OPEN and asked in self.knowledge.questions and self.asked != asked:
            # A button's word, also when it is typed: gone on with, and not said back.
            self._keep(asked, said.text)
        if self._says("ask.left_open", texts) and asked in self.knowledge.questions:
            self._keep(asked, SKIP)
        for message in reply:
            custom = message["custom"]
            if custom["about"][:1] and custom["about"][0].startswith("distress."):
                self.facts["distress"] = True
            if custom["kind"] == "noted" and custom["data"].get("confirmed") is not False:
                for name, value in custom["data"]["answers"].items():
                    self._keep(name, str(value))
                for name, value in custom["data"]["facts"].items():
                    self._keep(f"fact.{name}", value)

    def _says(self, phrase: str, texts: list[str]) -> bool:
        return self.knowledge.wording[phrase] in texts

    def _pressed(self, token: str) -> None:
        if token == "menu.again":
            self.again = {name for name in self.answers if self.knowledge.questions[name].quick}
        name, colon, value = token.partition(":")
        if colon and name in self.knowledge.questions:
            self._keep(name, value)

    def _keep(self, name: str, value: Any) -> None:
        fact = name.removeprefix("fact.")
        if fact == name:
            once_more = name in self.again
            self.again.discard(name)
            if not (once_more and value in _LEFT_OPEN):
                self.answers[name] = value
        elif isinstance(value, str) and value in _LEFT_OPEN:
            self.facts.pop(fact, None)
        else:
            self.facts[fact] = _as_kept(fact, value)


def _as_kept(name: str, value: Any) -> Any:
    if name in _STEPS or name == "team_size":
        return int(value)
    return [value] if name == "pains" and isinstance(value, str) else value
