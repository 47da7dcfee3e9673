"""Which country a firm is in, and in which others it sells or would like to."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from bot.understanding.signs import Hit
from bot.understanding.typed import Mark, Typed

LAND, DEMONYM, HOME_MARK, FOREIGN_MARK = "_land", "_demonym", "_home", "_foreign"
_HOME, _MARKET, _WANTED, _NONE = "home", "market", "wanted", "none"
_SOLD_IN, _PERHAPS, _SUPPLY, _ORIGIN, _WORKED = "sold_in", "perhaps", "supply", "origin", "worked"
# What a sentence says outright of a country, strongest first: where parts come from is no market, whoever takes them.
_STRONGEST = (_HOME, _NONE, _WANTED, _MARKET, _SUPPLY, _SOLD_IN, _PERHAPS, _ORIGIN)
# "germany and austria", "spain, maybe portugal too": what is said of one country of a list is said of the next.
_LISTING = frozenset(
    {
        *("and", "or", "plus", "also", ",", "the", "maybe", "perhaps", "then", "to", "in", "into", "even"),
        *("both", "a", "bit", "some", "possibly", "soon", "now", "later", "of", "as", "well", "not", "but"),
        *("especially", "northern", "southern", "eastern", "western", "parts", "little", "from", "for", "over"),
        *("north", "south", "east", "west", "with", "lately", "recently", "sometimes", "occasionally", "one"),
        *("two", "three", "several", "more", "another", "others", "our", "first"),
    }
)
# "A little cafe in spain", "2 devs in ghent": behind one's own trade and people it is home, unless more is said.
_IN = frozenset({"in", "near", "at", "outside", "around", "of", "from", "on", "above", "by"})
# What stands before a country that is named to say where a firm is, and what does not stand behind it.
_STANDS_IN = _IN | {".", ",", LAND, "the", "and", "central", "downtown", "old", "inner", "rural", "upper", "lower"}
_COMING = frozenset(
    {"come", "comes", "came", "arrive", "arrives", "cost", "costs", "always", "late", "gets", "get", "s"}
)
# "Yoga studio copenhagen": a message opens with where the firm is, unless one of these says otherwise.
_GOING = frozenset(
    {
        *("to", "into", "for", "with", "via", "through", "towards", "about", "like", "than", "against", "onto"),
        *("over", "across", "sell", "ship", "export", "love", "know", "is", "are", "was", "be", "not", "no"),
        *("never", "only", "want", "try", "visit", "speak", "has", "have", "had", "but", "or"),
    }
)
# "Plus one shop in vilnius" is not where the firm is.
_ONE_MORE = frozenset({"one", "a", "two", "three", "another"})
_BESIDES_THAT = frozenset({"plus", "also", "besides", "and"})
# A shop that sells our goods on is not our shop: "one shop in tokyo sells them".
_RESELLING = re.compile(r" (?:sells?|stocks?|carry|carries|takes?|resells?) (?:them|it|us|our|my) ")
_SELLING = frozenset(
    {
        *("sell", "sells", "sold", "selling", "ship", "ships", "shipped", "export", "exports", "exported"),
        *("deliver", "delivers", "send", "sends", "supply", "supplies", "goes", "go", "customers", "clients"),
        *("buyers", "users", "guests", "subscribers", "players", "importer", "distributor", "our", "some"),
        *("few", "most", "mostly", "mainly", "nearly", "half", "third", "quarter", "percent", "bit", "little"),
        *("two", "also", "too", "sometimes", "orders"),
    }
)
_MAY_BE_HOME = frozenset({_MARKET, _SOLD_IN, _PERHAPS, _ORIGIN, None})
# More words than these between two countries, and they stand in no list.
_LIST_GAP = 4
# "Russia and the Ukraine": so few words join what is denied together.
_JOINING = frozenset({"and", "or", "nor", ",", "the", "to", "in"})
_FEW_BETWEEN = 3


@dataclass(frozen=True, slots=True)
class Places:
    """The home country, or None; the countries of customers, and of those wished for; who says so of whom.

    `marks` are the countries of the message as `_home` and `_foreign`, for the signs of how much is sold where; of the
    others nothing is said.
    """

    home: str | None
    markets: tuple[str, ...]
    wanted: tuple[str, ...]
    marks: tuple[Mark, ...]


def places(said: Typed, hits: Sequence[Hit], own: Collection[int] = ()) -> Places:
    """Read the countries of a message.

    Args:
        said: the message, its countries marked as `_land` and `_demonym`.
        hits: what was found in it; those of the fields `place` and `buyer` count.
        own: where in the message the names of the firm's own people and trade end: what stands behind is home.
    """
    named = [i for i, word in enumerate(said.words) if word.text in (LAND, DEMONYM)]
    told = [hit for hit in hits if hit.field == "place"]
    roles = _roles(said, named, [hit for hit in told if hit.value != _WORKED])
    bought = {said.clauses[hit.first] for hit in hits if hit.field == "buyer"}
    at_home = (i for i in named if i > 1 and _in_here(said, i) and said.words[i - 2].end in own)
    roles.update(_worked_at(said, named, roles))
    roles.update(
        {
            i: _HOME
            for i in at_home
            if said.clauses[i] not in bought
            and not _another(said, i)
            and roles.get(i) in _MAY_BE_HOME
            and not _resold(said, i)
        }
    )
    perhaps = [i for i in named if roles.get(i) in (_PERHAPS, _SOLD_IN)]
    home = _home(said, named, roles, perhaps)
    if home is None:
        # "We clean offices in gdansk": where the work is done, though offices may be customers too.
        worked = next((i for i in named if roles.get(i) in _MAY_BE_HOME and _worked_in(told, i)), None)
        if worked is not None:
            home = _value(said, worked)
            roles.update({i: _HOME for i in named if _value(said, i) == home and roles.get(i) in _MAY_BE_HOME})
    # "We sell in germany": a market of a firm that is known to be elsewhere.
    roles.update({i: _MARKET for i in named if roles.get(i) == _SOLD_IN and home})
    abroad = [(i, said.words[i].mark) for i in named]
    found = [(roles.get(i), mark) for i, mark in abroad if mark and mark.value != home]
    return Places(
        home=home,
        markets=_countries(mark for role, mark in found if role == _MARKET),
        wanted=_countries(mark for role, mark in found if role == _WANTED),
        marks=tuple(_marks(said, named, roles, home)),
    )


def _roles(said: Typed, named: Sequence[int], hits: Sequence[Hit]) -> dict[int, str]:
    """What is said of each country: the strongest of what the signs and its list say."""
    told: dict[int, set[str]] = {i: set() for i in named}
    for hit in hits:
        for first, last in hit.parts:
            for i in named:
                if first <= i <= last:
                    told[i].add(hit.value)
    roles = {i: next(role for role in _STRONGEST if role in told[i]) for i in named if told[i]}
    for one, other in (*pairwise(named), *pairwise(named[::-1])):
        if one in roles and other not in roles and roles[one] != _HOME and _one_list(said, one, other):
            roles[other] = roles[one]
        elif roles.get(one) == _NONE and roles.get(other) == _MARKET and _denied_together(said, one, other):
            # "We used to export to Russia and Belarus": what is over is over for both.
            roles[other] = _NONE
    return roles


def _denied_together(said: Typed, one: int, other: int) -> bool:
    """Whether two countries stand in one clause, joined by no more than "and" or "or"."""
    between = {word.text for word in said.words[min(one, other) + 1 : max(one, other)]}
    return 0 < len(between) <= _FEW_BETWEEN and between <= _JOINING and _one_list(said, one, other)


def _one_list(said: Typed, one: int, other: int) -> bool:
    first, last = min(one, other), max(one, other)
    between = [word.text for word in said.words[first + 1 : last]]
    if not between:
        # "Tourists mostly, austrians germans italians": typed without commas.
        return said.words[one].text == said.words[other].text == DEMONYM
    return (
        len(between) <= _LIST_GAP
        and (said.words[one].text == said.words[other].text or _of_one_noun(said, first, between))
        and all(word in _LISTING for word in between)
    )


def _worked_at(said: Typed, named: Sequence[int], roles: Mapping[int, str]) -> Mapping[int, str]:
    """The place of the opening where work is done: "gardens for hotels in antalya".

    It is the only one that is named, or is named again otherwise than as a market.
    """
    if not named or said.words[named[0]].text != LAND or roles.get(named[0]) != _MARKET:
        return {}
    others = [i for i in named[1:] if _value(said, i) == _value(said, named[0])]
    if len(named) > 1 and (_HOME in roles.values() or all(roles.get(i) == _MARKET for i in others)):
        return {}
    clause = said.clauses[named[0]]
    words = [word.text for word, other in zip(said.words, said.clauses, strict=True) if other == clause]
    opening = said.sentences[named[0]] == said.sentences[0]
    here = opening and said.words[named[0] - 1].text == "in" and not _SELLING & set(words)
    return {i: _HOME for i in (named[0], *others)} if here else {}


def _worked_in(told: Iterable[Hit], i: int) -> bool:
    """Whether a sign says of a country that the firm's own work is done there."""
    return any(hit.value == _WORKED and first <= i <= last for hit in told for first, last in hit.parts)


def _value(said: Typed, i: int) -> str | None:
    mark = said.words[i].mark
    return mark.value if mark else None


def _of_one_noun(said: Typed, first: int, between: Sequence[str]) -> bool:
    """Whether a country and a word such as "german" go with one noun: "uk and german brands"."""
    return between == ["and"] and said.words[first].text == LAND and said.words[first - 1].text not in _IN


def _home(said: Typed, named: Sequence[int], roles: dict[int, str], perhaps: Sequence[int]) -> str | None:
    """The country that is called home, or else the first town or country of which nothing else is said."""
    values = {i: mark.value for i in named if (mark := said.words[i].mark)}
    lands = [i for i in named if said.words[i].text == LAND]
    for i in named:
        if roles.get(i) == _HOME:
            return values[i]
    for i in lands:
        if roles.get(i) == _PERHAPS or (i not in roles and _stands(said, i)):
            return values[i]
    for i in named:
        if roles.get(i) == _ORIGIN:
            return values[i]
    # "We sell kebab in berlin": one place in all, where the work is done.
    return values[perhaps[0]] if perhaps and len(set(values.values())) == 1 else None


def _stands(said: Typed, i: int) -> bool:
    """Whether a country is named as a place where something is: "wine from moldova", not "hinges from italy come"."""
    before, behind = said.words[i - 1].text, said.words[i + 1].text
    if said.sentences[i] == said.sentences[1]:
        return before not in _GOING and behind not in _COMING
    return before in _STANDS_IN - {"from"} and behind not in _COMING


def _in_here(said: Typed, i: int) -> bool:
    """Whether it stands behind "in" and the like; behind "from" only where a message opens: "wine from moldova"."""
    before = said.words[i - 1].text
    return before in _IN and (before != "from" or said.sentences[i] == said.sentences[1])


def _another(said: Typed, i: int) -> bool:
    """Whether it is one of several that stands there: "here only, plus one shop in vilnius"."""
    return i > 3 and said.words[i - 3].text in _ONE_MORE and said.words[i - 4].text in _BESIDES_THAT


def _resold(said: Typed, i: int) -> bool:
    words = (word.text for word, clause in zip(said.words, said.clauses, strict=True) if clause == said.clauses[i])
    return _RESELLING.search(" " + " ".join(words) + " ") is not None


def _countries(marks: Iterable[Mark | None]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(mark.value for mark in marks if mark))


def _marks(said: Typed, named: Sequence[int], roles: dict[int, str], home: str | None) -> Iterator[Mark]:
    for i in named:
        mark = said.words[i].mark
        if mark and mark.value == home:
            yield Mark(HOME_MARK, mark.value, mark.start, mark.end)
        elif mark and roles.get(i) in (_MARKET, _WANTED):
            yield Mark(FOREIGN_MARK, mark.value, mark.start, mark.end)
        elif mark:
            yield mark
