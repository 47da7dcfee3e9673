"""The brief for a human adviser as it is offered, and how its sending went."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bot.model.case import Facts
from bot.model.knowledge import Knowledge
from bot.model.letter import DEAD, SENT, Posted
from bot.model.message import Button, Message
from bot.rendering.phrases import button, joined, lines, say
from bot.rendering.questions import label_of

_REACH = "reach"


@dataclass(frozen=True, slots=True)
class Offer:
    """A brief that may be sent: its text and mark, what is ticked, what could be, and who gets it (empty: nobody)."""

    text: str
    mark: str
    ticked: Sequence[str]
    left: Sequence[str]
    contact: str
    receiver: str


def _contact(knowledge: Knowledge, contact: str) -> str:
    return say(knowledge, "talk.human_contact", contact=contact) if contact else say(knowledge, "talk.human_nobody")


def nothing_yet(knowledge: Knowledge, contact: str) -> Message:
    """There is nothing to hand over."""
    text = lines(say(knowledge, "brief.nothing_yet"), _contact(knowledge, contact))
    data = {"would_send": [], "sent": False, "state": "none"}
    return Message("handoff", text, buttons=(button(knowledge, "check", "menu.check"),), data=data)


def shown(knowledge: Knowledge, offer: Offer, phrase: str) -> Message:
    """The page, before anything is sent."""
    data = {
        "would_send": ["facts", "profile", "plan", "open_questions", *offer.ticked],
        "sent": False,
        "state": "shown" if offer.receiver else "cannot_send",
        "brief": offer.text,
        "ticked": list(offer.ticked),
    }
    if not offer.receiver:
        # Nobody is set to receive it: it can be shown and copied, and who can be reached is said.
        text = lines(say(knowledge, "brief.cannot_send"), offer.text, _contact(knowledge, offer.contact))
        return Message("handoff", text, buttons=(button(knowledge, "show_plan", "plan"),), data=data)
    text = lines(say(knowledge, phrase, receiver=offer.receiver), offer.text, say(knowledge, "brief.ask"))
    ways = (button(knowledge, "send_brief", f"send_brief:{offer.mark}"), *_ticks(knowledge, offer))
    return Message("handoff", text, buttons=(*ways, button(knowledge, "no_brief", "no")), data=data)


def _ticks(knowledge: Knowledge, offer: Offer) -> tuple[Button, ...]:
    def token(*more: str) -> str:
        return "brief:" + ".".join((*offer.ticked, *more))

    ways = [
        button(knowledge, "add_reach", token(name))
        if name == _REACH
        else button(knowledge, "add_answer", token(name), question=_short(knowledge.questions[name].text))
        for name in offer.left
    ]
    questions = [name for name in offer.left if name != _REACH]
    if len(questions) > 1:
        ways.append(button(knowledge, "add_all", token(*questions)))
    if offer.ticked:
        ways.append(button(knowledge, "add_none", "brief:none"))
    return tuple(ways)


def _short(text: str) -> str:
    return text if len(text) <= 50 else f"{text[:49].rstrip()}…"


def what_they_see(knowledge: Knowledge, mark: str) -> Message:
    """What a human adviser sees of a case, and what stays out."""
    ways = (button(knowledge, "send_brief", f"send_brief:{mark}"),) if mark and mark != "nobody" else ()
    data = {"would_send": ["facts", "profile", "plan", "open_questions"], "sent": False, "state": "shown"}
    text = say(knowledge, "brief.they_see")
    return Message("handoff", text, buttons=(*ways, button(knowledge, "no_brief", "no")), data=data)


def on_its_way(knowledge: Knowledge, phrase: str, receiver: str) -> Message:
    """It is queued; that it has arrived is said only when it has."""
    text = say(knowledge, phrase, receiver=receiver)
    data = {"would_send": [], "sent": False, "state": "waiting"}
    return Message("handoff", text, buttons=(button(knowledge, "show_plan", "plan"),), data=data)


def how_it_went(knowledge: Knowledge, briefs: Sequence[Posted], receiver: str, contact: str) -> list[Message]:
    """What became of briefs since the person was last told, one message for each outcome."""
    found = []
    for state, phrase in ((SENT, "brief.sent"), (DEAD, "brief.dead"), ("", "brief.late")):
        ways = [one.via for one in briefs if (one.state if one.state in {SENT, DEAD} else "") == state]
        if not ways:
            continue
        how = joined(say(knowledge, f"brief.via_{via}") for via in dict.fromkeys(ways))
        text = say(knowledge, phrase, receiver=receiver, how=how)
        text = text if state == SENT else lines(text, _contact(knowledge, contact))
        data = {"would_send": [], "sent": state == SENT, "state": state or "waiting"}
        found.append(Message("handoff", text, buttons=(button(knowledge, "show_plan", "plan"),), data=data))
    return found


def subject(knowledge: Knowledge, facts: Facts) -> str:
    """The heading of a brief: the trade, no name."""
    question = knowledge.questions["fact.sector"]
    trade = label_of(knowledge, question, facts.sector) if facts.sector else say(knowledge, "brief.a_small_firm")
    return say(knowledge, "brief.subject", trade=trade)
