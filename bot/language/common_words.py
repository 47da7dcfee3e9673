"""Everyday words that are never taken for a misspelt name."""

from __future__ import annotations

from spacy.lang.en.stop_words import STOP_WORDS

# Words of everyday messages that lie within one or two letters of a sector, a country or a function. Found by running
# the gazetteer over thousands of unrelated questions; add a word here when it is taken for a name.
_LIKE_NAMES = """
"""

COMMON_WORDS = frozenset(STOP_WORDS) | frozenset(_LIKE_NAMES.split())
