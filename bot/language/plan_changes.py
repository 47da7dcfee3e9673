"""Reads what somebody wants to change about a plan: which steps, where to, who, by when, and why not."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from bot.language.dates import find_due

_NUMBERS = ["one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"]
_PLACES = {
    **{word: n for n, word in enumerate(["first", "second", "third", "fourth", "fifth", "sixth", "seventh"], 1)},
    **{f"{n}{end}": n for n, end in enumerate(["st", "nd", "rd", "th", "th", "th", "th"], 1)},
    "last": -1,
}
_CARDINALS = {**{word: n for n, word in enumerate(_NUMBERS, 1)}, **{str(n): n for n in range(1, 11)}}
_ORDINAL = rf"(?P<place>{'|'.join(_PLACES)})\b"
_COUNTS = "|".join(sorted(_CARDINALS, key=len, reverse=True))
_COUNTED = rf"(?P<count>{_COUNTS})\b(?: ?(?:,|and|&) ?(?P<also>{_COUNTS})\b)?"
_STEP = re.compile(
    rf"\b(?:{_ORDINAL}(?P<noun> (?:one|step|item|thing|task|point|strategy)s?\b)?"
    rf"|(?:numbers?|no\.?|nr\.?|steps?|items?|points?|tasks?|#) ?{_COUNTED})",
    re.IGNORECASE,
)
# "Put the newsletter first", "to the top"; "the first one" is a step.
_FIRST = re.compile(
    r"\b(?:to|at|on) (?:the )?(?:very )?(?:top|front|head|start)\b"
    r"|(?<!the )\bfirst\b(?! (?:one|step|item|thing|task|and|to))"
    r"|\bbefore (?:everything|anything|all)\b",
    re.IGNORECASE,
)
_LAST = re.compile(
    r"\b(?:to|at|on) (?:the )?(?:very )?(?:bottom|end|back)\b(?! of)"
    r"|(?<!the )\blast\b(?! (?:one|step|item|thing|task))",
    re.IGNORECASE,
)
_BESIDE = re.compile(r"\b(?P<side>before|ahead of|in front of|after|behind|following)\b", re.IGNORECASE)
_WAVE = re.compile(
    r"\b(?:(?:in)?to|under|for|as|in|on)? ?(?:the )?(?:wave |column |group )?(?P<wave>now|next|later)\b"
    r"(?! (?:week|month|year|quarter|on\b|(?:mon|tues|wednes|thurs|fri|satur|sun)day))",
    re.IGNORECASE,
)
_MOVING = re.compile(r"\W*(?:please |pls |can you |could you )?(?:put|move|bring|shift|push|place)\b", re.IGNORECASE)
_AT_ONCE = re.compile(r"\b(?:right away|straight away|immediately|at once|this week|asap)\b", re.IGNORECASE)
_BACK = re.compile(
    r"\b(?:postpone|push(?:ed)? (?:it |that |this )?back|put off|delay|not yet|can wait|hold off)\b", re.IGNORECASE
)
_SOONER = re.compile(r"\b(?:bring|pull|move) .{0,40}\b(?:forward|earlier|up)\b|\bsooner\b", re.IGNORECASE)
_SWAP = re.compile(
    r"\b(?:swap|switch|exchange|replace|trade|substitute)\w*\b|\binstead\b"
    r"|\b(?:something|anything) (?:else|other|different|easier|cheaper)\b"
    r"|\banother (?:one|strategy|step)\b|\btake .{0,30} rather than\b",
    re.IGNORECASE,
)
_DOING = re.compile(
    r"\balready (?:do|doing|have|got|use|using|run|running|started|in place|under way|in the works)\b"
    r"|\b(?:do|does|have|had|got|doing|use|run) (?:that|this|it|one|so|those|these)?[^,.;?]{0,30}\balready\b"
    r"|\b(?:got|have) (?:that|this|it|one|those|these)\b.{0,12}\b(?:in place|up and running)\b"
    r"|\bbeen doing (?:this|that|it)\b|\b(?:is|are) (?:already )?(?:under way|in place|running)\b",
    re.IGNORECASE,
)
_DROP = re.compile(
    r"\b(?:drop|remove|delete|scrap|strike|bin|ditch|kick|cross|leave|throw|skip|forget|cancel)\b"
    r"|\btake .{0,40}\boff\b|\bnot for (?:us|me)\b|\bout of (?:the|our|my) plan\b|\bget rid of\b",
    re.IGNORECASE,
)
_ADD = re.compile(
    r"\b(?:add|include|insert|put) .{0,60}\b(?:to|on|in|into) (?:the|our|my) (?:plan|list)\b", re.IGNORECASE
)
_EASIER = re.compile(r"\b(?:easier|simpler|smaller|quicker)\b", re.IGNORECASE)
_CHEAPER = re.compile(r"\b(?:cheaper|free)\b", re.IGNORECASE)

_NAME = r"(?:(?:my|our|the) )?[a-z][\w'’-]*"
_WHO = rf"(?P<who>{_NAME}(?:(?: and | & ){_NAME})?)"
_SHALL = r"(?:(?:will|should|can|could|is going to|shall|would) )?"
_DOES = (
    r"(?:be )?(?:does|do|takes?|handles?|doing|handling|owns?|leads?|looks? after|takes? care of|responsible for"
    r"|in charge of|sees? to|is on)\b(?! you\b)"
)
_OWNERS = [
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        rf"\b(?:give|hand|assign|leave|pass|delegate) .{{1,60}}? (?:over )?to {_WHO}",
        rf"\b(?:put|set|make) {_WHO} (?:down )?(?:on|for|in charge of|responsible for|the owner of)\b",
        rf"\bowner\b.{{0,50}}?\b(?:is|=|:|to|should be|will be) {_WHO}",
        rf"\blet {_WHO} (?:do|take|handle|look after|lead|have)\b",
        rf"\b{_WHO} {_SHALL}{_DOES}",
        rf"\b(?:is|are|for|belongs to|goes to|up to|done by|handled by) {_WHO}(?: job| task| thing)?[.! ]*$",
    )
]
_SHORT = re.compile(r"['’](?:ll|s|m|d|ve)$", re.IGNORECASE)
# What stands where a name would, and is none.
_NOBODY = frozenset(
    {
        *("that", "this", "it", "they", "you", "he", "she", "who", "what", "which", "someone", "somebody", "something"),
        *("nobody", "anyone", "let", "can", "could", "please", "how", "when", "the", "then", "now", "not", "next"),
        *("later", "first", "second", "third", "last", "one", "step", "plan", "done", "ready", "important", "enough"),
        *("everything", "all", "more", "less", "week", "month", "year", "too", "so", "swap", "move", "put", "drop"),
        *("already", "here", "there", "top", "end", "bottom", "if", "to", "just", "really"),
    }
)
_MYSELF = {"i": "me", "me": "me", "myself": "me", "we": "us", "us": "us", "ourselves": "us"}

# What people say is the matter, likeliest first; a reason is taken from the words and never asked for twice.
_REASONS = (
    (
        "dear",
        r"afford|expensive|\bdear\b|too (?:costly|much money)|costs too|a fortune|no (?:money|budget|cash)|price",
    ),
    ("time", r"no (?:time|hands|people|capacity)|too (?:busy|much work|much effort|long)|have (?:the )?time|\bbusy\b"),
    ("tried", r"tried|did (?:that|it|this) (?:before|once|last)|didn'?t work|failed|went wrong|never again"),
    (
        "fit",
        r"(?:does|do|did|would)(?:n'?t| not) (?:fit|suit|work)|won'?t work|wrong for|nonsense|not our (?:thing|kind)",
    ),
    ("unsaid", r"rather not|don'?t (?:want|like) to say|none of your|no reason|just because|keep (?:that|it) to"),
)


@dataclass(frozen=True, slots=True)
class PlanChange:
    """What is to be changed: `steps` are places in the plan from 1, -1 is the last.

    `kind`: owner, due, move, swap, doing, drop, add, or nothing. `to`: now, next, later, back or sooner; `end`: first
    or last; `side`: before or after, where another step is named; `wish`: easier or cheaper.
    """

    kind: str = ""
    steps: tuple[int, ...] = ()
    to: str = ""
    end: str = ""
    side: str = ""
    owner: str = ""
    due: date | None = None
    wish: str = ""


def read_change(text: str, today: date) -> PlanChange:
    """What a text wants to change, as far as its words tell."""
    due = find_due(text, today)
    rest = f"{text[: due.start]} {text[due.end :]}" if due else text
    end = "first" if _FIRST.search(rest) else "last" if _LAST.search(rest) else ""
    rest = (_FIRST if end == "first" else _LAST).sub(" ", rest) if end else rest
    steps = tuple(place for match in _STEP.finditer(rest) for place in _places(match))
    wave, side = _WAVE.search(rest), _BESIDE.search(rest)
    to = wave["wave"].lower() if wave else "now" if _AT_ONCE.search(rest) else ""
    to = to or ("back" if _BACK.search(rest) else "sooner" if _SOONER.search(rest) else "")
    found = PlanChange(
        steps=steps,
        to=to,
        end=end,
        side=("before" if side["side"].lower() in {"before", "ahead of", "in front of"} else "after") if side else "",
        owner=_owner(rest),
        due=due.day if due else None,
        wish="easier" if _EASIER.search(text) else "cheaper" if _CHEAPER.search(text) else "",
    )
    return _with_kind(text, found)


def moves_a_step(text: str, today: date) -> bool:
    """Whether a text plainly moves a step of the plan that it names by its place: "put the second one first"."""
    change = read_change(text, today)
    return change.kind == "move" and bool(change.steps) and _MOVING.match(text) is not None


def _with_kind(text: str, found: PlanChange) -> PlanChange:
    kinds = (
        ("swap", bool(_SWAP.search(text))),
        ("doing", bool(_DOING.search(text))),
        ("add", bool(_ADD.search(text)) and not found.to),
        ("due", found.due is not None),
        ("move", bool(found.to or found.end or found.side)),
        ("owner", bool(found.owner)),
        ("drop", bool(_DROP.search(text))),
    )
    kind = next((name for name, holds in kinds if holds), "")
    return PlanChange(kind, *(getattr(found, name) for name in PlanChange.__slots__[1:]))


def _places(match: re.Match[str]) -> tuple[int, ...]:
    """The place that is named, or two: "number 1 and 4"."""
    if match["place"]:
        return (_PLACES[match["place"].lower()],)
    return tuple(_CARDINALS[word.lower()] for word in (match["count"], match["also"]) if word)


def _owner(text: str) -> str:
    """Who is to do it, in the words that were typed."""
    for pattern in _OWNERS:
        for match in pattern.finditer(text):
            words = [_SHORT.sub("", word) for word in match["who"].split()]
            if len(words) == 1 and words[0].lower() in _MYSELF:
                return _MYSELF[words[0].lower()]
            if not {word.lower() for word in words} & _NOBODY and len(words[-1]) > 1:
                return " ".join(_named(word, words) for word in words)
    return ""


def _named(word: str, words: list[str]) -> str:
    """A small word alone is a name typed in haste ("maria"); behind "my" it is none ("my sister")."""
    beside = {"my", "our", "the"} & {other.lower() for other in words}
    return word if beside or word == "and" or not word.islower() else word.capitalize()


def reason_in(text: str) -> str:
    """Why something is not for them, where the words say it: dear, time, tried, fit, unsaid, or nothing."""
    for name, pattern in _REASONS:
        if re.search(pattern, text, re.IGNORECASE):
            return name
    return ""
