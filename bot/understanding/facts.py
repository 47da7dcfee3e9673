"""The business facts that a message states of its own accord."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from bot.language.sums import Money
from bot.understanding.aims import goal, wishing
from bot.understanding.burdens import pains
from bot.understanding.buyers import NOBODY, customers
from bot.understanding.countries import Countries
from bot.understanding.giants import Giants
from bot.understanding.heads import heads_of
from bot.understanding.labels import answered_labels
from bot.understanding.markets import markets
from bot.understanding.nouns import BUYERS, Nouns, moved
from bot.understanding.offers import offers
from bot.understanding.places import places
from bot.understanding.rivals import rival
from bot.understanding.signs import Hit, Sign, SignBook, plain_words
from bot.understanding.telling import FIELDS as OF_TELLING
from bot.understanding.telling import Teller, Told
from bot.understanding.trades import (
    GOODS,
    MIXED,
    Trade,
    first_words,
    marks_without,
    own_trade,
    sells,
    signed_trades,
    trade_marks,
)
from bot.understanding.typed import Mark, Typed, typed
from bot.understanding.vocabulary import Vocabulary

# Signs that want the message in another form: its lines of business as marks, or its countries as home and foreign.
_OF_TRADE = frozenset({"trade"})
_OF_WARES = frozenset({"sector", "opening", "sells", "sells_bare", "sells_beside", "trade_sells"})
_OF_BUYERS = frozenset({"who", "buyer", "buyer_by_name", "no_buyer", "reseller", "customers"})
_OF_HOME = frozenset(
    {"markets", "share", "ground", "yet", "longing", "no_longing", "content", "goal", "goal_topic", "wish"}
)
_MOST_PAINS = 2
# Beside a question, two of these tell of a firm: "bakery in leeds, what can we do". A country in more words than these
# is named for another reason: "rain all day, typical bergen".
_WHO_AND_WHERE = frozenset({"sector", "team_size", "country"})
_PLAIN, _BARE = 2, 2
# So few words that name no firm are said of anything: "tough one, no idea".
_FEW = 3
_IN_PASSING = frozenset({"sells", "customers", "goal"})
# What a clause tells of where a line of business is named in passing: troubles and competitors.
_OTHERS = frozenset({"pains", "rival", "harm"})


class _Named(NamedTuple):
    """A message whose large competitors and countries are marked, and these marks."""

    said: Typed
    giants: list[Mark]
    lands: list[Mark]


class FactReader:
    """Reads the facts of messages by the signs in `knowledge/signs/`."""

    def __init__(self, known: Vocabulary) -> None:
        """Make the signs ready; takes about three seconds."""
        words, signs = known.sign_words, known.signs
        self._questions = {question.id: question for question in known.questions}
        self._signs = SignBook(words, [sign for sign in signs if _in_plain(sign)])
        self._of_trade = SignBook(words, [sign for sign in signs if sign.field in _OF_TRADE])
        self._of_wares = SignBook(words, [sign for sign in signs if sign.field in _OF_WARES])
        self._of_buyers = SignBook(words, [sign for sign in signs if sign.field in _OF_BUYERS and not _in_plain(sign)])
        self._of_home = SignBook(words, [sign for sign in signs if sign.field in _OF_HOME | {"actor"}])
        self._teller = Teller(words, signs)
        self._spellings = known.spellings
        self._nouns, self._wares = Nouns(words, known.spellings), Nouns(words, known.spellings, without=BUYERS)
        self._giants = Giants(known.giants, words.get("acting", ()), plain_words(words, signs))
        self._doing = frozenset(first_words(words, "doing"))
        self._vague = frozenset(words.get("vague_trades", ()))
        self._countries = Countries(known.places)
        self._usual = known.usually_sold
        self._money = Money(known.currencies)

    def read(self, text: str, entities: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
        """The facts that a message states, by name: only what is said or plain to any reader.

        `market_countries` and `pains` are lists, `budget` and `hours` steps of their scales (0 to 4).

        Args:
            text: what was typed.
            entities: what it names, in the order of the text.
        """
        text = answered_labels(text)
        named = self._named(text, entities)
        told = self._teller.told(named.said)
        if told.beside:
            entities = [entity for entity in entities if told.text[int(entity["start"])] != " "]
            named = self._named(told.text, entities)
        stated = self._stated(named, entities)
        if told.beside and "sector" not in stated:
            # "A booking system for our salon, what do you advise" says nothing of what is sold or wanted most.
            stated = {name: value for name, value in stated.items() if name not in _IN_PASSING}
        return {} if _in_passing(stated, told) else stated

    def _named(self, text: str, entities: Sequence[Mapping[str, Any]]) -> _Named:
        named = list(self._countries.marks(text, entities))
        giants = list(self._giants.marks(text, named))
        lands = list(marks_without(named, giants))
        return _Named(typed(text, [*giants, *lands], self._spellings), giants, lands)

    def _stated(self, named: _Named, entities: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
        """The facts that a text states, where all of it tells of one firm."""
        said, giants, lands = named
        text = said.text
        hits = self._signs.find(said)
        heads = heads_of(text)
        where = places(said, hits, {*_trades_end(text, entities), *((heads.end,) if heads else ())})
        by_home = typed(text, [*giants, *where.marks], self._spellings)
        home_hits = self._of_home.find(by_home)
        wished = wishing(by_home, home_hits)
        sold_hits = self._sold(said, [*giants, *lands])
        signed = signed_trades(said, sold_hits)
        by_trade = typed(
            text, [*marks_without(trade_marks(signed, entities), giants), *giants, *lands], self._spellings
        )
        beside = wished | {said.clauses[hit.first] for hit in hits if hit.field in _OTHERS}
        besides = _spans(said, beside)
        trade = own_trade(by_trade, self._of_trade.find(by_trade), signed, self._vague, self._doing, besides)
        sold = sells(said, [*hits, *sold_hits], trade, self._usual, besides)
        hurt = rival(said, _outside_of(trade, said, hits), self._giants)
        ours = {*(range(heads.start, heads.end) if heads else ()), *((trade.start,) if trade else ())}
        stated: dict[str, Any] = {
            "sector": trade.kind if trade else None,
            "team_size": round(heads.value) if heads else None,
            "country": where.home,
            "market_countries": [*where.markets, *(name for name in where.wanted if name not in where.markets)],
            "sells": sold,
            "customers": customers(
                *self._bought(said, hits, [*giants, *lands]),
                goods=sold in (GOODS, MIXED, None),
                besides=ours,
                trade=(trade.start, trade.end) if trade else (0, 0),
                wished=wished,
            ),
            "markets": markets(by_home, home_hits, where),
            "pains": pains(said, hits, wished, self.most_pains),
            **offers(said, hits, self._questions, self._money, where.home),
            "goal": goal(by_home, home_hits),
            "rival": hurt.dimension if hurt else None,
            "rival_name": hurt.name if hurt else None,
        }
        return {name: value for name, value in stated.items() if value not in (None, [])}

    def _sold(self, said: Typed, names: Sequence[Mark]) -> list[Hit]:
        """What signs find of lines of business and of what is sold, by the words of the plain message."""
        by_wares = typed(said.text, [*self._wares.marks(said), *names], self._spellings)
        return moved(self._of_wares.find(by_wares), by_wares, said)

    def _bought(self, said: Typed, hits: Sequence[Hit], names: Sequence[Mark]) -> tuple[Typed, list[Hit]]:
        """The message with its buyers as one word each, and what signs find in it."""
        others = [(hit.first, hit.last) for hit in hits if hit.field == "who"]
        by_buyers = typed(said.text, [*self._nouns.marks(said, others), *names], self._spellings)
        return by_buyers, [*moved(hits, said, by_buyers), *self._of_buyers.find(by_buyers)]

    @property
    def most_pains(self) -> int:
        """How many parts of the work a firm may name."""
        return self._questions["fact.pains"].most if "fact.pains" in self._questions else _MOST_PAINS


def _in_plain(sign: Sign) -> bool:
    """Whether a sign is looked for in the plain message: one of nouns that are no buyers needs their words."""
    if sign.field == "who":
        return sign.value == NOBODY
    return sign.field not in _OF_TRADE | _OF_HOME | _OF_WARES | _OF_BUYERS | OF_TELLING


def _in_passing(stated: Mapping[str, Any], told: Told) -> bool:
    """Whether facts may be no more than words: few words, or a trade or a place alone beside a question."""
    if told.ours:
        return False
    if told.beside:
        # A head count is only ever read of one's own people: "we're 12, what is a tariff?"
        return "team_size" not in stated and len(_WHO_AND_WHERE & stated.keys()) < _PLAIN
    if stated.keys() <= {"country", "market_countries"}:
        return len(told.text.split()) > _BARE
    return not stated.keys() & {*_WHO_AND_WHERE, "budget", "hours"} and len(told.text.split()) <= _FEW


def _trades_end(text: str, entities: Iterable[Mapping[str, Any]]) -> Iterator[int]:
    """Where each line of business ends that is one shop or firm: "bakeries in spain" may be customers."""
    for entity in entities:
        if entity["entity"] == "sector" and not text[: int(entity["end"])].endswith("s"):
            yield int(entity["end"])


def _outside_of(trade: Trade | None, said: Typed, hits: Sequence[Hit]) -> list[Hit]:
    """What is said outside of the name of the own trade: a "freight forwarder" tells nothing of freight."""
    if trade is None:
        return list(hits)
    within = [trade.start <= said.words[hit.first].start and said.words[hit.last].end <= trade.end for hit in hits]
    return [hit for hit, inside in zip(hits, within, strict=True) if not (inside and hit.field == "rival_topic")]


def _spans(said: Typed, clauses: Collection[int]) -> list[tuple[int, int]]:
    """Where in the message some clauses stand."""
    words = [(word, clause) for word, clause in zip(said.words, said.clauses, strict=True) if clause in clauses]
    return [(word.start, word.end) for word, _ in words]
