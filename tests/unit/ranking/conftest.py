"""Short ways to a ranking."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

import pytest

from bot.advisor.assessment import assess
from bot.model.case import Facts, Ranked, Ranking
from bot.model.knowledge import Knowledge


@pytest.fixture
def rank(knowledge: Knowledge) -> Callable[..., Ranking]:
    """The ranking of a firm: answers first, then facts by name."""

    def ranking(answers: Mapping[str, str], choices: Mapping[str, str] | None = None, **facts: Any) -> Ranking:
        return assess(knowledge, Facts(**facts), answers, choices).ranking

    return ranking


@pytest.fixture
def entry(rank: Callable[..., Ranking]) -> Callable[..., Ranked]:
    """One ranked strategy of a firm."""

    def ranked(strategy: str, answers: Mapping[str, str], **facts: Any) -> Ranked:
        found = rank(answers, **facts).entry(strategy)
        assert found is not None, f"{strategy} is excluded"
        return found

    return ranked


@pytest.fixture
def everything(knowledge: Knowledge) -> Callable[..., dict[str, str]]:
    """The same answer to every diagnosis question, some of them changed."""

    def answers(value: str, changes: Iterable[tuple[str, str]] = ()) -> dict[str, str]:
        return {**{question.id: value for question in knowledge.of_kind("diagnosis")}, **dict(changes)}

    return answers
