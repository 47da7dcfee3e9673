"""What is counted of intents that were parsed: accuracy, macro F1, what lies outside, calibration."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Any

import numpy as np
from sklearn.metrics import f1_score, roc_auc_score

OUT_OF_SCOPE = "out_of_scope"
_HIDDEN = "nlu_fallback"
_BINS = 10
Result = dict[str, Any]


def ranking(result: Result) -> list[tuple[str, float]]:
    """The intents of a parsed message with their confidences, without the fallback that may stand before them."""
    entries = [(e["name"], float(e["confidence"])) for e in result["intent_ranking"] if e["name"] != _HIDDEN]
    return sorted(entries, key=lambda entry: -entry[1])


def figures(truth: Sequence[str], results: Sequence[Result]) -> dict[str, float | None]:
    """Figures of one run, shares in per cent; None where the data has nothing out of scope."""
    true, ranked = np.array(truth), [ranking(result) for result in results]
    first = np.array([entries[0][0] if entries else "" for entries in ranked])
    confidence = np.array([entries[0][1] if entries else 0.0 for entries in ranked])
    inside = true != OUT_OF_SCOPE
    found: dict[str, float | None] = {
        "accuracy": 100 * float((first == true)[inside].mean()),
        "macro_f1": 100 * float(f1_score(true, first, average="macro", labels=sorted(set(true)), zero_division=0)),
        "calibration_error": 100 * calibration_error(confidence, first == true),
        "outside_recall_at_95": None,
        "outside_auroc": None,
    }
    if not inside.all():
        scores = np.array([max((c for n, c in entries if n != OUT_OF_SCOPE), default=0.0) for entries in ranked])
        found["outside_recall_at_95"] = 100 * float((scores[~inside] < np.quantile(scores[inside], 0.05)).mean())
        found["outside_auroc"] = 100 * float(roc_auc_score(inside, scores))
    return found


def calibration_error(confidence: np.ndarray, right: np.ndarray) -> float:  # type: ignore[type-arg]
    """The mean distance between confidence and share of right ones over ten bins, by their weight (0 to 1)."""
    bins = np.minimum((confidence * _BINS).astype(int), _BINS - 1)
    error = 0.0
    for number in range(_BINS):
        inside = bins == number
        if inside.any():
            error += inside.mean() * abs(float(confidence[inside].mean()) - float(right[inside].mean()))
    return error


def confusions(truth: Sequence[str], results: Sequence[Result], most: int) -> list[tuple[str, str, int]]:
    """The pairs that are taken for each other most often: meant, taken for, how often."""
    pairs = Counter(
        (true, entries[0][0])
        for true, entries in zip(truth, map(ranking, results), strict=True)
        if entries and entries[0][0] != true
    )
    return [(true, other, count) for (true, other), count in sorted(pairs.items(), key=lambda p: (-p[1], p[0]))[:most]]
