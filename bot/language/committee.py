"""Three judges of a sentence with one honest confidence: a regression, a machine of margins, the nearest examples."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
from joblib import Parallel, delayed
from joblib.externals.loky import get_reusable_executor
from sklearn.model_selection import StratifiedKFold

from bot.language.encoder import Vectors
from bot.language.linear import Fit, LinearModel, Matrix, fit_margin, fit_regression, softmax
from bot.language.linear_files import load_model, read, save, write
from bot.language.neighbours import Neighbours

OUT_OF_SCOPE = "out_of_scope"
# A margin of one is as much as three in the exponent of a probability: the softmax of the machine alone is honest then.
_MARGIN_SCALE = 3.0
_TINY = 1e-9
# Texts scored together: each needs its likeness to every example, four bytes each.
_BATCH = 512
# From so many texts on a second process, which takes seconds to start, is worth it.
_MANY = 2_000


# What the clauses of a message count beside the whole: of development phrases with several clauses 92.9 % are right
# instead of 90.5; with their last clause alone, or as much as the whole, fewer.
_CLAUSES_SAY = 0.6
# A hundred steps of the solver rank as three hundred do, in a third of the time.
_REGRESSION = Fit(steps=100)


@dataclass(frozen=True, slots=True)
class Training:
    """How a committee is fitted.

    `regression` is one judge; `margin_strength` (the C) and `vector_weight` another; `margin_says` and `neighbours_say`
    how much the second and the third count beside the first; `folds` of the cross-validation for temperature and
    threshold; `lost` the share of right in-scope answers that the threshold may turn away.
    """

    regression: Fit = _REGRESSION
    margin_strength: float = 1.0
    vector_weight: float = 2.5
    margin_says: float = 1.5
    neighbours_say: float = 1.1
    folds: int = 3
    lost: float = 0.05
    seed: int = 7


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
class Committee:
    """The judges; `temperature` multiplies their common score, a confidence below `threshold` is too low to act on."""

    regression: LinearModel
    margin: LinearModel
    neighbours: Neighbours
    margin_says: float
    neighbours_say: float
    temperature: float = 1.0
    threshold: float = 0.0

    @property
    def classes(self) -> tuple[str, ...]:
        """The classes, sorted."""
        return self.regression.classes

    def predict(self, texts: Sequence[str], vectors: Vectors) -> Prediction:
        """Rank the classes for one message.

        Args:
            texts: the message, and behind it its clauses where it has several.
            vectors: their unit vectors, shape (n, w).
        """
        judged = [
            np.vstack([judge.logits_of(text, vector) for text, vector in zip(texts, vectors, strict=True)])
            for judge in (self.regression, self.margin)
        ]
        each = self._together(judged[0], judged[1], vectors)
        scores = each[0]
        if len(each) > 1:
            scores = (scores + _CLAUSES_SAY * each[1:].mean(axis=0)) / (1 + _CLAUSES_SAY)
        probabilities = softmax(self.temperature * scores)
        order = np.argsort(-probabilities, kind="stable")
        return Prediction(tuple((self.classes[i], float(probabilities[i])) for i in order), float(scores[order[0]]))

    def scores(self, texts: Sequence[str], vectors: Vectors) -> Matrix:
        """Common scores before temperature and softmax, shape (texts, classes)."""
        found = []
        for start in range(0, len(texts), _BATCH):
            part, rows = texts[start : start + _BATCH], vectors[start : start + _BATCH]
            found.append(self._together(self.regression.logits(part, rows), self.margin.logits(part, rows), rows))
        return np.vstack(found)

    def _together(self, regression: Matrix, margin: Matrix, vectors: Vectors) -> Matrix:
        first = np.log(softmax(regression) + _TINY)
        second = np.log(softmax(_MARGIN_SCALE * margin) + _TINY)
        together: Matrix = first + self.margin_says * second
        return together + self.neighbours_say * self.neighbours.log_votes(vectors)


@dataclass(frozen=True, slots=True)
class Twins:
    """Examples written otherwise: `texts`, their unit `vectors` (m, w), and the row `of` the example of each."""

    texts: tuple[str, ...]
    vectors: Vectors
    of: npt.NDArray[np.intp]


def fit_committee(
    texts: Sequence[str],
    vectors: Vectors,
    labels: Sequence[str],
    how: Training = Training(),
    twins: Twins | None = None,
) -> Committee:
    """Fit the judges, and by cross-validation their temperature and threshold.

    Args:
        texts: the examples, n of them.
        vectors: their unit vectors, shape (n, w).
        labels: their classes, n of them.
        how: the settings.
        twins: examples written otherwise; they are learnt from only where their example is.

    Raises:
        ValueError: there is no example.
    """
    if not texts:
        raise ValueError("There is no example to learn from.")
    splits = _splits(labels, how)
    # The judges of all examples beside those of each fold: they share nothing, so each core takes one.
    first = delayed(_judges)(texts, vectors, labels, how, twins)
    folds = [delayed(_judge_unseen)(split, texts, vectors, labels, how, twins) for split in splits]
    committee: Committee
    committee, *judged = _side_by_side([first, *folds], len(texts))
    if not splits:
        return committee
    held_out = _in_place(splits, judged)
    truth = np.array([committee.classes.index(label) for label in labels])
    temperature = _temperature(held_out, truth)
    threshold = _threshold(softmax(temperature * held_out), truth, committee.classes, how.lost)
    return replace(committee, temperature=temperature, threshold=threshold)


def _judges(
    texts: Sequence[str], vectors: Vectors, labels: Sequence[str], how: Training, twins: Twins | None = None
) -> Committee:
    # Twins of the nearest examples would only vote twice.
    told = _with_twins(texts, vectors, labels, twins)
    regression = fit_regression(*told, how.regression)
    return Committee(
        regression=regression,
        margin=fit_margin(*told, how.margin_strength, how.vector_weight),
        neighbours=Neighbours.of(vectors, labels, regression.classes),
        margin_says=how.margin_says,
        neighbours_say=how.neighbours_say,
    )


def _with_twins(
    texts: Sequence[str], vectors: Vectors, labels: Sequence[str], twins: Twins | None
) -> tuple[list[str], Vectors, list[str]]:
    if twins is None:
        return list(texts), vectors, list(labels)
    return (
        [*texts, *twins.texts],
        np.vstack([vectors, twins.vectors]),
        [*labels, *(labels[row] for row in twins.of.tolist())],
    )


def _seen_twins(twins: Twins | None, seen: npt.NDArray[np.intp]) -> Twins | None:
    """The twins of some examples, which stand in new rows."""
    if twins is None:
        return None
    place = {int(row): number for number, row in enumerate(seen)}
    kept = [number for number, row in enumerate(twins.of.tolist()) if row in place]
    rows = np.array([place[int(twins.of[number])] for number in kept], dtype=np.intp)
    return Twins(tuple(twins.texts[number] for number in kept), twins.vectors[kept], rows)


_Split = tuple[npt.NDArray[np.intp], npt.NDArray[np.intp]]


def cross_validate(
    texts: Sequence[str], vectors: Vectors, labels: Sequence[str], how: Training, twins: Twins | None = None
) -> Matrix | None:
    """Scores of each example by judges who have not seen it, shape (n, classes in sorted order).

    None where a class has too few examples to hold one back.
    """
    splits = _splits(labels, how)
    if not splits:
        return None
    work = [delayed(_judge_unseen)(split, texts, vectors, labels, how, twins) for split in splits]
    return _in_place(splits, _side_by_side(work, len(texts)))


def _side_by_side(work: Sequence[Any], texts: int) -> list[Any]:
    """The results of fits in their order: one after the other where there is little to do, else on several cores.

    Four processes at most: there are no more fits, and each takes about 700 MB for ten thousand texts.
    """
    if texts < _MANY:
        return [fit(*arguments, **named) for fit, arguments, named in work]
    found: list[Any] = Parallel(min(4, os.cpu_count() or 1))(work)
    # A server that fits once at its start has no use for the processes afterwards; they would wait for five minutes.
    get_reusable_executor().shutdown()
    return found


def _splits(labels: Sequence[str], how: Training) -> list[_Split]:
    """The rows to learn from and to judge, for each fold; none where a class has too few examples to hold one back."""
    folds = min(how.folds, min(Counter(labels).values()))
    if folds < 2 or len(set(labels)) < 2:
        return []
    splitter = StratifiedKFold(folds, shuffle=True, random_state=how.seed)
    return list(splitter.split(np.zeros(len(labels)), list(labels)))


def _judge_unseen(
    split: _Split,
    texts: Sequence[str],
    vectors: Vectors,
    labels: Sequence[str],
    how: Training,
    twins: Twins | None,
) -> Matrix:
    seen, unseen = split
    told = [texts[i] for i in seen], vectors[seen], [labels[i] for i in seen]
    judges = _judges(*told, how, _seen_twins(twins, seen))
    return judges.scores([texts[i] for i in unseen], vectors[unseen])


def _in_place(splits: Sequence[_Split], judged: Sequence[Matrix]) -> Matrix:
    """The scores of the folds in the order of the examples."""
    scores = np.zeros((sum(len(unseen) for _, unseen in splits), judged[0].shape[1]))
    for (_, unseen), found in zip(splits, judged, strict=True):
        scores[unseen] = found
    return scores


def _temperature(scores: Matrix, truth: npt.NDArray[np.intp]) -> float:
    """The multiplier under which held-out examples are likeliest: then 0.8 is right eight times in ten."""
    rows = np.arange(len(truth))
    # Steps of 5 %: finer ones are lost in the noise of some thousand examples.
    grid = [0.1 * 1.05**step for step in range(100)]
    losses = [-np.log(np.maximum(softmax(t * scores)[rows, truth], 1e-12)).mean() for t in grid]
    return float(grid[int(np.argmin(losses))])


def _threshold(probabilities: Matrix, truth: npt.NDArray[np.intp], classes: tuple[str, ...], lost: float) -> float:
    """The confidence that all but a share `lost` of the rightly understood in-scope examples reach."""
    top = probabilities.argmax(axis=1)
    in_scope = np.array([classes[i] != OUT_OF_SCOPE for i in truth])
    right = probabilities.max(axis=1)[(top == truth) & in_scope]
    return float(np.quantile(right, lost)) if len(right) else 0.0


# The numbers of a committee that are no judge's own.
_NUMBERS = ("margin_says", "neighbours_say", "temperature", "threshold")


def save_committee(committee: Committee, folder: Path) -> None:
    """Write a committee into a folder."""
    for name in ("regression", "margin"):
        (folder / name).mkdir(exist_ok=True)
        save(getattr(committee, name), folder / name)
    near = committee.neighbours
    # Half precision: the likeness of two vectors changes in the fourth digit.
    write(
        folder,
        "committee",
        {**{name: getattr(committee, name) for name in _NUMBERS}, "classes": near.classes},
        centre=near.centre,
        directions=near.directions,
        vectors=near.vectors.astype(np.float16),
        places=near.places.astype(np.int16),
    )


def load_committee(folder: Path) -> Committee:
    """Read what `save_committee` wrote.

    Raises:
        ValueError: the folder holds no committee.
    """
    names, arrays = read(folder, "committee")
    try:
        vectors, places = arrays["vectors"].astype(np.float32), arrays["places"].astype(np.intp)
        near = Neighbours(arrays["centre"], arrays["directions"], vectors, places, int(names["classes"]))
        numbers = {name: float(names[name]) for name in _NUMBERS}
    except (KeyError, TypeError, ValueError) as error:
        raise ValueError(f"{folder} holds no committee that can be read ({type(error).__name__}).") from error
    return Committee(load_model(folder / "regression"), load_model(folder / "margin"), near, **numbers)
