"""Where a firm sells: at home, some abroad, mostly abroad, or at home with a wish for more."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from bot.language.quantities import find_share
from bot.understanding.actors import theirs
from bot.understanding.places import FOREIGN_MARK, HOME_MARK, Places
from bot.understanding.signs import Hit
from bot.understanding.typed import Typed

HOME, WANTS, SOME, MOSTLY = "home", "home_wants_abroad", "some_abroad", "mostly_abroad"
GREAT, SMALL, FEW, ONLY, NONE = "great", "small", "few", "only", "none"
HERE, AWAY = "here", "away"
# From this share of the sales on, in per cent, most of them are abroad.
_MOST = 50
# A share belongs to the ground next to it; what stands further off within a clause belongs to something else.
_FAR = 9
# "Only" and "no" reach less far: "only the big portal comes up here" says nothing of where we sell.
_NEAR = {ONLY: 4, NONE: 4, FEW: 4, GREAT: _FAR, SMALL: _FAR}
# What stands behind its share ("germany takes most of it") is further away than what stands before.
_BEHIND = 2


@dataclass(slots=True)
class _Told:
    """What pairs of share and ground say: which shares are told of home and of abroad, and who is longed for."""

    here: set[str] = field(default_factory=set)
    away: set[str] = field(default_factory=set)
    sold_abroad: bool = False
    longed: bool = False


def markets(said: Typed, hits: Sequence[Hit], found: Places) -> str | None:
    """Where a firm sells, or None where it is not said.

    Args:
        said: the message, its countries marked as `_home` and `_foreign`.
        hits: what was found in it; those of the fields `markets`, `share`, `ground`, `yet`, `longing` and
            `no_longing` count.
        found: its countries.
    """
    heard = [hit for hit in hits if not theirs(said, hit, hits)]
    outright = {hit.value for hit in heard if hit.field == "markets"}
    told = _pairs(said, heard)
    percent = _percent_abroad(said, heard)
    if percent is not None and percent > 0:
        return MOSTLY if percent > _MOST else SOME
    if MOSTLY in outright or GREAT in told.away or (ONLY in told.away and ONLY not in told.here) or FEW in told.here:
        return MOSTLY
    if told.sold_abroad and (SOME in outright or SMALL in told.away or GREAT in told.here or ONLY in told.here):
        return SOME
    wanted = (told.longed or bool(found.wanted) or WANTS in outright) and not _any(heard, "no_longing")
    at_home = ONLY in told.here or NONE in told.away or HOME in outright
    if wanted and not told.sold_abroad and (WANTS in outright or at_home or _any(heard, "yet")):
        return WANTS
    if at_home and not told.sold_abroad and not wanted:
        return HOME
    return None


def _any(hits: Iterable[Hit], name: str) -> bool:
    return any(hit.field == name for hit in hits)


def _pairs(said: Typed, hits: Sequence[Hit]) -> _Told:
    told = _Told()
    grounds = _longest([hit for hit in hits if hit.field == "ground"])
    shares = _longest([hit for hit in hits if hit.field == "share"])
    longing = {said.clauses[hit.first] for hit in hits if hit.field == "longing"}
    longing_sentences = {said.sentences[hit.first] for hit in hits if hit.field == "longing"}
    taken: dict[int, set[str]] = {}
    for share in shares:
        ground = min(
            (ground for ground in grounds if _reachable(said, share, ground)),
            key=lambda ground: _distance(share, ground),
            default=None,
        )
        if ground:
            taken.setdefault(ground.first, set()).add(share.value)
    for ground in grounds:
        says = taken.get(ground.first, set())
        if ground.value == HERE:
            told.here |= says
        elif says & {NONE, FEW} and not says & {GREAT, SMALL}:
            told.away.add(NONE)
            told.longed |= said.sentences[ground.first] in longing_sentences
        elif said.clauses[ground.first] in longing and not says & {GREAT}:
            told.longed = True
        elif says or _is_mark(said, ground):
            told.away |= says - {NONE, FEW}
            told.sold_abroad = True
        elif said.sentences[ground.first] in longing_sentences:
            told.longed = True
    return told


def _longest(hits: Sequence[Hit]) -> list[Hit]:
    """The hits without those that stand within another one."""
    order = sorted(hits, key=lambda hit: (hit.first - hit.last, hit.first, hit.value))
    kept: list[Hit] = []
    for hit in order:
        if all(hit.last < other.first or hit.first > other.last for other in kept):
            kept.append(hit)
    return sorted(kept, key=lambda hit: hit.first)


def _reachable(said: Typed, share: Hit, ground: Hit) -> bool:
    near = _distance(share, ground) <= _NEAR[share.value]
    if said.clauses[share.first] == said.clauses[ground.first]:
        return near and (share.value != ONLY or share.first <= ground.first or ground.last - share.first > -_BEHIND)
    # "Sold here mostly, a few in tokyo": another clause has its own share.
    return near and said.sentences[share.first] == said.sentences[ground.first] and share.value in (GREAT, SMALL)


def _distance(share: Hit, ground: Hit) -> int:
    if share.first <= ground.first:
        return max(ground.first - share.last, 0)
    return share.first - ground.last + _BEHIND


def _is_mark(said: Typed, ground: Hit) -> bool:
    return any(word.text == FOREIGN_MARK for word in said.words[ground.first : ground.last + 1])


def _percent_abroad(said: Typed, hits: Sequence[Hit]) -> float | None:
    """The share of sales abroad in per cent, where a clause gives a number."""
    longing = {said.clauses[hit.first] for hit in hits if hit.field == "longing"}
    for hit in hits:
        clause = said.clauses[hit.first]
        if hit.field != "ground" or clause in longing:
            continue
        words = [word for i, word in enumerate(said.words) if said.clauses[i] == clause]
        share = find_share(said.text[words[0].start : words[-1].end])
        if share is None:
            continue
        here = any(word.text in (HOME_MARK, "home", "domestic", "here", "national") for word in words)
        away = any(word.text in (FOREIGN_MARK, "export", "exported", "abroad", "foreign", "exports") for word in words)
        if here != away:
            return 100 - share.value if here else share.value
    return None
