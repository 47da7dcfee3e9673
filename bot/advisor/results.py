"""The profile, how it was computed, and what moved since the last one."""

from __future__ import annotations

import re
from dataclasses import replace

from bot.advisor.advisor import Advisor
from bot.advisor.agenda import is_answered
from bot.advisor.searching import named_dimension
from bot.cases.repository import SINCE
from bot.model.case import Case
from bot.model.message import Button, Message
from bot.model.turn import Reply, Turn
from bot.rendering import profiles
from bot.rendering.phrases import button, say

# "Eco" may be ecology; "tech", "geopol" and "info" stand for one dimension.
_SHORTEST = 4


def show_profile(advisor: Advisor, turn: Turn) -> Reply:
    """Show the profile; at the end of a round it is kept, so that a later one can be compared with it."""
    case = advisor.case(turn)
    assessment = advisor.assess(case)
    if turn.token == "strengths":
        return Reply((profiles.strengths_message(advisor.knowledge, assessment.profile, case.answers),))
    if assessment.profile.answered:
        advisor.cases.keep_profile(case.id, assessment.profile, advisor.knowledge.version, turn.message_id)
    message = profiles.profile_message(advisor.knowledge, assessment, case.facts, case.answers)
    message = replace(message, buttons=(*message.buttons, *_again(advisor, case)))
    if SINCE in case.choices and turn.open.stage == "diagnosis":
        then = progress(advisor, case)
        return Reply((message, then), {"diagnosis_answer": None, "open_question": None, "stage": "profile"})
    opens = {"diagnosis_answer": None, "open_question": None}
    return Reply((message,), {**opens, "stage": "profile"} if assessment.profile.answered else opens)


def glance_at_profile(advisor: Advisor, turn: Turn) -> Reply:
    """Show the profile so far while a question is open, which stays open."""
    case = advisor.case(turn)
    if turn.token == "strengths":
        profile = advisor.assess(case).profile
        return Reply((profiles.strengths_message(advisor.knowledge, profile, case.answers),))
    # A contradiction is the open question then, or comes next.
    assessment = replace(advisor.assess(case), contradictions=())
    message = profiles.profile_message(advisor.knowledge, assessment, case.facts, case.answers)
    if turn.open.question and not assessment.profile.answered:
        # The check-up that the profile of nobody offers has begun.
        message = replace(message, text=say(advisor.knowledge, "profile.none_so_far"), buttons=())
    return Reply((message,))


def explain_score(advisor: Advisor, turn: Turn) -> Reply:
    """How the numbers came about, or the one of the dimension that is named."""
    case = advisor.case(turn)
    dimension = turn.token_id or named_dimension(advisor.knowledge, turn) or _dimension_in(advisor, turn.text)
    profile = advisor.assess(case).profile
    return Reply((profiles.score_message(advisor.knowledge, profile, case.answers, dimension),))


def _dimension_in(advisor: Advisor, text: str) -> str:
    """The dimension that a word of a text is short for: "tech", "platforms", "geo"."""
    words = [word for word in re.findall(r"[a-z]+", text.lower()) if len(word) >= _SHORTEST]
    for name in advisor.knowledge.dimensions:
        title = name.rpartition(".")[2]
        if any(title.startswith(word) or word.startswith(title) for word in words):
            return name
    # "Money", "rules": what the profile calls them in everyday words, also one of several ("red tape").
    plain = {
        word: name for name, d in advisor.knowledge.dimensions.items() for word in re.findall(r"[a-z]{4,}", d.plain)
    }
    return next((plain[word] for word in words if word in plain), "")


def compare_progress(advisor: Advisor, turn: Turn) -> Reply:
    """Then and now, and the way to a further check-up."""
    case = advisor.case(turn)
    message = progress(advisor, case)
    return Reply((replace(message, buttons=(*message.buttons, *_again(advisor, case))),))


def progress(advisor: Advisor, case: Case) -> Message:
    """What moved since the last further check-up began; without one, between the last two profiles."""
    kept = advisor.cases.profiles(case.id)
    since = int(case.choices.get(SINCE, "0"))
    if since:
        now = {name: score.severity for name, score in advisor.assess(case).profile.scores.items()}
        kept = [*kept[:since], now]
    return profiles.progress_message(advisor.knowledge, kept)


def _again(advisor: Advisor, case: Case) -> tuple[Button, ...]:
    """The way to a further check-up, once the first is through."""
    quick = [q.id for q in advisor.knowledge.of_kind("diagnosis") if q.quick]
    through = all(is_answered(case, name) for name in quick)
    return (button(advisor.knowledge, "again", "menu.again"),) if through else ()
