"""One turn of a conversation: what a person said as understood, what is open, and what is said back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from bot.model.message import Message


@dataclass(frozen=True, slots=True)
class Found:
    """What search made of a text: records and refusals by probability, passages by score, best first.

    `outside` is the probability that nothing in the knowledge answers; `services` are those who help by likeness.
    """

    records: tuple[tuple[str, float], ...] = ()
    refusals: tuple[tuple[str, float], ...] = ()
    outside: float = 0.0
    passages: tuple[tuple[str, float], ...] = ()
    services: tuple[tuple[str, float], ...] = ()


@dataclass(frozen=True, slots=True)
class Moment:
    """What is said at a question and answers nothing (anger, a blow): which it is like, how much (0 to 1).

    At the questions of `answers` it is an answer all the same.
    """

    id: str = ""
    likeness: float = 0.0
    answers: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Understanding:
    """What was made of a text, best first; similarities run from -1 to 1.

    `problems` are question, score and likelihood; `language` is the code of one that is plainly not English, or empty;
    `says_and_asks`: a question, and statements beside it.
    """

    topics: tuple[tuple[str, float], ...] = ()
    options: Mapping[str, tuple[tuple[str, float], ...]] = field(default_factory=dict)
    problems: tuple[tuple[str, int, float], ...] = ()
    distress: float = 0.0
    despair: float = 0.0
    facts: Mapping[str, Any] = field(default_factory=dict)
    found: Found = Found()
    language: str = ""
    says_and_asks: bool = False
    moment: Moment = Moment()

    def likeliest(self, question: str) -> tuple[str, float]:
        """The likeliest option of a question and its likelihood (0 to 1); ("", 0.0) where none is like the text."""
        return next(iter(self.options.get(question, ())), ("", 0.0))


@dataclass(frozen=True, slots=True)
class Open:
    """What is open just now: the only things a conversation remembers outside the case store.

    `attempts`: how often the open question was not answered; `lost`: how many messages in a row before this one nobody
    understood; `twice`: the texts of the last reply, where the one before it was the same; `returned`: the question
    that is open was not answered before, and this message was no further try; `shown`: the
    tokens of the buttons below the last reply.
    """

    stage: str = ""
    phase: str = ""
    question: str = ""
    attempts: int = 0
    offered: tuple[str, ...] = ()
    until: int = 0
    confirming: str = ""
    proposal: str = ""
    strategy: str = ""
    lost: int = 0
    twice: tuple[str, ...] = ()
    returned: bool = False
    shown: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Turn:
    """One message of a person; `address` is `channel:user`, `token` the button that was pressed."""

    address: str
    message_id: str
    text: str
    intent: str = ""
    confidence: float = 0.0
    entities: tuple[tuple[str, Any], ...] = ()
    understanding: Understanding = Understanding()
    token: str = ""
    open: Open = Open()

    def values(self, entity: str) -> tuple[Any, ...]:
        """The values of one kind of entity, in the order of the text."""
        return tuple(value for name, value in self.entities if name == entity)

    @property
    def token_id(self) -> str:
        """What stands behind the colon of a token (`more:strategy.x`), or nothing."""
        return self.token.partition(":")[2]


@dataclass(frozen=True, slots=True)
class Reply:
    """What is said, and what is open afterwards (slot name -> value)."""

    messages: tuple[Message, ...] = ()
    opens: Mapping[str, Any] = field(default_factory=dict)
