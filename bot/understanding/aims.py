"""What somebody wants most."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from bot.understanding.actors import theirs
from bot.understanding.signs import Hit
from bot.understanding.typed import Typed

SURVIVE, STABILISE, GROW_HOME, GO_ABROAD = "survive", "stabilise", "grow_home", "go_abroad"
# Who must survive wants nothing else first; who says "no growth, just calm" names growth too.
_FIRST = (SURVIVE, STABILISE, GO_ABROAD, GROW_HOME)


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
    outright = {said.clauses[i] for hit in _wishes(said, hits) for i in range(hit.first, hit.last + 1)}
    return outright | set(_wished(said, hits).values())


def _wishes(said: Typed, hits: Sequence[Hit]) -> list[Hit]:
    return [hit for hit in hits if hit.field == "goal" and not theirs(said, hit, hits)]
