"""Reads how many people a firm has from what its owner types."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from dataclasses import dataclass

from bot.language.numbers import NUMBER, Quantity, amount, amount_value, number, whole_number

# Words for people at work whatever they do, and what they do: behind a number either counts heads.
_CUE = (
    r"(?:people|persons?|ppl|souls|staff(?: members)?|employees?|employes|workers?|heads|colleagues|ftes?|hands"
    r"|full[- ]?tim(?:e|ers?)|part[- ]?tim(?:e|ers?)|team members"
    r"|seasonals?(?! (?:business|work\b|trade))|guys|folks|blokes|chaps|men|women|ladies|lads|girls"
    r"|boys|of us"
    r"|(?:wo)?man(?= (?:band|show|team|business|shop|operation|company|firm|outfit|crew)))\b"
)
_FAMILY = (
    r"(?:wife|husband|spouse|son|daughter|brother|sister|kid|child|cousin|partner|friend|uncle|aunt|nephew|niece|mother"
    r"|father|mum|mom|mam|dad|grandma|grandpa|grandmother|grandfather|girlfriend|boyfriend|mate|missus|in-law"
    r"|brother-in-law|sister-in-law|twin|fianc[eé]e?)"
)
_JOB = (
    r"(?:helper|apprentice|trainee|intern|part[- ]?timer|full-?timer|assistant|co-?founder|founder|colleague|secretary"
    r"|receptionist|mechanic|driver|cleaner|teacher|therapist|nurse|vet|doctor|dentist|hygienist|baker|cook|chef|waiter"
    r"|waitress|barista|bartender|barber|stylist|hairdresser|beautician|developer|dev|programmer|coder|designer|engineer"
    r"|tech|technician|carpenter|joiner|plumber|electrician|roofer|welder|machinist|fitter|installer|mason|painter"
    r"|plasterer|labou?rer|builder|temp|freelancer|seamstress|tailor|weaver|knitter|packer|picker|sorter|butcher"
    r"|brewer|roaster|cheesemaker|winemaker|farmhand|fisherman|guide|instructor|trainer|coach|guard|courier"
    r"|dispatcher|clerk|accountant|bookkeeper|consultant|adviser|advisor|lawyer|paralegal|architect|translator|writer"
    r"|editor|photographer|illustrator|salesman|saleswoman|salesperson|sales rep|shop assistant|cashier|craftsman"
    r"|craftswoman|artisan|operator|director|manager|foreman|worker|employee|gardener|florist"
    r"|optician|pharmacist|physio|carer|caregiver|tutor|potter|jeweller|goldsmith|bookbinder|upholsterer"
    r"|groomer|tattooist|tattoo artist|analyst|researcher|scientist|surveyor|draughtsman"
    r"|storeman|warehouseman|office lady|office worker|man|woman|guy|girl|lad|boy|other)"
)
_JOBS = (
    r"(?:[a-z-]*(?:sons|daughters|brothers|sisters|kids|children|cousins|friends|uncles|aunts|nephews|nieces|parents"
    r"|partners|mates|men|women|women sewers|people)|secretaries|waitresses|seamstresses|physios|coaches"
    rf"|{_JOB}s|sewers|carers|others)"
)
# What may stand between a number and those it counts: "12 permanent staff", "2 full time bakers".
_BETWEEN = (
    r"(?:[\s-]+(?:odd|full|part|time|permanent|paid|other|good|great|skilled|production|seasonal|office|small|fixed|more"
    r"|young|trained|qualified|regular|family|sales|shop|kitchen|local|junior|senior|casual|steady|hired|web|software"
    r"|truck|delivery|forklift|massage|dental|music|yoga|language|tour|personal|in-house|lovely|hard working)){0,3}"
)
# "240 kids" may be pupils; brothers and sons are counted only in a list with the speaker.
_WORKERS = (
    r"(?:[a-z]*(?:men|women)|secretaries|waitresses|seamstresses|physios|coaches"
    rf"|{_JOB}s|sewers|carers|sisters|brothers|siblings|friends)"
)
_MANY = rf"(?:{_JOBS}|{_CUE})"
_CUED = re.compile(
    rf"{amount('n')}{_BETWEEN}[\s-]*{_CUE}(?P<plus>\s*(?:plus|and|\+)\s+(?:me|myself|i|the owner)\b)?",
    re.IGNORECASE,
)
_LED = re.compile(
    rf"\b(?:(?:team|staff|crew|workforce|head ?count|payroll)\s*(?:size\s*)?(?:of|is|:|=|stands at)?"
    rf"|(?:family|company|firm|shop|business) of)\s*{amount('n')}"
    rf"(?!\s*(?:%|€|\$|£|-|years?|months?|weeks?|days?|hours?|hrs?|euros?|k\b))",
    re.IGNORECASE,
)
_WE_ARE = re.compile(
    r"(?:\b(?:we(?:'re| are)|there(?:'s| are| is)|(?:i |we )?employ(?:s|ing)?"
    r"|(?:now|today)(?: (?:we(?:'| a)?re|it'?s))?)"
    rf"|(?:^|[.;,!]\s*)were)\s+(?:now\s+)?{amount('n')}"
    rf"(?=\s*(?:$|[.,;!?()]|-\s|\b(?:in total|altogether|all in all|all up|now|at the moment|here|and|in|at|strong"
    rf"|by now|counting|incl\w*|with me|today)\b))",
    re.IGNORECASE,
)
# "With six painters", "3 therapists, all women": those named by what they do, where it is the firm that has them.
_DOING = re.compile(
    rf"(?:^|[,.;:(]\s*|\s-\s+|\b(?:with|have|are|'re|'ve|got|employs?|us|of)\s+|\b(?:{NUMBER})\s[a-z]+s\s){amount('n')}{_BETWEEN}\s+{_WORKERS}(?!\w)",
    re.IGNORECASE,
)
# "24 in dunedin, sold only in NZ": a number that begins a thought and stands in a place counts heads.
_N_IN = re.compile(
    rf"(?:^|[.;!]\s+|\s[-–]\s+){amount('n')}\s+in\s+(?!stock|total|use|all\b|every|each|one\b|\d)[^\W\d]+(?:\s[^\W\d]+)?"
    rf"(?=\s*(?:$|[.,;!?]))",
    re.IGNORECASE,
)
_ALONE = re.compile(
    r"\b(?:(?:just|only) me(?!\s+and)|me alone|me and (?:only )?myself|on my own|by myself|all by myself"
    r"|one[- ](?:man|woman|person|lady|girl)(?! in)|solo|sole (?:trader|proprietor)|self[- ]employed|freelance"
    r"|(?:i )?work(?:ing)? (?:alone|by myself)"
    r"|i'?m (?:all )?alone|im alone|freelancer|no (?:employees|staff|one else|other staff)|nobody else|nobody but me"
    r"|no one but me|without (?:employees|staff)|run it alone|single[- ]handed(?:ly)?)\b"
    r"|(?:^|[,.;:-]\s*)(?:all )?alone\b(?=\s*(?:$|[.,;!]|since\b|for \w+ years))",
    re.IGNORECASE,
)
# "Feeds 200 people a day" and "200 people follow us" count customers; "need two cooks" counts who is missing.
_NOT_STAFF_BEFORE = re.compile(
    r"\b(?:serv\w*|feed\w*|reach\w*|visit\w*|deliver\w*|sell\w* to|suppl\w*|customers?|clients?|guests?|members"
    r"|village|town|city|valley"
    r"|seats?|seating|cater\w*|lost|los(?:e|ing)|need\w*|look\w* for|search\w* for|hir(?:e|ing)|find\w*"
    r"|train\w*|teach\w*"
    r"|used to (?:be|have)|once|started with|began with|want\w*|recruit\w*|wait\w* for|only|competitors?"
    r"|rivals?|competition|they have|they|giants?|chains?|for|(?<!\d )to|(?<!grew )from|take on|taking on|at the start"
    r"|of the|out of)\b[^.;,]{0,25}$",
    re.IGNORECASE,
)
_NOT_STAFF_AFTER = re.compile(
    r"\s*(?:'s\b|(?:a|per|every|each) (?:day|week|month|night|year)|visit|follow|comes?\b|came|walk in|order|book"
    r"|buy|pay|left|quit|called|complain|ask|applied|a day|who (?:buy|come|order|pay)|from the (?:village|area)"
    r"|for what|use\b)",
    re.IGNORECASE,
)
# The speaker is among those just counted: "six techs incl me", "two vets (i'm one)", "42 with the boss".
_INCLUDED = re.compile(
    r"\s*,?\s*\(?(?:(?:incl(?:uding|\.)?|inc\.?|counting|with|count)\s+(?:me|myself|the (?:boss|owner|missus|chef)|us"
    rf"|my {_FAMILY})\b|(?:me|myself|the boss|the owner) (?:included|incl\b\.?)|i'?m one\b|i am one\b)\)?",
    re.IGNORECASE,
)
_ITEM = re.compile(
    rf"\b(?P<self>me|myself|i)\b(?!\s+(?:and|&)\s+myself)|\b(?P<pair>(?:(?:my|our|both)\s+)+(?:grand)?parents)\b"
    rf"|\b(?P<boss>the (?:owner|boss))\b"
    rf"|(?:\b(?:my|our|the|his|her)\s+)?(?<!\w)(?P<number>{NUMBER})(?:{_BETWEEN}\s+{_MANY}(?!\w)"
    r"|\s+in the (?:office|workshop|shop|kitchen|field|back)\b"
    r"|(?=\s+(?:and|plus|&)\s+(?:me|myself|i)\b)"
    r"|(?:\s+(?!and\b|plus\b|months\b|weeks\b|years\b|days\b)[a-z-]+){1,4}(?=\s+(?:and|plus|&)\s+(?:me|myself)\b))"
    rf"|(?:\b(?:my|our|an?|one|the|1)\s+(?:(?:part|full)[- ]time\s+|old\s+|young\s+|little\s+|office\s+)?"
    rf"(?P<one>{_FAMILY}|{_JOB})|\b(?P<bare>{_FAMILY}))\b(?!['’]s)",
    re.IGNORECASE,
)
# "I'm an accountant, I ...", "it's me, the florist": both words are the speaker.
_ONE_AND_THE_SAME = re.compile(r"(?:an?\s[\w\s-]+,\s*i|(?:me|i|myself),\s*(?:the|an?)\s[\w\s-]+)", re.IGNORECASE)
# "Grundfos (19000 staff)": in brackets behind a name, so many are a giant's.
_GIANT = 1000
_JOIN = re.compile(r"\s*(?:,\s*(?:and\b|plus\b)?|\band\b|&|\bplus\b|\+|\bwith\b|\bn\b|/|\()?\s*", re.IGNORECASE)
_RUNS = re.compile(
    r"\bi(?:'ve)? (?:run|own|have|keep|sell|make|do|opened|started|manage|work"
    r"|repair|fix|bake|build|paint|cook|grow|teach|clean|design|cut|sew|rent|import|farm|brew|drive)\b",
    re.IGNORECASE,
)
# Nothing but blanks between "with" and those who are counted: "with love for my two sons" names no team.
_WITH = re.compile(r"\b(?:with|together with|alongside)\s+$", re.IGNORECASE)
# "I bake at home, 1 helper", "me plus one on saturdays".
_HELPED = re.compile(
    r"(?:[,.]\s*|\bwith |\band )(?:1|one|an?) (?:helper|apprentice|assistant|trainee|part-timer)\b", re.IGNORECASE
)
_PLUS_ONE = re.compile(r"\bme (?:plus|and|\+|&) one\b(?! of)", re.IGNORECASE)
# "I have a restaurant with 11 staff": the speaker may be among them or not.
_COUNTED = re.compile(rf"{NUMBER}\s+{_CUE}", re.IGNORECASE)
_COUPLE = re.compile(
    r"\b(?:husband and wife|wife and husband|married couple|mom[- ]and[- ]pop|mum and dad"
    r"|(?:father|mother) and (?:son|daughter))\b",
    re.IGNORECASE,
)
# Those who stand elsewhere in the text and help beside those counted first.
_HELP = re.compile(
    r"\s*(?:helps?\b|help out|on (?:saturdays|sundays|weekends|call)|at (?:the )?weekends?|(?:at|on) weekends|weekends"
    r"|part[- ]time)",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class _Run:
    """People named one after the other: how many, where, and whether the speaker and whether a number is among them."""

    count: float
    start: int
    end: int
    speaker: bool
    numbered: bool


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
    listed = _together(text) or _listed(text)
    if listed:
        return listed
    couple = _COUPLE.search(text) or _PLUS_ONE.search(text)
    if couple:
        return Quantity(2, *couple.span())
    for pattern in (_CUED, _LED, _DOING, _WE_ARE, _N_IN):
        for match in pattern.finditer(text):
            if _is_own(text, match):
                return Quantity(_heads(match, text), *match.span())
    helped = _HELPED.search(text)
    if helped and _RUNS.search(text):
        return Quantity(2, *helped.span())
    alone = _ALONE.search(text)
    if alone:
        return Quantity(1, *alone.span())
    bare = whole_number(text) if asked else None
    return Quantity(round(bare.value), bare.start, bare.end) if bare and bare.value >= 1 else None


def _is_staff(text: str, start: int, end: int) -> bool:
    return not (_NOT_STAFF_BEFORE.search(text[:start]) or _NOT_STAFF_AFTER.match(text, end))


def _is_own(text: str, match: re.Match[str]) -> bool:
    """Whether a number counts the firm's own people: no customers, no giant's staff, none of years ago."""
    # "Fewer than 10 employees" is 9.9 here and a whole number in the end; "now 1.5" counts nobody.
    broken = amount_value(match, "n") % 1 or amount_value(match, "n") < 1
    if broken and not (match["n_less"] or match["n_more"] or match["n_high"]):
        return False
    if re.match(r"(?:now|today)\b", match.group(), re.IGNORECASE):
        return True
    if text[: match.start("n_low")].endswith("(") and amount_value(match, "n") >= _GIANT:
        return False
    return _is_staff(text, match.start("n_low"), match.end())


def _heads(match: re.Match[str], text: str) -> int:
    value = amount_value(match, "n")
    if match["n_high"] and re.search(r"\bfrom\s*$", text[: match.start()], re.IGNORECASE):
        # "we grew from 5 to 12 people": the last number is today's.
        value = number(match["n_high"])
    # Nobody employs 9.9 people: a bound moves to the next whole person.
    heads = math.floor(value) if match["n_less"] else math.ceil(value) if match["n_more"] else round(value)
    return heads + (1 if match.groupdict().get("plus") else 0)


def _listed(text: str) -> Quantity | None:
    """The first list of people that holds the speaker or several numbers: "my wife, two bakers and me"."""
    runs = list(_runs(text))
    for place, run in enumerate(runs):
        if not ((run.speaker and run.count > 1) or (run.numbered and _several(text, run))):
            continue
        if run.speaker and not run.numbered and _ONE_AND_THE_SAME.fullmatch(text[run.start : run.end]):
            continue
        helping = (other for other in runs[place + 1 :] if other.numbered and _HELP.match(text, other.end))
        return Quantity(run.count + sum(other.count for other in helping), run.start, run.end)
    return None


def _several(text: str, run: _Run) -> bool:
    """Whether a list without the speaker is one of the firm: several kinds of people at work, not customers."""
    items = list(_ITEM.finditer(text, run.start, run.end))
    return len(items) > 1 and _is_staff(text, run.start, run.end)


def _runs(text: str) -> Iterator[_Run]:
    """People named one after the other, with nothing but commas and the like between them."""
    items: list[re.Match[str]] = []
    end = 0
    for item in _ITEM.finditer(text):
        if item.start() < end:
            continue
        if items and not _JOIN.fullmatch(text, end, item.start()):
            yield _run(text, items, end)
            items = []
        if item["bare"] and not items and not _JOIN.match(text, item.end()):
            continue
        items.append(item)
        included = _INCLUDED.match(text, item.end())
        end = included.end() if included else item.end()
    if items:
        yield _run(text, items, end)


def _run(text: str, items: list[re.Match[str]], end: int) -> _Run:
    among = any(_INCLUDED.match(text, item.end()) for item in items)
    speakers = [item for item in items if item["self"] or item["boss"]]
    # "Just me, i design logos": the speaker is one person however often they say so.
    others = [item for item in items if item not in speakers]
    count = sum(_count(item) for item in others) + (1 if speakers and not among else 0)
    numbered = any(item["number"] for item in others)
    return _Run(count, items[0].start(), end, bool(speakers) or (among and numbered), numbered)


def _count(item: re.Match[str]) -> float:
    return number(item["number"]) if item["number"] else 2.0 if item["pair"] else 1.0


def _together(text: str) -> Quantity | None:
    """ "I run a cafe with my two sons": the speaker, and those named behind "with"."""
    speaker = _RUNS.search(text)
    if speaker is None:
        return None
    others = [item for item in _ITEM.finditer(text, speaker.end()) if not item["self"]]
    if not others or not _WITH.search(text[: others[0].start()]):
        return None
    count, end = 1.0, others[0].start()
    for item in others:
        if item is not others[0] and not _JOIN.fullmatch(text, end, item.start()):
            break
        count, end = count + _count(item), item.end()
    if item is not others[0] or not _COUNTED.fullmatch(text, others[0].start(), others[0].end()):
        return Quantity(count, others[0].start(), end)
    return None
