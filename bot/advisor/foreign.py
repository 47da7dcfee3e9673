"""Another language than English: told in that language, with the ways on that need no words."""

from __future__ import annotations

import re

from bot.advisor.advisor import Advisor
from bot.advisor.searching import UseCase
from bot.advisor.talking import ways_on
from bot.model.knowledge import Knowledge
from bot.model.message import Message
from bot.model.turn import Reply, Turn
from bot.rendering.phrases import lines, say

# Intents that foreign words end up in, and that borrowed ones ("ciao", "merci") express: they are no sign of English.
_NO_SIGN = {"", "nlu_fallback", "out_of_scope", "greet", "goodbye", "thank", "chitchat"}
_TOO_SHORT = 2
# "No dont send" looks French by one word; so few words with one of these are English typed in haste.
_ENGLISH, _FEW_WORDS = re.compile(r"\b(?:dont|cant|wont|didnt|doesnt|isnt|thats|whats)\b", re.IGNORECASE), 5


def english_only(use_case: UseCase) -> UseCase:
    """A use case that gives way where a message is in another language."""

    def act(advisor: Advisor, turn: Turn) -> Reply:
        if is_foreign(advisor.knowledge, turn):
            return Reply((say_english_only(advisor, turn),))
        return use_case(advisor, turn)

    return act


def is_foreign(knowledge: Knowledge, turn: Turn) -> bool:
    """Whether a message is in another language, and not understood in spite of it."""
    if not turn.understanding.language or turn.token:
        return False
    if len(turn.text.split()) <= _FEW_WORDS and _ENGLISH.search(turn.text):
        return False
    # Two words are little to tell a language by: "nah wait", "no wait 3".
    short = sum(any(letter.isalpha() for letter in word) for word in turn.text.split()) <= _TOO_SHORT
    return turn.intent in _NO_SIGN or (not short and turn.confidence < knowledge.weight("search.claimed"))


def say_english_only(advisor: Advisor, turn: Turn) -> Message:
    """That the adviser speaks English only for now: in the person's language where there is a text, and in English."""
    knowledge, code = advisor.knowledge, turn.understanding.language
    own = say(knowledge, f"language.{code}") if f"language.{code}" in knowledge.wording else ""
    text = lines(own, say(knowledge, "talk.english_only"))
    return Message("notice", text, buttons=ways_on(advisor, turn), data={"language": code})
