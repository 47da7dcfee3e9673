"""Says which classes the examples nearest to a sentence belong to."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from bot.language.encoder import Vectors
from bot.language.linear import Matrix

# In 128 main directions the nearest are the same as in all, at a third of the time and the size.
_DIRECTIONS = 128
# How many neighbours vote, and how quickly a vote fades with distance. On the development phrases a fading of 8 is as
# good.
_VOTERS, _FADING = 15, 12.0
# So few texts, a message and its clauses, are compared one by one in a third of the time.
_FEW_TEXTS = 8
# What every class has without a neighbour. Votes are not made to sum to one, so that far from all examples the floor
# levels the classes, and nothing is certain: what lies outside is told better by a third of a point for it.
_FLOOR = 0.001


@dataclass(frozen=True, slots=True)
class Neighbours:
    """Examples in their main directions.

    `centre` (w,) and `directions` (w, d) lead from sentence vectors to the unit `vectors` (n, d); `places` (n,) are
    the classes of the examples among `classes` of them.
    """

    centre: Vectors
    directions: Vectors
    vectors: Vectors
    places: npt.NDArray[np.intp]
    classes: int

    @classmethod
    def of(cls, vectors: Vectors, labels: Sequence[str], classes: Sequence[str]) -> Neighbours:
        """The examples with their unit vectors, shape (n, w), and their labels, each of them one of `classes`."""
        centre = vectors.mean(axis=0)
        # The directions in which the examples differ most: those of the greatest eigenvalues of their covariance.
        moved = (vectors - centre).astype(np.float64)
        _, axes = np.linalg.eigh(moved.T @ moved)
        directions = np.ascontiguousarray(axes[:, ::-1][:, :_DIRECTIONS]).astype(np.float32)
        place = {name: number for number, name in enumerate(classes)}
        places = np.array([place[label] for label in labels], dtype=np.intp)
        return cls(centre, directions, _unit((vectors - centre) @ directions), places, len(classes))

    def log_votes(self, vectors: Vectors) -> Matrix:
        """The logarithm of the votes for each class, shape (texts, classes), for sentence vectors (texts, w)."""
        likeness = self._likeness(_unit((vectors - self.centre) @ self.directions))
        voters = min(_VOTERS, likeness.shape[1])
        nearest = np.argpartition(likeness, -voters, axis=1)[:, -voters:]
        votes = np.zeros((len(vectors), self.classes))
        for row, chosen in enumerate(nearest):
            np.add.at(votes[row], self.places[chosen], np.exp(_FADING * (likeness[row, chosen] - 1)))
        logarithms: Matrix = np.log(votes + _FLOOR)
        return logarithms

    def _likeness(self, sought: Vectors) -> Vectors:
        """The cosine of each of some unit vectors (texts, d) and each example, shape (texts, n)."""
        if len(sought) > _FEW_TEXTS:
            return sought @ self.vectors.T
        return np.stack([self.vectors @ vector for vector in sought])


def _unit(vectors: Vectors) -> Vectors:
    lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
    unit: Vectors = (vectors / np.where(lengths == 0, 1, lengths)).astype(np.float32)
    return unit
