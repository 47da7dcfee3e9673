"""Labels that look like questions: "Budget? 200 a month" is what "Budget: 200 a month" is."""

from __future__ import annotations

import re

_LABEL = re.compile(
    r"(?:^|(?<=[.!?\n]))\s*(?:(?:and|my|our|the|your|monthly|weekly|spare|free|spending)\s+){0,2}(?:budget|money|cash|spend|time|hours"
    r"|team|staff|people|crew|employees|head ?count|team size)(?P<marks>\s*\?+)(?=\s*[^\s?])",
    re.IGNORECASE,
)


def answered_labels(text: str) -> str:
    """The text with colons behind labels that ask and answer at once; as long as before, so that places stay."""

    def colon(match: re.Match[str]) -> str:
        marks = match["marks"]
        return match.group()[: -len(marks)] + ":".ljust(len(marks))

    return _LABEL.sub(colon, text)
