"""The data sets of the benchmark as pairs (text, intent): our own, and two public ones where their folder is given."""

from __future__ import annotations

import csv
import json
import random
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import yaml

HERE = Path(__file__).parent
ROOT = HERE.parent.parent
OUT_OF_SCOPE = "out_of_scope"
Pairs = list[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Dataset:
    """What is learnt and what is asked; of `out_of_scope` both may hold some."""

    name: str
    train: Pairs
    test: Pairs


def own_training() -> Pairs:
    """Everything that our intents are learnt from, as Rasa's importer of `config.yml` gives it."""
    from rasa.shared.importers.importer import TrainingDataImporter
    from rasa.shared.nlu.constants import INTENT, TEXT

    importer = TrainingDataImporter.load_nlu_importer_from_config(
        str(ROOT / "config.yml"), training_data_paths=[str(ROOT / "data")]
    )
    return [(e.get(TEXT), e.get(INTENT)) for e in importer.get_nlu_data().intent_examples]


def own_test(name: str = "held_out") -> Pairs:
    """Our held-out phrases, or the development ones."""
    raw = yaml.safe_load((HERE / f"{name}.yml").read_text(encoding="utf-8"))["phrases"]
    return [(entry["text"], entry["intent"]) for entry in raw]


def drawn(pairs: Pairs, shots: int, seed: int, outside: int) -> Pairs:
    """So many examples of each intent, and of out_of_scope `outside`; the same ones for the same seed."""
    chance, found = random.Random(seed), []
    for intent in sorted({intent for _, intent in pairs}):
        texts = [text for text, other in pairs if other == intent]
        wanted = min(outside if intent == OUT_OF_SCOPE else shots, len(texts))
        found += [(text, intent) for text in chance.sample(texts, wanted)]
    return found


def own(shots: int | None, seed: int) -> Dataset:
    """Our data: `shots` examples an intent and four times as many out of scope, or all of it."""
    train = own_training()
    if shots is None:
        return Dataset("own, all", train, own_test())
    return Dataset(f"own, {shots} an intent", drawn(train, shots, seed, 4 * shots), own_test())


def banking77(folder: Path, shots: int, seed: int, most: int) -> Dataset:
    """All 77 intents of BANKING77, and at most so many of its test messages."""
    train, test = (_rows(folder / f"banking77_{part}.csv") for part in ("train", "test"))
    return Dataset(f"BANKING77, {shots} shots", drawn(train, shots, seed, 0), _some(test, most, seed))


def _rows(path: Path) -> Pairs:
    with path.open(encoding="utf-8", newline="") as file:
        return [(row["text"], row["category"]) for row in csv.DictReader(file)]


def clinc150(folder: Path, intents: int, shots: int, seed: int, most: int) -> Dataset:
    """So many intents of CLINC150, with 100 of its out-of-scope examples to learn from and 500 to ask."""
    raw = json.loads((folder / "clinc150_full.json").read_text(encoding="utf-8"))
    chosen = set(random.Random(seed).sample(sorted({intent for _, intent in raw["train"]}), intents))
    train = _of(raw["train"], chosen) + [(text, OUT_OF_SCOPE) for text, _ in raw["oos_train"]]
    test = _some(_of(raw["test"], chosen), most, seed)
    outside = _some([(text, OUT_OF_SCOPE) for text, _ in raw["oos_test"]], 500, seed)
    return Dataset(f"CLINC150, {intents} intents, {shots} shots", drawn(train, shots, seed, 100), test + outside)


def _of(pairs: Iterable[list[str]], chosen: set[str]) -> Pairs:
    return [(text, intent) for text, intent in pairs if intent in chosen]


def _some(pairs: Pairs, most: int, seed: int) -> Pairs:
    return pairs if len(pairs) <= most else random.Random(seed).sample(pairs, most)
