"""A second reader of the facts of a message, learnt from descriptions: it adds what signs miss, and doubts some."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from bot.language.asking import is_question
from bot.language.clauses import clauses
from bot.language.encoder import Vectors
from bot.language.linear import Fit
from bot.language.pooled import pooled_chances
from bot.language.said import Said
from bot.understanding.fitted import Labels, fitted_pooled
from bot.understanding.options import answered_terms
from bot.understanding.vocabulary import Vocabulary

# What is told by the sense of a clause. Names, places and counts are told by single words; those are left to signs.
JUDGED = ("sells", "customers", "markets", "pains", "budget", "hours", "goal", "rival")
_LISTS = frozenset({"pains"})
# What two values of a field together are called, and which they usually are.
_TOGETHER = "mixed"
_BOTH = {"sells": ("goods", "services"), "customers": ("consumers_direct", "firms_direct")}
# Sums and hours are told by numbers, which signs read; the sense of a clause only tells that there is nothing to give.
_SCALES, _NOTHING = frozenset({"budget", "hours"}), "0"
# What is added must be this likely. Of 605 descriptions by writers that were not learnt from, nine in ten additions are
# right from here on; of those between 0.8 and 0.9 three in five, and of what is sold and who buys 25 of 26.
_SURE = 0.9
_SOON_SURE = {"sells": 0.8, "customers": 0.8}
# What signs read and hardly any description like this one states is left out: of seven writers that were not learnt
# from (435 descriptions) that drops 34 wrong and 12 right of 122 markets, 22 wrong and 10 right of 150 pains. Of the
# other fields it would drop as many right as wrong.
_DOUBTED = {"markets": 0.05, "pains": 0.05}
# Only who tells of a firm states facts of one: "my customers pay late" alone is a trouble.
_OF_A_FIRM = frozenset({"sector", "team_size", "country"})
# And fewer words than "bakery in leeds, nine of us" leave no room for more than signs read: "restaurant trade".
_FEWEST_WORDS = 6
# Stronger fits follow single descriptions: they miss more of a writer that was not learnt from.
HOW = Fit(strength=25.0, ngram_weight=1.0, steps=90)


@dataclass(frozen=True, slots=True)
class Told:
    """The clauses of a description, and the facts that it states; only those of `labelled` are known."""

    clauses: tuple[str, ...]
    facts: Mapping[str, Any]
    labelled: frozenset[str]


def told_examples(known: Vocabulary, without: Iterable[str] = ()) -> list[Told]:
    """The descriptions, and the example answers to the questions for facts.

    Args:
        known: where both come from.
        without: the files of descriptions that are passed over: how well a writer is read whom nobody learnt from.
    """
    return [*_described(known, frozenset(without)), *_answered(known)]


def _described(known: Vocabulary, without: frozenset[str]) -> Iterator[Told]:
    for writer, descriptions in known.descriptions.items():
        for each in descriptions if writer not in without else ():
            yield Told(tuple(clauses(each.text)) or (each.text,), each.facts, each.labelled or frozenset(JUDGED))


def _answered(known: Vocabulary) -> Iterator[Told]:
    for question in known.questions:
        field = question.id.removeprefix("fact.")
        if field in JUDGED and question.id != field:
            answers: list[tuple[Any, tuple[str, ...]]] = [(each.value, each.examples) for each in question.options]
            answers += [([term.id], term.examples) for term in answered_terms(known, question)]
            for value, examples in answers:
                for text in examples:
                    yield Told(tuple(clauses(text)) or (text,), {field: value}, frozenset({field}))


class LearntFacts:
    """Chances of each value of each fact in `JUDGED`, from the clauses of a message."""

    def __init__(self, examples: Sequence[Told], vectors: Vectors, cache: Path) -> None:
        """Learn from examples with the unit vectors of all their clauses, shape (n, 384); `cache` keeps the model."""
        self._model = fitted_pooled("facts", _labels(examples), vectors, HOW, cache) if examples else None

    def complete(self, read: Mapping[str, Any], said: Said, most_pains: int) -> dict[str, Any]:
        """The facts of a message: those that signs read and that are not in doubt, and others that are almost sure.

        Args:
            read: what signs read, by name.
            said: the message with its clauses.
            most_pains: how many pains are wanted.
        """
        rows = [row for row in _clauses(said) if not is_question(said.texts[row])]
        told = _OF_A_FIRM & read.keys() and len(said.texts[0].split()) >= _FEWEST_WORDS
        if self._model is None or not rows or not told:
            return dict(read)
        found = pooled_chances(self._model, [said.texts[row] for row in rows], said.vectors[rows]).tolist()
        chances: dict[str, dict[str, float]] = {}
        for name, chance in zip(self._model.classes, found, strict=True):
            field, _, value = name.partition(":")
            chances.setdefault(field, {})[value] = chance
        kept = {field: _undoubted(value, chances.get(field, {}), field) for field, value in read.items()}
        added = {
            field: _likely(field, of_values, most_pains) for field, of_values in chances.items() if field not in read
        }
        return {field: value for field, value in {**kept, **added}.items() if value is not None}


def _clauses(said: Said) -> range:
    """The rows of a message's clauses: of one clause the message itself."""
    return range(min(len(said.texts) - 1, 1), len(said.texts))


def _undoubted(value: Any, chances: Mapping[str, float], field: str) -> Any:
    """What signs read of a field, less what is hardly ever told so and is learnt; None where nothing is left."""
    least = _DOUBTED.get(field, 0.0)
    if field in _LISTS:
        return [each for each in value if chances.get(str(each), 1.0) >= least] or None
    return value if chances.get(str(value), 1.0) >= least else None


def _likely(field: str, chances: Mapping[str, float], most: int) -> Any:
    """What is almost sure; None where nothing is."""
    least = _SOON_SURE.get(field, _SURE)
    sure = [value for value in sorted(chances, key=lambda value: -chances[value]) if chances[value] >= least]
    if field in _LISTS:
        return sure[:most] or None
    if field in _BOTH and len(sure) > 1:
        return _TOGETHER
    if not sure:
        return None
    return int(sure[0]) if field in _SCALES else sure[0]


def _labels(examples: Sequence[Told]) -> Labels:
    """The clauses of all examples, and for each example which classes it states and which are known."""
    names = sorted(
        {f"{field}:{value}" for each in examples for field in JUDGED for value in _values(field, each.facts.get(field))}
    )
    states, known = (np.zeros((len(examples), len(names)), dtype=np.bool_) for _ in range(2))
    for row, each in enumerate(examples):
        for column, name in enumerate(names):
            field, _, value = name.partition(":")
            stated = each.facts.get(field)
            states[row, column] = value in _values(field, stated)
            # Which two of three kinds of customers are meant by both, nobody has said.
            open_ = stated == _TOGETHER and value not in _BOTH[field]
            known[row, column] = field in each.labelled and not open_
    texts = [text for each in examples for text in each.clauses]
    owners = [row for row, each in enumerate(examples) for _ in each.clauses]
    return Labels(texts, owners, names, states, known)


def _values(field: str, stated: Any) -> tuple[str, ...]:
    if stated is None:
        return ()
    if stated == _TOGETHER:
        return _BOTH[field]
    values = tuple(map(str, stated)) if isinstance(stated, list) else (str(stated),)
    return values if field not in _SCALES else tuple(value for value in values if value == _NOTHING)
