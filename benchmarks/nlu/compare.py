"""Our pipeline beside Rasa's default and beside the encoder with DIET: same data, same run, a process each.

python -m benchmarks.nlu.compare --public ../shared/data --out results/compare.json
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import yaml

from benchmarks.nlu.datasets import HERE, ROOT, Dataset, banking77, clinc150, own

SEED = 7
# Of the parts of our pipeline those that intents need; the others find names and meanings.
INTENT_PARTS = ("WhitespaceTokenizer", "SentenceEncoderFeaturizer", "CommitteeIntentClassifier")
PIPELINES = ("ours", "default", "encoder with DIET")
# No public set asks more. With a thousand the figures come sooner, and have a standard error of one point near 90 %.
MOST_ASKED = 4000


def our_pipeline(folder: Path) -> Path:
    """The parts of `config.yml` that tell intents, without the importer, since the data is given."""
    config = yaml.safe_load((ROOT / "config.yml").read_text(encoding="utf-8"))
    parts = [part for part in config["pipeline"] if part["name"].rpartition(".")[2] in INTENT_PARTS]
    path = folder / "ours.yml"
    kept = {name: config[name] for name in ("recipe", "language")}
    path.write_text(yaml.safe_dump({**kept, "assistant_id": "benchmark-ours", "pipeline": parts}), encoding="utf-8")
    return path


def datasets(public: Path | None) -> Iterator[Dataset]:
    """What is measured, our own first."""
    yield own(30, SEED)
    if public is not None:
        yield clinc150(public, 40, 10, SEED, MOST_ASKED)
        yield banking77(public, 10, SEED, MOST_ASKED)
        yield clinc150(public, 40, 30, SEED, MOST_ASKED)
        yield banking77(public, 30, SEED, MOST_ASKED)


def measured(pipeline: Path, dataset: Dataset, folder: Path) -> dict[str, Any]:
    """One pipeline on one data set, in a process of its own."""
    data, out = folder / "data.json", folder / "out.json"
    data.write_text(json.dumps({"train": dataset.train, "test": dataset.test}), encoding="utf-8")
    out.unlink(missing_ok=True)
    command = [sys.executable, "-m", "benchmarks.nlu.measure", "--pipeline", str(pipeline), "--data", str(data)]
    environment = {**os.environ, "RASA_TELEMETRY_ENABLED": "false", "TF_CPP_MIN_LOG_LEVEL": "3", "LOG_LEVEL": "ERROR"}
    with (folder / "log.txt").open("w", encoding="utf-8") as log:
        # Its progress bars go to the log.
        code = subprocess.run(
            [*command, "--out", str(out)], cwd=ROOT, env=environment, stdout=log, stderr=log, check=False
        )
    if code.returncode or not out.is_file():
        raise SystemExit(f"{dataset.name} failed:\n{(folder / 'log.txt').read_text(encoding='utf-8')[-2000:]}")
    found: dict[str, Any] = json.loads(out.read_text(encoding="utf-8"))
    return found


def main() -> None:
    """Measure what the file of results does not hold yet, and write after each."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--public", type=Path, help="folder of BANKING77 and CLINC150; without it our data only")
    arguments.add_argument("--out", type=Path, default=HERE / "results" / "compare.json")
    chosen = arguments.parse_args()
    chosen.out.parent.mkdir(exist_ok=True)
    rows: list[dict[str, Any]] = json.loads(chosen.out.read_text()) if chosen.out.is_file() else []
    done = {(row["data"], row["pipeline"]) for row in rows}
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        files = {
            "ours": our_pipeline(folder),
            "default": HERE / "pipelines" / "default.yml",
            "encoder with DIET": HERE / "pipelines" / "encoder_diet.yml",
        }
        for dataset in datasets(chosen.public):
            for pipeline in PIPELINES:
                if (dataset.name, pipeline) in done:
                    continue
                rows.append({"data": dataset.name, "pipeline": pipeline, **measured(files[pipeline], dataset, folder)})
                chosen.out.write_text(json.dumps(rows, indent=1) + "\n", encoding="utf-8")
                print(f"{dataset.name}, {pipeline}: {rows[-1]['accuracy']:.1f} %", flush=True)


if __name__ == "__main__":
    main()
