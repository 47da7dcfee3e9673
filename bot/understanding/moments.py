"""Reads what somebody says at a question that answers nothing and still wants a word: anger, a blow, a brush-off."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from bot.language.encoder import Vectors


@dataclass(frozen=True, slots=True)
class MomentExamples:
    """How people say such a thing and what only sounds like it; at the questions of `answers` it is an answer."""

    id: str
    answers: tuple[str, ...]
    examples: tuple[str, ...]
    not_examples: tuple[str, ...]


def moment_examples(raw: dict[str, Any]) -> MomentExamples:
    """The moment of one entry in `knowledge/moments.yml`."""
    return MomentExamples(
        str(raw["id"]), tuple(raw.get("answers") or ()), tuple(raw["examples"]), tuple(raw["not_examples"])
    )


def moment_texts(moments: Sequence[MomentExamples]) -> Iterator[str]:
    """All examples and near misses, in the order in which the reader wants their vectors."""
    for moment in moments:
        yield from (*moment.examples, *moment.not_examples)


class MomentReader:
    """The nearest example says which moment it is; a near miss that is as near says that it is none."""

    def __init__(self, moments: Sequence[MomentExamples], vectors: Vectors) -> None:
        """Take the examples with their unit vectors, shape (n, 384), in the order of `moment_texts`."""
        self._moments, self._vectors = moments, vectors
        # The number of its moment for each example; behind them all the one for near misses.
        numbers = [
            number if place < len(moment.examples) else len(moments)
            for number, moment in enumerate(moments)
            for place in range(len(moment.examples) + len(moment.not_examples))
        ]
        self._numbers = np.array(numbers, dtype=np.intp)

    def read(self, vector: Vectors) -> dict[str, Any] | None:
        """The moment that a text with this unit vector, shape (384,), is nearest to, and its likeness (0 to 1)."""
        if not len(self._vectors):
            return None
        near = self._vectors @ vector
        likeness = near.max()
        # A near miss that is exactly as near comes first: it speaks against the moment.
        number = int(self._numbers[near == likeness].max())
        if number == len(self._moments):
            return None
        moment = self._moments[number]
        return {"id": moment.id, "likeness": round(float(likeness), 3), "answers": list(moment.answers)}
