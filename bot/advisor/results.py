"""The profile, how it was computed, and what moved since the last one."""

from __future__ import annotations

from dataclasses import replace

from bot.advisor.advisor import Advisor
from bot.advisor.searching import named_dimension
from bot.model.turn import Reply, Turn
from bot.rendering import profiles


def show_profile(advisor: Advisor, turn: Turn) -> Reply:
    """Show the profile; at the end of a round it is kept, so that a later one can be compared with it."""
    case = advisor.case(turn)
    assessment = advisor.assess(case)
    if assessment.profile.answered:
        advisor.cases.keep_profile(case.id, assessment.profile, advisor.knowledge.version, turn.message_id)
    message = profiles.profile_message(advisor.knowledge, assessment, case.facts, case.answers)
    opens = {"diagnosis_answer": None, "open_question": None}
    return Reply((message,), {**opens, "stage": "profile"} if assessment.profile.answered else opens)


def glance_at_profile(advisor: Advisor, turn: Turn) -> Reply:
    """Show the profile so far while a question is open, which stays open."""
    case = advisor.case(turn)
    # A contradiction is the open question then, or comes next.
    assessment = replace(advisor.assess(case), contradictions=())
    return Reply((profiles.profile_message(advisor.knowledge, assessment, case.facts, case.answers),))


def explain_score(advisor: Advisor, turn: Turn) -> Reply:
    """How the numbers came about, or the one of the dimension that is named."""
    case = advisor.case(turn)
    dimension = turn.token_id or named_dimension(advisor.knowledge, turn)
    profile = advisor.assess(case).profile
    return Reply((profiles.score_message(advisor.knowledge, profile, case.answers, dimension),))


def compare_progress(advisor: Advisor, turn: Turn) -> Reply:
    """Then and now."""
    return Reply((profiles.progress_message(advisor.knowledge, advisor.cases.profiles(advisor.case(turn).id)),))
