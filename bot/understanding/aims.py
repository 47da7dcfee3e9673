"""What somebody wants most, and which parts of the work weigh on them."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Mapping, Sequence

from bot.understanding.actors import theirs
from bot.understanding.signs import Hit
from bot.understanding.typed import Typed

SURVIVE, STABILISE, GROW_HOME, GO_ABROAD = "survive", "stabilise", "grow_home", "go_abroad"
# Who must survive wants nothing else first; who says "no growth, just calm" names growth too.
_FIRST = (SURVIVE, STABILISE, GO_ABROAD, GROW_HOME)
# What one sign, one word of the subject and one word that goes with it say for a part of the work; a second and a third
# sign confirm the first, more say no more.
_SAYS = {"pains": 2.0, "pains_topic": 1.0, "pains_hint": 0.5}
_MOST_HITS = 3
# Without a sign, so much more must be said of one part than of the next: a word of the subject, or two hints.
_LEAD = 1.0
# Few name two troubles; the second counts where a sign and its subject, or two signs, tell of it.
_SURE_OF_SECOND = 3.0
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


def goal(said: Typed, hits: Sequence[Hit]) -> str | None:
    """What matters most for the next year, or None.

    Args:
        said: the message, its countries marked as `_home` and `_foreign`.
        hits: what was found in it; those of the fields `goal`, `goal_topic`, `wish` and `actor` count.
    """
    told = {hit.value for hit in _wishes(said, hits)} or set(_wished(said, hits))
    return next((value for value in _FIRST if value in told), None)


def _wished(said: Typed, hits: Sequence[Hit]) -> dict[str, int]:
    """What the clauses that wish or plan are about, by their words alone: of each the value of which most is said."""
    firm = {said.clauses[hit.first] for hit in hits if hit.field == "wish" and hit.value == "firm"}
    wishes = {said.clauses[hit.first] for hit in hits if hit.field == "wish"}
    found: dict[str, int] = {}
    for clause in wishes:
        topics = [
            hit
            for hit in hits
            if hit.field == "goal_topic" and said.clauses[hit.first] == clause and not theirs(said, hit, hits)
        ]
        counts = Counter(value for value, _ in {(hit.value, hit.first) for hit in topics})
        if counts and (len(counts) == 1 or counts.most_common(2)[0][1] > counts.most_common(2)[1][1]):
            value = counts.most_common(1)[0][0]
            if clause in firm or value in (SURVIVE, STABILISE):
                found[value] = clause
    return found


def wishing(said: Typed, hits: Sequence[Hit]) -> set[int]:
    """The clauses that say what somebody wants: what is wished away there is no trouble told."""
    return {said.clauses[hit.first] for hit in _wishes(said, hits)} | set(_wished(said, hits).values())


def _wishes(said: Typed, hits: Sequence[Hit]) -> list[Hit]:
    return [hit for hit in hits if hit.field == "goal" and not theirs(said, hit, hits)]


def pains(said: Typed, hits: Sequence[Hit], wished: Collection[int], most: int) -> list[str]:
    """The parts of the work that weigh on somebody, at most `most`, heaviest first.

    Args:
        said: the message.
        hits: what was found in it; those of the fields `pains`, `pains_topic`, `pains_hint`, `complaint`, `rival` and
            `actor` count.
        wished: the clauses that say what is wanted.
        most: how many are wanted.
    """
    # "That's wrong": a complaint whose only word is its subject too tells of no part of the work.
    named = {hit.first for hit in hits if hit.field in ("pains_topic", "pains_hint")}
    complained = {said.clauses[hit.first] for hit in hits if hit.field == "complaint" and _beside(said, hit, named)}
    found = {clause: scores for clause, scores in _by_clause(said, hits).items() if clause not in wished}
    weights: dict[str, float] = defaultdict(float)
    for clause, scores in found.items():
        signed = {name: score for name, (score, plain) in scores.items() if plain}
        best = max(signed, key=lambda name: signed[name], default=None)
        if best and best not in _of_rivals(said, hits, clause, clause in complained):
            weights[best] += signed[best]
    if not weights:
        return _by_subject(said, hits, found, complained)
    ranked = sorted(weights, key=lambda name: -weights[name])
    return [name for place, name in enumerate(ranked[:most]) if not place or weights[name] >= _SURE_OF_SECOND]


def _by_subject(
    said: Typed, hits: Sequence[Hit], found: Mapping[int, Mapping[str, tuple[float, bool]]], complained: set[int]
) -> list[str]:
    """The one part of the work that a complaining sentence is about, by its words alone."""
    best: tuple[float, str] = (0.0, "")
    sentence_of = dict(zip(said.clauses, said.sentences, strict=True))
    for sentence in {sentence_of[clause] for clause in complained}:
        totals: dict[str, float] = defaultdict(float)
        for clause, scores in found.items():
            if sentence_of[clause] == sentence:
                for name, (score, _) in scores.items():
                    totals[name] += score
        ranked = sorted(((score, name) for name, score in totals.items()), reverse=True)
        lead = ranked[0][0] - (ranked[1][0] if len(ranked) > 1 else 0.0) if ranked else 0.0
        if (
            lead >= _LEAD
            and ranked[0] > best
            and not any(
                ranked[0][1] in _of_rivals(said, hits, clause, False)
                for clause in found
                if sentence_of[clause] == sentence
            )
        ):
            best = ranked[0]
    return [best[1]] if best[1] else []


def _beside(said: Typed, complaint: Hit, named: Collection[int]) -> bool:
    """Whether the sentence of a complaint names a part of the work by other words than the complaint's own."""
    own = range(complaint.first, complaint.last + 1)
    return any(place not in own and said.sentences[place] == said.sentences[complaint.first] for place in named)


def _by_clause(said: Typed, hits: Sequence[Hit]) -> Mapping[int, Mapping[str, tuple[float, bool]]]:
    """For each clause what it says for each part of the work, and whether a sign says so."""
    places: dict[tuple[int, str, str], set[int]] = defaultdict(set)
    for hit in hits:
        if hit.field in _SAYS and not theirs(said, hit, hits):
            places[said.clauses[hit.first], hit.value, hit.field].add(hit.first)
    found: dict[int, dict[str, tuple[float, bool]]] = defaultdict(dict)
    for (clause, name, field), at in places.items():
        score, plain = found[clause].get(name, (0.0, False))
        found[clause][name] = (score + _SAYS[field] * min(len(at), _MOST_HITS), plain or field == "pains")
    return found


def _of_rivals(said: Typed, hits: Sequence[Hit], clause: int, complains: bool) -> set[str]:
    """The parts of the work that a sentence names because a large competitor is ahead there.

    Where its clause complains of paperwork, a platform or a system by itself, that is a trouble besides.
    """
    sentences = {said.sentences[i] for i, other in enumerate(said.clauses) if other == clause}
    ahead = {hit.value for hit in hits if hit.field == "rival" and said.sentences[hit.first] in sentences}
    ahead -= _TROUBLE_TOO if complains else frozenset()
    return set().union(*(_SAME_THEME[name] for name in ahead)) if ahead else set()
