"""Classifiers over the examples in `knowledge/`: fitted once, then cached until the examples change."""

from __future__ import annotations

import contextlib
import hashlib
import logging
import shutil
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

import numpy as np
import numpy.typing as npt

from bot.language.committee import Committee, Training, fit_committee, load_committee, save_committee
from bot.language.encoder import Vectors
from bot.language.linear import Fit, LinearModel, fit_regression, fit_regressions
from bot.language.linear_files import load_model, save
from bot.language.making import making_alone
from bot.language.phrase_encoder import WEIGHTS, both_views
from bot.language.pooled import fit_pooled

logger = logging.getLogger(__name__)

Model = TypeVar("Model", LinearModel, Committee)
# Raise when the fit changes for a reason that examples and settings do not show.
_VERSION = "3"


@dataclass(frozen=True, slots=True)
class Labels:
    """What texts state as wholes: n clauses and the texts that own them, m texts, k classes.

    `states` says which classes each text states and `known` where that is known, both of shape (m, k).
    """

    texts: list[str]
    owners: list[int]
    classes: list[str]
    states: npt.NDArray[np.bool_]
    known: npt.NDArray[np.bool_]


def fitted_regression(
    name: str, texts: Sequence[str], vectors: Vectors, labels: Sequence[str], how: Fit, cache: Path
) -> LinearModel:
    """The regression of some examples.

    Args:
        name: what it tells, for its folder in the cache: small letters only.
        texts: the examples, n of them.
        vectors: their unit vectors, shape (n, 384).
        labels: their classes, n of them.
        how: the settings of the fit.
        cache: a folder; that it cannot be written costs time at the next start and nothing else.
    """
    folder = _folder(name, texts, labels, how, cache)
    return _kept(folder, load_model, save, lambda: fit_regression(texts, vectors, labels, how))


def fitted_regressions(
    name: str, texts: Sequence[str], vectors: Vectors, labels: Sequence[tuple[str, str]], how: Fit, cache: Path
) -> LinearModel:
    """A regression for each group of classes; `labels` are pairs of both, the rest is as for `fitted_regression`."""
    folder = _folder(name, texts, [f"{group}\t{label}" for group, label in labels], how, cache)
    return _kept(folder, load_model, save, lambda: fit_regressions(texts, vectors, labels, how))


def fitted_committee(
    name: str, texts: Sequence[str], vectors: Vectors, labels: Sequence[str], cache: Path
) -> Committee:
    """The committee of some examples; the arguments are those of `fitted_regression`."""
    how = Training()
    folder = _folder(name, texts, labels, how, cache)
    return _kept(folder, load_committee, save_committee, lambda: fit_committee(texts, vectors, labels, how))


def fitted_pooled(name: str, labels: Labels, vectors: Vectors, how: Fit, cache: Path) -> LinearModel:
    """The pooled regression of some texts over both encoders' views of their clauses.

    Args:
        name: what it tells, for its folder in the cache: small letters only.
        labels: the texts, n clauses of them, and what they state.
        vectors: MiniLM's unit vectors of the clauses, shape (n, 384).
        how: the settings of the fit.
        cache: a folder; that it cannot be written costs time at the next start and nothing else.
    """
    rows = (labels.states.astype(np.int8) + 2 * labels.known).tolist()
    told = [f"{owner}\t{rows[owner]}" for owner in labels.owners]
    settings = ["\t".join(labels.classes), WEIGHTS.sha256]
    folder = _folder(name, [*labels.texts, "classes", "encoder"], [*told, *settings], how, cache)

    def fit() -> LinearModel:
        views = both_views(labels.texts, vectors)
        return fit_pooled(labels.texts, views, labels.owners, labels.classes, labels.states, labels.known, how)

    return _kept(folder, load_model, save, fit)


def _folder(name: str, texts: Sequence[str], labels: Sequence[str], how: Fit | Training, cache: Path) -> Path:
    lines = (f"{label}\t{text}" for label, text in zip(labels, texts, strict=True))
    key = hashlib.sha256("\n".join((_VERSION, repr(how), *lines)).encode()).hexdigest()[:16]
    return cache / f"{name}-{key}"


def _kept(
    folder: Path, load: Callable[[Path], Model], save_into: Callable[[Model, Path], None], make: Callable[[], Model]
) -> Model:
    with contextlib.suppress(ValueError):
        return load(folder)
    with making_alone(folder.parent):
        try:
            # Another process may have fitted it meanwhile.
            return load(folder)
        except ValueError:
            logger.debug("No %s: fitting it.", folder)
        model = make()
        _keep(model, save_into, folder)
    return model


def _keep(model: Model, save_into: Callable[[Model, Path], None], folder: Path) -> None:
    """Keep a classifier, and no earlier one of its name."""
    name = folder.name.rpartition("-")[0]
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        fresh = Path(tempfile.mkdtemp(dir=folder.parent, prefix=f".{name}-"))
        save_into(model, fresh)
        for old in folder.parent.glob(f"{name}-*"):
            shutil.rmtree(old, ignore_errors=True)
        try:
            fresh.rename(folder)
        except OSError:
            # Another process was quicker; its classifier is the same.
            shutil.rmtree(fresh, ignore_errors=True)
    except OSError as error:
        logger.warning("The classifier of %s could not be kept in %s: %s.", name, folder.parent, error.strerror)
