"""Splits a message into the things it says: sentences, and clauses that could stand alone."""

from __future__ import annotations

import re

# Where a new thought begins though no mark says so: a conjunction before a subject, or a question word behind a
# statement.
_SUBJECT = (
    r"(?:now )?"
    r"(?:we|we're|we've|were|i|i'm|i've|im|ive|my|our|they|they're|it|its|it's|the|there|there's|he|she|this|that"
    r"|that's|most|some|half|everything|nobody|no one|everyone)"
)
_ASKING = (
    r"(?:what(?:'?s| is| are| does| do| can| should| about)|how (?:do|does|can|could|should|would|much|is|are)"
    r"|why (?:is|are|do|does|did)|which (?:one|of|is)|who (?:can|helps?|could|is)|(?:can|could|would) (?:you|u)"
    r"|(?:is|are) (?:there|that|it)\b|do (?:you|u)|does (?:it|that)|should (?:we|i)|can (?:we|i)"
    r"|please (?:explain|tell)|explain|tell me)"
)
_JOINTS = re.compile(
    r"(?<=[.;!?])\s+|\s*\n+\s*|\s+[-–—]+\s+|;\s*|,\s+(?!\d)|\s*[()]\s*"
    rf"|\s+(?:and|but|so|because|cause|cos|though|although|while|whereas|plus|also|yet|then)\s+(?={_SUBJECT}\b)"
    rf"|\s+(?:and|but|so|or|plus|also)\s+(?={_ASKING}\b)|\s+(?={_ASKING}\b(?=.{{6,}}))",
    re.IGNORECASE,
)
# A shorter piece is part of a list ("bread, cakes, rolls") or an aside, and goes with what stands before it.
_FEWEST_WORDS = 3
# What follows in a very long message repeats itself; each clause costs an encoding of four milliseconds.
MOST_CLAUSES = 12


def clauses(text: str) -> list[str]:
    """The clauses of a text in its order; a text that says one thing is one clause.

    Args:
        text: what was typed, up to some thousand characters.
    """
    pieces = [piece.strip(" ,") for piece in _JOINTS.split(text) if piece and piece.strip(" ,.!?;")]
    found: list[str] = []
    for piece in pieces:
        short = len(piece.split()) < _FEWEST_WORDS and not piece.endswith("?")
        if found and short and not found[-1].endswith((".", "!", "?")):
            found[-1] = f"{found[-1]}, {piece}"
        else:
            found.append(piece)
    return found[:MOST_CLAUSES]
