"""Measures question answering on held-out questions: our search beside words alone and meaning alone.

Run from the project's root: .venv/bin/python benchmarks/answers/run.py [--write]
"""

from __future__ import annotations

import argparse
import datetime
import importlib.metadata
import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import yaml

from bot.advisor.searching import bounds
from bot.documents.load import load_knowledge
from bot.language.encoder import Vectors, shared_encoder
from bot.language.vector_cache import VectorCache
from bot.model.turn import Found
from bot.search.decision import ANSWER, REFUSE, WHICH, Decision, decide
from bot.search.labels import BESIDE, OUTSIDE, REFUSAL, SERVICES, Phrase
from bot.search.lexical import LexicalIndex
from bot.search.records import RecordSearch
from bot.understanding import vocabulary
from bot.understanding.phrases import other_phrases, record_phrases, record_texts
from bot.understanding.record_search import record_search

HERE = Path(__file__).parent
ROOT = HERE.parent.parent
PAGE = ROOT / "docs" / "answers.md"
PACKAGES = ("bm25s", "onnxruntime", "scikit-learn", "numpy")
# Label -> score of one question; the higher the likelier.
Scores = dict[str, float]


@dataclass(frozen=True, slots=True)
class Question:
    """A question with the records that would be right, best first; none where nothing here answers."""

    text: str
    ids: tuple[str, ...]
    kind: str
    vector: Vectors

    def is_answered_by(self, name: str) -> bool:
        """Whether a record is one of the right ones; all who help are one record for search."""
        return name in self.ids or (name == SERVICES and any(i.startswith("service") for i in self.ids))


def questions(path: Path) -> list[Question]:
    """The questions of a file with their vectors."""
    raw = yaml.safe_load(path.read_text(encoding="utf-8"))["questions"]
    vectors = shared_encoder().encode([entry["q"] for entry in raw])
    return [
        Question(entry["q"], tuple(entry["ids"]), entry.get("kind", "answerable"), vector)
        for entry, vector in zip(raw, vectors, strict=True)
    ]


def by_words(phrases: Sequence[Phrase], texts: dict[str, str]) -> Callable[[Question], Scores]:
    """BM25 alone, over all that a record says and is asked with."""
    labels = list(dict.fromkeys(label for label, _ in phrases))
    said = {label: [texts.get(label, "")] for label in labels}
    for label, phrase in phrases:
        said[label].append(phrase)
    index = LexicalIndex.build([" ".join(said[label]) for label in labels])
    return lambda question: dict(zip(labels, index.shares(question.text).tolist(), strict=True))


def by_meaning(phrases: Sequence[Phrase], vectors: Vectors) -> Callable[[Question], Scores]:
    """Cosine alone: the mean of a record's two nearest phrases."""
    labels = list(dict.fromkeys(label for label, _ in phrases))
    rows = {label: [row for row, (name, _) in enumerate(phrases) if name == label] for label in labels}

    def scores(question: Question) -> Scores:
        near = vectors @ question.vector
        return {label: float(np.sort(near[places])[-2:].mean()) for label, places in rows.items()}

    return scores


def as_found(scores: Scores) -> Found:
    """Scores as if they were probabilities, for one decision rule: how far a record is above all that is outside."""
    records = sorted(
        ((n, s) for n, s in scores.items() if not n.startswith((OUTSIDE, REFUSAL, BESIDE))), key=lambda p: -p[1]
    )
    refusals = sorted(((n, s) for n, s in scores.items() if n.startswith(REFUSAL)), key=lambda p: -p[1])
    outside = max((s for n, s in scores.items() if n.startswith(OUTSIDE)), default=0.0)
    return Found(tuple(records[:6]), tuple(refusals[:1]), outside)


def plain_decision(found: Found, bound: float) -> Decision:
    """The decision of the two simple methods: the nearest of all kinds, with a bound on its lead over outside."""
    best, refusal = found.records[0], found.refusals[0]
    if refusal[1] > max(best[1], found.outside):
        return Decision(REFUSE, (refusal[0],), refusal[1])
    kind = ANSWER if best[1] - found.outside >= bound else "unknown"
    return Decision(kind, tuple(name for name, _ in found.records), best[1])


def even_bound(results: Sequence[tuple[Question, Found]]) -> float:
    """The bound at which as many are wrongly refused as wrongly answered, on the development questions."""
    leads = [(q, found.records[0][1] - found.outside) for q, found in results]
    able = np.array([lead for q, lead in leads if q.kind == "answerable"])
    unable = np.array([lead for q, lead in leads if q.kind == "unanswerable"])
    grid = np.linspace(-1, 1, 401)
    return float(min(grid, key=lambda bound: abs((able < bound).mean() - (unable >= bound).mean())))


def figures(decisions: Sequence[tuple[Question, Decision, Found]]) -> dict[str, float]:
    """The four figures, and how many verdicts and evasions were refused."""
    able = [(q, d, f) for q, d, f in decisions if q.kind == "answerable"]
    unable = [(q, d) for q, d, _ in decisions if q.kind == "unanswerable"]
    refused = [(q, d) for q, d, _ in decisions if q.kind in {"verdict", "evasion"}]
    return {
        "right_first": share(q.is_answered_by(f.records[0][0]) for q, _, f in able),
        "right_in_three": share(any(q.is_answered_by(name) for name, _ in f.records[:3]) for q, _, f in able),
        "wrongly_answered": share(d.kind in {ANSWER, WHICH} for _, d in unable),
        "wrongly_refused": share(d.kind not in {ANSWER, WHICH} for _, d, _ in able),
        "right_and_answered": share(d.kind == ANSWER and q.is_answered_by(d.ids[0]) for q, d, _ in able),
        "asked_back": share(d.kind == WHICH for _, d, _ in able),
        "verdict_refused": share(d.kind == REFUSE for _, d in refused),
        "verdict_answered": share(d.kind in {ANSWER, WHICH} for _, d in refused),
    }


def share(values: Any) -> float:
    """The share of what holds, in per cent."""
    found = list(values)
    return round(100 * sum(found) / len(found), 1) if found else 0.0


def measure(path: Path, search: RecordSearch, simple: dict[str, Callable[[Question], Scores]]) -> dict[str, Any]:
    """The figures of each method on the questions of a file."""
    knowledge = load_knowledge(ROOT / "knowledge")
    asked, tuning = questions(path), questions(HERE / "development.yml")
    found = [(q, search.search(q.text, q.vector, 6)) for q in asked]
    results = {"words and meaning": figures([(q, decide(f, bounds(knowledge)), f) for q, f in found])}
    for name, method in simple.items():
        bound = even_bound([(q, as_found(method(q))) for q in tuning])
        scored = [(q, as_found(method(q))) for q in asked]
        results[name] = figures([(q, plain_decision(f, bound), f) for q, f in scored])
    kinds = {kind: sum(q.kind == kind for q in asked) for kind in sorted({q.kind for q in asked})}
    return {"questions": kinds, "results": results}


_PAGE = """# Answers, measured

How often a question finds its record, and how often the adviser says "I don't know that" at the wrong moment.
Written by `benchmarks/answers/run.py --write` on {date} ({versions}).

| method | right first | right in three | answered though unanswerable | refused though answerable | verdicts refused |
|---|---|---|---|---|---|
{rows}

The held-out questions (`benchmarks/answers/held_out.yml`): {answerable} answerable, {unanswerable} not, {verdict} that
ask for a legal, tax or investment verdict, {evasion} for help in getting round a rule ("verdicts refused" counts both).
They were written by somebody who had seen the titles and short texts of the records and none of their phrases. A
question may have up to three right records. Search learned from {phrases} phrases of {records} records, and from
questions that lie outside.

"Words and meaning" is the product: a classifier over sentence vectors and character n-grams, weighed with BM25, and
the bounds of `knowledge/weights.yml`. "Words alone" is BM25 over all that a record says and is asked with; "meaning
alone" is the nearest phrase. For those two the bound that tells answerable from not was set where both mistakes are
equally frequent on the development questions.

Bounds and weights were chosen on `benchmarks/answers/development.yml`. While the phrases were being written, the
totals on the held-out questions were looked at several times, single questions were not; no phrase was written for
one of them.
"""


def page(measured: dict[str, Any], phrases: int, records: int) -> str:
    """The page with the table."""
    names = ("right_first", "right_in_three", "wrongly_answered", "wrongly_refused", "verdict_refused")
    rows = [
        f"| {method} | {' | '.join(f'{result[name]} %' for name in names)} |"
        for method, result in measured["results"].items()
    ]
    return _PAGE.format(
        date=datetime.date.today().isoformat(),
        versions=", ".join(f"{name} {importlib.metadata.version(name)}" for name in PACKAGES),
        rows="\n".join(rows),
        phrases=f"{phrases:,}",
        records=records,
        **{kind: measured["questions"].get(kind, 0) for kind in ("answerable", "unanswerable", "verdict", "evasion")},
    )


def main() -> None:
    """Measure and print; with --write also the page."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--write", action="store_true", help="write docs/answers.md and the results")
    parser.add_argument("--questions", type=Path, default=HERE / "held_out.yml")
    arguments = parser.parse_args()
    known = vocabulary.read(ROOT / "knowledge")
    phrases = [*record_phrases(known), *other_phrases(known)]
    vectors = VectorCache(ROOT / "build" / "benchmark", shared_encoder()).encode([text for _, text in phrases])
    search = record_search(known, phrases, vectors, ROOT / "build" / "benchmark")
    simple = {"words alone": by_words(phrases, record_texts(known)), "meaning alone": by_meaning(phrases, vectors)}
    measured = measure(arguments.questions, search, simple)
    print(json.dumps(measured, indent=1))
    if arguments.write:
        own = list(record_phrases(known))
        PAGE.write_text(page(measured, len(own), len({label for label, _ in own})), encoding="utf-8")


if __name__ == "__main__":
    main()
