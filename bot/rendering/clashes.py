"""Answers that do not go together, put as a question of their own."""

from __future__ import annotations

from collections.abc import Sequence

from bot.model.case import Answers, Facts
from bot.model.knowledge import BOTH, CLASH, Clash, Knowledge, Option, Question
from bot.model.message import Message
from bot.rendering.phrases import say
from bot.rendering.questions import label_of

# A button's title holds 75 characters on every channel; the words around the label take fifteen.
_LONGEST_LABEL = 58


def clash_question(knowledge: Knowledge, clash: Clash, facts: Facts, answers: Answers) -> Question:
    """Which of two answers is right, or both: the choice is the one that stays."""
    names = [condition.question for condition in clash.conditions]
    labels = {name: _label(knowledge, name, facts, answers) for name in names}
    options = [_option(name, say(knowledge, "clash.right", label=label)) for name, label in labels.items()]
    return Question(
        id=f"{CLASH}{clash.id}",
        kind="clash",
        dimension=None,
        weight=0,
        reason="",
        quick=False,
        subject="",
        text=clash.ask,
        reworded=say(knowledge, "clash.again"),
        why=say(knowledge, "clash.why"),
        meaning=clash.ask,
        large_rival="",
        privacy="",
        doesnt_apply="",
        vocabulary="",
        free="",
        most=1,
        scale=None,
        options=(*options, _option(BOTH, say(knowledge, "clash.both"))),
    )


def _option(value: str, label: str) -> Option:
    return Option(value, label, None, label, (), (), {})


def _label(knowledge: Knowledge, name: str, facts: Facts, answers: Answers) -> str:
    value = getattr(facts, name.removeprefix("fact.")) if name.startswith("fact.") else answers.get(name, "")
    label = label_of(knowledge, knowledge.questions[name], str(value))
    return label if len(label) <= _LONGEST_LABEL else f"{label[: _LONGEST_LABEL - 3].rstrip()}..."


def both_message(knowledge: Knowledge, about: Sequence[str]) -> Message:
    """That both answers stay, and that this is settled."""
    return Message("noted", say(knowledge, "clash.noted_both"), about=tuple(about), data={"answers": {}, "facts": {}})
