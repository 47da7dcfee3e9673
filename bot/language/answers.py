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
        rows: dict[Label, list[int]] = {}
        for row, label in enumerate(labels):
            rows.setdefault(label, []).append(row)
        self._vectors = vectors
        self._labels = list(rows)
        # One row per label, its examples' places in it; places left over point behind the last example.
        longest = max((len(places) for places in rows.values()), default=0)
        self._places = np.full((len(rows), max(longest, 2)), len(labels), dtype=np.intp)
        for number, places in enumerate(rows.values()):
            self._places[number, : len(places)] = places
        self._single = np.array([len(places) == 1 for places in rows.values()], dtype=bool)

    def nearest(self, vector: Vectors, k: int | None) -> list[tuple[Label, float]]:
        """The `k` nearest labels (None: all of them) with their similarity (-1 to 1), nearest first."""
        found = self._label_similarities(vector)
        return sorted(found, key=lambda pair: (-pair[1], pair[0]))[:k]

    def _label_similarities(self, vector: Vectors) -> list[tuple[Label, float]]:
        """Each label with the mean of its two nearest examples: one odd example alone should not decide."""
        if not self._labels:
            return []
        similarities = np.append(self._vectors @ vector, np.float32(-1.0))[self._places]
        two = np.partition(similarities, -2, axis=1)[:, -2:]
        best = np.where(self._single, two.max(axis=1), two.mean(axis=1))
        return list(zip(self._labels, best.tolist(), strict=True))
