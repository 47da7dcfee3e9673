"""Reads whether a text takes back what was just said, and what it says instead."""

from __future__ import annotations

import re

_OH = r"(?:oh|ah|oops|ooops|whoops|no|nope|sorry|hm+|er+m*|uh+|um+|argh|ok|okay|but|damn|well|yes|yeah)"
# "Hold on" alone may begin anything; these say plainly that another thing was meant.
_MEANT = (
    r"(?:no,? (?:actually|rather)|scratch that|strike that|correction|my mistake|my bad"
    r"|let me correct (?:that|it|myself)"
    r"|i (?:meant|mean|misspoke|misread)(?: to say)?|make (?:that|it)|i take (?:that|it) back|that was wrong"
    r"|it should be|that should be|should be|(?:it'?s|it is) (?:actually|really|rather))"
)
_WAIT = r"(?:wait(?: a (?:moment|minute|sec|second))?+|hold on|hang on|one (?:moment|sec|second)|stop)"
_BREAK = r"[ ,.:;!…-]+"
_OPENING = re.compile(
    rf"(?:{_OH}{_BREAK})*?(?:(?:{_WAIT}|{_MEANT}){_BREAK}(?:(?:{_OH}|actually|rather){_BREAK})*)+(?P<rest>\S.*)",
    re.IGNORECASE | re.DOTALL,
)
_PLAINLY = re.compile(rf"\b(?:{_MEANT}|actually)\b", re.IGNORECASE)


def said_instead(text: str) -> str:
    """What a text says in place of what was said before ("no wait, four weeks": "four weeks"); empty where it doesn't.

    "Hold on, I meant 14", "wait: actually only one mill", "scratch that, we're nine".
    """
    found = _OPENING.fullmatch(" ".join(text.replace("’", "'").split()))
    return found["rest"] if found else ""


def takes_back_plainly(text: str) -> bool:
    """Whether the words that open a text say that another thing was meant, and do not only ask to wait."""
    rest = said_instead(text)
    return bool(rest) and bool(_PLAINLY.search(text[: len(text) - len(rest)]))
