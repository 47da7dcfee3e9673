"""Head counts that are said as the whole: "so with me we are eight", "13 all told", "employees: 38"."""

from __future__ import annotations

import re
from collections.abc import Iterator

from bot.language.numbers import NUMBER, Quantity, amount, amount_value, number
from bot.language.people_words import BETWEEN, CUE, JOBS, MANY, OTHER

_ALL = (
    r"(?:all told|all in all|in all|in total|total|altogether|all together|all up|overall|(?:people )?strong|together)"
)
_SELF = r"(?:me|myself|us|yours truly|the owners?|the boss|my (?:wife|husband|partner|brother|sister))"
_WITH = r"(?:with|w/?|incl(?:uding|\.)?|inc\.?|counting|if (?:you|we|i) count|when (?:you|we|i) count)"
_PEOPLE = rf"(?:{BETWEEN}[\s-]+{MANY}(?!\w)(?:\s+(?:and|&)\s+{MANY}(?!\w))?)"
_END = r"(?=\s*(?:$|[.,;!?()\n]|-\s|\b(?:and|in|at|here|now|between|behind|with|incl\w*|on|of us|people|altogether)\b))"
# No head counts: years, money, time, shares.
_NOT = (
    r"(?!(?:\s*|-)(?:%|€|\$|£|years?|yrs?|months?|weeks?|days?|hours?|hrs?|h\b|min|euros?|dollars?|pounds?|percent"
    r"|per cent|k\b|kg"
    r"|km|shops?|stores?|countries|a (?:day|week|month)|per|times|pieces?|products?|seats?|rooms?|beds?))"
)
_N = amount("n")
_SUMS = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        rf"{_N}{_PEOPLE}?,?\s+{_ALL}\b(?! (?:cost|price|sales|turnover|revenue))",
        rf"\b(?:makes?|making|made|(?:a )?total(?: of)?|totall?ing|comes? to|adds? up to|add(?:ed)? up,?|in total"
        rf"|all told,?|altogether)"
        rf"\s+(?:it |us |that |a team of |we are |we're )?{_N}{_NOT}(?:\s+(?:of us|people|ppl|heads|souls|orang|staff"
        rf"|persons))?"
        r"(?=\s*(?:$|[.,;!?)\n(]|-\s|altogether|in all|in total|all told|with|now|here))",
        rf"\b{_WITH} {_SELF},?\s+(?:(?:so|then|that|it|we|there|this)\s*)*(?:is|are|['’]re|['’]s|s|makes?|come to"
        rf"|number)?\s*{_N}{_NOT}{_END}",
        # "Ten masons, with me eleven": the sum comes behind.
        rf"{_N}{_PEOPLE}?,?\s*\(?{_WITH} {_SELF}\b(?!,?\s+(?:we(?:['’ ]?re| are)\s+)?{NUMBER}(?=\s*(?:$|[.;!)])))",
        rf"\bso (?:just |only )?{_N}{_NOT}(?:\s+of us)?(?=\s*(?:$|[.,;!)]))",
        rf"\b(?:left|gone|quit|joined|hired|retired|stayed)\b[^.;!?]{{0,30}}?\b(?:so|now|leaves(?: us)?"
        rf"|makes)\s+{_N}{_NOT}(?=\s*(?:$|[.,;]))",
        rf"{_N}{_PEOPLE}?,?\s+(?:exact(?:ly)?|to be (?:exact|precise)|precisely)(?=\s*(?:$|[.,;!]))",
        rf"{_N}\s+[a-z-]+\b[^.;!?\d]{{0,30}}?\bthat(?:['’]?s| is) (?:the (?:whole|entire)|our whole|all of us|us\b"
        rf"|the) ?(?:firm|company|team|crew|staff|business|lot|outfit)?(?=\s*(?:$|[.,;!]))",
        rf"\bso,? (?:that |it |now |today )?(?:we(?:['’ ]?re| are)|there are|that['’]?s|that is|it['’]?s"
        rf"|it is)\s+{_N}{_NOT}{_END}",
    )
)
_LABEL = re.compile(
    r"(?:^|[\n.;,•*|(-]\s*)(?:(?:our|total|current|the|my|full)\s+)?(?:employees|staff|people|team|head ?count"
    r"|team size|workforce"
    r"|strength|manpower|personnel|crew|heads|(?:number|no\.?|#|nr\.?) of (?:employees|people|staff|workers|persons)"
    r"|staff numbers?"
    rf"|company size|size of (?:the )?(?:team|company|firm)|we are|who we are|staffing)\s*(?:[:=–—-]"
    rf"|\bis\b)+\s*(?:we are )?{_N}{_NOT}"
    r"(?=\s*(?:$|[.,;!\n()]|people|persons?|staff|employees|in total|and that|incl|with|plus me|heads|ftes?|at))",
    re.IGNORECASE,
)
_LED = re.compile(
    r"\b(?:(?:team|staff|crew|workforce|strength|head ?count|payroll|personnel|manpower|number of (?:employees|people"
    r"|staff))\s*(?:size\s*)?"
    r"(?:of|is|are|:|=|stands at|comes to|counts|numbers|consists of|is made up of|made up of|totals|has)?\s*(?:now "
    r"|currently |today )?"
    rf"|(?:family|company|firm|shop|business|outfit|cooperative|coop|workshop|studio"
    rf"|practice) of)\s*{_N}{_NOT}(?!\s*-\s)",
    re.IGNORECASE,
)
_ON_BOOKS = re.compile(
    rf"{_N}{_PEOPLE}?\s+(?:(?:are |is |work(?:s|ing)? )?(?:(?:on|in) (?:the|our|my) (?:payroll|team|books|staff|crew"
    rf"|firm|company|family business)|on (?:staff|payroll|board))\b"
    r"|of (?:the|us|my|our) (?:family|relatives)?\s*(?:work|run|do|are)(?:s|ing)?\b)",
    re.IGNORECASE,
)
# "Butcher in Leeds. 7 incl. the saturday boys": a number that begins a thought, and who is among them.
_INCLUDING = re.compile(
    rf"(?:^|[.;!?\n,]\s*|\s[-–]\s+){_N},?\s*\(?(?:incl\w*\.?|inc\.?|counting)\s+(?:me|my|the|our|us|all|everyone|both"
    rf"|office|part|two|three|\d)",
    re.IGNORECASE,
)
# "Nine knitters and i'm the tenth".
_ORDINALS = {
    word: place + 2
    for place, word in enumerate(
        [
            "second",
            "third",
            "fourth",
            "fifth",
            "sixth",
            "seventh",
            "eighth",
            "ninth",
            "tenth",
            "eleventh",
            "twelfth",
            "thirteenth",
            "fourteenth",
            "fifteenth",
            "sixteenth",
            "seventeenth",
            "eighteenth",
            "nineteenth",
            "twentieth",
        ]
    )
}
_NTH = re.compile(
    rf"\b(?:i(?: a|['’])?m|me|myself|i)\s+(?:being |as |is |make )?(?:the |number "
    rf"|no\.? ?)?(?P<nth>{'|'.join(_ORDINALS)}|\d+(?:st|nd|rd|th)?)\b",
    re.IGNORECASE,
)
# Words of people, without which a bare "seven in all" may count anything.
_OF_PEOPLE = re.compile(rf"\b(?:{JOBS}|{CUE}|me|myself|us|employ\w*|work\w*|firm|company|team|crew)\b", re.IGNORECASE)
_OF_ELSE = re.compile(
    r"\b(?:hours?|hrs|minutes|evenings?|afternoons?|mornings?|euros?|dollars|pounds|€|shops|stores|branches|machines"
    r"|rooms|a week|a month)\b",
    re.IGNORECASE,
)
_OTHERS = re.compile(
    r"\b(?:they|their|he|she|competitors?|rivals?|giants?|chains?|the big|used to|once|started|began|were|was"
    r"|customers|clients|guests"
    r"|pupils|patients)\b[^.;!?]{0,40}$",
    re.IGNORECASE,
)
_MOST = 20_000


def totals(text: str) -> Iterator[Quantity]:
    """What is said as the sum of all, in the order of the text."""
    found = [quantity for pattern in _SUMS for match in pattern.finditer(text) if (quantity := _whole(text, match))]
    yield from sorted([*found, *_nth(text)], key=lambda quantity: quantity.start)


def labelled(text: str) -> Iterator[re.Match[str]]:
    """Where the size of the team is named as such: "team of 40", "staff: 12", "18 on the payroll"."""
    for pattern in (_LABEL, _LED, _ON_BOOKS):
        yield from pattern.finditer(text)
    yield from _INCLUDING.finditer(text)


def _whole(text: str, match: re.Match[str]) -> Quantity | None:
    before = _sentence(text, match.start("n_low"))
    value = amount_value(match, "n")
    if value % 1 or not 1 <= value <= _MOST or re.fullmatch(r"(?:19|20)\d\d", match["n_low"]):
        return None
    if _OF_ELSE.search(before + match.group()) or _OTHERS.search(before) or OTHER.search(match.group()):
        return None
    if not (_OF_PEOPLE.search(before + match.group()) or not before.strip(" -*•\n")):
        return None
    return Quantity(value, match.start(), match.end())


def _nth(text: str) -> Iterator[Quantity]:
    for match in _NTH.finditer(text):
        place = _ORDINALS.get(match["nth"].lower()) or int(re.sub(r"\D", "", match["nth"]) or 0)
        before = _sentence(text, match.start())
        for counted in re.finditer(rf"(?<![\w.,]){NUMBER}", before, re.IGNORECASE):
            if number(counted.group()) == place - 1:
                yield Quantity(place, match.start() - len(before) + counted.start(), match.end())
                break


def _sentence(text: str, place: int) -> str:
    """The sentence up to a place."""
    return re.split(r"[.;!?\n](?=\s|$)|\n", text[:place])[-1]
