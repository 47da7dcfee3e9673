"""Labels that look like questions, and labels of forms: "Budget? 200", "who: just me", "Goal = Denmark"."""

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
# What a label of a form is called elsewhere; the plainer word is never the longer one. "What: bakery" and
# "who: just me" need no label at all, and "where: Vaasa" is "in Vaasa".
_PLAINER = {
    "": r"what(?: (?:we|i) (?:do|make|sell|are))?|who(?: (?:we|i) (?:are|am)| works here)?|how many",
    "in": r"where(?: (?:we|i) (?:are|am|sit|work))?",
    "buyers": r"who (?:buys|eats|shops|comes|stays|drinks|orders|books|pays)"
    r"(?: (?:here|there|in|with us|from us|for it))?|for whom"
    r"|who for|who (?:it|this) is for|who (?:our|my) customers are",
    "money": r"(?:we |i )?(?:can|could) (?:spend|pay|invest)|to spend|spend",
    "time": r"(?:we |i )?(?:can|could) (?:give|spare)|to give",
    "goal": r"(?:my |our |main |big |next )?(?:wish|wants?|looking for|next)"
    r"|what (?:we|i)(?:['’]?[mr]e?| are| am)? (?:want|wish|wish for|after|aiming for|hope for|need most)(?: most)?",
}
# "Who buys? Hotels": these are asked and answered at once, too.
_ASKED = frozenset({"buyers", "money", "time", "goal"})
_ROW = r"(?P<row>(?:^|(?<=[.;\n]))[ \t]*(?:[-*•·–][ \t]*|\d{1,2}[.)][ \t]*)?)"
_FORM = tuple(
    (
        plainer,
        re.compile(
            rf"{_ROW}(?P<label>{written})(?P<mark>[ \t]*(?:[:=]{'|[?]' if plainer in _ASKED else ''}))(?=[ \t]*\w)",
            re.IGNORECASE,
        ),
    )
    for plainer, written in _PLAINER.items()
)
# "Problem no. 1" ends no sentence.
_NUMBERED = re.compile(
    r"\b((?:problem|worry|pain|headache|trouble|issue|point|goal|aim|priority|rival|competitor|enemy) n[or])\.(?= ?\d)",
    re.IGNORECASE,
)
# "Biggest pain = quoting": before an equals sign stand few words and no number.
_EQUALS = re.compile(r"(?P<label>(?:^|(?<=[.;\n]))[^\n.;:=\d]{2,30})=(?=\s*\w)")


def answered_labels(text: str) -> str:
    """The text with colons behind labels that ask and answer at once, and plain labels in forms.

    As long as before, so that places stay.
    """

    def colon(match: re.Match[str]) -> str:
        marks = match["marks"]
        return match.group()[: -len(marks)] + ":".ljust(len(marks))

    text = _NUMBERED.sub(r"\1 ", _WAIT.sub("no  ", text))
    text = _LABEL.sub(colon, _TAG.sub(lambda match: match["told"] + ".", text))
    for plainer, written in _FORM:
        text = written.sub(lambda match, plainer=plainer: _plainer(match, plainer), text)  # type: ignore[misc]
    return _EQUALS.sub(lambda match: match["label"] + ":", text)


def _plainer(match: re.Match[str], plainer: str) -> str:
    """A row of a form with a plainer label, or with none."""
    length = len(match["label"]) + len(match["mark"])
    kept = f"{plainer}:" if plainer not in ("", "in") else plainer
    return match["row"] + kept.ljust(length)
