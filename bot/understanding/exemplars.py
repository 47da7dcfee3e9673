"""The example sentences of `knowledge/` as vectors: what a message is compared with."""

from __future__ import annotations

import hashlib
import logging
import os
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from bot.language.answers import ExemplarIndex, Label
from bot.language.encoder import DIMENSION, SentenceEncoder, Vectors
from bot.model.knowledge import Item
from bot.understanding.vocabulary import PROJECT, Vocabulary

logger = logging.getLogger(__name__)

CACHE = PROJECT / "build"
# Raise when the texts or the vectors change for a reason that their hash does not show.
EXEMPLARS_VERSION = "1"


@dataclass(frozen=True, slots=True)
class Exemplars:
    """Examples as vectors: of records, of question options, and how distress is said and not said."""

    topics: ExemplarIndex
    options: ExemplarIndex
    option_vectors: Vectors
    option_labels: list[Label]
    scores: dict[Label, int]
    signs: Vectors
    despair: Vectors
    not_signs: Vectors


def exemplars(vocabulary: Vocabulary, encoder: SentenceEncoder, cache: Path = CACHE) -> Exemplars:
    """Encode the examples, or take their vectors from the cache where nothing changed.

    Args:
        vocabulary: where the examples come from.
        encoder: what turns them into vectors.
        cache: a folder; that it cannot be written costs time at the next start and nothing else.
    """
    topics, options = list(_topics(vocabulary)), list(_options(vocabulary))
    distress = vocabulary.distress
    groups = (
        [text for _, text in topics],
        [text for _, text in options],
        distress.signs,
        distress.despair,
        distress.not_signs,
    )
    vectors = _cached([text for group in groups for text in group], encoder, cache)
    parts = np.split(vectors, np.cumsum([len(group) for group in groups])[:-1])
    return Exemplars(
        topics=ExemplarIndex(parts[0], [label for label, _ in topics]),
        options=ExemplarIndex(parts[1], [label for label, _ in options]),
        option_vectors=parts[1],
        option_labels=[label for label, _ in options],
        scores=_scores(vocabulary),
        signs=parts[2],
        despair=parts[3],
        not_signs=parts[4],
    )


def _topics(vocabulary: Vocabulary) -> Iterator[tuple[Label, str]]:
    named = (
        ("strategy", vocabulary.strategies),
        ("dimension", vocabulary.dimensions),
        ("item", vocabulary.items),
        ("concept", vocabulary.concepts),
    )
    for kind, records in named:
        for record in records:
            # The short description stands in for all the names nobody thought of: 3 points more of them are found.
            short = record.text if isinstance(record, Item) else record.parts.get("In short", "")
            for text in dict.fromkeys((record.title, *record.aliases, short)):
                if text:
                    yield (kind, record.id), text


def _options(vocabulary: Vocabulary) -> Iterator[tuple[Label, str]]:
    for question in vocabulary.questions:
        for option in question.options:
            for text in dict.fromkeys((option.label, *option.examples)):
                yield (question.id, option.value), text


def _scores(vocabulary: Vocabulary) -> dict[Label, int]:
    return {
        (question.id, option.value): option.score
        for question in vocabulary.questions
        for option in question.options
        if option.score is not None
    }


def _cached(texts: Sequence[str], encoder: SentenceEncoder, cache: Path) -> Vectors:
    key = hashlib.sha256("\0".join((EXEMPLARS_VERSION, encoder.version, *texts)).encode()).hexdigest()[:16]
    path = cache / f"exemplars-{key}.npy"
    try:
        kept: Vectors = np.load(path, allow_pickle=False)
        if kept.shape == (len(texts), DIMENSION):
            return kept
    except (OSError, ValueError):
        logger.debug("No usable vectors in %s: encoding %d examples.", path, len(texts))
    vectors = encoder.encode(texts)
    _keep(path, vectors)
    return vectors


def _keep(path: Path, vectors: Vectors) -> None:
    """Write a cache file whole or not at all: two processes may start at once."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=path.parent, suffix=".part")
        try:
            with os.fdopen(handle, "wb") as file:
                np.save(file, vectors)
            os.replace(name, path)
        except OSError:
            os.unlink(name)
            raise
    except OSError as error:
        logger.warning("Vectors of the examples could not be kept in %s: %s.", path.parent, error.strerror)
