"""A score that rests on one answer is said the same way in the profile, in its working, and where a plan is tried."""

from __future__ import annotations

from bot.advisor.assessment import assess
from bot.diagnosis.scoring import score_profile
from bot.model.case import Facts
from bot.model.knowledge import Knowledge
from bot.rendering.profiles import profile_message, score_message
from bot.rendering.suppositions import what_if_message

FEW = {"P1": "4"}
LOOKS = "looks steep (one answer so far)"


def test_one_answer_is_a_word_in_the_profile_and_in_every_working(knowledge: Knowledge) -> None:
    assessment = assess(knowledge, Facts(), FEW)
    profile = profile_message(knowledge, assessment, Facts(), FEW).text
    assert f"Platform asymmetry (platforms): {LOOKS}" in profile
    scores = score_profile(knowledge, FEW)
    for dimension in ("", "dimension.platform"):
        text = score_message(knowledge, scores, FEW, dimension).text
        assert f"Platform asymmetry: {LOOKS}" in text
        assert "of 100" not in text


def test_one_answer_is_a_word_where_a_plan_is_tried(knowledge: Knowledge) -> None:
    before, after = (
        assess(knowledge, Facts(), {"P1": "4", "E1": "2"}),
        assess(knowledge, Facts(), {"P1": "1", "E1": "2"}),
    )
    text = what_if_message(knowledge, before, after, "").text
    assert f"Platform asymmetry: {LOOKS}, then looks a little tilted (one answer so far)" in text
