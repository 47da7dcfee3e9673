"""Somebody who talks to the running adviser, and what is kept of them."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Mapping
from contextlib import closing
from dataclasses import dataclass, field
from typing import Any

from tests.conversations.running_bot import RunningBot

Message = dict[str, Any]
# Everything the case store holds of a person, by table; a row is a tuple of its columns.
Rows = dict[str, list[tuple[Any, ...]]]

# A middling answer to every question of quick mode, in the order in which they are asked.
QUICK = {"E1": "2", "E4": "2", "T1": "2", "P1": "1", "R1": "2", "I1": "2", "S2": "2", "G1": "2"}
OPENING = {"fact.sector": "food_retail", "fact.rival": "economic"}
BEFORE_GUIDANCE = {
    "fact.pains": "service",
    "X1": "personal",
    "X2": "custom",
    "X3": "association",
    "fact.sells": "goods",
    "fact.customers": "consumers_direct",
    "fact.markets": "home",
}
BEFORE_PLAN = {"fact.hours": "1", "fact.budget": "1", "fact.goal": "stabilise"}
CHOICES: Mapping[str, str] = {**OPENING, **QUICK, **BEFORE_GUIDANCE, **BEFORE_PLAN}

# No part of the questionnaire is longer; a walk that asks more goes in circles.
MOST_QUESTIONS = 15
# Tables without a meaning of their own are left out: when something was written, and what said it.
TABLES = ("facts", "answers", "choices", "edits", "steps", "profiles", "feedback", "writes")


def kinds(messages: list[Message]) -> list[str]:
    """The kind of each message."""
    return [message["custom"]["kind"] for message in messages]


def payloads(messages: list[Message]) -> list[str]:
    """The token of every button."""
    return [button["payload"] for message in messages for button in message.get("buttons", ())]


def put_together(messages: list[Message]) -> list[Message]:
    """Messages with those that came in parts made whole again: the data of the first part, the buttons of the last."""
    found: list[Message] = []
    for message in messages:
        if message["custom"]["data"].get("part", 1) == 1:
            found.append(dict(message))
            continue
        found[-1]["text"] += f"\n\n{message['text']}"
        found[-1].update({name: value for name, value in message.items() if name == "buttons"})
    return found


@dataclass
class Person:
    """One sender; `heard` is what the adviser said last, what came in parts made whole, `bubbles` as it came."""

    bot: RunningBot
    sender: str
    heard: list[Message] = field(default_factory=list)
    bubbles: list[Message] = field(default_factory=list)

    def say(self, text: str) -> list[Message]:
        """Say something and hear the reply."""
        self.bubbles = self.bot.say(self.sender, text)
        self.heard = put_together(self.bubbles)
        return self.heard

    def press(self, payload: str) -> list[Message]:
        """Press a button that the last reply has."""
        assert payload in payloads(self.heard), f"no button {payload} among {payloads(self.heard)}"
        return self.say(payload)

    @property
    def asked(self) -> str:
        """The id of the question that the last reply ends with, or nothing."""
        last = self.heard[-1]["custom"] if self.heard else {"kind": ""}
        return str(last["about"][0]) if last["kind"] == "question" else ""

    def one(self, kind: str) -> Message:
        """The one message of this kind in the last reply."""
        found = [message for message in self.heard if message["custom"]["kind"] == kind]
        assert len(found) == 1, f"{len(found)} messages of kind {kind} in {kinds(self.heard)}"
        return found[0]

    def answer_until(self, question: str, choices: Mapping[str, str] = CHOICES) -> None:
        """Answer by buttons until this question is asked; an empty name means until none is."""
        for _ in range(MOST_QUESTIONS):
            if self.asked in {question, ""}:
                break
            self.press(f"{self.asked}:{choices[self.asked]}")
        assert self.asked == question, f"asked {self.asked or 'nothing'}, not {question or 'nothing'}"

    def walk_to(self, question: str) -> None:
        """Walk from the beginning to a question, by buttons."""
        if question in BEFORE_PLAN:
            # Who asks for a plan first is asked these first.
            self.say("plan")
        elif question in BEFORE_GUIDANCE:
            self.walk_to_profile()
            self.press("recommend")
        else:
            self.say("check my business")
        self.answer_until(question)

    def walk_to_profile(self) -> Message:
        """Walk through quick mode; the profile."""
        self.say("check my business")
        self.answer_until("")
        return self.one("profile")

    def walk_to_plan(self) -> Message:
        """Walk all the way; the plan."""
        self.walk_to_profile()
        self.say("plan")
        self.answer_until("")
        return self.one("plan")

    def stored(self) -> Rows:
        """Everything the case store holds of this person's firm, without times.

        That something was not understood is kept as well, and is nothing about the firm.
        """
        path = self.bot.settings.cases_url.removeprefix("sqlite:///")
        with closing(sqlite3.connect(path)) as connection:
            mine = "SELECT case_id FROM people WHERE address = ?"
            case = connection.execute(mine, (f"rest:{self.sender}",)).fetchone()
            return {table: _rows(connection, table, case[0]) if case else [] for table in TABLES}

    def facts(self) -> dict[str, Any]:
        """The recorded business facts."""
        return {name: json.loads(value) for name, value in self.stored()["facts"]}

    def answers(self) -> dict[str, str]:
        """The recorded answers to the questionnaire, and the facts that were left open."""
        answers = {question: value for question, value, _ in self.stored()["answers"]}
        left_open = {"skip", "dont_know"}
        return {name: value for name, value in answers.items() if not name.startswith("fact.") or value in left_open}

    def logged(self) -> int:
        """How many events the Rasa server keeps of this person."""
        with closing(sqlite3.connect(self.bot.settings.trackers)) as connection:
            counted = "SELECT count(*) FROM events WHERE sender_id = ?"
            return int(connection.execute(counted, (self.sender,)).fetchone()[0])


def _rows(connection: sqlite3.Connection, table: str, case: str) -> list[tuple[Any, ...]]:
    columns = [row[1] for row in connection.execute(f"PRAGMA table_info({table})")]
    kept = ", ".join(column for column in columns if column not in {"case_id", "at"})
    rows = connection.execute(f"SELECT {kept} FROM {table} WHERE case_id = ?", (case,))
    return sorted((row for row in rows if "unanswered" not in row), key=str)
