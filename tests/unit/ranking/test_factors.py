"""Each factor of the ranking, by figures worked out by hand."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from bot.diagnosis.scoring import score_profile
from bot.model.case import Facts, Ranked, Ranking, Reason
from bot.model.knowledge import Knowledge
from bot.ranking import factors

Entry = Callable[..., Ranked]
BUFFER = "ext.finance.buffer"  # relieves economic 3, geopolitical 1; effort 1; rests on E4
NICHE = "strategy.niche.underserved"  # relieves economic 2, systemic 2, platform, technological, informational 1


def test_need_is_the_best_hit_and_a_quarter_of_the_others(knowledge: Knowledge) -> None:
    profile = score_profile(knowledge, {"S1": "4", "S2": "4", "S3": "4", "T1": "2", "T2": "2", "T3": "2", "T4": "2"})
    need, reasons = factors.need(knowledge, knowledge.strategies[NICHE], profile)
    assert need == pytest.approx(2 / 3 * 100 + 0.25 * (1 / 3 * 50))
    assert reasons == [Reason("relieves", "dimension.systemic"), Reason("relieves", "dimension.technological")]


def test_need_is_never_above_100(knowledge: Knowledge, everything: Callable[..., dict[str, str]]) -> None:
    profile = score_profile(knowledge, everything("4"))
    assert factors.need(knowledge, knowledge.strategies[BUFFER], profile)[0] == 100


def test_without_need_there_is_no_score_and_no_reason(knowledge: Knowledge) -> None:
    profile = score_profile(knowledge, {"E1": "0", "T1": "4"})
    assert factors.need(knowledge, knowledge.strategies[BUFFER], profile) == (0.0, [])


@pytest.mark.parametrize(("answer", "factor"), [("0", 0.5), ("1", 0.75), ("2", 1.0), ("3", 1.25), ("4", 1.25)])
def test_evidence_grows_with_the_answer_up_to_its_limit(knowledge: Knowledge, answer: str, factor: float) -> None:
    found, reasons = factors.evidence(knowledge, knowledge.strategies[BUFFER], {"E4": answer})
    assert found == factor
    assert reasons == ([Reason("because_you_said", "E4", answer)] if int(answer) > 1 else [])


@pytest.mark.parametrize("answers", [{}, {"E4": "skip"}, {"E4": "dont_know"}, {"E1": "4"}])
def test_without_a_relevant_answer_the_evidence_changes_nothing(knowledge: Knowledge, answers: dict[str, str]) -> None:
    assert factors.evidence(knowledge, knowledge.strategies[BUFFER], answers) == (1.0, [])


def test_the_worst_of_two_answers_is_the_evidence(knowledge: Knowledge) -> None:
    strategy = knowledge.strategies["strategy.geo.risk_assessment"]
    found, reasons = factors.evidence(knowledge, strategy, {"G1": "1", "G2": "3"})
    assert (found, reasons) == (1.25, [Reason("because_you_said", "G2", "3")])


def test_a_strength_lifts_what_builds_on_it_once(knowledge: Knowledge) -> None:
    niche = knowledge.strategies[NICHE]
    assert factors.strengths(knowledge, niche, {"X1": "special", "X2": "new_product"}) == (
        1.15,
        [Reason("builds_on", "X1", "special")],
    )
    assert factors.strengths(knowledge, niche, {"X1": "none", "X3": "skip"}) == (1.0, [])
    assert factors.strengths(knowledge, knowledge.strategies[BUFFER], {"X1": "special"}) == (1.0, [])


@pytest.mark.parametrize(
    ("facts", "factor", "kinds"),
    [
        (Facts(), 1.0, []),
        (Facts(pains=("finance",)), 1.0, []),
        (Facts(pains=("marketing",)), 1.25, ["serves_pain"]),
        (Facts(pains=("marketing", "service")), 1.25, ["serves_pain"]),
        (Facts(sector="retail"), 1.2, ["strong_sector"]),
        (Facts(sector="saas"), 0.5, ["weak_sector"]),
        (Facts(sector="retail", pains=("marketing",)), 1.5, ["serves_pain", "strong_sector"]),
        (Facts(sector="construction"), 1.0, []),
    ],
)
def test_fit_counts_named_pains_and_the_sector(
    knowledge: Knowledge, facts: Facts, factor: float, kinds: list[str]
) -> None:
    found, reasons = factors.fit(knowledge, knowledge.strategies["strategy.local.advantage"], facts)
    assert found == pytest.approx(factor)
    assert [reason.kind for reason in reasons] == kinds


@pytest.mark.parametrize(("effort", "ease"), [(1, 1.1), (2, 1.05), (3, 1.0), (4, 0.95), (5, 0.9)])
def test_less_effort_counts_for_more(knowledge: Knowledge, effort: int, ease: float) -> None:
    assert factors.ease(knowledge, replace(knowledge.strategies[NICHE], effort=effort)) == pytest.approx(ease)


@pytest.mark.parametrize(
    ("capacity", "factor"), [(None, 1.0), (5, 1.0), (4, 1.0), (3, 0.75), (2, 0.75**2), (1, 0.75**3)]
)
def test_each_level_of_effort_above_the_capacity_takes_a_quarter(
    knowledge: Knowledge, capacity: int | None, factor: float
) -> None:
    strategy = replace(knowledge.strategies[NICHE], effort=4)
    found, reasons = factors.overreach(knowledge, strategy, capacity)
    assert found == pytest.approx(factor)
    assert bool(reasons) == (factor < 1)


def test_what_helps_with_everything_a_little_is_discounted(knowledge: Knowledge) -> None:
    broad = {name for name, s in knowledge.strategies.items() if factors.breadth(knowledge, s) == 0.8}
    assert broad == {"strategy.collab.associations"}
    assert all(sum(knowledge.strategies[name].relief.values()) >= 9 for name in broad)


def test_going_abroad_lifts_geopolitics_and_says_so(knowledge: Knowledge) -> None:
    strategy = knowledge.strategies["strategy.geo.local_adaptation"]
    assert factors.goal(knowledge, strategy, Facts(goal="go_abroad")) == (1.2, [Reason("goal", "go_abroad")])
    assert factors.goal(knowledge, strategy, Facts(goal="grow_home")) == (1.0, [])
    assert factors.goal(knowledge, knowledge.strategies[BUFFER], Facts(goal="go_abroad")) == (1.0, [])


def test_survival_lifts_economic_remedies_and_lowers_hard_work(knowledge: Knowledge) -> None:
    survive = Facts(goal="survive")
    assert factors.goal(knowledge, knowledge.strategies[BUFFER], survive) == (1.25, [Reason("goal", "survive")])
    hard, reasons = factors.goal(knowledge, knowledge.strategies["strategy.disruptive.value_proposition"], survive)
    assert hard == pytest.approx(1.25 * 0.7)
    assert [reason.kind for reason in reasons] == ["goal", "goal_effort"]
    assert factors.goal(knowledge, knowledge.strategies["strategy.collab.technology"], survive)[0] == 0.7
    assert factors.goal(knowledge, knowledge.strategies["ext.skills.training"], survive) == (1.0, [])


def test_the_score_is_the_product_of_its_factors(entry: Entry) -> None:
    found = entry(
        "strategy.niche.community",
        {"P1": "3", "P3": "4", "I2": "2", "X1": "personal"},
        pains=("marketing",),
        sector="retail",
        customers="consumers_direct",
        hours=0,
        budget=0,
    )
    product = 1.0
    for factor in found.factors.values():
        product *= factor
    assert found.score == pytest.approx(product / (1.25 * 1.25 * 1.2 * 1.1))
    assert set(found.factors) == {
        "need",
        "evidence",
        "strengths",
        "fit",
        "ease",
        "overreach",
        "breadth",
        "goal",
        "country",
    }
    assert [r.kind for r in found.because] == [
        *("because_you_said", "builds_on", "relieves", "relieves", "serves_pain", "strong_sector", "beyond_capacity")
    ]


def test_scores_run_from_0_to_100(rank: Callable[..., Ranking], everything: Callable[..., dict[str, str]]) -> None:
    ranking = rank(everything("4", [("X1", "personal")]), pains=("marketing",), sector="retail", hours=4, budget=4)
    scores = {entry.strategy: entry.score for entry in ranking.ranked}
    assert scores["strategy.niche.community"] == 100
    assert all(0 <= score <= 100 for score in scores.values())


def test_a_body_in_the_own_country_that_helps_lifts_a_little_and_is_named(knowledge: Knowledge) -> None:
    finance = knowledge.strategies["ext.finance.trade_finance"]
    factor, (reason,) = factors.country(knowledge, finance, Facts(country="France"))
    service = knowledge.services[reason.about]
    assert factor == 1.05 and reason.kind == "help_in_country" and reason.value == "France"
    assert "France" in service.countries and finance.id in service.strategies
    assert factors.country(knowledge, finance, Facts()) == (1.0, [])
    assert (
        factors.country(knowledge, knowledge.strategies["strategy.decentral.remote"], Facts(country="France"))[0] == 1
    )
