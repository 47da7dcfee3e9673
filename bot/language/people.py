"""Reads how many people a firm has from what its owner types."""

from __future__ import annotations

import math
import re

from bot.language.numbers import NUMBER, Quantity, amount, amount_value, number, whole_number

_CUE = (
    r"(?:people|persons?|ppl|staff(?: members)?|employees|employes|workers|heads|colleagues|ftes?"
    r"|full[- ]?time(?:rs)?|part[- ]?time(?:rs)?|team members|guys|folks|of us)\b"
)
# "12 permanent staff": up to three words may stand between the number and its cue.
_BETWEEN = r"(?:[\s-]+(?:full|part|time|permanent|paid|other|good|great|skilled|production|seasonal|office|small)){0,3}"
_CUED = re.compile(
    rf"{amount('n')}{_BETWEEN}[\s-]*{_CUE}(?P<plus>\s*(?:plus|and|\+|with)\s+(?:me|myself|i|the owner)\b)?",
    re.IGNORECASE,
)
_LED = re.compile(
    rf"\b(?:(?:team|staff|crew|workforce|head ?count|payroll)\s*(?:size\s*)?(?:of|is|:|=|stands at)?"
    rf"|(?:family|company|firm|shop|business) of)\s*{amount('n')}"
    rf"(?!\s*(?:%|€|\$|£|-|years?|months?|weeks?|days?|hours?|hrs?|euros?|k\b))",
    re.IGNORECASE,
)
_WE_ARE = re.compile(
    rf"\b(?:we(?:'re| are)|there(?:'s| are| is)|(?:i |we )?employ(?:ing|s)?)\s+{amount('n')}"
    rf"(?=\s*(?:$|[.,;!?]|\b(?:in total|altogether|all in all|now|at the moment|here|and|in the)\b))",
    re.IGNORECASE,
)
_ALONE = re.compile(
    r"\b(?:(?:just|only) me|me alone|me and (?:only )?myself|on my own|by myself|one[- ](?:man|woman|person)|solo"
    r"|sole (?:trader|proprietor)|self[- ]employed|i work alone|i'?m alone|freelancer"
    r"|no (?:employees|staff|one else)|nobody else|without (?:employees|staff))\b",
    re.IGNORECASE,
)
# "feeds 200 people a day" and "200 people follow us" count customers.
_NOT_STAFF_BEFORE = re.compile(
    r"\b(?:serv\w*|feed\w*|reach\w*|visit\w*|deliver\w*|sell\w* to|customers?|guests?"
    r"|seats?|seating|cater\w*|lost)\b[^.;]{0,25}$",
    re.IGNORECASE,
)
_NOT_STAFF_AFTER = re.compile(
    r"\s*(?:'s\b|(?:a|per|every|each) (?:day|week|month|night)|visit|follow|come in|walk in"
    r"|left|quit|called|complain|ask)",
    re.IGNORECASE,
)

_ONE = (
    r"(?:wife|husband|spouse|son|daughter|brother|sister|kid|child|cousin|partner|friend|uncle|aunt|nephew|niece|mother"
    r"|father|mum|mom|dad|helper|apprentice|trainee|part-timer|assistant|co-?founder|colleague|mate|girlfriend|boyfriend)"
)
_MANY = (
    r"(?:[a-z-]*(?:sons|daughters|brothers|sisters|kids|children|cousins|friends|uncles|aunts|nephews|nieces|apprentices"
    r"|trainees|assistants|colleagues|mates|partners|founders|[a-z](?:ers|ors|men|women)|girls|boys|lads|ladies|others)"
    rf"|{_CUE})"
)
_ITEM = re.compile(
    rf"\b(?P<self>me|myself|i)\b|(?:(?:my|our|a|an|one|the)\s+)?"
    rf"(?:\b(?P<one>{_ONE})\b|(?<!\w)(?P<number>{NUMBER})\s+(?:[a-z-]+\s+)?{_MANY}\b)",
    re.IGNORECASE,
)
_JOIN = re.compile(r"\s*(?:,\s*(?:and\b)?|\band\b|&|\bplus\b|\+|\bwith\b)\s*", re.IGNORECASE)
_RUNS = re.compile(r"\bi(?:'ve)? (?:run|own|have|keep|sell|make|do|opened|started|manage|work)\b", re.IGNORECASE)
# Nothing but blanks between "with" and those who are counted: "with love for my two sons" names no team.
_WITH = re.compile(r"\b(?:with|together with|alongside)\s+$", re.IGNORECASE)
_COUPLE = re.compile(
    r"\b(?:husband and wife|wife and husband|married couple|mom[- ]and[- ]pop|mum and dad)\b", re.IGNORECASE
)


def head_count(text: str, asked: bool = False) -> int | None:
    """How many people the firm has, the owner included where named, or None.

    Args:
        text: what was typed.
        asked: whether the head count was asked for; only then does a bare number count.
    """
    found = find_head_count(text, asked)
    return round(found.value) if found else None


def find_head_count(text: str, asked: bool = False) -> Quantity | None:
    """The head count with its place: people listed ("me and my two sons"), cue words, "just me", a bare number."""
    listed = _listed(text) or _together(text)
    if listed:
        return listed
    couple = _COUPLE.search(text)
    if couple:
        return Quantity(2, *couple.span())
    for pattern in (_CUED, _LED, _WE_ARE):
        for match in pattern.finditer(text):
            if not (_NOT_STAFF_BEFORE.search(text[: match.start()]) or _NOT_STAFF_AFTER.match(text, match.end())):
                return Quantity(_heads(match, text), *match.span())
    alone = _ALONE.search(text)
    if alone:
        return Quantity(1, *alone.span())
    bare = whole_number(text) if asked else None
    return Quantity(round(bare.value), bare.start, bare.end) if bare and bare.value >= 1 else None


def _heads(match: re.Match[str], text: str) -> int:
    value = amount_value(match, "n")
    if match["n_high"] and re.search(r"\bfrom\s*$", text[: match.start()], re.IGNORECASE):
        # "we grew from 5 to 12 people": the last number is today's.
        value = number(match["n_high"])
    # Nobody employs 9.9 people: a bound moves to the next whole person.
    heads = math.floor(value) if match["n_less"] else math.ceil(value) if match["n_more"] else round(value)
    return heads + (1 if match.groupdict().get("plus") else 0)


def _listed(text: str) -> Quantity | None:
    """The first list of people that contains the speaker: "my wife, two bakers and me"."""
    run: list[re.Match[str]] = []
    for item in _ITEM.finditer(text):
        if run and not _JOIN.fullmatch(text, run[-1].end(), item.start()):
            if _counts_self(run):
                break
            run = []
        run.append(item)
    if not _counts_self(run):
        return None
    return Quantity(sum(number(item["number"]) if item["number"] else 1 for item in run), run[0].start(), run[-1].end())


def _together(text: str) -> Quantity | None:
    """ "I run a cafe with my two sons": the speaker, and those named behind "with"."""
    speaker = _RUNS.search(text)
    if speaker is None:
        return None
    others = [item for item in _ITEM.finditer(text, speaker.end()) if not item["self"]]
    if not others or not _WITH.search(text[: others[0].start()]):
        return None
    count = 1.0
    for before, item in zip([None, *others], others, strict=False):
        if before is not None and not _JOIN.fullmatch(text, before.end(), item.start()):
            break
        count += number(item["number"]) if item["number"] else 1
    return Quantity(count, others[0].start(), others[0].end())


def _counts_self(run: list[re.Match[str]]) -> bool:
    return len(run) > 1 and any(item["self"] for item in run)
