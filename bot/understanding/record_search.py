"""Makes the record search out of a vocabulary, or takes its classifier from the cache where nothing changed."""

from __future__ import annotations

import hashlib
import logging
import shutil
import tempfile
from collections.abc import Sequence
from pathlib import Path

from bot.language.encoder import Vectors
from bot.language.linear import Fit, LinearModel, fit_once
from bot.language.linear_files import load_model, save
from bot.search.records import Phrase, RecordSearch
from bot.understanding.phrases import record_texts
from bot.understanding.vocabulary import Vocabulary

logger = logging.getLogger(__name__)

# On the development questions 5 and 10 are alike and 2 is worse; with n-grams at 1.2 more of what lies outside is told
# from what doesn't than at 0.8.
_FIT = Fit(strength=5.0, ngram_weight=1.2)
# Raise when the fit changes for a reason that the phrases do not show.
_VERSION = "1"


def record_search(known: Vocabulary, phrases: Sequence[Phrase], vectors: Vectors, cache: Path) -> RecordSearch:
    """The search over the records of a vocabulary.

    Args:
        known: the vocabulary.
        phrases: its record and other phrases, n of them.
        vectors: their unit vectors, shape (n, 384).
        cache: a folder for the fitted classifier, which takes ten seconds to make.
    """
    lines = (f"{label}\t{text}" for label, text in phrases)
    key = hashlib.sha256("\n".join((_VERSION, repr(_FIT), *lines)).encode()).hexdigest()[:16]
    return RecordSearch(_model(phrases, vectors, cache, f"records-{key}"), phrases, record_texts(known))


def _model(phrases: Sequence[Phrase], vectors: Vectors, cache: Path, name: str) -> LinearModel:
    try:
        return load_model(cache / name)
    except ValueError:
        logger.debug("No classifier of records in %s: fitting one on %d phrases.", cache, len(phrases))
    model = fit_once([text for _, text in phrases], vectors, [label for label, _ in phrases], _FIT)
    _keep(model, cache, name)
    return model


def _keep(model: LinearModel, cache: Path, name: str) -> None:
    """Keep the classifier, and no earlier one; that it cannot be written costs time at the next start."""
    try:
        cache.mkdir(parents=True, exist_ok=True)
        fresh = Path(tempfile.mkdtemp(dir=cache, prefix=".records-"))
        save(model, fresh)
        for old in cache.glob("records-*"):
            shutil.rmtree(old, ignore_errors=True)
        try:
            fresh.rename(cache / name)
        except OSError:
            # Another process was quicker; its classifier is the same.
            shutil.rmtree(fresh, ignore_errors=True)
    except OSError as error:
        logger.warning("The classifier of records could not be kept in %s: %s.", cache, error.strerror)
