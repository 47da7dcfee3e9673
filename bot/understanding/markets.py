"""Where a firm sells: at home, some abroad, mostly abroad, or at home with a wish for more."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from bot.understanding.actors import theirs
from bot.understanding.places import FOREIGN_MARK, HOME_MARK, Places
from bot.understanding.shares import shares
from bot.understanding.signs import Hit
from bot.understanding.typed import Typed

HOME, WANTS, SOME, MOSTLY = "home", "home_wants_abroad", "some_abroad", "mostly_abroad"
GREAT, SMALL, FEW, ONLY, NONE, REST = "great", "small", "few", "only", "none", "rest"
HERE, AWAY = "here", "away"
STRONG = "strong"
# From this share of the sales on, in per cent, most of them are abroad.
_MOST = 50
# A share belongs to the ground next to it; what stands further off within a clause belongs to something else.
_FAR = 12
# "Only" and "no" reach less far: "only the big portal comes up here" says nothing of where we sell.
_NEAR = {ONLY: 4, NONE: 4, FEW: 4, GREAT: _FAR, SMALL: _FAR, REST: _FAR}
# What stands behind its share ("germany takes most of it") is further away than what stands before.
_BEHIND = 2
# "Dealers in germany, who take nearly all of it": a share of those who were named last.
_THOSE = frozenset({"who", "they", "them", "those", "these", "together", "which", "there"})
_FAR_BACK = 16
# Behind a country: who is there buys.
_BUYING = frozenset({"take", "takes", "buy", "buys", "order", "orders", "stock", "stocks", "import", "imports"})
# A number tells the share abroad only beside words for a whole country: "80 percent are from the village".
_COUNTRY = frozenset(
    {HOME_MARK, "home", "domestic", "domestically", "here", "national", "nationally", "country", "land"}
)
_OPPOSITE = {GREAT: SMALL, ONLY: SMALL, SMALL: GREAT, FEW: GREAT}


@dataclass(slots=True)
class _Told:
    """What pairs of share and ground say: which shares are told of home and of abroad, and who is longed for."""

    here: set[str] = field(default_factory=set)
    away: set[str] = field(default_factory=set)
    percent_here: float = 0.0
    percent_away: float = 0.0
    sold_abroad: bool = False
    longed: bool = False

    def percent_abroad(self) -> float | None:
        """The share of sales abroad in per cent, where numbers say it."""
        if self.percent_here:
            return 100 - self.percent_here
        return min(self.percent_away, 100) or None


def markets(said: Typed, hits: Sequence[Hit], found: Places) -> str | None:
    """Where a firm sells, or None where it is not said.

    Args:
        said: the message, its countries marked as `_home` and `_foreign`.
        hits: what was found in it; those of the fields `markets`, `share`, `ground`, `yet`, `longing`, `no_longing` and
            `content` count.
        found: its countries.
    """
    # Which countries are our markets is read before: "furniture chains in sweden sell our beds on".
    heard = [hit for hit in hits if _is_mark(said, hit) or not theirs(said, hit, hits)]
    outright = {hit.value for hit in heard if hit.field == "markets"}
    told = _pairs(said, heard, found)
    percent = told.percent_abroad()
    if percent:
        return MOSTLY if percent > _MOST else SOME
    if MOSTLY in outright or GREAT in told.away or (ONLY in told.away and ONLY not in told.here) or FEW in told.here:
        return MOSTLY
    if told.sold_abroad and NONE in told.here and not told.away & {SMALL, FEW}:
        return MOSTLY
    if told.sold_abroad and (SOME in outright or SMALL in told.away or GREAT in told.here or ONLY in told.here):
        return SOME
    refused = _any(heard, "no_longing") or _any(heard, "content")
    wanted = bool(found.wanted) or ((told.longed or WANTS in outright) and not refused)
    at_home = ONLY in told.here or NONE in told.away or HOME in outright or _content(said, heard)
    if wanted and not told.sold_abroad and (WANTS in outright or at_home or _any(heard, "yet")):
        return WANTS
    if at_home and not told.sold_abroad and not wanted:
        return HOME
    return None


def _any(hits: Iterable[Hit], name: str) -> bool:
    return any(hit.field == name for hit in hits)


def _content(said: Typed, hits: Sequence[Hit]) -> bool:
    """Whether somebody is content with what is near: "families from the quarter, and that suits us"."""
    near = {said.sentences[hit.first] for hit in hits if hit.field == "ground" and hit.value == HERE}
    pleased = {said.sentences[hit.first] for hit in hits if hit.field == "content"}
    return any(sentence in near or sentence - 1 in near for sentence in pleased)


def _pairs(said: Typed, hits: Sequence[Hit], found: Places) -> _Told:
    """What the shares and grounds of a message say together."""
    told = _Told()
    grounds = _longest([hit for hit in hits if hit.field == "ground"])
    taken = _taken(said, hits, grounds, told)
    longing = {said.clauses[hit.first] for hit in hits if hit.field == "longing"}
    longing_sentences = {said.sentences[hit.first] for hit in hits if hit.field == "longing"}
    for ground in grounds:
        says = taken.get(ground.first, set())
        if ground.value == HERE:
            told.here |= says
        elif says & {NONE, FEW} and not says & {GREAT, SMALL}:
            told.away.add(NONE)
            told.longed |= said.sentences[ground.first] in longing_sentences
        elif _wished(said, ground, found) or (
            said.clauses[ground.first] in longing and not says & {GREAT} and not _bought_there(said, ground)
        ):
            told.longed = True
        elif says or _is_mark(said, ground):
            told.away |= says - {NONE, FEW}
            told.sold_abroad = True
        elif said.sentences[ground.first] in longing_sentences:
            told.longed = True
    return told


def _bought_there(said: Typed, ground: Hit) -> bool:
    """Whether somebody there buys already: "a chap in belgium who takes a pallet, and we would like more of those"."""
    behind = [word.text for word in said.words[ground.last + 1 : ground.last + 4]]
    behind = behind[1:] if behind[:1] in (["who"], ["that"], ["which"]) else behind
    return behind[:1] != [] and behind[0] in _BUYING


def _taken(said: Typed, hits: Sequence[Hit], grounds: Sequence[Hit], told: _Told) -> dict[int, set[str]]:
    """The shares of each ground, by its first word; what numbers say of whole countries is added to what is told."""
    numbers = {(share.first, share.last): share.percent for share in shares(said)}
    counted = [Hit("share", _sized(percent), *place) for place, percent in numbers.items()]
    sized = _without_rest(_longest([*counted, *(hit for hit in hits if hit.field == "share")]))
    longed = {said.clauses[hit.first] for hit in hits if hit.field == "longing" and hit.value == STRONG}
    of_others = {said.clauses[hit.first] for hit in hits if hit.field == "actor"}
    taken: dict[int, set[str]] = {}
    denied: dict[int, int] = {}
    for share in sized:
        ground = _ground_of(said, share, grounds)
        # "I would love that quarter to be half", "montreal, steam takes 30 percent": nothing of what was named before.
        if ground is None or (_apart(said, share, ground) in longed | of_others and not _of_those(said, share)):
            continue
        percent = numbers.get((share.first, share.last))
        far = _distance(share, ground)
        if share.value in (NONE, SMALL) and percent is None and denied.setdefault(ground.first, far) != far:
            # "Not looking abroad, how would that even work": the nearer of the two is meant.
            if denied[ground.first] < far:
                continue
            taken.get(ground.first, set()).difference_update({NONE, SMALL})
            denied[ground.first] = far
        counts = percent is not None and said.clauses[ground.first] not in longed
        land = any(word.text in _COUNTRY for word in said.words[ground.first : ground.last + 1])
        if counts and ground.value == HERE and not land:
            continue
        taken.setdefault(ground.first, set()).add(share.value)
        if counts and percent is not None and ground.value == AWAY:
            told.percent_away += percent
            told.sold_abroad = True
        elif counts and percent is not None:
            told.percent_here += percent
    return taken


def _apart(said: Typed, share: Hit, ground: Hit) -> int | None:
    """The clause of a share whose ground stands in another one."""
    clause = said.clauses[share.first]
    return clause if clause != said.clauses[ground.first] else None


def _sized(percent: float) -> str:
    if percent >= 100:
        return ONLY
    return GREAT if percent > _MOST else SMALL


def _without_rest(sized: Sequence[Hit]) -> list[Hit]:
    """The shares with "the rest" told: what is left of the share before it."""
    before, clear = None, []
    for share in sized:
        value = share.value if share.value != REST else _OPPOSITE.get(before or SMALL, GREAT)
        clear.append(Hit(share.field, value, share.first, share.last))
        before = value if value in _OPPOSITE else before
    return clear


def _ground_of(said: Typed, share: Hit, grounds: Sequence[Hit]) -> Hit | None:
    """The ground that a share is told of: the nearest that it reaches, or the one that "they" stands for."""
    reached = [ground for ground in grounds if _reachable(said, share, ground)]
    beside = [ground for ground in reached if said.clauses[ground.first] == said.clauses[share.first]]
    if beside or reached:
        return min(beside or reached, key=lambda ground: _distance(share, ground))
    if share.value not in (GREAT, SMALL) or not _of_those(said, share):
        return None
    back = [ground for ground in grounds if 0 < share.first - ground.last <= _FAR_BACK and _is_mark(said, ground)]
    return back[-1] if back else None


def _of_those(said: Typed, share: Hit) -> bool:
    """Whether the clause of a share begins with a word for those who were named before it."""
    clause = [word.text for i, word in enumerate(said.words) if said.clauses[i] == said.clauses[share.first]]
    return bool(_THOSE & set(clause[:5]))


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


def _wished(said: Typed, ground: Hit, found: Places) -> bool:
    """Whether a ground is a country in which the firm would only like to sell."""
    named = {word.mark.value for word in said.words[ground.first : ground.last + 1] if word.mark}
    return bool(named) and _is_mark(said, ground) and named <= set(found.wanted) - set(found.markets)


def _is_mark(said: Typed, ground: Hit) -> bool:
    return any(word.text == FOREIGN_MARK for word in said.words[ground.first : ground.last + 1])
