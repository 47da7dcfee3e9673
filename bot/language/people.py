"""Reads how many people a firm has from what its owner types."""

from __future__ import annotations

import math
import re

from bot.language.numbers import NUMBER, Quantity, amount, amount_value, number, whole_number
from bot.language.people_lists import listed, runs_something, together
from bot.language.people_totals import labelled, totals
from bot.language.people_words import BETWEEN, CUE, FAMILY, JOB, OTHER, WORKERS

_CUED = re.compile(
    rf"{amount('n')}{BETWEEN}[\s-]*{CUE}",
    re.IGNORECASE,
)
_WE_ARE = re.compile(
    r"(?:\b(?:we(?:\s?['’]\s?re| re| are| r)|there(?:['’]?s| are| is| r)|(?:i |we )?employ(?:s|ing)?"
    r"|(?:now|today)(?: (?:we(?:'| a)?re|it'?s))?|we (?:come|came) to|we number|leaves us (?:with )?|we (?:have "
    r"|['’]ve )?(?:grown|grew|shrunk|shrank) (?:from [\w-]+ )?to|we are (?:up|down) to)"
    rf"|(?:^|[.;,!]\s*)(?:were|are))\s+(?:now\s+|just\s+|only\s+|currently\s+|all\s+|today\s+|still\s+|already\s+"
    rf"|usually\s+)?{amount('n')}(?:-?ish)?"
    rf"(?=\s*(?:$|[.,;!?()\n]|-\s|\b(?:in (?!\d)|altogether|all in all|all up|all told|now"
    rf"|at (?:the|our|my|home|present)|here|and (?!a half)|on the team"
    rf"|strong|by now|(?:from|of) (?:the|our|one) (?:same )?family"
    r"|counting|incl\w*|with me|today|who|working|left|currently|right now|plus|not)\b))",
    re.IGNORECASE,
)
# The speaker comes on top of those counted: "two girls work with me", "eight employees besides myself".
_BESIDES = re.compile(
    r"\s*,?\s*(?:who |that |on the payroll |on staff |full[- ]time |part[- ]time )*(?:"
    r"(?:help|support|assist|surround)(?:s|ing)? me\b|(?:work|sew|bake|cook|cut|knit|drive|make|build|teach|clean"
    r"|pack|paint|sit|train|produce)"
    r"(?:s|ing)? (?:[a-z]+ ){0,3}?(?:with|alongside|beside|next to|under) me\b|(?:are|is) (?:working "
    r"|employed )?with me\b"
    r"|(?:and |plus )?(?:besides|beside|apart from|not counting|not including|in addition to|other than|excluding"
    r"|excl\.?|without counting"
    r"|on top of|as well as|aside from|next to|without) (?:me|myself|the owner|the boss)\b"
    r"|,?\s*(?:(?:are|is) [a-z]+ing (?:[a-z]+ ){0,3}?)?(?:and |plus )?(?:then )?there(?:['’]?s| is) (?:also )?me\b"
    r"|(?:(?:on|in|at|from) (?:[a-z]+ ){1,3})?(?:plus|and|\+|&)\s+(?:me|myself|the owner)\b|\+ ?1\b"
    r"|(?:[a-z]+ ){0,4}?(?:,\s*)?(?:and|plus|while|,)\s+(?:i\b|work)[^.;!?]{0,45}\b(?:myself|the rest|as well|too)\b"
    r"|(?:[a-z]+ ){0,4}?(?:,\s*)?and i (?:run|do|lead|manage|am the (?:boss|owner)|own)\b)",
    re.IGNORECASE,
)
_AMONG = re.compile(
    r"[^.;!?]{0,40}\b(?:(?:me|myself|self|boss|owners?) (?:included|counted)|i(?: a|['’]?)m one|incl\w*\.? me"
    r"|counting me|me being one)\b",
    re.IGNORECASE,
)
# "5 staff plus my parents".
_KIN = re.compile(
    rf"\s*(?:plus|\+|&|and)\s+(?:my|our|both)\s+(?:(?P<pair>parents)|{FAMILY})\b(?!['’]s| (?:is|are|has|have|do)\b)",
    re.IGNORECASE,
)
# "With six painters", "3 therapists, all women": those named by what they do, where it is the firm that has them.
_DOING = re.compile(
    rf"(?:^|[,.;:(]\s*|\s-\s+|\b(?:with|have|are|'re|'ve|got|employs?|of)\s+"
    rf"|\b(?:{NUMBER})\s[a-z]+s\s){amount('n')}{BETWEEN}\s+{WORKERS}(?!\w)",
    re.IGNORECASE,
)
# "Employing 14 locals", "us two": whoever they are.
_EMPLOYING = re.compile(
    rf"\b(?:employ(?:s|ing)?|gives? work to|provid(?:e|ing) (?:work|jobs) (?:for|to)|staffed by|crewed by"
    rf"|manned by)\s+{amount('n')}"
    r"(?=\s+[a-z-]+|\s*[.,;]|\s*$)",
    re.IGNORECASE,
)
_US = re.compile(
    rf"(?:^|[,.;(]\s*|\b(?:just|only|it['’]?s|of)\s+)us\s+{amount('n', '(?:two|three|four|five|six|2|3|4|5|6)')}"
    r"(?=\s*(?:$|[.,;!)]|\b(?:run|work|and|make|do)\b))",
    re.IGNORECASE,
)
# "24 in dunedin, sold only in NZ": a number that begins a thought and stands in a place counts heads.
_N_IN = re.compile(
    rf"(?:^|[.;!]\s+|\s[-–]\s+){amount('n')}\s+in\s+(?!an? |the |stock|total|use|all\b|every|each|one\b"
    rf"|\d)[^\W\d]+(?:\s[^\W\d]+)?"
    rf"(?=\s*(?:$|[.,;!?]))",
    re.IGNORECASE,
)
_ALONE = re.compile(
    r"\b(?:(?:just|only|it['’]?s|it is|staff:|team:|people:|employees:|team of) (?:just |only )?(?:me|myself"
    r"|yours truly)"
    rf"(?!\s+(?:who|that|(?:and|&|\+)\s+(?:(?:my|the|an?)\s+)?(?:{FAMILY}|{JOB}|(?-i:[A-Z])|\d)))"
    r"|me alone|me and (?:only )?myself|on my own|by myself|all by myself|(?:team|staff|party|crew) of one"
    r"|one[- ](?:man|woman|person|lady|girl)(?! in)|solo|solopreneur|sole (?:trader|proprietor|owner)"
    r"|(?:self[- ]employed|freelance)(?! (?:\w+ )?\w+s\b| people)|(?:i )?work(?:ing)? (?:alone|by myself)"
    r"|(?:i['’]?m|i am) (?:all )?alone(?! (?:with|against|in|among))|no (?:employees|staff|other staff"
    r"|colleagues)(?! (?:to|for|want|avail|appl|com|left|who|can|will|turn))"
    r"|nobody else (?:works?|here|in (?:the|my)|but me|to help)|(?:there(?:['’]?s| is)|and|with"
    r"|has) nobody else(?= *[.,;!]| *$)"
    r"|(?:do|run|handle|manage|make) (?:it|everything|it all|all of it|all) (?:all )?(?:alone|myself|on my own"
    r"|by myself)|no one else (?:works?|here)|nobody but me|no one but me|without (?:employees|staff|any employees"
    r"|any staff)|run it alone"
    r"|single[- ]handed(?:ly)?|one pair of hands)\b"
    r"|(?:^|[,.;:]\s*|\bam |['’]m |\bim |\bas )(?:an? )?(?:[a-z]+ )?freelancer\b"
    r"|(?:^|[,.;:-]\s*)(?:all )?alone\b(?=\s*(?:$|[.,;!]|since\b|for \w+ years))",
    re.IGNORECASE,
)
# "Feeds 200 people a day" and "200 people follow us" count customers; "need two cooks" counts who is missing.
_NOT_STAFF_BEFORE = re.compile(
    r"\b(?:serv\w*|feed\w*|reach\w*|visit\w*|deliver\w*|sell\w* to|suppl\w*|customers?|clients?|guests?(?! ?house)"
    r"|members|groups?|newsletter|followers|channel|forum|theirs|their|asked|told|know|knew|met|saw|against"
    r"|(?:village|town|city|valley) (?:of|has|with)"
    r"|seats?|seating|cater\w*|lost|los(?:e|ing)|need\w*|look\w* for|search\w* for|hir(?:e|ing)|find\w*"
    r"|train\w*|teach\w*"
    r"|used to (?:be|have)|once|started with|began with|want\w*|recruit\w*|wait\w* for"
    r"|(?<!are )(?<!['’]re )(?<!just )only|competitors?"
    r"|rivals?|competition|they have|they|giants?|chains?|for|(?<!\d )to|(?<!grew )from|take on|taking on|at the start"
    r"|of the|out of)\b[^.;,]{0,25}$",
    re.IGNORECASE,
)
_NOT_STAFF_AFTER = re.compile(
    r"\s*(?:['’]s\b|(?:a|per|every|each) (?:day|week|month|night|year)|visit|follow|comes?\b|came|walk in|order|book"
    r"|buy|pay(?!roll)|download|sign|click|like\b|read\b|watch|against\b|left (?!standing|now|today|here|in)"
    r"|have left|quit|called|complain|ask|applied|a day|before (?:the|covid)\b"
    r"|who (?:buy|come|order|pay)|(?:\w+ )?from (?:the|a|an) (?!start|beginning|family)"
    r"|for what|use\b|(?:can|could) (?:eat|sit|stay|sleep|fit)|per\b|(?:of|at|from) (?:other|another|our (?:clients"
    r"|customers)))",
    re.IGNORECASE,
)
# "Grundfos (19000 staff)": in brackets behind a name, so many are a giant's.
_GIANT = 1000
_MOST = 20_000
_FIRM = range(2, 500)
# People say who they are at the beginning.
_EARLY = 100
# What is over counts no more, whoever was meant.
_PAST = re.compile(r"\b(?:used to (?:be|have)|once|started with|began with|was|had been)\b[^.;,]{0,20}$", re.IGNORECASE)
# "My brother has 30 staff": of a firm that is not the teller's.
_OF_OTHERS = re.compile(
    rf"\b(?:(?:my|our|a|his|her|the) (?:{FAMILY}|neighbou?r|landlord|supplier|client|customer|other \w+|rival"
    rf"|competitor)s?|neighbou?rs?|giants?)"
    r"[^.;,!?]{0,25}\b(?:has|have|had|employs?|runs?|with|of)\b[^.;,!?]{0,15}$"
    r"|\b(?:before (?:the|covid)|earlier (?:i|we) had|back then|in (?:19|20)\d\d"
    r"|at (?:our|the|its) (?:peak|best|height)|formerly"
    r"|years ago|in (?:good|better) times|last year)"
    r"[^.;,!?]{0,25}$",
    re.IGNORECASE,
)
_PLUS = re.compile(r"\s*,?\s*(?:plus|and|&|\+)\s*", re.IGNORECASE)
_SLIP = re.compile(
    r"[^.;!?\n\d]{0,20}?[\s,.(-]+(?:no|wait|sorry|oops|er|nope|actually|rather|correction|i mean|make that|or rather"
    r"|hang on)\b"
    r"(?:[\s,.]|\b(?:no|wait|sorry|it['’]?s|it is|we['’]?re|we are|i mean|make that|actually|now|only)\b)*"
    rf"(?P<n>{NUMBER})(?=\s*(?:$|[.,;!?)]|since|now|people|of us|with|in|because|as|altogether|staff))",
    re.IGNORECASE,
)
# "Shoemaker, Lagos. 6": a thought that is nothing but a number; where an aside was taken out, blanks stand.
_THOUGHT = re.compile(
    rf"(?<=[.;!\n])\s*(?!(?:19|20)\d\d\b){amount('n')}(?=\s*(?:$|[.;!\n]|,\s*(?:of (?:which|whom|them)|no sorry"
    rf"|no wait|sorry)\b|,\s{4}))",
    re.IGNORECASE,
)
_OURS = re.compile(r"\b(?:we|of us|our)\b", re.IGNORECASE)
# "I bake at home, 1 helper", "me plus one on saturdays".
_HELPED = re.compile(
    r"(?:[,.]\s*|\bwith |\band )(?:1|one|an?) (?:helper|apprentice|assistant|trainee|part-timer)\b", re.IGNORECASE
)
_ME_PLUS = re.compile(
    rf"\b(?:me|owner|boss)\s*(?:plus|and|\+|&|n)\s*(?P<n>{NUMBER})(?=\s*(?:$|[.,;!?)\n]|on|in|at|now|when|if))",
    re.IGNORECASE,
)
_COUPLE = re.compile(
    r"\b(?:husband (?:and|&|\+) wife|wife (?:and|&|\+) husband|married couple|mom[- ]and[- ]pop|mum and dad"
    r"|(?:father|mother|dad|mum|mom) and (?:son|daughter)|(?:two|both) (?:brothers|sisters|friends"
    r"|partners)(?= (?:and|run|who|from|in)\b|[.,;]))\b",
    re.IGNORECASE,
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
    found = next(iter(totals(text)), None) or together(text) or _counted(text)
    if found:
        return _put_right(text, found)
    more = _ME_PLUS.search(text)
    if more:
        return Quantity(1 + number(more["n"]), *more.span())
    couple = _COUPLE.search(text)
    if couple:
        return Quantity(2, *couple.span())
    helped = _HELPED.search(text)
    if helped and runs_something(text):
        return Quantity(2, *helped.span())
    alone = _ALONE.search(text)
    if alone:
        return Quantity(1, *alone.span())
    thought = next(
        (match for match in _THOUGHT.finditer(text) if amount_value(match, "n") in _FIRM and match.start() < _EARLY),
        None,
    )
    if thought:
        return _put_right(text, Quantity(amount_value(thought, "n"), thought.start("n_low"), thought.end()))
    bare = whole_number(text) if asked else None
    return Quantity(round(bare.value), bare.start, bare.end) if bare and bare.value >= 1 else None


def _put_right(text: str, found: Quantity) -> Quantity:
    """The number that its teller puts right at once: "five of us, no wait, six"."""
    again = _SLIP.match(text, found.end)
    return Quantity(number(again["n"]), found.start, again.end()) if again else found


def _counted(text: str) -> Quantity | None:
    """The list or the number that comes first; a list of names alone ("my wife and i") gives way to a number before."""
    lists = (
        found
        for found in listed(text)
        if (found.speaker or _is_staff(text, found.heads.start, found.heads.end))
        and not _OF_OTHERS.search(text[: found.heads.start])
    )
    matches = [
        *labelled(text),
        *(match for pattern in (_CUED, _DOING, _WE_ARE, _N_IN, _EMPLOYING, _US) for match in pattern.finditer(text)),
    ]
    own = [match for match in matches if _is_own(text, match)]
    first = min(own, key=lambda match: match.start("n_low"), default=None)
    found = next(lists, None)
    # "A team of 7: my wife, two sons and four lads": the number that comes first is the whole.
    if found and (first is None or found.heads.start <= first.start("n_low") or first.end() > found.heads.start):
        return found.heads
    if first is None:
        return None
    # "Staff: eleven, plus my wife and I".
    more = found.heads.value if found and _PLUS.fullmatch(text, first.end(), found.heads.start) else 0
    return Quantity(_heads(first, text) + more, first.start(), first.end())


def _is_staff(text: str, start: int, end: int) -> bool:
    """Whether people at a place of a text are no customers and none who are missing."""
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
    if amount_value(match, "n") > _MOST or _OF_OTHERS.search(text[: match.start()]):
        return False
    if OTHER.search(match.group()):
        return False
    if _OURS.search(match.group()):
        return not _PAST.search(text[: match.start("n_low")])
    return _is_staff(text, match.start("n_low"), match.end())


def _heads(match: re.Match[str], text: str) -> int:
    value = amount_value(match, "n")
    if match["n_high"] and re.search(r"\bfrom\s*$", text[: match.start()], re.IGNORECASE):
        # "we grew from 5 to 12 people": the last number is today's.
        value = number(match["n_high"])
    # Nobody employs 9.9 people: a bound moves to the next whole person.
    heads = math.floor(value) if match["n_less"] else math.ceil(value) if match["n_more"] else round(value)
    family = _KIN.match(text, match.end())
    if family:
        return heads + (2 if family["pair"] else 1)
    # "Nine of us" holds the speaker already.
    among = _OURS.search(match.group()) or _AMONG.match(text, match.end())
    return heads + (1 if _BESIDES.match(text, match.end()) and not among else 0)
