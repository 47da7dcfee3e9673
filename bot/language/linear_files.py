"""Keeps a linear classifier in a folder, as numbers and names: nothing in its files is executed at loading."""

from __future__ import annotations

import json
import zipfile
from pathlib import Path

import numpy as np

from bot.language.linear import LinearModel, ngram_vectorizer


def save(model: LinearModel, folder: Path) -> None:
    """Write a model as `classifier.json` and `classifier.npz`."""
    vocabulary = list(model.ngrams.get_feature_names_out()) if model.ngrams is not None else None
    names = {
        "classes": model.classes,
        "temperature": model.temperature,
        "threshold": model.threshold,
        "ngrams": vocabulary,
    }
    (folder / "classifier.json").write_text(json.dumps(names, ensure_ascii=False), encoding="utf-8")
    idf = model.ngrams.idf_ if model.ngrams is not None else np.zeros(0)
    np.savez_compressed(folder / "classifier.npz", weights=model.weights, bias=model.bias, idf=idf)


def load_model(folder: Path) -> LinearModel:
    """Read what `save` wrote.

    Raises:
        ValueError: the folder holds no classifier.
    """
    try:
        names = json.loads((folder / "classifier.json").read_text(encoding="utf-8"))
        # Opened here: of a damaged archive the library would leave its own file open.
        with (folder / "classifier.npz").open("rb") as file, np.load(file, allow_pickle=False) as arrays:
            weights, bias, idf = arrays["weights"], arrays["bias"], arrays["idf"]
        classes, known = tuple(names["classes"]), names["ngrams"]
        temperature, threshold = float(names["temperature"]), float(names["threshold"])
    except (OSError, ValueError, KeyError, TypeError, EOFError, zipfile.BadZipFile) as error:
        raise ValueError(f"{folder} holds no classifier that can be read ({type(error).__name__}).") from error
    ngrams = None
    if known is not None:
        ngrams = ngram_vectorizer(known)
        ngrams.idf_ = idf
    return LinearModel(classes, weights, bias, ngrams, temperature, threshold)
