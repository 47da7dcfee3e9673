"""Whose insolvency a text tells of: that of a customer or a supplier, or (also) the teller's own."""

from __future__ import annotations

import re
from enum import Enum

_OTHERS = r"(?:customer|client|buyer|payer|debtor|supplier|dealer|wholesaler|competitor|rival|landlord|tenant)s?"
# Between who and what stand words, but nobody else, no "not", and no reason ("bankrupt because of a client").
_WORDS = rf"(?:\W+(?!(?:{_OTHERS}|not|never|nobody|because)\b)[\w'’]+){{0,5}}?\W+"
_GONE = r"(?:bankrupt\w*|insolven\w*|bust|broke|under|administration|receivership|liquidation|out of business)"
_OURS = (
    r"(?:we|i|we['’]?re|i['’]?m|(?:my|our)(?: own| little| small| whole)?"
    r" (?:firm|company|business|shop|store|workshop|bakery|restaurant|farm|hotel))"
)
_CANNOT = (
    r"(?:can['’]?t|cannot|can no longer|couldn['’]?t|unable to|(?:have|has)(?:n['’]?t| not) been able to)"
    r"\W+(?:even\W+)?(?:pay|make|meet|cover|go on|survive)"
)
_DRAGGED = r"(?:take|drag|pull|bring)s?\W+(?:us|me)\W+(?:down|under|with)|(?:us|me) too"
# What is due whoever is insolvent; named beside, it may well be what cannot be paid.
_DUE = re.compile(r"\b(?:wages?|salar(?:y|ies)|payroll|rent|tax(?:es)?|instalments?|bailiffs?)\b", re.IGNORECASE)
_ANOTHERS = re.compile(
    rf"\b{_OTHERS}\b{_WORDS}{_GONE}\b|\b{_GONE}{_WORDS}of\W+(?:our|my|an?|the|one of our){_WORDS}?{_OTHERS}\b",
    re.IGNORECASE,
)
_OWN = re.compile(rf"\b(?:{_OURS}\b{_WORDS}?(?:{_GONE}|{_CANNOT})|{_DRAGGED})\b", re.IGNORECASE)


class Whose(Enum):
    """Who cannot pay: nobody is said to, another alone, or the teller because of another."""

    NOBODYS = 0
    ANOTHERS = 1
    ALSO_OURS = 2


def whose_insolvency(text: str) -> Whose:
    """Who cannot pay, where a text tells of another's insolvency; what it tells of the teller alone is not read here.

    Where wages or taxes are named beside, nobody can be sure that it is another's alone.
    """
    if not _ANOTHERS.search(text):
        return Whose.NOBODYS
    if _OWN.search(text):
        return Whose.ALSO_OURS
    return Whose.NOBODYS if _DUE.search(text) else Whose.ANOTHERS
