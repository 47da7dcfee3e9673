"""Says which record answers a question: a classifier over phrases, weighed with the words that are shared."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from bot.language.encoder import Vectors
from bot.language.linear import LinearModel, softmax
from bot.model.turn import Found
from bot.search.labels import BESIDE, OUTSIDE, REFUSAL, Phrase
from bot.search.lexical import LexicalIndex

# How much shared words (BM25 over all that a record says and is asked with) count beside the classifier's
# log-probability. Chosen on the development questions (benchmarks/answers): none finds two in a hundred fewer.
TEXT_WEIGHT = 4.0
# Multiplies the sum before the softmax: under it the probabilities of the development questions are honest.
SHARPNESS = 2.5


class RecordSearch:
    """Ranks every record, refusal and outside subject for a question."""

    # No places: a vocabulary without refusals has no near misses.
    _none = np.zeros(0, dtype=np.intp)

    def __init__(self, model: LinearModel, phrases: Sequence[Phrase], texts: Mapping[str, str]) -> None:
        """Construct the search.

        Args:
            model: the classifier that was fitted on the phrases.
            phrases: label and phrase, n of them.
            texts: what the records say.
        """
        self._model = model
        self._labels = np.array(model.classes)
        said: dict[str, list[str]] = {label: [] for label in model.classes}
        for label, phrase in phrases:
            said[label].append(phrase)
        self._texts = LexicalIndex.build([" ".join((*said[c], texts.get(c, ""))) for c in model.classes])
        self._outside = np.array([label.startswith(OUTSIDE) for label in model.classes])
        self._refusal = np.array([label.startswith(REFUSAL) for label in model.classes])
        self._beside = np.array([label.startswith(BESIDE) for label in model.classes])
        # The places of the near misses, and of the refusals that they are near to.
        place = {label: number for number, label in enumerate(model.classes)}
        near = [
            (place[label], place[label.removeprefix(BESIDE)]) for label in model.classes if label.startswith(BESIDE)
        ]
        self._beside_of = tuple(np.array(side, dtype=np.intp) for side in zip(*near, strict=True)) or (self._none,) * 2

    def search(self, text: str, vector: Vectors, most: int) -> Found:
        """Rank the records for one question with its unit vector, shape (384,)."""
        scores = np.log(softmax(self._model.logits([text], vector[None, :]))[0] + 1e-9)
        shared = self._texts.shares(text)
        if len(shared):
            scores += TEXT_WEIGHT * shared
        chances = softmax(SHARPNESS * scores[None, :])[0]
        chances = self._without_near_misses(chances)
        return Found(
            self._best(chances, ~(self._outside | self._refusal | self._beside), most),
            self._best(chances, self._refusal, 1),
            float(chances[self._outside].sum()),
        )

    def _without_near_misses(self, chances: Vectors) -> Vectors:
        """The chances where each near miss has spoken against its refusal; the rest share the whole."""
        left = chances.copy()
        left[self._beside_of[1]] = np.maximum(chances[self._beside_of[1]] - chances[self._beside_of[0]], 0.0)
        left[self._beside_of[0]] = 0.0
        shared: Vectors = left / (left.sum() or 1.0)
        return shared

    def _best(self, chances: Vectors, among: np.ndarray, most: int) -> tuple[tuple[str, float], ...]:  # type: ignore[type-arg]
        places = np.flatnonzero(among)
        ordered = places[np.argsort(-chances[places], kind="stable")][:most]
        return tuple((str(self._labels[i]), float(chances[i])) for i in ordered)
