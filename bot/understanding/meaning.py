"""Says what a text is about and which answers it holds, from the one vector that the text already has."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Protocol

from bot.language.encoder import Vectors
from bot.search.passages import Hit
from bot.search.records import SERVICES
from bot.understanding.exemplars import Exemplars
from bot.understanding.facts import stated_facts
from bot.understanding.options import OptionReader
from bot.understanding.vocabulary import Vocabulary

_MOST_TOPICS = 5
# Who reports progress or compares two strategies names strategies, which other records may crowd out of the first five.
_MOST_STRATEGIES = 3
# Two options a question: the answer, and what it is weighed against.
_MOST_OPTIONS = 2
# Unrelated texts lie below this; what is handed on stays small, and the conversation sets its own stricter bounds.
_LEAST_LIKELIHOOD = 0.3
_MOST_PROBLEMS = 3
# An answer, what it is weighed against, and what is offered where it is not known.
_MOST_RECORDS, _MOST_PASSAGES = 6, 3
# Probability that somebody asks who helps, below which nobody is named.
_LEAST_SERVICES = 0.05
# From this score on an answer tells of a trouble.
_PROBLEM_SCORE = 2


class PassageSearch(Protocol):
    """Finds passages of added documents."""

    def search(self, text: str, vector: Vectors, most: int) -> Sequence[Hit]:
        """The passages that fit a question, best first."""


class MeaningReader:
    """Reads topics, options, problems, distress and facts."""

    def __init__(self, known: Vocabulary, examples: Exemplars, passages: PassageSearch | None = None) -> None:
        """Construct the reader over a vocabulary, its encoded examples, and what operators added."""
        self._examples, self._passages = examples, passages
        self._questions = {question.id: question for question in known.questions}
        self._options = OptionReader(examples.option_vectors, examples.option_labels)

    def read(self, text: str, vector: Vectors | None, entities: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
        """What a text means, ready for JSON; lists are best first, similarities (-1 to 1) have three digits.

        Args:
            text: what was typed.
            vector: its unit vector, shape (384,), or None for a blank one.
            entities: what it names, in the order of the text.
        """
        if vector is None:
            feelings = {"distress": 0.0, "despair": 0.0}
            return {"topics": [], "options": {}, "problems": [], "distress": feelings, "facts": {}, "search": {}}
        options = self._options.read(vector, _MOST_OPTIONS)
        return {
            "topics": self._topics(vector),
            "options": {
                question: [[value, round(likelihood, 3)] for value, likelihood in found]
                for question, found in options.items()
                if found[0][1] >= _LEAST_LIKELIHOOD
            },
            "problems": self._problems(vector),
            "distress": self._distress(vector),
            "facts": stated_facts(text, entities, self._questions),
            "search": self._search(text, vector),
        }

    def _search(self, text: str, vector: Vectors) -> dict[str, Any]:
        """Which records and passages answer a text, and how likely none does."""
        found = self._examples.records.search(text, vector, _MOST_RECORDS)
        hits = self._passages.search(text, vector, _MOST_PASSAGES) if self._passages else []
        return {
            "records": [[name, round(chance, 4)] for name, chance in found.records],
            "refusals": [[name, round(chance, 4)] for name, chance in found.refusals],
            "outside": round(found.outside, 4),
            "services": self._services(vector, dict(found.records)),
            "passages": [[hit.passage, round(hit.score, 4)] for hit in hits],
        }

    def _services(self, vector: Vectors, records: Mapping[str, float]) -> list[list[Any]]:
        """The bodies that help, nearest first, where somebody may be asking for them."""
        if records.get(SERVICES, 0.0) < _LEAST_SERVICES:
            return []
        return [[label[1], round(s, 3)] for label, s in self._examples.services.nearest(vector, None)]

    def _topics(self, vector: Vectors) -> list[list[Any]]:
        """The nearest records, and the nearest strategies among them or behind."""
        nearest = self._examples.topics.nearest(vector, None)
        strategies = [label for label, _ in nearest if label[0] == "strategy"][:_MOST_STRATEGIES]
        first = {label for label, _ in nearest[:_MOST_TOPICS]}
        return [[label[1], round(s, 3)] for label, s in nearest if label in first or label in strategies]

    def _problems(self, vector: Vectors) -> list[list[Any]]:
        """The troubles nearest to a text; a question counts only if its nearest option tells of one."""
        found: list[tuple[str, int, float]] = []
        for question, options in self._examples.options.best_options(vector, 1).items():
            value, similarity = options[0]
            score = self._examples.scores.get((question, value))
            if score is not None and score >= _PROBLEM_SCORE:
                found.append((question, score, round(similarity, 3)))
        found.sort(key=lambda problem: (-problem[2], problem[0]))
        return [list(problem) for problem in found[:_MOST_PROBLEMS]]

    def _distress(self, vector: Vectors) -> dict[str, float]:
        """How near a text is to a cry for help; 0 where it is as near to one of the near misses."""
        examples = self._examples
        calm = _nearest(examples.not_signs, vector)
        near = {"distress": _nearest(examples.signs, vector), "despair": _nearest(examples.despair, vector)}
        return {name: round(value, 3) if value > calm else 0.0 for name, value in near.items()}


def _nearest(vectors: Vectors, vector: Vectors) -> float:
    return float((vectors @ vector).max()) if len(vectors) else 0.0
