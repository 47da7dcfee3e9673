"""Keeps linear classifiers in a folder, as numbers and names: nothing in their files is executed at loading."""

from __future__ import annotations

import json
import zipfile
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from bot.language.linear import CHARACTERS, WORDS, LinearModel, make_view


def save(model: LinearModel, folder: Path) -> None:
    """Write a model as `classifier.json` and `classifier.npz`."""
    kinds = [CHARACTERS if view.analyzer == "char_wb" else WORDS for view in model.views]
    views = [
        {"kind": kind, "terms": list(view.get_feature_names_out())}
        for kind, view in zip(kinds, model.views, strict=True)
    ]
    arrays = {f"idf_{kind}": view.idf_ for kind, view in zip(kinds, model.views, strict=True)}
    write(
        folder,
        "classifier",
        {"classes": model.classes, "views": views},
        weights=model.weights,
        bias=model.bias,
        **arrays,
    )


def load_model(folder: Path) -> LinearModel:
    """Read what `save` wrote.

    Raises:
        ValueError: the folder holds no classifier.
    """
    names, arrays = read(folder, "classifier")
    try:
        views = []
        for raw in names["views"]:
            view = make_view(raw["kind"], raw["terms"])
            view.idf_ = arrays[f"idf_{raw['kind']}"]
            views.append(view)
        return LinearModel(tuple(names["classes"]), arrays["weights"], arrays["bias"], tuple(views))
    except (KeyError, TypeError, ValueError) as error:
        raise ValueError(f"{folder} holds no classifier that can be read ({type(error).__name__}).") from error


def write(folder: Path, stem: str, names: dict[str, Any], **arrays: npt.NDArray[Any]) -> None:
    """Write names and numbers as `<stem>.json` and `<stem>.npz`."""
    (folder / f"{stem}.json").write_text(json.dumps(names, ensure_ascii=False), encoding="utf-8")
    np.savez_compressed(folder / f"{stem}.npz", **arrays)


def read(folder: Path, stem: str) -> tuple[dict[str, Any], dict[str, npt.NDArray[Any]]]:
    """Read what `write` wrote.

    Raises:
        ValueError: a file is missing or damaged.
    """
    try:
        names = json.loads((folder / f"{stem}.json").read_text(encoding="utf-8"))
        # Opened here: of a damaged archive the library would leave its own file open.
        with (folder / f"{stem}.npz").open("rb") as file, np.load(file, allow_pickle=False) as arrays:
            return names, {name: arrays[name] for name in arrays.files}
    except (OSError, ValueError, KeyError, TypeError, EOFError, zipfile.BadZipFile) as error:
        raise ValueError(f"{folder} holds no classifier that can be read ({type(error).__name__}).") from error
