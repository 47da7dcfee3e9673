"""Takes out of a text what could lead to a person: addresses, numbers of phones and accounts, codes, names said."""

from __future__ import annotations

import re

EMAIL, LINK, CODE, NUMBER, PHONE, NAME = "<email>", "<link>", "<code>", "<number>", "<phone>", "<name>"
PLACEHOLDERS = (EMAIL, LINK, CODE, NUMBER, PHONE, NAME)

EMAIL_SHAPE = re.compile(r"[\w.+'-]{1,64}(?:@|\s?[(\[]at[)\]]\s?)[\w-]{1,63}(?:\.[\w-]{1,63}){1,6}", re.IGNORECASE)
# A bare "amazon.com" is what people talk about; an address that goes on behind the name leads to one page or person.
_LINK = re.compile(
    r"\bhttps?://[^\s<>]+|\bwww\.[^\s<>/?]+[/?][^\s<>]*"
    r"|(?<![\w@.])[a-z0-9-]{1,63}(?:\.[a-z0-9-]{1,63}){0,4}\.[a-z]{2,24}(?::\d{1,5})?[/?][^\s<>]+",
    re.IGNORECASE,
)
CODE_SHAPE = re.compile(r"\bLF[ -]?(?=[A-Z0-9 -]*\d)[A-Z0-9]{4}[ -]?[A-Z0-9]{4}\b", re.IGNORECASE)
# Country, check digits, at most one group of letters (the bank's), then groups that each hold a digit, so that the
# words behind the number are not taken for its end.
_IBAN = re.compile(
    r"\b[A-Z]{2}\d{2}(?:[ -]?[A-Z]{4})?(?:[ -]?(?=[A-Z]{0,3}\d)[A-Z0-9]{1,4}){3,8}(?![A-Z0-9])", re.IGNORECASE
)
# The shortest of its kind, Norway's, has 13 digits; "up20 2019 2020" has fewer.
_IBAN_DIGITS = 13
# With letters before it, as tax numbers have (DE123456789).
_LETTERED = re.compile(r"\b[A-Z]{1,4}\d{9,}(?!\w)", re.IGNORECASE)

# A number in one or several groups; what it is, its shape and its neighbours tell.
_DIGITS = re.compile(r"(?<![\w.,€$£¥])(?:\+ ?|\()?\d(?:[ ./()-]{0,3}\d){4,24}(?!\w)")
_MONEY = r"(?:[€$£¥%]|(?:eur|usd|gbp|euros?|dollars?|pounds?|bucks|pesos?|francs?|rupees?|percent)\b)"
# What is counted or paid; nobody counts their phone.
_COUNTED = re.compile(
    rf"\s?(?:of\s)?(?:{_MONEY}|(?:k|m|mn|million|thousand|people|persons?|staff|employees|workers|heads|customers|clients"
    r"|guests|visitors|followers|users|orders|items|units|pieces|products|loaves|boxes|a (?:day|week|month|year)|per|kg"
    r"|tons?|tonnes?|km|miles|hours|days|years)\b)",
    re.IGNORECASE,
)
_PRICED = re.compile(rf"{_MONEY}\s?$", re.IGNORECASE)
# The longest currency and a space.
_PRICE_REACH = 8
_YEAR = r"(?:19|20)\d\d"
_YEARS_AROUND = re.compile(rf"^(?:{_YEAR}[ /-]{{1,3}})+|(?:[ /-]{{1,3}}{_YEAR})+$")
_HOUR = r"[0-2]\d[.:]?[0-5]\d"
# A date, also with the hour behind it; years; opening hours.
_TIME = re.compile(
    r"\d{1,2}([./-])\d{1,2}\1\d{2,4}|\d{4}([./-])\d{1,2}\2\d{1,2}(?: \d{1,2})?"
    rf"|{_YEAR}(?:[ /-]{{1,3}}{_YEAR})*|{_HOUR} ?- ?{_HOUR}"
)
_AMOUNT = re.compile(r"[1-9]\d{0,7}|[1-9]\d{0,2}(?:[ .]\d{3})+")
# Shapes that only phones have: 555-1234, 555-123-4567, 12 34 56 78, 9123 4567, 98765 43210. Nine digits in threes are
# a phone number too: a hundred million is not said here without its currency.
_PHONE = re.compile(
    r"\d{3}-\d{4}|\d{3}[-. /]\d{3}[-. /]\d{4}|\d{2}(?:[ .]\d{2}){3,4}|\d{4} \d{4}|\d{5} \d{5,6}|\d{3} \d{3} \d{3}"
)
_CARD = re.compile(r"\d{4}(?:[ -]\d{4}){2,4}(?:[ -]\d{1,4})?|\d{4}[ -]\d{6}[ -]\d{5}")
_RANGE = re.compile(r"([1-9]\d{1,7}) ?- ?([1-9]\d{1,7})")
# How phone numbers begin abroad, at home, and in North America.
_LED = re.compile(rf"\+|0[^.]|\((?!{_YEAR}\))\d{{2,5}}\)")
# Fewer digits are no phone number with its area, more no phone number at all (E.164).
_FEWEST_OF_A_PHONE, _MOST_OF_A_PHONE = 7, 15
# From here on an amount would be hundreds of millions.
_LONG = 9
_SAID_OF_IT = (
    r"(?:\s*(?:is|are|numbers?|no\.?|nr\.?|:|#|=|,|-|me|us|him|her|them|at|on|under|it's|its|my|the)){0,5}\s*$"
)
_PHONE_CUE = re.compile(
    rf"\b(?:call|tel|(?:tele)?phone|mobile|cell|whatsapp|fax|ring|text|reach|sms)\.?{_SAID_OF_IT}", re.IGNORECASE
)
_ACCOUNT_CUE = re.compile(
    r"\b(?:account|acct|a/c|iban|sort code|routing|bsb|ssn|social security|passport|pin|password"
    r"|(?:customer|client|tax|vat|card|id|invoice|order|contract|policy|reference) (?:id|number|no\.?|nr\.?|#))"
    rf"{_SAID_OF_IT}",
    re.IGNORECASE,
)
# How far back a cue is looked for: "reach me on my mobile, the number is".
_CUE_REACH = 40

# What follows "my name is" and is none: "my name is not important", "my name is Anna and I".
_NO_NAME = (
    r"(?!(?i:and|or|but|from|i|i'm|im|we|we're|the|an?|at|in|of|on|with|here|my|our|owner|who|what|can|could|is|was|it|not|no"
    r"|for|to|so|that|this|please|you|your|do|does|hello|hi|important|secret|private)\b)"
)
_WORD = r"[^\W\d_][\w'’-]{0,30}"
_CAPITALISED = r"[A-ZÀ-ÖØ-Þ][a-zà-öø-ÿ][\w'’-]{0,30}"
_NAMES = rf"(?:(?:Mr|Mrs|Ms|Dr)\.?\s)?{_CAPITALISED}(?:\s{_CAPITALISED}){{0,2}}"
_NAMED = (
    re.compile(
        r"(?P<cue>\b(?i:my (?:full |first |last )?name(?:['’]?s| is)|i(?:['’]?m| am) called)\s+)"
        rf"{_NO_NAME}{_WORD}(?:\s{_NO_NAME}{_WORD})?(?:\s{_CAPITALISED})?"
    ),
    re.compile(rf"(?P<cue>\b(?i:call me)\s+){_NAMES}"),
    # Words follow here that stand behind a name and seldom behind a thing: "this is Anna from Leipzig".
    re.compile(
        rf"(?P<cue>\b(?i:this is)\s+){_NAMES}"
        r"(?=\s*(?:[,.!]|$|\s(?:from|of|at|here|again|speaking|calling|and I|with)\b))"
    ),
    re.compile(rf"(?P<cue>\b(?i:regards|greetings|sincerely|yours|cheers)\s*,?\s+){_NAMES}(?=\s*[.!]?\s*$)"),
)


def redacted(text: str) -> str:
    """The text with a placeholder (`<email>`, `<phone>`, ...) for each thing that could lead to a person.

    Amounts, shares, head counts, dates and years stay: they are what firms talk about. It goes by shape and by the
    words around, so a name that nothing announces stays as well.

    Args:
        text: what was typed, its spaces plain ones.
    """
    text = EMAIL_SHAPE.sub(EMAIL, text)
    text = _LINK.sub(LINK, text)
    text = CODE_SHAPE.sub(CODE, text)
    text = without_accounts(text)
    text = _DIGITS.sub(_judged, text)
    text = _LETTERED.sub(NUMBER, text)
    for named in _NAMED:
        text = named.sub(rf"\g<cue>{NAME}", text)
    return text


def without_accounts(text: str) -> str:
    """The text with a placeholder for each international bank account number."""
    return _IBAN.sub(lambda match: NUMBER if digits_in(match.group()) >= _IBAN_DIGITS else match.group(), text)


def holds_placeholder(text: str) -> bool:
    """Whether something was taken out of a text."""
    return any(placeholder in text for placeholder in PLACEHOLDERS)


def digits_in(text: str) -> int:
    """How many digits a text has."""
    return sum(letter.isdigit() for letter in text)


def _judged(match: re.Match[str]) -> str:
    """What stands for a number afterwards: itself, or the placeholder of what it seems to be."""
    found, before = match.group(), match.string[max(0, match.start() - _CUE_REACH) : match.start()]
    if _COUNTED.match(match.string, match.end()) or _PRICED.search(before[-_PRICE_REACH:]) or _TIME.fullmatch(found):
        return found
    if _ACCOUNT_CUE.search(before) or _CARD.fullmatch(found):
        return NUMBER
    if _PHONE_CUE.search(before):
        return PHONE
    count = digits_in(found)
    if count < _FEWEST_OF_A_PHONE or _is_range(found):
        return found
    if _LED.match(found) and count <= _MOST_OF_A_PHONE:
        return PHONE
    # "120 000 2024" is an amount with its year.
    rest = _YEARS_AROUND.sub("", found)
    if rest != found and _AMOUNT.fullmatch(rest):
        return found
    if _PHONE.fullmatch(found):
        return PHONE
    return found if _AMOUNT.fullmatch(found) or count < _LONG else NUMBER


def _is_range(found: str) -> bool:
    """Whether two amounts stand there ("200-1000"): both are round, as no phone number is but by chance."""
    ends = _RANGE.fullmatch(found)
    return ends is not None and all(end.endswith("0") for end in ends.groups())
