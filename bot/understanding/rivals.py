"""Where a large competitor is ahead, and which one is named."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Container, Iterable, Mapping, Sequence
from dataclasses import dataclass

from bot.understanding.actors import competitors
from bot.understanding.giants import GIANT, PLATFORM, Giants
from bot.understanding.signs import Hit
from bot.understanding.typed import BREAK, END, Typed

# What a sign that says all of it counts, a word of the subject, and that the sentence sets us against them.
_SIGN, _TOPIC, _CONTRAST = 3.0, 1.0, 0.5
# And that a name is who does it: "huawei has a program that draws the roof".
_BY_NAME = 0.5
_MOST_TOPICS = 3
# One sign; or a word of the subject, set against us or with a second one; of "them", who may be anybody, one word more.
_ENOUGH, _ENOUGH_OF_THEM = 1.5, 2.5
# Two dimensions that are named alike often: neither is plain.
_LEAD = 0.5
# "Comes first on google maps": what stands behind these is where it happens, not who.
_OF_PLATFORMS = "platform"
_THEY = frozenset({"they", "their", "them"})
_WHERE = frozenset({"on", "via", "through", "over", "from", "in", "of", "like", "to", "at"})


@dataclass(frozen=True, slots=True)
class Rival:
    """The dimension in which a large competitor is ahead, and its name where it has one."""

    dimension: str
    name: str | None


def rival(said: Typed, hits: Sequence[Hit], giants: Giants) -> Rival | None:
    """Where a large competitor is ahead, or None where no sentence says that one is.

    Args:
        said: the message, its large competitors marked as `_giant`.
        hits: what was found in it; those of the fields `rival`, `rival_topic`, `harm`, `contrast`, `no_rival`,
            `buyer` and `actor` count.
        giants: the large competitors by name.
    """
    if any(hit.field == "actor" and hit.value == "strong" for hit in hits):
        actors = competitors(said, hits)
        hits = [hit for hit in hits if hit.field != "actor" or hit in actors]
    totals: dict[str, float] = defaultdict(float)
    where: dict[str, set[int]] = defaultdict(set)
    for sentence in sorted(set(said.sentences)):
        for dimension, score in _sentence(said, hits, sentence).items():
            totals[dimension] += score
            where[dimension].add(sentence)
    ranked = sorted(totals, key=lambda name: -totals[name])
    if ranked and (len(ranked) == 1 or totals[ranked[0]] - totals[ranked[1]] >= _LEAD):
        return Rival(ranked[0], _name(said, where[ranked[0]]))
    if ranked:
        # Named alike often: the one in which the giant that is named is usually ahead, else what is said of it first.
        tied = [dimension for dimension in ranked if totals[ranked[0]] - totals[dimension] < _LEAD]
        name = _name(said, set().union(*(where[dimension] for dimension in tied)))
        leads = giants.leads(name) if name else ""
        if leads in tied or not name:
            return Rival(leads, name) if name else None
        first = _said_first(said, hits, tied, where)
        return Rival(first, name) if first else None
    harmed = {said.sentences[hit.first] for hit in hits if hit.field == "harm"}
    named = _name(said, harmed)
    return Rival(giants.leads(named), named) if named else None


def _said_first(
    said: Typed, hits: Iterable[Hit], tied: Container[str], where: Mapping[str, Container[int]]
) -> str | None:
    """The dimension that is told of first behind the name that acts."""
    for hit in sorted(hits, key=lambda hit: hit.first):
        sentence = said.sentences[hit.first]
        if hit.field not in ("rival", "rival_topic") or hit.value not in tied or sentence not in where[hit.value]:
            continue
        named = [i for i, word in enumerate(said.words) if word.text in (GIANT, PLATFORM) and i <= hit.last]
        if any(said.sentences[i] == sentence for i in named):
            return hit.value
    return None


def _sentence(said: Typed, hits: Sequence[Hit], sentence: int) -> dict[str, float]:
    """How much one sentence says for each dimension; nothing where it says too little or nobody acts in it."""
    here = [hit for hit in hits if said.sentences[hit.first] == sentence]
    strong = any(hit.field == "actor" and hit.value == "strong" and not _buys(hit, here) for hit in here)
    actors = [hit for hit in here if hit.field == "actor"]
    if not actors and _is_label(said, sentence - 1):
        # "Our big one: temu. half of our price": the sentence before is no more than the name.
        actors = [hit for hit in hits if hit.field == "actor" and said.sentences[hit.first] == sentence - 1]
        strong = True
    # "A chain opened. they sell at half price": the sentence before says who.
    acting = bool(actors) or any(hit.field == "actor" and said.sentences[hit.first] == sentence - 1 for hit in hits)
    harmed = any(hit.field == "harm" for hit in here)
    against = harmed or any(hit.field == "contrast" for hit in here)
    against = against or _answered(said, hits, sentence)
    by_name = _acts_by_name(said, sentence)
    aside = {said.clauses[hit.first] for hit in here if hit.field == "no_rival"}
    # "Instagram scares me" tells of a trouble with a part of the work.
    troubled = {
        said.clauses[hit.first]
        for hit in here
        if hit.field == "pains"
        and all(said.clauses[a.first] != said.clauses[hit.first] or a.first >= hit.first for a in actors)
    }
    scores: dict[str, float] = {}
    for dimension in {hit.value for hit in here if hit.field in ("rival", "rival_topic")}:
        told = [hit for hit in here if hit.value == dimension]
        of_platform = dimension == _OF_PLATFORMS
        signs = [hit for hit in told if hit.field == "rival" and (of_platform or not _within(said, hit, aside))]
        besides = troubled if harmed else troubled | aside
        topics = {hit.first for hit in told if hit.field == "rival_topic" and not _within(said, hit, besides)}
        if actors and not strong:
            # "The papers, they kill me": "they" who come behind their subject are no competitors.
            topics = {first for first in topics if first > min(hit.first for hit in actors)}
        score = _TOPIC * min(len(topics), _MOST_TOPICS) + (_CONTRAST if against and topics else 0)
        score += _BY_NAME if by_name and topics else 0
        if signs and acting:
            scores[dimension] = score + _SIGN
        elif actors and score >= (_ENOUGH if strong else _ENOUGH_OF_THEM):
            scores[dimension] = score
    return scores


def _is_label(said: Typed, sentence: int) -> bool:
    """Whether a sentence is a short label that ends with a name."""
    places = [i for i, number in enumerate(said.sentences) if number == sentence and said.words[i].text != END]
    return bool(places) and len(places) <= 6 and said.words[places[-1]].text in (GIANT, PLATFORM)


def _answered(said: Typed, hits: Iterable[Hit], sentence: int) -> bool:
    """Whether the next sentence begins with us: "they have a system that predicts it. We guess"."""
    begins = [i for i, number in enumerate(said.sentences) if number == sentence + 1][1:3]
    return any(hit.field == "contrast" and hit.first in begins for hit in hits)


def _acts_by_name(said: Typed, sentence: int) -> bool:
    """Whether a name stands in a sentence as somebody who does something."""
    named = [i for i, word in enumerate(said.words) if word.text in (GIANT, PLATFORM) and said.sentences[i] == sentence]
    return any(
        said.words[i - 1].text not in _WHERE and said.words[i + 1].text not in (END, BREAK, "and", "or") for i in named
    )


def _within(said: Typed, hit: Hit, clauses: Container[int]) -> bool:
    return said.clauses[hit.first] in clauses and said.clauses[hit.last] in clauses


def _buys(actor: Hit, hits: Iterable[Hit]) -> bool:
    """Whether somebody large is a customer here: "three chains take all of it"."""
    parts = [part for hit in hits if hit.field == "buyer" for part in hit.parts]
    return any(first <= actor.last and actor.first <= last for first, last in parts)


def _name(said: Typed, sentences: Collection[int]) -> str | None:
    """The large competitor named in some sentences, or in the one before: who acts, else who is there at all.

    Where the sentences say "they" and only one competitor was named before them, it is meant.
    """
    for distance in (0, 1):
        near = {sentence - distance for sentence in sentences}
        named = [i for i, word in enumerate(said.words) if word.text in (GIANT, PLATFORM)]
        places = [i for i in named if said.sentences[i] in near]
        acting = [i for i in places if said.words[i - 1].text not in _WHERE]
        for place in (*acting, *places):
            mark = said.words[place].mark
            if mark:
                return mark.value
    before = {
        word.mark.value
        for i, word in enumerate(said.words)
        if word.mark and word.text in (GIANT, PLATFORM) and sentences and said.sentences[i] < min(sentences)
    }
    spoken_of = any(word.text in _THEY for i, word in enumerate(said.words) if said.sentences[i] in sentences)
    return before.pop() if len(before) == 1 and spoken_of else None
