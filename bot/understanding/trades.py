"""What line of business a firm is in, and what it sells."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from bot.understanding.signs import Hit
from bot.understanding.typed import BREAK, END, Mark, Typed, plain

TRADE = "_trade"
GOODS, SERVICES, DIGITAL, MIXED = "goods", "services", "digital", "mixed"
_NOTHING = "none"
_EATING = "hospitality"
OWN, NAMED, MINE, OTHER, NAMED_OTHER = "own", "named", "mine", "other", "named_other"
# Who begins with a line of business names their own.
_OPENING = 3
_PERSON = re.compile(r"(?:er|or|ant|ist|ian|yer|man|eer)$")
# A single word of a sign counts where a message begins with it: "roofs. liberec".
_AT_FIRST = 3
# Where a message begins, a ware alone tells the trade: "bridal gowns, port of spain".
_FIRST_SENTENCES = 2
_PLACE = "_land"
_GREETINGS = frozenset({"hi", "hello", "hey", "good", "greetings", "dear", "so", "ok", "well"})
# "Electrican" is 0.91 like its right spelling, "seniors" 0.86 like "sensors".
_SURE = 0.88


@dataclass(frozen=True, slots=True)
class Trade:
    """A line of business as it is said; `kind` is the sector, `start` and `end` its place in the message."""

    kind: str
    start: int
    end: int


def first_words(words: Mapping[str, Sequence[str]], name: str) -> Iterator[str]:
    """The words with which the phrases of a list begin, and of the lists that it names in braces."""
    for phrase in words.get(name, ()):
        if phrase.startswith("{"):
            yield from first_words(words, phrase.strip("{}"))
        else:
            yield phrase.split()[0].rstrip("~*")


def signed_trades(said: Typed, hits: Sequence[Hit]) -> list[Mark]:
    """Every line of business that a sign finds, as a mark; hits of the fields `sector` and `opening` count."""
    return [
        Mark(TRADE, hit.value, *_span(said, hit))
        for hit in hits
        if hit.field == "sector" or (hit.field == "opening" and _opens(said, hit))
    ]


def _opens(said: Typed, hit: Hit) -> bool:
    """Whether it stands where a message says what it is about: first in a sentence, or behind a place or a greeting."""
    first = hit.first + (said.words[hit.first].text in (END, BREAK))
    if said.sentences[first] > _FIRST_SENTENCES:
        return False
    before = [
        word.text
        for word, clause, sentence in zip(said.words, said.clauses, said.sentences, strict=True)
        if clause == said.clauses[first] - 1 and sentence == said.sentences[first] and word.text not in (END, BREAK)
    ]
    return not before or _PLACE in before or before[0] in _GREETINGS


def trade_marks(signed: Sequence[Mark], entities: Sequence[Mapping[str, Any]]) -> list[Mark]:
    """Every line of business that a message names, by a sign or by a word of `sectors.yml`; the longest at a place.

    Args:
        signed: those that signs found.
        entities: the names found in the message.
    """
    named = [
        *signed,
        *(
            Mark(TRADE, str(entity["value"]), int(entity["start"]), int(entity["end"]))
            for entity in entities
            if entity["entity"] == "sector" and float(entity.get("confidence_entity", 1.0)) >= _SURE
        ),
    ]
    found: list[Mark] = []
    # Of two as long the later one: an "auto parts shop" is a shop.
    for mark in sorted(named, key=lambda mark: (mark.start - mark.end, -mark.start)):
        if all(mark.end <= other.start or mark.start >= other.end for other in found):
            found.append(mark)
    return found


def own_trade(
    said: Typed,
    hits: Sequence[Hit],
    signed: Collection[Mark],
    vague: Collection[str],
    doing: Collection[str],
    besides: Sequence[tuple[int, int]],
) -> Trade | None:
    """The firm's own line of business, or None.

    Args:
        said: the message, its lines of business marked as `_trade`.
        hits: what was found in it; those of the field `trade` count.
        signed: those that a sign found, not a word alone.
        vague: words such as "shop" that any other line of business outweighs.
        doing: words with which a sign begins that tells what somebody does, not what something is called.
        besides: parts of the message that tell of troubles, wishes and competitors: no trade is told there in passing.
    """
    # A word alone is no more than a name, whether a sign or the vocabulary has it.
    by_sign = {mark for mark in signed if " " in said.text[mark.start : mark.end] or mark.start < _AT_FIRST}
    ranked = []
    for place, word in enumerate(said.words):
        if word.text != TRADE or word.mark is None:
            continue
        told = {hit.value for hit in hits if hit.field == "trade" for a, b in hit.parts if a <= place <= b}
        blurred = said.text[word.start : word.end].lower() in vague
        passing = any(start <= word.start < end for start, end in besides) and OWN not in told
        # "Our software crashes" is no software firm, "our accountant" no accountant.
        named = told & {OWN, NAMED} or (MINE in told and not blurred) or word.mark in by_sign
        others = OWN not in told and word.mark not in by_sign and _of_others(said, place, MINE in told)
        deed = word.mark in by_sign and _first_word(said, word.mark) in doing
        if NAMED_OTHER in told and not deed:
            continue
        if OTHER not in told and not passing and named and not others:
            ranked.append(((blurred, not told, place), word.mark))
    if not ranked:
        return None
    mark = min(ranked)[1]
    return Trade(mark.value, mark.start, mark.end)


def _first_word(said: Typed, mark: Mark) -> str:
    return plain(re.split(r"\W+", said.text[mark.start : mark.end].strip(), maxsplit=1)[0])


def _of_others(said: Typed, place: int, mine: bool) -> bool:
    """Whether a word further on in a message may be somebody else: "our accountant", "breweries round here"."""
    word = said.words[place]
    text = said.text[word.start : word.end].lower()
    person = _PERSON.search(text) is not None
    opening = place - said.sentences.index(said.sentences[place])
    return (mine and person) or (place > _OPENING and text.endswith("s")) or (opening > _OPENING and person)


def sells(
    said: Typed,
    hits: Sequence[Hit],
    trade: Trade | None,
    usual: Mapping[str, str],
    besides: Sequence[tuple[int, int]],
) -> str | None:
    """What customers get, or None where neither the signs nor the line of business say.

    Args:
        said: the message.
        hits: what was found in it; those of the fields `sells`, `trade_sells` and `actor` count.
        trade: the firm's own line of business.
        usual: what each sector sells.
        besides: parts of the message that tell of troubles, wishes and competitors.
    """
    ours = [
        hit
        for hit in hits
        if hit.field in ("sells", "sells_bare", "sells_beside")
        and _ours(said, hit, hits)
        and not any(start <= said.words[hit.first].start < end for start, end in besides)
    ]
    told = [hit.value for hit in ours if hit.field == "sells"]
    default = _usual(said, hits, trade, usual)
    serving = trade is not None and (trade.kind == _EATING or default == SERVICES)
    if serving and any(hit.field == "sells_beside" for hit in ours):
        return MIXED
    if MIXED in told:
        return MIXED
    if DIGITAL in told and (trade is None or usual.get(trade.kind) == DIGITAL):
        return DIGITAL
    if default in told or not told:
        bare = [hit.value for hit in ours if hit.field == "sells_bare"]
        return default or next(iter(bare), None)
    return told[0]


def _usual(said: Typed, hits: Sequence[Hit], trade: Trade | None, usual: Mapping[str, str]) -> str | None:
    if trade is None:
        return None
    named = {hit.value for hit in hits if hit.field == "trade_sells" and _names_trade(trade, *_span(said, hit))}
    for value in (SERVICES, GOODS, _NOTHING):
        if value in named:
            return None if value == _NOTHING else value
    return usual.get(trade.kind)


def _names_trade(trade: Trade, start: int, end: int) -> bool:
    """Whether a word names a line of business: "nail bar" is no bar, but "serve lunch" and "island tours" tell all."""
    if trade.kind == _EATING:
        return trade.start <= start and end <= trade.end
    return start == trade.start and end == trade.end


def _ours(said: Typed, hit: Hit, hits: Sequence[Hit]) -> bool:
    """Whether it is not a competitor who sells: "lidl sells loaves"."""
    clause = said.clauses[hit.first]
    others = (other for other in hits if other.field == "actor" and said.clauses[other.first] == clause)
    return all(other.first > hit.first for other in others)


def _span(said: Typed, hit: Hit) -> tuple[int, int]:
    return said.words[hit.first].start, said.words[hit.last].end


def marks_without(marks: Sequence[Mark], others: Sequence[Mark]) -> Iterator[Mark]:
    """The marks that no other mark overlaps."""
    for mark in marks:
        if all(mark.end <= other.start or mark.start >= other.end for other in others):
            yield mark
