"""An assessment is worked out once for what a case holds, and again as soon as anything in it changes."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.advisor import assessment
from bot.advisor.assessment import Assessments, assess
from bot.model.case import Case, Edit, Facts
from bot.model.knowledge import Knowledge

CLOUD = "strategy.automation.cloud"
CASE = Case(
    "1",
    "LF-1",
    Facts(sector="food_retail", country="Germany"),
    {"E1": "3", "T1": "2"},
    choices={CLOUD: "done"},
)
CHANGED = [
    replace(CASE, facts=Facts(sector="food_retail", country="France")),
    replace(CASE, answers={"E1": "3", "T1": "1"}),
    replace(CASE, answers={"E1": "3"}),
    replace(CASE, choices={CLOUD: "rejected"}),
    replace(CASE, reasons={CLOUD: "too dear"}),
    replace(CASE, edits=(Edit(CLOUD, "due", "2026-12-01"),)),
]


def test_the_same_case_is_assessed_once(knowledge: Knowledge, monkeypatch: pytest.MonkeyPatch) -> None:
    assessments = Assessments(knowledge)
    first = assessments.of(CASE)
    assert first == assess(knowledge, CASE.facts, CASE.answers, CASE.choices)
    monkeypatch.setattr(assessment, "assess", lambda *_, **__: pytest.fail("assessed twice"))
    assert assessments.of(replace(CASE, id="2", resume_code="LF-2")) is first


@pytest.mark.parametrize("changed", CHANGED)
def test_a_case_that_changed_is_assessed_anew(knowledge: Knowledge, changed: Case) -> None:
    assessments = Assessments(knowledge)
    before = assessments.of(CASE)
    after = assessments.of(changed)
    assert after is not before
    expected = assess(
        knowledge, changed.facts, changed.answers, changed.choices, reasons=changed.reasons, edits=changed.edits
    )
    assert after == expected


def test_only_the_latest_are_remembered(knowledge: Knowledge) -> None:
    assessments = Assessments(knowledge)
    cases = [replace(CASE, facts=Facts(team_size=size)) for size in range(40)]
    first = assessments.of(cases[0])
    for case in cases[1:]:
        assessments.of(case)
    assert len(assessments._recent) == 32
    assert assessments.of(cases[0]) is not first
