"""The talk that each widget has to show: said once over REST, so that it is known what the adviser answers."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from tests.conversations.person import put_together
from tests.conversations.running_bot import RunningBot

Message = dict[str, Any]
BEGIN = "check my business"
ASKED = "what is platform asymmetry?"
# One saying for each kind of message that the contract has; questions come between, and are answered by button.
SAID = (
    "hello",
    "we're a 12-person bakery in Lyon",
    BEGIN,
    "what can I do about it?",
    "plan",
    ASKED,
    "what should I do first?",
    "tell me about automation",
    "compare automation and collaboration",
    "we did the first one, done",
    "I want to talk to a human",
    "how tall is the Eiffel tower?",
    "what's my code?",
)
_SHORT = ("hello", BEGIN)
# No check-up is longer.
_MOST_QUESTIONS = 20


@dataclass(frozen=True)
class Step:
    """Something said or pressed, and the reply, what came in parts made whole."""

    said: str
    pressed: bool
    reply: list[Message]


@dataclass(frozen=True)
class Talk:
    """What is said over REST: the `whole` talk, and by somebody else a `short` one with a newcomer's first question."""

    whole: list[Step]
    short: list[Step]

    @property
    def question(self) -> Message:
        """The first question that a newcomer is asked."""
        return self.short[_SHORT.index(BEGIN)].reply[-1]

    @property
    def following(self) -> Step:
        """An answer to it, and what comes then."""
        return self.short[_SHORT.index(BEGIN) + 1]

    @property
    def answer(self) -> str:
        """What `ASKED` is answered with."""
        return str(next(step.reply[0]["text"] for step in self.whole if step.said == ASKED))


def play(bot: RunningBot, seed: int) -> Talk:
    """Have both talks over REST; the seed chooses the answers to questions."""
    whole = list(_steps(bot, f"whole-{seed}", SAID, random.Random(seed)))
    return Talk(whole, list(_steps(bot, f"short-{seed}", _SHORT, random.Random(seed))))


def _steps(bot: RunningBot, sender: str, sayings: Sequence[str], chance: random.Random) -> Iterator[Step]:
    for said in sayings:
        reply = put_together(bot.say(sender, said))
        yield Step(said, False, reply)
        for _ in range(_MOST_QUESTIONS):
            options = _options(reply)
            # What was asked beside a question leaves it open; it is answered before the talk goes on.
            if not options:
                break
            button = chance.choice(options)
            reply = put_together(bot.say(sender, button["payload"]))
            yield Step(button["title"], True, reply)


def _options(reply: list[Message]) -> list[dict[str, str]]:
    """The buttons of the open question that are answers to it."""
    if reply[-1]["custom"]["kind"] != "question":
        return []
    payloads = {option["payload"] for option in reply[-1]["custom"]["data"]["options"]}
    return [button for button in reply[-1].get("buttons", ()) if button["payload"] in payloads]
