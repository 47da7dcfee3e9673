"""Search over the passages of added documents: by words and by meaning, fused."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from bot.language.encoder import DIMENSION, Vectors
from bot.search.lexical import LexicalIndex, content_words

# Half words, half meaning: on the development questions either alone finds fewer (benchmarks/answers).
_LEXICAL_WEIGHT = 0.5
# A word that stands once in a passage of average length earns 1/(1 + k1) of its weight, with BM25's k1 of 1.5; standing
# there once is all that a passage must do, so that a rare word is found whatever else resembles the question.
_WHOLE = 2.5
# "Why do you ask?" has one word that tells anything, and any guide has that one somewhere.
_ONE_WORD = 0.4
# The best by words and the best by meaning are compared; what is in neither list is no answer.
_CANDIDATES = 50


@dataclass(frozen=True, slots=True)
class Hit:
    """A passage that may answer: `dense` is a cosine, `lexical` the share of the question's words, both up to 1."""

    passage: str
    score: float
    dense: float
    lexical: float


class PassageIndex:
    """Passages by their place in three parallel lists."""

    def __init__(self, ids: Sequence[str], vectors: Vectors, lexical: LexicalIndex) -> None:
        """Search `ids`, whose vectors have shape (len(ids), 384)."""
        self._ids = ids
        self._vectors = vectors
        self._lexical = lexical

    @classmethod
    def empty(cls) -> PassageIndex:
        """An index without passages."""
        return cls((), np.zeros((0, DIMENSION), dtype=np.float32), LexicalIndex(None))

    def __len__(self) -> int:
        return len(self._ids)

    def search(self, text: str, vector: Vectors, most: int) -> list[Hit]:
        """The passages that fit a question, best first."""
        if not self._ids:
            return []
        weight = _WHOLE if content_words(text) > 1 else _WHOLE * _ONE_WORD
        dense, lexical = self._vectors @ vector, np.minimum(weight * self._lexical.shares(text), 1.0)
        if len(lexical) != len(dense):
            lexical = np.zeros_like(dense)
        fused = (1 - _LEXICAL_WEIGHT) * dense + _LEXICAL_WEIGHT * lexical
        candidates = np.unique(np.concatenate([_best(dense), _best(lexical)]))
        ordered = candidates[np.argsort(-fused[candidates], kind="stable")][:most]
        return [Hit(self._ids[i], float(fused[i]), float(dense[i]), float(lexical[i])) for i in ordered]


def _best(scores: Vectors) -> np.ndarray:  # type: ignore[type-arg]
    if len(scores) <= _CANDIDATES:
        return np.arange(len(scores))
    return np.argpartition(-scores, _CANDIDATES)[:_CANDIDATES]
