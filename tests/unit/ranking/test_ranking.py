"""The order of the strategies, and which are left out."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import replace

import pytest

from bot.diagnosis.flags import FLAGS
from bot.diagnosis.scoring import score_profile
from bot.model.case import Excluded, Facts, Ranking, Reason
from bot.model.knowledge import Knowledge
from bot.ranking.rank import rank as rank_all

Rank = Callable[..., Ranking]
Everything = Callable[..., dict[str, str]]


def excluded(ranking: Ranking) -> dict[str, str]:
    """What is left out, and which need is missing."""
    return {entry.strategy: entry.reason.about for entry in ranking.excluded}


def test_of_a_firm_that_told_nothing_nothing_is_excluded(rank: Rank, knowledge: Knowledge) -> None:
    ranking = rank({})
    assert not ranking.excluded and len(ranking.ranked) == len(knowledge.strategies)


def test_every_strategy_is_either_ranked_or_excluded(rank: Rank, knowledge: Knowledge) -> None:
    ranking = rank({"P1": "none", "T3": "4"}, sells="services", customers="through_others", markets="home")
    names = [entry.strategy for entry in (*ranking.ranked, *ranking.excluded)]
    assert sorted(names) == sorted(knowledge.strategies)


@pytest.mark.parametrize(
    ("answers", "facts", "need"),
    [
        ({}, {"sells": "digital"}, "goods"),
        ({}, {"customers": "through_others"}, "direct_customers"),
        ({"P1": "none"}, {}, "uses_platform"),
        ({"E2": "0", "G2": "0", "E3": "na"}, {}, "cross_border"),
        ({}, {"markets": "home"}, "sells_abroad"),
        ({"T3": "4"}, {}, "some_it_skill"),
        ({"T3": "2"}, {}, "own_it_skill"),
    ],
)
def test_a_need_that_is_known_to_be_missing_excludes_with_the_reason(
    rank: Rank, knowledge: Knowledge, answers: dict[str, str], facts: dict[str, str], need: str
) -> None:
    found = excluded(rank(answers, **facts))
    needing = {name for name, strategy in knowledge.strategies.items() if need in strategy.needs}
    assert needing and needing <= found.keys()
    assert {reason for name, reason in found.items() if name in needing} >= {need}


def test_a_need_that_is_not_known_never_excludes(knowledge: Knowledge) -> None:
    profile = score_profile(knowledge, {})
    unknown: dict[str, bool | None] = dict.fromkeys(FLAGS)
    for flag in FLAGS:
        for value, left_out in ((None, False), (True, False), (False, True)):
            ranking = rank_all(
                knowledge, profile, facts=Facts(), answers={}, flags={**unknown, flag: value}, capacity=None
            )
            assert bool(ranking.excluded) is left_out, (flag, value)


@pytest.mark.parametrize("left_open", ["skip", "dont_know"])
def test_what_was_left_open_never_excludes(rank: Rank, knowledge: Knowledge, left_open: str) -> None:
    assert not rank({question.id: left_open for question in knowledge.questions.values()}).excluded


def test_a_rejected_strategy_is_left_out_because_they_said_so(rank: Rank) -> None:
    ranking = rank({"E1": "4"}, {"ext.finance.buffer": "rejected"})
    assert Excluded("ext.finance.buffer", Reason("not_for_us")) in ranking.excluded
    assert ranking.entry("ext.finance.buffer") is None and ranking.position("ext.finance.buffer") is None


def test_accepted_and_done_strategies_keep_their_place(rank: Rank) -> None:
    choices = {"ext.finance.buffer": "accepted", "ext.info.evidence_habit": "done"}
    assert rank({"E1": "4", "I1": "4"}, choices) == rank({"E1": "4", "I1": "4"})


def test_equal_scores_are_settled_by_less_effort_and_then_by_id(rank: Rank, knowledge: Knowledge) -> None:
    ranking = rank({})
    assert {entry.score for entry in ranking.ranked} == {0.0}
    order = [(knowledge.strategies[e.strategy].effort, e.strategy) for e in ranking.ranked]
    assert order == sorted(order)


def test_the_best_comes_first(rank: Rank, everything: Everything) -> None:
    scores = [entry.score for entry in rank(everything("2", [("E1", "4")]), sector="retail").ranked]
    assert scores == sorted(scores, reverse=True)


def test_positions_count_from_one(rank: Rank) -> None:
    ranking = rank({"E4": "3"})
    assert ranking.position(ranking.ranked[0].strategy) == 1
    assert ranking.position("strategy.no_such_thing") is None


def test_currency_advice_stays_away_from_a_firm_without_currency(rank: Rank, everything: Everything) -> None:
    without = rank(everything("3", [("E2", "0"), ("E3", "0")])).entry("ext.finance.fx_payments")
    with_it = rank(everything("3")).entry("ext.finance.fx_payments")
    assert without and with_it and without.score < with_it.score / 2


def test_a_named_pain_lifts_its_remedy(rank: Rank, everything: Everything) -> None:
    service = "strategy.automation.service"
    before, after = rank(everything("2")), rank(everything("2"), pains=("service",))
    assert (after.position(service) or 99) < (before.position(service) or 0)


def test_a_firm_with_no_hands_gets_the_hard_things_later(rank: Rank, everything: Everything) -> None:
    free, busy = rank(everything("3"), hours=4, budget=4), rank(everything("3"), hours=0, budget=0)
    hard = "strategy.geo.supply_diversification"
    assert (busy.position(hard) or 0) > (free.position(hard) or 99)


def test_the_order_in_which_things_are_written_down_does_not_matter(knowledge: Knowledge, rank: Rank) -> None:
    answers = {"E1": "3", "T1": "4", "P1": "2", "G1": "1", "X1": "near"}
    shuffled = list(knowledge.strategies.items())
    random.Random(5).shuffle(shuffled)
    other = replace(knowledge, strategies=dict(shuffled))
    found = rank_all(
        other,
        score_profile(other, answers),
        facts=Facts(sector="retail"),
        answers=dict(reversed(answers.items())),
        flags={**dict.fromkeys(FLAGS), "goods": True, "uses_platform": True},
        capacity=None,
    )
    assert found == rank(answers, sector="retail")
