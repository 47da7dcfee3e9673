"""What is learnt from descriptions, beside what signs read: with the encoder, and a few examples of our own."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest

from bot.language.encoder import shared_encoder
from bot.language.said import Said
from bot.understanding.learnt_facts import JUDGED, TRUST, LearntFacts, Told, told_examples
from bot.understanding.vocabulary import Vocabulary

SURVIVE = ("we hope to stay open", "staying open is all i want", "we must get through the winter", "only not to close")
PEOPLE = ("nobody applies for the job", "our waiters keep leaving", "i cannot find a cook", "staff is hard to keep")
GUESTS = ("families come to eat", "our guests are families", "people from the street eat here", "households order")
FIRMS = ("offices order lunch", "we cook for companies", "firms book us", "two hotels order from us")
NOTHING = ("no money for this", "there is nothing to spend", "we have nothing left to spend", "our purse is empty")
SUMS = ("we could spend 200 a month", "300 euros a month", "our budget is 150 euros", "we can spend 400 monthly")
BESIDE = (
    "the oven is from 1970",
    "it rains a lot here",
    "my brother paints",
    "the street is narrow",
    "we open at nine",
)


def example(*clauses: str, **facts: Any) -> Told:
    return Told(clauses, facts, frozenset(JUDGED))


def examples() -> list[Told]:
    made = []
    for place in range(4):
        beside = BESIDE[place]
        made += [
            example(SURVIVE[place], beside, goal="survive"),
            example(PEOPLE[place], beside, pains=["people"]),
            example(GUESTS[place], beside, customers="consumers_direct"),
            example(FIRMS[place], beside, customers="firms_direct"),
            example(NOTHING[place], beside, budget=0),
            example(SUMS[place], beside, budget=2),
            example(beside, BESIDE[-1 - place]),
        ]
    return made * 3


@pytest.fixture(scope="module")
def learnt(tmp_path_factory: pytest.TempPathFactory) -> LearntFacts:
    told = examples()
    vectors = shared_encoder().encode([text for each in told for text in each.clauses])
    return LearntFacts(told, vectors, tmp_path_factory.mktemp("cache"))


def said(text: str) -> Said:
    encoder = shared_encoder()
    return Said.of(text, encoder.encode([text])[0], encoder)


# So many words more make a description of it.
LONG = "The oven is from 1970. The street is narrow. We open at nine. My brother paints."
CAFE = {"sector": "hospitality", "team_size": 3}


def test_what_signs_missed_is_added(learnt: LearntFacts) -> None:
    text = "Cafe with three people. We hope we can stay open through the winter. The oven is old."
    assert learnt.complete(CAFE, said(text), 2) == {**CAFE, "goal": "survive"}


def test_two_kinds_of_customers_are_both(learnt: LearntFacts) -> None:
    text = "Cafe with three people. Families come to eat here. Two firms order lunch from us."
    assert learnt.complete(CAFE, said(text), 2) == {**CAFE, "customers": "mixed"}


def test_what_signs_read_and_nobody_learnt_stays(learnt: LearntFacts) -> None:
    text = "Cafe with three people. I cannot find a cook, our waiters leave. It rains a lot here."
    read = {**CAFE, "pains": ["finance"], "hours": 3, "country": "Ireland"}
    assert learnt.complete(read, said(text), 2) == read


def test_a_kind_of_customers_that_is_clearly_told_goes_before_another_that_signs_read(learnt: LearntFacts) -> None:
    text = f"Cafe with three people. Families come to eat here. It rains a lot here. {LONG}"
    assert learnt.complete({**CAFE, "customers": "firms_direct"}, said(text), 2)["customers"] == "consumers_direct"


def test_in_a_few_words_what_signs_read_stays(learnt: LearntFacts) -> None:
    text = "Cafe with three people. Families come to eat here. I cannot find a cook."
    read = {**CAFE, "customers": "firms_direct"}
    assert learnt.complete(read, said(text), 2) == {**read, "pains": ["people"]}


def test_a_fact_that_nothing_like_this_tells_of_is_left_out(learnt: LearntFacts) -> None:
    read = {**CAFE, "pains": ["people"], "customers": "firms_direct"}
    beside = f"Cafe with three people. There is nothing to spend. The street is narrow. {LONG}"
    assert not {"pains", "customers"} & learnt.complete(read, said(beside), 2).keys()
    kept = learnt.complete(read, said(f"Cafe with three people. Nobody applies for the job. {LONG}"), 2)
    assert kept["pains"] == ["people"]


@pytest.mark.parametrize("field", sorted(TRUST))
def test_a_value_is_believed_more_the_likelier_it_is_and_the_more_signs_read_it(field: str) -> None:
    trust = TRUST[field]
    assert trust.belief(0.9, False, False) > trust.belief(0.1, False, False)
    assert trust.belief(0.5, True, False) > trust.belief(0.5, False, False) > trust.belief(0.5, False, True)
    assert 0 < trust.belief(0.0, False, True) < trust.belief(1.0, True, False) < 1


def test_that_there_is_no_money_is_learnt_and_no_sum(learnt: LearntFacts) -> None:
    text = "Cafe with three people. We have nothing to spend on this. It rains a lot here."
    assert learnt.complete(CAFE, said(text), 2) == {**CAFE, "budget": 0}
    text = "Cafe with three people. We could spend 200 euros a month. It rains a lot here."
    assert learnt.complete(CAFE, said(text), 2) == CAFE


def test_no_fact_is_learnt_of_who_tells_of_no_firm(learnt: LearntFacts) -> None:
    assert learnt.complete({}, said("We hope to stay open. I cannot find a cook."), 2) == {}
    assert learnt.complete({"sector": "hospitality"}, said("cafe for families"), 2) == {"sector": "hospitality"}
    assert learnt.complete({"goal": "survive"}, said("Staying open is all I want."), 2) == {"goal": "survive"}


def test_what_is_asked_states_nothing(learnt: LearntFacts) -> None:
    text = "Cafe with three people. How can we stay open? Where do I find a cook?"
    assert learnt.complete(CAFE, said(text), 2) == CAFE


def test_without_descriptions_signs_stand_alone(tmp_path: Path) -> None:
    nothing = LearntFacts([], np.zeros((0, 384), dtype=np.float32), tmp_path)
    assert nothing.complete(CAFE, said("Cafe with three people. We hope to stay open."), 2) == CAFE


def test_a_writer_can_be_left_out(known: Vocabulary) -> None:
    everybody, others = told_examples(known), told_examples(known, without=["tales"])
    assert len(everybody) - len(others) == len(known.descriptions["tales"])


def test_of_clauses_only_what_is_labelled_is_known(known: Vocabulary) -> None:
    clauses = [each for each in told_examples(known) if each.labelled != frozenset(JUDGED)]
    assert len(clauses) > 1000
    assert all("budget" not in each.labelled for each in clauses if "sells" in each.labelled and len(each.labelled) > 1)
