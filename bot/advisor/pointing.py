"""Whether words point back at what is in view, or name something of their own."""

from __future__ import annotations

import re

# Words that name no strategy: of grammar, of deciding, of asking about a strategy, and of the plan itself.
_SMALL_WORDS = """
    a an the this that these those it its them they one ones thing things i me my mine we us our ours you your he she
    is are was were be been being am do does did doing done don't doesn't didn't isn't aren't it's that's what's there's
isnt dont doesnt didnt cant wont whats thats theres im ive id
    have has had having got get gets can can't cannot could couldn't will won't would wouldn't shall should may might
    i'd i'll i'm i've we'd we'll we're we've let let's want wants wanted like please pls kindly just only so then well
    and or but if not no nope nah never yes yep yeah ok okay sure fine right good great alright thanks thank cool too
    also as at by for from in into of off on onto out over to up down under with without about again back away here
    there now today later soon already still yet anyway first second third last next rather really very much many more
    all any some none how what which when where who why whose because
    put add take takes accept accepted keep drop remove delete skip leave throw scrap bin forget give go going choose
    plan list step steps strategy strategies item point task idea advice suggestion option recommendation
    use using used try tried need needs make makes take start starts started begin
    proof evidence figures figure numbers number studies study data source sources prove proven proves
    cost costs price effort expensive cheap dear money pay against for downside downsides risk risks drawback drawbacks
    catch speaks speak beware careful reason reasons tell show explain say mean means read see know think thinking
    interesting help helps useful exactly actually maybe perhaps instead else other others another
"""
_NAMES_NOTHING = frozenset(_SMALL_WORDS.split())
_WORD = re.compile(r"[a-z]+(?:'[a-z]+)?")
# "That newsletter" names a newsletter; "that" before the end or a small word stands for what is in view.
_POINTS = re.compile(
    r"\b(?:it|them|(?:this|that)(?: (?:one|thing|step|strategy|idea))?)\b"
    r"(?=\s*(?:$|[.,;:!?]|(?:on|onto|off|to|in|into|from|for|out|already|now|later|please|too|away|down|up|back|again"
    r"|is|isn't|was|does|doesn't|won't|and|but|because|so|yet|first|next|cost|costs|help|helps|work|works)\b))"
)


def flattened(text: str) -> str:
    """A text without what a keyboard changes: small letters, straight apostrophes, single spaces."""
    return " ".join(text.lower().replace("’", "'").split())


def names_something(text: str) -> bool:
    """Whether a text has a word that could name a strategy or a topic: "first step?" has none."""
    return any(word not in _NAMES_NOTHING for word in _WORD.findall(flattened(text)))


def points_back(text: str) -> bool:
    """Whether a text stands for what is in view: "put it on the plan", "that one", or words that name nothing."""
    return bool(_POINTS.search(flattened(text))) or not names_something(text)
