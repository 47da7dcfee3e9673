"""Reads a free answer as an option of a question."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np

from bot.language.encoder import Vectors
from bot.language.linear import Fit, softmax
from bot.model.knowledge import NO_QUESTION, Question, Term
from bot.understanding.fitted import fitted_regressions
from bot.understanding.vocabulary import Vocabulary

# A question's id, the value of one of its options, and how somebody says it.
Example = tuple[str, str, str]
# C is a quarter of what intents have: a question has few options, and a hundred examples rather than thousands.
_HOW = Fit(strength=5.0)


def option_examples(known: Vocabulary) -> Iterator[Example]:
    """The labels and example answers of the options, and the complaints that stand for one of them."""
    valued = {}
    for question in known.questions:
        for term in answered_terms(known, question):
            for text in dict.fromkeys((term.title, *term.examples, *_told_alone(known, question, term))):
                yield question.id, term.id, text
        for option in question.options:
            if question.kind == "diagnosis" and option.score is not None:
                valued[question.id, option.score] = option.value
            for text in dict.fromkeys((option.label, *option.examples)):
                yield question.id, option.value, text
    for trouble in known.troubles:
        value = valued.get((trouble.question, trouble.score))
        if trouble.question != NO_QUESTION and value is not None:
            for text in trouble.told:
                yield trouble.question, value, text


def answered_terms(known: Vocabulary, question: Question) -> list[Term]:
    """The values of a question's vocabulary that whole answers are known of: the parts of the work, no countries."""
    return [term for term in known.terms if term.vocabulary == question.vocabulary and term.examples]


def _told_alone(known: Vocabulary, question: Question, term: Term) -> Iterator[str]:
    """The descriptions that say nothing but this: "the phone rings while i have dough on my hands"."""
    field = question.id.removeprefix("fact.")
    for descriptions in known.descriptions.values():
        for each in descriptions:
            if each.facts.keys() == {field} and each.facts[field] == [term.id]:
                yield each.text


class OptionReader:
    """One small classifier a question, weighed with the nearest example.

    The probability says which option of the question is meant, whatever was said; the nearest example says whether it
    is an answer to the question at all. Their geometric mean, 0 to 1, needs both.
    """

    def __init__(self, examples: Sequence[Example], vectors: Vectors, cache: Path) -> None:
        """Learn from examples, n of them, with their unit vectors, shape (n, 384); `cache` keeps what takes long."""
        # Examples of an option stand together, options of a question stand together.
        order = sorted(range(len(examples)), key=lambda row: examples[row][:2])
        labels = [examples[row][:2] for row in order]
        self._vectors = vectors[order]
        self._firsts = [row for row, label in enumerate(labels) if row == 0 or label != labels[row - 1]]
        texts = [examples[row][2] for row in order]
        self._model = fitted_regressions("options", texts, self._vectors, labels, _HOW, cache)
        self._places: dict[str, list[tuple[int, str]]] = {}
        for place, name in enumerate(self._model.classes):
            question, _, value = name.partition(":")
            self._places.setdefault(question, []).append((place, value))

    def likenesses(self, vector: Vectors) -> Vectors:
        """For each option, in the order of the model's classes, the similarity (0 to 1) of its nearest example."""
        if not self._firsts:
            return np.zeros(0, dtype=np.float32)
        nearest: Vectors = np.maximum.reduceat(np.maximum(self._vectors @ vector, 0.0), self._firsts)
        return nearest

    def read(self, text: str, vector: Vectors, likenesses: Vectors, top: int = 2) -> dict[str, list[tuple[str, float]]]:
        """For each question its `top` likeliest option values with their likelihood (0 to 1), likeliest first."""
        if not self._places:
            return {}
        logits = self._model.logits_of(text, vector)
        found = {}
        for question, places in self._places.items():
            rows = [place for place, _ in places]
            likelihoods = np.sqrt(softmax(logits[rows]) * likenesses[rows]).tolist()
            ranked = zip((value for _, value in places), likelihoods, strict=True)
            found[question] = sorted(ranked, key=lambda pair: (-pair[1], pair[0]))[:top]
        return found

    def as_near(self, likenesses: Vectors, least: float) -> list[str]:
        """The questions that have an example at least so near, whichever option it stands for."""
        near = likenesses.tolist()
        return [name for name, places in self._places.items() if any(near[row] >= least for row, _ in places)]
