"""Says what a text is about and which answers it holds, from its vector and from those of its clauses."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Protocol

import numpy as np

from bot.language.asking import is_question
from bot.language.encoder import SentenceEncoder, Vectors
from bot.language.people import find_head_count
from bot.language.quantities import find_hours_a_week
from bot.language.said import Said
from bot.language.spoken import foreign_language
from bot.model.turn import Found
from bot.search.labels import SERVICES
from bot.search.passages import Hit
from bot.understanding.exemplars import Exemplars
from bot.understanding.facts import FactReader
from bot.understanding.glossary import Glossary
from bot.understanding.vocabulary import Vocabulary

_MOST_TOPICS = 5
# Who reports progress or compares two strategies names strategies, which other records may crowd out of the first five.
_MOST_STRATEGIES = 3
# Two options a question: the answer, and what it is weighed against.
_MOST_OPTIONS = 2
# Unrelated texts lie below this; what is handed on stays small, and the conversation sets its own stricter bounds.
_LEAST_LIKELIHOOD = 0.3
_MOST_PROBLEMS = 3
# An answer, what it is weighed against, and what is offered where it is not known.
_MOST_RECORDS, _MOST_PASSAGES = 6, 3
# Probability that somebody asks who helps, below which nobody is named.
_LEAST_SERVICES = 0.05
# By so much the question of a message must be plainer without what is said beside it: what is said often tells what is
# meant ("everything hangs on me, which stage is that?").
_PLAINER = 0.2
# Or plain in itself: whatever the rest resembles, "what's regulatory asymmetry?" has one answer.
_PLAIN = 0.99
# "Us: 12", "about ten hours a week": with more words than this around its number a clause may tell of a trouble.
_FEW_AROUND = 1


class PassageSearch(Protocol):
    """Finds passages of added documents."""

    def search(self, text: str, vector: Vectors, most: int) -> Sequence[Hit]:
        """The passages that fit a question, best first."""


class MeaningReader:
    """Reads topics, options, problems, distress, facts and the language."""

    def __init__(
        self, known: Vocabulary, examples: Exemplars, encoder: SentenceEncoder, passages: PassageSearch | None = None
    ) -> None:
        """Construct the reader over a vocabulary, its encoded examples, an encoder, and what operators added."""
        self._examples, self._encoder, self._passages = examples, encoder, passages
        self._facts = FactReader(known)
        self._glossary = Glossary(known.glossary, (q.id for q in known.questions if q.kind != "fact"))

    def read(self, text: str, said: Said | None, entities: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
        """What a text means, ready for JSON; lists are best first, similarities (-1 to 1) have three digits.

        Args:
            text: what was typed.
            said: the same with misspelt words put right, and its clauses; None for a blank text.
            entities: what it names, in the order of the text.
        """
        if said is None:
            feelings = {"distress": 0.0, "despair": 0.0}
            nothing: dict[str, Any] = {
                "options": {},
                "facts": {},
                "search": {},
                "says_and_asks": False,
                "language": None,
                "term": "",
                "moment": None,
            }
            return {"topics": [], "problems": [], "distress": feelings, **nothing}
        prepared = said.texts[0]
        # Looked for among all examples once, 13 MB of them: for the options, and for what is as near as a moment.
        likenesses = self._examples.options.likenesses(said.vectors[0])
        options = self._examples.options.read(prepared, said.vectors[0], likenesses, _MOST_OPTIONS)
        stated = said.statements()
        asked_text, asked_vector, found = self._asked(said)
        foreign = foreign_language(text)
        return {
            "topics": self._topics(asked_vector),
            "options": {
                question: [[value, round(likelihood, 3)] for value, likelihood in found]
                for question, found in options.items()
                if found[0][1] >= _LEAST_LIKELIHOOD
            },
            "problems": [list(trouble) for trouble in self._problems(stated)],
            "distress": self._distress(said.vectors),
            "moment": self._moment(said.vectors[0], likenesses),
            "facts": self._examples.facts.complete(self._facts.read(text, entities), said, self._facts.most_pains),
            # Names in added documents are no slips: where everything is asked, the words are those that were typed.
            "search": self._search(text if asked_text == prepared else asked_text, asked_vector, found),
            # Also as it was typed: spelling may make another word of an unknown one.
            "term": self._glossary.asked(text, prepared),
            "says_and_asks": len(stated.texts) < len(said.texts),
            "language": [foreign.code, round(foreign.likelihood, 3)] if foreign else None,
        }

    def _problems(self, stated: Said) -> list[tuple[str, int, float]]:
        """The troubles of the statements; "six of us" resembles those with paperwork, and tells of none."""
        rows = [row for row, text in enumerate(stated.texts) if not _only_counts(text)]
        texts = [stated.texts[row] for row in rows]
        return self._examples.troubles.read(texts, stated.vectors[rows], _MOST_PROBLEMS) if rows else []

    def _asked(self, said: Said) -> tuple[str, Vectors, Found]:
        """What is asked, with its vector and what answers it: of "we're twelve, what's a tariff?" the second half.

        The whole counts where its questions alone find no better answer: "they have lawyers, can you explain that".
        """
        text, vector = said.texts[0], said.vectors[0]
        whole = self._examples.records.search(text, vector, _MOST_RECORDS)
        asked = [part for part in said.texts[1:] if is_question(part)]
        if not asked or len(asked) == len(said.texts) - 1:
            return text, vector, whole
        question = " ".join(asked)
        its_vector = self._encoder.encode([question])[0]
        alone = self._examples.records.search(question, its_vector, _MOST_RECORDS)
        plainer = _surest(alone) > min(_surest(whole) + _PLAINER, max(_surest(whole), _PLAIN))
        return (question, its_vector, alone) if plainer else (text, vector, whole)

    def _search(self, text: str, vector: Vectors, found: Found) -> dict[str, Any]:
        """Which records and passages answer a text, and how likely none does."""
        hits = self._passages.search(text, vector, _MOST_PASSAGES) if self._passages else []
        return {
            "records": [[name, round(chance, 4)] for name, chance in found.records],
            "refusals": [[name, round(chance, 4)] for name, chance in found.refusals],
            "outside": round(found.outside, 4),
            "services": self._services(vector, dict(found.records)),
            "passages": [[hit.passage, round(hit.score, 4)] for hit in hits],
        }

    def _services(self, vector: Vectors, records: Mapping[str, float]) -> list[list[Any]]:
        """The bodies that help, nearest first, where somebody may be asking for them."""
        if records.get(SERVICES, 0.0) < _LEAST_SERVICES:
            return []
        return [[label[1], round(s, 3)] for label, s in self._examples.services.nearest(vector, None)]

    def _moment(self, vector: Vectors, likenesses: Vectors) -> dict[str, Any] | None:
        """Anger, a blow or a brush-off; an answer to those questions that have an example as near."""
        moment = self._examples.moments.read(vector)
        if moment is None:
            return None
        as_near = self._examples.options.as_near(likenesses, moment["likeness"])
        return {**moment, "answers": sorted({*moment["answers"], *as_near})}

    def _topics(self, vector: Vectors) -> list[list[Any]]:
        """The nearest records, and the nearest strategies among them or behind."""
        nearest = self._examples.topics.nearest(vector, None)
        strategies = [label for label, _ in nearest if label[0] == "strategy"][:_MOST_STRATEGIES]
        first = {label for label, _ in nearest[:_MOST_TOPICS]}
        return [[label[1], round(s, 3)] for label, s in nearest if label in first or label in strategies]

    def _distress(self, vectors: Vectors) -> dict[str, float]:
        """How near a text or a clause of it is to a cry for help; 0 where it is as near to one of the near misses."""
        examples = self._examples
        calm = _nearest(examples.not_signs, vectors)
        found = {"distress": _nearest(examples.signs, vectors), "despair": _nearest(examples.despair, vectors)}
        return {name: round(float(np.where(near > calm, near, 0.0).max()), 3) for name, near in found.items()}


def _nearest(examples: Vectors, vectors: Vectors) -> Vectors:
    """For each vector the similarity of the nearest example, shape (n,)."""
    if not len(examples):
        return np.zeros(len(vectors), dtype=np.float32)
    nearest: Vectors = (vectors @ examples.T).max(axis=1)
    return nearest


def _only_counts(text: str) -> bool:
    """Whether a clause says how many people or hours there are, and hardly a word more."""
    found = find_head_count(text) or find_hours_a_week(text)
    rest = text[: found.start] + text[found.end :] if found else text
    return len(rest.split()) <= _FEW_AROUND and found is not None


def _surest(found: Found) -> float:
    """The chance of the likeliest record or refusal."""
    return max((chance for _, chance in (*found.records[:1], *found.refusals[:1])), default=0.0)
