"""Keeps the vectors of texts between starts, so that only what is new is encoded."""

from __future__ import annotations

import hashlib
import logging
import os
import tempfile
import zipfile
from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np

from bot.language.encoder import DIMENSION, SentenceEncoder, Vectors
from bot.language.making import making_alone

logger = logging.getLogger(__name__)

# Bytes of a sha256.
_KEY = 32


def _in_order(keys: Sequence[bytes], kept: Mapping[bytes, Vectors]) -> Vectors:
    return np.stack([kept[key] for key in keys]) if keys else np.zeros((0, DIMENSION), dtype=np.float32)


class VectorCache:
    """Vectors by the hash of their text, in one file a version of the encoder."""

    def __init__(self, folder: Path, encoder: SentenceEncoder) -> None:
        """Use a file in `folder`; that it cannot be written costs time at the next start and nothing else."""
        self._path = folder / f"vectors-{encoder.version[:16]}.npz"
        self._encoder = encoder

    def encode(self, texts: Sequence[str]) -> Vectors:
        """Vectors of unit length, shape (len(texts), 384), in the order of the texts.

        What is kept afterwards are these texts: a phrase that was struck from the documents leaves the cache as well.
        """
        keys = [hashlib.sha256(text.encode()).digest() for text in texts]
        kept = self._read()
        if kept.keys() == set(keys):
            return _in_order(keys, kept)
        with making_alone(self._path.parent):
            # Another process may have encoded them meanwhile.
            kept = self._read()
            new = {key: text for key, text in zip(keys, texts, strict=True) if key not in kept}
            if new:
                logger.debug("Encoding %d texts, %d are known.", len(new), len(kept))
                kept.update(zip(new, self._encoder.encode(list(new.values())), strict=True))
            vectors = _in_order(keys, kept)
            if new or len(kept) > len(set(keys)):
                self._write(keys, vectors)
        return vectors

    def _read(self) -> dict[bytes, Vectors]:
        try:
            # Opened here: of a damaged archive the library would leave its own file open.
            with self._path.open("rb") as file, np.load(file, allow_pickle=False) as arrays:
                keys, vectors = arrays["keys"], arrays["vectors"]
        except (OSError, ValueError, KeyError, EOFError, zipfile.BadZipFile):
            return {}
        if vectors.shape != (len(keys), DIMENSION):
            return {}
        return {bytes(key): vector for key, vector in zip(keys, vectors, strict=True)}

    def _write(self, keys: Sequence[bytes], vectors: Vectors) -> None:
        """Write the file whole or not at all: two processes may start at once."""
        places = list({key: place for place, key in enumerate(keys)}.values())
        table = np.frombuffer(b"".join(keys[place] for place in places), dtype=np.uint8).reshape(len(places), _KEY)
        try:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            handle, name = tempfile.mkstemp(dir=self._path.parent, suffix=".part")
            try:
                with os.fdopen(handle, "wb") as file:
                    np.savez(file, keys=table, vectors=vectors[places])
                os.replace(name, self._path)
            except OSError:
                os.unlink(name)
                raise
        except OSError as error:
            logger.warning("Vectors could not be kept in %s: %s.", self._path.parent, error.strerror)
