"""Plays a scenario with the running adviser and says what was not as it should be, with the talk so far."""

from __future__ import annotations

import json
import re
import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass, field
from typing import Any

from bot.model.knowledge import Knowledge
from tests.conversations.person import Message, Person, kinds
from tests.conversations.running_bot import RunningBot
from tests.conversations.scenario import NOTHING, Scenario, words
from tests.conversations.stories import tell

_CODE = re.compile(r"LF-[A-Z0-9]{4}-[A-Z0-9]{4}")
_OPTION = re.compile(r"[a-z]\) ")
# No answer to several questions at once is longer than the interview.
_MOST_ANSWERS = 40
_INDENT = " " * 12
# What Rasa does by itself between turns; no rule speaks of it.
_RASAS_OWN = {"action_listen", "action_session_start"}


class NotAsWritten(AssertionError):
    """The adviser did something else than the scenario says; the message holds the whole talk."""


@dataclass
class Played:
    """One scenario being played: who speaks, what was said on both sides, and which buttons were shown."""

    bot: RunningBot
    knowledge: Knowledge
    scenario: Scenario
    sender: str
    transcript: list[str] = field(default_factory=list)
    heard: list[Message] = field(default_factory=list)
    shown: dict[str, str] = field(default_factory=dict)
    code: str = ""
    people: dict[str, Person] = field(default_factory=dict)
    acted: dict[str, int] = field(default_factory=dict)

    def play(self) -> None:
        """Play every turn, then look at what is kept."""
        actions = {place: names for story in tell(self.scenario) for place, names in story.actions.items()}
        for place, turn in enumerate(self.scenario.turns):
            person = self._person(str(turn.get("on", "")))
            faults = list(self._answer_all(person, turn["answer"]) if "answer" in turn else self._say(person, turn))
            faults = faults or [*self._unlike(person, turn), *self._misunderstood(person, turn)]
            done = self._actions(person)
            if not faults and place in actions and _once(done) != _once(actions[place]):
                faults.append(f"story: by the rules {actions[place]}, seen {done}")
            if faults:
                self._fail(self.scenario.line_of(place), faults)
        faults = list(self._not_kept(self._person("")))
        if faults:
            self._fail(self.scenario.document.line_of(("kept",)), faults)

    def _person(self, device: str) -> Person:
        sender = f"{self.sender}-{device}" if device else self.sender
        return self.people.setdefault(device, Person(self.bot, sender))

    def _fail(self, line: int, faults: list[str]) -> None:
        where = f"{self.scenario.document.path}:{line}"
        said = "\n".join(self.transcript)
        raise NotAsWritten(f"{self.scenario.about}\n\n{said}\n\n{where}\n" + "\n".join(f"  {f}" for f in faults))

    def _say(self, person: Person, turn: Mapping[str, Any]) -> Iterator[str]:
        if "press" in turn:
            token = self._token(str(turn["press"]))
            if token is None:
                yield f"button {turn['press']!r} was never shown; there are {list(self.shown)[-12:]}"
                return
            self._hear(person, token, f"[{turn['press']}]")
        else:
            text = str(turn["you"]).replace("{code}", self.code)
            self._hear(person, text, text)

    def _token(self, name: str) -> str | None:
        """The token of a button by its title or itself; of two with one title, the one that was shown last."""
        return name if name in self.shown.values() else self.shown.get(_plain(name))

    def _hear(self, person: Person, sent: str, shown: str) -> None:
        self.transcript.append(f"You         {shown}")
        self.heard = person.say(sent)
        for message in self.heard:
            custom, buttons = message["custom"], message.get("buttons") or []
            self.transcript.append(f"Levelfield  ({custom['kind']} {' '.join(custom['about'][:3])})")
            # What can be chosen is shown as buttons.
            shown_lines = [line for line in message["text"].splitlines() if not _OPTION.match(line)]
            self.transcript += [f"{_INDENT}{line}".rstrip() for line in shown_lines]
            if buttons:
                self.transcript.append(f"{_INDENT}[{'] ['.join(button['title'] for button in buttons)}]")
            for button in buttons:
                # Shown again, it is the latest.
                self.shown.pop(_plain(button["title"]), None)
                self.shown[_plain(button["title"])] = button["payload"]
            if found := _CODE.findall(message["text"]):
                self.code = found[-1]

    def _answer_all(self, person: Person, answers: Mapping[str, Any]) -> Iterator[str]:
        """Answer each question that is asked and has an answer here: by button where it is one, else in these words.

        Which facts are asked before the advice hangs on the ranking: what is not asked for may stay unsaid.
        """
        left = dict(answers)
        for _ in range(_MOST_ANSWERS):
            name = person.asked
            if not left or name not in left:
                break
            value = str(left.pop(name))
            token = f"{name}:{value}"
            if token in self.shown.values():
                self._hear(person, token, f"[{name}: {value}]")
            else:
                self._hear(person, value, value)
        if person.asked and left:
            yield f"asked: expected one of {', '.join(left)}, seen {person.asked}"

    def _unlike(self, person: Person, turn: Mapping[str, Any]) -> Iterator[str]:
        """What the reply should show and doesn't."""
        seen, custom = kinds(self.heard), [message["custom"] for message in self.heard]
        wanted = turn.get("kind")
        if isinstance(wanted, str) and wanted not in seen:
            yield f"kind: expected {wanted}, seen {seen}"
        if isinstance(wanted, list) and wanted != seen:
            yield f"kind: expected {wanted}, seen {seen}"
        about = [name for data in custom for name in data["about"]]
        yield from (f"about: expected {n}, seen {about}" for n in words(turn.get("about")) if n not in about)
        text = _plain("\n".join(message["text"] for message in self.heard))
        yield from (f"says: expected {part!r}" for part in words(turn.get("says")) if _plain(part) not in text)
        yield from (f"never_says: said {part!r}" for part in words(turn.get("never_says")) if _plain(part) in text)
        buttons = [button for message in self.heard for button in message.get("buttons") or []]
        offered = [_plain(button[part]) for button in buttons for part in ("title", "payload")]
        titles = [button["title"] for button in buttons]
        yield from (
            f"button: expected {n!r}, seen {titles}" for n in words(turn.get("button")) if _plain(n) not in offered
        )
        if "asked" in turn and turn["asked"] != (person.asked or NOTHING):
            yield f"asked: expected {turn['asked']}, seen {person.asked or NOTHING}"
        yield from self._unlike_noted(turn)

    def _unlike_noted(self, turn: Mapping[str, Any]) -> Iterator[str]:
        noted: dict[str, Any] = {}
        proposed: dict[str, Any] = {}
        for message in self.heard:
            data = message["custom"].get("data", {})
            if message["custom"]["kind"] == "noted":
                kept = proposed if data.get("confirmed") is False else noted
                kept.update({**data["facts"], **data["answers"]})
        if turn.get("noted") == NOTHING and noted:
            yield f"noted: expected nothing, seen {noted}"
        yield from _differences("noted", turn.get("noted"), noted)
        yield from _differences("proposed", turn.get("proposed"), proposed)

    def _misunderstood(self, person: Person, turn: Mapping[str, Any]) -> Iterator[str]:
        """What the trained model made of the words, where the scenario names an intent."""
        if "intent" not in turn:
            return
        if (seen := self.intent_of(person)) != turn["intent"]:
            yield f"intent: expected {turn['intent']}, seen {seen}"

    def intent_of(self, person: Person) -> str:
        """What the trained model took the latest message for."""
        with closing(sqlite3.connect(self.bot.settings.trackers)) as connection:
            latest = "SELECT data FROM events WHERE sender_id = ? AND type_name = 'user' ORDER BY id DESC LIMIT 1"
            row = connection.execute(latest, (person.sender,)).fetchone()
        return json.loads(row[0])["parse_data"]["intent"]["name"] if row else NOTHING

    def _actions(self, person: Person) -> list[str]:
        """The actions that ran since this was asked last."""
        with closing(sqlite3.connect(self.bot.settings.trackers)) as connection:
            later = (
                "SELECT id, action_name FROM events WHERE sender_id = ? AND type_name = 'action' AND id > ? ORDER BY id"
            )
            rows = connection.execute(later, (person.sender, self.acted.get(person.sender, 0))).fetchall()
        self.acted[person.sender] = rows[-1][0] if rows else self.acted.get(person.sender, 0)
        return [name for _, name in rows if name not in _RASAS_OWN]

    def _not_kept(self, person: Person) -> Iterator[str]:
        """What the case store should hold and doesn't."""
        wanted = self.scenario.kept
        if wanted is None:
            return
        stored = person.stored()
        kept: dict[str, Any] = {**person.facts(), **person.answers()}
        kept |= {row[0]: row[1] for row in stored["choices"]}
        kept |= {row[0]: row[1] for row in stored["steps"] if row[0] not in kept}
        if wanted == NOTHING:
            # That something was written stays known, so that a repeated message has no second effect.
            left = {table: rows for table, rows in stored.items() if rows and table != "writes"}
            if left:
                yield f"kept: expected nothing, kept {left}"
            return
        yield from _differences("kept", wanted, kept)


def _differences(what: str, wanted: Any, seen: Mapping[str, Any]) -> Iterator[str]:
    if not isinstance(wanted, Mapping):
        return
    for name, value in wanted.items():
        if value == NOTHING:
            if seen.get(name) not in (None, [], ""):
                yield f"{what}: {name} should not be there, seen {seen[name]!r}"
        elif _comparable(value) != _comparable(seen.get(name)):
            yield f"{what}: {name} expected {value!r}, seen {seen.get(name)!r} among {dict(seen)}"


def _once(actions: list[str]) -> list[str]:
    """Actions without those that repeat the one before: how many questions were asked is not the rules' business."""
    return [name for name, before in zip(actions, ["", *actions], strict=False) if name != before]


def _comparable(value: Any) -> Any:
    return [str(entry) for entry in value] if isinstance(value, (list, tuple)) else str(value)


def _plain(text: str) -> str:
    """Without what nobody writes a test about: capitals, line breaks, curly quotes."""
    return " ".join(text.replace("’", "'").replace("“", '"').replace("”", '"').casefold().split())
