"""Short ways to a plan."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

import pytest

from bot.advisor.assessment import assess
from bot.model.case import Facts, Plan
from bot.model.knowledge import Knowledge


@pytest.fixture
def plan(knowledge: Knowledge) -> Callable[..., Plan]:
    """The plan of a firm: answers first, then choices, then facts by name."""

    def build(answers: Mapping[str, str], choices: Mapping[str, str] | None = None, **facts: Any) -> Plan:
        return assess(knowledge, Facts(**facts), answers, choices).plan

    return build


@pytest.fixture
def everything(knowledge: Knowledge) -> Callable[..., dict[str, str]]:
    """The same answer to every diagnosis question, some of them changed."""

    def answers(value: str, changes: Iterable[tuple[str, str]] = ()) -> dict[str, str]:
        return {**{question.id: value for question in knowledge.of_kind("diagnosis")}, **dict(changes)}

    return answers
