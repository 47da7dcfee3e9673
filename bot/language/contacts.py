"""Takes phone numbers, e-mail addresses, card and bank account numbers out of what people type, before it is kept.

Stricter than `redaction`, which prepares texts for strangers to read: here the text goes on to be understood, so that a
head count, a sum, a year, a date or an hour that is taken for a phone number is an answer lost. Where a number's shape
tells nothing, a word before it must.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from bot.language.redaction import CODE_SHAPE, EMAIL, EMAIL_SHAPE, NUMBER, PHONE, digits_in, without_accounts

# What a button sends, and nothing else: a name, a colon, an id. The mark of a brief in it may look like a number.
_TOKEN = re.compile(r"(?!(?i:tel|phone|mobile|fax|cell|whatsapp):)[A-Za-z][A-Za-z_.]*\d?:[\w.:-]+")
# A number in one or several groups, of at least seven digits.
_DIGITS = re.compile(r"(?<![\w.,€$£¥])(?:\+ ?|\()?\d(?:[ ./()-]{0,3}\d){6,24}(?!\w)")
# Abroad, at home, in North America; "0-100000" is a range, "0.5" a share.
_LED = re.compile(r"\+|0(?! ?[-.])|\((?!(?:19|20)\d\d\))\d{2,5}\)")
# E.164: no more digits than that; and no fewer with the area.
_FEWEST, _MOST = 7, 15
# Without a word before them only these are phone numbers: 555-123-4567, (also with dots and slashes), the Indian
# 98765 43210, the Spanish or Polish 612 345 678, and nine to twelve digits in one go.
_SHAPES = re.compile(
    r"[2-9]\d\d[-./][2-9]\d\d[-./]\d{4}|[2-9]\d\d [2-9]\d\d \d{4}|[6-9]\d{4} \d{5}|[4-9]\d\d \d{3} \d{3}"
    r"|[6-9]\d{8}|\d{10,12}"
)
_SAID_OF_IT = r"(?:\s*(?:is|are|numbers?|no\.?|nr\.?|:|#|=|,|-|at|on|under|it's|its|my|our|the)){0,5}\s*$"
_CUE = re.compile(
    r"\b(?:(?:call|ring|text|reach|sms)\s+(?:me|us|him|her|them)|tel|(?:tele)?phone|mobile|cell|whatsapp|fax)\.?"
    + _SAID_OF_IT,
    re.IGNORECASE,
)
_ACCOUNT_CUE = re.compile(r"\b(?:iban|sort code|bank account|(?:credit |debit )?card)\b" + _SAID_OF_IT, re.IGNORECASE)
# How far back such a word is looked for.
_REACH = 40
_MONEY = (
    r"(?:[€$£¥₹₩%]|(?:euros?|dollars?|pounds?|bucks|pesos?|francs?|rupees?|rupiah|dong|won|yen|yuan|rmb|baht|ringgit"
    r"|kron[aeo]r?|kroner|kr|zloty(?:ch)?|forints?|lei|lira|reais|real|rand|naira|shillings?|cedis?|dirhams?|riyals?|dinars?"
    r"|quid|percent|eur|usd|gbp|chf|sek|nok|dkk|pln|huf|ron|czk|inr|idr|vnd|krw|jpy|cny|thb|php|clp|cop|mxn|ars|brl|zar|ngn"
    r"|kes|aed|sar|try|uah|cad|aud|nzd)\b)"
)
_COUNTED = re.compile(
    rf"\s?(?:of\s)?(?:{_MONEY}|(?:k|m|mn|mio|bn|million|billion|thousand|lakhs?|crores?|people|persons?|staff|employees"
    r"|workers|heads|customers|clients|guests|visitors|followers|users|orders|items|units|pieces|products|loaves"
    r"|a (?:day|week|month|year)|per|kg|tons?|tonnes?|km|miles|hours|days|years)\b)",
    re.IGNORECASE,
)
_PRICED = re.compile(rf"{_MONEY}\s?$", re.IGNORECASE)
_ABOUT_MONEY = re.compile(
    r"\b(?:turn ?over|revenues?|sales|budget|profits?|income|costs?|rent|loans?|credit|debts?|owed?|owes|earn(?:ed|s)?"
    r"|makes?|made|pay(?:s|ing)?|paid|spend|spent|worth|prices?|saved?|lost|lose|invest\w*|capital|orders?"
    r"|between|about|around|roughly|over|year|month|annually)\b[^.\d]{0,20}$",
    re.IGNORECASE,
)
_YEAR = r"(?:19|20)\d\d"
_HOUR = r"(?:[01]\d|2[0-4])[.:]?[0-5]\d"
_TIME = re.compile(
    r"\d{1,2}([./-])\d{1,2}\1\d{2,4}|\d{4}([./-])\d{1,2}\2\d{1,2}(?: \d{1,2})?|\d{1,2} \d{1,2} (?:19|20)\d\d"
    rf"|{_YEAR}(?:[ ./-]{{1,3}}{_YEAR})*|{_HOUR}(?: ?[-/] ?| ){_HOUR}"
)
# 1 250 000 and 1.250.000, and what is round: nobody's number ends in three noughts.
_AMOUNT = re.compile(r"[1-9]\d{0,2}(?:[ .]\d{3}){2,}")
_ROUND = re.compile(r"(?:^|\D)0{3}(?:\D|$)|0{3}$")
_WITH_YEAR = re.compile(rf"^{_YEAR}[ /-]|[ /-]{_YEAR}$")
_CARD_SHAPE = re.compile(r"\d{4}(?:[ -]\d{4}){3}|3\d{3}[ -]\d{6}[ -]\d{5}")
_CARD_DIGITS = range(13, 20)


@dataclass(frozen=True, slots=True)
class Cleared:
    """A text without what was taken out, and the e-mail addresses that stood in it, in their order."""

    text: str
    emails: tuple[str, ...] = ()


def cleared(text: str) -> Cleared:
    """Put a placeholder (`<email>`, `<phone>`, `<number>`) for each address and number that leads to a person.

    Args:
        text: what was typed, its spaces plain ones; the token of a button comes back as it is.
    """
    if _TOKEN.fullmatch(text):
        return Cleared(text)
    emails = tuple(match.group() for match in EMAIL_SHAPE.finditer(text))
    text = without_accounts(EMAIL_SHAPE.sub(EMAIL, text))
    codes = [match.span() for match in CODE_SHAPE.finditer(text)]

    def judged(match: re.Match[str]) -> str:
        within = any(start <= match.start() < end for start, end in codes)
        return match.group() if within else _judged(match)

    return Cleared(_DIGITS.sub(judged, text), emails)


def restored(text: str, emails: tuple[str, ...]) -> str:
    """A text with its e-mail addresses back in their places."""
    for email in emails:
        text = text.replace(EMAIL, email, 1)
    return text


def _judged(match: re.Match[str]) -> str:
    """What stands for a number afterwards: itself, or the placeholder of what it seems to be."""
    found, before = match.group(), match.string[max(0, match.start() - _REACH) : match.start()]
    if _COUNTED.match(match.string, match.end()) or _PRICED.search(before) or _TIME.fullmatch(found):
        return found
    if _is_card(found) or (_ACCOUNT_CUE.search(before) and not _ROUND.search(found)):
        return NUMBER
    count = digits_in(found)
    if not _FEWEST <= count <= _MOST:
        return found
    if _CUE.search(before) and not _ROUND.search(found):
        return PHONE
    if _LED.match(found):
        return PHONE
    # A sum, or one with its year; and what stands behind a word of money.
    if _ROUND.search(found) or _WITH_YEAR.search(found) or _ABOUT_MONEY.search(before):
        return found
    return PHONE if _SHAPES.fullmatch(found) else found


def _is_card(found: str) -> bool:
    """Whether it is written as cards are, or holds their check digit (Luhn)."""
    if _CARD_SHAPE.fullmatch(found):
        return True
    digits = [int(letter) for letter in found if letter.isdigit()]
    if len(digits) not in _CARD_DIGITS or not set(found) <= set("0123456789 -") or _AMOUNT.fullmatch(found):
        return False
    doubled = [sum(divmod(2 * digit, 10)) for digit in digits[-2::-2]]
    return (sum(digits[-1::-2]) + sum(doubled)) % 10 == 0
