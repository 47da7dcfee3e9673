"""Reads a free answer as an option of a question."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from sklearn.linear_model import LogisticRegression

from bot.language.answers import Label
from bot.language.encoder import Vectors

# Strength of the regression; at 1 its probabilities among five options with seven examples each hardly differ.
_STRENGTH = 20.0


class OptionReader:
    """One small classifier a question, weighed with the nearest example.

    The probability says which option of the question is meant, whatever was said; the nearest example says whether it
    is an answer to the question at all. Their geometric mean, 0 to 1, needs both.
    """

    def __init__(self, vectors: Vectors, labels: Sequence[Label]) -> None:
        """Learn the options.

        Args:
            vectors: one unit vector per example, shape (n, d).
            labels: question id and option value of each example, n of them.
        """
        self._questions: dict[str, tuple[Vectors, list[str], LogisticRegression]] = {}
        rows: dict[str, list[int]] = {}
        for row, (question, _) in enumerate(labels):
            rows.setdefault(question, []).append(row)
        for question, places in rows.items():
            values = [labels[place][1] for place in places]
            if len(set(values)) > 1:
                model = LogisticRegression(C=_STRENGTH, max_iter=500).fit(vectors[places], values)
                self._questions[question] = (vectors[places], values, model)

    def read(self, vector: Vectors, top: int = 2) -> dict[str, list[tuple[str, float]]]:
        """For each question its `top` likeliest option values with their likelihood (0 to 1), likeliest first."""
        return {question: self._read_one(question, vector)[:top] for question in self._questions}

    def _read_one(self, question: str, vector: Vectors) -> list[tuple[str, float]]:
        examples, values, model = self._questions[question]
        similarities = np.maximum(examples @ vector, 0.0)
        nearest: dict[str, float] = {}
        for value, similarity in zip(values, similarities.tolist(), strict=True):
            nearest[value] = max(nearest.get(value, 0.0), similarity)
        probabilities = model.predict_proba(vector[np.newaxis])[0].tolist()
        found = [
            (str(v), float(np.sqrt(p * nearest[str(v)]))) for v, p in zip(model.classes_, probabilities, strict=True)
        ]
        return sorted(found, key=lambda pair: (-pair[1], pair[0]))
