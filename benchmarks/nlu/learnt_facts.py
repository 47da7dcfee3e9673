"""Measures what the learnt reader of business facts adds to the signs, on writers that it has not learnt from.

With `--trust` it says how far both are to be trusted instead: `TRUST` in `bot/understanding/learnt_facts.py`.

Run from the project's root: .venv/bin/python -m benchmarks.nlu.learnt_facts [--writers hurried forms] [--trust]
"""

from __future__ import annotations

import argparse
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
from sklearn.linear_model import LogisticRegression

from benchmarks.nlu.description_figures import FIELDS, Facts, counts
from bot.language.encoder import shared_encoder
from bot.language.gazetteer import Gazetteer
from bot.language.said import Said
from bot.language.vector_cache import VectorCache
from bot.settings import Settings
from bot.understanding import vocabulary
from bot.understanding.entities import find_entities
from bot.understanding.facts import FactReader
from bot.understanding.learnt_facts import JUDGED, LearntFacts, Trust, evidence, stated_values, told_examples
from bot.understanding.spelling import preparer
from bot.understanding.vocabulary import Vocabulary

# Written before anybody saw what signs read of them; since then signs were made for their factories and, of `workdays`,
# for head counts.
FRESH = ("hurried", "forms", "spoken", "tales", "plain", "mornings", "counter", "workdays", "wishes")


class Readers:
    """Two readers of facts: signs alone, and with what is learnt from everybody but one writer."""

    def __init__(self, known: Vocabulary, folder: Path) -> None:
        """Make the signs ready; `folder` keeps vectors."""
        self._known, self._vectors = known, VectorCache(folder, shared_encoder())
        self._prepare, self._gazetteer = preparer(known), Gazetteer(vocabulary.entries(known))
        self._signs = FactReader(known)
        everything = told_examples(known)
        texts = [text for each in everything for text in each.clauses]
        self._vector_of = dict(zip(texts, self._vectors.encode(texts), strict=True))

    def without(self, writer: str) -> LearntFacts:
        """What is learnt from all other writers."""
        examples = told_examples(self._known, without=[writer])
        vectors = np.stack([self._vector_of[text] for each in examples for text in each.clauses])
        with tempfile.TemporaryDirectory() as cache:
            return LearntFacts(examples, vectors, Path(cache))

    def alone(self, text: str) -> Facts:
        """What signs read."""
        return self._signs.read(text, find_entities(self._gazetteer, text))

    def both(self, learnt: LearntFacts, text: str, read: Facts) -> Facts:
        """The same, with what is learnt beside it."""
        return learnt.complete(read, self.said(text), self._signs.most_pains)

    def said(self, text: str) -> Said:
        """A text as the readers get it."""
        prepared, encoder = self._prepare.prepare(text), shared_encoder()
        return Said.of(prepared, encoder.encode([prepared])[0], encoder)


def measured(readers: Readers, known: Vocabulary, writer: str) -> list[dict[str, Any]]:
    """Of signs alone and of both: right, wrong and stated values of each field."""
    learnt = readers.without(writer)
    alone = [(each.text, each.facts, readers.alone(each.text)) for each in known.descriptions[writer]]
    both = [(text, facts, readers.both(learnt, text, read)) for text, facts, read in alone]
    return [counts(alone), counts(both)]


def trusts(readers: Readers, known: Vocabulary, writers: Sequence[str]) -> dict[str, Trust]:
    """For each learnt field how far its two readers are to be trusted, by writers whom neither knows."""
    seen: dict[str, list[tuple[float, bool, bool, bool]]] = {field: [] for field in JUDGED}
    for writer in writers:
        learnt = readers.without(writer)
        for each in known.descriptions[writer]:
            read = readers.alone(each.text)
            for field, chances in learnt.chances(readers.said(each.text)).items():
                stated, of_signs = (stated_values(field, facts.get(field)) for facts in (each.facts, read))
                for value, chance in chances.items():
                    otherwise = field in read and value not in of_signs
                    seen[field].append((evidence(chance), value in of_signs, otherwise, value in stated))
    return {field: _fitted(np.array(rows, dtype=float)) for field, rows in seen.items()}


def _fitted(rows: npt.NDArray[np.float64]) -> Trust:
    # So weak a prior only keeps a field with few examples finite.
    fitted = LogisticRegression(C=10.0, max_iter=500).fit(rows[:, :-1], rows[:, -1])
    slope, read, otherwise = (round(float(each), 2) for each in fitted.coef_[0])
    return Trust(slope, read, otherwise, round(float(fitted.intercept_[0]), 2))


def main() -> None:
    """Print right and wrong values of each field, before and after, summed over the writers."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--writers", nargs="+", default=list(FRESH))
    parser.add_argument("--trust", action="store_true", help="fit how far each reader is trusted")
    chosen = parser.parse_args()
    settings = Settings.from_env()
    known = vocabulary.read(settings.knowledge)
    readers = Readers(known, settings.build / "facts-vectors")
    if chosen.trust:
        for field, trust in trusts(readers, known, chosen.writers).items():
            print(f'    "{field}": {trust},')
        return
    results = [measured(readers, known, writer) for writer in chosen.writers]
    print(f"{'':18}{'signs alone':>22}{'and learnt':>28}")
    for field in FIELDS:
        line = f"{field:18}"
        for place in range(2):
            right, wrong, stated = (sum(found[place][field][i] for found in results) for i in range(3))
            shares = f"{right / max(right + wrong, 1):.3f} {right / max(stated, 1):.3f}"
            line += f"{right:8d} {wrong:3d} {stated:4d}  {shares}"
        print(line)


if __name__ == "__main__":
    main()
