"""People named one after the other: "my wife, two bakers and me"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from bot.language.numbers import NUMBER, Quantity, number
from bot.language.people_words import BETWEEN, COUNTED, FAMILY, JOB, MANY, OPEN, OPEN_ONE

# The speaker is among those just counted: "six techs incl me", "two vets (i'm one)", "42 with the boss".
INCLUDED = re.compile(
    r"\s*,?\s*\(?(?:(?:and |all )?(?:incl(?:uding|\.|udes?)?|inc\.?|counting|with|w/?|count(?:ing)? in|count) "
    rf"(?:me|myself|yours truly|the (?:boss|owners?|missus|chef|two owners)|us(?: two)?|my {FAMILY})\b"
    r"|(?:me|myself|self|the boss|the owners?|boss|owners?) (?:included|incl\b\.?|inc\b\.?|counted(?: in)?|among them"
    r"|in there|too\b)"
    r"|and i(?: a|')?m (?:included|one of)\b|(?:me|i) (?:being|as) one\b|one (?:of them )?is me\b|one of (?:them"
    r"|whom) (?:is )?me\b|and that includes\b"
    r"|i(?: a|'|’)?m (?:one\b|included|among them))\)?",
    re.IGNORECASE,
)
_ITEM = re.compile(
    rf"\b(?P<self>me|myself|i|yours truly|moi)\b(?!\s+(?:and|&)\s+myself)(?!\s*(?:am|['’]?m)\s+(?:one|included"
    rf"|among)\b)"
    rf"(?!\s*['’])"
    rf"|\b(?P<pair>(?:(?:my|our|both|the)\s+)+(?:grand)?(?:parents|folks)(?:[- ]in[- ]law)?)\b"
    rf"|\b(?P<boss>(?:the )?(?:owner|boss|chief))\b(?!\s+of)"
    rf"|(?:\b(?:my|our|the|his|her)\s+)?(?<!\w)(?!(?:19|20)\d\d\b)(?P<number>{NUMBER})(?:{BETWEEN}[\s-]+{MANY}(?!\w)"
    rf"(?:\s+(?:and|&|or)\s+{MANY}(?!\w))?(?:\s+(?:on the (?:floor|road|vans?|tills?)|on site|in the (?:office"
    rf"|workshop|shop|kitchen|fields?|back)))?"
    r"|\s+of (?:the|my|our) (?:own )?(?:family|relatives)\b|\s+family members?\b"
    r"|\s+in the (?:office|workshop|shop|kitchen|field|back)\b"
    r"|(?=\s*(?:\b(?:and|plus)\b|[&+])\s*(?:me|myself|i|the boss|the owner)\b)"
    rf"|(?P<open>{OPEN})"
    r"|(?:\s+(?!and\b|plus\b|months\b|weeks\b|years\b|days\b|hours\b|shops\b)[a-z-]+){1,4}(?=\s+(?:and|plus"
    r"|&)\s+(?:me|myself)\b))"
    rf"|(?P<one_open>{OPEN_ONE})"
    rf"|(?:\b(?:my|our|her|his|an?|one|the|1)\s+(?:(?:part|full)[- ]time\s+|(?:old|young|little|office|business|older"
    rf"|younger|eldest"
    r"|oldest|youngest|elder|big|other|best|own|dear|good|first|only|new|single|student|shop|life|senior|junior)\s+)?"
    rf"(?P<one>{FAMILY}|{JOB})|\b(?P<bare>{FAMILY}))\b(?!['’]s)(?:\s+(?-i:[A-Z][a-zà-ž]+)(?=\s*(?:,|and\b|&|\+)))?",
    re.IGNORECASE,
)
# "I'm an accountant, I ...", "it's me, the florist": both words are the speaker.
_ONE_AND_THE_SAME = re.compile(r"(?:an?\s[\w\s-]+,\s*i|(?:me|i|myself),\s*(?:the|an?)\s[\w\s-]+)", re.IGNORECASE)
_CLOSED = re.compile(r"\s*(?:$|[.,;!)\n])|\s+(?:in|at|on|run|make|and)\b", re.IGNORECASE)
# Without the speaker they are pupils or buyers.
_CHILDREN = re.compile(r"\b(?:children|kids|students|buyers|sellers|owners|volunteers|teens|teenagers)$", re.IGNORECASE)
# "I'm an architect in Oslo and I draw cabins" lists nobody.
_AS = re.compile(r"\b(?:am|i['’]?m|as|was|being)\s+$", re.IGNORECASE)
_JOIN = re.compile(
    r"(?:\s+(?:on|in|at|doing|does|who does|for|helping|behind)\s+(?:the\s+|my\s+|our\s+)?[a-z]+(?=\s*(?:,|and\b|&"
    r"|\+)))?"
    r"\s*(?:,\s*(?:and\b|plus\b|then\b)?|\band\b|&|\bplus\b|\+|\bwith\b|\bn\b|/|\(|;"
    r"|,?\s*\b(?:and )?then (?:there['’]?s|there is)?"
    r"|,?\s*\b(?:besides|beside|apart from|not counting|other than|in addition to|on top of|as well as|next to"
    r"|along with|along)\b)?\s*",
    re.IGNORECASE,
)
_MINE = re.compile(r"my\b", re.IGNORECASE)
_RUNS = re.compile(
    r"\bi(?:'ve)? (?:run|own|have|keep|sell|make|do|opened|started|manage|work"
    r"|repair|fix|bake|build|paint|cook|grow|teach|clean|design|cut|sew|rent|import|farm|brew|drive)\b",
    re.IGNORECASE,
)
# Nothing but blanks between "with" and those who are counted: "with love for my two sons" names no team.
_WITH = re.compile(r"\b(?:with|together with|alongside)\s+$", re.IGNORECASE)
# Those who stand elsewhere in the text and help beside those counted first.
_HELP = re.compile(
    r"\s*(?:who )?(?:helps?\b|help out|on (?:saturdays|sundays|weekends|call)|at (?:the )?weekends?|(?:at"
    r"|on) weekends|weekends"
    r"|part[- ]time|as well\b|too\b|also\b|besides\b|on top\b|in addition\b|in (?:season|summer|winter)\b)",
    re.IGNORECASE,
)
_MORE = re.compile(
    r"\b(?:plus|and there(?:'s| is| are)|there(?:'s| is| are) also|and also|and (?:we|i) (?:also )?(?:have|employ)"
    r"|also employ(?:s|ing)?"
    r"|we (?:also )?employ|as well as|and on top|helped by|with the help of|together with)\s+$",
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
    kinds: int


@dataclass(frozen=True, slots=True)
class Listed:
    """The people of a list, and whether the speaker is one of them."""

    heads: Quantity
    speaker: bool


def listed(text: str) -> Iterator[Listed]:
    """The lists of people that hold the speaker or several numbers: "my wife, two bakers and me"."""
    runs = list(_runs(text))
    for place, run in enumerate(runs):
        if not ((run.speaker and run.count > 1) or (run.numbered and run.kinds > 1)):
            continue
        if run.speaker and not run.numbered and _ONE_AND_THE_SAME.fullmatch(text[run.start : run.end]):
            continue
        if _AS.search(text[: run.start]) and text[run.start].lower() == "a":
            continue
        helping = [
            other
            for other in runs[place + 1 :]
            if (other.numbered or other.kinds) and not other.speaker and _helps(text, other)
        ]
        count = run.count + sum(other.count for other in helping)
        yield Listed(Quantity(count, run.start, run.end), run.speaker)


def _helps(text: str, run: _Run) -> bool:
    if run.numbered and _HELP.match(text, run.end):
        return True
    return run.numbered and _MORE.search(text[: run.start]) is not None


def _runs(text: str) -> Iterator[_Run]:
    """People named one after the other, with nothing but commas and the like between them."""
    items: list[re.Match[str]] = []
    end = 0
    for item in _ITEM.finditer(text):
        if item.start() < end:
            continue
        # "Me 11,000 people follow" joins nobody, "me my wife and four girls" does.
        unjoined = items and items[-1]["self"] and not text[end : item.start()].strip()
        apart = unjoined and not _MINE.match(item.group())
        if items and (apart or not _JOIN.fullmatch(text, end, item.start())):
            yield _run(text, items, end)
            items = []
        if (item["bare"] or item["one_open"]) and not items and not _JOIN.match(text, item.end()):
            continue
        items.append(item)
        included = INCLUDED.match(text, item.end())
        end = included.end() if included else item.end()
    if items:
        yield _run(text, items, end)


def _run(text: str, items: list[re.Match[str]], end: int) -> _Run:
    among = any(INCLUDED.match(text, item.end()) for item in items)
    speakers = [item for item in items if item["self"] or item["boss"]]
    # "Just me, i design logos": the speaker is one person however often they say so.
    others = [item for item in items if item not in speakers]
    closed = any(
        not item["self"] or item["self"].lower() != "i" or _CLOSED.match(text, item.end()) for item in speakers
    )
    if not among and not closed:
        # What is no plain word for people counts nobody but beside the speaker; "12 tables, i cook" is no list.
        others = [item for item in others if not (item["open"] or item["one_open"])]
    if not among and not speakers:
        others = [item for item in others if not _CHILDREN.search(item.group())]
    count = sum(_count(item) for item in others) + (1 if speakers and not among else 0)
    if speakers and others and re.search(r"of us$", others[0].group(), re.IGNORECASE):
        # "The two of us, my sister and I": named again.
        return _Run(_count(others[0]), items[0].start(), end, True, True, 1)
    numbered = any(item["number"] or item["one_open"] for item in others)
    return _Run(count, items[0].start(), end, bool(speakers) or (among and numbered), numbered, len(others))


def _count(item: re.Match[str]) -> float:
    return number(item["number"]) if item["number"] else 2.0 if item["pair"] else 1.0


def runs_something(text: str) -> re.Match[str] | None:
    """Where the speaker says what they do: "i run", "i bake"."""
    return _RUNS.search(text)


def together(text: str) -> Quantity | None:
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
    if item is not others[0] or not re.fullmatch(COUNTED, text[others[0].start() : others[0].end()], re.IGNORECASE):
        return Quantity(count, others[0].start(), end)
    return None
