"""A person talking with the adviser, without any framework in between."""

from __future__ import annotations

from typing import Any

import pytest

from bot.advisor import asking, interview, results
from bot.advisor.advisor import Advisor
from bot.advisor.agenda import COMPLETE
from bot.model.case import Case
from bot.model.message import Message
from bot.model.turn import Open, Reply, Turn
from tests.conftest import MakeTurn
from tests.contract import check

# Slot of the conversation -> what a turn calls it.
_OPEN = {"open_question": "question", "open_strategy": "strategy"}


class Talk:
    """Keeps what is open between turns, as the conversation does, and checks every message against the contract."""

    def __init__(self, advisor: Advisor, make_turn: MakeTurn, address: str = "rest:anna") -> None:
        self.advisor, self.address, self._make_turn = advisor, address, make_turn
        self.slots: dict[str, Any] = {}

    @property
    def case(self) -> Case:
        """The case as it is kept just now."""
        return self.advisor.cases.case_of(self.address)

    @property
    def question(self) -> str:
        """The open question."""
        return str(self.slots.get("open_question") or "")

    @property
    def complete(self) -> bool:
        """Whether nothing is left to ask in this phase."""
        return self.slots.get("diagnosis_answer") == COMPLETE

    def turn(self, text: str = "", **parts: Any) -> Turn:
        """A turn in the present state."""
        names = {_OPEN.get(name, name): value for name, value in self.slots.items() if value is not None}
        fields = {name: value for name, value in names.items() if name in Open.__slots__}
        fields["offered"] = tuple(fields.get("offered") or ())
        return self._make_turn(text, address=self.address, open=Open(**fields), **parts)

    def take(self, reply: Reply) -> tuple[Message, ...]:
        """Remember what a reply leaves open; what was asked back is over unless the reply says it again."""
        check(self.advisor.knowledge, *reply.messages)
        if self.slots.get("confirming") and "confirming" not in reply.opens:
            self.slots.update(confirming=None, proposal=None)
        self.slots.update(reply.opens)
        return reply.messages

    def do(self, use_case: Any, text: str = "", **parts: Any) -> tuple[Message, ...]:
        """What a rule does: a use case, and nothing after it."""
        options = {name: parts.pop(name) for name in ("phase",) if name in parts}
        return self.take(use_case(self.advisor, self.turn(text, **parts), **options))

    def ask(self, text: str = "", **parts: Any) -> tuple[Message, ...]:
        """What the form does next, in the turn of the same message: put the open question, or the next one."""
        return () if self.complete else self.take(asking.ask(self.advisor, self.turn(text, **parts)))

    def start(self, text: str = "", **parts: Any) -> tuple[Message, ...]:
        """Ask for a check-up."""
        return (*self.do(interview.start, text, intent="start_diagnosis", **parts), *self.ask())

    def begin(self, phase: str) -> tuple[Message, ...]:
        """Go on to the questions before the guidance or the plan."""
        return (*self.do(interview.enter_phase, phase=phase), *self.ask())

    def say(self, text: str = "", **parts: Any) -> tuple[Message, ...]:
        """Say something while a question is open."""
        heard, reply = interview.listen(self.advisor, self.turn(text, **parts))
        self.heard = heard.kind
        # An interruption is left to the rules: the form changes nothing and asks nothing.
        return reply.messages if heard.kind == "interruption" else (*self.take(reply), *self.ask(text, **parts))

    def press(self, token: str) -> tuple[Message, ...]:
        """Press a button of a question."""
        return self.say(token=token, intent="inform")

    def answer_all(self, value: str = "2", **others: str) -> None:
        """Answer what this phase asks: an option of that value where there is one, else skip."""
        while not self.complete:
            name = self.question
            wanted = others.get(name, value)
            question = self.advisor.knowledge.questions.get(name)
            known = question and question.option(wanted)
            self.press(f"{name}:{wanted if known else 'skip'}")

    def check_up(self, value: str = "2", **others: str) -> tuple[Message, ...]:
        """A check-up from the start to the profile."""
        self.start()
        self.answer_all(value, **others)
        return self.do(results.show_profile)


@pytest.fixture
def talk(advisor: Advisor, make_turn: MakeTurn) -> Talk:
    """A person who has not said anything yet."""
    return Talk(advisor, make_turn)


@pytest.fixture
def other_channel(advisor: Advisor, make_turn: MakeTurn) -> Talk:
    """The same adviser, reached by somebody on another channel."""
    return Talk(advisor, make_turn, "telegram:4711")


@pytest.fixture
def known(talk: Talk) -> Talk:
    """A shop that has done the quick check-up."""
    talk.start(facts={"sector": "retail", "rival": "none", "customers": "consumers_direct"})
    talk.answer_all("3", E4="1")
    talk.do(results.show_profile)
    return talk
