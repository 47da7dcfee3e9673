"""Tells whether a sign speaks of a large competitor and not of the teller."""

from __future__ import annotations

from collections.abc import Sequence

from bot.understanding.signs import Hit
from bot.understanding.typed import END, Typed

# Behind one of these and with one of those a second thought begins, which is ours again.
_TURNS = frozenset({"and", "but", "so", "while", "then", "because", "whereas"})
_OURS = frozenset({"i", "we", "me", "us", "my", "our"})


# "They" in a later sentence may be anybody, until somebody large was named.
_ANYBODY = frozenset({"they", "their"})


def competitors(said: Typed, hits: Sequence[Hit]) -> list[Hit]:
    """The hits of the field `actor` that mean a competitor.

    "They" means one where one was named before, or where nobody can have been: in the first sentence.

    Args:
        said: the message.
        hits: what was found in it.
    """
    actors = [hit for hit in hits if hit.field == "actor"]
    named = min((hit.first for hit in actors if said.words[hit.first].text not in _ANYBODY), default=len(said.words))
    begun = next((i for i, word in enumerate(said.words) if i and word.text == END), len(said.words))
    return [hit for hit in actors if hit.first >= named or hit.first < begun]


def theirs(said: Typed, hit: Hit, hits: Sequence[Hit]) -> bool:
    """Whether a competitor stands before it in its clause: "they pass every audit" tells of no trouble.

    Args:
        said: the message.
        hit: what was found in it.
        hits: all that was found in it; those of the field `actor` count.
    """
    clause = said.clauses[hit.first]
    return any(
        said.clauses[other.first] == clause and other.first < hit.first and not _turns_to_us(said, other.last + 1, hit)
        for other in competitors(said, hits)
    )


def _turns_to_us(said: Typed, behind: int, hit: Hit) -> bool:
    """Whether a second thought begins between a competitor and a sign: "google changed and now nobody sees us"."""
    turns = [i for i in range(behind, hit.first) if said.words[i].text in _TURNS]
    return bool(turns) and any(said.words[i].text in _OURS for i in range(turns[0], hit.last + 1))
