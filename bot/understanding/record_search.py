"""Makes the record search out of a vocabulary."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from bot.language.encoder import Vectors
from bot.language.linear import Fit
from bot.search.labels import Phrase
from bot.search.records import RecordSearch
from bot.understanding.fitted import fitted_regression
from bot.understanding.phrases import record_texts
from bot.understanding.vocabulary import Vocabulary

# On the development questions 5 and 10 are alike and 2 is worse; with n-grams at 1.2 more of what lies outside is told
# from what doesn't than at 0.8.
_FIT = Fit(strength=5.0, ngram_weight=1.2)


def record_search(known: Vocabulary, phrases: Sequence[Phrase], vectors: Vectors, cache: Path) -> RecordSearch:
    """The search over the records of a vocabulary.

    Args:
        known: the vocabulary.
        phrases: its record and other phrases, n of them.
        vectors: their unit vectors, shape (n, 384).
        cache: a folder for the fitted classifier, which takes ten seconds to make.
    """
    labels, texts = [label for label, _ in phrases], [text for _, text in phrases]
    return RecordSearch(fitted_regression("records", texts, vectors, labels, _FIT, cache), phrases, record_texts(known))
