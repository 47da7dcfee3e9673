"""The preparer of messages that knows the words and names of a vocabulary."""

from __future__ import annotations

from bot.language.preparing import Preparer
from bot.language.spelling import Speller
from bot.understanding.phrases import own_texts
from bot.understanding.vocabulary import Vocabulary, entries


def preparer(known: Vocabulary) -> Preparer:
    """A preparer that leaves the words of the knowledge and the names in it alone; takes a second to make."""
    return Preparer(Speller(own_texts(known), (entry.phrase for entry in entries(known))))
