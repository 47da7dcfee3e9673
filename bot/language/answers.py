"""Finds the nearest examples of a sentence: which option of a question, which record, it speaks of."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from bot.language.encoder import Vectors

# (question id, option value), or for other records (kind, id).
Label = tuple[str, str]


class ExemplarIndex:
    """Example sentences as vectors, several to a label."""

    def __init__(self, vectors: Vectors, labels: Sequence[Label]) -> None:
        """Index examples.

        Args:
            vectors: one unit vector per example, shape (n, d).
            labels: the label of each example, n of them.

        Raises:
            ValueError: vectors and labels differ in number.
        """
        if len(vectors) != len(labels):
            raise ValueError(f"{len(vectors)} vectors but {len(labels)} labels")
        # Examples of one label lie side by side, so that a label's best ones are found on a slice.
        order = sorted(range(len(labels)), key=lambda i: labels[i])
        self._vectors = np.ascontiguousarray(vectors[order]) if order else vectors
        self._spans: list[tuple[Label, int, int]] = []
        for row, example in enumerate(order):
            label = labels[example]
            if self._spans and self._spans[-1][0] == label:
                self._spans[-1] = (label, self._spans[-1][1], row + 1)
            else:
                self._spans.append((label, row, row + 1))

    def best_options(self, vector: Vectors, top: int = 2) -> dict[str, list[tuple[str, float]]]:
        """For each question its `top` nearest option values with their similarity, nearest first.

        Args:
            vector: one unit vector, shape (d,).
            top: how many values to keep for a question.
        """
        found: dict[str, list[tuple[str, float]]] = {}
        for (question, value), similarity in self._label_similarities(vector):
            found.setdefault(question, []).append((value, similarity))
        for options in found.values():
            options.sort(key=lambda pair: (-pair[1], pair[0]))
            del options[top:]
        return found

    def nearest(self, vector: Vectors, k: int) -> list[tuple[Label, float]]:
        """The `k` nearest labels over all questions with their similarity (-1 to 1), nearest first."""
        found = self._label_similarities(vector)
        return sorted(found, key=lambda pair: (-pair[1], pair[0]))[:k]

    def _label_similarities(self, vector: Vectors) -> list[tuple[Label, float]]:
        if not self._spans:
            return []
        similarities = self._vectors @ vector
        return [(label, _best(similarities[start:end])) for label, start, end in self._spans]


def _best(similarities: Vectors) -> float:
    """The mean of the two nearest examples: one odd example alone should not decide."""
    if len(similarities) == 1:
        return float(similarities[0])
    two = np.partition(similarities, -2)[-2:]
    return float(two.mean())
