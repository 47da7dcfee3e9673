"""Who buys: people for themselves, firms for their work, or those who sell it on."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from itertools import pairwise

from bot.language.numbers import number
from bot.understanding.actors import theirs
from bot.understanding.signs import Hit
from bot.understanding.typed import BREAK, Typed

CONSUMERS, FIRMS, OTHERS, MIXED = "consumers_direct", "firms_direct", "through_others", "mixed"
NOBODY = "none"
# Between the buyers of a list: "hotels, some bars and also a school", "for our own counter and for eleven cafes".
_LISTING = frozenset(
    {
        *("and", "or", "plus", "also", ",", "the", "some", "a", "few", "small", "large", "big", "private"),
        *("local", "other", "even", "as", "well", "both", "sometimes", "many", "our", "to", "for", "in", "at"),
        *("by", "via", "through", "but", "with", "from", "on", "two", "three", "four", "five", "six", "seven"),
        *("eight", "nine", "ten", "eleven", "twelve", "bulk", "_land", "_demonym", "another", "mid", "size"),
        *("sized", "little", "handful", "couple", "of", "call", "calls", "us", "buy", "order", "come", "comes"),
        *("too", "more", "ordinary", "independent", "young", "old", "own", "mostly", "mainly"),
    }
)
# "Builders buy from us and they pay late": behind the turn something else is told of them.
_TURNS, _FROM_US = frozenset({"and", "but"}), frozenset({"us", "me"})
_LIST_GAP = 8
_SELLING = frozenset({"sell", "sells", "resell", "carry", "bring", "take", "pass", "ship", "deliver", "export"})
_OURS = frozenset({"we", "i"})
# Behind one of these stand those from whom things come, or a place: "built by workshops", "the milk of eleven farms".
_ELSEWHERE = frozenset(
    {
        *("by", "from", "of", "off", "at", "near", "opposite", "behind", "above", "than", "like", "between", "with"),
        *("win", "without"),
    }
)
_COUNTS = frozenset(
    {
        *("the", "our", "some", "small", "local", "large", "big", "two", "three", "four", "five", "six"),
        *("seven", "eight", "nine", "ten", "eleven"),
    }
)
# Behind one of these it is somebody else who sells: "importers who sell it to roasters".
_SELLERS = frozenset({"who", "which", "they", "_shops"})
_NEAR = 6
_NOT = frozenset({"no", "not", "never", "without", "neither", "nor", "dont", "nobody", "than"})
# Words of several that do not end in "s".
_PLURAL = frozenset({"people", "men", "women", "children", "folk", "b2b", "industry", "public", "elderly"})


def customers(
    said: Typed,
    hits: Sequence[Hit],
    goods: bool,
    besides: Collection[int],
    trade: tuple[int, int],
    wished: Collection[int],
) -> str | None:
    """Who buys, or None where it is not said.

    Args:
        said: the message.
        hits: what was found in it; those of the fields `who`, `buyer`, `reseller` and `customers` count.
        goods: whether goods are sold; only those can be sold on, so that a shop buys services for itself.
        besides: where in the message the names of the firm's own people and trade begin: they are no buyers.
        trade: from where to where the trade is told: names in it are no buyers unless a sign says so.
        wished: the clauses that say what is wanted: whom somebody wants as customers does not buy yet.
    """
    outright = {hit.value for hit in hits if hit.field == "customers" and not theirs(said, hit, hits)}
    if MIXED in outright:
        return MIXED
    resold = _resold(said, hits)
    if not goods and not resold:
        outright = {FIRMS if kind == OTHERS else kind for kind in outright}
    kinds = set(outright)
    names = {
        first: (last, kind)
        for first, (last, kind) in _names(hits).items()
        if kind != NOBODY and not _denied(said, first) and said.words[first].start not in besides
    }
    names = {first: name for first, name in names.items() if not _names_shop(said, first, names)}
    for place in _buying(said, hits, names, trade, wished):
        last, kind = names[place]
        if not _several(said, place, last, kind):
            continue
        if kind == OTHERS and not goods and said.clauses[place] not in resold:
            kind = FIRMS
        elif kind == FIRMS and said.clauses[place] in resold:
            kind = OTHERS
        kinds.add(kind)
    if OTHERS in outright and kinds <= {OTHERS, FIRMS}:
        # "We sew for two brands": they are firms, and sell it on.
        return OTHERS
    if len(kinds) > 1:
        return MIXED
    return next(iter(kinds), None)


def _resold(said: Typed, hits: Iterable[Hit]) -> set[int]:
    """The clauses in which somebody sells on what the firm sells."""
    return {said.clauses[hit.first] for hit in hits if hit.field == "reseller"}


def _denied(said: Typed, place: int) -> bool:
    """Whether a name is said not to buy: "no private people", "we dont sell to the public"."""
    words = [said.words[i].text for i in range(max(place - 5, 0), place) if said.clauses[i] == said.clauses[place]]
    # "I dont mean shops, I mean surfers": what is put right begins anew.
    for i, (one, other) in enumerate(pairwise(words)):
        if one in _OURS and other == "mean":
            words = words[i + 2 :]
            break
    return bool(_NOT & set(words))


def _names_shop(said: Typed, place: int, names: dict[int, tuple[int, str]]) -> bool:
    """Whether a name only says which shops are meant: "shops for children"."""
    shops = {last for last, kind in names.values() if kind in (OTHERS, FIRMS)}
    return place - 2 in shops and said.words[place - 1].text == "for"


def _several(said: Typed, first: int, last: int, kind: str) -> bool:
    """Whether firms are several: one is hardly all customers, unless it is who sells everything on."""
    words = [word.text for word in said.words[first : last + 1]]
    return kind != FIRMS or any(word.endswith("s") or word in _PLURAL for word in words)


def _names(hits: Iterable[Hit]) -> dict[int, tuple[int, str]]:
    """First word of each name of buyers, with its last word and kind; the longest name at a place counts."""
    found: dict[int, tuple[int, str]] = {}
    taken: set[int] = set()
    named = [hit for hit in hits if hit.field == "who"]
    for hit in sorted(named, key=lambda hit: (hit.first - hit.last, hit.value != NOBODY, hit.first)):
        words = set(range(hit.first, hit.last + 1))
        if not words & taken:
            taken |= words
            found[hit.first] = (hit.last, hit.value)
    return found


def _buying(
    said: Typed,
    hits: Sequence[Hit],
    names: dict[int, tuple[int, str]],
    trade: tuple[int, int],
    wished: Collection[int],
) -> set[int]:
    """The names that are said to buy, and those that go on in their lists."""
    order = sorted(names)
    telling = [hit for hit in hits if hit.field == "pains"]
    rivals = [hit for hit in hits if hit.field == "actor" and hit.value == "strong"]
    ahead = {said.sentences[hit.first] for hit in hits if hit.field == "rival"}
    others = {said.clauses[hit.first] for hit in hits if hit.field in ("no_buyer", "actor", "rival")} | set(wished)
    found: set[int] = set()
    for hit in hits:
        by_name = hit.field == "buyer_by_name" and said.clauses[hit.first] not in others
        if hit.field != "buyer" and not by_name:
            continue
        for first, last in hit.parts:
            inside = [place for place in order if first <= place <= last][-1:]
            found.update(place for place in inside if not by_name or _by_name(said, place, trade))
    # "Patients ring and nobody picks up" tells of a trouble, "the big chain buys by the ton" of a competitor.
    found = {place for place in found if not any(_tells_of(said, hit, place) for hit in telling)}
    resold = _resold(said, hits)
    found = {
        place
        for place in found
        if said.sentences[place] not in ahead
        or said.clauses[place] in resold
        or not any(hit.first <= place <= hit.last for hit in rivals)
    }
    for one, other in (*pairwise(order), *pairwise(order[::-1])):
        first, second = min(one, other), max(one, other)
        between = [word.text for word in said.words[names[first][0] + 1 : second]]
        listed = between and len(between) <= _LIST_GAP and all(word in _LISTING for word in between)
        if one in found and listed and between != [BREAK]:
            found.add(other)
    return {place for place in found if not _of_theirs(said, place)}


def _tells_of(said: Typed, trouble: Hit, place: int) -> bool:
    """Whether a trouble is told of a name, and not that somebody buys from us."""
    between = {word.text for word in said.words[place : trouble.first]}
    return said.clauses[trouble.first] == said.clauses[place] and not (_TURNS & between and _FROM_US & between)


def _by_name(said: Typed, place: int, trade: tuple[int, int]) -> bool:
    """Whether a name alone may be a buyer's: not where things come from, nor the firm's own trade."""
    before = [word.text for word in said.words[max(place - 3, 0) : place]]
    while before and (before[-1] in _COUNTS or number(before[-1]) > 1):
        before.pop()
    return not (before and before[-1] in _ELSEWHERE) and not trade[0] <= said.words[place].start < trade[1]


def _of_theirs(said: Typed, place: int) -> bool:
    """Whether a name is of those to whom our own buyers sell: "importers who sell it to roasters"."""
    begin = next(i for i in range(place + 1) if said.sentences[i] == said.sentences[place])
    for seller in range(begin, place):
        if said.words[seller].text in _SELLERS:
            between = [word.text for word in said.words[seller + 1 : place]]
            sold = next((i for i, word in enumerate(between[:_NEAR]) if word in _SELLING), None)
            if sold is not None and "to" in between[sold:] and not _OURS & set(between):
                return True
    return False
