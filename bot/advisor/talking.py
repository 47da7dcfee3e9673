"""Greeting, help, thanks, privacy, deletion, hand-over: the talk around the matter."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from bot.advisor.advisor import Advisor
from bot.advisor.searching import UseCase
from bot.cases.erasures import ErasureStore, addresses_of
from bot.model.case import Case
from bot.model.letter import SENT
from bot.model.message import Button
from bot.model.turn import Reply, Turn
from bot.rendering import talk
from bot.rendering.parting import as_said
from bot.rendering.phrases import button, lines, say

# Intents that are answered by one fixed phrase: its name in the wording.
_FIXED = {
    "thank": "thank",
    "ask_identity": "identity",
    "chitchat": "chitchat",
    "complain": "complain",
    "ask_privacy": "privacy",
    "goodbye": "goodbye",
}
# The stages in which strategies are shown one by one.
WALKED = frozenset({"niche", "collaboration", "automation", "more"})


def show_menu(advisor: Advisor, turn: Turn) -> Reply:
    """Welcome or help, with the ways on from where the person is."""
    phrase = "talk.help" if turn.intent == "help" else "talk.welcome" if turn.intent == "greet" else "talk.menu_again"
    if turn.intent == "greet" and turn.open.question:
        phrase = "ask.still_here"
    if turn.intent == "help" and turn.open.stage == "diagnosis":
        phrase = "talk.help_asking"
    return Reply((talk.menu(advisor.knowledge, phrase, ways_on(advisor, turn)),))


def ways_on(advisor: Advisor, turn: Turn, opens: Mapping[str, Any] | None = None) -> tuple[Button, ...]:
    """The ways on from the present stage, or from the one that a reply leaves open."""
    ways = {
        "diagnosis": (("resume", "resume"), ("profile", "profile")),
        "profile": (("recommend", "recommend"), ("deeper", "menu.deeper"), ("score", "score")),
        "plan": (("show_plan", "plan"), ("export", "export"), ("profile", "profile")),
    }
    stage = (opens or {}).get("stage", turn.open.stage)
    if stage in WALKED:
        return (button(advisor.knowledge, "next", "next"), button(advisor.knowledge, "plan", "plan"))
    if stage not in ways:
        return talk.ways_in(advisor.knowledge)
    return tuple(button(advisor.knowledge, name, payload) for name, payload in ways[stage])


def with_way_on(use_case: UseCase) -> UseCase:
    """A use case whose reply always has a way on, and never comes a third time in the same words."""

    def act(advisor: Advisor, turn: Turn) -> Reply:
        reply = use_case(advisor, turn)
        asks = turn.open.question or reply.opens.get("phase") or reply.opens.get("open_question")
        if asks or not reply.messages:
            # A question follows, which is the way on.
            return reply
        *others, last = reply.messages
        if turn.open.twice and as_said(*reply.messages) == turn.open.twice:
            last = replace(last, text=lines(last.text, say(advisor.knowledge, "talk.said_twice")))
        if not any(message.buttons for message in reply.messages):
            last = replace(last, buttons=ways_on(advisor, turn, reply.opens))
        return replace(reply, messages=(*others, last))

    return act


def say_fixed(advisor: Advisor, turn: Turn) -> Reply:
    """A fixed phrase."""
    case = advisor.case(turn)
    if turn.token == "code":
        return Reply((talk.notice(advisor.knowledge, "talk.code", ways_on(advisor, turn), code=case.resume_code),))
    phrase = f"talk.{_FIXED.get(turn.intent, 'menu_again')}"
    ways = () if turn.intent in {"thank", "goodbye"} else ways_on(advisor, turn)
    named = {"code": case.resume_code, "operator": advisor.operator_name, "days": advisor.operator.keep_days}
    return Reply((talk.notice(advisor.knowledge, phrase, ways, **named),))


def note_feedback(advisor: Advisor, turn: Turn) -> Reply:
    """A thumb up or down on what was said last."""
    helpful = turn.intent == "say_helpful"
    case = advisor.case(turn)
    about = turn.open.strategy or turn.open.question or turn.open.stage or "conversation"
    advisor.cases.record_feedback(case.id, about, helpful, turn.message_id)
    if helpful:
        return Reply((talk.notice(advisor.knowledge, "talk.helpful"),))
    return Reply((talk.notice(advisor.knowledge, "talk.unhelpful", ways_on(advisor, turn)),))


def ask_delete(advisor: Advisor, turn: Turn) -> Reply:
    """Ask back before anything is deleted."""
    ways = (button(advisor.knowledge, "delete", "delete.yes"), button(advisor.knowledge, "no", "no"))
    return Reply((talk.notice(advisor.knowledge, "talk.ask_delete", ways),), {"confirming": "delete"})


def delete_data(advisor: Advisor, turn: Turn) -> Reply:
    """Delete the case and all that belongs to it, and say what was there and what is left."""
    case: Case = advisor.case(turn)
    sent = [one for one in advisor.outbox.briefs_of(case.id) if one.state == SENT]
    # Asked for first: the log of the talk is deleted behind this turn, which still writes to it.
    ErasureStore(advisor.cases).ask({turn.address, *addresses_of(advisor.cases, [case.id])}, "conversation")
    gone = advisor.cases.erase(case.id)
    # Asked of the database after the deletion, not concluded from it.
    left = sum(advisor.cases.rows_of(case.id).values())
    cleared = dict.fromkeys(("stage", "phase", "open_question", "open_strategy", "confirming", "proposal", "case_id"))
    opens = {**cleared, "diagnosis_answer": None, "attempts": 0, "until": 0, "offered": None}
    return Reply((talk.deleted(advisor.knowledge, gone, left, brief_sent=bool(sent)),), opens)
