"""Reads sums of money with the currency they name, and turns them into euros where that is plain."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass

from bot.language.numbers import NUMBER, amount, amount_value

_PERIODS = r"month|mth|mo|mes|mois|monat|week|wk|fortnight|quarter|year|yr|annum|day"
_PERIOD = (
    rf"(?:[\s-]*(?:(?:an?|per|each|every|/|in (?:the|an?)|al|the)\s*(?P<period>{_PERIODS})\b|/m\b|(?P<pm>p\.?m\b|pcm\b)"
    r"|(?P<adverb>monthly|yearly|annually|weekly|daily)\b))"
)
_TIMES_A_MONTH = {"m": 1.0, "p": 1.0, "y": 1 / 12, "a": 1 / 12, "w": 52 / 12, "f": 26 / 12, "q": 1 / 3, "d": 30.0}
# What may stand between a number and the name of its currency: "1,500 good old Canadian dollars" does not.
_MIL = r"(?: ?mil\b| ?mille\b| ?tsd\b| ?mln\b| ?mio\b)?"
# "An hour or two a week", "an order or two": the number counts what stands before.
_OR_TWO = re.compile(r"\b(?!hundred|thousand|grand|euro)[a-z]+ or $", re.IGNORECASE)
_PLAINLY_EUROS = 2500
_TIMES = {"mil": 1e3, "mille": 1e3, "tsd": 1e3, "mln": 1e6, "mio": 1e6}


@dataclass(frozen=True, slots=True)
class Currency:
    """The words for a currency, what one unit is worth in euros, and what where the word means another by country."""

    words: tuple[str, ...]
    worth: float | None
    by_country: Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Sum:
    """A sum with its place in a text: its value a month, whether a period and which currency was named."""

    value: float
    start: int
    end: int
    period: str
    currency: str


class Money:
    """Finds sums and knows what they are worth."""

    def __init__(self, currencies: Collection[Currency]) -> None:
        """Make the words ready.

        Args:
            currencies: the currencies; of two with the same word the first counts, save in the countries of the second.
        """
        self._worth: dict[str, float | None] = {}
        self._by_country: dict[tuple[str, str], float] = {}
        self._homes: set[str] = set()
        for currency in currencies:
            for word in map(str.lower, currency.words):
                self._worth.setdefault(word, currency.worth)
                for country, worth in currency.by_country.items():
                    self._by_country.setdefault((word, country), worth)
            self._homes |= currency.by_country.keys()
        names = sorted(self._worth, key=len, reverse=True)
        signs = "|".join(re.escape(name) for name in names if not name[-1].isalnum())
        words = "|".join(re.escape(name) for name in names if name[-1].isalnum())
        # "US" in capitals alone is money behind a number; "us" is who they are.
        word = rf"(?:{words})(?:e?s)?(?!\w)"
        signed = rf"(?:(?:{signs})|(?<!\w)(?:{words})(?![a-z])\.?)" if names else r"(?!)"
        behind = rf"(?:{signs}|{word})" if names else r"(?!)"
        self._name = re.compile(rf"{signs}|(?<![a-z])(?:{words})(?:e?s)?(?![a-z])" if names else r"(?!)", re.IGNORECASE)
        one = rf"(?:(?:{signed} ?)?{NUMBER}{_MIL}(?: ?{behind})?)"
        self._sum = re.compile(rf"{amount('n', one)}(?:[ ,]+or so)?{_PERIOD}?", re.IGNORECASE)

    def sums(self, text: str) -> Iterator[Sum]:
        """The numbers of a text that may be sums: with a currency, a period, or neither."""
        for match in self._sum.finditer(text):
            if _OR_TWO.search(text[: match.start("n_low")]):
                continue
            written = match["n_high"] or match["n_low"]
            named = self._name.search(written) or self._name.search(match["n_low"])
            name = named.group() if named else ""
            if name in ("us", "Us", "r"):
                name = ""
            times = re.search(r"\b(mil|mille|tsd|mln|mio)\b|(?<=\d)(mil|mille|tsd|mln|mio)\b", written.lower())
            scale = _TIMES[times.group()] if times else 1.0
            period = (match["period"] or match["adverb"] or match["pm"] or "").lower()
            if not period and match.group().endswith("/m"):
                period = "m"
            a_month = _TIMES_A_MONTH[period[0]] if period else 1.0
            yield Sum(amount_value(match, "n", scale * a_month), match.start(), match.end(), period, self._base(name))

    def euros(self, found: Sum, home: str | None) -> float | None:
        """What a sum is worth a month, or None where its currency is not plain.

        Args:
            found: the sum.
            home: the country of the firm, which tells whose pesos or dollars are meant.
        """
        if not found.currency:
            # Where a unit is worth a cent, a large number without a currency may mean either.
            return found.value if home not in self._homes or found.value <= _PLAINLY_EUROS else None
        worth = self._by_country.get((found.currency, home or "")) or self._worth.get(found.currency)
        return None if worth is None else found.value * worth

    def is_foreign(self, found: Sum) -> bool:
        """Whether a sum is in a currency whose unit is not worth about a euro, wherever the firm is."""
        return bool(found.currency) and self._worth.get(found.currency) != 1

    def _base(self, name: str) -> str:
        """The name of a currency as it stands in the list: "dollars" is "dollar"."""
        word = name.lower().rstrip(".")
        return next(
            (form for form in (word, word.removesuffix("s"), word.removesuffix("es")) if form in self._worth), ""
        )
