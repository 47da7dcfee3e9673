"""Says which diagnosis question a complaint answers, and which score it stands for."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
from sklearn.linear_model import LogisticRegression

from bot.language.committee import Committee
from bot.language.encoder import Vectors
from bot.language.linear import softmax
from bot.model.knowledge import NO_QUESTION
from bot.understanding.fitted import fitted_committee
from bot.understanding.vocabulary import Vocabulary

# A question's id, the score of the answer, and how somebody tells of it.
Told = tuple[str, int, str]
# From this score on an answer tells of a trouble.
LEAST_SCORE = 2
# A shorter example answer ("never", "all of it") is none without its question.
_FEWEST_WORDS = 3
# The first examples of an option are its plainest. With all of them answers outnumber complaints four to one, and two
# to four of 110 complaints fewer find their dimension.
_ANSWERS_OF_AN_OPTION = 8
# Strength of the regression that tells the scores of one question apart, as for the options of a question.
_STRENGTH = 20.0
_LEAST_LIKELIHOOD = 0.05


def trouble_examples(known: Vocabulary) -> Iterator[Told]:
    """The complaints, and the example answers: those of the lower scores tell of no trouble."""
    for trouble in known.troubles:
        for text in trouble.told:
            yield trouble.question, trouble.score, text
    for question in known.questions:
        for option in question.options:
            if question.kind != "diagnosis" or option.score is None:
                continue
            name = question.id if option.score >= LEAST_SCORE else NO_QUESTION
            for text in option.examples[:_ANSWERS_OF_AN_OPTION]:
                if len(text.split()) >= _FEWEST_WORDS:
                    yield name, option.score, text


class TroubleReader:
    """A committee that knows the questions, and for each question a regression that knows its scores."""

    def __init__(self, examples: Sequence[Told], vectors: Vectors, cache: Path) -> None:
        """Learn from examples, n of them, with their unit vectors, shape (n, 384); `cache` keeps what takes long."""
        texts, questions = [text for *_, text in examples], [question for question, *_ in examples]
        self._committee: Committee = fitted_committee("troubles", texts, vectors, questions, cache)
        self._scores: dict[str, tuple[list[int], LogisticRegression | None]] = {}
        rows: dict[str, list[int]] = {}
        for row, question in enumerate(questions):
            rows.setdefault(question, []).append(row)
        for question, places in rows.items():
            found = [examples[place][1] for place in places]
            several = len(set(found)) > 1
            model = LogisticRegression(C=_STRENGTH, max_iter=300).fit(vectors[places], found) if several else None
            self._scores[question] = (sorted(set(found)), model)

    def read(self, texts: Sequence[str], vectors: Vectors, most: int) -> list[tuple[str, int, float]]:
        """The troubles that some clauses tell of: question, score, likelihood (0 to 1), likeliest first.

        Args:
            texts: the clauses, n of them.
            vectors: their unit vectors, shape (n, 384).
            most: how many troubles are wanted.
        """
        best: dict[str, tuple[int, float]] = {}
        chances = softmax(self._committee.temperature * self._committee.scores(texts, vectors))
        for row, vector in zip(chances, vectors, strict=True):
            for question, chance in zip(self._committee.classes, row.tolist(), strict=True):
                wanted = question != NO_QUESTION and chance >= _LEAST_LIKELIHOOD
                if wanted and chance > best.get(question, (0, 0.0))[1]:
                    best[question] = (self._score(question, vector), chance)
        found = [(question, score, round(chance, 3)) for question, (score, chance) in best.items()]
        return sorted(found, key=lambda trouble: (-trouble[2], trouble[0]))[:most]

    def _score(self, question: str, vector: Vectors) -> int:
        scores, model = self._scores[question]
        return int(model.predict(vector[np.newaxis])[0]) if model else scores[0]
