"""A message with its clauses, each with its sentence vector: what every reader of it shares."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from bot.language.asking import is_question
from bot.language.clauses import clauses
from bot.language.encoder import SentenceEncoder, Vectors
from bot.language.phrase_encoder import both_views


@dataclass(frozen=True)
class Said:
    """A text and its clauses, with their unit vectors, shape (n, 384); one text alone where it is one clause."""

    texts: tuple[str, ...]
    vectors: Vectors

    @cached_property
    def views(self) -> Vectors:
        """Both encoders' unit vectors, shape (n, 896); made once, since the intent and the facts are told by them."""
        return both_views(self.texts, self.vectors)

    @classmethod
    def whole(cls, text: str, vector: Vectors) -> Said:
        """A text that is not taken apart, with its unit vector, shape (384,)."""
        return cls((text,), vector[np.newaxis])

    @classmethod
    def of(cls, text: str, vector: Vectors, encoder: SentenceEncoder) -> Said:
        """A text with its unit vector, shape (384,), and its clauses where it says several things."""
        parts = clauses(text)
        if len(parts) < 2:
            return cls.whole(text, vector)
        return cls((text, *parts), np.vstack([vector, encoder.encode(parts)]))

    def statements(self) -> Said:
        """The clauses that ask nothing; everything where nothing or all of it is asked."""
        rows = [row for row, text in enumerate(self.texts) if row and not is_question(text)]
        if not rows or len(rows) == len(self.texts) - 1:
            return self
        return Said(tuple(self.texts[row] for row in rows), self.vectors[rows])
