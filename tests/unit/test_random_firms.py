"""What must hold for any firm, tried on ten thousand made-up ones with facts and answers missing."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace

import pytest

from bot.advisor.assessment import assess
from bot.diagnosis.scoring import answer_score
from bot.model.case import Assessment, Facts
from bot.model.knowledge import Knowledge, Question

FIRMS, SEED = 10_000, 20261123
# A strategy that leads for more firms than this needs a written reason.
MOST_FIRST = 0.2


@dataclass(frozen=True, slots=True)
class Firm:
    """A firm and what follows from it."""

    facts: Facts
    answers: dict[str, str]
    found: Assessment


def make_up(knowledge: Knowledge, dice: random.Random) -> tuple[Facts, dict[str, str]]:
    """Facts and answers, of which some or nearly all are missing."""
    missing = dice.choice([0.0, 0.1, 0.3, 0.6, 0.9])

    def maybe(value: object) -> object:
        return None if dice.random() < missing else value

    options = {
        name: maybe(dice.choice([option.value for option in knowledge.questions[f"fact.{name}"].options]))
        for name in ("sells", "customers", "markets", "goal", "rival")
    }
    facts = Facts(
        sector=maybe(dice.choice(list(knowledge.terms["sectors"]))),  # type: ignore[arg-type]
        team_size=maybe(dice.randint(1, 250)),  # type: ignore[arg-type]
        pains=tuple(dice.sample(list(knowledge.terms["functions"]), dice.randint(0, 2))),
        budget=maybe(dice.randint(0, 4)),  # type: ignore[arg-type]
        hours=maybe(dice.randint(0, 4)),  # type: ignore[arg-type]
        distress=dice.random() < 0.02,
        **options,  # type: ignore[arg-type]
    )
    asked = (*knowledge.of_kind("diagnosis"), *knowledge.of_kind("strength"))
    return facts, {q.id: answer(q, dice) for q in asked if dice.random() >= missing}


def answer(question: Question, dice: random.Random) -> str:
    """One answer: mostly an option, at times none."""
    open_answers = ["skip", "dont_know", *(["na"] if question.doesnt_apply else [])]
    return dice.choice(open_answers if dice.random() < 0.1 else [option.value for option in question.options])


@pytest.fixture(scope="module")
def firms(knowledge: Knowledge) -> list[Firm]:
    """Ten thousand firms; that none of them is an exception is the first thing to hold."""
    dice = random.Random(SEED)
    made_up = (make_up(knowledge, dice) for _ in range(FIRMS))
    return [Firm(facts, answers, assess(knowledge, facts, answers)) for facts, answers in made_up]


def planned(firms: list[Firm]) -> Iterator[Firm]:
    """The firms that have a plan."""
    return (firm for firm in firms if firm.found.plan.status in {"ready", "distress"})


def test_there_are_firms_of_every_kind(firms: list[Firm]) -> None:
    status = Counter(firm.found.plan.status for firm in firms)
    assert len(firms) == FIRMS
    assert all(status[name] > 500 for name in ("ready", "too_early", "distress")), status


def test_every_strategy_is_in_the_plan_of_some_firm(firms: list[Firm], knowledge: Knowledge) -> None:
    reached = {name for firm in firms for name in firm.found.plan.items}
    assert knowledge.strategies.keys() - reached == set()


def test_no_strategy_comes_first_for_more_than_a_fifth(firms: list[Firm]) -> None:
    answered = [firm for firm in firms if firm.found.profile.answered]
    first = Counter(firm.found.ranking.ranked[0].strategy for firm in answered)
    assert {name: n for name, n in first.items() if n > MOST_FIRST * len(answered)} == {}


def test_every_named_pain_is_met_by_its_row_of_the_automation_table(firms: list[Firm]) -> None:
    met = 0
    for firm in planned(firms):
        for pain in {"service", "marketing", "sales", "operations"} & set(firm.facts.pains):
            row = f"strategy.automation.{pain}"
            if firm.found.ranking.entry(row):
                assert row in firm.found.plan.items, firm
                met += 1
    assert met > 1000


def test_every_answer_of_4_is_met_in_the_plan_or_beside_it(firms: list[Firm], knowledge: Knowledge) -> None:
    for firm in firms:
        plan = firm.found.plan
        strategies = [knowledge.strategies[name] for name in plan.items]
        met = {question for strategy in strategies for question in strategy.evidence}
        met |= {named.question for named in plan.also_named}
        relieved = {dimension for strategy in strategies for dimension in strategy.relief}
        for question in knowledge.of_kind("diagnosis"):
            if answer_score(question, firm.answers) == 4:
                assert question.id in met or question.dimension in relieved, (question.id, firm)


def test_now_never_holds_more_than_two(firms: list[Firm]) -> None:
    assert max(len(firm.found.plan.now) for firm in firms) == 2


def test_little_capacity_never_gets_more_than_four_first_steps(firms: list[Firm]) -> None:
    for firm in firms:
        if firm.found.capacity is not None and firm.found.capacity <= 2:
            assert len(firm.found.plan.now) + len(firm.found.plan.next) <= 4, firm


def test_what_builds_on_something_never_comes_before_it_and_nothing_comes_twice(
    firms: list[Firm], knowledge: Knowledge
) -> None:
    for firm in firms:
        items = firm.found.plan.items
        assert len(items) == len(set(items)), firm
        for place, name in enumerate(items):
            assert not set(knowledge.strategies[name].after) & set(items[place:]), firm


def test_a_ready_plan_speaks_to_niche_collaboration_and_automation(firms: list[Firm], knowledge: Knowledge) -> None:
    for firm in firms:
        if firm.found.plan.status == "ready":
            families = {knowledge.strategies[name].family for name in firm.found.plan.items}
            assert {"niche", "collaboration", "automation"} <= families, firm


def test_distress_begins_with_the_cash_list_and_with_nothing_that_costs_money(
    firms: list[Firm], knowledge: Knowledge
) -> None:
    for firm in firms:
        plan = firm.found.plan
        distressed = firm.facts.distress or firm.answers.get("E4") == "4"
        assert (plan.status == "distress") is distressed
        if distressed:
            first = [knowledge.strategies[name] for name in (*plan.now, *plan.next)]
            assert first[0].id == "ext.finance.buffer" and all(strategy.cost.tier == 0 for strategy in first), firm
            assert all(strategy.family != "automation" for strategy in first[: len(plan.now)]), firm


def test_nothing_is_excluded_without_something_that_was_said(firms: list[Firm]) -> None:
    for firm in firms:
        if not firm.found.ranking.excluded:
            continue
        facts = firm.facts
        said = (facts.sector, facts.sells, facts.customers, facts.markets, *firm.answers)
        assert any(said), firm
        for entry in firm.found.ranking.excluded:
            assert entry.reason.kind == "needs" and entry.reason.about, firm


def test_scores_and_severities_stay_within_their_bounds(firms: list[Firm]) -> None:
    for firm in firms:
        assert all(0 <= entry.score <= 100 for entry in firm.found.ranking.ranked), firm
        for score in firm.found.profile.scores.values():
            assert 0 <= score.confidence <= 1
            assert score.severity is None or 0 <= (score.effective or 0) <= score.severity <= 100, firm


def test_the_same_firm_always_gets_the_same_advice(firms: list[Firm], knowledge: Knowledge) -> None:
    for firm in firms[:200]:
        backwards = dict(reversed(firm.answers.items()))
        assert assess(knowledge, firm.facts, backwards) == firm.found


def test_more_money_and_hours_neither_exclude_nor_admit_anything(firms: list[Firm], knowledge: Knowledge) -> None:
    for firm in firms[:200]:
        more = assess(knowledge, replace(firm.facts, hours=4, budget=4), firm.answers)
        assert {entry.strategy for entry in more.ranking.excluded} == {
            entry.strategy for entry in firm.found.ranking.excluded
        }
