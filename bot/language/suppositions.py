"""Reads what somebody supposes: "what if we left Amazon", "if the bank said yes", "with twice the budget"."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

_PLATFORM = (
    r"\b(?:platforms?|marketplaces?|amazon|etsy|ebay|zalando|alibaba|aliexpress|walmart|booking(?:\.com)?|airbnb|expedia"
    r"|tripadvisor|uber ?eats|deliveroo|doordash|just ?eat|grubhub|lieferando|app stores?|play store|google|facebook"
    r"|instagram|tiktok|shopify|upwork|fiverr|the app)\b"
)
_LEAVING = (
    r"\b(?:left|leave|leaving|quit|quitting|dropped|drop|dropping|without|closed|ditched"
    r"|(?:stop|stops|stopped|stopping) (?:selling|being|listing|using|with|working)"
    r"|(?:got|get|went|came|were|are) (?:off|out of|rid of)"
    r"|pulled out of|gave up|no longer (?:on|used|sold)|didn'?t (?:need|use|have))\b"
)
_BANK = r"\b(?:banks?|lenders?|credit union)\b"
_LINE = r"\b(?:credit line|line of credit|overdraft|trade finance|factoring)\b"


def _both(first: str, then: str) -> str:
    return rf"{first}.{{0,40}}(?:{then})"


# What is supposed, and the answers that would be given then: question -> option. The first that fits counts.
_ANSWERS: tuple[tuple[str, dict[str, str]], ...] = (
    (_both(_LEAVING, _PLATFORM), {"P1": "none", "P2": "na", "P3": "na"}),
    (rf"\b(?:had|got|get|have|opened)\b.{{0,25}}{_LINE}|{_LINE}.{{0,25}}\b(?:yes|approved|in place)\b", {"E1": "0"}),
    (_both(_BANK, r"\b(?:no|refused?|turn(?:ed|s)? us down|cancel|cuts?|closed)\b"), {"E1": "4"}),
    (_both(_BANK, r"\b(?:yes|agreed?|approv|lends?|lent|ga?ive|gave|grant|let us|helped)"), {"E1": "1"}),
    (r"\b(?:got|get|had|were given)\b.{0,20}\b(?:loan|credit)\b", {"E1": "1"}),
    (r"\b(?:second|two|another|backup|2nd) (?:suppliers?|sources?)\b", {"G1": "1"}),
    (r"\b(?:three|several|many|more) (?:suppliers|sources)\b", {"G1": "0"}),
    (r"\b(?:backups?|two.factor|2fa|phone code)\b", {"G4": "1"}),
    (
        r"\b(?:customers?|clients?)\b.{0,25}\b(?:in one place|list (?:was |were )?complete|database)|\bcrm\b",
        {"I2": "0"},
    ),
    (r"\bhired\b.{0,25}\b(?:it|developer|programmer|computer)\b|\bit person\b", {"T3": "0"}),
    (r"\b(?:tools|systems|software)\b.{0,25}\b(?:joined|connected|talked|linked|integrated)", {"T2": "0"}),
    (
        r"\b(?:everything|all of it|the office)\b.{0,25}\bautomat|\bno (?:more )?(?:hand.typed|typing|paper)",
        {"T1": "0"},
    ),
    (r"\bpass(?:ed)?\b.{0,25}\b(?:prices?|costs?)\b.{0,12}\bon\b|\bpass(?:ed)? (?:it|them) on\b", {"G3": "0"}),
)
# Questions that a number answers, and the words that tell which is meant.
NUMBERED: tuple[tuple[str, str], ...] = (
    ("E4", r"\b(?:bridge|cash|reserves?|buffer|savings|last)\b"),
    (
        "P1",
        rf"\b(?:share|sales|turnover|orders|half|quarter|percent)\b.{{0,40}}{_PLATFORM}"
        rf"|{_PLATFORM}.{{0,40}}\d+ ?(?:%|percent)",
    ),
)
_GOALS = (
    ("go_abroad", r"\b(?:abroad|export(?:ed|ing)?|foreign markets?|other countries|overseas)\b"),
    ("survive", r"\b(?:surviv\w+|get through the year|stay alive|keep going)\b"),
    ("stabilise", r"\b(?:calmer|steadier|stabil\w+|less stress|quieter)\b"),
    ("grow_home", r"\b(?:grow\w*|growth|expand\w*)\b"),
)
_AIM = re.compile(r"\b(?:goal|aim|want(?:ed)?|wish(?:ed)?|plann?ed|would like|wanted|try|tried)\b", re.IGNORECASE)
# "Rather than survival" is what the goal was.
_INSTEAD = re.compile(r"\b(?:rather than|instead of|and not|not)\b.*", re.IGNORECASE)
_MONEY, _TIME = r"(?:budget|money|funds|cash to spend)", r"(?:hours?|time)"
_MORE = r"(?:more|double|twice|bigger|larger|doubled|higher|extra)"
_LESS = r"(?:less|fewer|half|smaller|halved|lower|cut)"
_NOTHING = r"(?:no|zero|not any|without(?: any| a)?)"
_HEADS = re.compile(
    r"\b(?:we|there|i) (?:were|was|had been|grew to|became|had)\s+(?P<n>[\w -]{1,20}?)(?: of us)?[?.! ]*$",
    re.IGNORECASE,
)
# "500 a month" names no currency; behind "what if we had" it can only be money.
_A_MONTH = re.compile(r"\b(?P<sum>\d[\d.,' ]*k?) ?(?:a|per|each|every|/) ?month\b", re.IGNORECASE)
_PLACED = re.compile(r"\b(?:based|located|sat|moved?|seated|were|was|are) (?:in|to|from)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Supposition:
    """What would be different: `steps` of budget or hours up or down, `answers` by question, a `goal`, bare amounts.

    `heads` and `money` are texts for whoever reads numbers; `placed`: the firm would be somewhere else.
    """

    answers: dict[str, str] = field(default_factory=dict)
    steps: dict[str, int] = field(default_factory=dict)
    goal: str = ""
    heads: str = ""
    money: str = ""
    placed: bool = False


def read_supposition(text: str, *, platform: bool = False) -> Supposition:
    """What a text supposes, as far as its words tell.

    Args:
        platform: the text names a platform, whichever.
    """
    small = text.lower().replace("’", "'")
    answers = next((found for pattern, found in _ANSWERS if re.search(pattern, small)), {})
    if not answers and platform and re.search(_LEAVING, small):
        answers = _ANSWERS[0][1]
    heads, money = _HEADS.search(text), _A_MONTH.search(text)
    return Supposition(
        answers=dict(answers),
        steps=_steps(small),
        goal=_goal(small),
        heads=heads["n"] if heads else "",
        money=money.group() if money else "",
        placed=bool(_PLACED.search(small)),
    )


def _goal(text: str) -> str:
    if not _AIM.search(text):
        return ""
    wished = _INSTEAD.sub("", text)
    return next((name for name, pattern in _GOALS if re.search(pattern, wished)), "")


def _steps(text: str) -> dict[str, int]:
    """Steps up or down; -9 is nothing at all."""
    found = {}
    for name, noun in (("budget", _MONEY), ("hours", _TIME)):
        for words, step in ((_NOTHING, -9), (_MORE, 1), (_LESS, -1)):
            if re.search(rf"\b{words} (?:of )?(?:the |our |a )?{noun}\b|\b{noun}\b.{{0,12}}\b{words}\b", text):
                found[name] = step
                break
    return found
