"""Distress and despair come before everything else: fixed, kind words and whom to ring."""

from __future__ import annotations

import re

from bot.advisor.advisor import Advisor
from bot.advisor.searching import UseCase, asked
from bot.language.insolvency import Whose, whose_insolvency
from bot.model.case import Case
from bot.model.knowledge import Knowledge
from bot.model.message import Message
from bot.model.turn import Reply, Turn
from bot.plan.choose import BUFFER
from bot.rendering.phrases import button, say

# A question mark makes it likelier that the intent is meant.
_ASKED = 0.5
# That somebody said so stands among the case's choices.
_DESPAIR = "said.despair"
# So sure of the intent, no near miss speaks against it: missing a cry is worse than one too many.
_CERTAIN = 0.99
_REPORTED = 0.8
# "We are not broke, but I can't pay the wages" says more than that; so few words don't.
_FEW_WORDS = 8
_COMPARES = re.compile(
    r"\b(?:they|he|she|it|chains?|giants?|the (?:big|large) (?:ones?|guys|firms|shops))(?:'ve| have| has|'s)?\b.*"
    r"\b(?:more|deeper|bigger|larger|fatter|better)\b.*\bthan (?:us|we|me|i|ours|mine)\b",
    re.IGNORECASE,
)
_NOT_SO = re.compile(
    r"\b(?:not|never|nobody(?: here)? is|no one is|aren'?t|isn'?t|far from|wasn'?t|weren'?t)\s+(?:\w+\s+){0,2}?"
    r"(?:broke|bankrupt|insolvent|bust|ruined|desperate|hopeless|in debt)\b",
    re.IGNORECASE,
)


def is_urgent(knowledge: Knowledge, turn: Turn, case: Case) -> bool:
    """Whether a text says that somebody cannot pay or cannot go on: by its likeness, or by its intent."""
    if turn.token:
        return False
    if _despairs_on(knowledge, turn, case):
        return True
    told = turn.intent == "report_distress"
    # What is taken for something else must be the nearer to a cry: "they've got way more cash than us" is no cry.
    least = knowledge.weight("answers.distress" if told else "answers.distress_alone")
    near = turn.understanding.distress >= least or turn.understanding.despair >= knowledge.weight("answers.distress")
    # Somebody who asks about it is heard sooner, as with every intent.
    surely = knowledge.weight("answers.interrupt") * (_ASKED if turn.text.rstrip().endswith("?") else 1)
    by_intent = told and turn.confidence >= surely
    drawn_in = whose_insolvency(turn.text) is Whose.ALSO_OURS
    return not is_calm(knowledge, turn) and (by_intent or drawn_in or near)


def _despairs_on(knowledge: Knowledge, turn: Turn, case: Case) -> bool:
    """Whether somebody who said before that they cannot go on says anything that resembles it.

    "I think about jumping" alone may be about a price; after such words nobody should have to say it better.
    """
    return _DESPAIR in case.choices and turn.understanding.despair >= knowledge.weight("answers.despair_again")


def is_calm(knowledge: Knowledge, turn: Turn) -> bool:
    """Whether words like those of distress say something else: a near miss comes nearer, or they are denied.

    "Wages are due on Friday", "we're not broke"; "a customer of ours is insolvent" unless it draws the teller in.
    """
    if _COMPARES.search(turn.text):
        # "They've got way more cash than us" complains of the large one.
        return turn.understanding.despair == 0
    whose = whose_insolvency(turn.text)
    if whose is not Whose.NOBODYS:
        desperate = turn.understanding.despair >= knowledge.weight("answers.despair")
        return whose is Whose.ANOTHERS and not desperate
    if turn.intent == "report_progress" and turn.confidence >= _REPORTED:
        # "We've done the cash list" is near to having no cash in its words only.
        return turn.understanding.despair == 0
    near_miss = max(turn.understanding.distress, turn.understanding.despair) == 0 and turn.confidence < _CERTAIN
    return near_miss or (len(turn.text.split()) <= _FEW_WORDS and bool(_NOT_SO.search(turn.text)))


def urgent_messages(advisor: Advisor, case: Case, turn: Turn) -> tuple[Message, ...]:
    """The fixed answer where a text says that somebody cannot pay or cannot go on; the case remembers it."""
    return _help(advisor, case, turn) if is_urgent(advisor.knowledge, turn, case) else ()


def despair_first(use_case: UseCase) -> UseCase:
    """A use case that gives way where somebody cannot go on, whatever else the words were taken for."""

    def act(advisor: Advisor, turn: Turn) -> Reply:
        knowledge, despair = advisor.knowledge, turn.understanding.despair
        least = min(knowledge.weight("answers.despair_again"), knowledge.weight("answers.distress"))
        if turn.token or despair < least:
            # Most turns: nothing has to be looked up for them.
            return use_case(advisor, turn)
        case = advisor.case(turn)
        near = despair >= knowledge.weight("answers.distress") and not is_calm(knowledge, turn)
        heard = near or _despairs_on(knowledge, turn, case)
        return Reply(_help(advisor, case, turn)) if heard else use_case(advisor, turn)

    return act


def urgent_first(use_case: UseCase) -> UseCase:
    """A use case that gives way where somebody cannot pay or cannot go on: who quits the trade quits no quiz."""

    def act(advisor: Advisor, turn: Turn) -> Reply:
        urgent = urgent_messages(advisor, advisor.case(turn), turn)
        return Reply(urgent) if urgent else use_case(advisor, turn)

    return act


def answer_distress(advisor: Advisor, turn: Turn) -> Reply:
    """Somebody said, in words the intent knows, that they cannot pay or cannot go on."""
    help_first = _help(advisor, advisor.case(turn), turn)
    # "No cash for the material, how can I borrow against the order" asks for something that there is an answer to.
    question = None if _despairs(advisor.knowledge, turn, advisor.case(turn)) else asked(advisor, turn)
    return Reply((*help_first, question) if question else help_first)


def _despairs(knowledge: Knowledge, turn: Turn, case: Case) -> bool:
    """Whether it is life that somebody cannot go on with, and not the firm alone."""
    despair, distress = turn.understanding.despair, turn.understanding.distress
    if despair >= knowledge.weight("answers.distress") or _despairs_on(knowledge, turn, case):
        return True
    return despair > distress and despair >= knowledge.weight("answers.despair")


def _help(advisor: Advisor, case: Case, turn: Turn) -> tuple[Message, ...]:
    """The fixed words, and a way to go on: an open question is not asked again in the same reply."""
    knowledge = advisor.knowledge
    on = button(knowledge, "resume", "resume")
    advisor.cases.record_fact(case.id, "distress", True, turn.message_id)
    contact = advisor.operator.crisis_contact or say(knowledge, "talk.crisis_unnamed")
    if _despairs(knowledge, turn, case):
        if _DESPAIR not in case.choices:
            advisor.cases.record_choice(case.id, _DESPAIR, "heard", turn.message_id)
        text = _without_gaps(knowledge.distress.despair_text.format(crisis_contact=contact))
        return (Message("notice", text, about=("distress.despair",), sources=("levelfield",), buttons=(on,)),)
    text = _without_gaps(knowledge.distress.distress_text.format(crisis_contact=contact))
    ways = (button(knowledge, "more", f"more:{BUFFER}", title=knowledge.strategies[BUFFER].title), on)
    return (Message("notice", text, about=("distress.cash", BUFFER), sources=("levelfield",), buttons=ways),)


def _without_gaps(text: str) -> str:
    """Close the gap that a contact leaves which nobody has set."""
    return re.sub(r"\n{3,}", "\n\n", text).strip()
