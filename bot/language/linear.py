"""Linear classifiers of sentences over their vectors, their character n-grams and their words."""

from __future__ import annotations

import functools
import warnings
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
from scipy.sparse import csr_matrix, hstack
from sklearn.decomposition import TruncatedSVD
from sklearn.exceptions import ConvergenceWarning
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.svm import LinearSVC

from bot.language.encoder import Vectors

Matrix = npt.NDArray[np.float64]

# What a text is looked at for besides its vector: n-grams within words, and words with their pairs.
CHARACTERS, WORDS = "characters", "words"
# Rarer n-grams than these are noise. A regression is fitted in their 300 main directions: as exact, ten times as fast.
_MOST_NGRAMS, _DIRECTIONS = 8_000, 300
# A word or pair that stands in one example alone says nothing of others.
_LEAST_WORD = 2
# From fewer texts or n-grams than these no direction can be told from chance.
_FEWEST = 20
_NO_VIEW: tuple[None, Any] = (None, None)
# So few texts, a message and its clauses, are faster one by one than as a sparse matrix.
_FEW_TEXTS = 8
# More views than a model has: three of the intents, of the troubles, of the records, and one of the options.
_VIEWS_KEPT = 32


@dataclass(frozen=True, slots=True)
class Fit:
    """How a regression is fitted.

    `strength` is the inverse regularisation C; `ngram_weight` the length of the n-gram vector beside the unit sentence
    vector (0: none); `steps` the most that the solver takes; `seed` that of the main directions.
    """

    strength: float = 20.0
    ngram_weight: float = 0.8
    steps: int = 300
    seed: int = 7


@dataclass(frozen=True, slots=True)
class LinearModel:
    """A fitted classifier.

    `weights` has a row for each dimension of the vector and for each n-gram or word of `views`, and a column for each
    class; `bias` one number for each class.
    """

    classes: tuple[str, ...]
    weights: Vectors
    bias: Vectors
    views: tuple[TfidfVectorizer, ...] = ()

    def logits_of(self, text: str, vector: Vectors) -> Matrix:
        """Scores of one text with its unit vector, shape (classes,)."""
        row = len(vector)
        scores = (vector @ self.weights[:row] + self.bias).astype(np.float64)
        for view in self.views:
            places, values = _weigh(view, text)
            scores += values @ self.weights[row + places]
            row += len(view.vocabulary_)
        return scores

    def logits(self, texts: Sequence[str], vectors: Vectors) -> Matrix:
        """Scores, shape (texts, classes)."""
        if 0 < len(texts) <= _FEW_TEXTS:
            return np.stack([self.logits_of(text, vector) for text, vector in zip(texts, vectors, strict=True)])
        row = vectors.shape[1]
        scores: Matrix = (vectors @ self.weights[:row] + self.bias).astype(np.float64)
        for view in self.views:
            size = len(view.vocabulary_)
            scores += view.transform(texts) @ self.weights[row : row + size]
            row += size
        return scores


def _weigh(view: TfidfVectorizer, text: str) -> tuple[npt.NDArray[np.intp], npt.NDArray[np.float64]]:
    """Places and weights of one text's terms, as `view.transform` has them, at a fifth of its cost for one text."""
    take_apart, place_of, rareness = _parts_of(view)
    counts = Counter(place_of[term] for term in take_apart(text) if term in place_of)
    places = np.fromiter(counts.keys(), dtype=np.intp, count=len(counts))
    values = (1 + np.log(np.fromiter(counts.values(), dtype=np.float64, count=len(counts)))) * rareness[places]
    return places, values / (np.linalg.norm(values) or 1.0)


@functools.lru_cache(maxsize=_VIEWS_KEPT)
def _parts_of(view: TfidfVectorizer) -> tuple[Callable[[str], Sequence[str]], Mapping[str, int], Matrix]:
    """What takes a text apart, the place of each term, and how rare each is: the library makes them anew when asked."""
    return view.build_analyzer(), view.vocabulary_, view.idf_


def softmax(logits: Matrix) -> Matrix:
    """Probabilities along the last axis."""
    shifted = np.exp(logits - logits.max(axis=-1, keepdims=True))
    probabilities: Matrix = shifted / shifted.sum(axis=-1, keepdims=True)
    return probabilities


def fit_regression(texts: Sequence[str], vectors: Vectors, labels: Sequence[str], how: Fit = Fit()) -> LinearModel:
    """Multinomial regression on vectors and character n-grams: its softmax is nearly a probability.

    Args:
        texts: the examples, n of them.
        vectors: their unit vectors, shape (n, w).
        labels: their classes, n of them.
        how: the settings.
    """
    view, counted = _fitted_view(CHARACTERS, texts) if how.ngram_weight else _NO_VIEW
    return _regression(view, counted, vectors, labels, how)


def fit_regressions(
    texts: Sequence[str], vectors: Vectors, labels: Sequence[tuple[str, str]], how: Fit = Fit()
) -> LinearModel:
    """A regression for each group of classes, side by side in one model: a text is taken apart once for all of them.

    Args:
        texts: the examples, n of them.
        vectors: their unit vectors, shape (n, w).
        labels: their group and their class in it, n of them; a softmax over the classes of one group is a probability.
        how: the settings.

    Returns:
        A model whose classes are named `group:class`.
    """
    view, counted = _fitted_view(CHARACTERS, texts) if how.ngram_weight else _NO_VIEW
    rows: dict[str, list[int]] = {}
    for row, (group, _) in enumerate(labels):
        rows.setdefault(group, []).append(row)
    models = {
        group: _regression(
            view, counted[places] if view else None, vectors[places], [labels[place][1] for place in places], how
        )
        for group, places in rows.items()
    }
    return LinearModel(
        tuple(f"{group}:{name}" for group, model in models.items() for name in model.classes),
        np.hstack([model.weights for model in models.values()]),
        np.hstack([model.bias for model in models.values()]),
        (view,) if view else (),
    )


def _regression(
    view: TfidfVectorizer | None, counted: Any, vectors: Vectors, labels: Sequence[str], how: Fit
) -> LinearModel:
    """A regression on vectors and on what a fitted view counted in the texts, shape (n, n-grams)."""
    classes = tuple(sorted(set(labels)))
    if len(classes) == 1:
        return _certain(classes, vectors, (view,) if view else ())
    features, directions = vectors, None
    if view is not None:
        reduction = TruncatedSVD(min(_DIRECTIONS, counted.shape[1] - 1, len(labels) - 1), random_state=how.seed)
        features = np.hstack([vectors, how.ngram_weight * reduction.fit_transform(counted)])
        directions = reduction.components_
    # The tolerance is a tenth of the library's strictest habit: predictions no longer change below it.
    # Balanced: an intent with four times the examples of another is harder, not likelier.
    regression = LogisticRegression(
        C=how.strength, max_iter=how.steps, tol=1e-3, multi_class="multinomial", class_weight="balanced"
    )
    with warnings.catch_warnings():
        # Stopping before the optimum is meant where few steps are allowed.
        warnings.simplefilter("ignore", ConvergenceWarning)
        regression.fit(features, list(labels))
    rows, bias = _a_row_each(regression, len(classes))
    weights = rows
    if directions is not None:
        dense = vectors.shape[1]
        weights = np.hstack([rows[:, :dense], how.ngram_weight * rows[:, dense:] @ directions])
    return LinearModel(classes, weights.T.astype(np.float32), bias.astype(np.float32), (view,) if view else ())


def fit_margin(
    texts: Sequence[str], vectors: Vectors, labels: Sequence[str], strength: float, vector_weight: float
) -> LinearModel:
    """A support vector machine on vectors, words and n-grams: one class against all others, and no probability.

    Args:
        texts: the examples, n of them.
        vectors: their unit vectors, shape (n, w).
        labels: their classes, n of them.
        strength: the inverse regularisation C.
        vector_weight: the length that the unit vector gets beside the two unit vectors of words and n-grams.
    """
    classes = tuple(sorted(set(labels)))
    found = [_fitted_view(kind, texts) for kind in (WORDS, CHARACTERS)]
    views = tuple(view for view, _ in found if view is not None)
    if len(classes) == 1:
        return _certain(classes, vectors, views)
    counted = [terms for view, terms in found if view is not None]
    features = hstack([csr_matrix(vector_weight * vectors), *counted]).tocsr()
    machine = LinearSVC(C=strength, class_weight="balanced", random_state=0).fit(features, list(labels))
    rows, bias = _a_row_each(machine, len(classes))
    rows = rows.copy()
    rows[:, : vectors.shape[1]] *= vector_weight
    return LinearModel(classes, rows.T.astype(np.float32), bias.astype(np.float32), views)


def _a_row_each(machine: Any, classes: int) -> tuple[Matrix, Matrix]:
    """Weights and bias with a row for each class: of two classes the library keeps one, the other is its negative."""
    if classes > 2:
        return machine.coef_, machine.intercept_
    return np.vstack([-machine.coef_, machine.coef_]), np.hstack([-machine.intercept_, machine.intercept_])


def _certain(classes: tuple[str, ...], vectors: Vectors, views: tuple[TfidfVectorizer, ...]) -> LinearModel:
    size = vectors.shape[1] + sum(len(view.vocabulary_) for view in views)
    return LinearModel(classes, np.zeros((size, 1), np.float32), np.zeros(1, np.float32), views)


def _fitted_view(kind: str, texts: Sequence[str]) -> tuple[TfidfVectorizer | None, Any]:
    """A view with what it makes of the texts; none where the texts are too few."""
    view = make_view(kind)
    try:
        counted = view.fit_transform(texts)
    except ValueError:
        return _NO_VIEW
    return (view, counted) if min(counted.shape) > _FEWEST else _NO_VIEW


def make_view(kind: str, vocabulary: Sequence[str] | None = None) -> TfidfVectorizer:
    """Unit-length tf-idf of a text's n-grams or words; with a vocabulary, one that still needs its `idf_`."""
    if kind == CHARACTERS:
        limits: dict[str, Any] = {"min_df": 2, "max_features": _MOST_NGRAMS}
        how: dict[str, Any] = {"analyzer": "char_wb", "ngram_range": (2, 5)}
    else:
        # The library's own pattern drops words of one letter, among them "i", "u" and every digit.
        limits = {"min_df": _LEAST_WORD}
        how = {"analyzer": "word", "ngram_range": (1, 2), "token_pattern": r"(?u)\b\w+\b"}
    return TfidfVectorizer(**how, sublinear_tf=True, **({"vocabulary": vocabulary} if vocabulary else limits))
