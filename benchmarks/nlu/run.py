"""Measures intent understanding on held-out phrases: trains the NLU into a temporary folder and asks it.

Run from the project's root: .venv/bin/python -m benchmarks.nlu.run [--config FILE] [--name NAME]
"""

from __future__ import annotations

import argparse
import asyncio
import datetime
import importlib.metadata
import json
import logging
import os
import subprocess
import tempfile
import time
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import structlog
import yaml

HERE = Path(__file__).parent
ROOT = HERE.parent.parent
OUT_OF_SCOPE = {"out_of_scope", "nlu_fallback"}
PACKAGES = ("rasa", "scikit-learn", "numpy", "onnxruntime", "tokenizers", "spacy", "rapidfuzz")


def train(config: Path, folder: Path) -> tuple[str, float]:
    """Train the NLU; the path of the model and the seconds it took."""
    from rasa.model_training import train_nlu

    started = time.perf_counter()
    path = train_nlu(str(config), str(ROOT / "data" / "nlu"), str(folder), fixed_model_name="benchmark")
    if path is None:
        raise SystemExit("The training failed; its messages stand above.")
    return path, time.perf_counter() - started


async def parse_all(model: str, texts: Sequence[str]) -> tuple[list[dict[str, Any]], list[float]]:
    """Parse each text by itself, as a conversation would; the results and the milliseconds."""
    from rasa.core.agent import Agent

    agent = Agent.load(model)
    await agent.parse_message("warm up")
    results, times = [], []
    for text in texts:
        started = time.perf_counter()
        results.append(await agent.parse_message(text))
        times.append(1000 * (time.perf_counter() - started))
    return results, times


def in_scope_score(result: dict[str, Any]) -> float:
    """The highest probability of an intent that is in scope."""
    ranking = result["intent_ranking"]
    return max((entry["confidence"] for entry in ranking if entry["name"] not in OUT_OF_SCOPE), default=0.0)


def first_intent(result: dict[str, Any]) -> str:
    """The first intent of the ranking: what the fallback, if any, hides."""
    names = [entry["name"] for entry in result["intent_ranking"] if entry["name"] != "nlu_fallback"]
    return names[0] if names else ""


def intent_figures(phrases: list[dict[str, Any]], results: list[dict[str, Any]]) -> dict[str, Any]:
    """Accuracy, out-of-scope recall and confusions."""
    truth = np.array([phrase["intent"] for phrase in phrases])
    acted = np.array([result["intent"]["name"] or "" for result in results])
    first = np.array([first_intent(result) for result in results])
    scores = np.array([in_scope_score(result) for result in results])
    outside = truth == "out_of_scope"
    turned_away = np.isin(acted, list(OUT_OF_SCOPE))
    kept_95 = float(np.quantile(scores[~outside], 0.05))
    by_intent = {
        name: {"n": int((truth == name).sum()), "accuracy": round(float((first == truth)[truth == name].mean()), 3)}
        for name in sorted(set(truth))
    }
    confusions = Counter((t, f) for t, f in zip(truth, first, strict=True) if t != f)
    return {
        "phrases": len(phrases),
        "accuracy": _share((first == truth)[~outside]),
        "accuracy_with_out_of_scope": _share(first == truth),
        "accuracy_acted_on": _share((acted == truth)[~outside]),
        "in_scope_kept": _share(~turned_away[~outside]),
        "out_of_scope_recall": _share(turned_away[outside]),
        "out_of_scope_recall_at_95_kept": _share(scores[outside] < kept_95),
        "threshold_at_95_kept": round(kept_95, 3),
        "by_intent": by_intent,
        "confusions": [[t, f, n] for (t, f), n in confusions.most_common(25)],
    }


def meaning_figures(phrases: list[dict[str, Any]], results: list[dict[str, Any]]) -> dict[str, Any]:
    """How often stated facts, named records and free answers were understood."""
    facts, about, among, answers = [], [], [], []
    for phrase, result in zip(phrases, results, strict=True):
        entities = {(entity["entity"], entity["value"]) for entity in result["entities"]}
        understood = result.get("understanding", {"topics": [], "options": {}})
        for name, value in (phrase.get("facts") or {}).items():
            facts.append((name, value) in entities or understood.get("facts", {}).get(name) == value)
        named = phrase.get("about")
        if named:
            wanted = {named} if isinstance(named, str) else set(named)
            values = {value for _, value in entities} | {topic for topic, _ in understood["topics"][:1]}
            about.append(bool(wanted & values))
            among.append(bool(wanted & (values | {topic for topic, _ in understood["topics"]})))
        answer = phrase.get("answers")
        # "na", "skip" and "dont_know" are intents; only a score is an option of the question.
        if answer and isinstance(answer["score"], int):
            best = understood["options"].get(answer["question"])
            answers.append(bool(best) and best[0][0] == str(answer["score"]))
    return {
        name: {"n": len(hits), "right": _share(np.array(hits))}
        for name, hits in (("facts", facts), ("about", about), ("about_in_5", among), ("answers", answers))
        if hits
    }


def _share(hits: Any) -> float:
    return round(float(np.mean(hits)), 4) if len(hits) else 0.0


def surroundings() -> dict[str, Any]:
    """What the figures depend on besides data and configuration."""
    commit = subprocess.run(
        ["git", "rev-parse", "--short", "HEAD"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    return {
        "date": datetime.date.today().isoformat(),
        "commit": commit.stdout.strip() or None,
        "packages": {name: importlib.metadata.version(name) for name in PACKAGES},
    }


def main() -> None:
    """Train, ask, print and write `results/<date>-<name>.json`."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--config", type=Path, default=ROOT / "config.yml")
    arguments.add_argument("--phrases", type=Path, default=HERE / "heldout.yml")
    arguments.add_argument("--name", default="levelfield", help="what the results file is called")
    chosen = arguments.parse_args()
    os.environ["RASA_TELEMETRY_ENABLED"] = "false"
    # Rasa's debug log would print every held-out phrase, and who reads them tunes to them.
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.WARNING))
    phrases = yaml.safe_load(chosen.phrases.read_text(encoding="utf-8"))["phrases"]
    with tempfile.TemporaryDirectory() as folder:
        # Without a cache of its own a second run would time the cache.
        os.environ["RASA_CACHE_DIRECTORY"] = str(Path(folder) / "cache")
        model, seconds = train(chosen.config, Path(folder))
        results, times = asyncio.run(parse_all(model, [phrase["text"] for phrase in phrases]))
        size = Path(model).stat().st_size
    seeds = [part["seed"] for part in yaml.safe_load(chosen.config.read_text())["pipeline"] if "seed" in part]
    report = {
        **surroundings(),
        "config": chosen.config.name,
        "seeds": seeds,
        "training_seconds": round(seconds, 1),
        "model_megabytes": round(size / 1e6, 2),
        "milliseconds": {"p50": round(float(np.median(times)), 1), "p95": round(float(np.quantile(times, 0.95)), 1)},
        **intent_figures(phrases, results),
        "meaning": meaning_figures(phrases, results),
    }
    target = HERE / "results" / f"{report['date']}-{chosen.name}.json"
    target.parent.mkdir(exist_ok=True)
    target.write_text(json.dumps(report, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    for name, value in report.items():
        if name not in {"by_intent", "confusions", "packages"}:
            print(f"{name}: {value}")
    print(f"written to {target.relative_to(ROOT)}")


if __name__ == "__main__":
    main()
