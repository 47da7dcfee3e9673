"""A linear classifier of sentences with honest confidence: vectors, character n-grams, a temperature, a threshold."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import numpy.typing as npt
from sklearn.decomposition import TruncatedSVD
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import StratifiedKFold

from bot.language.encoder import Vectors

Matrix = npt.NDArray[np.float64]

OUT_OF_SCOPE = "out_of_scope"


@dataclass(frozen=True, slots=True)
class Fit:
    """How a classifier is fitted.

    `strength` is the inverse regularisation C; `ngram_weight` the length of the n-gram vector beside the unit sentence
    vector (0: none); `folds` of the cross-validation for temperature and threshold; `lost` the share of right in-scope
    answers that the threshold may turn away.
    """

    strength: float = 20.0
    ngram_weight: float = 0.8
    folds: int = 5
    lost: float = 0.05
    seed: int = 7


# Rarer n-grams than these are noise, and the fit is done in their 300 main directions: as exact, ten times as fast.
_MOST_NGRAMS = 8_000
_DIRECTIONS = 300
# From fewer texts or n-grams than these no direction can be told from chance.
_FEWEST = 20


@dataclass(frozen=True, slots=True)
class Prediction:
    """The classes with their probabilities, likeliest first; `logit` is the first one's score before the softmax."""

    ranking: tuple[tuple[str, float], ...]
    logit: float

    @property
    def margin(self) -> float:
        """How far the first class is ahead of the second in probability."""
        return self.ranking[0][1] - (self.ranking[1][1] if len(self.ranking) > 1 else 0.0)


@dataclass(frozen=True, slots=True)
class LinearModel:
    """A fitted classifier.

    `weights` has a row for each of the 384 dimensions and of the n-grams and a column for each class, `bias` one number
    for each class; `temperature` multiplies the logits; a confidence below `threshold` is too low to act on.
    """

    classes: tuple[str, ...]
    weights: Vectors
    bias: Vectors
    ngrams: TfidfVectorizer | None
    temperature: float = 1.0
    threshold: float = 0.0

    def predict(self, text: str, vector: Vectors) -> Prediction:
        """Rank the classes for one text with its unit vector, shape (384,)."""
        logits = (vector @ self.weights[: len(vector)] + self.bias).astype(np.float64)
        if self.ngrams is not None:
            places, values = _weigh(self.ngrams, text)
            logits += values @ self.weights[len(vector) + places]
        probabilities = softmax(self.temperature * logits[None, :])[0]
        order = np.argsort(-probabilities, kind="stable")
        ranking = tuple((self.classes[i], float(probabilities[i])) for i in order)
        return Prediction(ranking, float(logits[order[0]]))

    def logits(self, texts: Sequence[str], vectors: Vectors) -> Matrix:
        """Scores before temperature and softmax, shape (texts, classes)."""
        dense = vectors.shape[1]
        scores: Matrix = (vectors @ self.weights[:dense] + self.bias).astype(np.float64)
        if self.ngrams is not None:
            scores += self.ngrams.transform(texts) @ self.weights[dense:]
        return scores


def _weigh(ngrams: TfidfVectorizer, text: str) -> tuple[npt.NDArray[np.intp], npt.NDArray[np.float64]]:
    """Places and weights of one text's n-grams, as `ngrams.transform` has them, at a fifth of its cost for one text."""
    counts = Counter(ngrams.vocabulary_[gram] for gram in ngrams.build_analyzer()(text) if gram in ngrams.vocabulary_)
    places = np.fromiter(counts.keys(), dtype=np.intp, count=len(counts))
    values = (1 + np.log(np.fromiter(counts.values(), dtype=np.float64, count=len(counts)))) * ngrams.idf_[places]
    return places, values / (np.linalg.norm(values) or 1.0)


def softmax(logits: Matrix) -> Matrix:
    """Probabilities along the last axis of a matrix."""
    shifted = np.exp(logits - logits.max(axis=1, keepdims=True))
    probabilities: Matrix = shifted / shifted.sum(axis=1, keepdims=True)
    return probabilities


def fit(texts: Sequence[str], vectors: Vectors, labels: Sequence[str], how: Fit = Fit()) -> LinearModel:
    """Fit a classifier, its temperature and its threshold; the last two by cross-validation.

    Args:
        texts: the examples, n of them.
        vectors: their unit vectors, shape (n, 384).
        labels: their classes, n of them.
        how: the settings.

    Raises:
        ValueError: there is no example.
    """
    if not texts:
        raise ValueError("There is no example to learn from.")
    model = fit_once(texts, vectors, labels, how)
    held_out = cross_validate(texts, vectors, labels, how)
    if held_out is None:
        return model
    truth = np.array([model.classes.index(label) for label in labels])
    temperature = _temperature(held_out, truth)
    threshold = _threshold(softmax(temperature * held_out), truth, model.classes, how.lost)
    return replace(model, temperature=temperature, threshold=threshold)


def cross_validate(texts: Sequence[str], vectors: Vectors, labels: Sequence[str], how: Fit) -> Matrix | None:
    """Logits of each example by a model that has not seen it, shape (n, classes in sorted order).

    None where a class has too few examples to hold one back.
    """
    folds = min(how.folds, min(Counter(labels).values()))
    if folds < 2 or len(set(labels)) < 2:
        return None
    classes = sorted(set(labels))
    held_out = np.zeros((len(texts), len(classes)))
    splits = StratifiedKFold(folds, shuffle=True, random_state=how.seed).split(vectors, list(labels))
    for train, test in splits:
        model = fit_once([texts[i] for i in train], vectors[train], [labels[i] for i in train], how)
        held_out[test] = model.logits([texts[i] for i in test], vectors[test])
    return held_out


def fit_once(texts: Sequence[str], vectors: Vectors, labels: Sequence[str], how: Fit) -> LinearModel:
    """Fit a classifier without temperature and threshold; `fit` says what the arguments are."""
    classes = tuple(sorted(set(labels)))
    ngrams, counted = _ngrams(texts, how)
    size = vectors.shape[1] + (counted.shape[1] if ngrams is not None else 0)
    if len(classes) == 1:
        return LinearModel(classes, np.zeros((size, 1), np.float32), np.zeros(1, np.float32), ngrams)
    features, directions = vectors, None
    if ngrams is not None:
        reduction = TruncatedSVD(min(_DIRECTIONS, counted.shape[1] - 1, len(texts) - 1), random_state=how.seed)
        features = np.hstack([vectors, how.ngram_weight * reduction.fit_transform(counted)])
        directions = reduction.components_
    # The tolerance is a tenth of the library's strictest habit: predictions no longer change below it.
    # Balanced: an intent with four times the examples of another is harder, not likelier.
    regression = LogisticRegression(
        C=how.strength, max_iter=300, tol=1e-3, multi_class="multinomial", class_weight="balanced"
    )
    regression.fit(features, list(labels))
    # Of two classes the library keeps one row, of which the other is the negative.
    rows = regression.coef_ if len(classes) > 2 else np.vstack([-regression.coef_, regression.coef_])
    bias = regression.intercept_ if len(classes) > 2 else np.hstack([-regression.intercept_, regression.intercept_])
    weights = rows
    if directions is not None:
        dense = vectors.shape[1]
        weights = np.hstack([rows[:, :dense], how.ngram_weight * rows[:, dense:] @ directions])
    return LinearModel(classes, weights.T.astype(np.float32), bias.astype(np.float32), ngrams)


def _ngrams(texts: Sequence[str], how: Fit) -> tuple[TfidfVectorizer | None, Any]:
    """The n-gram vectorizer with what it makes of the texts; none where it is off or the texts are too few."""
    if how.ngram_weight == 0:
        return None, None
    vectorizer = ngram_vectorizer()
    try:
        counted = vectorizer.fit_transform(texts)
    except ValueError:
        return None, None
    return (vectorizer, counted) if min(counted.shape) > _FEWEST else (None, None)


def ngram_vectorizer(vocabulary: Sequence[str] | None = None) -> TfidfVectorizer:
    """Unit-length tf-idf of the n-grams within words; with a vocabulary, one that still needs its `idf_`."""
    limits = {"min_df": 2, "max_features": _MOST_NGRAMS} if vocabulary is None else {"vocabulary": vocabulary}
    return TfidfVectorizer(analyzer="char_wb", ngram_range=(2, 5), sublinear_tf=True, **limits)


def _temperature(logits: Matrix, truth: npt.NDArray[np.intp]) -> float:
    """The multiplier under which held-out examples are likeliest: then 0.8 is right eight times in ten."""
    rows = np.arange(len(truth))
    # Steps of 5 %: finer ones are lost in the noise of some thousand examples.
    grid = [0.25 * 1.05**step for step in range(80)]
    losses = [-np.log(np.maximum(softmax(t * logits)[rows, truth], 1e-12)).mean() for t in grid]
    return float(grid[int(np.argmin(losses))])


def _threshold(probabilities: Matrix, truth: npt.NDArray[np.intp], classes: tuple[str, ...], lost: float) -> float:
    """The confidence that all but a share `lost` of the rightly understood in-scope examples reach."""
    top = probabilities.argmax(axis=1)
    in_scope = np.array([classes[i] != OUT_OF_SCOPE for i in truth])
    right = probabilities.max(axis=1)[(top == truth) & in_scope]
    return float(np.quantile(right, lost)) if len(right) else 0.0
