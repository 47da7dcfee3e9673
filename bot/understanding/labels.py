"""Labels that look like questions: "Budget? 200 a month" is what "Budget: 200 a month" is."""

from __future__ import annotations

import re

_LABEL = re.compile(
    r"(?:^|(?<=[.!?\n]))\s*(?:(?:and|my|our|the|your|monthly|weekly|spare|free|spending)\s+){0,2}(?:budget|money|cash"
    r"|spend|time|hours"
    r"|team|staff|people|crew|employees|head ?count|team size)(?P<marks>\s*\?+)(?=\s*[^\s?])",
    re.IGNORECASE,
)
# "250 a month and two hours a week, ok?" asks for no more than a nod.
_TAG = re.compile(
    r"(?P<told>\b(?:month|mth|week|wk|monthly|weekly|max|tops),? (?:ok|okay|alright|all right|fine|enough|deal"
    r"|possible|good))\s*\?",
    re.IGNORECASE,
)
# "Five of us, wait, six" asks nobody to wait.
_WAIT = re.compile(
    r"\bwait(?=[\s,.]+(?:no,? |it['’]?s |we['’]?re )?(?:\d|two|three|four|five|six|seven|eight|nine|ten|eleven"
    r"|twelve)\b)",
    re.IGNORECASE,
)


def answered_labels(text: str) -> str:
    """The text with colons behind labels that ask and answer at once; as long as before, so that places stay."""

    def colon(match: re.Match[str]) -> str:
        marks = match["marks"]
        return match.group()[: -len(marks)] + ":".ljust(len(marks))

    text = _WAIT.sub("no  ", text)
    return _LABEL.sub(colon, _TAG.sub(lambda match: match["told"] + ".", text))
