"""Classifiers of texts that are told by some of their clauses, when nobody has said by which.

Each clause has a score for each class, and a text the soft maximum of its clauses' scores: one clause that states
something is enough, however much else is said. Learning looks for the clauses by itself (multiple-instance learning),
so that a text needs labels only as a whole.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
from scipy.optimize import minimize
from scipy.special import expit
from sklearn.decomposition import TruncatedSVD

from bot.language.encoder import Vectors
from bot.language.linear import CHARACTERS, Fit, LinearModel, Matrix, make_view

# So much is said for a class before anything is read: about one text in twenty states any one of them.
_FIRST_BIAS = -3.0
# As for other regressions: as exact in the main directions of the n-grams, ten times as fast.
_DIRECTIONS = 300


def pooled_chances(model: LinearModel, texts: Sequence[str], vectors: Vectors) -> Matrix:
    """How likely each class is of a text: numbers from 0 to 1, shape (classes,), each by itself.

    Args:
        model: what `fit_pooled` made.
        texts: the clauses of the text, one or more.
        vectors: their unit vectors, shape (n, w).
    """
    chances: Matrix = expit(np.logaddexp.reduce(model.logits(texts, vectors), axis=0))
    return chances


def fit_pooled(
    texts: Sequence[str],
    vectors: Vectors,
    owners: Sequence[int],
    classes: Sequence[str],
    states: npt.NDArray[np.bool_],
    known: npt.NDArray[np.bool_],
    how: Fit,
) -> LinearModel:
    """One regression for each class, over vectors and character n-grams of clauses.

    Args:
        texts: the clauses, n of them, those of one text side by side.
        vectors: their unit vectors, shape (n, w).
        owners: for each clause the number of its text, rising from 0 to m - 1 without a gap.
        classes: their names, k of them.
        states: which classes each text states, shape (m, k).
        known: where `states` is known: the rest is neither learnt as stated nor as not stated, shape (m, k).
        how: the settings; balanced classes are not wanted here, since rare facts are rare.
    """
    view = make_view(CHARACTERS)
    counted = view.fit_transform(texts)
    reduction = TruncatedSVD(min(_DIRECTIONS, counted.shape[1] - 1, len(texts) - 1), random_state=how.seed)
    features = np.hstack([vectors, how.ngram_weight * reduction.fit_transform(counted)]).astype(np.float64)
    starts = np.flatnonzero(np.diff(np.asarray(owners), prepend=-1))
    size, columns = features.shape[1], len(classes)
    own = np.asarray(owners)

    def loss(flat: Matrix) -> tuple[float, Matrix]:
        weights, bias = flat[: size * columns].reshape(size, columns), flat[size * columns :]
        scores = features @ weights
        most = np.maximum.reduceat(scores, starts, axis=0)
        parts = np.exp(scores - most[own])
        sums = np.add.reduceat(parts, starts, axis=0)
        pooled = most + np.log(sums) + bias
        error = known * (expit(pooled) - states)
        cost = float((known * (np.logaddexp(0, pooled) - states * pooled)).sum())
        # The soft maximum hands a text's error on to its clauses by their share of the sum.
        slope = features.T @ (parts / sums[own] * error[own]) + weights / how.strength
        return cost + float((weights**2).sum()) / (2 * how.strength), np.r_[slope.ravel(), error.sum(axis=0)]

    first = np.r_[np.zeros(size * columns), np.full(columns, _FIRST_BIAS)]
    found = minimize(loss, first, jac=True, method="L-BFGS-B", options={"maxiter": how.steps}).x
    weights, bias = found[: size * columns].reshape(size, columns), found[size * columns :]
    dense = vectors.shape[1]
    rows = np.vstack([weights[:dense], how.ngram_weight * reduction.components_.T @ weights[dense:]])
    return LinearModel(tuple(classes), rows.astype(np.float32), bias.astype(np.float32), (view,))
