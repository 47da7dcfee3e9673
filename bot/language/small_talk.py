"""Leaves out of a message what is only said around it: openings, excuses, the weather, farewells."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from bot.language.encoder import SentenceEncoder, Vectors
from bot.language.linear import Fit, LinearModel, fit_regression, softmax
from bot.language.said import Said

_SMALL_TALK, _MATTER = "small_talk", "matter"
# From this likelihood on a clause is left out. On 700 development phrases as they stand 94.8 % are right (94.6 where
# nothing is left out, 94.1 from 0.9 on), with small talk around them 78 % instead of 67 %.
_LEAST = 0.98


@dataclass(frozen=True, slots=True)
class SmallTalk:
    """Tells clauses of small talk from those of the matter."""

    model: LinearModel

    def without(self, said: Said, encoder: SentenceEncoder) -> Said:
        """What was said without its small talk; all of it where it has none, or nothing else."""
        clauses, vectors = said.texts[1:], said.vectors[1:]
        if not clauses:
            return said
        likely = softmax(self.model.logits(clauses, vectors))[:, self.model.classes.index(_SMALL_TALK)]
        kept = [row for row, chance in enumerate(likely.tolist()) if chance < _LEAST]
        if len(kept) in (0, len(clauses)):
            return said
        texts = tuple(clauses[row] for row in kept)
        if len(texts) == 1:
            return Said.whole(texts[0], vectors[kept[0]])
        whole = ", ".join(texts)
        return Said((whole, *texts), np.vstack([encoder.encode([whole]), vectors[kept]]))


def fit_small_talk(
    talk: Sequence[str], talk_vectors: Vectors, matter: Sequence[str], matter_vectors: Vectors, how: Fit
) -> SmallTalk:
    """Learn from small talk and from what people say of the matter.

    Args:
        talk: clauses of small talk, n of them.
        talk_vectors: their unit vectors, shape (n, 384).
        matter: everything else, m examples.
        matter_vectors: their unit vectors, shape (m, 384).
        how: the settings of the fit.
    """
    labels = [*[_SMALL_TALK] * len(talk), *[_MATTER] * len(matter)]
    vectors = np.vstack([talk_vectors, matter_vectors])
    return SmallTalk(fit_regression([*talk, *matter], vectors, labels, how))
