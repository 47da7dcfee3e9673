"""Tells picture captions from content: scraped pages keep the description of an image where the image is gone."""

from __future__ import annotations

import functools
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import yaml
from sklearn.linear_model import LogisticRegression

from bot.language.encoder import SentenceEncoder, shared_encoder

_EXAMPLES = Path(__file__).with_name("caption_examples.yml")
# C of the regression: unit vectors need little restraint, and at 1 no probability leaves the middle.
_STRENGTH = 20.0


class CaptionDetector:
    """Learns from the examples beside this module."""

    def __init__(self, encoder: SentenceEncoder) -> None:
        """Fit the detector; 100 examples take less than a second."""
        examples = yaml.safe_load(_EXAMPLES.read_text(encoding="utf-8"))
        texts = [*examples["captions"], *examples["not_captions"]]
        labels = np.array([1] * len(examples["captions"]) + [0] * len(examples["not_captions"]))
        self._encoder = encoder
        self._model = LogisticRegression(C=_STRENGTH).fit(encoder.encode(texts), labels)

    def likelihoods(self, texts: Sequence[str]) -> list[float]:
        """How likely each text is a caption, 0 to 1."""
        if not texts:
            return []
        return [float(p) for p in self._model.predict_proba(self._encoder.encode(texts))[:, 1]]


@functools.cache
def caption_detector() -> CaptionDetector:
    """The one detector of this process."""
    return CaptionDetector(shared_encoder())
