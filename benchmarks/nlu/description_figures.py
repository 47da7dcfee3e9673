"""Measures which business facts are read from owners' descriptions of themselves.

Run from the project's root: .venv/bin/python -m benchmarks.nlu.description_figures [--set clauses] [--missed]
"""

from __future__ import annotations

import argparse
import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any, NamedTuple

import yaml

HERE = Path(__file__).parent
_LEARNT = HERE.parent.parent / "knowledge" / "descriptions"
# What owners wrote, whole and clause by clause, from which the product learns, for looking at, and for a final score:
# on that nothing may be tuned. labels.md says how all of them are labelled.
SETS = {
    **{file.stem: file for file in sorted(_LEARNT.glob("*.yml"))},
    "development": HERE / "descriptions_development.yml",
    "held_out": HERE / "descriptions.yml",
    "held_out_plain": HERE / "descriptions_plain.yml",
    "held_out_third": HERE / "descriptions_third.yml",
}
HELD_OUT = ("held_out", "held_out_plain", "held_out_third")
FIELDS = (
    *("sector", "team_size", "country", "market_countries", "sells", "customers", "markets"),
    *("pains", "budget", "hours", "goal", "rival", "rival_name"),
)
# What is labelled in clauses; who works where stands in others of a description.
OF_CLAUSES = ("sells", "customers", "markets", "pains", "goal", "rival")

Facts = Mapping[str, Any]


class Difference(NamedTuple):
    """A text with what it states of one field and what was read, where the two differ."""

    field: str
    text: str
    stated: list[Any]
    read: list[Any]


def figures(path: Path, read: Callable[[str], Facts]) -> dict[str, dict[str, float]]:
    """Precision, recall (0 to 1; 1 where there is nothing to find) and number of stated values of each field.

    Each country and each part of the work in a list counts by itself. A name counts in any spelling of capitals,
    accents and marks.

    Args:
        path: a file of descriptions with their facts.
        read: gives the facts of a text.
    """
    found = counts(_pairs(path, read))
    return {
        field: {"precision": _share(right, right + wrong), "recall": _share(right, stated), "n": stated}
        for field, (right, wrong, stated) in found.items()
    }


def counts(read: Iterable[tuple[str, Facts, Facts]]) -> dict[str, tuple[int, int, int]]:
    """How many values of each field were read rightly, wrongly, and are stated, of texts with facts stated and read."""
    found = dict.fromkeys(FIELDS, (0, 0, 0))
    for _, facts, told in read:
        for field in FIELDS:
            true, told_values = _values(facts.get(field)), _values(told.get(field))
            right, wrong, stated = found[field]
            found[field] = (
                right + len(true & told_values),
                wrong + len(told_values - true),
                stated + len(true),
            )
    return found


def differences(path: Path, read: Callable[[str], Facts]) -> Iterator[Difference]:
    """Every field of every description that is read otherwise than stated; `figures` says what the arguments are."""
    for text, facts, found in _pairs(path, read):
        for field in FIELDS:
            true, told = _values(facts.get(field)), _values(found.get(field))
            if true != told:
                yield Difference(field, text, sorted(true, key=str), sorted(told, key=str))


def _pairs(path: Path, read: Callable[[str], Facts]) -> Iterator[tuple[str, Facts, Facts]]:
    for entry in yaml.safe_load(path.read_text(encoding="utf-8"))["descriptions"]:
        yield entry["text"], entry["facts"], read(entry["text"])


def _values(value: Any) -> set[Any]:
    """A fact as a set of comparable values: empty where it is not stated."""
    if value is None:
        return set()
    return {_comparable(each) for each in (value if isinstance(value, list | tuple) else [value])}


def _comparable(value: Any) -> Any:
    if not isinstance(value, str):
        return value
    plain = unicodedata.normalize("NFKD", value.casefold())
    return re.sub(r"[^a-z0-9_]", "", plain)


def _share(part: float, whole: float) -> float:
    return part / whole if whole else 1.0


def reader() -> Callable[[str], Facts]:
    """What the product reads from a text, without the trained model."""
    from bot.settings import Settings
    from bot.understanding.reader import TextReader

    settings = Settings.from_env()
    texts = TextReader.over(settings.knowledge, settings.store_url, settings.build)
    return lambda text: texts.read(text)[1]["facts"]


def main() -> None:
    """Print the table of one set, and with `--missed` every difference."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--set", choices=SETS, default="varied")
    parser.add_argument("--missed", action="store_true", help="print what was read otherwise")
    chosen = parser.parse_args()
    if chosen.missed and chosen.set in HELD_OUT:
        parser.error("Nobody looks at the texts of a held-out set.")
    path, read = SETS[chosen.set], reader()
    shown = OF_CLAUSES if chosen.set == "clauses" else FIELDS
    print(f"{'field':18}{'precision':>10}{'recall':>8}{'n':>5}")
    found = figures(path, read)
    for field in shown:
        figure = found[field]
        print(f"{field:18}{figure['precision']:10.3f}{figure['recall']:8.3f}{figure['n']:5.0f}")
    if chosen.missed:
        for difference in (each for each in differences(path, read) if each.field in shown):
            print(f"\n{difference.field}: stated {difference.stated}, read {difference.read}\n  {difference.text}")


if __name__ == "__main__":
    main()
