"""Guesses what a proposal is: a strategy or not, its family, dimensions and the section each sentence belongs to."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from sklearn.linear_model import LogisticRegression

from bot.drafting.proposals import Proposal
from bot.language.encoder import SentenceEncoder, Vectors
from bot.model.knowledge import Knowledge

# C of the regressions: unit vectors need little restraint.
_STRENGTH = 20.0
# A proposal that is more likely a trouble than a remedy is left out; below half, since a person sorts the drafts
# and cannot sort what was never written down.
_LEAST_LIKELY = 0.15
# Two names for one thing: beyond this likeness the fuller proposal stands for both.
_SAME = 0.86
# Neighbours that vote on dimensions, and the share of the best vote from which one counts.
_NEIGHBOURS, _VOTE = 5, 0.5
# Examples of an answer that are taken as statements of how things are; all of them would outweigh the rest.
_EXAMPLES = 4
# Below this a sentence goes where most of what documents say of a remedy belongs, to why it helps.
_SURE_OF_SECTION = 0.5
# What only a person can say: a document rarely holds them, and never for this firm.
_SECTIONS = (
    "Why it helps",
    "First step this week",
    "How to go on",
    "What you need",
    "When not to",
    "Beware",
    "Who helps",
)


@dataclass(frozen=True, slots=True)
class Guess:
    """What a proposal seems to be; `also` are others of nearly its name, `sections` maps names to its statements."""

    proposal: Proposal
    also: tuple[Proposal, ...]
    likelihood: float
    family: str
    relief: dict[str, int]
    nearest: str
    level: str
    sections: dict[str, list[int]]


class Guesser:
    """Learns from the strategies, troubles and ideas that the knowledge already holds."""

    def __init__(self, knowledge: Knowledge, encoder: SentenceEncoder) -> None:
        """Fit three small classifiers; takes a few seconds, nearly all of it for encoding."""
        self._knowledge, self._encoder = knowledge, encoder
        self._strategies = list(knowledge.strategies.values())
        self._vectors = encoder.encode([f"{s.title}. {s.parts['In short']}" for s in self._strategies])
        self._remedy = self._fit(*_remedies_and_troubles(knowledge))
        self._section = self._classifier(
            [(name, text) for s in self._strategies for name in _SECTIONS for text in _sentences(s.parts[name])]
        )
        self._family = self._classifier(
            [
                (s.family, text)
                for s in self._strategies
                for text in (s.title, *s.aliases, *_sentences(s.parts["In short"]))
            ]
        )

    def _fit(self, yes: Sequence[str], no: Sequence[str]) -> LogisticRegression:
        labels = np.array([1] * len(yes) + [0] * len(no))
        model = LogisticRegression(C=_STRENGTH, class_weight="balanced", max_iter=500)
        return model.fit(self._encoder.encode([*yes, *no]), labels)

    def _classifier(self, pairs: Sequence[tuple[str, str]]) -> LogisticRegression:
        model = LogisticRegression(C=_STRENGTH, class_weight="balanced", max_iter=500)
        return model.fit(self._encoder.encode([text for _, text in pairs]), [name for name, _ in pairs])

    def guess(self, found: Sequence[Proposal]) -> list[Guess]:
        """The proposals that may be strategies, in their order; of two that are the same thing the fuller one."""
        if not found:
            return []
        vectors = self._encoder.encode([proposal.text for proposal in found])
        likely = self._likelihoods(found)
        names = self._encoder.encode([proposal.name for proposal in found])
        same: dict[int, list[Proposal]] = {}
        for place in sorted(range(len(found)), key=lambda i: -len(found[i].text)):
            if likely[place] < _LEAST_LIKELY:
                continue
            twin = next((kept for kept in same if float(names[place] @ names[kept]) >= _SAME), None)
            if twin is None:
                same[place] = []
            else:
                same[twin].append(found[place])
        return [self._guess(found[place], tuple(same[place]), vectors[place], likely[place]) for place in sorted(same)]

    def _likelihoods(self, found: Sequence[Proposal]) -> list[float]:
        """How likely each proposal is one, half by itself and half by those beside it: a list is of one kind."""
        own = [self._likelihood(proposal) for proposal in found]
        beside: dict[str, list[float]] = {}
        for proposal, likelihood in zip(found, own, strict=True):
            if proposal.group:
                beside.setdefault(proposal.group, []).append(likelihood)
        likely = []
        for proposal, likelihood in zip(found, own, strict=True):
            below = beside.get(proposal.heads) if proposal.heads else None
            if proposal.group:
                likely.append((likelihood + _mean(beside[proposal.group])) / 2)
            else:
                likely.append(max(likelihood, _mean(below) if below else 0.0))
        return likely

    def _likelihood(self, proposal: Proposal) -> float:
        """How likely something one can do is spoken of: the mean of its name and its most telling sentence."""
        texts = [f"{proposal.name}: {statement.quote}" for statement in proposal.statements]
        chances = self._remedy.predict_proba(self._encoder.encode([proposal.name, *texts]))[:, 1]
        return float((chances[0] + max(chances[1:], default=chances[0])) / 2)

    def _guess(self, proposal: Proposal, also: tuple[Proposal, ...], vector: Vectors, likelihood: float) -> Guess:
        similarities = self._vectors @ vector
        nearest = np.argsort(-similarities)[:_NEIGHBOURS]
        votes: dict[str, float] = {}
        for place in nearest:
            strategy, weight = self._strategies[place], max(float(similarities[place]), 0.0)
            for dimension, relief in strategy.relief.items():
                votes[dimension] = votes.get(dimension, 0.0) + weight * relief
        best = max(votes.values(), default=1.0) or 1.0
        relief = {name: max(1, round(3 * vote / best)) for name, vote in votes.items() if vote >= _VOTE * best}
        first = self._strategies[int(nearest[0])]
        return Guess(
            proposal,
            also,
            likelihood,
            self._family_of(proposal),
            dict(sorted(relief.items(), key=lambda pair: (-pair[1], pair[0]))),
            first.id,
            first.level,
            self._sections(proposal),
        )

    def _family_of(self, proposal: Proposal) -> str:
        texts = [proposal.name, *(statement.quote for statement in proposal.statements)]
        chances = self._family.predict_proba(self._encoder.encode(texts))
        # The name says as much of the family as all that is said about it.
        both = chances[0] + chances[1:].mean(axis=0) if len(texts) > 1 else chances[0]
        return str(self._family.classes_[int(both.argmax())])

    def _sections(self, proposal: Proposal) -> dict[str, list[int]]:
        """Which section each statement behind the first belongs to; the first says what it is."""
        found: dict[str, list[int]] = {"In short": [0]} if proposal.statements else {}
        rest = [statement.quote for statement in proposal.statements[1:]]
        if rest:
            for place, chances in enumerate(self._section.predict_proba(self._encoder.encode(rest)), 1):
                best = int(chances.argmax())
                name = str(self._section.classes_[best]) if chances[best] >= _SURE_OF_SECTION else _SECTIONS[0]
                found.setdefault(name, []).append(place)
        return found


def _mean(numbers: Sequence[float]) -> float:
    return sum(numbers) / len(numbers)


def _remedies_and_troubles(knowledge: Knowledge) -> tuple[list[str], list[str]]:
    """Sentences that say what one can do, and sentences that say how things are."""
    remedies = [s.title for s in knowledge.strategies.values()]
    troubles = [item.title for item in knowledge.items.values()]
    for strategy in knowledge.strategies.values():
        for name in ("In short", "Why it helps", "First step this week", "How to go on"):
            remedies += [f"{strategy.title}: {sentence}" for sentence in _sentences(strategy.parts[name])]
    for item in knowledge.items.values():
        troubles += [f"{item.title}: {sentence}" for sentence in _sentences(item.text)]
    for dimension in knowledge.dimensions.values():
        remedies += list(_sentences(dimension.parts["What helps"]))
        for name in (
            "In short",
            "Why the large are ahead",
            "What it does to a small firm",
            "What a large competitor has",
        ):
            troubles += [f"{dimension.title}: {sentence}" for sentence in _sentences(dimension.parts[name])]
    # Figures, what a large rival has, and what firms answer are statements too, and no remedies.
    troubles += [figure.statement for figure in knowledge.figures.values()]
    for question in knowledge.questions.values():
        troubles += list(_sentences(question.large_rival))
        troubles += [text for option in question.options for text in (option.label, *option.examples[:_EXAMPLES])]
    for concept in knowledge.concepts.values():
        # The overview of a family of strategies is a remedy as well.
        side = remedies if _is_guide(concept.id) else troubles
        side.append(concept.title)
        side += [f"{concept.title}: {s}" for name in ("In short", "More") for s in _sentences(concept.parts[name])]
    return remedies, troubles


def _is_guide(name: str) -> bool:
    return name.startswith("strategy.")


def _sentences(text: str) -> Iterator[str]:
    for line in text.split("\n"):
        yield from (part for part in re.split(r"(?<=[.!?])\s+", line.removeprefix("- ").strip()) if part)
