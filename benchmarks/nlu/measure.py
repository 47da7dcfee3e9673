"""Trains one pipeline on one data set in this process alone and asks it, so that time and memory are its own.

Called by compare.py: python -m benchmarks.nlu.measure --pipeline FILE --data FILE --out FILE
"""

from __future__ import annotations

import argparse
import asyncio
import importlib
import json
import logging
import os
import resource
import tempfile
import time
from pathlib import Path
from typing import Any

import numpy as np
import structlog
import yaml

from benchmarks.nlu.datasets import Pairs
from benchmarks.nlu.intent_figures import figures


def write_training_data(pairs: Pairs, path: Path) -> None:
    """Examples in Rasa's format, where no letter of a text is markup."""
    by_intent: dict[str, list[str]] = {}
    for text, intent in pairs:
        by_intent.setdefault(intent, []).append(" ".join(text.split()).replace("[", "(").replace("]", ")"))
    entries = [
        {"intent": intent, "examples": "".join(f"- {text}\n" for text in texts)} for intent, texts in by_intent.items()
    ]
    # Rasa takes a file for training data only where a line begins with `nlu:`, so it must be YAML and not JSON.
    path.write_text(yaml.safe_dump({"version": "3.1", "nlu": entries}, allow_unicode=True), encoding="utf-8")


async def parse_all(model: str, texts: list[str]) -> tuple[list[dict[str, Any]], list[float], list[float]]:
    """Parse each text by itself, as a conversation would; the results, and the milliseconds by clock and of CPU."""
    from rasa.core.agent import Agent

    agent = Agent.load(model)
    for text in texts[:20]:
        await agent.parse_message(text)
    results, times, worked = [], [], []
    for text in texts:
        started, busy = time.perf_counter(), time.process_time()
        results.append(await agent.parse_message(text))
        times.append(1000 * (time.perf_counter() - started))
        worked.append(1000 * (time.process_time() - busy))
    return results, times, worked


def _has_network(pipeline: Path) -> bool:
    """Whether one of Rasa's neural networks is in it, which needs TensorFlow (`uv sync --group peers`)."""
    parts = yaml.safe_load(pipeline.read_text(encoding="utf-8"))["pipeline"]
    return any(part["name"].startswith("DIET") for part in parts)


def main() -> None:
    """Train, ask, and write the figures."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--pipeline", type=Path, required=True)
    arguments.add_argument(
        "--data", type=Path, required=True, help="JSON with `train` and `test`, pairs of text and intent"
    )
    arguments.add_argument("--out", type=Path, required=True)
    chosen = arguments.parse_args()
    os.environ["RASA_TELEMETRY_ENABLED"] = "false"
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.WARNING))
    # Rasa's networks, or, before anything of Rasa's, the stand-ins that Levelfield runs with.
    importlib.import_module(
        "rasa.engine.recipes.default_components" if _has_network(chosen.pipeline) else "bot.no_networks"
    )
    from rasa.model_training import train_nlu

    data = json.loads(chosen.data.read_text(encoding="utf-8"))
    with tempfile.TemporaryDirectory() as folder:
        os.environ["RASA_CACHE_DIRECTORY"] = str(Path(folder) / "cache")
        # Written before the clock runs.
        write_training_data(data["train"], Path(folder) / "nlu.yml")
        started, busy = time.perf_counter(), time.process_time()
        model = train_nlu(str(chosen.pipeline), str(Path(folder) / "nlu.yml"), folder, fixed_model_name="measured")
        seconds, worked = time.perf_counter() - started, time.process_time() - busy
        if model is None:
            raise SystemExit("The training failed; its messages stand above.")
        size = Path(model).stat().st_size
        texts, truth = [text for text, _ in data["test"]], [intent for _, intent in data["test"]]
        results, times, cpu = asyncio.run(parse_all(model, texts))
    report = {
        **figures(truth, results),
        "p50": float(np.median(times)),
        "p95": float(np.quantile(times, 0.95)),
        # Other work on the machine lengthens the clock and not the CPU's time.
        "cpu_p50": float(np.median(cpu)),
        "training_seconds": seconds,
        "training_cpu_seconds": worked,
        "peak_megabytes": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1000,
        "model_megabytes": size / 1e6,
        "learnt": len(data["train"]),
        "asked": len(texts),
    }
    chosen.out.write_text(json.dumps(report), encoding="utf-8")


if __name__ == "__main__":
    main()
