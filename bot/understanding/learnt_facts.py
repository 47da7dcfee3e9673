"""A second reader of the facts of a message, learnt from descriptions: both together decide."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from scipy.special import expit, logit

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
# A fact counts when so much is believed of it, whoever read it: of 700 descriptions by nine writers that were not
# learnt from, four of five that are added then are right; between 0.4 and here one in two is wrong, added or read.
_BELIEVED = 0.6
# Nothing is surer than this: beyond a logit of eight a chance is the fit's, and no further evidence.
_LEAST = 0.0003
# Only who tells of a firm states facts of one: "my customers pay late" alone is a trouble.
_OF_A_FIRM = frozenset({"sector", "team_size", "country"})
# And fewer words than "bakery in leeds, nine of us" leave no room for more than signs read: "restaurant trade".
_FEWEST_WORDS = 6
# Trust was measured on descriptions, all but 20 of the 700 longer than this. In "DHL is killing us" signs know what no
# clause tells by its sense: where DHL usually is ahead.
_WORDS_OF_A_DESCRIPTION = 20
# Stronger fits follow single descriptions: they miss more of a writer that was not learnt from.
HOW = Fit(strength=4.0, ngram_weight=1.0, steps=90)


@dataclass(frozen=True, slots=True)
class Trust:
    """How far a field's two readers are trusted: what the logit of a value's chance is multiplied by, and added to it.

    `read` is added where signs read this value, `otherwise` where they read another one, `base` always.
    """

    slope: float
    read: float
    otherwise: float
    base: float

    def belief(self, chance: float, is_read: bool, is_otherwise: bool) -> float:
        """How likely a value is stated, 0 to 1, by its learnt chance and by whether signs read it or another one."""
        signs = self.read * is_read + self.otherwise * is_otherwise
        return float(expit(self.slope * evidence(chance) + signs + self.base))


def evidence(chance: float) -> float:
    """The logit of a chance; no chance is taken for certain."""
    return float(logit(np.clip(chance, _LEAST, 1 - _LEAST)))


# Fitted with `python -m benchmarks.nlu.learnt_facts --trust` on writers for whose texts hardly any sign was made, each
# read by what was learnt from all others.
TRUST = {
    "sells": Trust(slope=0.87, read=1.51, otherwise=-2.0, base=0.19),
    "customers": Trust(slope=0.91, read=1.62, otherwise=-0.94, base=-0.2),
    "markets": Trust(slope=1.03, read=1.88, otherwise=-0.63, base=-0.08),
    "pains": Trust(slope=1.18, read=2.16, otherwise=-1.07, base=0.59),
    "budget": Trust(slope=1.07, read=3.35, otherwise=-0.52, base=-0.34),
    "hours": Trust(slope=1.34, read=5.49, otherwise=-3.43, base=0.45),
    "goal": Trust(slope=1.06, read=2.58, otherwise=-1.48, base=0.27),
    "rival": Trust(slope=1.25, read=3.15, otherwise=-1.43, base=0.36),
}


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
        """Learn from examples with MiniLM's unit vectors of their clauses, shape (n, 384); `cache` keeps the model."""
        self._model = fitted_pooled("facts", _labels(examples), vectors, HOW, cache) if examples else None

    def complete(self, read: Mapping[str, Any], said: Said, most_pains: int) -> dict[str, Any]:
        """The facts of a message: what both readers believe of the learnt fields, and what signs read of others.

        Args:
            read: what signs read, by name.
            said: the message with its clauses.
            most_pains: how many pains are wanted.
        """
        words = len(said.texts[0].split())
        if not _OF_A_FIRM & read.keys() or words < _FEWEST_WORDS:
            return dict(read)
        facts = dict(read)
        for field, chances in self.chances(said).items():
            if field in read and words < _WORDS_OF_A_DESCRIPTION:
                continue
            value = _believed(field, read.get(field), chances, most_pains)
            if value is None:
                facts.pop(field, None)
            else:
                facts[field] = value
        return facts

    def chances(self, said: Said) -> dict[str, dict[str, float]]:
        """How likely each value of each learnt field is stated, 0 to 1, whatever signs read; of a question nothing."""
        rows = [row for row in _clauses(said) if not is_question(said.texts[row])]
        if self._model is None or not rows:
            return {}
        found = pooled_chances(self._model, [said.texts[row] for row in rows], said.views[rows]).tolist()
        chances: dict[str, dict[str, float]] = {}
        for name, chance in zip(self._model.classes, found, strict=True):
            field, _, value = name.partition(":")
            chances.setdefault(field, {})[value] = chance
        return chances


def _clauses(said: Said) -> range:
    """The rows of a message's clauses: of one clause the message itself."""
    return range(min(len(said.texts) - 1, 1), len(said.texts))


def _believed(field: str, read: Any, chances: Mapping[str, float], most: int) -> Any:
    """What is believed of a field by what signs read of it and by the chances of its values; None where nothing is."""
    stated = stated_values(field, read)
    # What nobody learnt to tell, a sum or a kind that no description has, signs alone know.
    if read is not None and not (stated and chances.keys() >= set(stated)):
        return read
    trust = TRUST[field]
    beliefs = {
        value: trust.belief(chance, value in stated, bool(stated) and value not in stated)
        for value, chance in chances.items()
    }
    sure = [value for value in sorted(beliefs, key=lambda value: -beliefs[value]) if beliefs[value] >= _BELIEVED]
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
        {
            f"{field}:{value}"
            for each in examples
            for field in JUDGED
            for value in stated_values(field, each.facts.get(field))
        }
    )
    states, known = (np.zeros((len(examples), len(names)), dtype=np.bool_) for _ in range(2))
    for row, each in enumerate(examples):
        for column, name in enumerate(names):
            field, _, value = name.partition(":")
            stated = each.facts.get(field)
            states[row, column] = value in stated_values(field, stated)
            # Which two of three kinds of customers are meant by both, nobody has said.
            open_ = stated == _TOGETHER and value not in _BOTH[field]
            known[row, column] = field in each.labelled and not open_
    texts = [text for each in examples for text in each.clauses]
    owners = [row for row, each in enumerate(examples) for _ in each.clauses]
    return Labels(texts, owners, names, states, known)


def stated_values(field: str, stated: Any) -> tuple[str, ...]:
    """The learnt values that a fact stands for: both of a mixed one, and of a scale only that there is nothing."""
    if stated is None:
        return ()
    if stated == _TOGETHER:
        return _BOTH[field]
    values = tuple(map(str, stated)) if isinstance(stated, list) else (str(stated),)
    return values if field not in _SCALES else tuple(value for value in values if value == _NOTHING)
