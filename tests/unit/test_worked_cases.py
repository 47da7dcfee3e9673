"""Firms worked out by hand: their profiles to a decimal, and what an expert expects of their plans."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from bot.advisor.assessment import assess
from bot.cli.diagnose import read_case
from bot.model.case import Assessment
from bot.model.knowledge import Knowledge

FIRMS = sorted(Path(__file__).parent.parent.joinpath("examples", "firms").glob("*.json"))


@dataclass(frozen=True)
class Worked:
    """A firm as assessed, and what is expected."""

    found: Assessment
    expected: dict[str, Any]


@pytest.fixture(params=FIRMS, ids=lambda path: str(path.stem))
def worked(request: pytest.FixtureRequest, knowledge: Knowledge) -> Worked:
    """One firm."""
    return work(knowledge, request.param.stem)


def work(knowledge: Knowledge, name: str) -> Worked:
    """The firm of a file in tests/examples/firms."""
    text = next(path for path in FIRMS if path.stem == name).read_text(encoding="utf-8")
    return Worked(assess(knowledge, *read_case(knowledge, text)), json.loads(text)["expected"])


def test_there_are_worked_cases() -> None:
    assert [path.stem for path in FIRMS] == ["bakery", "bakery_quick", "machine_parts", "software"]


def test_severity_confidence_and_effective_severity_are_exact(worked: Worked) -> None:
    found = {
        name: {
            "severity": round(score.severity or 0.0, 1),
            "confidence": round(score.confidence, 2),
            "effective": round(score.effective or 0.0, 1),
        }
        for name, score in worked.found.profile.scores.items()
    }
    assert found == worked.expected["profile"]


def test_the_worst_dimensions_and_the_level_ones_are_as_expected(worked: Worked) -> None:
    order = [score.dimension for score in worked.found.profile.assessed]
    worst = worked.expected["worst"]
    assert set(order[: len(worst)]) == set(worst)
    assert [s.dimension for s in worked.found.profile.assessed if s.severity == 0] == worked.expected["level"]


def test_the_capacity_is_as_expected(worked: Worked) -> None:
    assert worked.found.capacity == worked.expected["capacity"]


def test_the_plan_holds_what_an_expert_would_put_there(worked: Worked) -> None:
    assert worked.found.plan.status == "ready"
    assert set(worked.expected["planned"]) <= set(worked.found.plan.items)


def test_the_plan_holds_nothing_that_an_expert_would_strike_out(worked: Worked) -> None:
    planned = {*worked.found.plan.items, *(named.strategy for named in worked.found.plan.also_named)}
    assert not planned & set(worked.expected["not_planned"])


def test_what_cannot_fit_is_excluded_with_a_reason(worked: Worked) -> None:
    excluded = {entry.strategy: entry.reason.kind for entry in worked.found.ranking.excluded}
    assert all(excluded[name] == "needs" for name in worked.expected["excluded"])


def test_worked_cases_contradict_themselves_nowhere(worked: Worked) -> None:
    assert not worked.found.contradictions


def test_quick_mode_finds_the_bakerys_first_five_in_some_order(knowledge: Knowledge) -> None:
    full, quick = work(knowledge, "bakery"), work(knowledge, "bakery_quick")
    firsts = [{entry.strategy for entry in firm.found.ranking.ranked[:5]} for firm in (full, quick)]
    assert firsts == [set(full.expected["first_five"])] * 2


def test_after_quick_mode_no_dimension_is_sure_and_there_is_more_to_ask(knowledge: Knowledge) -> None:
    found = work(knowledge, "bakery_quick").found
    assert all(score.confidence < 0.75 for score in found.profile.scores.values())
    assert found.next_question == "E4"


def test_the_software_firm_has_technology_as_its_least_trouble(knowledge: Knowledge) -> None:
    found = work(knowledge, "software").found
    assert found.profile.assessed[-1].dimension == "dimension.technological"
    assert found.plan.now[0] == "strategy.niche.community"


def test_the_bakery_looks_on_geopolitics_only_through_flour_and_energy(knowledge: Knowledge) -> None:
    found = work(knowledge, "bakery").found
    abroad = {name for name in found.plan.items if name.startswith("strategy.geo.")}
    assert not abroad and "strategy.collab.supply_chain" in found.plan.items
