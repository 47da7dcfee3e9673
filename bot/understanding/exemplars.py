"""The example sentences of `knowledge/` as vectors: what a message is compared with."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np

from bot.language.answers import ExemplarIndex
from bot.language.encoder import SentenceEncoder, Vectors
from bot.language.vector_cache import VectorCache
from bot.search.labels import SERVICES, Phrase
from bot.search.records import RecordSearch
from bot.understanding.learnt_facts import LearntFacts, told_examples
from bot.understanding.moments import MomentReader, moment_texts
from bot.understanding.options import OptionReader, option_examples
from bot.understanding.phrases import other_phrases, record_phrases, service_phrases
from bot.understanding.record_search import record_search
from bot.understanding.troubles import TroubleReader, trouble_examples
from bot.understanding.vocabulary import Vocabulary

# What a person may mean by a topic; figures, services and refusals are found by search alone.
_TOPICS = {"strategy": "strategies", "dimension": "dimensions", "item": "items", "concept": "concepts"}


@dataclass(frozen=True, slots=True)
class Exemplars:
    """Examples as vectors: of records, options, troubles and facts, and how distress is said and not said."""

    topics: ExemplarIndex
    records: RecordSearch
    services: ExemplarIndex
    troubles: TroubleReader
    options: OptionReader
    facts: LearntFacts
    moments: MomentReader
    signs: Vectors
    despair: Vectors
    not_signs: Vectors


def exemplars(vocabulary: Vocabulary, encoder: SentenceEncoder, cache: Path) -> Exemplars:
    """Encode the examples, or take their vectors from the cache where nothing changed.

    Args:
        vocabulary: where the examples come from.
        encoder: what turns them into vectors.
        cache: a folder; that it cannot be written costs time at the next start and nothing else.
    """
    phrases = [*record_phrases(vocabulary), *other_phrases(vocabulary)]
    options, distress, told = list(option_examples(vocabulary)), vocabulary.distress, list(trouble_examples(vocabulary))
    described = told_examples(vocabulary)
    groups = (
        [text for _, text in phrases],
        [text for *_, text in options],
        distress.signs,
        distress.despair,
        distress.not_signs,
        [text for *_, text in told],
        [text for each in described for text in each.clauses],
        list(moment_texts(vocabulary.moments)),
    )
    vectors = VectorCache(cache, encoder).encode([text for group in groups for text in group])
    # Copies, so that 50 MB of vectors go where a reader keeps none of them or has them in another order.
    parts = [part.copy() for part in np.split(vectors, np.cumsum([len(group) for group in groups])[:-1])]
    del vectors
    return Exemplars(
        topics=_topics(vocabulary, phrases, parts[0]),
        services=_services(vocabulary, phrases, parts[0]),
        records=record_search(vocabulary, phrases, parts[0], cache),
        troubles=TroubleReader(told, parts[5], cache),
        options=OptionReader(options, parts[1], cache),
        facts=LearntFacts(described, parts[6], cache),
        moments=MomentReader(vocabulary.moments, parts[7]),
        signs=parts[2],
        despair=parts[3],
        not_signs=parts[4],
    )


def _topics(vocabulary: Vocabulary, phrases: list[Phrase], vectors: Vectors) -> ExemplarIndex:
    """The phrases of what a person may talk about."""
    kinds = {record.id: kind for kind, field in _TOPICS.items() for record in getattr(vocabulary, field)}
    rows = [row for row, (name, _) in enumerate(phrases) if name in kinds]
    return ExemplarIndex(vectors[rows], [(kinds[phrases[row][0]], phrases[row][0]) for row in rows])


def _services(vocabulary: Vocabulary, phrases: list[Phrase], vectors: Vectors) -> ExemplarIndex:
    """The phrases of each body that helps; two that share a phrase are told apart by their others."""
    place = {text: row for row, (label, text) in enumerate(phrases) if label == SERVICES}
    own = list(service_phrases(vocabulary))
    return ExemplarIndex(vectors[[place[text] for _, text in own]], [("service", name) for name, _ in own])
