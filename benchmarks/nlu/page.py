"""Writes docs/understanding.md from the results of compare.py and own.py."""

from __future__ import annotations

import json
import subprocess
import tomllib
from collections.abc import Iterator

import yaml

from benchmarks.nlu.datasets import HERE, ROOT
from benchmarks.nlu.description_figures import FIELDS, HELD_OUT

PAGE = ROOT / "docs" / "understanding.md"
RESULTS = HERE / "results"
PACKAGES = ("rasa", "tensorflow-cpu", "scikit-learn", "numpy", "onnxruntime", "tokenizers", "symspellpy")
COLUMNS = {
    "accuracy": ("accuracy", 1),
    "macro_f1": ("macro F1", 1),
    "outside_recall_at_95": ("out of scope found, 95 % kept", 1),
    "outside_auroc": ("out of scope, AUROC", 1),
    "calibration_error": ("calibration error", 1),
    "p50": ("p50 ms", 1),
    "p95": ("p95 ms", 1),
    "cpu_p50": ("CPU p50 ms", 1),
    "training_seconds": ("training s", 0),
    "training_cpu_seconds": ("training CPU s", 0),
    "peak_megabytes": ("peak MB", 0),
    "model_megabytes": ("model MB", 1),
}


def table(head: list[str], rows: list[list[str]]) -> Iterator[str]:
    """A Markdown table."""
    yield "| " + " | ".join(head) + " |"
    yield "|" + "---|" * len(head)
    for row in rows:
        yield "| " + " | ".join(row) + " |"


def number(value: float | None, digits: int = 1) -> str:
    """A figure, or a dash where there is none."""
    return "-" if value is None else f"{value:.{digits}f}"


def compared() -> Iterator[str]:
    """The three pipelines side by side."""
    path = RESULTS / "compare.json"
    if not path.is_file():
        return
    rows = json.loads(path.read_text(encoding="utf-8"))
    yield "## Beside Rasa's default and beside the encoder with DIET"
    yield ""
    yield from _paragraph("compared")
    yield ""
    yield from table(
        ["data", "pipeline", *(title for title, _ in COLUMNS.values())],
        [
            [row["data"], row["pipeline"], *(number(row.get(name), digits) for name, (_, digits) in COLUMNS.items())]
            for row in rows
        ],
    )
    yield ""


def _shares(found: dict[str, float]) -> tuple[str, ...]:
    """How often a fact is stated, its precision and its recall, as cells."""
    return str(found["n"]), f"{100 * found['precision']:.1f} %", f"{100 * found['recall']:.1f} %"


def _paragraph(name: str) -> Iterator[str]:
    yield (HERE / "words" / f"{name}.md").read_text(encoding="utf-8").strip()


def measured() -> Iterator[str]:
    """The trained model on everything that was written for measuring."""
    report = json.loads((RESULTS / "own.json").read_text(encoding="utf-8"))
    intents = report["intents"]
    yield "## The trained model"
    yield ""
    yield from _paragraph("trained")
    yield ""
    rows = [
        ["intents, in scope", str(intents["asked"]), f"{number(intents['accuracy'])} % right"],
        ["the same, after the threshold", "", f"{number(intents['acted_on'])} % right"],
        ["macro F1", "", number(intents["macro_f1"])],
        ["out of scope, turned away", "", f"{number(intents['turned_away_rightly'])} %"],
        ["in scope, turned away", "", f"{number(intents['turned_away_wrongly'])} %"],
        ["out of scope found while 95 % are kept", "", f"{number(intents['outside_recall_at_95'])} %"],
        ["calibration error", "", f"{number(intents['calibration_error'])} points"],
    ]
    complaints, options = report["complaints"], report["options"]
    rows += [
        ["complaints: the right dimension", str(complaints["asked"]), f"{number(complaints['dimension'])} %"],
        ["complaints: the right question", "", f"{number(complaints['question'])} %"],
        ["complaints: an acceptable score, where the question is right", "", f"{number(complaints['score'])} %"],
        ["answers to an open question: taken rightly", str(options["asked"]), f"{number(options['right'])} %"],
        ["answers: right with the likelier of two asked back", "", f"{number(options['right_or_likelier_of_two'])} %"],
        ["answers: taken wrongly", "", f"{number(options['wrong'])} %"],
        ["answers: the right one among two asked back", "", f"{number(options['offered'])} %"],
    ]
    topics, two = report["topics"], report["two_things"]
    rows += [
        ["topics in other words: shown at once", str(topics["asked"]), f"{number(topics['first'])} %"],
        ["topics: shown or asked back", "", f"{number(topics['first_or_asked_back'])} %"],
        ["two things in a message: trouble in the right dimension", str(two["asked"]), f"{number(two['trouble'])} %"],
        ["two things: the question's record first", "", f"{number(two['question'])} %"],
        ["two things: all facts of the message", "", f"{number(two['facts'])} %"],
        ["two things: everything of the message", "", f"{number(two['everything'])} %"],
    ]
    yield from table(["what", "asked", "seen"], rows)
    yield ""
    yield "### The same phrases otherwise written"
    yield ""
    base = intents["accuracy"]
    yield from table(
        ["how", "right", "lost"],
        [
            [name, f"{number(value)} %", f"{number(base - value)} points"]
            for name, value in intents["otherwise_written"].items()
        ],
    )
    yield ""
    yield "### Business facts from descriptions, by field"
    yield ""
    yield from _paragraph("described")
    yield ""
    sets = [report["descriptions"][name] for name in HELD_OUT]
    yield from table(
        ["field", *["stated", "precision", "recall"] * len(sets)],
        [[field, *(cell for by_field in sets for cell in _shares(by_field[field]))] for field in FIELDS],
    )
    yield ""
    yield "### The worst pairs, and what was done about each"
    yield ""
    remedies = yaml.safe_load((HERE / "words" / "remedies.yml").read_text(encoding="utf-8"))["remedies"]
    done = {(entry["meant"], entry["taken_for"]): entry["done"] for entry in remedies}
    yield from table(
        ["meant", "taken for", "how often", "done"],
        [
            [f"`{true}`", f"`{other}`", str(count), done.get((true, other), "")]
            for true, other, count in intents["confusions"]
        ],
    )


def surroundings() -> Iterator[str]:
    """What the figures depend on."""
    commit = subprocess.run(
        ["git", "rev-parse", "--short", "HEAD"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    # TensorFlow is there for the others only, and may be gone by now.
    locked = tomllib.loads((ROOT / "uv.lock").read_text(encoding="utf-8"))["package"]
    version = {package["name"]: package["version"] for package in locked}
    versions = ", ".join(f"{name} {version[name]}" for name in PACKAGES)
    yield f"Python 3.11, {versions}; two cores; seed 7; commit {commit.stdout.strip()} or after."


def main() -> None:
    """Write the page."""
    parts = ["# Understanding, measured", ""]
    parts += [*_paragraph("introduction"), "", *compared(), *measured(), "", *surroundings()]
    PAGE.write_text("\n".join(parts) + "\n", encoding="utf-8")
    print(f"written to {PAGE.relative_to(ROOT)}")


if __name__ == "__main__":
    main()
