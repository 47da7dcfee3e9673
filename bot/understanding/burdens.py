"""Which parts of the work weigh on somebody."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from bot.understanding.actors import competitors, theirs
from bot.understanding.signs import Hit
from bot.understanding.typed import BREAK, END, Typed

# What one sign, one word of the subject and one word that goes with it say for a part of the work; a second and a third
# sign confirm the first, more say no more.
_SAYS = {"pains": 2.0, "pains_topic": 1.0, "pains_hint": 0.5}
_MOST_HITS = 3
# That a sentence says of something that it weighs counts as much as a sign.
_BURDEN = 2.0
# Without either, so much more must be said of one part than of the next: a word of the subject, or two hints.
_LEAD = 1.0
# Beside a burden the words of the subject decide; so little is not enough, and so little ahead decides nothing.
_LEAST, _AHEAD = 1.0, 0.5
# Of what is named so near behind it, a burden is said: "what tires us is the paperwork for each shipment".
_NEAR = 5
# Few name two troubles; the second counts where a sign and its subject, or two signs, tell of it.
_SURE_OF_SECOND = 3.0
# A second thought in the same clause: "nobody sees us and the list is never right".
_TURNS = frozenset({"and", "but", "while", "plus"})
# A large competitor who copes with the rules is the same sentence's rival; what it says of us may be no trouble.
_SAME_THEME = {
    "regulatory": {"compliance"},
    "geopolitical": {"supply", "finance"},
    "economic": {"supply", "finance", "sales"},
    "platform": {"marketing", "sales", "service"},
    "informational": {"product", "finance", "marketing"},
    "technological": {"operations", "service", "product"},
    "systemic": {"finance", "supply", "compliance", "sales"},
}
_TROUBLE_TOO = frozenset({"regulatory", "platform", "technological"})

# For each part of the work what is said for it.
Scores = Mapping[str, float]


@dataclass(frozen=True, slots=True)
class _Said:
    """What a thought says for each part of the work, and which of them a sign names."""

    scores: dict[str, float]
    signed: frozenset[str]


def pains(said: Typed, hits: Sequence[Hit], wished: Collection[int], most: int) -> list[str]:
    """The parts of the work that weigh on somebody, at most `most`, heaviest first.

    Args:
        said: the message.
        hits: what was found in it; those of the fields `pains`, `pains_topic`, `pains_hint`, `complaint`, `burden`,
            `rival` and `actor` count.
        wished: the clauses that say what is wanted.
        most: how many are wanted.
    """
    # "That's wrong": a complaint whose only word is its subject too tells of no part of the work.
    named = {hit.first for hit in hits if hit.field in ("pains_topic", "pains_hint")}
    complained = {said.clauses[hit.first] for hit in hits if hit.field == "complaint" and _beside(said, hit, named)}
    ours = [hit for hit in hits if hit.field in _SAYS and said.clauses[hit.first] not in wished]
    ours = [hit for hit in ours if not theirs(said, hit, hits)]
    burdens = _burdens(said, hits, ours)
    # "Two things: nobody applies, and slips are typed twice"; else what stands beside a burden may come of it.
    both = {said.sentences[hit.first] for hit in hits if hit.field == "burden" and hit.value == "both"}
    labels = {said.sentences[hit.last] for hit in hits if hit.field == "burden" and hit.value == "label"}
    weights: dict[str, float] = defaultdict(float)
    for start, thought in _by_thought(said, ours).items():
        sentence = said.sentences[start]
        if sentence in burdens.keys() - both:
            name, _ = burdens[sentence]
            if sentence in labels or max(thought.scores.values()) < _SURE_OF_SECOND or name in thought.scores:
                continue
        signed = {name: score for name, score in thought.scores.items() if name in thought.signed}
        best = max(signed, key=lambda name: signed[name], default=None)
        clause = said.clauses[start]
        if best and best not in _of_rivals(said, hits, {clause}, clause in complained):
            weights[best] += signed[best]
    for name, score in burdens.values():
        weights[name] += score + _BURDEN
    if not weights:
        best = _by_subject(said, hits, ours, complained)
        return [best] if best else []
    ranked = sorted(weights, key=lambda name: -weights[name])
    return [name for place, name in enumerate(ranked[:most]) if not place or weights[name] >= _SURE_OF_SECOND]


def _by_thought(said: Typed, hits: Iterable[Hit]) -> dict[int, _Said]:
    """What each thought says, by the word with which it begins."""
    begins: list[int] = []
    for i, word in enumerate(said.words):
        begins.append(i if not i or word.text in (END, BREAK) or word.text in _TURNS else begins[-1])
    grouped: dict[int, list[Hit]] = defaultdict(list)
    for hit in hits:
        grouped[begins[hit.first]].append(hit)
    return {
        start: _Said(_totals(group), frozenset(hit.value for hit in group if hit.field == "pains"))
        for start, group in grouped.items()
    }


def _totals(hits: Iterable[Hit]) -> dict[str, float]:
    """What some words say for each part of the work."""
    places: dict[tuple[str, str], set[int]] = defaultdict(set)
    for hit in hits:
        places[hit.value, hit.field].add(hit.first)
    totals: dict[str, float] = defaultdict(float)
    for (name, field), at in places.items():
        totals[name] += _SAYS[field] * min(len(at), _MOST_HITS)
    return totals


def _burdens(said: Typed, hits: Sequence[Hit], ours: Sequence[Hit]) -> dict[int, tuple[str, float]]:
    """The part of the work that each sentence names of which it says that it weighs, by the number of the sentence."""
    found: dict[int, tuple[str, float]] = {}
    for burden in (hit for hit in hits if hit.field == "burden" and hit.value != "both"):
        if theirs(said, burden, hits):
            continue
        sentence = said.sentences[burden.first + (said.words[burden.first].text == END)]
        # "That is my torment" speaks of the sentence before, "problem: chips. they come late" goes on in the next.
        for other in (sentence, sentence + 1 if burden.value == "label" else sentence - 1):
            if other in found:
                break
            best = _best([hit for hit in ours if said.sentences[hit.first] == other], burden)
            if best:
                found[other] = best
                break
    return found


def _best(here: Sequence[Hit], burden: Hit) -> tuple[str, float] | None:
    """The part of the work of which most is said, or of those alike the one that the burden names first."""
    totals = _totals(here)
    most = max(totals.values(), default=0.0)
    if most < _LEAST:
        return None
    tied = [name for name, score in totals.items() if most - score < _AHEAD]
    if len(tied) == 1:
        return tied[0], most
    behind = [hit for hit in here if burden.last < hit.first <= burden.last + _NEAR and hit.field != "pains_hint"]
    first = next((hit for hit in sorted(behind, key=lambda hit: hit.first) if hit.value in tied), None)
    return (first.value, most) if first else None


def _by_subject(said: Typed, hits: Sequence[Hit], ours: Sequence[Hit], complained: Collection[int]) -> str:
    """The one part of the work that a complaining sentence is about, by its words alone."""
    best: tuple[float, str] = (0.0, "")
    sentence_of = dict(zip(said.clauses, said.sentences, strict=True))
    for sentence in {sentence_of[clause] for clause in complained}:
        here = [hit for hit in ours if said.sentences[hit.first] == sentence]
        ranked = sorted(((score, name) for name, score in _totals(here).items()), reverse=True)
        lead = ranked[0][0] - (ranked[1][0] if len(ranked) > 1 else 0.0) if ranked else 0.0
        if lead < _LEAD or ranked[0] <= best:
            continue
        # "Tired of seeing people fax": words that go with many things tell of none.
        if not any(hit.value == ranked[0][1] and hit.field != "pains_hint" for hit in here):
            continue
        if ranked[0][1] not in _of_rivals(said, hits, {said.clauses[hit.first] for hit in here}, False):
            best = ranked[0]
    return best[1]


def _beside(said: Typed, complaint: Hit, named: Collection[int]) -> bool:
    """Whether the sentence of a complaint names a part of the work by other words than the complaint's own."""
    own = range(complaint.first, complaint.last + 1)
    return any(place not in own and said.sentences[place] == said.sentences[complaint.first] for place in named)


def _of_rivals(said: Typed, hits: Sequence[Hit], clauses: Collection[int], complains: bool) -> set[str]:
    """The parts of the work that a sentence names because a large competitor is ahead there.

    Where its clause complains of paperwork, a platform or a system by itself, that is a trouble besides.
    """
    sentences = {said.sentences[i] for i, other in enumerate(said.clauses) if other in clauses}
    if not any(said.sentences[hit.first] in sentences for hit in competitors(said, hits)):
        return set()  # "our planning is a whiteboard": what is ours is poor, and nobody is ahead
    ahead = {hit.value for hit in hits if hit.field == "rival" and said.sentences[hit.first] in sentences}
    ahead -= _TROUBLE_TOO if complains else frozenset()
    return set().union(*(_SAME_THEME[name] for name in ahead)) if ahead else set()
