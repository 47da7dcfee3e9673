"""Reads which word a text asks the meaning of, and nothing else: "what's a credit line", "credit line?"."""

from __future__ import annotations

import re

# What people say before they ask, and after it.
_BEFORE = (
    r"(?:(?:sorry|so|and|but|ok|okay|wait|hm+|er+m*|um+|well|hang on|hold on|please|pls|hey|hi|excuse me"
    r"|quick question|one question|stupid question|before that)[ ,.:;!-]+)*"
)
_AFTER = (
    r"(?: (?:exactly|then|again|please|pls|anyway|actually|even|here|supposed to be|in (?:plain|simple|normal) "
    r"(?:english|words|terms)|in short|to me|for me|for us|in this question|in that question))*"
)
_WORD = (
    r"(?:(?:the|this|that) (?:word|term|expression|phrase|thing) )?(?:an? |any )?(?P<word>[a-z0-9][a-z0-9 '-]{0,60}?)"
)
_HELL = r" (?:the (?:hell|heck|devil|fuck)|on earth|in the world)"
_YOU = r"(?:(?:can|could|would|will) (?:you|u) )?(?:please )?"
_I_DONT = r"(?:i |we )?(?:don'?t|do not|didn'?t|can'?t)(?: really| quite)?"
_IS = r"(?: is| are| means?| stands for| is all about| is about)"
_ASKINGS = tuple(
    re.compile(_BEFORE + pattern + _AFTER)
    for pattern in (
        rf"(?:what|wat|wot)(?:'?s|'?re| is| are| was| r|{_HELL}(?:'?s| is| are))(?: meant (?:by|with)"
        rf"| the meaning of)? {_WORD}",
        rf"(?:what|wat) (?:does|do|did|would) {_WORD} (?:even )?(?:mean|stand for|refer to)",
        rf"(?:what|wat) (?:do|did|does) (?:you|u|they|it) (?:mean|understand) (?:by|with|under) {_WORD}",
        rf"(?:what|wat) (?:you|u) mean (?:by|with) {_WORD}",
        rf"what {_WORD} means?",
        rf"what means? {_WORD}",
        rf"{_WORD}[ ,:.-]+(?:meaning|definition|explain(?: (?:it|that))?)",
        rf"{_WORD}[ ,:.?-]+(?:and )?what(?:'?s| is| does) (?:that|this|it)(?: mean)?",
        rf"(?:the )?(?:meaning|definition) of {_WORD}",
        rf"{_YOU}(?:explain|define)(?: to (?:me|us))? {_WORD}",
        rf"{_YOU}(?:explain|define)(?: to (?:me|us))? what {_WORD}{_IS}",
        rf"(?:can you |could you |please )?tell (?:me|us) what {_WORD}{_IS}",
        rf"{_I_DONT} (?:understand|know|get|follow) {_WORD}",
        rf"{_I_DONT} (?:understand|know|get|follow|see) what {_WORD}{_IS}",
        rf"(?:i'?ve |i have )?(?:no idea|no clue|not sure|never understood)(?: about)? what {_WORD}{_IS}",
        rf"(?:i'?ve |i have |we'?ve )?never heard of {_WORD}",
    )
)
# A word alone asks for its meaning where a question mark stands behind it.
_ALONE = re.compile(_BEFORE + _WORD)
_QUOTES = str.maketrans({"’": "'", "‘": "'", **dict.fromkeys('"“”«»`*()', " ")})


def words_asked(text: str) -> tuple[str, ...]:
    """What a text may ask the meaning of, in small letters, as its forms of asking read it; nothing where it asks else.

    A text has one reading in most cases; which of several is a word is for whoever knows the words.
    """
    plain = " ".join(text.lower().translate(_QUOTES).split())
    asks = plain.endswith("?")
    plain = plain.strip(" ?!.,;:-")
    found = [match["word"] for asking in _ASKINGS if (match := asking.fullmatch(plain))]
    if asks and (alone := _ALONE.fullmatch(plain)):
        found.append(alone["word"])
    return tuple(dict.fromkeys(found))
