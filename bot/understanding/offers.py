"""What money and time somebody offers for getting better, as steps of the scales."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from bot.language.numbers import NUMBER
from bot.language.sums import Money, Sum
from bot.language.working_time import Time, times
from bot.model.knowledge import Question
from bot.understanding.signs import Hit
from bot.understanding.spare_time import spare_times
from bot.understanding.typed import END, Typed

_HELD = "_held"
# A clause of its own begins here, though no comma stands there: "and i can give", "because paperwork takes".
_OWN = re.compile(
    r"[,;:()]|\s[-–—]+\s|\n|[–—]|\b(?:and|but|so|plus|or)\s+(?=(?:i|we|it|they|there|my|our|he|she|the|that|id|you)\b)"
    r"|\band\s+(?=(?:about |around |maybe |perhaps |up to |some |roughly |say )?(?:an?|half|one|two|three|four|five"
    r"|six|seven|eight|nine|ten|\d+)\b)"
    r"|\b(?:because|while|whereas|although|which|who|since|but|however|as for)\b",
    re.IGNORECASE,
)
# With no sign near it an amount is an offer where it is nearly all that its sentence says: "250 euros a month maybe."
_FEW_BEFORE, _FEW_BEHIND = 3, 4
_OTHER = re.compile(
    rf"{NUMBER}.*\b(?:week|month|weekly|monthly|daily|hours?|hrs)\b|\b(?:budget|money|time|evenings|weekends?)\b",
    re.IGNORECASE,
)
# "We send 40 a month": somebody does something else with them.
_DOING = re.compile(r"\b(?:i|we|they|he|she|who)\b(?! (?:guess|think|suppose|reckon|hope|say|believe))", re.IGNORECASE)
_IS = re.compile(r"\b(?:is|are|was|takes?|has)\b", re.IGNORECASE)
_NEARLY = re.compile(
    r"(?:[\s.,!]|\b(?:about|around|maybe|perhaps|max|tops|yes|ok|well|say|so|at most|i think|i guess|probably)\b)*",
    re.IGNORECASE,
)
_WHEN = re.compile(r"\b(?:when|while|once|if|after|before)\b.*", re.IGNORECASE | re.DOTALL)
_BULLET = re.compile(r"^[\s\-*•·,;:]+")
# Behind the amount: what it is for. Further off, a sign speaks of something else.
_USE = 30
# "30,000 yen, roughly 180 euros": the sum again, in money whose worth is plain.
_AGAIN = re.compile(
    r"[\s,;(]*(?:or|i\.?e\.?|so|=|that(?:'s| is|s)|which(?: is|'s| comes to)?|about|around|roughly|approx\w*\.?|some"
    r"|circa|ca\.?"
    r"|close to|near(?:ly)?|just|under|over|maybe|equals?|equal to|makes|say|to|is|a month|per month|monthly|what is)?"
    r"(?:[\s,]+(?:about|around|roughly|close to|some|nearly|almost|just|under|over|is|to|ca\.?|circa|maybe"
    r"|like))*[\s(~≈]*",
    re.IGNORECASE,
)
# "Three hours each, so six together", "two evenings, say four hours": the last word on it.
_TOGETHER = re.compile(
    r"[^.!?]{0,25}?\b(?:so|say|makes|making|that's|thats|that is|i\.e\.|meaning|total|together)\W+(?:about |around "
    r"|roughly "
    r"|maybe |in total )?(?P<hours>[\w-]+)(?: ?(?:h|hrs?|hours))?(?: (?:a week|per week|weekly))?"
    r"(?: (?:together|in total|altogether|in all|all told|between us))?\s*(?=[,.;!)]|would|$)",
    re.IGNORECASE,
)
# Nearer to a bound than the rates are true.
_UNSURE = 0.1
# The plural of a currency before its number, and small letters for rands.
_PLURAL_BEFORE = re.compile(
    r"\b(?P<name>rupee|dollar|euro|pound|peso|shilling|rand|dirham|ruble|dinar|crown)s(?= ?\d)", re.IGNORECASE
)
_SMALL_RAND, _RAND_COUNTRY = re.compile(r"(?<![\w.])r(?= ?\d)"), "South Africa"
# "I could put in 150 and three hours": what stands behind "and" is offered with what stands before.
_JOINED = re.compile(r"[\s,]*(?:and|plus|&|\+)\s+(?:about |around |maybe |perhaps |some |say )*$", re.IGNORECASE)
# "4 a week" counts hours or customers, not money.
_FEW_EUROS = 200


@dataclass(frozen=True, slots=True)
class _Marker:
    """A sign of an offer, or of what is none, with its place; `held` gives way to what the amount is for."""

    start: int
    end: int
    good: bool
    held: bool


def offers(
    said: Typed, hits: Sequence[Hit], questions: Mapping[str, Question], money: Money, home: str | None
) -> dict[str, int]:
    """The steps of `budget` and `hours` that a message offers.

    Args:
        said: the message.
        hits: what was found in it; those of the fields `offer`, `spent`, `budget` and `hours` count.
        questions: the questionnaire by id; its scales turn amounts into steps.
        money: reads sums of money.
        home: the country of the firm, which tells whose money is meant.
    """
    found: dict[str, int] = {}
    for name, kind in (("budget", "money"), ("hours", "time")):
        question = questions.get(f"fact.{name}")
        if question is None or question.scale is None:
            continue
        markers = list(_markers(said, hits, kind))
        upper = question.scale.upper
        offered = _sum(said, markers, money, home, upper) if kind == "money" else _hours(said, markers)
        stated = [int(hit.value) for hit in hits if hit.field == name]
        if offered is not None:
            # A bound belongs to the step below it, as in the diagnosis.
            found[name] = bisect_left(upper, offered)
        elif stated:
            found[name] = stated[0]
    return found


def _markers(said: Typed, hits: Sequence[Hit], kind: str) -> Iterator[_Marker]:
    for hit in hits:
        if hit.field in ("offer", "spent") and hit.value.removesuffix(_HELD) == kind:
            words = [word for word in said.words[hit.first : hit.last + 1] if word.end > word.start]
            if words:
                held = hit.value.endswith(_HELD)
                yield _Marker(words[0].start, words[-1].end, hit.field == "offer", held)


def _sum(
    said: Typed, markers: Sequence[_Marker], money: Money, home: str | None, upper: Sequence[float]
) -> float | None:
    """The first sum that is offered, in euros a month."""
    for start, end in _sentences(said):
        sums = [
            found
            for found in money.sums(_plainly(said.text[start:end], home))
            if found.currency or found.period or found.value >= 10
        ]
        for place, found in enumerate(sums):
            few = found.period[:1] in ("w", "d") and found.value < _FEW_EUROS
            year = 1900 <= found.value < 2100 and not found.period
            if not found.currency and (few or year):
                # "4 a week" counts hours or customers, and 2020 is a year.
                continue
            monthly = bool(found.period) and found.period[0] not in ("y", "a")
            plain = bool(found.currency or found.period)
            if not plain and not _stands_alone(said.text[start + found.end : end]):
                continue
            if not _offered(said, (start, end), _at(found, start), markers, monthly, plain):
                continue
            value = _worth(money, said.text[start:end], sums[place:], home)
            if value is not None and not (money.is_foreign(found) and _near(value, upper)):
                return value
    return None


def _plainly(sentence: str, home: str | None) -> str:
    """A sentence with currencies as sums are read: "rupees 500" as " rupee 500", "r500" of South Africa as "R500"."""
    if home == _RAND_COUNTRY:
        sentence = _SMALL_RAND.sub("R", sentence)
    return _PLURAL_BEFORE.sub(lambda match: " " + match["name"], sentence)


def _worth(money: Money, sentence: str, sums: Sequence[Sum], home: str | None) -> float | None:
    """What the first of some sums is worth; where it is said again in euros, that counts."""
    found = sums[0]
    period = found.period
    for again in sums[1:2]:
        euros = money.is_foreign(found) and again.currency and not money.is_foreign(again)
        if euros and _AGAIN.fullmatch(sentence, found.end, again.start):
            return again.value
    if not period and re.search(r"\b(?:year|yearly|annual|annually|per annum)\b", sentence, re.IGNORECASE):
        found = Sum(found.value / 12, found.start, found.end, "y", found.currency)
    return money.euros(found, home)


def _near(value: float, upper: Sequence[float]) -> bool:
    return any(bound and abs(value - bound) < _UNSURE * bound for bound in upper)


def _stands_alone(behind: str) -> bool:
    """Whether a number without a currency counts nothing named behind it: "budget: 200", "put in 200 for it"."""
    return (
        re.match(r"\s*(?:$|[,.;!)]|(?:max|tops|at most|or so|for (?:it|this|that|help)|if|but|and)\b)", behind)
        is not None
    )


def _hours(said: Typed, markers: Sequence[_Marker]) -> float | None:
    """The first time that is offered, in hours a week."""
    for start, end in _sentences(said):
        sentence = said.text[start:end]
        for found in spare_times(sentence):
            if not _offered(
                said, (start, end), _at(found, start), markers, found.weekly, found.weekly and found.number
            ):
                continue
            more = _TOGETHER.match(sentence, found.end)
            total = next(times(f"{more['hours']} hours"), None) if more else None
            return total.hours if total and total.hours >= found.hours / 2 else found.hours
    return None


def _at(found: Sum | Time, offset: int) -> tuple[int, int]:
    return found.start + offset, found.end + offset


def _sentences(said: Typed) -> Iterator[tuple[int, int]]:
    """Where each sentence stands in the text."""
    for sentence in sorted(set(said.sentences)):
        places = [i for i, other in enumerate(said.sentences) if other == sentence and said.words[i].text != END]
        if places:
            # Up to what comes next: a sign such as "€" is no word.
            last = places[-1] + 1
            yield said.words[places[0]].start, said.words[last].start if last < len(said.words) else len(said.text)


def _offered(
    said: Typed,
    sentence: tuple[int, int],
    amount: tuple[int, int],
    markers: Sequence[_Marker],
    periodic: bool,
    plain: bool,
) -> bool:
    """Whether an amount is an offer: by the sign nearest to it, in its own clause first, then before, then behind."""
    start, end = sentence
    if _NEARLY.fullmatch(said.text[: amount[0]]) and _NEARLY.fullmatch(said.text[amount[1] :]):
        # The whole message is an amount: an answer.
        return True
    if plain and _NEARLY.fullmatch(said.text[start : amount[0]]) and _NEARLY.fullmatch(said.text[amount[1] : end]):
        # "Half a day, tuesdays. 250 sgd. two of us": who is so brief says what was asked for.
        return True
    within = (marker for marker in markers if start <= marker.start and marker.end <= end)
    # "An hour every working day" is said of no work.
    here = [marker for marker in within if marker.start < amount[0] or marker.end > amount[1]]
    breaks = [start, *(match.start() for match in _OWN.finditer(said.text, start, end)), end]
    first = max((place for place in breaks if place <= amount[0]), default=start)
    last = min((place for place in breaks if place >= amount[1]), default=end)
    before = _nearest([marker for marker in here if first < marker.end <= amount[1]], before=True)
    behind = _nearest([marker for marker in here if amount[0] <= marker.start < last], before=False)
    use = behind is not None and not behind.good and behind.start - amount[1] < _USE
    if before and before.held and use:
        return False
    decided = behind if before and before.held and behind and behind.good else before or behind
    if decided is None and _JOINED.match(said.text[first : amount[0]]):
        decided = _nearest([marker for marker in here if marker.end <= amount[0]], before=True)
    if not plain:
        # A bare number or a bare day counts only where money or time is plainly being given.
        sole = decided is None and periodic and _sole(said.text, breaks, amount)
        return sole or (decided is not None and decided.good and not decided.held)
    if decided is None:
        earlier = [marker for marker in here if marker.end <= max(first, amount[0])]
        later = [marker for marker in here if marker.start >= last]
        decided = _nearest(earlier, before=True) or _nearest(later, before=False)
    if decided is not None:
        return decided.good
    return periodic and _alone(said.text, breaks, amount)


def _sole(text: str, breaks: Sequence[int], amount: tuple[int, int]) -> bool:
    """Whether a thought is an amount and nothing else: "200 a month, a saturday morning"."""
    first = max(place for place in breaks if place <= amount[0])
    last = min(place for place in breaks if place >= amount[1])
    before, behind = _BULLET.sub("", text[first : amount[0]]), text[amount[1] : last]
    return _NEARLY.fullmatch(before) is not None and _NEARLY.fullmatch(behind) is not None


def _alone(text: str, breaks: Sequence[int], amount: tuple[int, int]) -> bool:
    """Whether hardly a word stands beside an amount, other amounts apart."""
    for first, last in pairwise(breaks):
        if first > amount[0]:
            break
        clause = _BULLET.sub("", text[first : min(last, amount[0])])
        if (len(clause.split()) > _FEW_BEFORE or _DOING.search(clause) or _IS.search(clause)) and not _OTHER.search(
            clause
        ):
            return False
    last = min(place for place in breaks if place >= amount[1])
    # "3 mornings a week when the kids are at school": when it is counts for nothing.
    behind = _WHEN.sub("", text[amount[1] : last])
    return len(behind.split()) <= _FEW_BEHIND and not _DOING.search(behind)


def _nearest(markers: Sequence[_Marker], before: bool) -> _Marker | None:
    """The last of those before an amount, or the first of those behind; the longest of those at one place."""
    if not markers:
        return None
    if before:
        return max(markers, key=lambda marker: (marker.end, not marker.held, -marker.start, not marker.good))
    return min(markers, key=lambda marker: (marker.start, -marker.end, marker.good))
